"""Build what an office installs: `python3 installer/build.py deb | uos | windows | manual`.

deb      the Debian package: build/counter-app_VERSION_amd64.deb
uos      the same program in the form of the UOS store, below /opt/apps
windows  the setup for Windows: build/counter-app_VERSION_x64-setup.exe
manual   the manual for handing out: build/使用手册.pdf and .html, in half a minute; needs neither root nor a display

Several words may be given at once. The program itself is left in build/program and build/program-windows.
Beside each package lies what it consists of, a bill of materials in the form of CycloneDX: build/*.cdx.json.

Needs Debian or its kin on x86-64, root, debootstrap, internet (Debian's packages, PyPI) and 4 GB of disk. Builds the
last commit. Makes a bare Debian 11, builds Python there from Debian's source and freezes the program with the packages
of installer/lock/freeze.txt: from nothing to both packages six to fifteen minutes on two cores. With `--base DIR` that
Debian and its Python are kept in DIR and used again: three minutes.

For Windows, a bare Debian 13 runs Python for Windows under wine, with the packages of the same list, and NSIS packs it:
ten to twenty minutes, kept in DIR-windows.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import chroots
import inventory
import packages
import shipped
import windows
from steps import BUILT, LOCK, PYINSTALLER, ROOT, Stop, install_locked, lay_out_source, release, take_out, timed

RELEASE = "bullseye"
"""Debian 11: the oldest that every mirror has; its glibc is 2.31, and nothing newer than 2.28 may be asked for."""

SOURCES = """\
deb http://deb.debian.org/debian bullseye main
deb http://deb.debian.org/debian-security bullseye-security main
deb-src http://deb.debian.org/debian bookworm main
"""
COMPILER = (
    *("gcc", "libc6-dev", "make", "dpkg-dev", "patchelf", "binutils", "libffi-dev", "zlib1g-dev"),
    *("g++", "libxcb1-dev", "libxkbcommon-dev", "libgl-dev"),
)
"""For Python, which notes whether there is a `g++`, and for fcitx's plugin."""
FORMS = ("deb", "uos", "windows", "manual")
PYTHON = "/opt/python/bin/python3.11"
PACKAGES = "opt/python/lib/python3/dist-packages"
WHEELS = (*(f"manylinux_2_{minor}" for minor in (28, 27, 26, 24)), "manylinux2014", "manylinux2010", "manylinux1")
"""The wheels that may be taken: none is built for a newer glibc than 2.28."""

STRIPPED = """\
cd /src/dist/counter-app/_internal
find . -type f -name '*.so*' ! -path './PySide6/*' ! -path './shiboken6/*' -exec strip --strip-unneeded {} +
patchelf --set-rpath '$ORIGIN' PySide6/Qt/lib/libxcb-*.so.* PySide6/Qt/lib/libxkbcommon*.so.*
patchelf --remove-rpath libpython3.11.so.1.0 python3.11/lib-dynload/*.so
patchelf --set-rpath '$ORIGIN/../..' python3.11/lib-dynload/_ctypes.*.so
find /src/dist -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
"""
"""Qt is left as it came. The libraries from Debian name their own folder: nothing is found through the environment."""

TRIALS = (
    "/src/dist/counter-app/counter-app due --from 2026-03-02 --days 5",
    "/src/dist/counter-app/counter-app demo --out /src/papers",
    "/src/dist/counter-app/counter-app check /src/counter-app/resources/demo/01-complete.json",
)
"""What the program has to do in the Debian that built it before it is packed; there is neither tzdata nor a display."""


def make_python(target: Path) -> None:
    """Install a compiler and what is shipped of Debian itself in `target`, then build Python there."""
    with timed("compiler and libraries"):
        (target / "etc/apt/sources.list").write_text(SOURCES, "utf-8")
        libraries = {*shipped.SYSTEM.values(), *shipped.OPTIONAL.values(), *shipped.BUILT_WITH.values()}
        chroots.install(target, [*COMPILER, *sorted(name.split(" | ")[0] for name in libraries)])
    with timed("Python from Debian's source"):
        shutil.copytree(shipped.FREEZE, target / "srv/freeze", dirs_exist_ok=True)
        chroots.do(target, "sh /srv/freeze/make-python.sh")


def fetch_packages(target: Path) -> None:
    """Put the packages of the lock into `target`, each held to its hash, and compile what is wanted beside them.

    What was made for the same lock stays as it is.
    """
    copy = target / PACKAGES / "freeze.txt"
    if copy.exists() and copy.read_bytes() == LOCK.read_bytes():
        return
    with timed("packages of the lock"):
        shutil.rmtree(target / PACKAGES, ignore_errors=True)
        platforms = [word for name in WHEELS for word in ("--platform", f"{name}_x86_64")]
        install_locked(target / PACKAGES, LOCK, ["--python-version", "3.11", *platforms])
    with timed("fcitx's plugin for this Qt"):
        shutil.copytree(shipped.FREEZE, target / "srv/freeze", dirs_exist_ok=True)
        chroots.do(target, f"sh /srv/freeze/make-input-method.sh /{PACKAGES}/PySide6")
    shutil.copyfile(LOCK, copy)


def freeze(target: Path, what: packages.Release) -> None:
    """Freeze the commit in `target` into `/src/dist/counter-app`, and try it there."""
    with timed("program"):
        environment = lay_out_source(target, what)
        chroots.do(target, f"cd /src/counter-app && {PYTHON} {PYINSTALLER}", environment=environment)
        chroots.do(target, STRIPPED, environment=environment)
    with timed("trials of the program"):
        for trial in TRIALS:
            chroots.do(target, f"{trial} >/dev/null")


def checked(target: Path) -> list[shipped.Binary]:
    """Return the compiled files of the program in `target`. Raises `Stop` where one may not be shipped as it is."""
    words = (
        "cd /src/dist/counter-app/_internal && { echo ../counter-app; find . -name '*.so*' | sort; } | xargs objdump -p"
    )
    said = subprocess.run(chroots.inside(target, words), check=True, capture_output=True, text=True).stdout
    binaries = shipped.read_objdump(said)
    if wrong := shipped.faults(binaries, shipped.allowed()):
        raise Stop("The program may not be shipped:\n  " + "\n  ".join(wrong))
    return binaries


def pack(program: Path, forms: Sequence[str], what: packages.Release) -> None:
    """Write the packages of `program` that are asked for."""
    for form in forms:
        lay_out, name, version = {
            "deb": (packages.deb_tree, packages.NAME, what.of_debian),
            "uos": (packages.uos_tree, packages.APP_ID, what.of_uos),
        }[form]
        file = BUILT / f"{name}_{version}_amd64.deb"
        with timed(file.name), tempfile.TemporaryDirectory() as folder:
            tree = Path(folder) / "tree"
            tree.mkdir(mode=0o755)
            lay_out(program, tree, what)
            for path in (tree, *tree.rglob("*")):
                if not path.is_symlink():
                    path.chmod(0o755 if path.is_dir() or packages.is_program(path) else 0o644)
                os.utime(path, (what.seconds, what.seconds), follow_symlinks=False)
            environment = {**os.environ, "SOURCE_DATE_EPOCH": str(what.seconds)}
            words = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z6", "--build", str(tree), str(file)]
            subprocess.run(words, check=True, env=environment, stdout=subprocess.DEVNULL)
        print(f"   {file.relative_to(ROOT)}: {file.stat().st_size / 1e6:.1f} MB", flush=True)


def build_for_linux(target: Path, forms: Sequence[str], what: packages.Release) -> None:
    """Build the program for Linux in `target`, a bare Debian, and pack it in `forms`. Raises `Stop`."""
    if not Path(f"{target}{PYTHON}").exists():
        make_python(target)
    fetch_packages(target)
    freeze(target, what)
    binaries = checked(target)
    program = take_out(target / "src/dist/counter-app", "program")
    take_inventory(target, program, what)
    pack(program, forms, replace(what, depends=shipped.depends(binaries)))


def take_inventory(target: Path, program: Path, what: packages.Release) -> None:
    """Put what `program` was built from into it, and the list of all it consists of; the list beside it, too."""
    (target / "srv/versions.py").write_text(inventory.ASKING, "utf-8")
    debian = " ".join(shipped.BUILT_WITH.values())
    asked = f"{PYTHON} /srv/versions.py; dpkg-query -W -f='${{Package}} ${{Version}}\\n' {debian}"
    said = subprocess.run(chroots.inside(target, asked), check=True, capture_output=True, text=True).stdout
    versions, *libraries = said.splitlines()
    inventory.take(
        program,
        what,
        "linux-x86_64",
        site=target / PACKAGES,
        patterns=shipped.allowed(),
        versions={
            **json.loads(versions),
            **dict(line.split(" ", 1) for line in libraries),
            "fcitx5-qt": (shipped.FREEZE / "fcitx5-qt/VERSION").read_text("ascii").strip(),
        },
        copy=f"{packages.NAME}_{what.of_debian}_amd64.cdx.json",
    )


def build(forms: Sequence[str], kept: Path | None) -> None:
    """Build the program and pack it in every form asked for. Raises `Stop`."""
    began, what = time.monotonic(), release()
    if for_linux := [form for form in forms if form in ("deb", "uos")]:
        with chroots.debian(RELEASE, kept) as target:
            build_for_linux(target, for_linux, what)
    if "windows" in forms:
        with chroots.debian(windows.RELEASE, kept and kept.with_name(f"{kept.name}-windows")) as target:
            windows.build(target, what)
    if "manual" in forms:
        with timed("manual"):
            words = [sys.executable, str(ROOT / "installer/dev.py"), "run", "manual", "--out", str(BUILT)]
            subprocess.run(words, check=True)
    print(f"== all of it took {(time.monotonic() - began) / 60:.1f} minutes", flush=True)


def missing() -> list[str]:
    """Return the Debian packages that are missing on this machine."""
    needed = {"debootstrap": "debootstrap", "dpkg-deb": "dpkg", "git": "git", "tar": "tar"}
    return [package for program, package in needed.items() if shutil.which(program) is None]


def main(arguments: Sequence[str]) -> int:
    """Build what is asked for and return the exit code."""
    parser = argparse.ArgumentParser("build.py", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("forms", nargs="+", choices=FORMS, metavar=" | ".join(FORMS))
    parser.add_argument("--base", type=Path, metavar="DIR", help="keep the Debian that builds in DIR")
    parsed = parser.parse_args(arguments)
    if set(parsed.forms) != {"manual"} and (os.name != "posix" or os.geteuid() != 0 or missing()):
        print(f"{__doc__}\nbuild.py needs root and: apt-get install -y debootstrap git dpkg tar", file=sys.stderr)
        return 2
    try:
        build(parsed.forms, parsed.base and parsed.base.absolute())
    except Stop as reason:
        print(reason, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failed:
        print(f"This failed, its own words stand above: {' '.join(map(str, failed.cmd))}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
