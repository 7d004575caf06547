"""A column as tall as what is in it while there is space, and scrolling where there is not."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.scroll_area import ScrollArea


class FittingScroll(ScrollArea):
    """Put widgets into `column`. Never lower than `least` pixels at 100 %, unless its content is."""

    def __init__(self, *, least: int = 96, parent: QWidget | None = None) -> None:
        """No focus of its own: the widgets inside have it, and are scrolled to."""
        super().__init__(parent)
        mark(self, role="list")
        self._least = least
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.inner = QWidget(self)
        mark(self.inner, role="list")
        self.column = QVBoxLayout(self.inner)
        grid.space(self.column, spacing=0)
        self.setWidget(self.inner)
        self.inner.installEventFilter(self)

    def sizeHint(self) -> QSize:
        """The height that the content takes at the width at hand."""
        width = max(self.viewport().width(), self.column.totalMinimumSize().width())
        tall = self.column.totalHeightForWidth(width) if self.column.hasHeightForWidth() else -1
        return QSize(self.column.totalSizeHint().width(), tall if tall >= 0 else self.column.totalSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """As wide as its content has to be, and `least` high or less."""
        return QSize(self.column.totalMinimumSize().width(), min(self.sizeHint().height(), grid.px(self._least)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the new height when something inside opens, closes or wraps."""
        if watched is self.inner and event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self.updateGeometry()
        return super().eventFilter(watched, event)
