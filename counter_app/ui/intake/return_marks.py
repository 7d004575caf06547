"""A return visit on the page: each item beside what the last notice said, what was mended, papers brought anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from counter_app.domain.basics.materials import MaterialState
from counter_app.domain.filing.filing import FilingState
from counter_app.domain.filing.one_time import Comparison
from counter_app.domain.forms.findings import Findings
from counter_app.services.papers import repeat_visits

if TYPE_CHECKING:
    from counter_app.domain.papers.papers import PaperFacts
    from counter_app.ui.intake.session import CaseSession

_PRESENT = (MaterialState.ACCEPTED, MaterialState.REJECTED)


class ReturnMarks(QObject):
    """Holds a deficient case against its last notice, at every change."""

    told = Signal(object)
    """The last notice was read: the papers (`Material`) that were there then, by key."""

    def __init__(self, session: CaseSession, parent: QObject) -> None:
        """Asks for the last notice as soon as the case has papers."""
        super().__init__(parent)
        self._session = session
        self._asked: tuple[str, ...] = ()
        session.papers_changed.connect(self._ask)

    def comparison(self, findings: Findings) -> Comparison | None:
        """The case as it stands against the last notice; None where there is none to hold it against."""
        session = self._session
        if session.told is None or session.filing.state is not FilingState.DEFICIENT:
            return None
        return repeat_visits.against(session.told, session.filing, findings).comparison

    def _ask(self) -> None:
        session = self._session
        notices = tuple(paper.paper_id for paper in session.papers if paper.document == "deficiency_notice")
        if not notices or notices == self._asked:
            return
        self._asked = notices
        reference = session.reference
        session.tasks.run(
            lambda: repeat_visits.last_notice(session.counter, reference),
            done=self._take,
            failed=lambda _refusal: None,  # marks are a service; F8 asks again and says what is wrong
            owner=self,
        )

    def _take(self, told: PaperFacts | None) -> None:
        if not isValid(self):
            return
        self._session.told = told
        there = {key: paper for key, paper in told.materials.items() if paper.state in _PRESENT} if told else {}
        self.told.emit(there)
