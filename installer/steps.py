"""What building for every system has in common: the commit it is built from, the locked packages, what is said."""

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


def unpack_source(target: Path, commit: str) -> None:
    """Put the files of `commit` into the new folder `target`."""
    target.mkdir(parents=True)
    archive = subprocess.run(["git", "-C", str(ROOT), "archive", commit], check=True, capture_output=True).stdout
    subprocess.run(["tar", "x", "-C", str(target)], input=archive, check=True)


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
