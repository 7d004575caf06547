"""Papers: what one holds, frozen when it is issued, so that a reprint says the same as the first print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from typing import Final

from counter_app.domain.basics.materials import Material
from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.office import Office, Post
from counter_app.domain.basics.records import frozen
from counter_app.domain.calendar.periods import DueDate
from counter_app.domain.filing.changes import ItemChange
from counter_app.domain.filing.day_end import DayFacts
from counter_app.domain.filing.one_time import CaseSnapshot, FurtherNotice
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.findings import Findings
from counter_app.domain.inspection.correction_papers import OrderFacts, ReinspectionFacts, TipFacts
from counter_app.domain.inspection.papers import InspectionFacts
from counter_app.domain.papers.titles import form_kind
from counter_app.domain.statistics.report import StatisticsReport
from counter_app.domain.transfer.papers import TransferFacts


@frozen
class RenderedPaper:
    """A paper as PDF, and the characters that it cannot show: they are to be written in by hand; each once."""

    pdf: bytes
    missing_characters: str = ""


TEMPLATE_REVISION: Final = 1
"""Which revision of the templates of an edition this program ships; a paper is printed again under the one it had.

0: those of `forms/*/2025-05.0`, papers that name none. 1: put right after the legal review of 2026-11-29.
"""


def frozen_kind(document: str, kind: str | None) -> str:
    """The kind of form under which a frozen `document` is read again that names `kind`.

    What the first release froze names none: it knew `filing` only. Papers of inspections once named `inspection` only.
    """
    return form_kind(document) if kind == "inspection" else kind or "filing"


def edition_printed(edition: str, revision: int) -> str:
    """The edition whose templates a paper issued under `edition` and `revision` is printed from: `2025-05.0`."""
    return edition if revision == TEMPLATE_REVISION else f"{edition}.{revision}"


@frozen
class PaperFacts:
    """Everything a paper may say about one case at one moment. All times are aware and in the office's zone.

    `number` is None for papers that have no series (`platform_sheet`, `information_sheet`, `authorization_letter`);
    `barcode` then holds the reference of the case. `reprint` is 0 for the first print.
    `transfer_due` is the last day for handing the paper over (第八条第二款), where paper is held.
    `platform_number` (备案编号) and `filed_on` are known once the case is filed. `changes` are the items that a change
    filing changes, old to new (第九条). `again` is set on a further notice of a case: which notice came before it, and
    where each of its items comes from.
    """

    document: str
    number: Number | None
    barcode: str
    issued_at: datetime
    received_at: datetime
    office: Office
    post: Post
    answers: Answers
    materials: Mapping[str, Material] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)
    transfer_due: DueDate | None = None
    papers_kept: bool = True
    reprint: int = 0
    revision: int = TEMPLATE_REVISION
    """The revision of the templates it was issued under."""
    received_time_known: bool = True
    """Whether the hour of `received_at` is one at which somebody stood at the counter; else papers print the day alone.

    Papers of before printed an hour in any case, and print it again.
    """
    void: bool = False
    """Whether its number was voided since: said on every copy that is looked at or saved."""
    platform_number: str = ""
    filed_on: date | None = None
    changes: tuple[ItemChange, ...] = ()
    further_notice: FurtherNotice | None = None
    day: DayFacts | None = None
    """What the day sheet lists: it is about a day and no case, so that its `answers` are blank."""
    statistics: StatisticsReport | None = None
    """What the statistics of a period say: they are about no case, so that its `answers` are blank."""
    transfer: TransferFacts | None = None
    """What the papers of a hand-over say: they are about a batch, so that their `answers` are blank."""
    inspection: InspectionFacts | None = None
    """What an inspection's record or template says: its `answers` are blank too."""
    order: OrderFacts | None = None
    reinspection: ReinspectionFacts | None = None
    tip: TipFacts | None = None
    """What an order, the record of a re-inspection or of a tip says, likewise."""

    @property
    def written_number(self) -> str:
        """The number as it stands on the paper, empty where the paper has none."""
        if self.number is None:
            return ""
        office = self.office
        if not self.revision:
            return self.number.written_before(office.prefix)
        return self.number.written(office.prefix, office.series_words)

    @property
    def is_trial(self) -> bool:
        """Whether it bears that it proves nothing: drawn up before the office was set up. Papers of before do not."""
        return self.office.is_unnamed and self.revision > 0

    @property
    def snapshot(self) -> CaseSnapshot:
        """The case as the paper found it, for holding a later visit against it."""
        received_on = self.received_at.date()
        return CaseSnapshot(self.answers, self.materials, received_on, self.findings.deficiencies)
