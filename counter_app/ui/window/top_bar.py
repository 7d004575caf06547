"""The bar at the top of every page: the tabs of the cases, or where one is; and at its right the search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from counter_app.domain.basics.records import frozen
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.base.shortcuts import keys_of, words_of
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.fitting_label import FittingLabel

UNDER: Final = {
    "platform": ("cases", "录入备案平台"),
    "chain": ("cases", "备案历史"),
    "paper": ("cases", "文书"),
    "switcher": ("cases", "切换业务"),
    "holidays": ("settings", "年度放假安排"),
    "templates": ("settings", "文书模板"),
    "trail": ("settings", "办理记录"),
}
"""Pages that stand in the place of a page of the rail: that one, and what they are called."""
_WIDE: Final = 300
_NARROW: Final = 150
_LEAST: Final = 84
_NARROW_BAR: Final = 960
_LEAST_BAR: Final = 480
"""Pixels at 100 % of the bar below which its search is narrow, and below which it is a word and no more."""


@frozen
class Crumb:
    """One step of the way to the page in front. `go` leads there; None for the page itself."""

    words: str
    go: Callable[[], object] | None = None


class Breadcrumbs(QWidget):
    """The way from a section's first page to the page in front; each step but the last leads there."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("当前位置")
        self._row = QHBoxLayout(self)
        grid.space(self._row, spacing=4)
        self.words: tuple[str, ...] = ()
        """The steps in words."""
        self.steps: list[QWidget] = []
        """What stands there for each."""

    def show_way(self, crumbs: Sequence[Crumb]) -> None:
        """Show another way."""
        self.words = tuple(crumb.words for crumb in crumbs)
        self.steps = []
        layouts.empty(self._row)
        for place, crumb in enumerate(crumbs):
            if place:
                between = QLabel("›")
                mark(between, role="quiet")
                self._row.addWidget(between)
            self.steps.append(_step(crumb))
            self._row.addWidget(self.steps[-1], 0 if crumb.go is not None else 1)


def _step(crumb: Crumb) -> QWidget:
    if crumb.go is None:
        here = FittingLabel()
        here.set_text((crumb.words,))
        return here
    button = QPushButton(crumb.words)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setAccessibleName(f"返回{crumb.words}")
    mark(button, kind="quiet")
    when_pressed(button, crumb.go)
    return button


class SearchField(QPushButton):
    """Looks like the field it opens: the line of the search appears in its place, with the keyboard in it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(f"{words_of('find')}单位、业务、检查、编号，{keys_of('find')}")
        self.setToolTip(f"{words_of('find')}单位、业务、检查、责令改正、举报、移交批次、附件  {keys_of('find')}")
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        mark(self, role="search")
        self.fit(grid.px(_NARROW_BAR))

    def fit(self, bar: int) -> None:
        """Take less space where the bar is narrow; `bar` is its width in pixels."""
        find, keys = words_of("find"), keys_of("find")
        if bar < grid.px(_LEAST_BAR):
            words, width = find, _LEAST
        elif bar < grid.px(_NARROW_BAR):
            words, width = f"{find}　{keys}", _NARROW
        else:
            words, width = f"{find}单位、业务、检查、编号　{keys}", _WIDE
        self.setText(words)
        grid.fix(self, width=width)


class TopBar(QWidget):
    """`search_wanted`: the search was clicked."""

    search_wanted = Signal()

    def __init__(self, tabs: QWidget) -> None:
        """`tabs` stand at the left of the cases, the way to it at the left of every other page."""
        super().__init__()
        mark(self, role="topbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._tabs = tabs
        self.way = Breadcrumbs()
        self.search = SearchField()
        when_pressed(self.search, self.search_wanted.emit)
        row = QHBoxLayout(self)
        grid.space(row, 16, 0, 16, 0, spacing=12)
        row.addWidget(tabs, 1)
        row.addWidget(self.way, 1)
        row.addWidget(self.search, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.fix(self, least_height=44)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The tabs come before the words in the search."""
        super().resizeEvent(event)
        self.search.fit(self.width())

    def show_tabs(self, *, wanted: bool) -> None:
        """Whether the cases are in front."""
        self._tabs.setVisible(wanted)
        self.way.setVisible(not wanted)

    def show_way(self, crumbs: Sequence[Crumb]) -> None:
        """Where the page in front is."""
        self.way.show_way(crumbs)


def way_of(section: tuple[str, Callable[[], object]], steps: Sequence[tuple[str, Callable[[], object]]]) -> list[Crumb]:
    """The way to the last of `steps` (words, and what leads there); the section alone where there are none."""
    all_steps = [section, *steps]
    return [Crumb(words, go if place < len(all_steps) - 1 else None) for place, (words, go) in enumerate(all_steps)]
