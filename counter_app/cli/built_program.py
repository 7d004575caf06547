"""What the built program has to do before anything else; one that runs from its source has none of it to do."""

from collections.abc import MutableMapping
from multiprocessing import freeze_support

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
    freeze_support()
