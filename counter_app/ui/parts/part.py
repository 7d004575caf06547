"""What a part of the window's work is, and what it works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from counter_app.ui.case_acts import CaseActs
from counter_app.ui.issuing_flow import IssuingFlow
from counter_app.ui.main_window import MainWindow
from counter_app.ui.paper_files import PaperFiles
from counter_app.ui.station import Station
from counter_app.ui.voice import BarVoice
from counter_app.ui.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a part works with. `show` brings a page to the front by its name, `trigger` does an act by its name."""

    station: Station
    window: MainWindow
    workspace: Workspace
    flow: IssuingFlow
    acts: CaseActs
    files: PaperFiles
    voice: BarVoice
    show: Callable[[str], None]
    trigger: Callable[[str], None]


class Part(QObject):
    """One part of the window's work. Its acts stand in `shortcuts.SHORTCUTS` by the same names."""

    def __init__(self, around: Surroundings) -> None:
        """Made before the data are open: ask `around.station.counter` for nothing yet."""
        super().__init__(around.window)
        self.around = around

    def acts(self) -> dict[str, Callable[[], object]]:
        """What each of its keys does."""
        return {}

    def pages(self) -> dict[str, Callable[[], QWidget]]:
        """How its pages are built when they are wanted for the first time."""
        return {}
