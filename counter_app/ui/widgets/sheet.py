"""What asks something in front of a window: a child widget that covers it, so that no key is lost.

A dialog that is a window of its own gets the keyboard too late: see docs/decisions/0005.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget
from shiboken6 import isValid

from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets import moving


class Sheet(QWidget):
    """Covers a window and holds one widget; keyboard and mouse stay inside until `close_sheet`."""

    def __init__(
        self, window: QWidget, content: QWidget, where: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignCenter
    ) -> None:
        """`content` becomes a part of `window` and lies `where` in it; the sheet goes when it goes."""
        first: QWidget | None = content.focusWidget()
        super().__init__(window)
        mark(self, role="scrim")
        moving.make_end(self)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._content = content
        self._before = _with_ancestors(window.focusWidget())
        cells = QGridLayout(self)
        grid.space(cells, 8)
        cells.addWidget(content, 0, 0, where)
        self._inside = first
        window.installEventFilter(self)
        content.destroyed.connect(self.deleteLater)

    def open_sheet(self) -> None:
        """Show it and take the keyboard."""
        self.setGeometry(self.window().rect())
        self._content.show()
        self.show()
        self.raise_()
        QApplication.instance().focusChanged.connect(self._focus_went)  # type: ignore[union-attr] # a window has one
        self._take_keyboard()

    def close_sheet(self) -> None:
        """Give the keyboard back to where it was, then go. Nothing where it is gone already."""
        if self.isHidden():
            return
        QApplication.instance().focusChanged.disconnect(self._focus_went)  # type: ignore[union-attr]
        back = next((link for link in self._before if isValid(link) and _takes_focus(link)), None)
        focus = QApplication.focusWidget()
        if back is not None and (focus is None or self.isAncestorOf(focus)):
            back.setFocus(Qt.FocusReason.PopupFocusReason)
        self.hide()

    def _take_keyboard(self) -> None:
        inside = self._inside
        if not (inside is not None and isValid(inside) and self.isAncestorOf(inside)):
            inside = next(iter(self._stops()), self._content)
        inside.setFocus(Qt.FocusReason.PopupFocusReason)

    def _focus_went(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Whoever behind the sheet takes the focus meanwhile gets it when the sheet is lifted."""
        if now is None or now.window() is not self.window():
            return
        if self.isAncestorOf(now):
            self._inside = now
        elif sheet_of(now) is None:
            self._before = _with_ancestors(now)
            self._take_keyboard()

    def _stops(self) -> list[QWidget]:
        """What takes the focus by Tab, in its order."""
        found: list[QWidget] = []
        link = self.nextInFocusChain()
        while link is not None and link is not self:
            if self.isAncestorOf(link) and link.focusPolicy() & Qt.FocusPolicy.TabFocus and _takes_focus(link):
                found.append(link)
            link = link.nextInFocusChain()
        return found

    # Qt ------------------------------------------------------------------------------------------------------------

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - as Qt
        """Tab goes round inside."""
        stops, focus = self._stops(), QApplication.focusWidget()
        if not stops or not self.isVisible():
            return False
        here = stops.index(focus) if focus in stops else -1
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[(here + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    def event(self, event: QEvent) -> bool:
        """No shortcut of the window behind works through the sheet: its key is the sheet's."""
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As large as its window."""
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key that the content does not handle is ignored."""
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click outside the content is ignored."""
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel outside the content is ignored."""
        event.accept()


def sheet_of(widget: QWidget | None) -> Sheet | None:
    """Return the sheet that `widget` lies on, None where it lies on none."""
    link = widget
    while link is not None and not isinstance(link, Sheet):
        link = link.parentWidget()
    return link


def _with_ancestors(widget: QWidget | None) -> list[QWidget]:
    """`widget` and what it lies in: a cell that is being written may be gone when it should get the focus back."""
    links: list[QWidget] = []
    while widget is not None and not widget.isWindow():
        links.append(widget)
        widget = widget.parentWidget()
    return links


def _takes_focus(widget: QWidget) -> bool:
    return (
        widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.isEnabled()
        and widget.isVisible()
        and widget.focusProxy() is None
    )
