"""Run, test and lock the counter from a fresh clone: `python3 installer/dev.py run | test | lock`.

Needs nothing but Python 3.11 or newer. Makes `.venv`, installs the locked packages (each held to its hash) and,
as root on Debian and its kin, the system libraries; otherwise it says which are missing and with which line they come.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path

# Everything in this file has to parse as Python 3.6, so that an older Python gives this answer and no traceback.
if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs this has not read pyproject.toml
    sys.exit(
        "需要 Python 3.11 或以上版本,这里是 {0}.{1}。 Python 3.11 or newer is needed, this is {0}.{1}.".format(
            *sys.version_info
        )
    )

import system

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = ROOT / "installer" / "lock"
STAMP = VENV / "counter-app-stamp.json"
LINUX = sys.platform.startswith("linux")

USAGE = """\
python3 installer/dev.py run [ARGUMENTS]    start the counter, or one of its commands (check, demo …)
python3 installer/dev.py test [--coverage] [PYTEST ARGS] lint, format, types, then the tests
python3 installer/dev.py lock [--upgrade]   write installer/lock/*.txt anew from pyproject.toml
"""
NO_DISPLAY = """\
没有图形界面,窗口打不开。无窗口试用: python3 installer/dev.py run demo --out 目录
No display (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open. \
Without one: python3 installer/dev.py run demo --out DIR"""

TYPED = ("counter_app", "installer", "tests/fakes")

COVERED = ("coverage", "run", "-m")
COUNTS_FOR_NOTHING = sys.version_info >= (3, 12)
"""From 3.12 on Python tells which lines run (PEP 669): counting them takes no measurable time."""

BESIDE = ("tests/journeys", "tests/documents", "tests/persistence", "tests/exchange", "tests/scanning")

GROUPS = {"run": ("build",), "freeze": ("freeze",), "test": ("build", "dev")}
"""Lock name -> dependency groups of pyproject.toml that go into it beside the program's own dependencies."""


class Stop(Exception):  # noqa: N818  (it is an order, not an error)
    """What keeps us from going on, in words for whoever sits at the terminal."""


def python() -> Path:
    """Return the interpreter in `.venv`."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def environment() -> dict[str, str]:
    """Return the environment for our children, without what would send pip or Python elsewhere."""
    astray = {"PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"}
    kept = {name: value for name, value in os.environ.items() if name not in astray}
    return {**kept, "PYTHONUTF8": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def call(words: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> int:
    """Run a command to its end and return its exit code."""
    try:
        return subprocess.run([str(word) for word in words], env=env or environment(), check=False).returncode
    except KeyboardInterrupt:
        return 130


def digest(*files: Path) -> str:
    """Return one SHA-256 over the contents of `files` and this Python's version."""
    total = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for file in files:
        total.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return total.hexdigest()


def stamped() -> dict[str, str]:
    """Return what `.venv` was last filled from: lock name -> digest; empty where that is not known."""
    try:
        read = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def pending(lock: str, stamp: Mapping[str, str]) -> tuple[bool, bool]:
    """Return whether the packages of `lock`, and whether the project itself, must be installed anew."""
    packages = stamp.get(lock) != digest(LOCKS / f"{lock}.txt")
    return packages, packages or stamp.get("project") != digest(ROOT / "pyproject.toml")


def make_venv() -> None:
    """Make `.venv` unless a working one is there."""
    if _has_pip(python()):
        return
    print(f"== making {VENV}", flush=True)
    venv.EnvBuilder(clear=True, with_pip=True, symlinks=os.name != "nt").create(VENV)


def _has_pip(interpreter: Path) -> bool:
    """Whether `interpreter` still starts (its base may have been upgraded away) and has pip."""
    if not interpreter.exists():
        return False
    return subprocess.run([interpreter, "-c", "import pip"], capture_output=True, check=False).returncode == 0


def fill_venv(lock: str) -> None:
    """Install what `lock` lists and the project itself, where that has changed. Raises `Stop` when pip fails."""
    packages, project = pending(lock, stamped())
    pip: list[str | Path] = [python(), "-m", "pip", "install", "--no-input", "-qq"]
    if packages:
        print(f"== installing the packages of installer/lock/{lock}.txt", flush=True)
        if call([*pip, "--require-hashes", "--only-binary", ":all:", "--retries", "5", "-r", LOCKS / f"{lock}.txt"]):
            raise Stop(
                "pip could not install the locked packages; its own words stand above.\n"
                "Behind a mirror: set PIP_INDEX_URL to one that serves PyPI's files unchanged, then run this again."
            )
    if project and call([*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT]):
        raise Stop("pip could not install the counter itself; its own words stand above.")
    if packages or project:
        now = {lock: digest(LOCKS / f"{lock}.txt"), "project": digest(ROOT / "pyproject.toml")}
        # The test lock holds every package of the run lock in the same version, so `run` after `test` has no work.
        now |= {"run": digest(LOCKS / "run.txt")} if lock == "test" else {}
        STAMP.write_text(json.dumps({**({} if packages else stamped()), **now}), "utf-8")


def opens_window(arguments: Sequence[str]) -> bool:
    """Whether the counter, started with `arguments`, would open a window."""
    if {"-h", "--help", "--version"} & set(arguments):
        return False
    words = iter(arguments)
    for word in words:
        if word == "--data":
            next(words, None)
        elif not word.startswith("-"):
            return word == "demo" and not any(later.split("=")[0] == "--out" for later in arguments)
    return True


def has_display(env: Mapping[str, str]) -> bool:
    """Whether a window can open: anywhere but on a Linux with neither X nor Wayland nor a Qt platform chosen."""
    return not LINUX or any(env.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def prepare(lock: str, needs: Sequence[system.Need], useful: Sequence[system.Need] = ()) -> None:
    """Bring system libraries and `.venv` up to date. Raises `Stop` with what to do where that cannot be done."""
    if LINUX:
        absent = system.provide(needs if python().exists() else (system.ENSUREPIP, *needs))
        if absent:
            line = system.by_hand([*absent, *system.missing(useful)])
            raise Stop(f"The system lacks {', '.join(absent)}. Install them, then come back:\n  {line}")
        absent = system.provide(useful)
        if absent:
            print(f"== tests that need {', '.join(absent)} are skipped. To have them:\n  {system.by_hand(absent)}")
    make_venv()
    fill_venv(lock)


def run(arguments: Sequence[str]) -> int:
    """Start the counter with `arguments` and return its exit code."""
    window = opens_window(arguments)
    if window and not has_display(os.environ):
        raise Stop(NO_DISPLAY)
    # Without a window Qt is never loaded, so nothing of the system is asked for: many users may install nothing.
    prepare("run", (*system.DRAWING, *system.WINDOW) if window else ())
    env = environment()
    if not has_display(env):
        env["QT_QPA_PLATFORM"] = "offscreen"
    return call([python(), "-m", "counter_app", *arguments], env=env)


def test(arguments: Sequence[str]) -> int:
    """Lint, check format and types, then run the tests; stop at the first of these that fails.

    The share of lines that all tests ran is printed at the end: with `--coverage`, and where counting takes no time.
    """
    needs = (*system.DRAWING, *system.WINDOW)
    if os.environ.get("CI") == "true":  # there a test that is skipped is a fault nobody hears of
        prepare("test", (*needs, *system.OBSERVERS, system.SERVER))
    else:
        prepare("test", needs, system.OBSERVERS)
    os.chdir(ROOT)
    counted = "--coverage" in arguments or (COUNTS_FOR_NOTHING and not arguments)
    if COUNTS_FOR_NOTHING:
        os.environ.setdefault("COVERAGE_CORE", "sysmon")
    arguments = [word for word in arguments if word != "--coverage"]
    pytest = [*COVERED, "pytest"] if counted else ["pytest"]
    steps = {
        "lint (ruff check)": ["ruff", "check", "."],
        "format (ruff format --check)": ["ruff", "format", "--check", "."],
        "types (mypy --strict)": ["mypy", "--strict", *TYPED],
        "tests (pytest)": [*pytest, *arguments],
    }
    for name, words in steps.items():
        print(f"== {name}", flush=True)
        code = pytest_with_journeys_beside(words) if words == pytest else call([python(), "-m", *words])
        if code:
            print(f"== failed: {name}. Mend what stands above, then run this again.", flush=True)
            return code
    return print_coverage() if counted else 0


def print_coverage() -> int:
    """Put together what the processes of the tests ran, and print its share of all lines."""
    code = call([python(), "-m", "coverage", "combine", "--quiet"])
    print("== coverage, in percent of lines", flush=True)
    return code or call([python(), "-m", "coverage", "report", "--format=total"])


def pytest_with_journeys_beside(pytest: Sequence[str]) -> int:
    """Run all tests in two processes: the journeys, which mostly wait for a window, and with them what fills the time.

    Whole words are printed one after the other: the rest as they come, the journeys' when they have ended.
    """
    with tempfile.TemporaryFile() as said:
        words = [str(python()), "-m", *pytest, "-p", "no:cacheprovider", *BESIDE]
        beside = subprocess.Popen(words, env=environment(), stdout=said, stderr=subprocess.STDOUT)
        try:
            code = call([python(), "-m", *pytest, *(f"--ignore={folder}" for folder in BESIDE)])
            journeys = beside.wait()
        finally:
            beside.kill()
        said.seek(0)
        print(f"== tests ({', '.join(BESIDE)})", flush=True)
        print(said.read().decode("utf-8", "replace"), flush=True)
    return code or journeys


def lock(arguments: Sequence[str]) -> int:
    """Resolve pyproject.toml for Linux and Windows alike and write the lock files, each file with its hashes."""
    with tempfile.TemporaryDirectory() as folder:
        venv.EnvBuilder(with_pip=True).create(folder)
        tools = Path(folder) / ("Scripts" if os.name == "nt" else "bin")
        if call([tools / "python", "-m", "pip", "install", "-q", "uv>=0.5,<1"]):
            raise Stop("pip could not fetch uv, which resolves the lock; its own words stand above.")
        os.chdir(ROOT)
        resolve: list[str | Path] = [
            tools / "uv",
            "pip",
            "compile",
            "-q",
            "--universal",
            "--generate-hashes",
            "--no-config",
            "--only-binary",  # as `fill_venv` installs: a version without a wheel would lock and then not install
            ":all:",
        ]
        resolve += ["--python-version", "3.11", "--custom-compile-command", "python3 installer/dev.py lock"]
        for name, groups in reversed(GROUPS.items()):  # the larger first: the smaller takes its versions
            target = LOCKS.relative_to(ROOT) / f"{name}.txt"
            chosen: list[str | Path] = [word for group in groups for word in ("--group", group)]
            agree: list[str | Path] = [] if name == "test" else ["--constraint", LOCKS.relative_to(ROOT) / "test.txt"]
            code = call([*resolve, *chosen, *agree, "pyproject.toml", "-o", target, *arguments])
            if code:
                return code
    return 0


def main(arguments: Sequence[str]) -> int:
    """Carry out one command and return the exit code."""
    commands = {"run": run, "test": test, "lock": lock}
    if not arguments or arguments[0] not in commands:
        print(USAGE, end="")
        return 0 if arguments and arguments[0] in {"-h", "--help", "help"} else 2
    try:
        return commands[arguments[0]](arguments[1:])
    except Stop as reason:
        print(reason, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
