"""The 4-pixel grid: every distance is a multiple of it and follows the zoom.

Distances are remembered as Qt properties on the layout or widget itself, so that a zoom can set them again
without a register of who exists.
"""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QGridLayout, QLayout, QWidget

BASE_POINTS = 11.0
"""Size of ordinary text in points at 100 %. Nothing on the screen is smaller."""

_MARGINS = "gridMargins"
_SPACING = "gridSpacing"
_ACROSS = "gridAcross"
_SIZES = "gridSizes"
_UNBOUNDED = 16777215


_in_force = {"zoom": 1.0}
"""Asked for a thousand times while a page is built."""


def set_zoom(factor: float) -> None:
    """Remember the zoom, 1.0 for 100 %. The theme calls it."""
    _in_force["zoom"] = factor


def zoom() -> float:
    """Return the zoom in force, 1.0 where no theme was put on."""
    return _in_force["zoom"]


def px(pixels: float) -> int:
    """Return `pixels` of the 100 % layout in pixels of the zoom in force."""
    return round(pixels * _in_force["zoom"])


def space(layout: QLayout, *margins: int, spacing: int = 8, across: int | None = None) -> None:
    """Give `layout` margins (none, one for all, two for horizontal and vertical, or left top right bottom).

    `across` is the spacing between columns of a grid where it is not that between rows.
    """
    match margins:
        case ():
            four = (0, 0, 0, 0)
        case (every,):
            four = (every, every, every, every)
        case (horizontal, vertical):
            four = (horizontal, vertical, horizontal, vertical)
        case (left, top, right, bottom):
            four = (left, top, right, bottom)
        case _:
            raise ValueError(len(margins))
    layout.setProperty(_MARGINS, list(four))
    layout.setProperty(_SPACING, spacing)
    layout.setProperty(_ACROSS, across)
    _set_distances(layout, four, spacing, across)


def fix(
    widget: QWidget,
    *,
    width: int | None = None,
    height: int | None = None,
    least_width: int | None = None,
    least_height: int | None = None,
    most_width: int | None = None,
) -> None:
    """Bound the size of `widget` in pixels at 100 %; it follows the zoom."""
    widget.setProperty(
        _SIZES,
        [
            -1 if size is None else size
            for size in (width or least_width, height or least_height, width or most_width, height)
        ],
    )
    _set_sizes(widget)


def rescale(roots: Iterable[QWidget]) -> None:
    """Set every remembered distance below `roots` anew, after the zoom changed."""
    for root in roots:
        _set_sizes(root)
        for layout in root.findChildren(QLayout):
            _set_layout(layout)
        for widget in root.findChildren(QWidget):
            _set_sizes(widget)


def _numbers(thing: QObject, name: str) -> list[int]:
    stored = thing.property(name)
    return [int(number) for number in stored] if isinstance(stored, (list, tuple)) else []


def _set_layout(layout: QLayout) -> None:
    margins = _numbers(layout, _MARGINS)
    if margins:
        across = layout.property(_ACROSS)
        _set_distances(layout, margins, int(layout.property(_SPACING)), None if across is None else int(across))


def _set_distances(layout: QLayout, margins: Sequence[int], spacing: int, across: int | None) -> None:
    left, top, right, bottom = map(px, margins)
    layout.setContentsMargins(left, top, right, bottom)
    layout.setSpacing(px(spacing))
    if isinstance(layout, QGridLayout) and across is not None:
        layout.setHorizontalSpacing(px(across))


def _set_sizes(widget: QWidget) -> None:
    sizes = _numbers(widget, _SIZES)
    if not sizes:
        return
    least_width, least_height, most_width, most_height = sizes
    if least_width >= 0:
        widget.setMinimumWidth(px(least_width))
    if least_height >= 0:
        widget.setMinimumHeight(px(least_height))
    widget.setMaximumWidth(px(most_width) if most_width >= 0 else _UNBOUNDED)
    widget.setMaximumHeight(px(most_height) if most_height >= 0 else _UNBOUNDED)
