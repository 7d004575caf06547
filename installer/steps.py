"""What building for every system has in common: the commit it is built from, the locked packages, what is said."""

import shutil
import subprocess
import tempfile
import time
import tomllib
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import packages

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / "build"
LOCK = ROOT / "installer/lock/freeze.txt"
"""The packages that the program is frozen with, for every system."""

PYINSTALLER = (
    "-m PyInstaller --noconfirm --clean --log-level ERROR --distpath /src/dist --workpath /src/work"
    " installer/freeze/counter-app.spec"
)
"""What Python is asked for in `/src/counter-app` of the system that builds: the program in `/src/dist/counter-app`."""


class Stop(Exception):  # noqa: N818 - an order, not an error
    """What keeps us from going on, in words for whoever sits at the terminal."""


def git(*words: str) -> str:
    """Return what git says of this clone."""
    return subprocess.run(["git", "-C", str(ROOT), *words], check=True, capture_output=True, text=True).stdout.strip()


def release() -> packages.Release:
    """Return what the packages of the last commit say of themselves. Raises `Stop` where the tree differs from it."""
    if changed := git("status", "--porcelain", "--untracked-files=no"):
        raise Stop(f"Only what is committed is built. Commit these, or put them back:\n{changed}")
    commit = git("rev-parse", "HEAD")
    version = tomllib.loads(git("show", f"{commit}:pyproject.toml"))["project"]["version"]
    since = f"v{version}..{commit}" if git("tag", "--list", f"v{version}") else commit
    maintainer, seconds = git("log", "-1", "--format=%cn <%ce>", commit), int(git("log", "-1", "--format=%ct", commit))
    return packages.Release(version, int(git("rev-list", "--count", since)), seconds, "", maintainer, commit)


def lay_out_source(target: Path, what: packages.Release) -> dict[str, str]:
    """Put the commit into `/src/counter-app` of the system in `target`, and take away what was made of another one.

    Returns the environment in which the same commit gives the same octets.
    """
    folder = target / "src"
    for old in ("counter-app", "dist", "work", "papers"):
        shutil.rmtree(folder / old, ignore_errors=True)
    source = folder / "counter-app"
    source.mkdir(parents=True)
    archive = subprocess.run(["git", "-C", str(ROOT), "archive", what.commit], check=True, capture_output=True).stdout
    subprocess.run(["tar", "x", "-C", str(source)], input=archive, check=True)
    return {"SOURCE_DATE_EPOCH": str(what.seconds), "PYTHONHASHSEED": "0"}


def take_out(program: Path, name: str) -> Path:
    """Copy the finished program to `name` in `build`, where an older one lies or none, and return that."""
    copy = BUILT / name
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(program, copy, symlinks=True)
    return copy


@contextmanager
def pip() -> Iterator[Sequence[str]]:
    """Give the words that start a pip of one's own; it asks for hashes in every list it reads."""
    with tempfile.TemporaryDirectory() as folder:
        venv.EnvBuilder(with_pip=True).create(folder)
        yield [f"{folder}/bin/python", "-m", "pip"]


def install_locked(site: Path, lock: Path, wheels: Sequence[str]) -> None:
    """Fill `site` with the packages of `lock`, each held to its hash; `wheels` tells pip which are wanted."""
    with pip() as command:
        words = [*command, "install", "--no-input", "-qq", "--no-compile", "--require-hashes"]
        words += ["--only-binary", ":all:", "--implementation", "cp", *wheels]
        subprocess.run([*words, "--target", str(site), "-r", str(lock)], check=True)


@contextmanager
def timed(step: str) -> Iterator[None]:
    """Say what is done, and afterwards how long it took."""
    print(f"== {step}", flush=True)
    began = time.monotonic()
    yield
    print(f"   {time.monotonic() - began:.0f} s", flush=True)
