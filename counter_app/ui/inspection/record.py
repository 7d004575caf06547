"""One inspection after it took place: its items by one key each, the rest of its record, and what is still missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QWidget
from shiboken6 import isValid

from counter_app.domain.basics.office import Office
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.forms.facts import Facts
from counter_app.domain.forms.forms import Form
from counter_app.domain.inspection.correction import CorrectionOrder
from counter_app.domain.inspection.inspections import Inspection, InspectionState, ItemResult, Officer
from counter_app.domain.inspection.record_form import RECORD_FORM, facts_of_end, read_record, record_answers
from counter_app.services.inspection import inspections, orders
from counter_app.services.inspection.lists import page_of_line
from counter_app.services.inspection.orders import Orderable
from counter_app.services.office.noting import INSPECTION, Viewing
from counter_app.services.ports import Backend, ChangedElsewhere, Subject
from counter_app.ui.base.acts import Act, Placement, key_of, when_pressed
from counter_app.ui.base.edits import tell_edited
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.station import Station
from counter_app.ui.inspection.attachments import Attachments
from counter_app.ui.inspection.draft import InspectionDraft
from counter_app.ui.inspection.form import InspectionForm
from counter_app.ui.inspection.items import InspectionItems
from counter_app.ui.inspection.officers import OfferedOfficers
from counter_app.ui.inspection.record_commands import RecordCommands
from counter_app.ui.inspection.side import InspectionSide
from counter_app.ui.inspection.subpage import BACK, InspectionSubpage
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.dialogs import Dialog, ask

_USUAL: Final = ("现场照片", "签名的检查笔录", "营业执照", "制度文件")
_NARROW, _LEAST = 300, 150
_OFFERED: Final = 6


@frozen
class _Found:
    """An inspection as it was read, with what followed from it."""

    inspection: Inspection
    orders: tuple[CorrectionOrder, ...]
    orderable: tuple[Orderable, ...]
    officers: tuple[Officer, ...]


class InspectionRecordPage(InspectionSubpage):
    """Its items and its fields are keyed in turn; once issued it can only be read."""

    ACTS: ClassVar[tuple[Act[InspectionRecordPage], ...]]

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Shows nothing before `open`."""
        super().__init__(station, parent)
        self.draft = InspectionDraft(station, self)
        self._found: _Found | None = None
        self._asking: Dialog | None = None
        self.items = InspectionItems()
        self.attachments = Attachments(station, _USUAL)
        self.offered = OfferedOfficers(_OFFERED, with_badges=True)
        self.form = self._make_form(station.backend.forms.current(RECORD_FORM))
        self.side = InspectionSide(key_of(self.ACTS, "issue"), key_of(self.ACTS, "papers"))
        self.commands = RecordCommands(station, self.draft, self)
        self._tabs = [QPushButton("检查内容"), QPushButton("检查情况和签名")]
        self._stack = QStackedWidget()
        self.acts = PageActs(self, self.ACTS)
        PageActs(self, _WITHIN_ITEMS, self.items)
        self._lay_out()
        self._wire()

    @property
    def inspection(self) -> Inspection | None:
        """The current inspection."""
        return self.draft.inspection

    # Page ------------------------------------------------------------------------------------------------------------

    def open(self, subject_id: str) -> None:
        """Show one inspection; what was keyed of another is kept first."""
        self.draft.flush(partial(self._read, subject_id), partial(self._not_kept, wanted=subject_id))

    def unsaved(self) -> tuple[InspectionDraft]:
        """What was keyed a moment ago."""
        return (self.draft,)

    def resume(self) -> None:
        """The focus goes to the items, or to the field in hand where the fields are in front."""
        if self._stack.currentWidget() is self.items:
            self.items.focus_item("" if self.is_open else self._marked_key())
        elif not self.form.resume_last():
            self.form.focus_first()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1."""
        return [("检查内容", self.items.acts.told()), ("检查", self.acts.told())]

    # Inside ----------------------------------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether an inspection is shown that may still be keyed."""
        return self.inspection is not None and self.inspection.open_for_changes

    @property
    def may_order(self) -> bool:
        """Whether a record is shown from which an order can be made."""
        recorded = self.inspection is not None and self.inspection.state is InspectionState.RECORDED
        return recorded and self._found is not None and bool(self._found.orderable)

    @property
    def may_give_up(self) -> bool:
        """Whether an inspection is shown that is not cancelled."""
        return self.inspection is not None and self.inspection.state is not InspectionState.CANCELLED

    def looks(self) -> Sequence[Viewing]:
        """The inspection."""
        return () if self.inspection is None else (Viewing(INSPECTION, self.inspection.inspection_id),)

    def issue(self) -> None:
        """Issue the record, or go on to the order once it was issued."""
        if self.is_open:
            self.commands.issue()
        elif self.inspection is not None:
            self.wanted.emit("order", self.inspection.inspection_id)

    def go_to(self, part: str) -> None:
        """Bring the focus to one part of the record: an item, or a field."""
        name, _dot, key = part.partition(".")
        self._show_tab(0 if name == "items" else 1)
        if name == "items":
            self.items.focus_item(key)
        else:
            self.form.focus_key(part)

    def _marked_key(self) -> str:
        return self.items.item.key if self.items.item is not None else ""

    def _read(self, inspection_id: str) -> None:
        if self.inspection is None or self.inspection.inspection_id != inspection_id:
            self.draft.bind(None)
            self.wait()

        def read(backend: Backend) -> _Found:
            inspection = inspections.get(backend, inspection_id)
            recorded = inspection.state is InspectionState.RECORDED
            return _Found(
                inspection,
                tuple(orders.orders_of(backend, inspection_id)),
                orders.orderable(backend, inspection_id) if recorded else (),
                inspections.known_officers(backend).officers if inspection.open_for_changes else (),
            )

        self.station.read(read, done=self._take, failed=self.fail, owner=self)

    def _take(self, found: _Found) -> None:
        same = self.inspection is not None and self.inspection.inspection_id == found.inspection.inspection_id
        self._found, inspection = found, found.inspection
        self.draft.bind(inspection)
        backend = self.station.backend
        catalogue = backend.inspection_items.edition(inspection.edition)
        locked = not inspection.open_for_changes
        self.items.show_items(catalogue.of_kind(inspection.kind), inspection.kind, inspection.results, locked=locked)
        self._show_form(inspection)
        self.offered.offer(found.officers)
        self.attachments.show_of(inspection.inspection_id)
        if not same:
            self._show_tab(0)
        self._say()
        self.show_content()

    def _say(self) -> None:
        inspection, found = self.inspection, self._found
        if inspection is None or found is None:
            return
        place = inspection.place
        unit = place.unit or place.address or "（未填单位名称）"
        number = self.station.written(inspection.number)
        about = "　".join(part for part in (number, place.address, place.platform_number) if part)
        tone = {InspectionState.RECORDED: "green", InspectionState.CANCELLED: "quiet"}.get(inspection.state, "amber")
        title = (f"{inspection.kind.label} · {unit}", unit)
        self.say_head(title, (about, number or place.address), inspection.state.label, tone)
        recorded = inspection.state is InspectionState.RECORDED
        self.acts.say("issue", "制作通知书" if recorded else "出具笔录")
        self.acts.say("papers", "预览" if self.is_open else "文书、补打")
        self.acts.say("give_up", "取消检查" if self.is_open else "作废笔录")
        self.acts.refresh()
        self._say_side()

    def _say_side(self) -> None:
        if self.inspection is None or self._found is None:
            return
        if self.is_open:
            self.side.show_lacks(inspections.lacks(self.station.backend, self.inspection, self.station.facts()))
        else:
            found = self._found
            self.side.show_orders(self.inspection, found.orders, found.orderable, self.station.office or Office(""))

    def _keyed_item(self, key: str, result: ItemResult | None) -> None:
        if self.inspection is not None and self.is_open:
            others = {other: kept for other, kept in self.inspection.results.items() if other != key}
            self.inspection.results = others if result is None else {**self.inspection.results, key: result}
            self._keyed()

    def _keyed_field(self) -> None:
        if self.inspection is not None and self.is_open:
            read_record(self.form.answers(), self.inspection, self._facts_of(""))
            self._keyed()

    def _make_form(self, form: Form) -> InspectionForm:
        made = InspectionForm(form)
        made.complete(self.station)
        made.add_below("inspection.officers", self.offered)
        [*made.cards.values()][-1].add_wide(self.attachments)
        made.changed.connect(self._keyed_field)
        made.left.connect(lambda key: made.tidy_moment(key, self._facts_of(key)))
        return made

    def _show_form(self, inspection: Inspection) -> None:
        """Show the form of the edition under which the inspection was planned, and what is kept in it."""
        form = self.station.backend.forms.edition(inspection.edition, RECORD_FORM)
        if form is not self.form.form:
            before, self.form = self.form, self._make_form(form)
            self._stack.insertWidget(1, self.form)
            self._stack.removeWidget(before)
            before.deleteLater()
        self.form.begin(record_answers(form, inspection, self.station.zone))
        self.form.set_read_only(not inspection.open_for_changes)

    def _facts_of(self, key: str) -> Facts:
        """What a time is read with: one without a day is on the planned day, the end on that of the start."""
        inspection, facts = self.inspection, self.station.facts()
        if inspection is not None and inspection.planned_for is not None:
            facts = replace(facts, received_on=inspection.planned_for)
        return facts_of_end(inspection, facts) if inspection is not None and key == "inspection.ended_at" else facts

    def _keyed(self) -> None:
        self.draft.mark_dirty()
        self._head_state.setText(InspectionState.KEYING.label)
        self._say_side()

    def _not_kept(self, refusal: Refusal, wanted: str = "") -> None:
        """Another window kept other things, or issued the record: only what it kept can be gone on with.

        `wanted` is the inspection that was asked for meanwhile: it is read then, not the one that stands here.
        """
        inspection = self.inspection
        if inspection is None or not isinstance(refusal, (ChangedElsewhere, StateForbids)):
            self.refused.emit(refusal)
            return

        def read_again() -> None:
            self.draft.bind(None)
            self._read(wanted or inspection.inspection_id)

        if self._asking is not None and isValid(self._asking):
            self._asking.reject()  # one question at a time, the one about what is wanted last
        words = f"{refusal.sentence}。这里刚录入、还没有保存的内容留在页面上，抄下来后再读取最新的内容。"
        self._asking = ask(
            self, "这次检查已在另一个窗口修改", words, act="读取最新的内容", then=read_again, back="保留当前内容"
        )

    def _show_tab(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self._tabs[place].setChecked(True)

    def switch(self) -> None:
        """Go from the items to the fields, or back."""
        self._choose_tab(1 - self._stack.currentIndex())

    def show_papers(self) -> None:
        """Go to the papers of the inspection, its preview first."""
        if self.inspection is not None:
            inspection_id = self.inspection.inspection_id
            self.draft.flush(lambda: self.wanted.emit("papers", inspection_id))

    def show_unit_history(self) -> None:
        """Go to all that is known of the unit."""
        if self.inspection is not None:
            self.wanted.emit("unit_history", self.inspection.place.reference or self.inspection.inspection_id)

    def _choose_tab(self, place: int) -> None:
        self._show_tab(place)
        self.resume()

    def _open_order(self, order_id: str, state: str) -> None:
        self.wanted.emit(*page_of_line(Subject.ORDER, order_id, state))

    # Qt --------------------------------------------------------------------------------------------------------------

    def _wire(self) -> None:
        self.items.changed.connect(self._keyed_item)
        self.items.changed.connect(lambda: tell_edited(self))
        self.offered.chosen.connect(lambda officer: self.form.add_officer("inspection.officers", officer))
        self.side.part_wanted.connect(self.go_to)
        self.side.order_wanted.connect(self._open_order)
        self.commands.lacking.connect(self.go_to)
        self.commands.changed.connect(self._read)
        self.commands.print_wanted.connect(self.print_wanted)
        self.draft.refused.connect(self._not_kept)
        for part in (self.commands, self.attachments):
            part.refused.connect(self.refused)
            part.confirmed.connect(self.confirmed)

    def _lay_out(self) -> None:
        tabs = QHBoxLayout()
        grid.space(tabs, spacing=4)
        for place, tab in enumerate(self._tabs):
            tab.setCheckable(True)
            tab.setAutoExclusive(True)
            tab.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            mark(tab, role="tab")
            when_pressed(tab, self._choose_tab, place)
            tabs.addWidget(tab)
        hint = QLabel(key_of(self.ACTS, "switch"))
        mark(hint, role="quiet")
        tabs.addWidget(hint)
        tabs.addStretch(1)
        self._stack.addWidget(self.items)
        self._stack.addWidget(self.form)
        grid.fix(self.side, least_width=_LEAST, most_width=_NARROW)
        middle = QHBoxLayout()
        grid.space(middle, spacing=16)
        middle.addWidget(self._stack, 3)
        middle.addWidget(self.side, 1)
        self.lay_out(tabs, middle, foot=self.acts.foot(of_fields=True))
        self._show_tab(0)


InspectionRecordPage.ACTS = (
    BACK,
    Act("unit_history", "历史记录", ("F11",), InspectionRecordPage.show_unit_history, told="单位历史记录"),
    Act(
        "give_up",
        "取消检查",
        ("F4",),
        lambda page: page.commands.give_up(),
        lambda page: page.may_give_up,
        told="取消检查；作废笔录",
    ),
    Act(
        "template",
        "打印笔录",
        ("F7",),
        lambda page: page.commands.print_template(),
        lambda page: page.is_open,
        told="打印检查笔录，现场填写",
    ),
    Act("papers", "预览", ("F8",), InspectionRecordPage.show_papers, told="预览、文书"),
    Act(
        "issue",
        "出具笔录",
        ("F9",),
        InspectionRecordPage.issue,
        lambda page: page.is_open or page.may_order,
        primary=True,
        told="出具检查笔录；制作责令改正通知书",
    ),
    Act("lack", "到第一项未填写的内容", ("F5",), lambda page: page.side.go_first(), place=Placement.KEY),
    Act("switch", "检查内容、检查情况", ("F6",), InspectionRecordPage.switch, place=Placement.KEY),
)
_WITHIN_ITEMS: Final[tuple[Act[InspectionRecordPage], ...]] = (
    Act("fields", "检查情况和签名", ("Ctrl+Return", "Ctrl+Enter"), InspectionRecordPage.switch),
)
