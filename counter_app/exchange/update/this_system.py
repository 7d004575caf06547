"""For which packages this computer is one: the system it runs, and the form in which the program lies here."""

from __future__ import annotations

import platform
import sys
from pathlib import PurePath
from typing import Final

from counter_app.domain.update.release import TargetSystem

_X86_64: Final = frozenset({"x86_64", "amd64"})
_UOS_STORE: Final = "/opt/apps/"


def package_system(
    program: str = sys.executable, system: str = sys.platform, machine: str | None = None
) -> TargetSystem | None:
    """The packages that fit: where the program lies below `/opt/apps` it came in the form of the UOS store."""
    if (machine or platform.machine()).lower() not in _X86_64:
        return None
    if system == "win32":
        return TargetSystem.WINDOWS
    if system.startswith("linux"):
        return TargetSystem.UOS if PurePath(program).as_posix().startswith(_UOS_STORE) else TargetSystem.DEBIAN
    return None
