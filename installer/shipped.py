"""What the built program for Linux consists of: its data, its libraries, and what it leaves to the system.

Read by `installer/freeze/counter-app.spec`, which collects it, by `build.py`, which checks the finished folder, and by
the tests. Nothing here needs a build.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

FREEZE = Path(__file__).resolve().parent / "freeze"
ALLOWED = FREEZE / "libraries.txt"

DATA = {
    "forms": "forms",
    "resources": "resources",
    "pyproject.toml": ".",
    "LICENSE": ".",
    "installer/freeze/fcitx5-qt/LICENSE": "licences/fcitx5-qt",
    "counter_app/persistence/migrations": "counter_app/persistence/migrations",
}
"""File or folder of the source tree -> the folder of the program it lies in. `pyproject.toml` states the version."""

SUBMODULES = ("counter_app",)
"""Packages of which every module is shipped: ours imports most of its own late."""
WINDOWS_SUBMODULES = ("win32ctypes",)
"""Likewise on Windows: it chooses its own by name."""

HIDDEN = ("_cffi_backend", "pypdfium2", "tzdata.zoneinfo.Asia")
"""Modules imported by name alone or from compiled ones, and the folder of the one time zone: a bare system has none."""

PROGRAMS = {"counter-app": True}
WINDOWS_PROGRAMS = {"counter-app": False, "counter-app-cli": True}
"""Name of a program -> whether it has a console. On Windows a program has one or none: so the window, and commands."""

UNWANTED_MODULES = (
    *(
        "tkinter",
        "doctest",
        "setuptools",
        "pip",
        "pkg_resources",
        "curses",
        "readline",
        "sqlite3",
        "mako.ext",
        "_ssl",
        "_hashlib",
    ),
    *("PIL._avif", "PIL._webp", "PIL._imagingcms", "PIL._imagingtk", "PIL.ImageQt"),
    *("cffi", "pycparser"),  # cryptography needs the compiled part alone; without cffi win32ctypes takes ctypes
    *(
        f"PySide6.{name}"
        for name in ("QtNetwork", "QtOpenGL", "QtOpenGLWidgets", "QtQml", "QtQuick", "QtTest", "QtSql")
    ),
)

NOT_BUILT = ("bz2", "curses", "dbm.gnu", "hashlib.scrypt", "lzma", "readline", "sqlite3", "ssl")
"""What `installer/freeze/make-python.sh` leaves out of Python: nothing of ours may use it."""

_UNWANTED_FILES = re.compile(
    r"""
    PySide6/(Qt/lib/lib)?Qt6(?!(Core|DBus|Gui|PrintSupport|Svg|Widgets|XcbQpa)\.)
  | PySide6/(Qt/)?plugins/(?!(iconengines|imageformats|platforminputcontexts|platforms|platformthemes|printsupport)/)
  | PySide6/(Qt/)?plugins/platforms/(?!(lib)?q(xcb|offscreen|windows)\.)
  | PySide6/(Qt/)?plugins/platforminputcontexts/(lib)?qtvirtualkeyboard
  | PySide6/(Qt/)?plugins/platformthemes/(?!libqxdgdesktopportal)
  | PySide6/(Qt/)?plugins/imageformats/(?!(lib)?q(gif|ico|jpeg|svg)\.)
  | PySide6/(Qt/)?(qml|resources)/
  | PySide6/(Qt/)?translations/(?!qt(base)?_(zh_CN|en)\.qm$)
  | PySide6/opengl32sw\.
  | lxml/(includes|isoschematron)/
  | reportlab/fonts/
  | tzdata/zoneinfo/(?!Asia/(Shanghai$|__init__)|__init__)
  | uniseg/(docs|tests|samples)/
  | [^/]+\.dist-info/(?!licenses/|LICEN[CS]E|METADATA$|NOTICE|COPYING)
    """,
    re.VERBOSE,
)
"""Paths in the program that nothing of ours reaches: Qt's other modules and platforms, other languages, manuals."""

SYSTEM = {
    "ld-linux-x86-64.so.2": "libc6",
    "libc.so.6": "libc6",
    "libdl.so.2": "libc6",
    "libm.so.6": "libc6",
    "libpthread.so.0": "libc6",
    "librt.so.1": "libc6",
    "libutil.so.1": "libc6",
    "libgcc_s.so.1": "libgcc-s1 | libgcc1",
    "libstdc++.so.6": "libstdc++6",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
}
"""Libraries that every desktop has: name -> Debian package. They fit the system's drivers, fonts and input methods,
which load into the same process, better than any of ours; the C++ library above all."""

READ = ("xkb-data",)
"""Debian packages whose files are read: the shipped libxkbcommon does nothing without their folder of keyboards."""

OPTIONAL = {"libcups.so.2": "libcups2"}
"""Libraries of which one plugin makes use: Qt goes on without it where they are missing."""

BUILT_WITH = {
    "libffi.so.7": "libffi7",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""Libraries of the Debian that builds which are shipped: many desktops lack them, and one without internet stays
without. The two of xkbcommon go together: they share their insides, and of different versions they crash.
Name -> Debian package."""

NEWEST = {"GLIBC": (2, 28), "GLIBCXX": (3, 4, 25), "CXXABI": (1, 3, 11), "GCC": (7, 0, 0)}
"""The newest symbols that any file may ask for: what UOS 20 and Kylin V10 have (glibc 2.28, GCC 8)."""

QT_LIBRARIES = "PySide6/Qt/lib"
_OWN_PYTHON = "libpython3.11.so.1.0"


@dataclass(frozen=True)
class Binary:
    """What the dynamic loader reads in one file of the program."""

    path: str
    """Relative to the program's folder of libraries."""
    needed: tuple[str, ...] = ()
    looked_for_in: tuple[str, ...] = ()
    """The file's own list of folders; `$ORIGIN` is the one it lies in."""
    versions: frozenset[str] = field(default_factory=frozenset)
    """The versions of symbols it asks for, such as `GLIBC_2.17`."""


def wanted(path: str) -> bool:
    """Whether a file that PyInstaller found for `path` in the program belongs there."""
    return _UNWANTED_FILES.match(path.replace("\\", "/")) is None


def place_of(path: str) -> str | None:
    """Return where a library found for `path` lies in the program, None where it is left to the system.

    What lies in a folder came with a package of Python; what lies above all folders came from the system that builds.
    """
    if "/" in path or path == _OWN_PYTHON or ".cpython-" in path:
        return path
    if path in BUILT_WITH:
        return path if path == "libffi.so.7" else f"{QT_LIBRARIES}/{path}"
    return None


def read_objdump(said: str) -> list[Binary]:
    """Return what `objdump -p` said of several files, each named by the line that it begins with."""
    read = []
    for part in re.split(r"(?m)^(?=\S.*:\s+file format )", said)[1:]:
        path = part.split(":", 1)[0].removeprefix("./")
        needed = tuple(re.findall(r"(?m)^  NEEDED\s+(\S+)", part))
        folders = tuple(":".join(re.findall(r"(?m)^  R(?:UN)?PATH\s+(\S+)", part)).split(":"))
        asked = part.partition("Version References:")[2]
        versions = frozenset(re.findall(r"\b[A-Z]+_[\d.]+\b", asked))
        read.append(Binary(path, needed, tuple(filter(None, folders)), versions))
    return read


def allowed(listed: Path = ALLOWED) -> dict[str, str]:
    """Return an allow-list: pattern of a path -> where it comes from and its licence. Raises `ValueError`."""
    found: dict[str, str] = {}
    for number, line in enumerate(listed.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        pattern, _, origin = line.partition("  ")
        if not origin.strip() or pattern in found:
            raise ValueError(f"{listed.name}, line {number}: a pattern, two blanks, its origin; each pattern once")
        found[pattern] = origin.strip()
    return found


def unlisted(files: Collection[str], patterns: Mapping[str, str], name: str) -> list[str]:
    """Return which `files` the allow-list called `name` does not hold, and which of its patterns hold no file."""
    return [
        *(f"{path}: not in {name}" for path in files if not _matches(path, patterns)),
        *(
            f"{name}: nothing is called {pattern}"
            for pattern in patterns
            if not any(fnmatchcase(path, pattern) for path in files)
        ),
    ]


def faults(binaries: Iterable[Binary], patterns: Mapping[str, str]) -> list[str]:
    """Return what is wrong with the libraries of a finished program, a line each; empty where nothing is."""
    shipped = {binary.path: binary for binary in binaries}
    found = unlisted(shipped, patterns, ALLOWED.name)
    for path, binary in shipped.items():
        found += [f"{path}: asks for {version}" for version in sorted(binary.versions) if is_too_new(version)]
        found += [
            f"{path}: looks in {folder}, which is no folder of the program"
            for folder in binary.looked_for_in
            if not folder.startswith(("$ORIGIN", "${ORIGIN}"))
        ]
        found += [
            f"{path}: needs {name}, which is neither shipped where it looks nor left to the system"
            for name in binary.needed
            if name not in SYSTEM and name not in OPTIONAL and not _found_by(binary, name, shipped)
        ]
    return sorted(found)


def is_too_new(version: str) -> bool:
    """Whether the symbol version `GLIBC_2.30` and its like is newer than the oldest systems have."""
    family, _, number = version.partition("_")
    return family in NEWEST and tuple(map(int, number.split("."))) > NEWEST[family]


def depends(binaries: Iterable[Binary]) -> str:
    """Return Debian's `Depends` for what `binaries` need of the system."""
    needed = {name for binary in binaries for name in binary.needed if name in SYSTEM}
    packages = {SYSTEM[name] for name in needed} | {SYSTEM["libc.so.6"], *READ}
    lowest = {"libc6": "libc6 (>= 2.28)", "libstdc++6": "libstdc++6 (>= 8)"}
    return ", ".join(lowest.get(package, package) for package in sorted(packages))


def _matches(path: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(path, pattern) for pattern in patterns)


def _found_by(binary: Binary, name: str, shipped: Mapping[str, Binary]) -> bool:
    """Whether the loader finds `name` through the folders that `binary` itself names."""
    own = PurePosixPath(binary.path).parent
    for folder in binary.looked_for_in:
        place = _normal(PurePosixPath(folder.replace("$ORIGIN", str(own)).replace("${ORIGIN}", str(own))) / name)
        if place in shipped:
            return True
    return False


def _normal(path: PurePosixPath) -> str:
    """Return `path` without `.` and `..`."""
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts:
            parts.pop()
        elif part not in (".", ".."):
            parts.append(part)
    return "/".join(parts)
