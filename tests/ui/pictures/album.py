"""Where pictures are put, and the counter they are taken of."""

import itertools
import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QDialog

from counter_app import paths
from counter_app.bootstrap import lazy_renderer
from counter_app.catalogue.toml_files import Folders
from counter_app.services.filing import cases
from counter_app.services.papers import issuing
from counter_app.ui.manual.window import ManualWindow
from counter_app.ui.style import theme
from tests.fakes.memory_backend import NOON, POST, MemoryBackend, intake_of, shipped_form
from tests.ui import legible
from tests.ui.shell_fakes import Running, start_shell

SAMPLES = Path(__file__).parents[2] / "samples"
SIZES = {"1366": (1366, 728), "1920": (1920, 1040)}
SMALL = {"960": (960, 600)}
NAMES = (
    "大关县青禾商贸有限公司",
    "大关县翠屏客运有限责任公司",
    "云南昭通乌蒙山国家级风景名胜区大关黄连河景区旅游开发股份有限公司",
    "大关县第三人民医院",
    "大关县筇竹中学",
    "驻大关某部队",
    "大关县天星镇云上人家民宿",
)


def settle(running: Running, milliseconds: int = 60) -> None:
    """Let everything that is under way come to its end, and what followed from it be laid out."""
    quiet = 0
    for _ in range(200):
        loop = QEventLoop()
        QTimer.singleShot(milliseconds // 2, loop.quit)
        loop.exec()
        quiet = 0 if running.station.tasks.is_busy else quiet + 1
        if quiet == 3:
            return


def sample(name: str, unit: str = ""):
    """One sample intake, of another unit where `unit` is given."""
    [path] = SAMPLES.rglob(f"{name}*.json")
    content = json.loads(path.read_text("utf-8"))
    if unit:
        content["unit"]["name"] = unit
    return intake_of(content, shipped_form())


def backend_of_a_day() -> MemoryBackend:
    """An empty counter whose clock goes on, with the real renderer."""
    backend = MemoryBackend.make()
    minutes = itertools.count(0, 7)
    renderer = lazy_renderer(Folders(paths.forms_dir()), backend.forms)
    return replace(backend, clock=lambda: NOON - timedelta(minutes=90 - next(minutes) / 10), renderer=renderer)


def sample_office() -> MemoryBackend:
    """A counter with a day's cases, three of them open."""
    backend = backend_of_a_day()
    names = sorted(path.stem for path in SAMPLES.rglob("[0-9]*.json"))
    units = itertools.cycle(NAMES)
    opened = [cases.open_case(backend, post=POST, intake=sample(name, next(units))) for name in names]
    for case in opened:
        findings = case.filing.findings(case.facts)
        if findings.verdict.value == "complete" and case is not opened[4]:
            issuing.issue_receipt(backend, case.filing.reference, post=POST)
    issuing.issue_notice(backend, opened[1].filing.reference, post=POST)
    references = tuple(case.filing.reference for case in opened)
    backend.store.kept.window_states[POST.window] = cases.WindowState(
        (references[2], references[4], references[1]), references[2]
    )
    return backend


class Album:
    """Writes pictures into a folder."""

    def __init__(
        self,
        folder: Path,
        *,
        size: tuple[int, int] | None = None,
        colours: theme.ThemeName = theme.ThemeName.LIGHT,
        faults: bool = False,
    ) -> None:
        """`size` is that of all pictures, instead of the sizes each is wanted at; `faults` looks for hard reading."""
        self.folder = folder
        self._size = size
        self._colours = colours
        self._faults = faults
        self.found: list[str] = []
        """What cannot be read, each behind the name of its picture."""
        folder.mkdir(parents=True, exist_ok=True)

    def dress(self) -> None:
        """Put on the colours of the album, where a picture had its own."""
        theme.current().use(self._colours)

    def take(
        self,
        running: Running,
        name: str,
        sizes: dict[str, tuple[int, int]] | None = None,
        *,
        stage: Callable[[], None] = lambda: None,
    ) -> None:
        """Write the window as it stands, dialogs and open lists and all, in each size; `stage` sets each scene."""
        window = running.shell.window
        window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)  # as it looks once a key was pressed
        wanted = sizes or SIZES
        if self._size is not None:
            wanted = {str(self._size[0]): self._size}
        for label, (width, height) in wanted.items():
            window.showNormal()
            window.resize(width, height)
            settle(running)
            stage()
            settle(running)
            ratio = window.devicePixelRatioF()
            image = QImage(window.size() * ratio, QImage.Format.Format_RGB32)
            image.setDevicePixelRatio(ratio)
            window.render(image)
            painter = QPainter(image)
            painter.setPen(theme.current().colours["edge"])
            for other in QApplication.topLevelWidgets():
                if other is window or not other.isVisible():
                    continue
                shown = other.grab()
                if isinstance(other, QDialog):
                    left, top = (window.width() - other.width()) // 2, (window.height() - other.height()) // 2
                else:
                    place = other.pos() - window.pos()
                    left, top = place.x(), place.y()
                painter.drawPixmap(left, top, shown)
                painter.drawRect(left - 1, top - 1, other.width() + 1, other.height() + 1)
            painter.end()
            image.save(str(self.folder / f"{name}-{label}.png"))
            if self._faults:
                self.found += [f"{name}-{label}\t{fault}" for fault in legible.faults(drawn=True)]
        print(name)


def clear_dialogs(running: Running) -> None:
    """Close whatever asks."""
    for dialog in QApplication.allWidgets():
        if isinstance(dialog, QDialog) and dialog.isVisible():
            dialog.reject()
    for window in QApplication.topLevelWidgets():
        if isinstance(window, ManualWindow):
            window.close()
    settle(running)


def with_shell(backend: MemoryBackend, act: Callable[[Running], None], **options: object) -> None:
    """Run `act` on a window over `backend`."""
    connect = options.pop("connect", lambda: backend)
    with tempfile.TemporaryDirectory() as folder:
        running = start_shell(connect, Path(folder), **options)
        settle(running)
        try:
            act(running)
        finally:
            running.end()
