"""The tabs of the open cases: unit and verdict in each title, and what does not fit behind one button."""

import re
from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from counter_app.ui.base.acts import when_pressed
from counter_app.ui.base.shortcuts import label_of, tip_of
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.menu_lines import MenuLine

_WIDEST: Final = 272
_NARROWEST: Final = 96
_SHORTEST: Final = 4
"""Characters of a name that stay: fewer tell no case from another."""
_AROUND, _CLOSE = 46, 20
"""Pixels at 100 % beside the title of a tab, and of the button that closes it."""
_NEW: Final = "+ 新建受理"
_FORMS: Final = (
    (label_of("new", _NEW), "还有{}件", False),
    (_NEW, "还有{}件", False),
    ("+", "还有{}件", False),
    ("+", "{}件", False),
    ("+", "{}件", True),
)
"""What gives way where space is short, one after another: the words of a new case, those of the button behind which the
other tabs stand, the verdict on a tab, which stands on the page too. The name of the case in front stays."""
_REGION: Final = partial(re.compile, r"^(?:[^省市县区旗]{1,8}?(?:省|自治区|市|县|区|旗))+")
_LEGAL_FORM: Final = partial(
    re.compile, r"(?:(?:股份|有限责任|集团|控股|有限)+公司|\((?:普通合伙|有限合伙)\)|((?:普通合伙|有限合伙)))$"
)


def name_on_tab(unit: str) -> str:
    """A unit's name without its legal form: 大关县青禾商贸 of 大关县青禾商贸有限公司."""
    return _LEGAL_FORM().sub("", unit.strip()) or unit.strip()


def short_name(unit: str) -> str:
    """The part of a unit's name that stays where space is short: 青禾商贸 of 大关县青禾商贸有限公司."""
    name = name_on_tab(unit)
    core = _REGION().sub("", name)
    least = 2
    return core if len(core) >= least else name


class _Tab(QPushButton):
    """One case. Where space is short the county goes first, then the end of the name; the verdict stays whole."""

    close_wanted = Signal()
    menu_wanted = Signal(QPoint)
    """A right click, at a point of the screen."""

    def __init__(self) -> None:
        super().__init__()
        self._close = QToolButton(self)
        self._close.setText("×")
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        mark(self._close, role="close")
        self._close.setToolTip(tip_of("close"))
        when_pressed(self._close, self.close_wanted.emit)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)  # a button's own never gives way
        mark(self, role="tab", closes=True)
        self._name = self._short = ""
        self._verdict = ""
        self._bare = False

    def show_bare(self, *, bare: bool) -> None:
        """Write the name alone, or with the verdict."""
        if bare is not self._bare:
            self._bare = bare
            self._write()
            self.updateGeometry()

    def update_state(self, name: str, verdict: str, *, key: str) -> None:
        """Write `name · verdict`; `key` switches to this tab."""
        self._name, self._short = name_on_tab(name) or "新建受理", short_name(name) or "新建受理"
        self._verdict = verdict
        self.setAccessibleName(f"{name or '新建受理'}，{verdict}")
        self._close.setAccessibleName(f"关闭{name or '新建受理'}")
        self.setToolTip(f"{name or '新建受理'} · {verdict}" + (f"\n{key} 切换到此件" if key else ""))
        self._write()
        self.updateGeometry()

    @property
    def title(self) -> str:
        """The whole title, however little space there is."""
        return f"{self._name} · {self._verdict}" if self._verdict else self._name

    @property
    def _tail(self) -> str:
        return f" · {self._verdict}" if self._verdict and not self._bare else ""

    def sizeHint(self) -> QSize:
        """As wide as the whole title wants, up to a bound."""
        wanted = self.fontMetrics().horizontalAdvance(self._name + self._tail) + grid.px(_AROUND)
        return QSize(max(grid.px(_NARROWEST), min(wanted, grid.px(_WIDEST))), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Space for a few characters of the name and for the whole verdict."""
        return QSize(self.least(), super().minimumSizeHint().height())

    def least(self) -> int:
        """The width in pixels below which the tab would no longer tell which case it is."""
        short = self._short if len(self._short) <= _SHORTEST else f"{self._short[:_SHORTEST]}…"
        wanted = self.fontMetrics().horizontalAdvance(short + self._tail) + grid.px(_AROUND)
        return min(max(grid.px(_NARROWEST), wanted), self.sizeHint().width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the name anew."""
        super().resizeEvent(event)
        side = grid.px(_CLOSE)
        self._close.setGeometry(self.width() - side - grid.px(4), (self.height() - side) // 2, side, side)
        self._write()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the case."""
        self.menu_wanted.emit(event.globalPos())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The middle button closes, as browsers do."""
        if event.button() == Qt.MouseButton.MiddleButton:
            self.close_wanted.emit()
            return
        super().mouseReleaseEvent(event)

    def _write(self) -> None:
        metrics = self.fontMetrics()
        space = self.width() - grid.px(_AROUND) - metrics.horizontalAdvance(self._tail)
        name = self._name if metrics.horizontalAdvance(self._name) <= space else self._short
        name = metrics.elidedText(name, Qt.TextElideMode.ElideRight, max(space, metrics.horizontalAdvance("字…")))
        self.setText(f"{name}{self._tail}".replace("&", "&&"))


class CaseTabs(QWidget):
    """The row of tabs. `chosen`, `close_wanted` carry a place counted from 0."""

    chosen = Signal(int)
    close_wanted = Signal(int)
    menu_wanted = Signal(int, QPoint)
    """The acts of the case at a place are wanted, at a point of the screen."""
    new_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("已打开的业务")
        self._tabs: list[_Tab] = []
        self._current = -1
        self._hidden: list[int] = []
        self._row = QHBoxLayout(self)
        grid.space(self._row, 0, spacing=4)
        self._rest = QPushButton()
        mark(self._rest, role="tab")
        when_pressed(self._rest, self._open_rest)
        self._rest.hide()
        self._new = QPushButton(label_of("new", _NEW))
        self._new.setAccessibleName("新建受理")
        mark(self._new, role="tab")
        when_pressed(self._new, self.new_wanted.emit)
        self._new.setToolTip(tip_of("new"))
        self._row.addWidget(self._rest)
        self._row.addWidget(self._new)
        self._row.addStretch(1)

    def allow_new(self, allowed: bool) -> None:  # noqa: FBT001 - as setEnabled
        """Whether a new case can be opened now."""
        self._new.setEnabled(allowed)

    def add(self) -> int:
        """Put one more tab at the end and return its place."""
        tab = _Tab()
        when_pressed(tab, lambda: self.chosen.emit(self._tabs.index(tab)))
        tab.close_wanted.connect(lambda: self.close_wanted.emit(self._tabs.index(tab)))
        tab.menu_wanted.connect(lambda place: self.menu_wanted.emit(self._tabs.index(tab), place))
        self._row.insertWidget(len(self._tabs), tab)
        self._tabs.append(tab)
        return len(self._tabs) - 1

    def update_tab(self, place: int, name: str, verdict: str) -> None:
        """Write the title of the tab at `place`."""
        self._tabs[place].update_state(name, verdict, key=f"Alt+{place + 1}" if place < 9 else "")  # noqa: PLR2004 - nine keys
        self._fit()

    def remove(self, place: int) -> None:
        """Take the tab away."""
        tab = self._tabs.pop(place)
        self._row.removeWidget(tab)
        tab.hide()
        tab.deleteLater()
        self._fit()

    def set_current(self, place: int) -> None:
        """Mark the tab in front, -1 for none."""
        self._current = place
        for position, tab in enumerate(self._tabs):
            tab.setChecked(position == place)
        self._fit()

    def title(self, place: int) -> str:
        """What stands on the tab at `place`."""
        return self._tabs[place].title

    def count(self) -> int:
        """How many tabs there are."""
        return len(self._tabs)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See again what fits."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """A zoom changes what fits."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def minimumSizeHint(self) -> QSize:
        """The tabs never make the window wider: what does not fit goes behind a button."""
        return QSize(grid.px(200), super().minimumSizeHint().height())

    def _fit(self) -> None:
        gap, others = self._row.spacing(), len(self._tabs) - 1
        front = min(max(self._current, 0), others)
        for new, rest, bare in _FORMS:
            self._new.setText(new)
            self._rest.setText(rest.format(others))
            for tab in self._tabs:
                tab.show_bare(bare=bare)
            wanted = [tab.least() + gap for tab in self._tabs]
            space = self.width() - self._new.sizeHint().width() - gap
            beside = self._rest.sizeHint().width() + gap if others > 0 else 0
            if not wanted or wanted[front] + beside <= space:
                break
        shown = range(len(self._tabs))
        if sum(wanted) > space:
            shown = _around(front, wanted, space - beside)
        for place, tab in enumerate(self._tabs):
            tab.setVisible(place in shown)
        self._hidden = [place for place in range(len(self._tabs)) if place not in shown]
        self._rest.setVisible(bool(self._hidden))
        self._rest.setText(rest.format(len(self._hidden)))
        self._rest.setAccessibleName(f"还有{len(self._hidden)}件")

    def _open_rest(self) -> None:
        """The cases that have no tab in sight, in a list under their button."""
        lines = [MenuLine(self._tabs[place].title, "", partial(self.chosen.emit, place)) for place in self._hidden]
        from counter_app.ui.widgets.act_menu import ActMenu

        ActMenu(self._rest, [lines]).open()


def _around(current: int, widths: Sequence[int], space: int) -> range:
    """The places of neighbours that fit into `space`, the one at `current` always, those before it first."""
    first, last = current, current + 1
    space -= widths[current]
    while first > 0 and widths[first - 1] <= space:
        first -= 1
        space -= widths[first]
    while last < len(widths) and widths[last] <= space:
        space -= widths[last]
        last += 1
    return range(first, last)
