"""The frame: the rail at the left, the tabs at the top, one page, the bar at the foot. It knows no case and no law."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QContextMenuEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from counter_app.private_files import make_private_folder, tighten
from counter_app.ui.base.application import TITLE
from counter_app.ui.base.edits import EDITED
from counter_app.ui.base.page import Page
from counter_app.ui.base.shortcuts import keys_of
from counter_app.ui.intake.tabs import CaseTabs
from counter_app.ui.style import grid, layouts
from counter_app.ui.widgets.column_memory import ColumnMemory
from counter_app.ui.widgets.messages import BusyState
from counter_app.ui.window.message_line import MessageLine
from counter_app.ui.window.page_area import PageArea
from counter_app.ui.window.rail import Rail, RailArea, RailEntry
from counter_app.ui.window.top_bar import UNDER, TopBar, way_of

ENTRIES: Final = (
    RailEntry("cases", "受理", keys_of("cases")),
    RailEntry(
        "today",
        "待办",
        keys_of("today"),
        (("today", "今日"), ("deficient", "待补正"), ("complete", "待录入"), ("transfer", "待移交"), ("draft", "草稿")),
    ),
    RailEntry("handover", "移交", keys_of("handover")),
    RailEntry("inspections", "检查", keys_of("inspections")),
    RailEntry("closing", "日终核对", keys_of("closing")),
    RailEntry("statistics", "统计", keys_of("statistics")),
    RailEntry("settings", "设置", keys_of("settings")),
)
BEFORE_WORK: Final = ("busy", "first_start", "broken")
"""Pages that stand there while there is no office to work for."""
SMALLEST: Final = QSize(960, 600)
"""Fits 1920 × 1080 at the 200 % that a system may suggest; on a smaller screen the window may be smaller still."""
FIRST_SIZE: Final = QSize(1366, 728)
_FRAME: Final = QSize(16, 48)
"""What a desktop draws around a window at most: the title above it, the edges."""


class MainWindow(QWidget):
    """Shows pages by name; a page is built when it is wanted for the first time."""

    page_wanted = Signal(str)
    """The clerk wants a page of the rail."""
    close_wanted = Signal()
    """The clerk wants to close the window; it stays until `force_close`."""
    edited = Signal()
    """The clerk entered something on a page."""
    escaped = Signal()
    """Escape was pressed and nothing in the page had use for it."""

    def __init__(self, data_dir: Path) -> None:
        """`data_dir` keeps the last geometry and the widths of columns."""
        super().__init__()
        self._settings = data_dir / "window.ini"
        ColumnMemory(self._settings, self)
        self._makers: dict[str, Callable[[], QWidget]] = {}
        self._pages: dict[str, QWidget] = {}
        self._shown = ""
        self._may_go = False
        self.setWindowTitle(TITLE)
        self.rail = Rail("视频系统备案", ENTRIES)
        self.tabs = CaseTabs()
        self.line = MessageLine()
        self.messages = self.line.messages
        self.busy = BusyState()
        self._bar: QWidget | None = None
        self.top = TopBar(self.tabs)
        self._area = PageArea()
        self._lay_out()
        self.add_page("busy", self.busy)
        self.rail.chosen.connect(self.page_wanted)
        self.show_page("busy")

    # Pages -----------------------------------------------------------------------------------------------------------

    def make_pages(self, makers: Mapping[str, Callable[[], QWidget]]) -> None:
        """Tell how the pages are built when they are wanted."""
        self._makers.update(makers)

    def add_page(self, name: str, page: QWidget) -> None:
        """Put a page in that is built already, in the place of the one with this name."""
        self.drop_page(name)
        self._pages[name] = page
        if isinstance(page, Page):
            page.way_changed.connect(self.show_way)
        self._area.add(page)

    def drop_page(self, name: str) -> None:
        """Forget a page, so that it is built anew when it is wanted."""
        old = self._pages.pop(name, None)
        if old is not None:
            self._area.remove(old)
            old.deleteLater()

    def page(self, name: str) -> QWidget:
        """The page with this name. Raises `KeyError` for one nobody makes."""
        if name not in self._pages:
            self.add_page(name, self._makers[name]())
        return self._pages[name]

    @property
    def shown(self) -> str:
        """The name of the page in front."""
        return self._shown

    def show_page(self, name: str, *, bar: bool | None = None) -> QWidget:
        """Bring a page to the front, with the bar of the cases or without it: as before for None.

        What stands above and below it comes first: the page is laid out once, for the space it gets.
        """
        page = self.page(name)
        self._shown = name
        self.top.setVisible(name not in BEFORE_WORK)
        self.top.show_tabs(wanted=name == "cases")
        self.show_bar(wanted=self._bar_wanted if bar is None else bar)
        self._area.show_page(page)
        self.rail.show_page(UNDER[name][0] if name in UNDER else name)
        self.show_way()
        return page

    def show_way(self) -> None:
        """Say at the top where the page in front is, and lead back from there."""
        section, title = UNDER.get(self._shown, (self._shown, ""))
        label = next((entry.label for entry in ENTRIES if entry.name == section), "")
        page = self._pages.get(self._shown)
        steps = page.way() if isinstance(page, Page) else []
        if title and isinstance(page, Page):
            steps = [(title, page.resume), *steps]
        self.top.show_way(way_of((label, partial(self.page_wanted.emit, section)), steps) if label else ())

    _bar_wanted = False

    def show_bar(self, *, wanted: bool) -> None:
        """Whether the bar stands under the cases: only while one is open."""
        self._bar_wanted = wanted
        if self._bar is not None:
            self._bar.setVisible(wanted and self._shown == "cases")

    def put_bar(self, bar: QWidget) -> None:
        """Put the bar at the foot; hidden until it is wanted."""
        bar.hide()
        self._bar = bar
        self._column.addWidget(bar)

    def put_strip(self, strip: QWidget) -> None:
        """Put a strip below everything, for as long as it lasts."""
        self._column.addWidget(strip)

    # Geometry --------------------------------------------------------------------------------------------------------

    def restore_geometry(self) -> None:
        """Stand where the window stood last, or fill what stands on counters; smaller where the screen is."""
        kept = QSettings(str(self._settings), QSettings.Format.IniFormat).value("geometry")
        if kept is None or not self.restoreGeometry(kept):
            space = QGuiApplication.primaryScreen().availableGeometry()
            self.resize(FIRST_SIZE.boundedTo(space.size()))
            if space.width() <= FIRST_SIZE.width():
                self.setWindowState(Qt.WindowState.WindowMaximized)

    def save_geometry(self) -> None:
        """Keep the geometry for the next start."""
        make_private_folder(self._settings.parent)
        kept = QSettings(str(self._settings), QSettings.Format.IniFormat)
        kept.setValue("geometry", self.saveGeometry())
        kept.sync()
        tighten(self._settings)

    # Qt --------------------------------------------------------------------------------------------------------------

    def come_forward(self) -> None:
        """Stand before all others with the keyboard; where the desktop does not allow that, ask for attention."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized | Qt.WindowState.WindowActive)
        self.show()
        self.raise_()
        self.activateWindow()
        QApplication.alert(self)

    def force_close(self) -> None:
        """Close for good: everything is kept."""
        self._may_go = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is asked; the window goes when everything is kept, at once where that is so already."""
        if not self._may_go:
            self.close_wanted.emit()
        event.setAccepted(self._may_go)  # within this event `close` does nothing

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the message, or leaves the page."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.messages.isVisible():
            self.messages.close_front()
        else:
            self.escaped.emit()

    def customEvent(self, event: QEvent) -> None:
        """The clerk entered something."""
        if event.type() == EDITED:
            self.edited.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A right click, or the menu key, offers what can be done where it was."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        source = QApplication.focusWidget() if by_key else self.childAt(event.pos())
        if source is not None and self.isAncestorOf(source):
            from counter_app.ui.widgets.act_menu import open_menu_at

            open_menu_at(source, event.pos())

    def minimumSizeHint(self) -> QSize:
        """The smallest screen a counter has, less its task bar, whatever the page would like."""
        return SMALLEST

    def _lay_out(self) -> None:
        self._column = column = QVBoxLayout()
        grid.space(column, spacing=0)
        column.addWidget(self.top)
        column.addWidget(self.line)
        column.addWidget(self._area, 1)
        row = QHBoxLayout(self)
        grid.space(row, spacing=0)
        row.addWidget(RailArea(self.rail, self))
        layouts.nest(row, column, 1)
        space = QGuiApplication.primaryScreen().availableGeometry().size() - _FRAME
        self.setMinimumSize(SMALLEST.boundedTo(space))
        QApplication.instance().focusChanged.connect(self._reveal)  # type: ignore[union-attr] # a window has one

    def _reveal(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None:
            self._area.reveal(now)
