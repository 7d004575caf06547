"""The verdict, always in sight: one line, then what is still missing in the words of the notice, then what to note."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from counter_app.domain.basics.records import frozen
from counter_app.domain.filing.one_time import DeficiencyOrigin
from counter_app.domain.forms.findings import Verdict
from counter_app.ui.base.acts import Act, Placement, when_pressed, written
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.shortcuts import label_of
from counter_app.ui.base.spoken import announce
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.fitting_scroll import FittingScroll

_AT_FIRST = 30
_LIST_LEAST = 96
"""Pixels at 100 % that the list has at least."""
_MORE = 200
"""How many more are listed at a time: of thousands each would be a widget of its own."""
_ORIGIN_TONES = {origin.label: "red" if origin is DeficiencyOrigin.MISSED else "quiet" for origin in DeficiencyOrigin}
_TONES = {Verdict.COMPLETE: "green", Verdict.DEFICIENT: "red", Verdict.UNREVIEWED: "amber"}


@frozen
class VerdictItem:
    """One line of the panel: the `key` to jump to, the words, the basis in the law, and where it comes from."""

    key: str
    message: str
    basis: str = ""
    origin: str = ""
    """What the last notice said of it (前次已告知), on a return visit."""
    confirm: str = ""
    """Words of the button by which the window says that it saw the value on a document; empty where it cannot."""


class FindingRow(QPushButton):
    """One item, chosen by a click, by Enter or by space."""

    def __init__(self, item: VerdictItem, number: int | None, tone: str, parent: QWidget | None = None) -> None:
        """`number` is the item's place on the notice, None for what does not stand there."""
        super().__init__(parent)
        self.key = item.key
        mark(self, role="finding")
        self._box = row = QHBoxLayout(self)
        grid.space(row, 4, 2, spacing=8)
        parts = [QLabel("·" if number is None else str(number), self), QLabel(item.message, self)]
        mark(parts[0], role="strong", tone=tone)
        parts[0].setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        grid.fix(parts[0], least_width=18)
        mark(parts[1], role="finding", tone="quiet" if tone == "quiet" else "")
        parts[1].setWordWrap(True)
        parts[1].setTextFormat(Qt.TextFormat.PlainText)
        row.addWidget(parts[0], 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(parts[1], 1)
        # On a return visit what counts is what was told; the basis is on the notice the applicant holds.
        if aside := item.origin or item.basis:
            parts.append(QLabel(aside, self))
            mark(parts[2], role="" if item.origin else "quiet", tone=_ORIGIN_TONES.get(item.origin, ""))
            parts[2].setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            row.addWidget(parts[2], 0, Qt.AlignmentFlag.AlignTop)
        for part in parts:
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        accessible = item.message if number is None else f"第{number}项：{item.message}"
        accessible = f"{accessible}（{item.origin}）" if item.origin else accessible
        self.setAccessibleName(accessible)
        self.setAccessibleDescription(item.basis)
        self.setToolTip(f"转到该项 {written('Return')}，逐项转到 {VerdictPanel.ACTS[0].key}")

    def sizeHint(self) -> QSize:
        """As large as the words in it; a push button knows only its own text."""
        return self._box.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As `sizeHint`."""
        return self._box.minimumSize()

    def heightForWidth(self, width: int) -> int:
        """The words wrap."""
        return self._box.heightForWidth(width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses; Up and Down go through the list."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.click()
            case Qt.Key.Key_Up:
                self.focusNextPrevChild(False)
            case Qt.Key.Key_Down:
                self.focusNextPrevChild(True)
            case _:
                super().keyPressEvent(event)


class VerdictPanel(QFrame):
    """Shows a verdict and leads from item to item. `ACTS` belong to the page, the digits of `LIST_ACTS` to the list."""

    ACTS: "ClassVar[tuple[Act[VerdictPanel], ...]]"
    LIST_ACTS: "ClassVar[tuple[Act[VerdictPanel], ...]]"

    item_chosen = Signal(str)
    """The key of the item to jump to."""
    confirmed = Signal(str)
    """The key of the value that the window saw on a document."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begins without a verdict."""
        super().__init__(parent)
        mark(self, role="card")
        self._head = ("", "")
        self._lists = _Lists()
        self._rows: list[FindingRow] = []
        self._limits = {"deficiencies": _AT_FIRST, "advisories": _AT_FIRST, "mended": _AT_FIRST}
        self._current = -1
        self._folded = False
        self._headline = QLabel(self)
        mark(self._headline, role="headline")
        self._headline.setWordWrap(True)
        self._explanation = QLabel(self)
        self._explanation.setWordWrap(True)
        mark(self._explanation, role="quiet")
        self._list = FittingScroll(parent=self)
        self._box = box = QVBoxLayout(self)
        grid.space(box, 16, 12, 16, 12, spacing=4)
        box.addWidget(self._headline)
        box.addWidget(self._explanation)
        box.addWidget(self._list)
        box.addStretch(1)
        self.list_acts = PageActs(self, self.LIST_ACTS, self._list)

    def show_verdict(
        self,
        verdict: Verdict,
        deficiencies: Sequence[VerdictItem] = (),
        *,
        unreviewed: Sequence[VerdictItem] = (),
        entries: Sequence[VerdictItem] = (),
        advisories: Sequence[VerdictItem] = (),
        mended: Sequence[VerdictItem] = (),
        calm: bool = False,
    ) -> None:
        """Show what judging came to; nothing is rebuilt where nothing changed. `calm` while nobody typed anything.

        `mended` are the items of the last notice that are open no more. Of long lists only what is in sight is asked
        for; they are not to change afterwards.
        """
        head = _head(verdict, len(deficiencies), len(unreviewed), len(entries))
        lists = _Lists(deficiencies, unreviewed, entries, advisories, mended)
        self._show(head, "quiet" if calm else _TONES[verdict], lists)

    def show_settled(self, words: str, more: str, advisories: Sequence[VerdictItem]) -> None:
        """Show how a case stands that is decided: nothing can be mended any more, only something be noted."""
        self._show((words, more), "accent", _Lists(advisories=advisories))

    def _show(self, head: tuple[str, str], tone: str, lists: "_Lists") -> None:
        mark(self._headline, tone=tone)
        if (head, lists) == (self._head, self._lists):
            return
        before = self._head[0]
        self._head, self._lists = head, lists
        self._current = -1
        self._limits = dict.fromkeys(self._limits, _AT_FIRST)
        words, more = head
        self._headline.setText(words)
        self._explanation.setText(more)
        self.setAccessibleName(f"{words}。{more}")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))
        if self.isVisible() and words != before:
            announce(self, words)
        self._fill()

    def set_folded(self, folded: bool) -> None:  # noqa: FBT001 - as Qt's setters
        """Keep only the headline, while something else needs the space."""
        self._folded = folded
        self._explanation.setVisible(not folded)
        self._list.setVisible(not folded and self._list.column.count() > 0)

    @property
    def least_height(self) -> int:
        """The height of its head and a few lines, however many are found; of the headline alone while it is folded."""
        margins, gap = self._box.contentsMargins(), self._box.spacing()
        around = margins.top() + margins.bottom()
        headline = self._headline.fontMetrics().lineSpacing()
        if self._folded:
            return headline + around
        return headline + self._explanation.fontMetrics().lineSpacing() + 2 * gap + grid.px(_LIST_LEAST) + around

    @property
    def focused_key(self) -> str:
        """The key of the item on which the focus is; empty where it is on none."""
        return next((row.key for row in self._rows if row.hasFocus()), "")

    @property
    def headline(self) -> str:
        """The line above."""
        return self._headline.text()

    def next_item(self) -> None:
        """Jump to the item after the one last jumped to, from the last to the first."""
        if count := self._lists.count:
            self.choose((self._current + 1) % count)

    def focus_list(self) -> None:
        """Put the focus on the first item."""
        if self._rows:
            self._rows[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def choose(self, place: int) -> None:
        """Jump to the item at `place`, counted from 0; nothing where there is none."""
        if place < self._lists.count:
            self._current = place
            self.item_chosen.emit(self._lists.item(place).key)

    def _fill(self) -> None:
        self._empty()
        lists = self._lists
        self._add_part("deficiencies", lists.deficiencies, "red", places=0)
        if lists.unreviewed:
            self._add_heading("未核对的材料", "amber")
            for place, item in enumerate(lists.unreviewed, len(lists.deficiencies)):
                self._add_row(item, None, "amber", place)
        if lists.entries:
            if lists.deficiencies or lists.unreviewed:  # alone they have the headline
                self._add_heading("窗口待核对", "amber")
            for place, item in enumerate(lists.entries, len(lists.deficiencies) + len(lists.unreviewed)):
                self._add_row(item, None, "quiet", place)
        if lists.mended:
            self._add_heading("前次告知的，已补正", "green")
            self._add_part("mended", lists.mended, "green")
        if lists.advisories:
            self._add_heading("提示（不影响备案）", "amber")
            self._add_part("advisories", lists.advisories, "quiet")
        self._list.setVisible(bool(self._rows) and not self._folded)

    def _add_part(self, name: str, items: Sequence[VerdictItem], tone: str, places: int | None = None) -> None:
        """The items of one part up to its limit, and a button for more; numbered from `places` on, if at all."""
        limit = self._limits[name]
        for number, item in enumerate(items[:limit]):
            place = None if places is None else places + number
            self._add_row(item, None if place is None else place + 1, tone, place)
        if (more := len(items) - limit) > 0:
            words = f"另有 {more} 项，" + ("全部列出" if more <= _MORE else f"再列 {_MORE} 项")
            button = QPushButton(words, self._list.inner)
            mark(button, kind="quiet")
            when_pressed(button, self._list_more, name)
            self._list.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _empty(self) -> None:
        self._rows.clear()
        layouts.empty(self._list.column)

    def _add_row(self, item: VerdictItem, number: int | None, tone: str, place: int | None) -> None:
        row = FindingRow(item, number, tone, self._list.inner)
        when_pressed(row, self._clicked, item.key, place)
        self._rows.append(row)
        if not item.confirm:
            self._list.column.addWidget(row)
            return
        button = QPushButton(label_of("confirm", item.confirm), self._list.inner)
        mark(button, kind="quiet")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the key does it on the line itself
        when_pressed(button, self.confirmed.emit, item.key)
        line = QWidget(self._list.inner)
        # Beside what was told of it before there is no space.
        cells = QBoxLayout(QBoxLayout.Direction.TopToBottom if item.origin else QBoxLayout.Direction.LeftToRight, line)
        grid.space(cells, spacing=4)
        cells.addWidget(row, 1, Qt.AlignmentFlag.AlignVCenter)
        cells.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._list.column.addWidget(line)

    def _clicked(self, key: str, place: int | None) -> None:
        if place is not None:
            self._current = place
        self.item_chosen.emit(key)

    def _add_heading(self, words: str, tone: str) -> None:
        heading = QLabel(words, self._list.inner)
        mark(heading, role="strong", tone=tone)
        heading.setContentsMargins(grid.px(4), grid.px(8), 0, grid.px(2))
        self._list.column.addWidget(heading)

    def _list_more(self, name: str) -> None:
        self._limits[name] += _MORE
        self._fill()


def _head(verdict: Verdict, missing: int, unreviewed: int, entries: int) -> tuple[str, str]:
    """The verdict in one line, and what follows from it."""
    waiting = f"还有 {unreviewed} 份材料未核对"
    told = "一次性告知书将写明以下全部内容" if not entries else "告知书将写明以下全部待补正内容，不含窗口待核对"
    match verdict:
        case Verdict.COMPLETE:
            return "材料齐全，可以备案", "录入备案平台后即完成备案"
        case Verdict.DEFICIENT:
            return f"材料不齐全，需补正{missing}项", f"{waiting}，核对后出具告知书" if unreviewed else told
        case Verdict.UNREVIEWED if not unreviewed:
            return f"窗口待核对 {entries} 项", "对照证件改正或者确认后，可以出具收件凭证"
        case Verdict.UNREVIEWED:
            return waiting, "逐份核对后才能判定是否齐全"


def _choose(place: int, panel: VerdictPanel) -> None:
    panel.choose(place)


VerdictPanel.ACTS = (Act("next_item", "下一个问题", ("F4",), VerdictPanel.next_item, place=Placement.KEY),)
VerdictPanel.LIST_ACTS = tuple(
    Act(f"item_{place + 1}", "", (str(place + 1),), partial(_choose, place), group="在待补正内容中：转到第几项")
    for place in range(9)
)


@frozen
class _Lists:
    """The parts of the panel; the first three are what one is led through, item by item."""

    deficiencies: Sequence[VerdictItem] = ()
    unreviewed: Sequence[VerdictItem] = ()
    entries: Sequence[VerdictItem] = ()
    advisories: Sequence[VerdictItem] = ()
    mended: Sequence[VerdictItem] = ()

    @property
    def count(self) -> int:
        """How many items one is led through."""
        return len(self.deficiencies) + len(self.unreviewed) + len(self.entries)

    def item(self, place: int) -> VerdictItem:
        """The line with this number."""
        for part in (self.deficiencies, self.unreviewed):
            if place < len(part):
                return part[place]
            place -= len(part)
        return self.entries[place]
