"""Go the README word for word on a bare Debian: `python3 installer/bare.py [--no-tests] [bookworm] [trixie]`.

Makes a minimal Debian of each release with debootstrap in a temporary folder, copies this clone's committed state
there, and carries out, as root and as a plain user, the first block of commands under "Run it": without a display, then
the shortest way to a notice, then with a display until the window is seen there. The first command under "Test it"
follows: for root with CI=true, so that nothing may be skipped, for the plain user without what only root may install.
An `apt-get` line that `dev.py` prints for a plain user is carried out by root, and the command is given again.

Prints each command, its last words, its exit code, its seconds, and the disk it all took. Needs root, debootstrap,
Xvfb, xdotool and about 6 GB; takes five to ten minutes a release, by the network, and another forty with the tests. It
is no part of `.ci/run`. Exits with 1 where a trial ended otherwise than the README says.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import chroots

ROOT = Path(__file__).resolve().parent.parent
RELEASES = ("bookworm", "trixie")
LAST_WORDS = 12
LAST_WORDS_OF_A_FAILURE = 150
PATIENCE = 600
"""Seconds until a window has to be seen: the first start installs everything."""
SOCKETS = "tmp/.X11-unix"
USER = "clerk"


@dataclass(frozen=True)
class Step:
    """One command of a trial: who carries it out, its words, and the exit codes that agree with the README."""

    user: str
    words: str
    agrees: tuple[int, ...] = (0,)
    environment: Mapping[str, str] = field(default_factory=dict)
    window: bool = False
    """Whether it ends with a window on the display, and not by itself."""


def commands_of(readme: str, heading: str = "Run it") -> list[str]:
    """Return the lines of the first `sh` block under `heading`, without remarks. Raises `ValueError` without one."""
    section = readme.split(f"## {heading}\n", 1)
    block = section[-1].split("```sh\n", 1)
    if len(section) == 1 or len(block) == 1:
        raise ValueError(f"README.md has no commands under '## {heading}'")
    lines = [line.partition(" #")[0].strip() for line in block[1].split("```", 1)[0].splitlines()]
    return [line for line in lines if line]


def steps_of(commands: Sequence[str], user: str, test: str | None = None) -> list[Step]:
    """Return the steps of the README for `user`: what needs `sudo` is done by root, the rest by `user` himself.

    Without a display `dev.py run` has to say so and exit with 1; the window-less way is gone next, then the same
    command has to open a window. `test` is the command that tests, if that is wanted.
    """
    steps: list[Step] = []
    for command in commands:
        plain = command.replace("sudo ", "").replace("<address of this repository>", "/srv/counter-app.git")
        if plain.startswith("cd "):
            continue
        if plain != command and "sudo " in command:
            steps.append(Step("root", plain))
        else:
            steps.append(Step(user, plain, (1,) if plain.endswith("dev.py run") else (0,)))
    steps.append(Step(user, "python3 installer/dev.py run demo --out papers"))
    steps.append(Step(user, 'ls papers | wc -l && test -n "$(ls papers/*.pdf papers/*/*.pdf 2>/dev/null)"'))
    steps += [Step(user, command, window=True) for command in commands if command.endswith("dev.py run")]
    if test is not None:
        steps.append(Step(user, test, environment={"CI": "true"} if user == "root" else {}))
    return steps


def advice(said: str) -> str | None:
    """Return the `apt-get` line with which `dev.py` ended what it `said`, as root gives it, or None."""
    found = re.search(r"^ +((?:sudo )?apt-get update && .*)\Z", said.strip(), re.MULTILINE)
    return found[1].replace("sudo ", "") if found else None


def worth_telling(said: str, *, agrees: bool) -> list[str]:
    """Return the last words of a command, more of them after a failure, and what pytest counted before."""
    lines = said.splitlines()
    last = LAST_WORDS if agrees else LAST_WORDS_OF_A_FAILURE
    return [line for line in lines[:-last] if re.match(r"=+ .*\d+ passed.* =+$", line)] + lines[-last:]


@contextmanager
def bare_debian(release: str) -> Iterator[Path]:
    """Make a minimal Debian in a temporary folder and take it away afterwards. Raises `CalledProcessError`."""
    with tempfile.TemporaryDirectory(prefix=f"bare-{release}-") as folder:
        target = Path(folder) / "root"
        chroots.bootstrap(release, target)
        # The trial without a window copies the committed state only, as a fresh clone would hold it.
        subprocess.run(["git", "clone", "-q", "--bare", str(ROOT), str(target / "srv/counter-app.git")], check=True)
        with chroots.prepared(target):
            yield target


def inside(target: Path, step: Step) -> list[str]:
    """Return the words that carry out `step` in `target`, in the clone where there is one."""
    home = "root" if step.user == "root" else f"home/{step.user}"
    words = f"cd counter-app && {step.words}" if Path(target, home, "counter-app").exists() else step.words
    return chroots.inside(target, words, user=step.user, environment=step.environment)


def carry_out(target: Path, step: Step, display: str) -> bool:
    """Carry out one step in `target` and print what happened; return whether it agrees with the README."""
    began = time.monotonic()
    print(f"-- {step.user}$ {step.words}{' (with a display)' if step.window else ''}", flush=True)
    if step.window:
        code, said = _until_a_window(target, step, display)
    else:
        done = subprocess.run(
            inside(target, step),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        code, said = done.returncode, done.stdout.decode("utf-8", "replace")
    line = advice(said) if step.user != "root" and code == 1 and code not in step.agrees else None
    agrees = code in step.agrees or line is not None
    for words in worth_telling(said, agrees=agrees):
        print(f"   {words}")
    verdict = "as the README says" if agrees else "NOT as the README says"
    print(f"   exit {code} after {time.monotonic() - began:.0f} s: {verdict}", flush=True)
    if line is not None:
        return carry_out(target, Step("root", line), display) and carry_out(target, step, display)
    return agrees


def _until_a_window(target: Path, step: Step, display: str) -> tuple[int, str]:
    """Carry out `step` on `display` until it shows a window or ends; return 0 where it showed one, and what it said."""
    sockets = target / SOCKETS
    sockets.mkdir(exist_ok=True)
    subprocess.run(["mount", "--bind", f"/{SOCKETS}", str(sockets)], check=True)
    seen = ["xdotool", "search", "--onlyvisible", "--name", "."]
    try:
        with tempfile.TemporaryFile() as said:
            words = inside(target, Step(step.user, step.words, environment={"DISPLAY": display}))
            program = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, start_new_session=True
            )
            code, end = None, time.monotonic() + PATIENCE
            while code is None and time.monotonic() < end:
                if subprocess.run(
                    seen, env={**os.environ, "DISPLAY": display}, capture_output=True, check=False
                ).stdout.strip():
                    code = 0
                    print("   a window is seen", flush=True)
                elif (ended := program.poll()) is not None:
                    code = ended or 1  # without a window even 0 is no success
                else:
                    time.sleep(0.5)
            if program.poll() is None:
                os.killpg(program.pid, signal.SIGTERM)
            program.wait(60)
            said.seek(0)
            return (1 if code is None else code), said.read().decode("utf-8", "replace")
    finally:
        subprocess.run(["umount", "-l", str(sockets)], check=False)


@contextmanager
def a_display() -> Iterator[str]:
    """Keep an X display on this machine, and return its name."""
    readable, writable = os.pipe()
    words = ["Xvfb", "-displayfd", str(writable), "-screen", "0", "1366x768x24", "-nolisten", "tcp", "-noreset"]
    with subprocess.Popen(words, pass_fds=[writable], stderr=subprocess.DEVNULL) as server:
        os.close(writable)
        try:
            with os.fdopen(readable) as told:
                yield f":{told.readline().strip()}"
        finally:
            server.terminate()


def megabytes(target: Path) -> int:
    """Return what `target` takes on the disk."""
    done = subprocess.run(["du", "-smx", str(target)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return int(done.stdout.split()[0])


def main(arguments: Sequence[str]) -> int:
    """Try each release as root and as a plain user; return 1 where one trial did not agree with the README."""
    absent = [name for name in ("debootstrap", "Xvfb", "xdotool") if shutil.which(name) is None]
    if os.geteuid() != 0 or absent:
        print("bare.py needs root and: apt-get install -y debootstrap xvfb xdotool", file=sys.stderr)
        return 2
    releases = [word for word in arguments if word != "--no-tests"]
    if unknown := set(releases) - set(RELEASES):
        print(f"bare.py knows --no-tests, {', '.join(RELEASES)}, not {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    readme = (ROOT / "README.md").read_text("utf-8")
    commands = commands_of(readme)
    test = None if "--no-tests" in arguments else commands_of(readme, "Test it")[0]
    whole = True
    for release in releases or RELEASES:
        for user in ("root", USER):
            with bare_debian(release) as target, a_display() as display:
                if user != "root":
                    subprocess.run(["chroot", str(target), "useradd", "-m", user], check=True)
                    # git clones from a folder on this disk only where it is the user's own.
                    subprocess.run(["chroot", str(target), "chown", "-R", user, "/srv/counter-app.git"], check=True)
                print(f"== {release}, as {user}", flush=True)
                bare = megabytes(target)
                # Each step needs the one before it: the trial ends at the first that does not agree.
                whole = all(carry_out(target, step, display) for step in steps_of(commands, user, test)) and whole
                print(f"   {megabytes(target) - bare} MB more on the disk than the bare system's {bare}", flush=True)
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
