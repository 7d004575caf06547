"""举报: registered, looked into, answered; who gave it is shown to few (《规定》第十六条)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from PySide6.QtWidgets import QLabel, QWidget

from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.calendar.waiting import days_left
from counter_app.domain.forms.lacks import lacks
from counter_app.domain.inspection.code_lists import CONFIRMED
from counter_app.domain.inspection.office_fields import INFORMANT, office_answers
from counter_app.domain.inspection.tip_form import (
    CHECK,
    REPLY,
    REPORTED,
    TIP_FORM,
    new_tip_answers,
    read_tip,
    section_of_step,
    tip_answers,
)
from counter_app.domain.inspection.tips import Informant, Tip, TipState
from counter_app.services.inspection import tips
from counter_app.services.office.noting import TIP as TIP_VIEWED
from counter_app.services.office.noting import Viewing
from counter_app.services.office.supervision import Permission
from counter_app.services.ports import Backend
from counter_app.ui.base.acts import Act, key_of
from counter_app.ui.base.form_autosave import FormAutosave
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.station import Station
from counter_app.ui.inspection.attachments import Attachments
from counter_app.ui.inspection.form import InspectionForm
from counter_app.ui.inspection.plan import TIP
from counter_app.ui.inspection.subpage import BACK, InspectionSubpage
from counter_app.ui.inspection.tip_follow_up import TipFollowUp
from counter_app.ui.inspection.words import source_words
from counter_app.ui.papers.supervisor_dialog import ask_supervisor
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.dialogs import inform
from counter_app.ui.widgets.filed_unit import FiledUnit
from counter_app.ui.widgets.section_card import SectionCard

_USUAL: Final = ("举报材料", "现场照片", "答复材料")
_FRESH: Final = "tip:"
"""The name of a form that is not registered yet; those of later steps have the id and the state behind it."""
_ABOUT: Final = "reference"
_NEXT: Final = {None: "登记", TipState.OPEN: "登记核查结果", TipState.CHECKED: "登记答复", TipState.ANSWERED: ""}


class TipPage(InspectionSubpage):
    """Registers a tip, then the result of looking into it, then the answer."""

    ACTS: ClassVar[tuple[Act[TipPage], ...]]

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Shows nothing before `open`."""
        super().__init__(station, parent)
        self.tip: Tip | None = None
        self._reference = self._asked_for = ""
        self._begun = False
        self.attachments = Attachments(station, _USUAL)
        self.form = InspectionForm(station.backend.forms.current(TIP_FORM))
        self.form.complete(station)
        self.closed = QLabel()
        self._files = SectionCard("附件")
        self.acts = PageActs(self, self.ACTS)
        self._autosave = FormAutosave(station, self._content, self)
        self._autosave.refused.connect(self.refused)
        self._following = TipFollowUp(station, self)
        self._following.refused.connect(self.refused)
        self._following.linked.connect(lambda tip: self._done(tip, "已关联检查"))
        self._lay_out()
        self.form.changed.connect(self._autosave.mark_dirty)
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
        self.wait()
        self._say_head()

        def read(tip: Tip) -> None:
            if self._asked_for == subject_id:
                self._show(tip)

        def failed(refusal: Refusal) -> None:
            if self._asked_for == subject_id:
                self.fail(refusal)
                self._say_head()

        self.station.read(lambda c: tips.get_tip(c, subject_id), done=read, failed=failed, owner=self)

    def unsaved(self) -> tuple[FormAutosave]:
        """What was typed a moment ago."""
        return (self._autosave,)

    def resume(self) -> None:
        """The focus goes to the field in hand, else to what is to be filled in next."""
        if self.form.resume_last():
            return
        key = "tip.channel" if self.tip is None else "tip.handler" if self.tip.state is TipState.OPEN else "tip.reply"
        self.form.focus_key(key)

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1."""
        return [("举报", self.acts.told())]

    def looks(self) -> Sequence[Viewing]:
        """A tip that was registered."""
        return () if self.tip is None else (Viewing(TIP_VIEWED, self.tip.tip_id),)

    # When ------------------------------------------------------------------------------------------------------------

    def is_new(self) -> bool:
        """Whether a tip in front is not registered yet."""
        return self.tip is None and self.is_read

    def is_registered(self) -> bool:
        """Whether a registered tip is in front."""
        return self.tip is not None and self.is_read

    def has_source(self) -> bool:
        """Whether who gave the tip in front is known."""
        return self.is_registered() and self.tip is not None and not self.tip.anonymous

    def has_next_step(self) -> bool:
        """Whether something is to be registered of the tip in front."""
        return self.is_read and (self.tip is None or self.tip.state is not TipState.ANSWERED)

    # Acts ------------------------------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """Register what comes next: the tip, its result, its answer."""
        tip, answers = self.tip, self.form.answers()
        facts, steps = self.station.facts(), section_of_step(tip.state if tip is not None else None)
        if self.form.show_lacks(lacks(answers, facts, steps)):
            return
        if tip is None:
            self._register()
        elif tip.state is TipState.OPEN:
            self._check(tip)
        else:
            self._answer(tip)

    def show_source(self) -> None:
        """Show who reported, for whom a supervisor lets see it."""
        tip = self.tip
        if tip is None:
            return
        tip_id, post = tip.tip_id, self.station.post

        def allowed(permission: Permission) -> None:
            self.station.write(
                lambda backend: tips.open_source(backend, tip_id, allowed_by=permission, post=post),
                done=self._tell_source,
                owner=self,
            )

        ask_supervisor(self, self.station, "举报人的信息只有核查需要时才能查看。每次查看都记入历史。", (), allowed)

    def print_record(self) -> None:
        """Draw the record up as it stands, and print it."""
        tip = self.tip
        if tip is None:
            return
        tip_id, post = tip.tip_id, self.station.post

        self.station.write(
            lambda backend: tips.issue_record(backend, tip_id, post=post),
            done=lambda paper: self.print_wanted.emit((paper,)),
            owner=self,
        )

    def follow(self) -> None:
        """Open the inspection that followed, or plan one."""
        tip = self.tip
        if tip is not None and tip.inspection_id:
            self.wanted.emit("record", tip.inspection_id)
        elif tip is not None:
            self._following.follow(tip, lambda: self.wanted.emit("plan", f"{TIP}{tip.tip_id}"))

    def link(self) -> None:
        """Choose the unit on file that the tip is about."""

        def chosen(reference: str, unit: str, address: str) -> None:
            self._reference = reference
            self.form.propose("tip.place", unit)
            self.form.propose("tip.address", address)
            self._say_head()

        FiledUnit(self.station, chosen, self.window()).open()

    def open_papers(self) -> None:
        """Show the papers of the tip."""
        if self.tip is not None:
            self.wanted.emit("papers", self.tip.tip_id)

    # Inside ----------------------------------------------------------------------------------------------------------

    def _register(self) -> None:
        post, reference, answers, facts = self.station.post, self._reference, self.form.answers(), self.station.facts()

        def act(backend: Backend) -> Tip:
            tip, source = read_tip(answers, facts, tips.new_tip_id())
            tip.reference = reference
            return tips.register_tip(backend, tip, source, post=post)

        def done(tip: Tip) -> None:
            self._begun = False
            self._done(tip, f"已登记举报 {self._number(tip)}")

        self._do(act, done)

    def _check(self, tip: Tip) -> None:
        answers, post, tip_id = self.form.answers(), self.station.post, tip.tip_id
        self._do(
            lambda backend: tips.check_tip(
                backend,
                tip_id,
                answers.text("tip.result"),
                confirmed=answers.text("tip.confirmed") == CONFIRMED,
                handler=answers.text("tip.handler"),
                more=office_answers(answers, tip.more),
                post=post,
            ),
            lambda kept: self._done(kept, "已登记核查结果"),
        )

    def _answer(self, tip: Tip) -> None:
        answers, post, tip_id = self.form.answers(), self.station.post, tip.tip_id
        reply, more = answers.text("tip.reply"), office_answers(answers, tip.more)
        self._do(
            lambda backend: tips.answer_tip(backend, tip_id, reply, more=more, post=post),
            lambda kept: self._done(kept, "已登记答复"),
        )

    def _done(self, tip: Tip, words: str) -> None:
        self._autosave.discard()
        self.confirmed.emit(words)
        self.seen.remember(self.station.post.clerk, [Viewing(TIP_VIEWED, tip.tip_id)])  # who wrote it has seen it
        self._show(tip)

    def _do(self, act: Callable[[Backend], Tip], done: Callable[[Tip], None]) -> None:
        self.station.write(act, done=done, owner=self, once="step")

    def _tell_source(self, source: Informant | None) -> None:
        inform(self, "举报人", source_words(source), read="关闭")

    def _begin(self) -> None:
        if not (self._begun and self.tip is None):
            self.tip, self._reference, self._begun = None, "", True
            self.form.set_read_only(False)
            self.form.begin(new_tip_answers(self.form.form, self.station.facts()))
            self._autosave.bind(_FRESH, self._restore)
        self.tip = None
        self.show_content()
        self._say_head()

    def _restore(self, content: dict[str, object]) -> None:
        self._reference = str(content.pop(_ABOUT, ""))
        self.form.restore(content)
        self._say_head()

    def _content(self) -> dict[str, object]:
        return {**self.form.content(), **({_ABOUT: self._reference} if self._reference else {})}

    def _restore_step(self, content: dict[str, object]) -> None:
        """What was typed of the step that comes next; what was registered before stands as it was registered."""
        open_sections = section_of_step(self.tip.state if self.tip is not None else None)
        self.form.restore(content, open_sections)

    def _show(self, tip: Tip) -> None:
        self.tip = tip
        self.form.begin(tip_answers(self.form.form, tip, self.station.zone))
        for name, card in self.form.cards.items():
            card.set_read_only(name in REPORTED or (name == REPLY and tip.state is not TipState.CHECKED))
        if tip.state is TipState.ANSWERED:
            self.form.set_read_only(True)
        self._autosave.bind(f"{_FRESH}{tip.tip_id}:{tip.state.value}", self._restore_step)
        self.attachments.show_of(tip.tip_id)
        self.show_content()
        self._say_head()

    def _say_head(self) -> None:
        tip = self.tip
        cards = self.form.cards
        cards[CHECK].setVisible(tip is not None)
        cards[REPLY].setVisible(tip is not None and tip.state is not TipState.OPEN)
        cards[INFORMANT].show_fields(tip is None)
        self._files.setVisible(tip is not None)
        self.closed.setVisible(tip is not None)
        self.closed.setText("匿名举报" if tip is not None and tip.anonymous else self._closed_words)
        title = f"举报 · {tip.place}" if tip is not None else "登记举报"
        about = "已关联备案单位" if (tip.reference if tip is not None else self._reference) else ""
        if tip is not None:
            about = "　".join(part for part in (self._number(tip), about) if part)
        tone = "amber" if tip is not None and tip.state is TipState.OPEN else "quiet"
        self.say_head((title,), (about,), self._state_words(tip) if tip is not None else "", tone)
        self.acts.say("go_on", _NEXT[tip.state if tip is not None else None])
        self.acts.say("follow", "后续检查" if tip is not None and tip.inspection_id else "安排检查")
        self.acts.refresh()

    @property
    def _closed_words(self) -> str:
        return f"举报人信息已封存：按 {key_of(self.ACTS, 'source')} 由负责人批准后查看，每次查看都有记录"

    def _state_words(self, tip: Tip) -> str:
        if tip.state is TipState.OPEN and tip.check_due is not None:
            return f"{chinese_date(tip.check_due)}前核查　{days_left(tip.check_due, self.station.now().date())}"
        return tip.state.label

    def _number(self, tip: Tip) -> str:
        return self.station.written(tip.number)

    def _lay_out(self) -> None:
        mark(self.closed, role="quiet")
        self.closed.setWordWrap(True)
        self.form.cards[INFORMANT].add_wide(self.closed)
        self._files.add_wide(self.attachments)
        self.form.add_card(self._files)
        self.lay_out(self.form, foot=self.acts.foot(of_fields=True))


TipPage.ACTS = (
    BACK,
    Act("link", "关联备案单位", ("F3",), TipPage.link, TipPage.is_new, told="关联已备案的单位"),
    Act("source", "查看举报人", ("F4",), TipPage.show_source, TipPage.has_source),
    Act("papers", "文书", ("F5",), TipPage.open_papers, TipPage.is_registered, told="文书、补打"),
    Act("follow", "安排检查", ("F7",), TipPage.follow, TipPage.is_registered, told="安排检查、查看后续检查"),
    Act("print", "打印核查记录", ("F8",), TipPage.print_record, TipPage.is_registered, told="打印举报核查记录"),
    Act(
        "go_on",
        "登记",
        ("F9",),
        TipPage.go_on,
        TipPage.has_next_step,
        primary=True,
        told="登记举报；登记核查结果；登记答复",
    ),
)
