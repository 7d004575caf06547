"""What became of each thing that was ordered: 1 已改正, 2 部分改正, 3 未改正, and a note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout

from counter_app.domain.inspection.correction import CorrectionResult, OrderedItem, ReinspectedItem
from counter_app.ui.base.acts import Act
from counter_app.ui.inspection.noted_list import NotedList
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark

_RESULTS: Final = (CorrectionResult.YES, CorrectionResult.PARTLY, CorrectionResult.NO)
_TONES: Final = {CorrectionResult.YES: "green", CorrectionResult.PARTLY: "amber", CorrectionResult.NO: "red"}
_COLUMNS: Final = ("序号", "责令改正的问题", "改正要求", "复查结果", "情况说明")
_FACT: Final = 1


class ReinspectionItems(NotedList):
    """The ordered items as a list; a digit records what became of the marked one."""

    changed = Signal()

    def __init__(self) -> None:
        """Shows nothing before `show_items`."""
        super().__init__(_COLUMNS, "责令改正的问题", "情况说明：复查时看到了什么", _FACT)
        self._items: Sequence[OrderedItem] = ()
        self._mended: dict[int, CorrectionResult] = {}
        self._notes: dict[int, str] = {}
        self._fact = QLabel()
        self._fact.setWordWrap(True)
        mark(self._fact, role="quiet")
        box = QVBoxLayout(self)
        grid.space(box, spacing=8)
        box.addWidget(self.view, 1)
        box.addWidget(self.add_results({_act_of(mended): tone for mended, tone in _TONES.items()}))
        box.addWidget(self._fact)
        box.addWidget(self.note)

    def show_items(self, items: Sequence[OrderedItem]) -> None:
        """Show the items of an order, nothing recorded yet."""
        self._items, self._mended, self._notes = items, {}, {}
        self._show_rows()
        if items:
            self.view.selectRow(0)
        self.show_marked()

    @property
    def found(self) -> tuple[ReinspectedItem, ...]:
        """What was recorded so far."""
        return tuple(
            ReinspectedItem(item.item, item.breach, self._mended[row], self._notes.get(row, ""))
            for row, item in enumerate(self._items)
            if row in self._mended
        )

    @property
    def mended(self) -> frozenset[tuple[str, str]]:
        """What was recorded as corrected, as pairs of item and breach."""
        done = [item for row, item in enumerate(self._items) if self._mended.get(row) is CorrectionResult.YES]
        return frozenset((item.item, item.breach) for item in done)

    @property
    def all_mended(self) -> bool:
        """Whether everything was recorded as corrected."""
        return bool(self._items) and all(
            self._mended.get(row) is CorrectionResult.YES for row in range(len(self._items))
        )

    @property
    def is_whole(self) -> bool:
        """Whether something was recorded of each item."""
        return len(self._mended) == len(self._items)

    def content(self) -> dict[str, object]:
        """What was recorded and noted, by place, as plain data."""
        return {
            "mended": {str(row): mended.value for row, mended in self._mended.items()},
            "notes": {str(row): note for row, note in self._notes.items()},
        }

    def restore(self, content: Mapping[str, object]) -> None:
        """Put back what was recorded and noted."""
        mended, notes = content.get("mended"), content.get("notes")
        places = range(len(self._items))
        if isinstance(mended, dict) and isinstance(notes, dict):
            self._mended = {int(row): CorrectionResult(value) for row, value in mended.items() if int(row) in places}
            self._notes = {int(row): str(note) for row, note in notes.items() if int(row) in places}
            self._show_rows()
            self.show_marked()

    def focus_open(self) -> None:
        """Mark the first item of which nothing was recorded, and take the keyboard."""
        self.focus_first([row for row in range(len(self._items)) if row not in self._mended])

    def set_result(self, mended: CorrectionResult) -> None:
        """Record what became of the marked item, and mark the next one."""
        row = self.row
        if 0 <= row < len(self._items):
            self._mended[row] = mended
            self._show_rows()
            self.show_marked()
            self.go_on()
            self.changed.emit()

    def write_note(self, text: str) -> None:
        """Keep what was typed of the marked item."""
        if 0 <= self.row < len(self._items):
            self._notes[self.row] = text
            self._show_rows()
            self.changed.emit()

    def show_marked(self) -> None:
        """Show the marked item whole, and its note."""
        if 0 <= self.row < len(self._items):
            item = self._items[self.row]
            mended = self._mended.get(self.row)
            self.show_result(_act_of(mended) if mended is not None else "")
            self._fact.setText(f"{item.fact}　要求：{item.mend}")
            self.note.setText(self._notes.get(self.row, ""))

    def _show_rows(self) -> None:
        self.fill([self._row(place, item) for place, item in enumerate(self._items)])

    def _row(self, place: int, item: OrderedItem) -> tuple[tuple[str, str], ...]:
        mended = self._mended.get(place)
        said = (mended.label, _TONES[mended]) if mended is not None else ("", "ink")
        note = self._notes.get(place, "")
        return ((str(place + 1), "ink"), (item.fact, "ink"), (item.mend, "ink"), said, (note, "ink"))


def _act_of(mended: CorrectionResult) -> str:
    return f"mended_{_RESULTS.index(mended) + 1}"


def _result_act(mended: CorrectionResult) -> Act[ReinspectionItems]:
    name = _act_of(mended)
    return Act(name, mended.label, (name[-1],), lambda items: items.set_result(mended))


ReinspectionItems.ACTS = (
    *(_result_act(mended) for mended in _RESULTS),
    ReinspectionItems.TO_NOTE,
)
