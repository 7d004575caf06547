"""F12: what can be taken up now: a new case, the cases that stand open, those that wait in the queues."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidgetItem, QVBoxLayout, QWidget

from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.calendar.waiting import Queue
from counter_app.services.lists import queues
from counter_app.services.lists.queues import WaitingCase
from counter_app.services.ports import Backend
from counter_app.ui.base.acts import Act
from counter_app.ui.base.page import Page
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.shortcuts import keys_of
from counter_app.ui.base.station import Station
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.wrapped_list import WrappedList

_WAITING: Final = (Queue.COMPLETE, Queue.DEFICIENT)
_EACH: Final = 6
"""How many of a queue are offered; the rest stand one key away (Ctrl+2)."""
_DIGITS: Final = 9


@frozen
class SwitcherEntry:
    """One thing to take up: a case by its reference, a new one where it is empty."""

    reference: str
    name: str
    told: str
    is_open: bool = False


def _go_to(digit: int, page: CaseSwitcher) -> None:
    page.go_to(digit)


class CaseSwitcher(Page):
    """F12 again, the arrows or a digit choose; Enter goes, Escape goes back to the case that was parked."""

    ACTS: ClassVar[tuple[Act[CaseSwitcher], ...]]

    chosen = Signal(SwitcherEntry)
    """The `SwitcherEntry` to go to."""
    left = Signal()
    """Back to the case that was parked."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Say what is open with `offer` before it is shown."""
        super().__init__(parent)
        self.acts = PageActs(self, self.ACTS)
        self._station = station
        self._open: list[SwitcherEntry] = []
        self._marked = ""
        self.list = WrappedList()
        self.list.setAccessibleName("切换业务")
        self._words = QLabel()
        self._lay_out()
        self.list.itemActivated.connect(lambda _item: self.go())

    def offer(self, cases: list[SwitcherEntry], parked: str) -> None:
        """Offer the open `cases`; the one after `parked` is marked, as that is most often the next."""
        self._open = cases
        references = [case.reference for case in cases]
        after = references.index(parked) + 1 if parked in references else 0
        others = [*references[after:], *references[:after]]
        self._marked = next((reference for reference in others if reference != parked), "")
        self._words.setText("刚才的业务已暂存" if parked else "")
        self._show([])

    def step(self, by: int = 1) -> None:
        """Mark the next choice, round and round (F12 again)."""
        rows = [row for row in range(self.list.count()) if self._choice(row) is not None]
        place = rows.index(self.list.currentRow()) if self.list.currentRow() in rows else -1
        self.list.setCurrentRow(rows[(place + by) % len(rows)])

    def resume(self) -> None:
        """The focus goes to the list."""
        self.list.setFocus()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1."""
        return [("切换业务", [(f"{keys_of('park')}、↑ ↓", "选择"), *self.acts.told()])]

    def showEvent(self, event: QShowEvent) -> None:
        """Ask which cases wait."""
        super().showEvent(event)
        self._station.read(_waiting, done=self._show, failed=self._not_read, owner=self, newest="waiting")

    def go(self) -> None:
        """Go to the marked choice."""
        if (choice := self._choice(self.list.currentRow())) is not None:
            self.chosen.emit(choice)

    def go_to(self, digit: int) -> None:
        """Go to the choice with this digit."""
        choices = [choice for row in range(self.list.count()) if (choice := self._choice(row)) is not None]
        if digit < len(choices):
            self.chosen.emit(choices[digit])

    def _choice(self, row: int) -> SwitcherEntry | None:
        data = self.list.item(row).data(Qt.ItemDataRole.UserRole) if 0 <= row < self.list.count() else None
        return data if isinstance(data, SwitcherEntry) else None

    def _not_read(self, refusal: Refusal) -> None:
        self._words.setText(f"等待办理的业务读取失败：{refusal.sentence}")

    # Looks -----------------------------------------------------------------------------------------------------------

    def _show(self, lines: list[tuple[Queue, WaitingCase]]) -> None:
        marked = self._choice(self.list.currentRow())
        wanted = marked.reference if marked is not None and lines else self._marked
        self.list.clear()
        self._add(SwitcherEntry("", "新建受理", "新建，办理下一位申请人的业务"))
        if self._open:
            self._head("已打开的业务")
            for case in self._open:
                self._add(case)
        known = {case.reference for case in self._open}
        for queue in _WAITING:
            fresh = [line for of, line in lines if of is queue and line.case.reference not in known]
            if fresh:
                self._head(queue.label)
                for line in fresh:
                    name = line.case.unit_name or "（未填单位名称）"
                    self._add(
                        SwitcherEntry(line.case.reference, name, f"{line.said} {line.case.window} {line.case.clerk}")
                    )
        rows = {choice.reference: row for row in range(self.list.count()) if (choice := self._choice(row))}
        self.list.setCurrentRow(rows.get(wanted, 0))

    def _head(self, words: str) -> None:
        item = QListWidgetItem(words)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        font = QFont(self.list.font())
        font.setBold(True)
        item.setFont(font)
        self.list.addItem(item)

    def _add(self, choice: SwitcherEntry) -> None:
        place = sum(self._choice(row) is not None for row in range(self.list.count()))
        digit = f"{place}  " if place <= _DIGITS else "    "
        item = QListWidgetItem(f"{digit}{choice.name}  ·  {choice.told}")
        item.setData(Qt.ItemDataRole.UserRole, choice)
        self.list.addItem(item)

    def _lay_out(self) -> None:
        title = QLabel("切换业务")
        mark(title, role="headline")
        mark(self._words, role="done")
        mark(self.list, role="choices")
        head = QHBoxLayout()
        grid.space(head, spacing=12)
        head.addWidget(title)
        head.addWidget(self._words, 1)
        column = QVBoxLayout(self)
        grid.space(column, 24, 16, 24, 12, spacing=12)
        layouts.nest(column, head)
        column.addWidget(self.list, 1)
        hints = (f"{keys_of('park')} ↑ ↓ 选择", "按数字打开", f"{keys_of('today')} 全部队列")
        layouts.nest(column, self.acts.foot(*hints))


CaseSwitcher.ACTS = (
    Act("back", "返回", ("Esc",), lambda page: page.left.emit(), told="回到刚才的业务"),
    Act("go", "打开", ("Return", "Enter"), CaseSwitcher.go, primary=True),
    *(
        Act(f"go_{digit}", f"打开第{digit}件", (str(digit),), partial(_go_to, digit), group="直接打开")
        for digit in range(_DIGITS + 1)
    ),
)


def _waiting(backend: Backend) -> list[tuple[Queue, WaitingCase]]:
    return [(queue, line) for queue in _WAITING for line in queues.queue_page(backend, queue).lines[:_EACH]]
