"""The items of an inspection: one key an item, and beside it what to look at, what was wrong, and a note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from string import ascii_uppercase
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from counter_app.domain.inspection.inspections import (
    Breach,
    Compliance,
    InspectionItem,
    InspectionKind,
    ItemResult,
    with_result,
)
from counter_app.ui.base.acts import Act, when_pressed
from counter_app.ui.inspection.noted_list import NotedList
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.scrolled import within

_TONES: Final = {
    Compliance.CONFORMS: "green",
    Compliance.BREACH: "red",
    Compliance.NOT_APPLICABLE: "quiet",
    Compliance.NOT_INSPECTED: "quiet",
}
_COLUMNS: Final = ("序号", "检查内容", "结果", "情形和说明")
_ITEM: Final = 1
_SIDE, _LEAST_SIDE, _LEAST_LIST = 380, 180, 250
"""Pixels at 100 %: on a small screen both give way."""


class InspectionItems(NotedList):
    """A digit records what was found, letters tick what is wrong.

    Where an item is wrong in one of several ways it stays marked for a letter; the next digit is for the next item all
    the same, so that thirteen digits in a row are thirteen items. Backspace takes back what was recorded.
    """

    changed = Signal(str, object)
    """The key of an item, and its `ItemResult`, None where nothing is recorded of it any more."""

    def __init__(self) -> None:
        """Shows nothing before `show_items`."""
        super().__init__(_COLUMNS, "检查内容", "情况说明：看到了什么，在哪里", _ITEM)
        self._items: Sequence[InspectionItem] = ()
        self._kind = InspectionKind.GENERAL
        self._results: dict[str, ItemResult] = {}
        self._locked = False
        self._choosing = False
        self._boxes: list[QWidget] = []
        self._label, self._basis, self._points, self._hint = QLabel(), QLabel(), QLabel(), QLabel()
        self._breaches = QVBoxLayout()
        self._lay_out()

    @property
    def is_open(self) -> bool:
        """Whether results may be keyed."""
        return not self._locked

    def show_items(
        self,
        items: Sequence[InspectionItem],
        kind: InspectionKind,
        results: Mapping[str, ItemResult],
        *,
        locked: bool,
    ) -> None:
        """Show the items of one inspection; `locked` where nothing may be keyed any more."""
        self._items, self._kind, self._locked = items, kind, locked
        self._results = dict(results)
        self.note.setReadOnly(locked)
        self._results_bar.setVisible(not locked)
        self._show_rows()
        wrong = [row for row, item in enumerate(items) if self._result(item).found is Compliance.BREACH]
        if items:
            self.view.selectRow(wrong[0] if locked and wrong else 0)
        self._show_item()
        self.acts.refresh()

    @property
    def item(self) -> InspectionItem | None:
        """The marked item."""
        return self._items[self.row] if 0 <= self.row < len(self._items) else None

    def focus_item(self, key: str) -> None:
        """Mark one item, or the first one that was not looked at where `key` is empty, and take the keyboard."""
        rows = [row for row, item in enumerate(self._items) if item.key == key]
        if not key:
            rows = [row for row, item in enumerate(self._items) if item.key not in self._results]
        self.focus_first(rows)

    def set_result(self, found: Compliance) -> None:
        """Record what was found of the marked item; what may be wrong in several ways stays marked for a letter."""
        if self._choosing:
            self.go_on()
        item = self.item
        if item is None or self._locked:
            return
        result = with_result(self._results, item.key, found)
        offered = item.breaches_in(self._kind)
        if found is Compliance.BREACH and len(offered) == 1:
            result = ItemResult(found, result.note, (offered[0].key,))
        self._keep(item, result)
        if found is Compliance.BREACH and len(offered) > 1:
            self._choosing = True
        else:
            self.go_on()

    def clear_result(self) -> None:
        """Nothing was recorded of the marked item; a note that was written stays."""
        item = self.item
        if item is None or self._locked or item.key not in self._results:
            return
        self._choosing = False
        note = self._result(item).note
        if note:
            self._keep(item, ItemResult(note=note))
            return
        del self._results[item.key]
        self._show_rows()
        self._show_item()
        self.changed.emit(item.key, None)

    def tick(self, place: int) -> None:
        """Tick or untick one of the ways in which the marked item is wrong."""
        item = self.item
        if item is None or self._locked or self._result(item).found is not Compliance.BREACH:
            return
        offered = [breach.key for breach in item.breaches_in(self._kind)]
        if not 0 <= place < len(offered):
            return
        ticked = set(self._result(item).breaches) ^ {offered[place]}
        kept = tuple(key for key in offered if key in ticked)
        self._keep(item, ItemResult(Compliance.BREACH, self._result(item).note, kept))

    def write_note(self, text: str) -> None:
        """Keep what was typed of the marked item."""
        item = self.item
        if item is not None and not self._locked:
            before = self._result(item)
            self._results[item.key] = ItemResult(before.found, text, before.breaches)
            self._show_rows()
            self.changed.emit(item.key, self._results[item.key])

    def show_marked(self) -> None:
        """Show what to look at, and what was found of the marked item."""
        self._choosing = False
        self._show_item()

    # Inside ----------------------------------------------------------------------------------------------------------

    def _result(self, item: InspectionItem) -> ItemResult:
        return self._results.get(item.key, ItemResult())

    def _keep(self, item: InspectionItem, result: ItemResult) -> None:
        self._results[item.key] = result
        self._show_rows()
        if item is self.item:
            self._show_item()
        self.changed.emit(item.key, result)

    def _show_rows(self) -> None:
        self.fill([self._row(place, item) for place, item in enumerate(self._items, 1)])

    def _row(self, place: int, item: InspectionItem) -> tuple[tuple[str, str], ...]:
        result = self._result(item)
        stressed = "（重点）" if self._kind in item.stressed_in else ""
        found = (result.found.label, _TONES[result.found])
        facts = [breach.fact for key in result.breaches if (breach := item.breach(key)) is not None]
        facts += [result.note] if result.note else []
        return ((str(place), "ink"), (f"{item.short}{stressed}", "ink"), found, ("；".join(facts), "ink"))

    def _show_item(self) -> None:
        item = self.item
        for box in self._boxes:
            box.deleteLater()
        self._boxes = []
        if item is None:
            return
        result = self._result(item)
        self.show_result(_ACT_OF[result.found] if item.key in self._results else "")
        self._label.setText(item.label)
        self._basis.setText(item.basis)
        points = [f"看：{'；'.join(item.look_at)}"] if item.look_at else []
        points += [f"取证：{'；'.join(item.evidence)}"] if item.evidence else []
        self._points.setText("\n".join(points))
        wrong = result.found is Compliance.BREACH
        for place, breach in enumerate(item.breaches_in(self._kind) if wrong else ()):
            self._boxes.append(self._box(place, breach, ticked=breach.key in result.breaches))
        self._hint.setVisible(wrong and not self._locked)
        if self.note.text() != result.note:
            self.note.setText(result.note)

    def _box(self, place: int, breach: Breach, *, ticked: bool) -> QWidget:
        box = QCheckBox(ascii_uppercase[place])
        box.setChecked(ticked)
        box.setEnabled(not self._locked)
        box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box.setAccessibleName(breach.fact)
        when_pressed(box, self.tick, place)
        fact = QLabel(breach.fact)
        fact.setWordWrap(True)
        fact.setToolTip(breach.violated)
        line = QWidget()
        row = QHBoxLayout(line)
        grid.space(row, spacing=8)
        row.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(fact, 1)
        self._breaches.addWidget(line)
        return line

    def _lay_out(self) -> None:
        mark(self._label, role="strong")
        mark(self._basis, role="quiet")
        mark(self._hint, role="quiet")
        card = QFrame()
        mark(card, role="card")
        inner = QWidget()
        text = QVBoxLayout(inner)
        grid.space(text, 16, 12, 16, 12, spacing=8)
        for label in (self._label, self._basis, self._points):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            text.addWidget(label)
        grid.space(self._breaches, spacing=6)
        layouts.nest(text, self._breaches)
        self._hint.setText(f"按字母选择情形，可多选；没有合适的，按 {self.TO_NOTE.key} 写明事实")
        self._hint.setWordWrap(True)
        text.addWidget(self._hint)
        text.addStretch(1)
        box = QVBoxLayout(card)
        grid.space(box, 2, 2, 2, 12, spacing=4)
        box.addWidget(within(inner), 1)
        line = QHBoxLayout()
        grid.space(line, 14, 0, 14, 0)
        line.addWidget(self.note)
        layouts.nest(box, line)
        grid.fix(card, least_width=_LEAST_SIDE, most_width=_SIDE)
        grid.fix(self.view, least_width=_LEAST_LIST)
        row = QHBoxLayout(self)
        grid.space(row, spacing=12)
        layouts.nest(row, self._list_and_results(), 3)
        row.addWidget(card, 2)

    def _list_and_results(self) -> QVBoxLayout:
        self._results_bar = self.add_results({_ACT_OF[found]: tone for found, tone in _TONES.items()}, "clear")
        for name in _ACT_OF.values():
            self.acts.buttons[name].pressed.connect(self._mean_marked)
        column = QVBoxLayout()
        grid.space(column, spacing=8)
        column.addWidget(self.view, 1)
        column.addWidget(self._results_bar)
        return column

    def _mean_marked(self) -> None:
        """A button is pressed for the item that is seen to be marked, and not for the next one as a digit is."""
        self._choosing = False


_ACT_OF: Final = {
    Compliance.CONFORMS: "found_1",
    Compliance.BREACH: "found_2",
    Compliance.NOT_APPLICABLE: "found_3",
    Compliance.NOT_INSPECTED: "found_4",
}


def _result_act(found: Compliance, told: str) -> Act[InspectionItems]:
    name, words = _ACT_OF[found], found.label
    return Act(name, words, (name[-1],), lambda items: items.set_result(found), _is_open, told=told)


def _tick(place: int, items: InspectionItems) -> None:
    items.tick(place)


def _is_open(items: InspectionItems) -> bool:
    return items.is_open


InspectionItems.ACTS = (
    _result_act(Compliance.CONFORMS, "符合，到下一项"),
    _result_act(Compliance.BREACH, "不符合，再按字母选择情形"),
    _result_act(Compliance.NOT_APPLICABLE, "不适用"),
    _result_act(Compliance.NOT_INSPECTED, "未查"),
    Act("clear", "撤回", ("Backspace",), InspectionItems.clear_result, _is_open, told="撤回这一项的结果"),
    InspectionItems.TO_NOTE,
    *(
        Act(f"breach_{letter}", letter, (letter,), partial(_tick, place), group="不符合的情形")
        for place, letter in enumerate(ascii_uppercase)
    ),
)
