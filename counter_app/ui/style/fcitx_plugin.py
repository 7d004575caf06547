"""fcitx's own plugin for Qt 6, where the system has one that the Qt of this program can take."""

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QPluginLoader, qVersion

from counter_app import paths

_CONTEXTS = "platforminputcontexts"
_FILES = ("libfcitx5platforminputcontextplugin.so", "libfcitxplatforminputcontextplugin-qt6.so")
"""The plugin of fcitx 5, which serves fcitx 4 too, and the one of fcitx 4."""
_PLACES = ("usr/lib/*/qt6/plugins", "usr/lib64/qt6/plugins", "usr/lib/qt6/plugins")
_LINK = _FILES[0]
_NEEDED = re.compile(rb"\0(libQt6\w+\.so\.6)(?=\0)")

_OLDEST = (6, 8)
_NEWEST = (6, 9)
"""Between these a plugin of the older was seen to work in the newer; Qt promises nothing of its private interface."""


def of_the_system(root: Path = Path("/")) -> list[Path]:
    """Return the plugins that Debian, Fedora and Arch put under `root` for their own Qt 6, those of fcitx 5 first."""
    return [found for name in _FILES for place in _PLACES for found in sorted(root.glob(f"{place}/{_CONTEXTS}/{name}"))]


def offer(environment: Mapping[str, str], plugins: Iterable[Path] | None = None, cache: Path | None = None) -> bool:
    """Show Qt the first of `plugins` that it can take; return whether there was one.

    Without `plugins` those of the system are meant. Qt looks into whole folders, and the system's folder holds plugins
    of another Qt: so the one file is linked into a folder of its own under `cache`. Has to be called before the
    application object exists.
    """
    if not draws_on_x11(environment):
        return False
    fitting = next((one for one in (of_the_system() if plugins is None else plugins) if _fits(one)), None)
    if fitting is None:
        return False
    folder = (paths.cache_dir() if cache is None else cache) / "qt-plugins"
    try:
        _link(fitting, folder / _CONTEXTS / _LINK)
    except OSError:  # a full or a read-only disk: ibus's plugin needs no place
        return False
    QCoreApplication.addLibraryPath(str(folder))
    return True


def draws_on_x11(environment: Mapping[str, str]) -> bool:
    """Whether the window will be one of X11: on Wayland such a plugin was never tried with another Qt than its own."""
    if platform := environment.get("QT_QPA_PLATFORM"):
        return platform.startswith("xcb")
    return not environment.get("WAYLAND_DISPLAY") and environment.get("XDG_SESSION_TYPE") != "wayland"


def _fits(plugin: Path) -> bool:
    """Whether `plugin` was built for a Qt that ours can stand in for, and every symbol it wants is here.

    The Qt libraries it wants are loaded from our folder first: else the loader would put the system's beside ours.
    """
    stated: object = QPluginLoader(str(plugin)).metaData().get("version")
    if not isinstance(stated, int) or not is_loadable((stated >> 16, stated >> 8 & 0xFF), _our_version()):
        return False
    import ctypes

    ours = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.LibrariesPath))
    try:
        for name in _NEEDED.findall(plugin.read_bytes()):
            ctypes.CDLL(str(ours / os.fsdecode(name)))
        ctypes.CDLL(str(plugin), os.RTLD_NOW)
    except OSError:
        return False
    return True


def _our_version() -> tuple[int, int]:
    major, minor = qVersion().split(".")[:2]
    return int(major), int(minor)


def is_loadable(built_for: tuple[int, int], ours: tuple[int, int]) -> bool:
    """Whether a Qt of the release `ours` takes a plugin that was built for the release `built_for`."""
    return built_for == ours or _OLDEST <= built_for <= ours <= _NEWEST


def _link(plugin: Path, link: Path) -> None:
    """Let `link` lead to `plugin`, in one step: another counter may be starting."""
    if link.is_symlink() and link.readlink() == plugin:
        return
    link.parent.mkdir(parents=True, exist_ok=True)
    spare = link.parent.parent / f"{link.name}.{os.getpid()}"
    spare.unlink(missing_ok=True)
    spare.symlink_to(plugin)
    spare.replace(link)
