"""A return visit on the page: each item beside what the last notice said, what was mended, papers brought anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from counter_app.domain.basics.materials import MaterialState
from counter_app.domain.filing.filing import FilingState
from counter_app.domain.forms.findings import Findings
from counter_app.ui.intake.judging import is_long

if TYPE_CHECKING:  # a new case has no notice
    from counter_app.domain.filing.one_time import Comparison
    from counter_app.domain.papers.papers import PaperFacts
    from counter_app.services.papers.repeat_visits import LastNotice
    from counter_app.ui.intake.session import CaseSession

_PRESENT = (MaterialState.ACCEPTED, MaterialState.REJECTED)


class LastNoticeComparison(QObject):
    """Compares a deficient case with its last notice at every change."""

    last_materials_found = Signal(object)
    """The last notice was read: the papers (`Material`) that were there then, by key."""
    compared = Signal()
    """The comparison with the last notice is another one."""

    def __init__(self, session: CaseSession, parent: QObject) -> None:
        """Asks for the last notice as soon as the case has papers."""
        super().__init__(parent)
        self._session = session
        self._asked: tuple[str, ...] = ()
        self._against: tuple[PaperFacts | None, Findings | None] = (None, None)
        self._comparison: Comparison | None = None
        self._comparing = False
        session.documents_changed.connect(self._ask)

    def comparison(self, findings: Findings) -> Comparison | None:
        """The case as it stands against the last notice; None where there is none to hold it against.

        Of long lists it is that of before, until `compared` tells of a newer one.
        """
        session, notice = self._session, self._session.last_notice
        if notice is None or session.filing.state is not FilingState.DEFICIENT:
            return None
        before, judged = self._against
        if before is notice and judged is findings:
            return self._comparison
        if is_long(session.filing.answers) or is_long(notice.answers):
            self._compare_beside(notice, findings)
            return self._comparison if before is notice else None
        from counter_app.services.papers import repeat_visits

        self._against = notice, findings
        self._comparison = repeat_visits.compared_with(notice, session.filing, findings).comparison
        return self._comparison

    def _compare_beside(self, notice: PaperFacts, findings: Findings) -> None:
        if self._comparing:
            return
        from counter_app.services.papers import repeat_visits

        self._comparing = True
        copy = replace(self._session.filing)

        def take(last: LastNotice) -> None:
            if isValid(self):
                self._comparing = False
                self._against, self._comparison = (notice, findings), last.comparison
                self.compared.emit()

        self._session.tasks.run(lambda: repeat_visits.compared_with(notice, copy, findings), done=take, owner=self)

    def _ask(self) -> None:
        session = self._session
        notices = tuple(paper.paper_id for paper in session.documents if paper.document == "deficiency_notice")
        if not notices or notices == self._asked:
            return
        from counter_app.services.papers import repeat_visits

        self._asked = notices
        reference = session.reference
        session.tasks.run(
            lambda: repeat_visits.last_notice(session.backend, reference),
            done=self._take,
            failed=lambda _refusal: None,  # marks are a service; F8 asks again and says what is wrong
            owner=self,
        )

    def _take(self, notice: PaperFacts | None) -> None:
        if not isValid(self):
            return
        self._session.last_notice = notice
        there = {key: paper for key, paper in notice.materials.items() if paper.state in _PRESENT} if notice else {}
        self.last_materials_found.emit(there)
