"""An order that was drawn up: what it names, how it was served, when it is looked at again, what came of it."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from counter_app.domain.basics.office import Office
from counter_app.domain.basics.punctuation import printed
from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.calendar.waiting import days_left, urgency
from counter_app.domain.calendar.working_days import WorkingCalendar
from counter_app.domain.inspection.correction import CorrectionOrder, OrderState, Reinspection, mended_of
from counter_app.domain.inspection.inspections import OrderForm, SignedAs
from counter_app.ui.inspection.words import TONES, follow_words
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.list_view import fit_columns, list_view
from counter_app.ui.widgets.sorted_lines import SortedLines
from counter_app.ui.widgets.table_model import CellTableModel

_COLUMNS = ("检查内容", "存在的问题", "违反的规定", "改正要求")
_FACT = 1
_SIDE = 400
_SERVED = {
    SignedAs.OPEN: "还没有登记送达",
    SignedAs.SIGNED: "当场签收",
    SignedAs.REFUSED: "拒绝签收",
    SignedAs.ABSENT: "无人签收",
}


class OrderCard(QWidget):
    """The problems at the left, the days at the right; `below` stands beneath them (the attachments)."""

    def __init__(self, below: QWidget, parent: QWidget | None = None) -> None:
        """Shows nothing before `show_order`."""
        super().__init__(parent)
        self._table = CellTableModel(_COLUMNS)
        self.view = list_view(self._table, "责令改正的问题")
        self._sorted: SortedLines[int] = SortedLines(self.view, self._table, lambda place: place)
        self.left, self.words, self.penalty = QLabel(), QLabel(), QLabel()
        card = QFrame()
        mark(card, role="card")
        grid.fix(card, width=_SIDE)
        box = QVBoxLayout(card)
        grid.space(box, 16, 12, 16, 16, spacing=10)
        for label in (self.left, self.words, self.penalty):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            box.addWidget(label)
        mark(self.penalty, role="problem")
        title = QLabel("附件")
        mark(title, role="title")
        box.addWidget(title)
        box.addWidget(below)
        box.addStretch(1)
        row = QHBoxLayout(self)
        grid.space(row, spacing=16)
        row.addWidget(self.view, 1)
        row.addWidget(card)

    def show_order(
        self,
        order: CorrectionOrder,
        last: Reinspection | None,
        calendar: WorkingCalendar,
        office: Office,
        today: date,
    ) -> None:
        """Show an order as it is on this day at the office; `last` is its newest re-inspection."""
        cells = [(one.short, one.fact, one.violated, one.mend) for one in order.items]
        self._sorted.show(range(len(cells)), [tuple((words, "ink") for words in row) for row in cells])
        fit_columns(self.view, _FACT)
        self.view.selectRow(0)
        due = order.reinspection_due(calendar)
        waiting = order.state is OrderState.ISSUED and due is not None
        if waiting and due is not None:
            self.left.setText(f"{chinese_date(due.date)}前复查　{days_left(due.date, today)}")
            mark(self.left, role="title", tone=TONES[urgency(due.date, today)])
        else:
            self.left.setText(order.state.label)
            mark(self.left, role="title", tone="")
        self.words.setText("\n".join(self._lines(order, calendar, office)))
        refused, mended = order.state is OrderState.REFUSED, mended_of(last) if last is not None else frozenset()
        words = follow_words(order.items, refused=refused, mended=mended)
        shown = bool(words) and order.state is not OrderState.VOID
        self.penalty.setText(words if shown else "")
        self.penalty.setVisible(shown)

    def _lines(self, order: CorrectionOrder, calendar: WorkingCalendar, office: Office) -> list[str]:
        lines = [f"责令日期：{chinese_date(order.ordered_on)}"] if order.ordered_on is not None else ["还没有出具"]
        if order.form is OrderForm.BY_DATE and order.deadline is not None:
            lines.append(f"改正期限：{chinese_date(order.deadline)}")
        due = order.reinspection_due(calendar)
        if due is not None:
            lines.append(f"复查截止日期：{chinese_date(due.date)}\n{printed(due.explanation)}")
        signing = order.signing
        served = _SERVED[signing.how]
        if order.delivered_at is not None:
            at = order.delivered_at.astimezone(ZoneInfo(office.time_zone))
            served = f"{served}　{at.month}月{at.day}日 {at:%H:%M}"
        if signing.reason:
            proofs = (("见证人", signing.witness), ("录像文件", signing.recording))
            proof = "".join(f"；{label}：{said}" for label, said in proofs if said)
            served = f"{served}\n原因：{signing.reason}{proof}"
        return [*lines, f"送达：{served}"]
