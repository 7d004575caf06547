"""A new order from what a record found wrong: which of it, in which form, until when, when it is looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import ClassVar, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from counter_app.domain.basics.punctuation import printed
from counter_app.domain.basics.reading import chinese_date, read_date
from counter_app.domain.calendar.periods import reinspection_due
from counter_app.domain.calendar.working_days import WorkingCalendar
from counter_app.domain.inspection.inspections import OrderForm
from counter_app.services.inspection.orders import Orderable, forms_for
from counter_app.ui.base.acts import Act, when_pressed
from counter_app.ui.base.edits import tell_edited
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.inspection.words import at_once_words
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.field_block import FieldBlock
from counter_app.ui.widgets.list_view import fit_columns, list_view, toggle_lines
from counter_app.ui.widgets.scrolled import within
from counter_app.ui.widgets.sorted_lines import SortedLines
from counter_app.ui.widgets.table_model import CellTableModel, Row, box
from counter_app.ui.widgets.text_editors import DateEditor

_COLUMNS: Final = ("选入", "检查内容", "存在的问题", "违反的规定")
_FACT: Final = 2
_SIDE, _LEAST = 400, 330
_USUAL: Final = (7, 15, 30)
"""Days that a limit usually has."""


class NewOrder(QWidget):
    """The problems in a list; beside it the form and the limit of the order."""

    ACTS: ClassVar[tuple[Act[NewOrder], ...]]
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Shows nothing before `offer`."""
        super().__init__(parent)
        self._found: Sequence[Orderable] = ()
        self._ordered: frozenset[tuple[str, str]] = frozenset()
        self._chosen: set[int] = set()
        self._calendar: WorkingCalendar | None = None
        self._today = date.min
        self._table = CellTableModel(_COLUMNS)
        self.view = list_view(self._table, "检查发现的问题")
        self._lines: SortedLines[int] = SortedLines(self.view, self._table, lambda at: at)
        """Places in what was found."""
        self.forms = {form: QPushButton(f"{place} {form.label}") for place, form in enumerate(OrderForm, 1)}
        self.deadline: DateEditor = DateEditor("deadline", "改正期限", hint="如 2026-9-30", today=lambda: self._today)
        self._basis, self._mend, self._due, self._warned = QLabel(), QLabel(), QLabel(), QLabel()
        self._lay_out()
        self.acts = PageActs(self, self.ACTS, self.view)
        self.view.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_law())
        toggle_lines(self.view, self._table, self._toggle_row)
        self.deadline.edited.connect(self._renew)
        for button in self.forms.values():
            when_pressed(button, self._renew)

    def offer(
        self,
        found: Sequence[Orderable],
        ordered: frozenset[tuple[str, str]],
        calendar: WorkingCalendar,
        today: date,
    ) -> None:
        """Offer what was found; what an order names already (`ordered`) is not taken in by itself."""
        self._found, self._ordered, self._calendar, self._today = found, ordered, calendar, today
        self._chosen = {at for at, one in enumerate(found) if (one.item.key, one.breach.key) not in ordered}
        self.deadline.set_value(None)
        self.deadline.set_problem(None)
        self._lines.show(range(len(found)), [self._row(at) for at in range(len(found))])
        fit_columns(self.view, _FACT)
        self._lines.mark(min(self._chosen, default=0))
        usual = self.possible[0] if self.possible else None
        if usual is not None:
            self.forms[usual].setChecked(True)
        self._renew()

    @property
    def chosen(self) -> list[Orderable]:
        """What is taken in, in order."""
        return [self._found[at] for at in sorted(self._chosen)]

    @property
    def possible(self) -> tuple[OrderForm, ...]:
        """The forms that the law knows for all that is taken in, the usual one of the first problem first."""
        chosen = self.chosen
        return tuple(sorted(forms_for(chosen), key=chosen[0].breach.forms.index)) if chosen else ()

    @property
    def form(self) -> OrderForm | None:
        """The form that is chosen and possible."""
        return next((form for form, button in self.forms.items() if button.isChecked() and form in self.possible), None)

    @property
    def last_day(self) -> date | None:
        """The last day of the limit as keyed, where the form has one."""
        return read_date(self.deadline.value() or "") if self.form is OrderForm.BY_DATE else None

    def resume(self) -> None:
        """The focus goes to the problems."""
        self.view.setFocus()

    def refuse_limit(self, words: str) -> None:
        """Say at the limit what is wrong with it, and go there."""
        self.deadline.set_problem(words)
        self.deadline.focus_field()

    def toggle(self) -> None:
        """Take the marked problem in, or leave it out."""
        self._toggle_row(self.view.currentIndex().row())

    def _toggle_row(self, row: int) -> None:
        if 0 <= row < len(self._lines.lines):
            self._chosen ^= {self._lines.lines[row]}
            self._lines.renew(self._row)
            fit_columns(self.view, _FACT)
            self._renew()

    def choose(self, form: OrderForm) -> None:
        """Choose a form, where the law knows it for all that is taken in."""
        if form in self.possible:
            self.forms[form].setChecked(True)
            self._renew()

    # Inside ----------------------------------------------------------------------------------------------------------

    def _give(self, days: int) -> None:
        self.deadline.set_value(f"{self._today + timedelta(days=days):%Y-%m-%d}")
        self._renew()

    def _row(self, at: int) -> Row:
        one = self._found[at]
        fact = f"{one.breach.fact}：{one.note}" if one.note else one.breach.fact
        again = "（已责令过）" if (one.item.key, one.breach.key) in self._ordered else ""
        return (
            box(ticked=at in self._chosen),
            (one.item.short, "ink"),
            (f"{fact}{again}", "ink"),
            (one.breach.violated, "ink"),
        )

    def _show_law(self) -> None:
        at = self._lines.marked
        if at is not None:
            breach = self._found[at].breach
            self._basis.setText(f"责令依据：{breach.basis}")
            self._mend.setText(f"改正要求：{breach.mend}")

    def _renew(self) -> None:
        """Say anew which forms can be, and when it is looked at again."""
        tell_edited(self)
        possible = self.possible
        for form, button in self.forms.items():
            button.setEnabled(form in possible)
        if self.form is None and possible:
            self.forms[possible[0]].setChecked(True)
        by_date = self.form is OrderForm.BY_DATE
        self._limit.setVisible(by_date)
        self.deadline.set_problem(None)
        self._due.setText(self._due_words())
        self._warned.setText(self._warning())
        self._warned.setVisible(bool(self._warned.text()))
        self.acts.refresh()
        self.changed.emit()

    def _due_words(self) -> str:
        if self.form is None or self._calendar is None:
            return ""
        since = self.last_day if self.form is OrderForm.BY_DATE else self._today
        if since is None:
            return "填写改正期限后，这里显示复查截止日期。"
        due = reinspection_due(since, self._calendar)
        beside = "" if due.calendar_complete else "\n该年没有放假安排，按周末推算。"
        return f"复查截止日期：{chinese_date(due.date)}\n{printed(due.explanation)}{beside}"

    def _warning(self) -> str:
        chosen = self.chosen
        if not chosen:
            return "按空格选入要责令改正的问题。"
        if not self.possible:
            return "所选的问题不能写在同一份通知书上：有的只能责令改正，有的只能责令限期改正。分开制作两份。"
        return "\n".join(at_once_words((one.item.short, one.breach.consequence) for one in chosen))

    def _lay_out(self) -> None:
        card = QFrame()
        mark(card, role="card")
        grid.fix(card, least_width=_LEAST, most_width=_SIDE)
        inner = QWidget()
        around = QVBoxLayout(card)
        grid.space(around, 2)
        around.addWidget(within(inner))
        box = QVBoxLayout(inner)
        grid.space(box, 16, 12, 16, 16, spacing=10)
        title = QLabel("责令形式")
        mark(title, role="title")
        box.addWidget(title)
        group = QButtonGroup(self)
        forms = QHBoxLayout()
        grid.space(forms, spacing=4)
        for button in self.forms.values():
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            mark(button, role="tab")
            group.addButton(button)
            forms.addWidget(button)
        forms.addStretch(1)
        layouts.nest(box, forms)
        self._limit = QWidget()
        limit = QVBoxLayout(self._limit)
        grid.space(limit, spacing=6)
        limit.addWidget(FieldBlock(self.deadline, label="改正期限", label_width=72))
        usual = QHBoxLayout()
        grid.space(usual, 84, 0, 0, 0, spacing=4)
        for days in _USUAL:
            give = QPushButton(f"{days}天后")
            mark(give, kind="quiet")
            when_pressed(give, self._give, days)
            usual.addWidget(give)
        usual.addStretch(1)
        layouts.nest(limit, usual)
        box.addWidget(self._limit)
        for label, role in ((self._due, "strong"), (self._warned, "problem"), (self._basis, ""), (self._mend, "")):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            mark(label, role=role)
            box.addWidget(label)
        box.addStretch(1)
        row = QHBoxLayout(self)
        grid.space(row, spacing=16)
        row.addWidget(self.view, 3)
        row.addWidget(card, 2)


NewOrder.ACTS = (
    Act("toggle", "选入", ("Space",), NewOrder.toggle, told="选入、不选这个问题"),
    Act("at_once", "责令改正", ("1",), lambda new: new.choose(OrderForm.AT_ONCE)),
    Act("by_date", "限期改正", ("2",), lambda new: new.choose(OrderForm.BY_DATE), told="责令限期改正"),
    Act(
        "limit",
        "改正期限",
        ("Return", "Enter"),
        lambda new: new.deadline.focus_field(),
        lambda new: new.form is OrderForm.BY_DATE,
        told="填写改正期限",
    ),
)
