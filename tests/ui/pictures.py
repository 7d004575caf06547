"""Pictures of every page in every state, to be looked at: `python -m tests.ui.pictures DIR [NAME…]`.

Each at 1366 × 728 (1366 × 768 less the task bar) and 1920 × 1040; some at the smallest size, in the other themes and
at a larger zoom. Runs offscreen on a counter in memory.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QDialog

from counter_app.domain.refusal import Refusal
from counter_app.services import cases, issuing
from counter_app.services.workstation import Workstation
from counter_app.ui import application, theme
from tests.fakes.memory_counter import POST, MemoryCounter, intake_of, shipped_form
from tests.ui.shell_fakes import MemoryWorkstations, NotingPress, Running, start_shell

SAMPLES = Path(__file__).parents[1] / "samples"
SIZES = {"1366": (1366, 728), "1920": (1920, 1040)}
SMALL = {"1024": (1024, 700)}


def settle(running: Running, milliseconds: int = 60) -> None:
    """Let everything that is under way come to its end."""
    for _ in range(200):
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()
        if not running.station.tasks.is_busy:
            return


def sample(name: str):
    """One sample intake."""
    [path] = SAMPLES.rglob(f"{name}*.json")
    return intake_of(json.loads(path.read_text("utf-8")), shipped_form())


def furnished() -> MemoryCounter:
    """A counter with a day's cases, three of them on the desk."""
    counter = MemoryCounter.make()
    names = sorted(path.stem for path in SAMPLES.rglob("[0-9]*.json"))
    opened = [cases.open_case(counter, post=POST, intake=sample(name)) for name in names]
    for case in opened:
        findings = case.filing.findings(case.facts)
        if findings.verdict.value == "complete" and case is not opened[4]:
            issuing.issue_receipt(counter, case.filing.reference, post=POST)
    issuing.issue_notice(counter, opened[1].filing.reference, post=POST)
    references = tuple(case.filing.reference for case in opened)
    counter.store.kept.desks[POST.window] = cases.DeskState(
        (references[2], references[4], references[1]), references[2]
    )
    return counter


class Album:
    """Writes pictures into a folder."""

    def __init__(self, folder: Path, wanted: list[str]) -> None:
        self.folder = folder
        self.wanted = wanted
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, running: Running, name: str, sizes: dict[str, tuple[int, int]] | None = None) -> None:
        """Write the window as it stands, dialogs and all, in each size."""
        window = running.shell.window
        for label, (width, height) in (sizes or SIZES).items():
            window.showNormal()
            window.resize(width, height)
            settle(running)
            image = QImage(window.size(), QImage.Format.Format_RGB32)
            window.render(image)
            painter = QPainter(image)
            for dialog in window.findChildren(QDialog):
                if dialog.isVisible():
                    painter.drawPixmap(
                        (image.width() - dialog.width()) // 2, (image.height() - dialog.height()) // 2, dialog.grab()
                    )
            painter.end()
            image.save(str(self.folder / f"{name}-{label}.png"))
        print(name)


def with_shell(album: Album, counter: MemoryCounter, act: Callable[[Running], None], **options: object) -> None:
    """Run `act` on a window over `counter`."""
    connect = options.pop("connect", lambda: counter)
    with tempfile.TemporaryDirectory() as folder:
        running = start_shell(connect, Path(folder), **options)
        settle(running)
        try:
            act(running)
        finally:
            running.end()


def empty(album: Album) -> None:
    """Nothing open, nothing received."""

    def act(running: Running) -> None:
        album.take(running, "empty", {**SIZES, **SMALL})
        running.shell.show("today")
        album.take(running, "today-empty")

    with_shell(album, MemoryCounter.make(), act)


def first_start(album: Album) -> None:
    """The first start, blank and with problems."""

    def act(running: Running) -> None:
        album.take(running, "first-start", {**SIZES, **SMALL})
        form = running.shell.window.page("first_start").form
        form.editors["office.division"].set_value("5306")
        running.shell.window.page("first_start").save()
        album.take(running, "first-start-problems", {**SIZES, **SMALL})

    with_shell(album, MemoryCounter.make(office=None), act, workstations=MemoryWorkstations(Workstation()))


def at_work(album: Album) -> None:
    """Cases open, the list, the keys, another theme."""

    def act(running: Running) -> None:
        shell = running.shell
        album.take(running, "case", {**SIZES, **SMALL})
        shell.acts.notice()
        settle(running)
        album.take(running, "return-question")
        for dialog in shell.window.findChildren(QDialog):
            dialog.reject()
        settle(running)
        for label, size in {**SIZES, **SMALL}.items():
            shell.window.resize(*size)
            settle(running)
            shell.show_keys()
            album.take(running, "keys", {label: size})
            for dialog in shell.window.findChildren(QDialog):
                dialog.reject()
            settle(running)
        shell.show("today")
        album.take(running, "today", {**SIZES, **SMALL})
        shell.show("cases")
        shell.workspace.show_place(1)
        album.take(running, "case-complete")
        shell.acts.receipt()
        settle(running)
        album.take(running, "receipt-printed")
        shell.preview()
        settle(running, 200)
        album.take(running, "papers", {**SIZES, **SMALL})
        shell.show("settings")
        settle(running)
        album.take(running, "settings", {**SIZES, **SMALL})
        settings = shell.window.page("settings")
        settings.sides["area.west"].set_value("103,x")
        settings.form.editors["office.phone"].set_value("")
        settings.save()
        album.take(running, "settings-problems")
        shell.show("cases")
        shell.workspace.show_place(2)
        settle(running)
        shell.acts.notice()
        album.take(running, "notice-again")
        shell.acts.new_case()
        settle(running)
        shell.acts.notice()
        settle(running)
        album.take(running, "notice-unreviewed")
        for place in range(8):
            shell.workspace.take(cases.open_case(running.station.counter, post=POST), in_front=place == 7)
        album.take(running, "many-tabs", {**SIZES, **SMALL})

    with_shell(album, furnished(), act)


def themes(album: Album) -> None:
    """Dark, high contrast, larger."""

    def act(running: Running) -> None:
        for name in theme.ThemeName:
            theme.current().use(name)
            album.take(running, f"theme-{name}", {"1366": SIZES["1366"]})
        theme.current().use(theme.ThemeName.LIGHT)
        theme.current().set_zoom(150)
        album.take(running, "zoom-150", {"1366": SIZES["1366"]})
        theme.current().set_zoom(100)

    with_shell(album, furnished(), act)


def troubles(album: Album) -> None:
    """Nothing to open, no printer, a full disk."""

    def connect() -> MemoryCounter:
        raise Refusal("数据文件已损坏，打不开", "用备份恢复数据文件夹后再试；不要删除现有文件")

    with_shell(album, MemoryCounter.make(), lambda running: album.take(running, "broken"), connect=connect)

    def no_printer(running: Running) -> None:
        running.shell.workspace.show_place(1)
        running.shell.acts.receipt()
        settle(running)
        album.take(running, "no-printer", {**SIZES, **SMALL})

    with_shell(album, furnished(), no_printer, press=NotingPress(printer_names=()))


def main(arguments: list[str]) -> int:
    """Write all pictures, or those of the chapters named."""
    app = QApplication.instance() or QApplication([])
    application.dress(app, bundled_font=True)
    album = Album(Path(arguments[0]), arguments[1:])
    for chapter in (empty, first_start, at_work, themes, troubles):
        if not album.wanted or chapter.__name__ in album.wanted:
            chapter(album)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
