"""What the operating system must bring along, who can install it, and in which words to ask for it."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_APT = ("apt-get", "-y", "-q", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3")


@dataclass(frozen=True)
class Need:
    """One Debian package, and the path, shared library (`….so.N`) or command by which it shows on any Linux."""

    package: str
    shows_as: str

    def met(self) -> bool:
        """Whether it is here."""
        if self.shows_as.startswith("/"):
            return any(Path("/").glob(self.shows_as.lstrip("/")))
        if ".so." not in self.shows_as:
            return shutil.which(self.shows_as) is not None
        try:
            ctypes.CDLL(self.shows_as)
        except OSError:
            return False
        return True


# Debian keeps what fills a virtual environment in a package of its own.
ENSUREPIP = Need(f"python3.{sys.version_info.minor}-venv", str(Path(os.__file__).parent / "ensurepip"))
# Qt wants these even where it draws to no screen.
DRAWING = (
    Need("libgl1", "libGL.so.1"),
    Need("libegl1", "libEGL.so.1"),
    Need("libxkbcommon0", "libxkbcommon.so.0"),
    Need("libdbus-1-3", "libdbus-1.so.3"),
    Need("libfontconfig1", "libfontconfig.so.1"),
    Need("libglib2.0-0", "libglib-2.0.so.0"),
)
# A window on an X screen, and printing.
WINDOW = (
    Need("libxcb-cursor0", "libxcb-cursor.so.0"),
    Need("libxcb-icccm4", "libxcb-icccm.so.4"),
    Need("libxcb-keysyms1", "libxcb-keysyms.so.1"),
    Need("libxcb-image0", "libxcb-image.so.0"),
    Need("libxcb-render-util0", "libxcb-render-util.so.0"),
    Need("libxcb-randr0", "libxcb-randr.so.0"),
    Need("libxcb-shape0", "libxcb-shape.so.0"),
    Need("libxcb-xkb1", "libxcb-xkb.so.1"),
    Need("libxkbcommon-x11-0", "libxkbcommon-x11.so.0"),
    Need("libcups2", "libcups.so.2"),
)
# What journeys and document tests look through, all of it. Without one of these its tests are skipped, with the reason;
# with CI=true the test command stops instead.
OBSERVERS = (
    Need("xvfb", "Xvfb"),
    Need("x11-xkb-utils", "xkbcomp"),
    Need("xdotool", "xdotool"),
    Need("openbox", "openbox"),
    Need("x11-utils", "xprop"),
    Need("poppler-utils", "pdftotext"),
    Need("dbus-daemon", "dbus-daemon"),
    Need("dbus-bin", "dbus-send"),
    Need("at-spi2-core", "/usr/libexec/at-spi-bus-launcher"),
    Need("gir1.2-atspi-2.0", "/usr/lib/*/girepository-1.0/Atspi-2.0.typelib"),
    Need("python3-gi", "/usr/lib/python3/dist-packages/gi/__init__.py"),
    Need("libreoffice-writer-nogui", "soffice"),
    Need("fcitx5", "fcitx5"),
    Need("fcitx5-pinyin", "/usr/share/fcitx5/inputmethod/pinyin.conf"),
)
# Its package starts a server of the system's own: nothing for a developer, welcome where tests have a machine.
SERVER = Need("postgresql", "/usr/lib/postgresql/*/bin/initdb")


def missing(needs: Iterable[Need]) -> list[str]:
    """Return the Debian packages whose library or command is not here."""
    return [need.package for need in needs if not need.met()]


def by_hand(packages: Sequence[str]) -> str:
    """Return the line with which whoever administers a Debian machine installs `packages`."""
    apt = "apt-get" if may_install() else "sudo apt-get"
    return f"{apt} update && {apt} install -y --no-install-recommends {' '.join(packages)}"


def may_install() -> bool:
    """Whether this is a Debian-like system and we are root on it."""
    return os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get") is not None


@cache
def _fresh_lists() -> None:
    """Fetch Debian's package lists, once: a bare machine has none, an old one has names that are gone."""
    subprocess.run([*_APT, "update"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)


def apt_install(packages: Sequence[str]) -> bool:
    """Install `packages` with apt-get, asking nothing and waiting for another apt; say whether it went well."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _fresh_lists()
    words = [*_APT, "install", "--no-install-recommends", *packages]
    done = subprocess.run(words, env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    return done.returncode == 0


def provide(needs: Sequence[Need]) -> list[str]:
    """Install what is missing where we may, and return the packages that are missing still."""
    absent = missing(needs)
    if not absent or not may_install():
        return absent
    print(f"== installing with apt-get: {' '.join(absent)}", flush=True)
    if not apt_install(absent):
        for package in absent:  # one unknown name makes apt-get refuse them all
            apt_install([package])
    return missing(needs)
