"""What a part of the window's work is, and what it works with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.base.station import Station
from counter_app.ui.intake.workspace import Workspace
from counter_app.ui.papers.export import PaperFiles
from counter_app.ui.papers.issuing import IssuingFlow
from counter_app.ui.papers.notice import NoticeFlow
from counter_app.ui.widgets.notifier import BarVoice
from counter_app.ui.window.barcodes import BarcodeRouter
from counter_app.ui.window.case_commands import CaseActs
from counter_app.ui.window.main_window import MainWindow


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a part works with. `show` brings a page to the front by its name, `trigger` does an act by its name."""

    station: Station
    window: MainWindow
    workspace: Workspace
    flow: IssuingFlow
    notices: NoticeFlow
    acts: CaseActs
    files: PaperFiles
    voice: BarVoice
    barcodes: BarcodeRouter
    show: Callable[[str], None]
    trigger: Callable[[str], None]


class Unsaved(Protocol):
    """Something that keeps what was typed soon, and at once when asked."""

    def flush(self, then: Callable[[], None], otherwise: Callable[[Refusal], None]) -> None:
        """Keep it, then go on with `then`; where it could not be kept, with `otherwise`."""


class Part(QObject):
    """One part of the window's work. Its acts stand in `shortcuts.SHORTCUTS` by the same names."""

    def __init__(self, around: Surroundings) -> None:
        """Made before the data are open: ask `around.station.counter` for nothing yet."""
        super().__init__(around.window)
        self.around = around

    def acts(self) -> dict[str, Callable[[], object]]:
        """What each of its keys does."""
        return {}

    def unsaved(self) -> Iterable[Unsaved]:
        """What may hold something that is not kept yet, before the window closes."""
        return ()

    def pages(self) -> dict[str, Callable[[], QWidget]]:
        """How its pages are built when they are wanted for the first time."""
        return {}
