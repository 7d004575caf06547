"""Install a built package where an office would, without network.

    python3 installer/trial.py PACKAGE.deb [--before OLDER.deb] [bullseye] [bookworm] [trixie]

For each release of Debian: a bare system in a temporary folder, with what stock desktops have (what the package needs,
and CUPS with a printer that writes PDF). Then the network is taken away. The package is installed by apt, over OLDER
where one is given; a plain user runs commands, opens the window and prints the one-time notice to the CUPS queue; the
package is removed and purged, and the user's data have to be there still.

Needs root, debootstrap, Xvfb, xdotool, openbox and 3 GB of disk; two to four minutes a release. Pictures of the windows
go to `build/trial`. Exits with 1 where a step failed. It is no part of `.ci/run`.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import bare
import chroots

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "build" / "trial"
RELEASES = ("bullseye", "bookworm", "trixie")
USER = "clerk"
DESKTOP = ("cups", "cups-client", "printer-driver-cups-pdf", "poppler-utils", "shared-mime-info", "fonts-wqy-zenhei")
"""What a desktop has beside the package's Depends, or what looks at the outcome."""
NEEDS = "A trial needs root and: apt-get install -y debootstrap xvfb xdotool openbox imagemagick"
PATIENCE = 90

QUEUE = """\
for second in 1 2 3 4 5 6 7 8 9 10; do lpstat -r 2>/dev/null | grep -q 'is running' && break; sleep 1; done
lpadmin -p Hall -E -v cups-pdf:/ -P /usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd
lpadmin -d Hall
"""
LP = '#!/bin/sh\nenv > /tmp/environment-of-lp\nexec /usr/bin/lp "$@"\n'
"""Stands before the real `lp` and keeps what it was started with."""
INTAKE = (
    "counter-app intake /usr/lib/counter-app/_internal/resources/demo/02-four-at-once.json --out notices >/dev/null"
)
KEYS = (
    *("key ctrl+n", "type Abc", "key Return", "type 3", "key Return"),
    *("key F8", "key 0", "key Down", "key 0", "key F8", "key Return"),
)
"""A new case, a name, a kind; F8 goes to the papers nobody has judged; none was brought; the notice is printed."""


class Failed(Exception):  # noqa: N818 - the outcome of a trial
    """A step that did not end as it has to, in words."""


class Desk:
    """One bare Debian without network, and the display that its windows come to."""

    def __init__(self, target: Path, display: str) -> None:
        """`target` is prepared."""
        self.target = target
        self.display = display

    def do(self, words: str, *, user: str = "root", agrees: Sequence[int] = (0,)) -> str:
        """Carry out `words` without network; return what was said. Raises `Failed`."""
        began = time.monotonic()
        done = subprocess.run(
            [
                "unshare",
                "--net",
                "sh",
                "-c",
                'ip link set lo up 2>/dev/null; exec "$@"',
                "sh",
                *self.inside(words, user),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        said = done.stdout.decode("utf-8", "replace").strip()
        print(
            f"-- {user}$ {words.splitlines()[0]}\n   exit {done.returncode}, {time.monotonic() - began:.1f} s",
            flush=True,
        )
        if done.returncode not in agrees:
            raise Failed(f"{words}\nended with {done.returncode}:\n{said}")
        return said

    def inside(self, words: str, user: str) -> list[str]:
        """Return the command for `words` as `user`, who has the display."""
        return chroots.inside(self.target, words, user=user, environment={"DISPLAY": self.display})

    def xdotool(self, *words: str) -> str:
        """Let xdotool act on the display from outside; return what it said."""
        environment = {**os.environ, "DISPLAY": self.display}
        done = subprocess.run(["xdotool", *words], env=environment, capture_output=True, check=False)
        return done.stdout.decode().strip()

    def picture(self, name: str) -> None:
        """Keep a picture of the display."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "DISPLAY": self.display}
        subprocess.run(["import", "-window", "root", str(PICTURES / f"{name}.png")], env=environment, check=True)

    @contextmanager
    def running(self, words: str, *, user: str = "root") -> Iterator[None]:
        """Keep a program running without network, and end it afterwards."""
        command = ["unshare", "--net", *self.inside(f"exec {words}", user)]
        program = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
        try:
            yield
        finally:
            if program.poll() is None:
                os.killpg(program.pid, signal.SIGTERM)
            program.wait(30)


def until(true: Callable[[], object], otherwise: str) -> None:
    """Wait for something to become true. Raises `Failed`."""
    end = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > end:
            raise Failed(otherwise)
        time.sleep(0.2)


def depends(package: Path) -> list[str]:
    """Return the packages that `package` depends on, the first of each choice, without versions."""
    words = ["dpkg-deb", "--field", str(package), "Depends"]
    said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    return [one.split("|")[0].split("(")[0].strip() for one in said.split(",")]


def trial(release: str, package: Path, older: Path | None, desk: Desk) -> None:
    """Carry out the steps. Raises `Failed`."""
    for file in filter(None, (older, package)):
        shutil.copyfile(file, desk.target / "srv" / file.name)
    if older is not None:
        desk.do(f"apt-get install -y -qq /srv/{older.name}")
        desk.do(f"counter-app --version && {INTAKE}", user=USER, agrees=(0, 1))
    desk.do(f"apt-get install -y -qq /srv/{package.name}")
    print(f"   {desk.do('counter-app --version', user=USER)}")
    desk.do("counter-app demo --out papers", user=USER)
    desk.do("test $(find papers -name '*.pdf' | wc -l) -ge 30", user=USER)
    desk.do(INTAKE, user=USER, agrees=(0, 1))
    desk.do("pdftotext -layout $(ls -t notices/*.pdf | head -1) - | grep -q 告知", user=USER)
    _print_from_the_window(release, desk)
    for last in ("remove", "purge"):  # without settings of its own in /etc nothing is left to purge after a removal
        desk.do(f"test -e /usr/bin/counter-app || apt-get install -y -qq /srv/{package.name}")
        desk.do(f"apt-get {last} -y -qq counter-app")
        desk.do("test ! -e /usr/lib/counter-app && test ! -L /usr/bin/counter-app")
        desk.do("test -s .local/share/counter-app/counter.db", user=USER)


def _print_from_the_window(release: str, desk: Desk) -> None:
    """Open the window on the sample office and print a notice to the real queue. Raises `Failed`."""
    (desk.target / "usr/local/bin/lp").write_text(LP, "utf-8")
    (desk.target / "usr/local/bin/lp").chmod(0o755)
    with desk.running("cupsd -f"):
        desk.do(QUEUE)
        began = time.monotonic()
        with desk.running("counter-app demo", user=USER):
            until(lambda: desk.xdotool("search", "--onlyvisible", "--class", "counter-app"), "no window came up")
            print(f"   a window after {time.monotonic() - began:.1f} s", flush=True)
            until(lambda: desk.xdotool("getactivewindow"), "the window never got the keyboard")
            time.sleep(5)  # the sample office is made behind it
            for keys in KEYS:
                desk.xdotool(*keys.split())
                time.sleep(0.5)
            printed = Path(desk.target, "home", USER, "PDF")
            until(lambda: [*printed.glob("*.pdf")], "nothing was printed to the queue")
            desk.picture(f"{release}-printed")
    # The queue's filters turn letters into shapes, so what is asked of the paper is its size and that it has pages.
    desk.do("pdfinfo PDF/*.pdf | grep -q 'Page size: .*A4' && pdfinfo PDF/*.pdf | grep -q 'Pages: *[1-9]'", user=USER)
    if "LD_LIBRARY_PATH" in (desk.target / "tmp/environment-of-lp").read_text("utf-8"):
        raise Failed("lp was started with the program's libraries")
    print("   lp was started with the user's own libraries", flush=True)


@contextmanager
def display_for(target: Path, display: str) -> Iterator[None]:
    """Let programs in `target` open windows on `display`, with a window manager there."""
    sockets = target / bare.SOCKETS
    sockets.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "--bind", f"/{bare.SOCKETS}", str(sockets)], check=True)
    windows = subprocess.Popen(["openbox"], env={**os.environ, "DISPLAY": display}, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        windows.terminate()
        windows.wait(10)
        subprocess.run(["umount", "-l", str(sockets)], check=False)


def main(arguments: Sequence[str]) -> int:
    """Try the package on each release and return the exit code."""
    parser = argparse.ArgumentParser("trial.py", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("package", type=Path)
    parser.add_argument("--before", type=Path, metavar="OLDER.deb")
    parser.add_argument("releases", nargs="*", metavar="RELEASE")
    parsed = parser.parse_intermixed_args(arguments)
    absent = [name for name in ("debootstrap", "Xvfb", "xdotool", "openbox", "import") if not shutil.which(name)]
    if os.geteuid() != 0 or absent:
        print(NEEDS, file=sys.stderr)
        return 2
    whole = True
    for release in parsed.releases or RELEASES:
        with tempfile.TemporaryDirectory(prefix=f"trial-{release}-") as folder, bare.a_display() as display:
            target = Path(folder) / "root"
            chroots.bootstrap(release, target)
            with chroots.prepared(target), display_for(target, display):
                needed = {name for file in (parsed.package, parsed.before) if file for name in depends(file)}
                chroots.install(target, [*sorted(needed), *DESKTOP])
                chroots.do(target, f"useradd -m {USER}")
                try:
                    trial(release, parsed.package, parsed.before, Desk(target, display))
                    print(f"== {release}: as it has to be", flush=True)
                except Failed as reason:
                    whole = False
                    print(f"== {release}: FAILED: {reason}", flush=True)
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
