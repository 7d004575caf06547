"""The base class of a feature of the window, and the context that every feature is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.base.station import Station
from counter_app.ui.intake.workspace import Workspace
from counter_app.ui.papers.export import DocumentExport
from counter_app.ui.papers.issuing import IssuingFlow
from counter_app.ui.papers.notice import NoticeFlow
from counter_app.ui.papers.printer_watch import PrinterWatch
from counter_app.ui.widgets.message_bar_notifier import MessageBarNotifier
from counter_app.ui.window.barcode_router import BarcodeRouter
from counter_app.ui.window.case_commands import CaseCommands
from counter_app.ui.window.main_window import MainWindow


@frozen
class WindowContext:
    """What a feature works with. `show` brings a page to the front, `trigger` runs an act, both by name."""

    station: Station
    window: MainWindow
    workspace: Workspace
    flow: IssuingFlow
    notices: NoticeFlow
    acts: CaseCommands
    files: DocumentExport
    notifier: MessageBarNotifier
    barcodes: BarcodeRouter
    printer: PrinterWatch
    show: Callable[[str], None]
    trigger: Callable[[str], None]
    begin_tour: Callable[[], None]
    """Show somebody new around: on the sample office, which is opened for that."""
    demo: bool = False
    """Whether this is the sample office."""


Opener = Callable[[Path], object]
"""Opens a file, or a folder, that somebody named outside of the window."""


class Flushable(Protocol):
    """Saves what was typed after a delay, and at once when `flush` is called."""

    def flush(self, then: Callable[[], None], otherwise: Callable[[Refusal], None]) -> None:
        """Save now, then call `then`; where it could not be saved, `otherwise`."""


class Feature(QObject):
    """One feature of the window. Its acts stand in `shortcuts.SHORTCUTS` by the same names."""

    def __init__(self, context: WindowContext) -> None:
        """Made before the data are open: ask `context.station.counter` for nothing yet."""
        super().__init__(context.window)
        self.context = context

    def acts(self) -> dict[str, Callable[[], object]]:
        """What each of its keys does."""
        return {}

    def unsaved(self) -> Iterable[Flushable]:
        """What may hold something that is not kept yet, before the window closes."""
        return ()

    def openers(self) -> dict[str, Opener]:
        """What opens files from outside, by the kind it opens."""
        return {}

    def pages(self) -> dict[str, Callable[[], QWidget]]:
        """How its pages are built when they are wanted for the first time."""
        return {}
