"""举报: registered, looked into, answered; who gave it is shown to few (《规定》第十六条)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from counter_app.domain.basics.reading import chinese_date, read_date
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.calendar.periods import working_days_after
from counter_app.domain.calendar.waiting import days_left
from counter_app.domain.inspection.reading import moment_words, read_moment
from counter_app.domain.inspection.tips import Informant, Tip, TipState
from counter_app.services.inspection import tips
from counter_app.services.office.supervision import Permission
from counter_app.services.ports import Backend
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.base.form_autosave import FormAutosave
from counter_app.ui.base.station import Station
from counter_app.ui.inspection.attachments import Attachments
from counter_app.ui.inspection.plan import TIP
from counter_app.ui.inspection.subpage import InspectionSubpage
from counter_app.ui.inspection.tip_fields import STEPS, TipFields
from counter_app.ui.inspection.tip_follow_up import TipFollowUp
from counter_app.ui.inspection.words import source_words
from counter_app.ui.papers.supervisor_dialog import ask_supervisor
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.dialogs import inform
from counter_app.ui.widgets.filed_unit import FiledUnit
from counter_app.ui.widgets.fitting_label import FittingLabel
from counter_app.ui.widgets.messages import BusyState, EmptyState

_USUAL: Final = ("举报材料", "现场照片", "答复材料")
_FRESH: Final = "tip:"
"""The name of a form that is not registered yet; those of later steps have the id and the state behind it."""
_ABOUT: Final = "reference"
_DAYS: Final = 5
"""Working days within which the office means to look into a tip; the law says 及时, so this is advice only."""


class TipPage(InspectionSubpage):
    """F9 does what comes next: register, put the result down, put the answer down."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Shows nothing before `open`."""
        super().__init__(station, parent)
        self.tip: Tip | None = None
        self._reference = self._asked_for = ""
        self._begun = self._under_way = False
        self.attachments = Attachments(station, _USUAL)
        self.fields = TipFields([self.attachments])
        self._title, self._about, self._state = FittingLabel(), FittingLabel(), QLabel()
        self._whole = QStackedWidget()
        self._busy = BusyState("正在读取…")
        self._broken = EmptyState("没有读出来", "", action=("返回  Esc", self.left.emit))
        self.buttons: dict[str, QPushButton] = {}
        self._autosave = FormAutosave(station, self._content, self.refused.emit, self)
        self._following = TipFollowUp(station, self)
        self._following.refused.connect(self.refused)
        self._following.linked.connect(lambda tip: self._done(tip, "已关联检查"))
        self._lay_out()
        self.fields.edited.connect(self._autosave.mark_dirty)
        self.attachments.refused.connect(self.refused)
        self.attachments.confirmed.connect(self.confirmed)

    # Page ------------------------------------------------------------------------------------------------------------

    def open(self, subject_id: str) -> None:
        """Show a registered tip, or begin one; a new one that was begun is still there."""
        self._autosave.flush()
        self._asked_for = subject_id
        if not subject_id:
            self._begin()
            return
        self._busy.begin("正在读取…")
        self._whole.setCurrentWidget(self._busy)

        def read(tip: Tip) -> None:
            if self._asked_for == subject_id:
                self._show(tip)

        def failed(refusal: Refusal) -> None:
            if self._asked_for != subject_id:
                return
            self._broken.set_text(refusal.sentence)
            self._broken.explain(refusal.remedy)
            self._whole.setCurrentWidget(self._broken)

        self.station.read(lambda c: tips.get_tip(c, subject_id), done=read, failed=failed, owner=self)

    def unsaved(self) -> tuple[FormAutosave]:
        """What was typed a moment ago."""
        return (self._autosave,)

    def resume(self) -> None:
        """The focus goes to what is to be filled in next."""
        name = "channel" if self.tip is None else "handler" if self.tip.state is TipState.OPEN else "reply"
        self.fields.editors[name].focus_field()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1."""
        own = [
            *(("F9", "登记举报；登记核查结果；登记答复"), ("F3", "关联已备案的单位"), ("F4", "查看举报人")),
            *(("F7", "安排检查、查看后续检查"), ("F8", "打印举报核查记录"), ("F5", "文书、补打"), ("Esc", "返回")),
        ]
        return [("举报", own)]

    # Acts ------------------------------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """F9: the step that comes next."""
        if self._under_way:
            return
        if self.tip is None:
            self._register()
        elif self.tip.state is TipState.OPEN:
            self._check(self.tip)
        elif self.tip.state is TipState.CHECKED:
            self._answer(self.tip)

    def show_source(self) -> None:
        """F4: who reported, for whom a supervisor lets see it."""
        tip = self.tip
        if tip is None or tip.anonymous:
            return
        tip_id, post = tip.tip_id, self.station.post

        def allowed(permission: Permission) -> None:
            self.station.write(
                lambda backend: tips.open_source(backend, tip_id, allowed_by=permission, post=post),
                done=self._tell_source,
                failed=self.refused.emit,
                owner=self,
            )

        ask_supervisor(self, self.station, "举报人的信息只有核查需要时才能查看。每次查看都记入历史。", (), allowed)

    def print_record(self) -> None:
        """F8: draw the record up as it stands, and print it."""
        tip = self.tip
        if tip is None:
            return
        tip_id, post = tip.tip_id, self.station.post

        self.station.write(
            lambda backend: tips.issue_record(backend, tip_id, post=post),
            done=lambda paper: self.print_wanted.emit((paper,)),
            failed=self.refused.emit,
            owner=self,
        )

    def follow(self) -> None:
        """F7: the inspection that followed, or a plan for one."""
        tip = self.tip
        if tip is not None and tip.inspection_id:
            self.wanted.emit("record", tip.inspection_id)
        elif tip is not None:
            self._following.follow(tip, lambda: self.wanted.emit("plan", f"{TIP}{tip.tip_id}"))

    def link(self) -> None:
        """F3: the tip is about a unit that is on file."""
        if self.tip is not None:
            return

        def chosen(reference: str, unit: str, address: str) -> None:
            self._reference = reference
            if not self.fields.text("place"):
                self.fields.editors["place"].set_value(unit)
            if not self.fields.text("address"):
                self.fields.editors["address"].set_value(address)
            self._say_head()

        FiledUnit(self.station, chosen, self.window()).open()

    # Inside ----------------------------------------------------------------------------------------------------------

    def _register(self) -> None:
        fields = self.fields
        received = read_moment(fields.text("received_at"), self.station.now().date(), self.station.zone)
        lacking = (
            ("received_at", "时间写成 9:30、0930，或 2026-03-02 9:30", received is None),
            ("category", "选择举报类别", fields.category is None),
            ("place", "填写被举报的场所，如：某宾馆三楼客房", not fields.text("place")),
            ("content", "填写举报内容：在哪里、装了什么、怎样发现的", not fields.text("content")),
        )
        if fields.refuse_lacking(lacking) or fields.due_problem() or received is None or fields.category is None:
            return
        post, source, reference = self.station.post, fields.source, self._reference
        category, content, place = fields.category, fields.text("content"), fields.text("place")
        address, channel = fields.text("address"), fields.text("channel")
        due = read_date(fields.text("check_due"))

        def act(backend: Backend) -> Tip:
            tip = tips.new_tip(backend, category, content, place, post=post)
            tip.received_at, tip.check_due, tip.reference = received, due, reference
            tip.address, tip.channel = address, channel
            return tips.register_tip(backend, tip, source, post=post)

        def done(tip: Tip) -> None:
            self._begun = False
            self._autosave.discard()
            self.confirmed.emit(f"已登记举报 {self._number(tip)}")
            self._show(tip)

        self._do(act, done)

    def _check(self, tip: Tip) -> None:
        fields = self.fields
        lacking = (
            ("confirmed", "选择是否属实", fields.text("confirmed") not in ("yes", "no")),
            ("result", "填写核查结果：核查的情况和处理", not fields.text("result")),
        )
        if fields.refuse_lacking(lacking):
            return
        tip_id, post, result, handler = tip.tip_id, self.station.post, fields.text("result"), fields.text("handler")
        confirmed = fields.text("confirmed") == "yes"
        self._do(
            lambda backend: tips.check_tip(backend, tip_id, result, confirmed=confirmed, handler=handler, post=post),
            lambda kept: self._done(kept, "已登记核查结果"),
        )

    def _answer(self, tip: Tip) -> None:
        if not self.fields.text("reply"):
            self.fields.refuse("reply", "填写答复情况；匿名无法答复的，写“匿名，无法答复”")
            return
        tip_id, post, reply = tip.tip_id, self.station.post, self.fields.text("reply")
        self._do(
            lambda backend: tips.answer_tip(backend, tip_id, reply, post=post),
            lambda kept: self._done(kept, "已登记答复"),
        )

    def _done(self, tip: Tip, words: str) -> None:
        self._autosave.discard()
        self.confirmed.emit(words)
        self._show(tip)

    def _do(self, act: Callable[[Backend], Tip], done: Callable[[Tip], None]) -> None:
        self._under_way = True

        def kept(tip: Tip) -> None:
            self._under_way = False
            done(tip)

        def failed(refusal: Refusal) -> None:
            self._under_way = False
            self.refused.emit(refusal)

        self.station.write(act, done=kept, failed=failed, owner=self)

    def _tell_source(self, source: Informant | None) -> None:
        inform(self, "举报人", source_words(source), read="看完了")

    def _begin(self) -> None:
        if not (self._begun and self.tip is None):
            now = self.station.now()
            due = working_days_after(now.date(), _DAYS, self.station.backend.calendar).date
            self.tip, self._reference, self._begun = None, "", True
            self.fields.begin(moment_words(now), f"{due:%Y-%m-%d}")
            self._autosave.bind(_FRESH, self._restore)
        self.tip = None
        self._whole.setCurrentIndex(0)
        self._say_head()

    def _restore(self, content: dict[str, object]) -> None:
        reference = content.pop(_ABOUT, "")
        self._reference = str(reference)
        self.fields.restore(content)
        self._say_head()

    def _content(self) -> dict[str, object]:
        return {**self.fields.content(), **({_ABOUT: self._reference} if self._reference else {})}

    def _restore_step(self, content: dict[str, object]) -> None:
        self.fields.restore({name: content[name] for name in STEPS if name in content})

    def _show(self, tip: Tip) -> None:
        self.tip = tip
        self.fields.show_tip(tip, self.station.zone)
        self._autosave.bind(f"{_FRESH}{tip.tip_id}:{tip.state.value}", self._restore_step)
        self.attachments.show_of(tip.tip_id)
        self._whole.setCurrentIndex(0)
        self._say_head()
        if self.isVisible():
            self.resume()

    def _say_head(self) -> None:
        tip = self.tip
        self._title.set_text((f"举报 · {tip.place}" if tip is not None else "登记举报",))
        about = "已关联备案单位" if (tip.reference if tip is not None else self._reference) else ""
        if tip is not None:
            about = "　".join(part for part in (self._number(tip), about) if part)
        self._about.set_text((about,))
        self._state.setText(self._state_words(tip) if tip is not None else "")
        mark(self._state, role="strong", tone="amber" if tip is not None and tip.state is TipState.OPEN else "quiet")
        words = {
            None: "登记  F9",
            TipState.OPEN: "登记核查结果  F9",
            TipState.CHECKED: "登记答复  F9",
            TipState.ANSWERED: "",
        }[tip.state if tip is not None else None]
        self.buttons["go_on"].setText(words)
        self.buttons["go_on"].setVisible(bool(words))
        for name in ("papers", "print", "follow"):
            self.buttons[name].setVisible(tip is not None)
        self.buttons["link"].setVisible(tip is None)
        self.buttons["source"].setVisible(tip is not None and not tip.anonymous)
        if tip is not None:
            self.buttons["follow"].setText("后续检查  F7" if tip.inspection_id else "安排检查  F7")

    def _state_words(self, tip: Tip) -> str:
        if tip.state is TipState.OPEN and tip.check_due is not None:
            return f"{chinese_date(tip.check_due)}前核查　{days_left(tip.check_due, self.station.now().date())}"
        return tip.state.label

    def _number(self, tip: Tip) -> str:
        return tip.number.written(self.station.prefix) if tip.number is not None else ""

    def _open_papers(self) -> None:
        if self.tip is not None:
            self.wanted.emit("papers", self.tip.tip_id)

    # Qt --------------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the page; none of them works on what is not in front."""
        acts: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_F3: self.link,
            Qt.Key.Key_F4: self.show_source,
            Qt.Key.Key_F5: self._open_papers,
            Qt.Key.Key_F7: self.follow,
            Qt.Key.Key_F8: self.print_record,
            Qt.Key.Key_F9: self.go_on,
        }
        act = acts.get(Qt.Key(event.key())) if not event.modifiers() and self._whole.currentIndex() == 0 else None
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def hideEvent(self, event: QHideEvent) -> None:
        """What was typed is kept at once."""
        super().hideEvent(event)
        self._autosave.flush()

    def _lay_out(self) -> None:
        mark(self._title, role="headline")
        mark(self._about, role="quiet")
        head = QHBoxLayout()
        grid.space(head, spacing=16)
        head.addWidget(self._title, 1)
        head.addWidget(self._state)
        page = QWidget()
        column = QVBoxLayout(page)
        grid.space(column, 24, 16, 24, 12, spacing=8)
        column.addLayout(head)
        column.addWidget(self._about)
        column.addWidget(self.fields, 1)
        column.addLayout(self._foot())
        for state in (page, self._busy, self._broken):
            self._whole.addWidget(state)
        whole = QVBoxLayout(self)
        grid.space(whole)
        whole.addWidget(self._whole)

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        grid.space(foot, spacing=8)
        foot.addStretch(1)
        acts: dict[str, tuple[str, Callable[[], None]]] = {
            "back": ("返回  Esc", self.left.emit),
            "link": ("关联备案单位  F3", self.link),
            "source": ("查看举报人  F4", self.show_source),
            "papers": ("文书  F5", self._open_papers),
            "follow": ("安排检查  F7", self.follow),
            "print": ("打印核查记录  F8", self.print_record),
            "go_on": ("登记  F9", self.go_on),
        }
        for name, (words, act) in acts.items():
            button = QPushButton(words)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            when_pressed(button, act)
            foot.addWidget(button)
            self.buttons[name] = button
        mark(self.buttons["go_on"], kind="primary")
        return foot
