"""The startup window: the frame with office, window and clerk, before anything heavy is imported or opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from counter_app.ui.base.errors import ErrorReporter
from counter_app.ui.base.station import Station
from counter_app.ui.window.key_buffer import KeyBuffer
from counter_app.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from counter_app.services.ports import Backend
    from counter_app.ui.papers.printers import PrinterBackend
    from counter_app.ui.shell.shell import Shell


class StartupWindow(QObject):
    """Shows the window at once; `shell` is None until `build_shell`."""

    def __init__(self, station: Station, *, demo: bool = False, tour: bool = False) -> None:
        """`demo` says at the foot of the rail that nothing here is real; `tour` shows around once the data are open."""
        super().__init__()
        self.station = station
        self.window = MainWindow(station.data_dir)
        self.window.rail.show_user(station.workstation, demo=demo)
        self.window.rail.allow_pages(False)
        self.window.tabs.allow_new(False)
        self.key_buffer = KeyBuffer(self.window)
        self.shell: Shell | None = None
        self._demo = demo
        self._tour = tour
        self._files: list[Path] = []

    def show(self) -> None:
        """Show the frame and say honestly that the data are being opened; keys wait for what can be done with them."""
        self.key_buffer.hold_from_shortcut()
        self.window.restore_geometry()
        self.window.busy.begin("正在打开数据…")
        self.window.show()

    def open_files(self, files: Sequence[Path]) -> None:
        """Open files that were named at the start, as soon as there is an office to open them at."""
        if self.shell is not None:
            self.shell.files_at_start.open(files)
        else:
            self._files += files

    def take(self, files: Sequence[Path]) -> bool:
        """A later start: come forward, with its files; not while the window is going."""
        if self.shell is not None and self.shell.is_closing:
            return False
        self.window.come_forward()
        self.open_files(files)
        return True

    def build_shell_soon(
        self, connect: Callable[[], Backend], reporter: ErrorReporter, early: Callable[[], Backend] | None = None
    ) -> None:
        """Once the frame is painted, load the rest and open the data; `early` gives the counter meanwhile."""

        def build_shell() -> None:
            from counter_app.ui.papers.printers import SystemPrinters

            reporter.happened.connect(self.build_shell(connect, SystemPrinters(), early).show_error)

        QTimer.singleShot(0, build_shell)

    def build_shell(
        self, connect: Callable[[], Backend], printers: PrinterBackend, early: Callable[[], Backend] | None = None
    ) -> Shell:
        """Load the rest and open the data off this thread."""
        from counter_app.ui.shell.shell import Shell

        self.shell = Shell(self.station, self.window, connect, printers, self.key_buffer, early=early, demo=self._demo)
        self.shell.files_at_start.open(self._files)
        if self._tour:
            self.station.opened.connect(self.shell.begin_tour)
        self.shell.open_data()
        return self.shell
