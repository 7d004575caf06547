"""How large a file a disk or stick takes: FAT32, as sticks are sold, takes none of 4 GB."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

LARGEST_ON_FAT: Final = 2**32 - 1
_FAT: Final = frozenset({"vfat", "msdos", "fat", "fat32", "fat16"})
_LONGEST_NAME: Final = 260


def largest_file(folder: Path) -> int | None:
    """Octets of the largest file that `folder` takes; None where no limit is known."""
    return LARGEST_ON_FAT if _kind(folder.resolve()).lower() in _FAT else None


if sys.platform == "win32":

    def _kind(folder: Path) -> str:
        import ctypes

        kernel = ctypes.windll.kernel32
        root, kind = ctypes.create_unicode_buffer(_LONGEST_NAME), ctypes.create_unicode_buffer(_LONGEST_NAME)
        if not kernel.GetVolumePathNameW(str(folder), root, _LONGEST_NAME):
            return ""
        told = kernel.GetVolumeInformationW(root, None, 0, None, None, None, kind, _LONGEST_NAME)
        return kind.value if told else ""

else:

    def _kind(folder: Path, mounts: Path = Path("/proc/self/mounts")) -> str:
        found, deepest = "", -1
        try:
            lines = mounts.read_text("utf-8", "surrogateescape").splitlines()
        except OSError:
            return ""
        for line in lines:
            _device, at, kind, *_rest = line.split(" ")
            place = Path(at.encode("latin-1", "backslashreplace").decode("unicode_escape") if "\\" in at else at)
            # The last of two upon one place is the one that is seen.
            if folder.is_relative_to(place) and len(place.parts) >= deepest:
                found, deepest = kind, len(place.parts)
        return found
