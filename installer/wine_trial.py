"""Install the setup for Windows under wine, without network, as an office would.

    python3 installer/wine_trial.py build/counter-app_*_x64-setup.exe [--before OLDER-setup.exe] [--base DIR]

In a bare Debian 13 with wine 10, as a plain user: OLDER is installed where it is given, else the same setup twice. The
commands are run, the window is opened and a notice issued in it; while it is open a second start brings it forward, and
neither setup nor removal touch the program. Then the upgrade in place, the removal, after which the data have to be
there still, and the same for all users of the machine. Windows' own letters are not there: every Chinese one in the
pictures is drawn with the program's; the setup alone, which has none, is lent some.

Needs root, debootstrap, Xvfb, xdotool, openbox, ImageMagick and 3 GB of disk; five to ten minutes. With `--base DIR`
the Debian is kept in DIR. Pictures and what was said go to `build/trial`. Exits with 1 where a step failed.
"""

import argparse
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import bare
import chroots
import trial
import windows
from steps import ROOT
from trial import Failed, until

USER = trial.USER
WINE = {name: value for name, value in windows.WINE.items() if name != "WINEPREFIX"}
DRIVE = f"home/{USER}/.wine/drive_c"
LOCAL = f"{DRIVE}/users/{USER}/AppData/Local"
FOR_ONE = ("/CurrentUser", f"{LOCAL}/Programs/counter-app", f"{DRIVE}/users/{USER}")
FOR_ALL = ("/AllUsers", f"{DRIVE}/Program Files/counter-app", f"{DRIVE}/ProgramData")
"""The setup's word, where the program lies then, and below which folder its entries in the menu."""
DATA = f"{LOCAL}/counter-app/counter.db"
IN_WINDOWS = f"C:\\users\\{USER}\\AppData\\Local\\Programs\\counter-app"
PROGRAMS = ("counter-app.exe", "counter-app-cli.exe", "uninstall.exe", "copyright.txt", "_internal/pyproject.toml")
LENT = "with-letters"
FONT = ROOT / "resources/fonts/NotoSansSC-Regular.ttf"
LETTERS = "REGEDIT4\n\n[HKEY_CURRENT_USER\\Software\\Wine\\Fonts\\Replacements]\n" + "".join(
    f'"{name}"="Noto Sans SC"\n' for name in ("Tahoma", "SimSun", "宋体", "MS Shell Dlg", "Microsoft YaHei")
)
TITLE = "公共安全视频系统备案窗口"

RUNS, IS_OLDER = 5, 4
"""Exit codes of the setup."""


class WineDesk(trial.Desk):
    """The same, whose programs are those of Windows."""

    def inside(self, words: str, user: str) -> list[str]:
        """Return the command for `words` as `user`, who has the display and wine."""
        return chroots.inside(self.target, words, user=user, environment={"DISPLAY": self.display, **WINE})

    def wine(self, words: str, *, agrees: Sequence[int] = (0,)) -> str:
        """Carry out a program of Windows; return what was said. Raises `Failed`."""
        return self.do(f"wine {words}", user=USER, agrees=agrees)

    def setup(self, name: str, mode: str, *, agrees: Sequence[int] = (0,)) -> None:
        """Install silently. Raises `Failed`."""
        self.wine(f"/srv/{name} /S {mode}", agrees=agrees)

    def has(self, place: str) -> bool:
        """Whether something lies at `place`, with or without what Windows calls it by."""
        return (self.target / place).exists()

    def seen(self) -> list[str]:
        """Return the numbers of the program's windows that are seen."""
        return self.xdotool("search", "--onlyvisible", "--name", TITLE).split()

    def close(self) -> None:
        """Close the program's window, and wait until nothing of wine is running. Raises `Failed`."""
        self.xdotool("key", "alt+F4")
        until(lambda: not self.seen(), "the window did not close")
        self.do("wineserver -w", user=USER)


def installed(desk: WineDesk, folder: str, menu: str) -> None:
    """Raise `Failed` where something of the program does not lie where it has to."""
    if absent := [name for name in PROGRAMS if not desk.has(f"{folder}/{name}")]:
        raise Failed(f"not in {folder}: {', '.join(absent)}")
    if left := [name for name in ("incoming", "outgoing") if desk.has(f"{folder}/{name}")]:
        raise Failed(f"left in {folder}: {', '.join(left)}")
    entries = {path.stem for path in (desk.target / menu).rglob("*.lnk")}
    if TITLE not in entries or "卸载" not in entries:
        raise Failed(f"the menu has only {', '.join(sorted(entries)) or 'nothing'}")


def remove(desk: WineDesk, mode: str, folder: str, menu: str) -> None:
    """Remove the program silently, which leaves the data. Raises `Failed`."""
    desk.wine(f"'/{folder}/uninstall.exe' /S {mode}")
    # The uninstaller goes on as a copy of itself and answers before it is done.
    until(lambda: not desk.has(folder), f"{folder} is still there")
    until(lambda: TITLE not in {path.stem for path in (desk.target / menu).rglob("*.lnk")}, "the menu names it still")
    desk.do("wineserver -w", user=USER)
    if not (desk.target / DATA).stat().st_size:
        raise Failed("the data are gone")


def commands(desk: WineDesk, folder: str, *, notices: int) -> None:
    """Carry out what a program for commands is for; the intake is the office's next notice. Raises `Failed`."""
    program = f"'/{folder}/counter-app-cli.exe'"
    resources = f"/{folder}/_internal/resources"
    print(f"   {desk.wine(f'{program} --version').splitlines()[-1]}")
    desk.wine(f"{program} check {resources}/demo/01-complete.json")
    desk.wine(f"{program} intake {resources}/demo/02-four-at-once.json --out notices", agrees=(0, 1))
    desk.do("pdftotext -layout $(ls -t notices/*.pdf | head -1) - | grep -q 告知", user=USER)
    desk.do(f"test $(ls notices/*.pdf | wc -l) = {notices}", user=USER)


def sample_day(desk: WineDesk, folder: str) -> None:
    """Write every paper of the sample office. Raises `Failed`."""
    desk.wine(f"'/{folder}/counter-app-cli.exe' demo --out papers")
    desk.do("test $(find papers -name '*.pdf' | wc -l) -ge 30 && rm -r papers", user=USER)


def window(desk: WineDesk, setup: str, folder: str) -> None:
    """Open the sample office, issue a notice in it, and try to install and remove meanwhile. Raises `Failed`."""
    began = time.monotonic()
    with desk.running(f"exec wine '/{folder}/counter-app.exe' demo", user=USER):
        desk.come("--name", TITLE)
        print(f"   a window after {time.monotonic() - began:.1f} s", flush=True)
        desk.keys("key ctrl+n", "type Abc", *trial.NOTICE)
        desk.picture("wine-notice")
        desk.wine(f"'/{folder}/counter-app.exe' demo")
        if len(desk.seen()) != 1:
            raise Failed("a second start opened a second window")
        desk.setup(setup, "/CurrentUser", agrees=(RUNS,))
        # Told where it lies, the uninstaller does not go on as a copy of itself.
        desk.wine(f"'/{folder}/uninstall.exe' /S /CurrentUser '_?={IN_WINDOWS}'", agrees=(RUNS,))
        desk.xdotool("key", "Escape")
        desk.close()


def first_start(desk: WineDesk, folder: str) -> None:
    """Open the window as a clerk who was never here. Raises `Failed`."""
    with desk.running(f"exec wine '/{folder}/counter-app.exe'", user=USER):
        desk.come("--name", TITLE)
        desk.picture("wine-first-start")
        desk.close()


def pages(desk: WineDesk, setup: str) -> None:
    """Take pictures of the setup as a person sees it, and break it off. Raises `Failed`.

    It is drawn with the system's letters, and wine has no Chinese ones: here, and here alone, it is lent some.
    """
    shutil.copyfile(FONT, desk.target / "srv" / FONT.name)
    (desk.target / "srv/letters.reg").write_text(LETTERS, "utf-8")
    words = f"wineboot -i; cp /srv/{FONT.name} {LENT}/drive_c/windows/Fonts; wine regedit /S /srv/letters.reg"
    desk.do(f"export WINEPREFIX=$HOME/{LENT}; {words}; wineserver -w", user=USER)
    with desk.running(f"exec env WINEPREFIX=/home/{USER}/{LENT} wine /srv/{setup}", user=USER):
        desk.come("--name", "安装")
        desk.picture("wine-setup-1")
        for place in (2, 3):
            desk.keys("key Return")
            desk.picture(f"wine-setup-{place}")


def carry_out(desk: WineDesk, setup: Path, older: Path | None) -> None:
    """Carry out the steps. Raises `Failed`."""
    mode, folder, menu = FOR_ONE
    first = older or setup
    for file in (first, setup):
        shutil.copyfile(file, desk.target / "srv" / file.name)
    desk.do("wineboot -i", user=USER)
    pages(desk, setup.name)
    desk.setup(first.name, mode)
    installed(desk, folder, menu)
    first_start(desk, folder)
    commands(desk, folder, notices=1)
    sample_day(desk, folder)
    before = (desk.target / DATA).read_bytes()
    desk.setup(setup.name, mode)
    installed(desk, folder, menu)
    if (desk.target / DATA).read_bytes() != before:
        raise Failed("the upgrade changed the data")
    if older is not None:
        desk.setup(older.name, mode, agrees=(IS_OLDER,))
    commands(desk, folder, notices=2)
    window(desk, setup.name, folder)
    remove(desk, *FOR_ONE)
    desk.setup(setup.name, FOR_ALL[0])
    installed(desk, *FOR_ALL[1:])
    remove(desk, *FOR_ALL)


def main(arguments: Sequence[str]) -> int:
    """Try the setup and return the exit code."""
    parser = argparse.ArgumentParser(
        "wine_trial.py", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("setup", type=Path)
    parser.add_argument("--before", type=Path, metavar="OLDER-setup.exe")
    parser.add_argument("--base", type=Path, metavar="DIR", help="keep the Debian in DIR")
    parsed = parser.parse_args(arguments)
    if not trial.is_possible():
        return 2
    with chroots.debian(windows.RELEASE, parsed.base) as target, bare.a_display() as display:
        chroots.install(target, ["wine", "wine64", "poppler-utils"])
        chroots.do(target, f"userdel -rf {USER} 2>/dev/null || true; useradd -m {USER}")
        with trial.display_for(target, display), trial.no_network() as network:
            try:
                carry_out(WineDesk(target, display, network), parsed.setup, parsed.before)
            except Failed as reason:
                print(f"== FAILED: {reason}", flush=True)
                return 1
    print("== as it has to be", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
