"""Beside a record: what it still lacks, each line one key from its field; once issued, what follows from it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from counter_app.domain.basics.office import Office
from counter_app.domain.forms.findings import Deficiency
from counter_app.domain.inspection.correction import CorrectionOrder, OrderState
from counter_app.domain.inspection.inspections import Inspection, InspectionState
from counter_app.services.inspection.orders import Orderable
from counter_app.ui.inspection.words import at_once_words
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.wrapped_list import WrappedList


class InspectionSide(QFrame):
    """A card with a headline, a list that can be chosen from, and words beneath it."""

    part_wanted = Signal(str)
    """The part of the record that lacks something."""
    order_wanted = Signal(str, str)
    """An order by its id, and its state."""

    def __init__(self, issue_key: str, preview_key: str) -> None:
        """The keys by which the record is issued or an order made, and the record looked at."""
        super().__init__()
        self._issue_key, self._preview_key = issue_key, preview_key
        mark(self, role="card")
        self._lacks: Sequence[Deficiency] = ()
        self._orders: Sequence[CorrectionOrder] = ()
        self.headline, self.words = QLabel(), QLabel()
        mark(self.headline, role="title")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.list = WrappedList()
        mark(self.list, role="choices")
        self.list.setStyleSheet("QListWidget { border: none; }")
        self.list.itemActivated.connect(lambda _item: self._choose())
        self.list.itemClicked.connect(lambda _item: self._choose())
        box = QVBoxLayout(self)
        grid.space(box, 16, 12, 16, 12, spacing=8)
        box.addWidget(self.headline)
        box.addWidget(self.words)
        box.addWidget(self.list, 1)
        box.addStretch(0)  # without a list the words stay beneath their headline

    def show_lacks(self, lacks: Sequence[Deficiency]) -> None:
        """What the record still lacks."""
        self._orders = ()
        if list(lacks) == list(self._lacks) and self.list.count():
            return
        self._lacks = lacks
        self.headline.setText(f"还有{len(lacks)}项未填写" if lacks else "可以出具笔录")
        mark(self.headline, role="title", tone="red" if lacks else "green")
        self.words.setText("" if lacks else f"按 {self._issue_key} 出具检查笔录；按 {self._preview_key} 预览")
        self.words.setVisible(not lacks)
        self._fill([one.message for one in lacks])

    def show_orders(
        self, inspection: Inspection, orders: Sequence[CorrectionOrder], orderable: Sequence[Orderable], office: Office
    ) -> None:
        """The orders that followed an inspection, and what is to be done about what it found."""
        self._lacks, self._orders = (), orders
        mark(self.headline, role="title", tone="")
        self.headline.setText("后续处理" if inspection.state is InspectionState.RECORDED else "没有进行检查")
        self._fill([_order_words(order, office) for order in orders])
        self.words.setText("\n".join(_next_words(orders, orderable, self._issue_key)))
        self.words.setVisible(bool(self.words.text()) and inspection.state is InspectionState.RECORDED)

    def go_first(self) -> None:
        """Go to what is lacking first."""
        if self._lacks:
            self.part_wanted.emit(self._lacks[0].key)

    def _fill(self, lines: Sequence[str]) -> None:
        self.list.clear()
        self.list.addItems(list(lines))
        self.list.setVisible(bool(lines))

    def _choose(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._lacks):
            self.part_wanted.emit(self._lacks[row].key)
        elif 0 <= row < len(self._orders):
            self.order_wanted.emit(self._orders[row].order_id, self._orders[row].state.value)


def _order_words(order: CorrectionOrder, office: Office) -> str:
    number = office.written(order.number) or "尚未编号"
    return f"{order.form.paper_title}　{order.state.label}\n{number}\n{'、'.join(one.short for one in order.items)}"


def _next_words(orders: Sequence[CorrectionOrder], orderable: Sequence[Orderable], key: str) -> list[str]:
    if not orderable:
        return ["检查没有发现不符合的项目。"]
    ordered = {(one.item, one.breach) for order in orders if order.state is not OrderState.VOID for one in order.items}
    waiting = [one for one in orderable if (one.item.key, one.breach.key) not in ordered]
    words = []
    if waiting:
        words.append(
            f"还没有责令改正：{'、'.join(dict.fromkeys(one.item.short for one in waiting))}。按 {key} 制作通知书。"
        )
    return words + at_once_words((one.item.short, one.breach.consequence) for one in orderable)
