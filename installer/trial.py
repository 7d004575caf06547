"""Install a built package where an office would, without network, and work with it as a clerk does.

    python3 installer/trial.py PACKAGE.deb [--before OLDER.deb] [bullseye] [bookworm] [trixie]

For each release of Debian: a bare system in a temporary folder, with what stock desktops have (what the package needs,
CUPS with a printer that writes PDF, fcitx 5 without ibus). Then the network is taken away. The package is installed by
apt, over OLDER where one is given, whose data have to be there afterwards. A plain user runs commands, opens the
window, goes through the first start with names composed in pinyin, keys a case and prints its one-time notice to the
CUPS queue. Two more cases are keyed under fcitx 4 and under ibus, which the desktop gets in between. The package is
removed and purged, and the user's data have to be there still.

The package of the UOS store is tried more shortly: dpkg installs it, all of it has to lie below `/opt/apps` as the
store wants it, without maintainer scripts, and what its menu entry starts has to open a window.

Needs root, debootstrap, Xvfb, xdotool, openbox, ImageMagick and 4 GB of disk; four to eight minutes a release. Pictures
of the windows go to `build/trial`. Exits with 1 where a step failed. It is no part of `.ci/run`.
"""

import argparse
import json
import os
import re
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
import packages
from input_methods import FCITX_4, FCITX_5, IBUS, InputMethod

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "build" / "trial"
RELEASES = ("bullseye", "bookworm", "trixie")
USER = "clerk"
DESKTOP = (
    *("cups", "cups-client", "printer-driver-cups-pdf", "poppler-utils", "shared-mime-info", "fonts-wqy-zenhei"),
    *("dbus", "xclip", "unzip"),
)
"""What a desktop has beside the package's Depends, or what looks at the outcome."""
NEEDS = "A trial needs root and: apt-get install -y debootstrap xvfb xdotool openbox imagemagick"
PATIENCE = 90
LOOKS = 4
"""How many looks in a row have to see a program at rest."""

QUEUE = """\
for second in 1 2 3 4 5 6 7 8 9 10; do lpstat -r 2>/dev/null | grep -q 'is running' && break; sleep 1; done
lpadmin -p Hall -E -v cups-pdf:/ -P /usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd
lpadmin -d Hall
"""
LP = '#!/bin/sh\nenv > /tmp/environment-of-lp\nexec /usr/bin/lp "$@"\n'
"""Stands before the real `lp` and keeps what it was started with."""
INTAKE = (
    "counter-app {data} intake /usr/lib/counter-app/_internal/resources/demo/02-four-at-once.json"
    " --out notices >/dev/null"
)
REGISTER = "counter-app {data} register --out ledger.xlsx >/dev/null && unzip -p ledger.xlsx xl/worksheets/sheet1.xml"
OFFICE = "昆明市公安局"
METHODS = ((FCITX_5, "zhongguo", "中国"), (FCITX_4, "beijing", "北京"), (IBUS, "shanghai", "上海"))
"""Each input method, what is typed as the name of a unit, and what has to come of it."""
NOTICE = ("key Return", "type 3", "key Return", "key F8", "key 0", "key Down", "key 0", "key F8", "key Return")
"""A kind of unit; F8 goes to the papers nobody has judged; none was brought; the notice is printed."""


class Failed(Exception):  # noqa: N818 - the outcome of a trial
    """A step that did not end as it has to, in words."""


class Desk:
    """One bare Debian without network, and the display that its windows come to."""

    def __init__(self, target: Path, display: str, network: int) -> None:
        """`target` is prepared; `network` is the process whose network all that is done here has, see `no_network`."""
        self.target = target
        self.display = display
        self._apart = ["nsenter", f"--net=/proc/{network}/ns/net"]

    def do(self, words: str, *, user: str = "root", agrees: Sequence[int] = (0,)) -> str:
        """Carry out `words` without network; return what was said. Raises `Failed`."""
        began = time.monotonic()
        done = subprocess.run(
            [*self._apart, *self.inside(words, user)],
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

    def ask(self, words: str) -> str:
        """Return what `words` say when the user carries them out without network, whatever comes of it."""
        command = [*self._apart, *self.inside(words, USER)]
        return subprocess.run(command, capture_output=True, check=False).stdout.decode("utf-8", "replace").strip()

    def xdotool(self, *words: str) -> str:
        """Let xdotool act on the display from outside; return what it said."""
        environment = {**os.environ, "DISPLAY": self.display}
        done = subprocess.run(["xdotool", *words], env=environment, capture_output=True, check=False)
        return done.stdout.decode().strip()

    def keys(self, *strokes: str) -> None:
        """Let each stroke, in xdotool's words, come to its end in the window before the next."""
        for stroke in strokes:
            self.xdotool(*stroke.split())
            self.rest()

    def rest(self) -> None:
        """Wait until the program of the window with the keyboard has nothing left to do. Raises `Failed`."""
        looks: list[str] = []

        def rests() -> bool:
            # Asked at each look: between two windows, or while one is mapped, none has the keyboard.
            process = self.xdotool("getactivewindow", "getwindowpid")
            status = Path("/proc", process, "stat")
            words = status.read_text("ascii", "replace").rpartition(")")[2].split() if process else ["gone"] * 13
            looks.append(f"{words[0]} {process} {words[11]} {words[12]}")  # state, time taken by itself and for it
            return looks[-LOOKS:] == [looks[-1]] * LOOKS and looks[-1].startswith("S")

        until(rests, "the program never came to rest")

    def picture(self, name: str) -> None:
        """Keep a picture of the display."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "DISPLAY": self.display}
        subprocess.run(["import", "-window", "root", str(PICTURES / f"{name}.png")], env=environment, check=True)

    @contextmanager
    def running(self, words: str, *, user: str = "root") -> Iterator[None]:
        """Keep a program running without network, and end it afterwards."""
        command = [*self._apart, *self.inside(words, user)]
        program = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
        try:
            yield
        finally:
            if program.poll() is None:
                os.killpg(program.pid, signal.SIGTERM)
            program.wait(30)

    @contextmanager
    def window(self, method: InputMethod, program: str = "counter-app") -> Iterator[None]:
        """Keep the window of `program` open in a session with `method`. Raises `Failed`."""
        began = time.monotonic()
        with self.running(method.session(program), user=USER):
            self.come("--class", "counter-app")
            print(f"   {method.name} and a window after {time.monotonic() - began:.1f} s", flush=True)
            yield

    def come(self, *words: str) -> None:
        """Wait until a window that xdotool finds by `words` is there, drawn, and has the keyboard. Raises `Failed`."""
        until(lambda: self.xdotool("search", "--onlyvisible", *words), "no window came up")
        until(lambda: self.xdotool("getactivewindow"), "the window never got the keyboard")
        self.rest()


def until(true: Callable[[], object], otherwise: str) -> None:
    """Wait for something to become true. Raises `Failed`."""
    end = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > end:
            raise Failed(otherwise)
        time.sleep(0.2)  # it lies with other processes, which tell nobody


def depends(package: Path) -> list[str]:
    """Return the packages that `package` depends on, the first of each choice, without versions."""
    words = ["dpkg-deb", "--field", str(package), "Depends"]
    said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    return [one.split("|")[0].split("(")[0].strip() for one in said.split(",")]


def trial(release: str, package: Path, older: Path | None, desk: Desk) -> None:
    """Carry out the steps. Raises `Failed`."""
    for file in filter(None, (older, package)):
        shutil.copyfile(file, desk.target / "srv" / file.name)
    before: list[str] = []
    if older is not None:
        desk.do(f"apt-get install -y -qq /srv/{older.name}")
        desk.do(f"counter-app --version && {INTAKE.format(data='--data kept')}", user=USER, agrees=(0, 1))
        before = cases(desk.do(REGISTER.format(data="--data kept"), user=USER))
    desk.do(f"apt-get install -y -qq /srv/{package.name}")
    print(f"   {desk.do('counter-app --version', user=USER)}")
    if older is not None:
        after = cases(desk.do(REGISTER.format(data="--data kept"), user=USER))
        print(f"   before: {' '.join(before)}\n   after:  {' '.join(after)}", flush=True)
        if not before or after != before:
            raise Failed("after the upgrade the register says something else than before")
    desk.do("counter-app demo --out papers", user=USER)
    desk.do("test $(find papers -name '*.pdf' | wc -l) -ge 30", user=USER)
    work_at_the_window(release, desk)
    desk.do(INTAKE.format(data=""), user=USER, agrees=(0, 1))
    desk.do(f"pdftotext -layout $(ls -t notices/*.pdf | head -1) - | grep -q {OFFICE}", user=USER)
    for last in ("remove", "purge"):  # without settings of its own in /etc nothing is left to purge after a removal
        desk.do(f"test -e /usr/bin/counter-app || apt-get install -y -qq /srv/{package.name}")
        desk.do(f"apt-get {last} -y -qq counter-app")
        desk.do("test ! -e /usr/lib/counter-app && test ! -L /usr/bin/counter-app")
        desk.do("test -s .local/share/counter-app/counter.db", user=USER)


def trial_of_the_store(release: str, package: Path, desk: Desk) -> None:
    """Carry out the steps with the package of the UOS store. Raises `Failed`."""
    shutil.copyfile(package, desk.target / "srv" / package.name)
    home = f"/opt/apps/{packages.APP_ID}"
    desk.do(f"dpkg --install /srv/{package.name}")
    if (scripts := desk.do(f"dpkg-query --control-list {packages.APP_ID}").split()) != ["md5sums"]:
        raise Failed(f"beside control there are {scripts}")
    desk.do(f"test \"$(ls {home} | tr '\\n' ' ')\" = 'entries files info '")
    desk.do(f"test -z \"$(dpkg -L {packages.APP_ID} | grep -v -e '^{home}' -e '^/opt/apps$' -e '^/opt$' -e '^/.$')\"")
    told = json.loads(Path(f"{desk.target}{home}/info").read_text("utf-8"))
    print(f"   {told['appid']} {told['version']} {told['arch']} {told['name']}", flush=True)
    entry = Path(f"{desk.target}{home}/entries/applications/{packages.APP_ID}.desktop").read_text("utf-8")
    started = entry.partition("\nExec=")[2].split()[0]
    desk.do(f"{started} --version", user=USER)
    with desk.window(FCITX_5, started):
        desk.picture(f"{release}-store")
    desk.do(f"dpkg --remove {packages.APP_ID} && test ! -e {home}")
    desk.do("test -s .local/share/counter-app/counter.db", user=USER)


def cases(sheet: str) -> list[str]:
    """Return what the first columns of a register's `sheet` say of each case: number, state, day, unit, kind, code."""
    return re.findall(r'<c r="[A-F](?:[2-9]|\d{2,})"[^>]*><is><t>([^<]*)', sheet)


def work_at_the_window(release: str, desk: Desk) -> None:
    """Go through the first start, then key a case under each input method and print its notice. Raises `Failed`."""
    (desk.target / "usr/local/bin/lp").write_text(LP, "utf-8")
    (desk.target / "usr/local/bin/lp").chmod(0o755)
    printed = Path(desk.target, "home", USER, "PDF")
    with desk.running("exec cupsd -f"):
        desk.do(QUEUE)
        for method, syllables, name in METHODS:
            if method is not FCITX_5:
                chroots.install(desk.target, method.packages)
            shutil.rmtree(printed, ignore_errors=True)
            with desk.window(method):
                if method is FCITX_5:
                    first_start(release, desk, method)
                desk.keys("key ctrl+n")
                compose(desk, method, syllables, name)
                desk.picture(f"{release}-{method.name}")
                desk.keys(*NOTICE)
                until(lambda: [*printed.glob("*.pdf")], "nothing was printed to the queue")
                desk.picture(f"{release}-{method.name}-printed")
            # The queue's filters turn letters into shapes: only the paper's size can be asked for.
            desk.do("pdfinfo PDF/*.pdf | grep -q 'Page size: .*A4'", user=USER)
            if name not in cases(desk.do(REGISTER.format(data=""), user=USER)):
                raise Failed(f"the register does not have {name}, typed under {method.name}")
    if "LD_LIBRARY_PATH" in (desk.target / "tmp/environment-of-lp").read_text("utf-8"):
        raise Failed("lp was started with the program's libraries")
    print("   lp was started with the user's own libraries", flush=True)


def first_start(release: str, desk: Desk, method: InputMethod) -> None:
    """Go through the assistant: the office's name is composed, what follows from it stands there. Raises `Failed`."""
    desk.picture(f"{release}-assistant-empty")
    compose(desk, method, "kunmingshigonganju", OFFICE)
    desk.keys("key Return", "key Return", "key Return", "type 0871-63017001", "key Return")
    desk.picture(f"{release}-assistant-1")
    desk.keys("key alt+Right")
    desk.picture(f"{release}-assistant-2")
    desk.keys("key alt+Right")
    compose(desk, method, "zhangwei", "[\u4e00-\u9fff]{2}")
    desk.picture(f"{release}-assistant-3")
    desk.keys("key ctrl+s")


def compose(desk: Desk, method: InputMethod, syllables: str, wanted: str) -> None:
    """Compose `wanted`, a pattern, in the field with the keyboard; a copy tells what it holds. Raises `Failed`."""

    def composed() -> bool:
        desk.ask(method.asked(method.pinyin))
        desk.keys("key ctrl+a", "key Delete", f"type --delay 60 {syllables}", "key space", "key ctrl+a", "key ctrl+c")
        held = desk.ask("timeout 5 xclip -o -selection clipboard")
        print(f"   {method.name}: {syllables} -> {held or 'nothing'}", flush=True)
        return re.fullmatch(wanted, held) is not None

    until(composed, f"{wanted} was not composed under {method.name}")
    desk.keys("key End")


@contextmanager
def no_network() -> Iterator[int]:
    """Keep a process that reaches itself and nothing else; programs that meet on a socket have to be in one place."""
    words = ["unshare", "--net", "sh", "-c", "ip link set lo up 2>/dev/null; exec sleep infinity"]
    with subprocess.Popen(words, stdin=subprocess.DEVNULL) as holder:
        apart = Path(f"/proc/{holder.pid}/ns/net")
        until(lambda: apart.readlink() != Path("/proc/self/ns/net").readlink(), "the network was not taken away")
        try:
            yield holder.pid
        finally:
            holder.terminate()


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


def is_possible() -> bool:
    """Whether this machine has what a trial needs; says what that is where it has not."""
    programs = ("debootstrap", "Xvfb", "xdotool", "openbox", "import")
    possible = os.geteuid() == 0 and all(map(shutil.which, programs))
    if not possible:
        print(NEEDS, file=sys.stderr)
    return possible


def main(arguments: Sequence[str]) -> int:
    """Try the package on each release and return the exit code."""
    parser = argparse.ArgumentParser("trial.py", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("package", type=Path)
    parser.add_argument("--before", type=Path, metavar="OLDER.deb")
    parser.add_argument("releases", nargs="*", metavar="RELEASE")
    parsed = parser.parse_intermixed_args(arguments)
    if not is_possible():
        return 2
    whole = True
    for release in parsed.releases or RELEASES:
        with tempfile.TemporaryDirectory(prefix=f"trial-{release}-") as folder, bare.a_display() as display:
            target = Path(folder) / "root"
            chroots.bootstrap(release, target)
            with chroots.prepared(target), display_for(target, display), no_network() as network:
                needed = {name for file in (parsed.package, parsed.before) if file for name in depends(file)}
                chroots.install(target, [*sorted(needed), *DESKTOP, *FCITX_5.packages])
                chroots.do(target, f"useradd -m {USER}")
                desk = Desk(target, display, network)
                try:
                    if parsed.package.name.startswith(packages.APP_ID):
                        trial_of_the_store(release, parsed.package, desk)
                    else:
                        trial(release, parsed.package, parsed.before, desk)
                    print(f"== {release}: as it has to be", flush=True)
                except Failed as reason:
                    whole = False
                    print(f"== {release}: FAILED: {reason}", flush=True)
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
