"""The files of a data folder exchanged for others, all together: a cut at any moment leaves the old or the new ones.

What is to come lies whole in `restoring/` before anything is moved; that folder getting its name is the one step. From
then on the exchange is carried to its end, by whoever opens the data next if need be. What was there goes into a folder
of its own and is never removed. Without SQLAlchemy, since every command asks whether one waits.
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
from pathlib import Path
from typing import Final

from counter_app.domain.basics.refusal import Refusal
from counter_app.persistence.base.driver_files import SIDES
from counter_app.persistence.base.office_traces import DATABASE
from counter_app.persistence.base.one_at_a_time import one_at_a_time
from counter_app.private_files import make_private_folder, sync_folder, write_private

LOCK: Final = "backup.lock"
"""Held while the files of the data folder are backed up or exchanged."""

_WAITING: Final = "restoring"
_NEW: Final = "files"
_ASIDE: Final = "aside"
_FOLLOWING: Final = "following"
_LEAVING: Final = "leaving"
_PATIENCE: Final = 60.0


def new_files(part: Path) -> Path:
    """Where in the folder `part` the files lie that are to come, each under its name in the data folder."""
    return part / _NEW


def let_follow(part: Path, ready: Path, name: Path) -> None:
    """With what lies in `part` the folder `ready`, which lies elsewhere, gets its `name`. Raises `OSError`.

    Nothing else may have that name.
    """
    write_private(part / _FOLLOWING, f"{ready}\n{name}".encode())


def let_leave(part: Path, name: str) -> None:
    """With what lies in `part` the file `name` of the data folder goes aside, and nothing comes. Raises `OSError`."""
    write_private(part / _LEAVING, name.encode("ascii"))


def decide(data: Path, part: Path, aside: str) -> None:
    """From here on what lies in `part`, on the disk already, takes its places. Raises `OSError`; then nothing changed.

    `aside` is the name of the folder for what is there now.
    """
    write_private(part / _ASIDE, aside.encode("ascii"))
    sync_folder(part)
    part.rename(data / _WAITING)
    sync_folder(data)


def finish(data: Path) -> None:
    """Carry a decided exchange to its end. The caller holds `LOCK`. Raises `OSError`."""
    waiting = data / _WAITING
    if not waiting.is_dir():
        return
    aside = data / (waiting / _ASIDE).read_text("ascii")
    new = new_files(waiting)
    make_private_folder(aside)
    if (new / DATABASE).exists():
        for ending in SIDES:
            _move(data / f"{DATABASE}{ending}", aside / f"{DATABASE}{ending}")
        sync_folder(data)
    with contextlib.suppress(FileNotFoundError):
        leaving = (waiting / _LEAVING).read_text("ascii")
        _move(data / leaving, aside / leaving)
    for name in sorted(path.relative_to(new) for path in _units(new)):
        if (data / name).exists() and not (aside / name).exists():
            _move(data / name, aside / name)
        _move(new / name, data / name)
        sync_folder((data / name).parent)
    with contextlib.suppress(FileNotFoundError):  # there is none, it has its name already, or its disk is gone
        ready, its_name = (waiting / _FOLLOWING).read_text("utf-8").split("\n")
        Path(ready).rename(its_name)
    done = data / f".{secrets.token_hex(6)}.part"
    waiting.rename(done)  # removed in one step; what a cut leaves of it goes at a later start
    shutil.rmtree(done, ignore_errors=True)
    with contextlib.suppress(OSError):
        aside.rmdir()  # nothing was there before


def finish_waiting(data: Path) -> None:
    """Carry an exchange that a cut has interrupted to its end, if there is one. Raises `Refusal`."""
    if not (data / _WAITING).is_dir():
        return
    busy = Refusal("这份数据正在从备份恢复", "等恢复结束后再打开")
    try:
        with one_at_a_time(data / LOCK, busy, seconds=_PATIENCE):
            finish(data)
    except OSError as error:
        raise Refusal(
            f"从备份恢复没有完成（系统错误号{error.errno}）",
            f"新旧数据都在；退出全部窗口，检查 {data} 的写入权限和剩余空间后再打开",
        ) from error


def _units(new: Path) -> list[Path]:
    """What is moved in one step: files, and the folders that stand for a whole."""
    return [path for path in new.rglob("*") if path.is_file() and path.parent in (new, new / "keys")] + [
        path for path in new.iterdir() if path.is_dir() and path.name != "keys"
    ]


def _move(source: Path, target: Path) -> None:
    """Move what is there; nothing where a cut came after the move. Raises `OSError`."""
    if source.exists():
        make_private_folder(target.parent)
        source.rename(target)
