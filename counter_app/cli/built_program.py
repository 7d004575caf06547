"""What the built program has to do before anything else; one that runs from its source has none of it to do."""

import os
import sys
from collections.abc import MutableMapping
from multiprocessing import freeze_support
from pathlib import Path

_LIBRARIES = "LD_LIBRARY_PATH"
_USERS_LIBRARIES = "LD_LIBRARY_PATH_ORIG"


def begin(environment: MutableMapping[str, str]) -> None:
    """Give children the user's own libraries; serve what this program started itself for, in a child of that kind.

    PyInstaller's loader puts the program's folder before the libraries of the user. This process has read that when it
    started; `lp`, a sound player and whatever opens a PDF would load our libraries in the place of theirs. Our own
    children find ours all the same: each library names the folder of those it needs.
    """
    users = environment.pop(_USERS_LIBRARIES, None)
    if users is not None:
        environment[_LIBRARIES] = users
    else:
        environment.pop(_LIBRARIES, None)
    _have_streams()
    freeze_support()


def _have_streams() -> None:
    """Let what nobody reads be written all the same: without a console Windows gives a program no streams at all."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for good
