"""How a layout is put into another, and how one is emptied: no other module has to do with the items of layouts.

An item (`QLayoutItem`) belongs to Qt, and Qt tells nobody when it deletes one. `addLayout` of a layout with items,
`itemAt` and `takeAt` make Python objects for items. While such an object lives, PySide takes it for whatever lies at
its address: after Qt deleted the item, for a new widget or event. So none is left behind here.
"""

from collections.abc import Iterator

from PySide6.QtWidgets import QBoxLayout, QLayout, QLayoutItem, QWidget
from shiboken6 import createdByPython, invalidate


def nest(outer: QBoxLayout, inner: QLayout, stretch: int = 0, *, at: int = -1) -> None:
    """Put `inner` into `outer`, at the end or at a place of it."""
    outer.insertLayout(at, inner, stretch)
    _forget_items(inner)


def empty(layout: QLayout) -> None:
    """Take everything out of `layout`; the widgets in it go at once out of sight, and with the next events for good."""
    while (item := layout.itemAt(0)) is not None:
        widget: QWidget | None = item.widget()
        layout.takeAt(0)  # from here on `item` is Python's, and what it stands for is deleted with it
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def widgets_in(layout: QLayout) -> list[QWidget]:
    """The widgets of `layout` in their order, without those of layouts in it."""
    found: list[QWidget] = []
    for item in _items(layout):
        widget: QWidget | None = item.widget()
        if widget is not None:
            found.append(widget)
    _forget_items(layout)
    return found


def _items(layout: QLayout) -> Iterator[QLayoutItem]:
    for place in range(layout.count()):
        if (item := layout.itemAt(place)) is not None:
            yield item


def _forget_items(layout: QLayout) -> None:
    for item in _items(layout):
        inner: QLayout | None = item.layout()
        if inner is not None:
            _forget_items(inner)
        elif not createdByPython(item):  # one that was tells Python when it is deleted
            invalidate(item)
