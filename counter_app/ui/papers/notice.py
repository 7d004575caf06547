"""F8: what the last notice said is looked at, a supervisor answers for what it missed, the papers go their way.

Each question waits for the one before. The service judges everything again within its transaction; what changed
meanwhile is asked again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog
from shiboken6 import isValid

from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.filing.filing import FilingState
from counter_app.domain.forms.findings import Deficiency
from counter_app.ui.base.acts import key_of
from counter_app.ui.base.station import Station
from counter_app.ui.intake.judging import is_long
from counter_app.ui.intake.session import CaseSession

if TYPE_CHECKING:  # what issues notices is imported for the first one
    from counter_app.services.office.supervision import Permission
    from counter_app.services.papers.repeat_visits import LastNotice, MissedEarlier
    from counter_app.services.ports import Backend, IssuedPaper
    from counter_app.ui.base.notifier import Notifier
    from counter_app.ui.papers.issuing import IssuingFlow


class NoticeFlow(QObject):
    """One notice a visit; a second press while a question stands is none."""

    begun = Signal(str)
    """A notice for the case with this reference is being issued and printed: how is it served?"""

    def __init__(self, flow: IssuingFlow, station: Station, notifier: Notifier, parent: QObject | None = None) -> None:
        """`flow` acts, prints and shows messages."""
        super().__init__(parent)
        self._flow = flow
        self._station = station
        self._notifier = notifier
        self._looking: set[str] = set()
        self._question: QDialog | None = None

    def give(self, session: CaseSession) -> None:
        """F8: issue the notice that is due, and print it (第八条)."""
        reference = session.reference
        if self._flow.is_busy(reference) or reference in self._looking or self._is_asking:
            return
        filing = session.filing
        try:
            filing.ready_for_notice(session.facts)
        except StateForbids as refusal:
            self._flow.offer_reprint(session, refusal)
        except Refusal as refusal:
            self._flow.refuse(refusal)
        else:
            if filing.state is FilingState.DEFICIENT:
                self._compare_with_last(session)
            else:
                self._ask_papers(session, None)

    @property
    def _is_asking(self) -> bool:
        return self._question is not None and isValid(self._question) and self._question.isVisible()

    def _compare_with_last(self, session: CaseSession) -> None:
        from counter_app.services.papers import repeat_visits

        if session.last_notice is not None and not is_long(session.filing.answers):
            # At once, so that no key typed after F8 falls onto the page behind the question that follows.
            self._looked(session, repeat_visits.compared_with(session.last_notice, session.filing, session.judge_now()))
            return
        copy, reference = replace(session.filing), session.reference
        self._looking.add(reference)

        def done(last: LastNotice | None) -> None:
            self._looking.discard(reference)
            if isValid(session):
                self._looked(session, last)

        def failed(refusal: Refusal) -> None:
            self._looking.discard(reference)
            self._flow.refuse(refusal)

        self._station.read(
            lambda backend: repeat_visits.compare_with_last_notice(backend, copy), done=done, failed=failed
        )

    def _looked(self, session: CaseSession, last: LastNotice | None) -> None:
        from counter_app.services.papers import repeat_visits

        try:
            repeat_visits.refuse_unchanged(session.filing, last)
            repeat_visits.refuse_missed(last, None)
        except repeat_visits.AlreadyIssued as refusal:
            self._flow.offer_reprint(session, refusal)
        except repeat_visits.MissedEarlier as missed:
            self._ask_supervisor(session, missed)
        else:
            self._ask_papers(session, None)

    def _ask_supervisor(self, session: CaseSession, missed: MissedEarlier) -> None:
        from counter_app.ui.intake.material_row import MaterialRow
        from counter_app.ui.papers.supervisor_dialog import ask_supervisor

        sentence = (
            f"{missed.sentence}。由负责人写明理由并输入 PIN 后，才能出具本次告知书；每一项计入“未一次性告知”统计。"
            f"其中有重新提交的材料的，先返回，在该份材料上按 {key_of(MaterialRow.ACTS, 'another')} 标明。"
        )
        self._question = ask_supervisor(
            self._notifier.window,
            self._station,
            sentence,
            _named(missed.items),
            lambda permission: self._ask_papers(session, permission),
        )

    def _ask_papers(self, session: CaseSession, permission: Permission | None) -> None:
        filing = session.filing
        kinds = filing.form.material_kinds
        here = [key for key in filing.submitted if filing.materials[key].left_on is None]
        if not here:  # nothing was handed in but an identity document, or all of it is with the department
            self._issue(session, (), permission)
            return
        from counter_app.ui.papers.material_question import MaterialChoice, MaterialQuestion

        papers = [
            MaterialChoice(key, kinds[key].name, filing.materials[key].held_since is not None, key in filing.may_stay)
            for key in here
        ]
        self._question = MaterialQuestion(
            papers, lambda kept: self._issue(session, kept, permission), self._notifier.window
        )
        self._question.open()

    def _issue(self, session: CaseSession, kept: tuple[str, ...], permission: Permission | None) -> None:
        if not isValid(session):
            return
        post, reference = self._station.post, session.reference
        if self._flow.is_busy(reference):
            return
        from counter_app.services.papers import issuing

        def act(backend: Backend) -> tuple[IssuedPaper, ...]:
            return (issuing.issue_notice(backend, reference, post=post, kept=kept, permission=permission),)

        self._flow.act(session, "正在出具一次性告知书…", act, partial(self._refused, session))
        self.begun.emit(reference)

    def _refused(self, session: CaseSession, refusal: Refusal) -> None:
        from counter_app.services.papers import repeat_visits

        match refusal:
            case repeat_visits.AlreadyIssued() if isValid(session):
                self._flow.offer_reprint(session, refusal)
            case repeat_visits.MissedEarlier() if isValid(session):
                self._ask_supervisor(session, refusal)
            case _:
                self._flow.refuse(refusal)


def _named(items: Sequence[Deficiency]) -> list[tuple[str, str]]:
    """The code of each item and its words on the notice, with the paper or field they are about."""
    return [(item.code, item.message) for item in items]
