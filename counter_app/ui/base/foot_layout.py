"""The foot of a page: hints at the left, buttons at the right; in as many lines as a narrow window needs."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget, QWidgetItem


class FootLayout(QLayout):
    """One line where all of it has space; else the hints stand above the buttons, and both are wrapped."""

    def __init__(self) -> None:
        """Begins empty."""
        super().__init__()
        self._left: list[QLayoutItem] = []
        self._right: list[QLayoutItem] = []

    def add_left(self, widget: QWidget) -> None:
        """Add a hint; one that says by its size policy that it expands takes what is left of its line."""
        self.addChildWidget(widget)
        self._left.append(QWidgetItem(widget))

    def add_right(self, widget: QWidget) -> None:
        """Add a button."""
        self.addChildWidget(widget)
        self._right.append(QWidgetItem(widget))

    # Qt --------------------------------------------------------------------------------------------------------------

    def addItem(self, item: QLayoutItem) -> None:
        """As Qt wants it; a page uses the two above."""
        self._right.append(item)

    def count(self) -> int:
        """Hints and buttons."""
        return len(self._left) + len(self._right)

    def itemAt(self, index: int) -> QLayoutItem:
        """The hints come first."""
        items = [*self._left, *self._right]
        return items[index] if 0 <= index < len(items) else None  # type: ignore[return-value] # as Qt declares it

    def takeAt(self, index: int) -> QLayoutItem:
        """Remove and return an item."""
        item = self.itemAt(index)
        for side in (self._left, self._right):
            if item in side:
                side.remove(item)
        return item

    def expandingDirections(self) -> Qt.Orientation:
        """It takes the width of its page."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """A narrow page gives it more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of its lines."""
        return self._place(QRect(0, 0, width, 0), moving=False)

    def sizeHint(self) -> QSize:
        """All in one line."""
        items = [*_shown(self._left), *_shown(self._right)]
        return self._around(_line(items, self.spacing()), max((item.sizeHint().height() for item in items), default=0))

    def minimumSize(self) -> QSize:
        """The widest button alone, in a line as high as it is laid out."""
        items = [*_shown(self._left), *_shown(self._right)]
        widest = max((item.minimumSize().width() for item in items), default=0)
        return self._around(widest, max((item.sizeHint().height() for item in items), default=0))

    def setGeometry(self, rect: QRect) -> None:
        """Lay the lines out."""
        super().setGeometry(rect)
        self._place(rect, moving=True)

    # Inside ----------------------------------------------------------------------------------------------------------

    def _around(self, width: int, height: int) -> QSize:
        margins = self.contentsMargins()
        return QSize(width + margins.left() + margins.right(), height + margins.top() + margins.bottom())

    def _place(self, rect: QRect, *, moving: bool) -> int:
        """Return the height for the width of `rect`; put the items there where `moving`."""
        margins = self.contentsMargins()
        area = rect.marginsRemoved(margins)
        left, right = _shown(self._left), _shown(self._right)
        gap = self.spacing()
        top = area.top()
        if _line(left, gap) + _line(right, gap) + (gap if left and right else 0) <= area.width():
            lines = [(left, right)]
        else:
            said = [item for item in left if _says_something(item)]
            lines = [(items, []) for items in _wrapped(said, area.width(), gap)]
            lines += [([], items) for items in _wrapped(right, area.width(), gap)]
        for at_left, at_right in lines:
            height = max((item.sizeHint().height() for item in (*at_left, *at_right)), default=0)
            if moving:
                _put(at_left, QPoint(area.left(), top), height, gap, area.width() - _line(at_right, gap))
                start = area.left() + area.width() - _line(at_right, gap)
                _put(at_right, QPoint(start, top), height, gap, area.width())
            top += height + gap
        return top - (gap if lines else 0) - rect.top() + margins.bottom()


def _shown(items: Sequence[QLayoutItem]) -> list[QLayoutItem]:
    return [item for item in items if not item.isEmpty()]


def _line(items: Sequence[QLayoutItem], gap: int) -> int:
    """How much width `items` need in one line."""
    return sum(_needed(item) for item in items) + gap * max(len(items) - 1, 0)


def _expands(item: QLayoutItem) -> bool:
    """Also what asks for no width: it takes what is left."""
    ignored = item.widget().sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored
    return ignored or bool(item.expandingDirections() & Qt.Orientation.Horizontal)


def _says_something(item: QLayoutItem) -> bool:
    return item.widget().sizeHint().width() > 0


def _needed(item: QLayoutItem) -> int:
    """What takes the rest of a line is content with little."""
    return item.minimumSize().width() if _expands(item) else item.sizeHint().width()


def _wrapped(items: Sequence[QLayoutItem], width: int, gap: int) -> Iterator[list[QLayoutItem]]:
    line: list[QLayoutItem] = []
    for item in items:
        if line and _line([*line, item], gap) > width:
            yield line
            line = []
        line.append(item)
    if line:
        yield line


def _put(items: Sequence[QLayoutItem], start: QPoint, height: int, gap: int, space: int) -> None:
    """Put `items` beside each other, each in the middle of the line; those that expand share the rest of `space`."""
    left = start.x()
    spare = max(0, space - _line(items, gap) - gap) // max(sum(map(_expands, items)), 1)
    for item in items:
        tall = item.sizeHint().height()
        width = min(_needed(item) + (spare if _expands(item) else 0), max(space, 0))
        item.setGeometry(QRect(left, start.y() + (height - tall) // 2, width, tall))
        left += width + gap
