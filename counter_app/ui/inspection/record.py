"""One inspection after it took place: its items by one key each, the rest of its record, and what is still missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.inspection.correction import CorrectionOrder
from counter_app.domain.inspection.inspections import Inspection, InspectionState, ItemResult, Officer
from counter_app.services.inspection import inspections, orders
from counter_app.services.inspection.lists import page_of_line
from counter_app.services.inspection.orders import Orderable
from counter_app.services.ports import Backend, ChangedElsewhere, Subject
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.base.station import Station
from counter_app.ui.inspection.attachments import Attachments
from counter_app.ui.inspection.draft import InspectionDraft
from counter_app.ui.inspection.fields import InspectionFields
from counter_app.ui.inspection.items import InspectionItems
from counter_app.ui.inspection.record_commands import RecordCommands
from counter_app.ui.inspection.side import InspectionSide
from counter_app.ui.inspection.subpage import InspectionSubpage
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.dialogs import Dialog, ask
from counter_app.ui.widgets.fitting_label import FittingLabel
from counter_app.ui.widgets.messages import BusyState, EmptyState

_USUAL: Final = ("现场照片", "签字的检查笔录", "营业执照", "制度文件")
_NARROW, _LEAST = 300, 150
_HINTS: Final = (
    "1 符合　2 不符合　3 不适用　4 未查　0 其余重点项目符合　退格 撤回",
    "1 符合　2 不符合　3 不适用　4 未查　0 其余符合",
    "1 2 3 4 录入结果　F1 快捷键",
)


@dataclass(frozen=True, slots=True)
class _Found:
    """An inspection as it was read, with what followed from it."""

    inspection: Inspection
    orders: tuple[CorrectionOrder, ...]
    orderable: tuple[Orderable, ...]
    officers: tuple[Officer, ...]


class InspectionRecordPage(InspectionSubpage):
    """F6 goes to and fro between items and fields, F9 issues the record; once issued it can only be read."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Shows nothing before `open`."""
        super().__init__(station, parent)
        self.draft = InspectionDraft(station, self)
        self._found: _Found | None = None
        self._asking: Dialog | None = None
        self.items = InspectionItems()
        self.attachments = Attachments(station, _USUAL)
        self.fields = InspectionFields([self.attachments])
        self.side = InspectionSide()
        self.acts = RecordCommands(station, self.draft, self)
        self._title, self._about, self._hint, self._state = FittingLabel(), FittingLabel(), FittingLabel(), QLabel()
        self._tabs = [QPushButton("检查内容"), QPushButton("检查情况和签名")]
        self._stack, self._whole = QStackedWidget(), QStackedWidget()
        self._busy = BusyState("正在读取…")
        self._broken = EmptyState("没有读出来", "", action=("返回  Esc", self.left.emit))
        self.buttons: dict[str, QPushButton] = {}
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
        """The focus goes to the items, or to the fields where these are in front."""
        if self._stack.currentWidget() is self.items:
            self.items.focus_item("" if self._is_open else self._marked_key())
        else:
            self.fields.focus_field("")

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1."""
        keying = [
            *(("1", "符合，到下一项"), ("2", "不符合，再按字母选择情形"), ("3", "不适用"), ("4", "未查")),
            *(("0", "其余重点项目都符合"), ("Enter", "写情况说明；再按 Enter 到下一项")),
        ]
        acts = [
            *(("F6", "检查内容、检查情况"), ("F5", "到所缺的第一项"), ("F7", "打印笔录模板"), ("F8", "预览、文书")),
            *(("F9", "出具检查笔录；制作责令改正通知书"), ("F4", "取消检查；作废笔录"), ("F11", "单位全部记录")),
        ]
        return [("检查内容", keying), ("检查", [*acts, ("Esc", "返回")])]

    # Inside ----------------------------------------------------------------------------------------------------------

    def issue(self) -> None:
        """F9: issue the record, or go on to the order once it was issued."""
        inspection = self.inspection
        if inspection is not None and not self._is_open:
            if inspection.state is InspectionState.RECORDED and self._found is not None and self._found.orderable:
                self.wanted.emit("order", inspection.inspection_id)
        elif inspection is not None:
            self.acts.issue()

    def go_to(self, part: str) -> None:
        """Bring the focus to one part of the record: an item, or a field."""
        name, _dot, key = part.partition(".")
        self._show_tab(0 if name == "items" else 1)
        if name == "items":
            self.items.focus_item(key)
        else:
            self.fields.focus_field(part)

    @property
    def _is_open(self) -> bool:
        return self.inspection is not None and self.inspection.open_for_changes

    def _marked_key(self) -> str:
        return self.items.item.key if self.items.item is not None else ""

    def _read(self, inspection_id: str) -> None:
        if self.inspection is None or self.inspection.inspection_id != inspection_id:
            self.draft.bind(None)
            self._busy.begin("正在读取…")
            self._whole.setCurrentWidget(self._busy)

        def read(backend: Backend) -> _Found:
            inspection = inspections.get(backend, inspection_id)
            recorded = inspection.state is InspectionState.RECORDED
            return _Found(
                inspection,
                tuple(orders.orders_of(backend, inspection_id)),
                orders.orderable(backend, inspection_id) if recorded else (),
                inspections.known_officers(backend).officers if inspection.open_for_changes else (),
            )

        def failed(refusal: Refusal) -> None:
            self._broken.set_text(refusal.sentence)
            self._broken.explain(refusal.remedy)
            self._whole.setCurrentWidget(self._broken)

        self.station.read(read, done=self._take, failed=failed, owner=self)

    def _take(self, found: _Found) -> None:
        same = self.inspection is not None and self.inspection.inspection_id == found.inspection.inspection_id
        self._found, inspection = found, found.inspection
        self.draft.bind(inspection)
        backend = self.station.backend
        catalogue = backend.inspection_items.edition(inspection.edition)
        locked = not inspection.open_for_changes
        self.items.show_items(catalogue.of_kind(inspection.kind), inspection.kind, inspection.results, locked=locked)
        self.fields.show_of(inspection, self.station.zone, self.station.now().date())
        self.fields.offer(found.officers)
        self.attachments.show_of(inspection.inspection_id)
        self._whole.setCurrentIndex(0)
        if not same:
            self._show_tab(0)
        self._say()
        if self.isVisible():
            self.resume()

    def _say(self) -> None:
        inspection, found = self.inspection, self._found
        if inspection is None or found is None:
            return
        place = inspection.place
        unit = place.unit or place.address or "（未填单位名称）"
        number = inspection.number.written(self.station.prefix) if inspection.number is not None else ""
        self._title.set_text((f"{inspection.kind.label} · {unit}", unit))
        about = "　".join(part for part in (number, place.address, place.platform_number) if part)
        self._about.set_text((about, number or place.address))
        self._state.setText(inspection.state.label)
        tone = {InspectionState.RECORDED: "green", InspectionState.CANCELLED: "quiet"}.get(inspection.state, "amber")
        mark(self._state, role="strong", tone=tone)
        recorded = inspection.state is InspectionState.RECORDED
        self.buttons["issue"].setText("制作通知书  F9" if recorded else "出具笔录  F9")
        self.buttons["issue"].setVisible(self._is_open or (recorded and bool(found.orderable)))
        self.buttons["issue"].setEnabled(True)
        self.buttons["template"].setVisible(self._is_open)
        self._hint.set_text(_HINTS if self._is_open else ())
        self.buttons["papers"].setText("预览  F8" if self._is_open else "文书、补打  F8")
        self.buttons["give_up"].setText("取消检查  F4" if self._is_open else "作废笔录  F4")
        self.buttons["give_up"].setVisible(inspection.state is not InspectionState.CANCELLED)
        self._say_side()

    def _say_side(self) -> None:
        if self.inspection is None or self._found is None:
            return
        if self._is_open:
            self.side.show_lacks(inspections.lacks(self.station.backend, self.inspection))
        else:
            found = self._found
            self.side.show_orders(self.inspection, found.orders, found.orderable, self.station.prefix)

    def _keyed_item(self, key: str, result: ItemResult | None) -> None:
        if self.inspection is not None and self._is_open:
            others = {other: kept for other, kept in self.inspection.results.items() if other != key}
            self.inspection.results = others if result is None else {**self.inspection.results, key: result}
            self._keyed()

    def _keyed_field(self) -> None:
        if self.inspection is not None and self._is_open:
            self.fields.read_into(self.inspection)
            self._keyed()

    def _keyed(self) -> None:
        self.draft.mark_dirty()
        self._state.setText(InspectionState.KEYING.label)
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
            self, "这次检查在另一个窗口改过", words, act="读取最新的内容", then=read_again, back="留在这里"
        )

    def _show_tab(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self._tabs[place].setChecked(True)

    def _switch(self, place: int | None = None) -> None:
        self._show_tab(1 - self._stack.currentIndex() if place is None else place)
        self.resume()

    def _open_papers(self) -> None:
        if self.inspection is not None:
            inspection_id = self.inspection.inspection_id
            self.draft.flush(lambda: self.wanted.emit("papers", inspection_id))

    def _open_story(self) -> None:
        if self.inspection is not None:
            self.wanted.emit("story", self.inspection.place.reference or self.inspection.inspection_id)

    def _open_order(self, order_id: str, state: str) -> None:
        self.wanted.emit(*page_of_line(Subject.ORDER, order_id, state))

    # Qt --------------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the page."""
        acts = {
            Qt.Key.Key_F4: self.acts.give_up,
            Qt.Key.Key_F5: self.side.go_first,
            Qt.Key.Key_F6: self._switch,
            Qt.Key.Key_F7: self.acts.print_template,
            Qt.Key.Key_F8: self._open_papers,
            Qt.Key.Key_F9: self.issue,
            Qt.Key.Key_F11: self._open_story,
        }
        act = acts.get(Qt.Key(event.key())) if not event.modifiers() else None
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if act is not None:
            act()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._switch()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """What was keyed is kept at once."""
        super().hideEvent(event)
        self.draft.flush()

    def _wire(self) -> None:
        self.items.changed.connect(self._keyed_item)
        self.fields.edited.connect(self._keyed_field)
        self.side.part_wanted.connect(self.go_to)
        self.side.order_wanted.connect(self._open_order)
        self.acts.lacking.connect(self.go_to)
        self.acts.changed.connect(self._read)
        self.acts.print_wanted.connect(self.print_wanted)
        self.draft.refused.connect(self._not_kept)
        for part in (self.acts, self.attachments):
            part.refused.connect(self.refused)
            part.confirmed.connect(self.confirmed)

    def _lay_out(self) -> None:
        mark(self._title, role="headline")
        mark(self._about, role="quiet")
        head = QHBoxLayout()
        grid.space(head, spacing=16)
        head.addWidget(self._title, 1)
        head.addWidget(self._state)
        tabs = QHBoxLayout()
        grid.space(tabs, spacing=4)
        for place, tab in enumerate(self._tabs):
            tab.setCheckable(True)
            tab.setAutoExclusive(True)
            tab.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            mark(tab, role="tab")
            when_pressed(tab, self._switch, place)
            tabs.addWidget(tab)
        hint = QLabel("F6")
        mark(hint, role="quiet")
        tabs.addWidget(hint)
        tabs.addStretch(1)
        self._stack.addWidget(self.items)
        self._stack.addWidget(self.fields)
        grid.fix(self.side, least_width=_LEAST, most_width=_NARROW)
        middle = QHBoxLayout()
        grid.space(middle, spacing=16)
        middle.addWidget(self._stack, 3)
        middle.addWidget(self.side, 1)
        record = QWidget()
        column = QVBoxLayout(record)
        grid.space(column, 24, 16, 24, 12, spacing=8)
        column.addLayout(head)
        column.addWidget(self._about)
        column.addLayout(tabs)
        column.addLayout(middle, 1)
        column.addLayout(self._foot())
        for page in (record, self._busy, self._broken):
            self._whole.addWidget(page)
        whole = QVBoxLayout(self)
        grid.space(whole)
        whole.addWidget(self._whole)
        self._show_tab(0)

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        grid.space(foot, spacing=8)
        mark(self._hint, role="quiet")
        self._hint.set_text(_HINTS)
        foot.addWidget(self._hint, 1)
        acts: dict[str, tuple[str, Callable[[], None]]] = {
            "back": ("返回  Esc", self.left.emit),
            "story": ("全部记录  F11", self._open_story),
            "give_up": ("取消检查  F4", self.acts.give_up),
            "template": ("打印模板  F7", self.acts.print_template),
            "papers": ("预览  F8", self._open_papers),
            "issue": ("出具笔录  F9", self.issue),
        }
        for name, (words, act) in acts.items():
            button = QPushButton(words)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            when_pressed(button, act)
            foot.addWidget(button)
            self.buttons[name] = button
        mark(self.buttons["issue"], kind="primary")
        return foot
