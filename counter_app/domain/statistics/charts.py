"""Bar charts as rectangles, lines and texts: drawn alike on the screen, in a PDF and in a picture.

Series differ in their fill, never in colour alone: one is solid, one hatched, so that a print in black and white can be
read. Lengths are in whatever unit the caller draws in; `y` grows downwards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from itertools import count
from typing import Final

from counter_app.domain.basics.labelled import Labelled
from counter_app.domain.basics.records import frozen


class BarFill(Enum):
    """How bars of a series are filled."""

    SOLID = "solid"
    HATCHED = "hatched"


class Anchor(Enum):
    """Which point of a text is where it is said to be: of its line, left end, middle or right end."""

    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"


class ChartDirection(Labelled):
    """Columns that stand, for a course in time; bars that lie, for things with long names."""

    UPRIGHT = "upright", "柱"
    LYING = "lying", "条"


@frozen
class Series:
    """One row of values under the labels of a chart."""

    name: str
    values: tuple[int, ...]
    fill: BarFill = BarFill.SOLID


@frozen
class Chart:
    """A title, labels, and series of as many values."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    direction: ChartDirection = ChartDirection.UPRIGHT

    @property
    def highest(self) -> int:
        """The highest value, 0 where there is none."""
        return max((value for one in self.series for value in one.values), default=0)

    @property
    def words(self) -> str:
        """All that it shows, for those who do not see it."""
        parts = []
        for place, label in enumerate(self.labels):
            said = "、".join(f"{one.name}{one.values[place]}" for one in self.series)
            parts.append(f"{label}：{said}")
        return f"{self.title}。{'；'.join(parts)}"


@frozen
class BarBox:
    """A filled rectangle."""

    left: float
    top: float
    width: float
    height: float
    fill: BarFill


@frozen
class ChartText:
    """A text whose line has its middle at `y`."""

    x: float
    y: float
    text: str
    anchor: Anchor
    quiet: bool = False


@frozen
class ChartLine:
    """A thin line; `quiet` ones are the grid."""

    x1: float
    y1: float
    x2: float
    y2: float
    quiet: bool = True


@frozen
class ChartDrawing:
    """Everything that is to be drawn, in order: lines, boxes, texts."""

    lines: tuple[ChartLine, ...]
    boxes: tuple[BarBox, ...]
    texts: tuple[ChartText, ...]


_GRID_LINES: Final = 4
_BAR_SHARE: Final = 0.7
"""Of the space of a label, what its bars take."""
_LABEL_SHARE: Final = 0.42
"""Of the width of a chart, the most that the names of lying bars take."""
_WIDEST: Final = 8.0
"""Times the size of the texts, how wide the bars of one label are at most."""
_STEPS: Final = (1, 2, 5)


def drawn(chart: Chart, width: float, height: float, size: float, measure: Callable[[str], float]) -> ChartDrawing:
    """`chart` laid out in `width` × `height` with texts of `size`, whose widths `measure` tells."""
    if chart.direction is ChartDirection.LYING:
        return _lying(chart, width, height, size, measure)
    return _upright(chart, width, height, size, measure)


def least_height(chart: Chart, size: float) -> float:
    """How high a chart of lying bars is at least, so that no line stands upon another."""
    return 1.7 * size * len(chart.labels) if chart.direction is ChartDirection.LYING else 11 * size


def scale_of(highest: int) -> tuple[int, ...]:
    """The marks of a scale from 0 up to at least `highest`, a few of them, on round numbers."""
    steps = (base * 10**power for power in count() for base in _STEPS)
    step = next(step for step in steps if step * _GRID_LINES >= highest)
    last = max(1, -(-highest // step))
    return tuple(step * n for n in range(last + 1))


def _upright(chart: Chart, width: float, height: float, size: float, measure: Callable[[str], float]) -> ChartDrawing:
    marks = scale_of(chart.highest)
    left = max(measure(f"{mark}") for mark in marks) + size * 0.6
    top = size * (2.6 if len(chart.series) > 1 else 1.2)  # the number of the highest bar stands below the legend
    bottom = height - size * 1.7
    texts, boxes = [], []
    lines = []
    for mark in marks:
        y = bottom - (bottom - top) * mark / marks[-1]
        lines.append(ChartLine(left, y, width, y, quiet=mark > 0))
        texts.append(ChartText(left - size * 0.4, y, f"{mark}", Anchor.RIGHT, quiet=True))
    space = (width - left) / max(1, len(chart.labels))
    bar = min(space * _BAR_SHARE, _WIDEST * size) / max(1, len(chart.series))
    every = _every(chart.labels, space, measure, size)
    for place, label in enumerate(chart.labels):
        begin = left + (place + 0.5) * space - bar * len(chart.series) / 2
        for number, one in enumerate(chart.series):
            value = one.values[place]
            tall = (bottom - top) * value / marks[-1]
            if value:
                boxes.append(BarBox(begin + number * bar, bottom - tall, bar * 0.92, tall, one.fill))
                if measure(f"{value}") <= bar * 1.1:
                    middle = begin + (number + 0.46) * bar
                    texts.append(ChartText(middle, bottom - tall - size * 0.6, f"{value}", Anchor.MIDDLE))
        if place % every == 0:
            texts.append(ChartText(left + (place + 0.5) * space, bottom + size, label, Anchor.MIDDLE, quiet=True))
    legend = _legend(chart, width, size, measure) if len(chart.series) > 1 else ((), ())
    return ChartDrawing(tuple(lines), (*boxes, *legend[0]), (*texts, *legend[1]))


def _lying(chart: Chart, width: float, height: float, size: float, measure: Callable[[str], float]) -> ChartDrawing:
    names = [_shortened(label, width * _LABEL_SHARE, measure) for label in chart.labels]
    left = max((measure(name) for name in names), default=0.0) + size * 0.6
    number = max((measure(f"{value}") for one in chart.series for value in one.values), default=0.0) + size * 0.8
    highest, space = max(1, chart.highest), height / max(1, len(chart.labels))
    bar = min(space * _BAR_SHARE, size * 1.4) / max(1, len(chart.series))
    texts, boxes = [], []
    for place, name in enumerate(names):
        middle = (place + 0.5) * space
        texts.append(ChartText(left - size * 0.4, middle, name, Anchor.RIGHT))
        for at, one in enumerate(chart.series):
            value = one.values[place]
            long = (width - left - number) * value / highest
            top = middle - bar * len(chart.series) / 2 + at * bar
            boxes.append(BarBox(left, top, long, bar * 0.92, one.fill))
            texts.append(ChartText(left + long + size * 0.4, top + bar * 0.46, f"{value}", Anchor.LEFT))
    return ChartDrawing((ChartLine(left, 0, left, height, quiet=False),), tuple(boxes), tuple(texts))


def _legend(
    chart: Chart, width: float, size: float, measure: Callable[[str], float]
) -> tuple[tuple[BarBox, ...], tuple[ChartText, ...]]:
    """At the top right: a filled box and the name of each series."""
    boxes, texts = [], []
    x = width
    for one in reversed(chart.series):
        x -= measure(one.name)
        texts.append(ChartText(x, size * 0.7, one.name, Anchor.LEFT))
        x -= size * 1.4
        boxes.append(BarBox(x, size * 0.25, size, size * 0.9, one.fill))
        x -= size * 1.2
    return tuple(boxes), tuple(texts)


def _every(labels: Sequence[str], space: float, measure: Callable[[str], float], size: float) -> int:
    """Every how many of the labels has room beside the next."""
    widest = max((measure(label) for label in labels), default=0.0) + size * 0.5
    return max(1, -int(-widest // space)) if space else 1


def _shortened(text: str, space: float, measure: Callable[[str], float]) -> str:
    if measure(text) <= space:
        return text
    while text and measure(f"{text}…") > space:
        text = text[:-1]
    return f"{text}…"
