"""The page in front; where it needs more space than there is, on a small screen or under a large zoom, it scrolls."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget
from shiboken6 import isValid

from counter_app.ui.widgets.current_stack import CurrentStack
from counter_app.ui.widgets.scroll_area import ScrollArea

_BESIDE: Final = 24
"""Pixels that are seen beside what has the focus."""


class PageArea(ScrollArea):
    """Pages on top of each other. Only the one in front says how much space is needed."""

    def __init__(self) -> None:
        """Begins empty."""
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pages = CurrentStack(self)
        self.setWidget(self._pages)
        self._watched: QWidget | None = None

    def add(self, page: QWidget) -> None:
        """Put a page in; it is not in front by that."""
        self._pages.addWidget(page)

    def remove(self, page: QWidget) -> None:
        """Take a page out."""
        self._pages.removeWidget(page)

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the front."""
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = page
        page.installEventFilter(self)
        self._pages.setCurrentWidget(page)
        self._fit()
        self.verticalScrollBar().setValue(0)
        self.horizontalScrollBar().setValue(0)

    def reveal(self, widget: QWidget) -> None:
        """Scroll what has the focus into sight, where the page is larger than its space."""
        if self._pages.isAncestorOf(widget) and self._pages.size() != self.viewport().size():
            QTimer.singleShot(0, widget, lambda: self.ensureWidgetVisible(widget, _BESIDE, _BESIDE))

    # Qt --------------------------------------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        """Whatever the page would like: the bars above and below stay in sight."""
        return QSize(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There is more space, or less."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The page in front needs more space, or less."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        if self._watched is not None and isValid(self._watched):
            least = self._pages.minimumSizeHint()
            bars = (self.verticalScrollBar().sizeHint().width(), self.horizontalScrollBar().sizeHint().height())
            wanted = fitting(self.maximumViewportSize(), least, bars)
            if wanted != self._pages.size():
                self._pages.resize(wanted)
                if (focus := QApplication.focusWidget()) is not None:
                    self.reveal(focus)


def fitting(space: QSize, least: QSize, bars: tuple[int, int]) -> QSize:
    """The size of a page that needs `least` in `space`, of which scroll bars take `bars` where they are needed."""
    across, down = bars
    tall = least.height() > space.height()
    wide = least.width() > space.width() - (across if tall else 0)
    tall = least.height() > space.height() - (down if wide else 0)
    room = QSize(space.width() - (across if tall else 0), space.height() - (down if wide else 0))
    return room.expandedTo(least)
