"""复查: what became of each thing that was ordered, what follows from it, and the record of it (第十五条)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import ClassVar, Final

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from counter_app.domain.basics.punctuation import printed
from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.basics.refusal import Unfinished
from counter_app.domain.calendar.waiting import days_left, urgency
from counter_app.domain.forms.lacks import lacks
from counter_app.domain.inspection.code_lists import PROVEN
from counter_app.domain.inspection.correction import Conclusion, CorrectionOrder, Reinspection
from counter_app.domain.inspection.reinspection_form import (
    REINSPECTION_FORM,
    new_reinspection_answers,
    read_reinspection,
)
from counter_app.services.inspection import orders
from counter_app.services.inspection.orders import Reinspected
from counter_app.services.office.noting import ORDER, Viewing
from counter_app.services.ports import Backend
from counter_app.ui.base.acts import Act, Placement
from counter_app.ui.base.edits import tell_edited
from counter_app.ui.base.form_autosave import FormAutosave
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.station import Station
from counter_app.ui.inspection.attachments import Attachments
from counter_app.ui.inspection.form import InspectionForm
from counter_app.ui.inspection.reinspection_items import ReinspectionItems
from counter_app.ui.inspection.subpage import BACK, InspectionSubpage
from counter_app.ui.inspection.words import TONES, follow_words
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.fitting_label import FittingLabel

_USUAL: Final = ("现场照片", "整改材料", "签字的复查记录")
_CONCLUSION: Final = "reinspection.conclusion"
_REFUSAL: Final = "reinspection.refusal"
_SIDE, _LEAST, _LABEL = 460, 370, 96


class ReinspectionPage(InspectionSubpage):
    """What became of each item, the conclusion and the record of it."""

    ACTS: ClassVar[tuple[Act[ReinspectionPage], ...]]

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Shows nothing before `open`."""
        super().__init__(station, parent)
        self.order: CorrectionOrder | None = None
        self._before = ""
        self.items = ReinspectionItems()
        self.attachments = Attachments(station, _USUAL)
        self.form = InspectionForm(station.backend.forms.current(REINSPECTION_FORM), label_width=_LABEL)
        self.form.complete(station)
        self._title, self._about = FittingLabel(), FittingLabel()
        self._left, self._due, self._follows = QLabel(), QLabel(), QLabel()
        self.acts = PageActs(self, self.ACTS)
        self._autosave = FormAutosave(station, self._content, self)
        self._autosave.refused.connect(self.refused)
        self._lay_out()
        self.items.changed.connect(self._found)
        self.items.changed.connect(lambda: tell_edited(self))
        self.items.changed.connect(self._autosave.mark_dirty)
        self.form.changed.connect(self._autosave.mark_dirty)
        self.form.changed.connect(self._say_follows)
        self.form.left.connect(lambda key: self.form.tidy_moment(key, self.station.facts()))
        self.attachments.refused.connect(self.refused)
        self.attachments.confirmed.connect(self.confirmed)

    def open(self, subject_id: str) -> None:
        """Show an order to be looked at again; what was keyed of the very same one is still there."""
        self._autosave.flush()
        if self.order is None or self.order.order_id != subject_id:
            self.order = None
            self.wait()

        def read(backend: Backend) -> tuple[CorrectionOrder, Reinspection | None]:
            return orders.order_of(backend, subject_id), orders.last_reinspection(backend, subject_id)

        self.station.read(read, done=self._take, failed=self.fail, owner=self)

    def unsaved(self) -> tuple[FormAutosave]:
        """What was typed a moment ago."""
        return (self._autosave,)

    def resume(self) -> None:
        """The focus goes to the items."""
        self.items.focus_open()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1."""
        return [("复查", [*self.items.acts.told(), *self.acts.told()])]

    def looks(self) -> Sequence[Viewing]:
        """The order."""
        return () if self.order is None else (Viewing(ORDER, self.order.order_id),)

    def issue(self) -> None:
        """Put the re-inspection down, issue its record and print it."""
        order = self.order
        if order is None:
            return
        if not self.items.is_whole:
            self.refused.emit(Unfinished("还有没填写复查结果的项目", "按 1 已改正、2 部分改正、3 未改正"))
            self.items.focus_open()
            return
        answers, facts = self.form.answers(), self.station.facts()
        if self.form.show_lacks(lacks(answers, facts)):
            return
        found = read_reinspection(answers, facts, uuid.uuid4().hex, order.order_id, self.items.found)
        post = self.station.post
        self.station.write(
            lambda backend: orders.reinspect(backend, found, post=post), done=self._done, owner=self, once="issue"
        )

    def switch(self) -> None:
        """Go from the items to the conclusion or the fields, or back."""
        if self.items.view.hasFocus() or self.items.note.hasFocus():
            self.form.focus_key("reinspection.at" if self.form.text(_CONCLUSION) else _CONCLUSION)
        else:
            self.items.focus_open()

    def show_papers(self) -> None:
        """Go to the papers of the order."""
        if self.order is not None:
            self.wanted.emit("papers", self.order.order_id)

    def show_order(self) -> None:
        """Go to the order, where it is put down how it was served."""
        if self.order is not None:
            self.wanted.emit("order", self.order.order_id)

    # Inside ----------------------------------------------------------------------------------------------------------

    def _take(self, found: tuple[CorrectionOrder, Reinspection | None]) -> None:
        order, last = found
        if not order.can_be_looked_at:
            self.wanted.emit("order", order.order_id)
            return
        before = last.reinspection_id if last is not None else ""
        same = self.order is not None and (self.order.order_id, self._before) == (order.order_id, before)
        self.order, self._before = order, before
        now = self.station.now()
        if not same:
            self.items.show_items(order.items)
            self.form.begin(new_reinspection_answers(self.form.form, order.officers, self.station.facts()))
            self.attachments.show_of(order.order_id)
            self._autosave.bind(f"again:{order.order_id}:{before}", self._restore)
        number = self.station.written(order.number)
        self._title.set_text((f"复查 · {order.place.unit}", order.place.unit))
        limit = f"　改正期限：{chinese_date(order.deadline)}" if order.deadline is not None else ""
        self._about.set_text((f"{order.form.paper_title}　{number}{limit}", number))
        due = order.reinspection_due(self.station.backend.calendar)
        if due is not None:
            self._left.setText(f"{chinese_date(due.date)}前复查　{days_left(due.date, now.date())}")
            mark(self._left, role="strong", tone=TONES[urgency(due.date, now.date())])
            self._due.setText(printed(due.explanation))
        self.acts.say("order", "登记送达" if order.delivered_at is None else "查看送达")
        self._say_follows()
        self.show_content()

    def _content(self) -> dict[str, object]:
        return {**self.form.content(), **self.items.content()}

    def _restore(self, content: dict[str, object]) -> None:
        self.form.restore(content)
        self.items.restore(content)
        self._say_follows()

    def _found(self) -> None:
        """Everything corrected can only mean one thing; otherwise the officers conclude."""
        if self.items.all_mended:
            self.form.set_value(_CONCLUSION, Conclusion.CLOSED.value)
        self._say_follows()

    def _say_follows(self) -> None:
        if self.order is None:
            return
        overdue = self.form.text(_CONCLUSION) == Conclusion.OVERDUE.value
        refused = overdue and _REFUSAL in self.form.editors and self.form.text(_REFUSAL) == PROVEN
        words = follow_words(self.order.items, refused=refused, mended=self.items.mended)
        self._follows.setText(words)
        self._follows.setVisible(bool(words))

    def _done(self, done: Reinspected) -> None:
        self._autosave.discard()
        order_id = done.order.order_id
        self.order = None
        self.print_wanted.emit((done.paper,))
        self.wanted.emit("order", order_id)

    def _lay_out(self) -> None:
        mark(self._title, role="headline")
        for label in (self._about, self._due):
            mark(label, role="quiet")
        mark(self._follows, role="problem")
        self._follows.setWordWrap(True)
        head = QHBoxLayout()
        grid.space(head, 0, 0, 16, 0, spacing=16)
        head.addWidget(self._title, 1)
        head.addWidget(self._left)
        second = QHBoxLayout()
        grid.space(second, 0, 0, 16, 0, spacing=16)
        second.addWidget(self._about, 1)
        second.addWidget(self._due)
        [*self.form.cards.values()][-1].add_wide(self.attachments)
        grid.fix(self.form, least_width=_LEAST, most_width=_SIDE)
        middle = QHBoxLayout()
        grid.space(middle, spacing=8)
        middle.addWidget(self.items, 3)
        middle.addWidget(self.form, 2)
        page = QWidget()
        column = QVBoxLayout(page)
        grid.space(column, 24, 16, 8, 12, spacing=8)
        for part in (head, second):
            layouts.nest(column, part)
        layouts.nest(column, middle, 1)
        column.addWidget(self._follows)
        foot = self.acts.foot(of_fields=True)
        grid.space(foot, 0, 0, 16, 0)
        layouts.nest(column, foot)
        self.put(page)


ReinspectionPage.ACTS = (
    BACK,
    Act("switch", "结论和人员", ("F6",), ReinspectionPage.switch, place=Placement.HINT, told="到复查结论和人员"),
    Act("order", "登记送达", ("F7",), ReinspectionPage.show_order, told="登记送达、作废通知书"),
    Act("papers", "通知书", ("F8",), ReinspectionPage.show_papers),
    Act("issue", "出具复查记录", ("F9",), ReinspectionPage.issue, primary=True, told="出具并打印复查记录"),
)
