"""One folder takes the place of another, so that a cut at any moment leaves one of the two, whole.

The folder that is to come is first whole under a name of its own beside the place (`office.import`): from then on it is
decided, and the next start ends what was begun. The former folder is kept beside it under the day and time.
"""

from __future__ import annotations

import contextlib
import os
from datetime import datetime
from pathlib import Path
from typing import Final

from counter_app.private_files import make_private_folder, sync_folder

NOTE: Final = "imported.json"
"""The file in a folder that came by an exchange (`OverlayNote`)."""
_READY: Final = ".import"


def begin_swap(ready: Path, place: Path) -> str:
    """Let `ready`, whole and on the disk, take the place of `place`; returns the name of the former. Raises `OSError`.

    `ready` lies beside `place`.
    """
    make_private_folder(place)
    ready.rename(waiting_place(place))
    sync_folder(place.parent)
    try:
        return finish_swap(place)
    except OSError:
        with contextlib.suppress(OSError):
            waiting_place(place).rename(ready)
        raise


def finish_swap(place: Path) -> str:
    """End what was begun; returns the name under which the former folder is kept, empty where nothing was to be done.

    Raises `OSError`; then the former folder is in its place.
    """
    waiting = waiting_place(place)
    if not waiting.is_dir():
        return ""
    kept = ""
    if place.is_dir():
        former = _unused(place)
        place.rename(former)
        kept = former.name
    try:
        waiting.rename(place)
    except OSError:
        if kept:
            place.with_name(kept).rename(place)
        raise
    sync_folder(place.parent)
    return kept


def has_note(place: Path) -> bool:
    """Whether the folder in its place came by an exchange."""
    return (place / NOTE).is_file()


def kept_folders(place: Path) -> list[Path]:
    """The folders that once stood in `place`, the oldest first."""
    return sorted(path for path in place.parent.glob(f"{place.name}-[0-9]*") if path.is_dir())


def write_synced(path: Path, content: bytes) -> None:
    """A new file in a folder that nobody reads yet, on the disk. Raises `OSError`."""
    make_private_folder(path.parent)
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_all(folder: Path) -> None:
    """Have every name below `folder` on the disk. Raises `OSError`."""
    for within, _folders, _files in os.walk(folder):
        sync_folder(Path(within))


def waiting_place(place: Path) -> Path:
    """Under which name a folder that is whole waits to take the place of `place`: from then on that is decided."""
    return place.with_name(place.name + _READY)


def _unused(place: Path) -> Path:
    """A name with day and time, later in order than those that are there."""
    stem = f"{place.name}-{datetime.now().astimezone():%Y%m%d-%H%M%S}"
    taken = [path.name for path in kept_folders(place)]
    number = 0
    while (name := f"{stem}-{number:02}") in taken:
        number += 1
    return place.with_name(name)
