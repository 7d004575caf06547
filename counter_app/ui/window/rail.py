"""The rail at the left: the pages that exist, and at its foot who sits here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from counter_app.domain.basics.records import frozen
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.base.shortcuts import keys_of
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.scroll_area import ScrollArea

if TYPE_CHECKING:  # the startup window needs no domain
    from counter_app.services.office.workstation import Workstation


@frozen
class RailEntry:
    """One page of the rail: its name in code, its label, the keys that show it.

    `branches` are parts of the page that have a line of their own below it: names and labels.
    """

    name: str
    label: str
    keys: str
    branches: tuple[tuple[str, str], ...] = ()


class _RailButton(QPushButton):
    """A page's button, or that of a part of a page, with a count at its right end."""

    def __init__(self, label: str, keys: str, *, branch: bool = False) -> None:
        super().__init__(label)
        self._label = label
        self.setCheckable(not branch)
        self.setToolTip(f"{label}  {keys}".rstrip())
        mark(self, role="branch" if branch else "rail")
        self._count = QLabel(self)
        mark(self._count, role="rail_quiet" if branch else "rail_words")
        self._count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._badge = QLabel(self)
        self._badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        mark(self._badge, role="badge")
        self._badge.hide()
        self._badge_text = ""
        self.count(0)

    def count(self, number: int, words: str = "") -> None:
        """Show `number`, or `words` where it is beyond counting; nothing for none."""
        self._count.setText((words or str(number)) if number else "")
        self._say()

    def set_badge(self, words: str, *, past: bool) -> None:
        """Show a badge beside the count: `急3`; red where something is past its day. None for no words."""
        self._badge_text = words
        self._badge.setText(words)
        self._badge.setVisible(bool(words))
        mark(self._badge, role="badge", tone="red" if past else "amber")
        self._say()

    def _say(self) -> None:
        number = self._count.text()
        said = [self._label, *([f"{number}件"] if number else []), *([self._badge_text] if self._badge_text else [])]
        self.setAccessibleName("，".join(said))
        if self.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):  # before that it has no size; it gets one later
            self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the count at the right end."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        self._count.adjustSize()
        end = self.width() - grid.px(16)
        left = end - self._count.width()
        self._count.move(left, (self.height() - self._count.height()) // 2)
        self._badge.adjustSize()
        label_end = grid.px(34) + self.fontMetrics().horizontalAdvance(self._label)
        is_tight = bool(self._badge_text) and left - self._badge.width() - grid.px(8) < label_end
        if self._count.isHidden() != is_tight:  # the badge comes first; the page itself says how many there are
            self._count.setVisible(not is_tight)
        place = end if is_tight else left - grid.px(4)
        self._badge.move(place - self._badge.width(), (self.height() - self._badge.height()) // 2)


class Rail(QWidget):
    """Shows one of the pages; `chosen` carries its name."""

    chosen = Signal(str)
    branch_chosen = Signal(str)
    """A part of a page, by its name."""
    keys_wanted = Signal()
    menu_wanted = Signal()
    """The acts that work on every page are wanted, under `menu`."""

    def __init__(self, title: str, entries: Sequence[RailEntry]) -> None:
        """`title` is the program's short name."""
        super().__init__()
        mark(self, role="rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        grid.fix(self, width=148)
        layout = QVBoxLayout(self)
        grid.space(layout, 0, 16, 0, 8, spacing=4)
        self._title = head = QLabel(title)
        head.setWordWrap(True)
        mark(head, role="rail_title")
        layouts.nest(layout, _indented(head, 12))
        self._group = QButtonGroup(self)
        self._buttons: dict[str, _RailButton] = {}
        self._branches: dict[str, _RailButton] = {}
        for entry in entries:
            self._buttons[entry.name] = button = _RailButton(entry.label, entry.keys)
            self._group.addButton(button)
            when_pressed(button, self.chosen.emit, entry.name)
            layout.addWidget(button)
            for name, label in entry.branches:
                self._branches[name] = branch = _RailButton(label, "", branch=True)
                when_pressed(branch, self.branch_chosen.emit, name)
                layout.addWidget(branch)
        layout.addStretch(1)
        self._foot = QLabel()
        self._foot.setWordWrap(True)
        mark(self._foot, role="rail_quiet")
        layouts.nest(layout, _indented(self._foot, 4))
        self.menu = QPushButton("菜单")
        self.menu.setToolTip("在任何页面都能办的事")
        mark(self.menu, role="rail")
        when_pressed(self.menu, self.menu_wanted.emit)
        layout.addWidget(self.menu)
        self._help = QPushButton(f"{keys_of('keys')} 帮助")
        mark(self._help, role="rail")
        when_pressed(self._help, self.keys_wanted.emit)
        layout.addWidget(self._help)

    def show_page(self, name: str) -> None:
        """Mark the page that is in front."""
        if name in self._buttons:
            self._buttons[name].setChecked(True)

    def count(self, name: str, number: int, words: str = "") -> None:
        """Say how many wait on the page `name`, or in the part of a page of this name; `words` as for a button."""
        (self._branches.get(name) or self._buttons[name]).count(number, words)

    def set_badge(self, name: str, words: str, *, past: bool) -> None:
        """Set the badge of a page, or of a part of one."""
        (self._branches.get(name) or self._buttons[name]).set_badge(words, past=past)

    def allow_pages(self, allowed: bool, *, shown: bool = True) -> None:  # noqa: FBT001 - as setEnabled
        """Whether the pages can be gone to, and are `shown` at all: not before the first start was answered."""
        for button in (*self._buttons.values(), *self._branches.values(), self.menu):
            button.setEnabled(allowed)
            button.setVisible(shown)

    def fit(self, height: int) -> None:
        """Who sits here gives way where `height` is too low for all lines (150 % on a small screen)."""
        lines = [self._title, *self._buttons.values(), *self._branches.values(), self.menu, self._help]
        shown = [line for line in lines if not line.isHidden()]
        foot = self._foot.heightForWidth(max(self.width() - grid.px(20), 1))
        needed = sum(line.sizeHint().height() + grid.px(4) for line in shown) + foot + grid.px(32)
        self._foot.setVisible(needed <= height)

    def show_user(self, workstation: Workstation, *, demo: bool) -> None:
        """Show office, window and clerk at the foot."""
        lines = [workstation.office_name, " · ".join(part for part in (workstation.window, workstation.clerk) if part)]
        self._foot.setText("\n".join([*(["演示数据"] if demo else []), *(line for line in lines if line)]))


class RailArea(ScrollArea):
    """The rail, which scrolls where the window is too low for all its lines."""

    def __init__(self, rail: Rail, parent: QWidget) -> None:
        super().__init__(parent)
        self._rail = rail
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)
        mark(self, role="rail")
        self.setWidget(rail)
        self.verticalScrollBar().rangeChanged.connect(lambda _least, _most: self.updateGeometry())

    def sizeHint(self) -> QSize:
        """As wide as the rail, and its scroll bar where there is one."""
        bar = self.verticalScrollBar()
        return QSize(self._rail.minimumWidth() + (bar.sizeHint().width() if bar.maximum() else 0), 0)

    def minimumSizeHint(self) -> QSize:
        """The width is kept."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There is space for more lines, or for fewer."""
        super().resizeEvent(event)
        self._rail.fit(event.size().height())


def _indented(label: QLabel, below: int) -> QVBoxLayout:
    """Return `label` where the words of the buttons begin."""
    layout = QVBoxLayout()
    grid.space(layout, 16, 0, 4, below)
    layout.addWidget(label)
    return layout
