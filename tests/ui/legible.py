"""What on the screen cannot be read: words that are cut without a tool tip, lie upon others, or hardly stand out."""

import itertools
from collections import Counter
from collections.abc import Iterator
from functools import cache

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QScrollArea,
    QTableView,
    QWidget,
)

from counter_app.ui.style.theme import contrast
from counter_app.ui.widgets.editor import Editor

LEAST = 4.5
_WORDED = (QLabel, QAbstractButton, QLineEdit, QComboBox)


def faults(*, drawn: bool = False) -> list[str]:
    """Everything that cannot be read in all windows that are shown; `drawn` also looks at the colours of each word."""
    return [
        f"{_place(widget)} {fault}"
        for window in QApplication.topLevelWidgets()
        if window.isVisible()
        for widget, fault in _of_window(window, drawn=drawn)
    ]


def _of_window(window: QWidget, *, drawn: bool) -> Iterator[tuple[QWidget, str]]:
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32) if drawn else None
    for widget in (window, *window.findChildren(QWidget)):
        if widget.window() is window and _is_seen(widget):
            for fault in (*_cut(widget), *_outside(widget), *_crowded(widget)):
                yield widget, fault
            for fault in _faint(image, widget) if image is not None else ():
                yield widget, fault


def _is_seen(widget: QWidget) -> bool:
    """Whether it is in sight, and nothing that asks or offers lies upon it."""
    if not widget.isVisible() or widget.visibleRegion().isEmpty():
        return False
    window, seen = widget.window(), widget.visibleRegion().boundingRect()
    middle, left, right = seen.center(), seen.topLeft() + QPoint(2, 2), seen.bottomRight() - QPoint(2, 2)
    upon = [window.childAt(widget.mapTo(window, place)) for place in (middle, left, right)]
    return all(one is None or one is widget or widget.isAncestorOf(one) or one.isAncestorOf(widget) for one in upon)


def _words(widget: QWidget) -> str:
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QLineEdit):
        return widget.text() or widget.placeholderText()
    return widget.text() if isinstance(widget, (QLabel, QAbstractButton)) else ""


def _place(widget: QWidget) -> str:
    names, link = [], widget
    while link is not None and len(names) < 3:
        names.append(type(link).__name__)
        link = link.parentWidget()
    return f"{'<'.join(names)} [{_words(widget)[:40]!r}]"


def _cut(widget: QWidget) -> Iterator[str]:
    """Words that have not the space they need, and no tool tip that says them whole."""
    if isinstance(widget, QTableView):
        yield from _cut_cells(widget)
    elif isinstance(widget, QHeaderView):
        yield from _cut_headings(widget)
    elif isinstance(widget, QListView) and widget.model() is not None:
        yield from _cut_lines(widget)
    elif isinstance(widget, _WORDED) and _words(widget) and not _is_told(widget):
        if isinstance(widget, (QLineEdit, QComboBox)):
            yield from _cut_value(widget)
        elif isinstance(widget, QLabel) and (widget.wordWrap() or "\n" in widget.text()):
            yield from _cut_paragraph(widget)
        else:
            yield from _cut_words(widget)


def _is_told(widget: QWidget) -> bool:
    """Whether a tool tip says it: its own, or that of the editor it is a part of."""
    if widget.toolTip():
        return True
    link = widget.parentWidget()
    while link is not None and not isinstance(link, Editor):
        link = link.parentWidget()
    return isinstance(link, Editor) and _words(widget) in (link._tip() or "")


def _cut_value(widget: QLineEdit | QComboBox) -> Iterator[str]:
    needed = widget.fontMetrics().horizontalAdvance(_words(widget))
    bare = isinstance(widget.parentWidget(), QComboBox)
    space = widget.width() - (0 if bare else 44 if isinstance(widget, QComboBox) else 24)
    if needed > space:
        yield f"value cut: {space} of {needed}"


def _cut_paragraph(label: QLabel) -> Iterator[str]:
    space, metrics = label.size(), label.fontMetrics()
    needed = label.heightForWidth(space.width()) if label.wordWrap() else label.sizeHint().height()
    if needed > space.height() + 2:
        yield f"height cut: {space.height()} of {needed}"
    longest = max(metrics.horizontalAdvance(line) for line in label.text().split("\n"))
    if not label.wordWrap() and longest > space.width() + 1:
        yield f"width cut: {space.width()} of {longest}"


def _cut_words(widget: QWidget) -> Iterator[str]:
    space, needed, metrics = widget.size(), widget.sizeHint(), widget.fontMetrics()
    words = _words(widget)
    if needed.width() > space.width() + 1 and metrics.horizontalAdvance(words.replace("&", "")) > space.width() - 4:
        yield f"width cut: {space.width()} of {needed.width()}"
    if needed.height() > space.height() + 2 and metrics.height() > space.height():
        yield f"height cut: {space.height()} of {needed.height()}"
    if words.endswith("…") and widget.accessibleName() not in {"", words}:  # what goes on ends so too: 正在读取…
        yield "elided"


def _cut_lines(view: QListView) -> Iterator[str]:
    for index in _cells(view):
        space, needed = view.visualRect(index), view.sizeHintForIndex(index)
        wide = needed.width() > view.viewport().width() + 1
        if (needed.height() > space.height() + 1 if view.wordWrap() else wide) and not index.data(
            Qt.ItemDataRole.ToolTipRole
        ):
            yield f"line cut: {index.data()!r} {space.size().toTuple()} of {needed.toTuple()}"


def _cells(view: QAbstractItemView) -> Iterator[QModelIndex]:
    model = view.model()
    if model is None:
        return
    first = view.indexAt(QPoint(2, 2)).row()
    for row in range(max(first, 0), model.rowCount()):
        if view.visualRect(model.index(row, 0)).top() > view.viewport().height():
            return
        for column in range(model.columnCount() if isinstance(view, QTableView) else 1):
            yield model.index(row, column)


def _cut_cells(view: QTableView) -> Iterator[str]:
    for index in _cells(view):
        if view.isColumnHidden(index.column()) or index.data(Qt.ItemDataRole.ToolTipRole):
            continue
        words = str(index.data() or "")
        space = view.visualRect(index).width()
        needed = view.fontMetrics().horizontalAdvance(words)
        if needed > space and not view.wordWrap():
            yield f"cell cut: {words!r} {space} of {needed}"
        elif view.sizeHintForIndex(index).height() > view.visualRect(index).height() + 2:
            yield f"cell too low: {words!r}"


def _cut_headings(header: QHeaderView) -> Iterator[str]:
    if header.orientation() is not Qt.Orientation.Horizontal or header.model() is None:
        return
    for section in range(header.count()):
        words = str(header.model().headerData(section, Qt.Orientation.Horizontal) or "")
        tip = header.model().headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        needed = max((header.fontMetrics().horizontalAdvance(part) for part in words.split("\n")), default=0)
        if not header.isSectionHidden(section) and needed + 6 > header.sectionSize(section) and not tip:
            yield f"heading cut: {words!r} {header.sectionSize(section)} of {needed}"


def _faint(image: QImage, widget: QWidget) -> Iterator[str]:
    """Words whose ink stands out from their ground by less than `LEAST` to one, counted in what was drawn."""
    if isinstance(widget, QAbstractItemView):
        port = widget.viewport()
        for index in _cells(widget) if isinstance(widget, (QTableView, QListView)) else ():
            whole = widget.visualRect(index)
            area = whole.intersected(port.visibleRegion().boundingRect())
            if str(index.data() or "").strip() and area.width() > 12 and area.height() > whole.height() // 2:
                ratio = _contrast_in(image, port, area)
                if ratio < LEAST:
                    yield f"faint {ratio:.1f}: cell {index.data()!r}"
    elif isinstance(widget, _WORDED) and _words(widget).strip():
        area = widget.visibleRegion().boundingRect().adjusted(3, 3, -3, -3)
        if area.width() > 8 and area.height() > widget.height() // 2:
            ratio = _contrast_in(image, widget, area)
            if ratio < LEAST:
                yield f"faint {ratio:.1f}"


def _contrast_in(image: QImage, widget: QWidget, area: QRect) -> float:
    """The contrast of the most frequent colour with the one farthest from it."""
    ratio = image.devicePixelRatio()
    corner = widget.mapTo(widget.window(), area.topLeft()) * ratio
    drawn = QRect(corner, area.size() * ratio).intersected(image.rect())
    line, pixels = image.bytesPerLine() // 4, memoryview(image.constBits()).cast("I")
    seen: Counter[int] = Counter()
    for y in range(drawn.top(), drawn.bottom() + 1):
        seen.update(pixels[y * line + drawn.left() : y * line + drawn.right() + 1])
    if not seen:
        return 21.0
    ground = seen.most_common(1)[0][0]
    return max(_contrast(ground, colour) for colour in seen)


@cache
def _contrast(one: int, other: int) -> float:
    return contrast(QColor.fromRgb(one), QColor.fromRgb(other))


def _outside(widget: QWidget) -> Iterator[str]:
    """What lies beyond the edge of what it lies in and cannot be scrolled to."""
    parent = widget.parentWidget()
    if not isinstance(widget, _WORDED) or parent is None or not _words(widget) or isinstance(parent, _WORDED):
        return
    if not parent.rect().adjusted(-1, -1, 1, 1).contains(widget.geometry()):
        yield f"outside of its parent: {widget.geometry().getRect()} in {parent.rect().getRect()}"
    link = parent
    while link is not None and not isinstance(link, QScrollArea):
        link = link.parentWidget()
    if isinstance(link, QScrollArea) and link.horizontalScrollBar().maximum() == 0:
        right = widget.mapTo(link.viewport(), QPoint(widget.width(), 0)).x()
        if right > link.viewport().width() + 1:
            yield f"beyond the right edge of what scrolls by {right - link.viewport().width()}"


def _crowded(widget: QWidget) -> Iterator[str]:
    """Children of one widget that lie upon each other, and buttons of one line that are not of one height."""
    children = [one for one in widget.children() if isinstance(one, _WORDED) and one.isVisible() and _words(one)]
    for one, other in itertools.combinations(children, 2):
        common = one.geometry().intersected(other.geometry())
        if common.width() > 2 and common.height() > 2:
            yield f"{_words(one)[:20]!r} lies upon {_words(other)[:20]!r}"
        if _in_one_line(one, other) and abs(one.height() - other.height()) > 1:
            yield f"{_words(one)!r} is {one.height()} high, {_words(other)!r} {other.height()}"


def _in_one_line(one: QWidget, other: QWidget) -> bool:
    """Whether these are two buttons of one kind beside each other."""
    return (
        isinstance(one, QPushButton)
        and isinstance(other, QPushButton)
        and abs(one.geometry().center().y() - other.geometry().center().y()) < 4
        and {one.property("kind"), other.property("kind")} <= {None, "", "primary", "danger", "warning"}
        and one.property("role") == other.property("role")
    )
