"""Something that opens under a field: a child widget of its window, so that no key is lost (docs/decisions/0005)."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets import moving
from counter_app.ui.widgets.sheet import sheet_of


class Overlay(QWidget):
    """Lies over the window of `field`, under the field or above it, and goes where the field goes.

    Closes when the field is hidden, scrolled out of sight, or the mouse is pressed anywhere else.
    """

    closed = Signal()
    """It was open and is not any more."""

    def __init__(self, field: QWidget, content: QWidget) -> None:
        """`content` tells by its size hints how much space it would like, and how much it has to have."""
        super().__init__(field.window())
        self._field = field
        self.content = content
        self._watched: list[QObject] = []
        mark(self, role="overlay")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        grid.space(column, 4, spacing=0)
        column.addWidget(content)
        self.hide()
        content.ensurePolished()  # a list keeps the height of a line as it first measured it
        field.destroyed.connect(self.deleteLater)

    @property
    def is_open(self) -> bool:
        """Whether it is in sight, or would be if its window were."""
        return not self.isHidden()

    def open(self) -> None:
        """Show it, or where it is open fit it to its content. A field that was scrolled away comes back in sight."""
        ground = sheet_of(self._field) or self._field.window()
        if self._field.visibleRegion().isEmpty():
            for area in self._scrolled():
                area.ensureWidgetVisible(self._field)
        if self.parentWidget() is not ground:
            self.setParent(ground)
        self.place()
        if not self.is_open:
            self.show()
            self.raise_()
            self._watch(self._field.window())

    def close_overlay(self) -> None:
        """Take it away; nothing where it is not open."""
        if self.is_open:
            for thing in self._watched:
                thing.removeEventFilter(self)
            self._watched.clear()
            self.hide()
            self.closed.emit()

    @property
    def anchor(self) -> QRect:
        """Where in its window the field stands: what the overlay lies under or above."""
        return QRect(self._field.mapTo(self._field.window(), QPoint(0, 0)), self._field.size())

    def place(self) -> None:
        """Lie under the field, or above it where there is more space and it is needed."""
        window, field = self._field.window(), self.anchor
        self.content.updateGeometry()  # it may hold more or less than when it was last measured
        wanted = self.sizeHint()
        above, below = field.top(), window.height() - field.bottom() - 1
        goes_below = wanted.height() <= below or below >= above
        height = min(wanted.height(), max(below if goes_below else above, self.minimumSizeHint().height()))
        if height < wanted.height():
            height = self._whole_rows(height)
        width = min(max(wanted.width(), field.width()), window.width())
        left = max(0, min(field.left(), window.width() - width))
        top = min(field.bottom() + 1, window.height() - height) if goes_below else max(0, field.top() - height)
        self.setGeometry(QRect(QPoint(left, top), QSize(width, height)))

    def _whole_rows(self, height: int) -> int:
        """Less than `height` where a list would end within a row."""
        view = self.content
        if not isinstance(view, QAbstractItemView) or (row := view.sizeHintForRow(0)) <= 0:
            return height
        around = self.sizeHint().height() - view.sizeHint().height() + 2 * view.frameWidth()
        return around + max(1, (height - around) // row) * row

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the field; close at a press of the mouse elsewhere."""
        match event.type():
            case QEvent.Type.Move | QEvent.Type.Resize:
                self._follow()
            case QEvent.Type.Hide:
                self.close_overlay()
            case QEvent.Type.MouseButtonPress if isinstance(event, QMouseEvent):
                if not watched.isWidgetType() and not self._is_ours(event.position().toPoint()):
                    self.close_overlay()
            case _:
                pass
        return super().eventFilter(watched, event)

    def _watch(self, window: QWidget) -> None:
        link: QWidget | None = self._field
        while link is not None:
            self._watched.append(link)
            link = None if link is window else link.parentWidget()
        handle = window.windowHandle()
        if handle is not None:
            self._watched.append(handle)  # sees the mouse wherever in the window it is pressed
        for thing in self._watched:
            thing.installEventFilter(self)

    def _scrolled(self) -> Iterator[QScrollArea]:
        link = self._field.parentWidget()
        while link is not None:
            if isinstance(link, QScrollArea):
                yield link
            link = link.parentWidget()

    def _follow(self) -> None:
        if self._field.visibleRegion().isEmpty():
            self.close_overlay()
        else:
            self.place()

    def _is_ours(self, point: QPoint) -> bool:
        """Whether `point` of the window lies in the overlay, or in the field, which knows itself what a press means."""
        return self.geometry().contains(point) or self.anchor.contains(point)


class HeldOverlay(Overlay):
    """An overlay that has the keyboard, until Escape gives it back or the focus goes elsewhere."""

    _back: QWidget | None = None

    def open(self) -> None:
        """Show it and take the keyboard."""
        self._back = QApplication.focusWidget()
        # First, since what scrolls as it opens may close it again.
        QApplication.instance().focusChanged.connect(self._focus_went)  # type: ignore[union-attr] # a window has one
        super().open()
        self.content.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_overlay(self) -> None:
        """Take it away; the keyboard goes back to the field first, for Qt would give it to whoever stands next."""
        if self.is_open:
            QApplication.instance().focusChanged.disconnect(self._focus_went)  # type: ignore[union-attr]
            if moving.focused_within(self):
                back = self._back if self._back is not None and isValid(self._back) else self._field
                back.setFocus(Qt.FocusReason.PopupFocusReason)
        super().close_overlay()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes; no other key goes on to the page behind."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_overlay()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - as Qt
        """Tab leaves as it would from the field."""
        self.close_overlay()
        return moving.to_stop(self._field, backwards=not forward)

    def _focus_went(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and now is not self._field and not self.isAncestorOf(now):
            self.close_overlay()
