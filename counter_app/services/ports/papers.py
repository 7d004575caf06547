"""What the acts need of numbers and issued papers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.office import UNNAMED
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.calendar.periods import DueDate
from counter_app.domain.forms.findings import Deficiency
from counter_app.typed_data import read_record


class VoidedAlready(Refusal):
    """The number is void (作废) already."""


@frozen
class IssuedPaper:
    """A paper as it was issued: its frozen content and how often it was printed. `issued_at` is UTC and aware.

    `content` is plain JSON data (`snapshots.freeze`), of which lists read no more than stands here; `edition` names the
    form it was frozen under (`2025-05`).
    `void_reason` says why its number was voided (作废), and is empty while the paper holds.
    """

    paper_id: str
    document: str
    number: Number | None
    reference: str
    issued_at: datetime
    edition: str
    content: Mapping[str, Any]
    prints: int = 0
    void_reason: str = ""

    @property
    def is_void(self) -> bool:
        """Whether the paper's number was voided: it is kept, and not printed again."""
        return bool(self.void_reason)

    @property
    def written_number(self) -> str:
        """Its number as it stands on it, empty where it has none."""
        if self.number is None:
            return ""
        office = self.content["office"]
        if not self.content.get("revision", 0):
            return self.number.written_before(office["prefix"])
        return self.number.written(office["prefix"], office.get("series_words", {}))

    @property
    def is_trial(self) -> bool:
        """Whether it bears that it proves nothing (`PaperFacts.is_trial`)."""
        return bool(self.content["office"]["name"] == UNNAMED and self.content.get("revision", 0))

    @property
    def barcode(self) -> str:
        """What a scanner reads on it."""
        return str(self.content["barcode"])

    @property
    def issued_locally(self) -> datetime:
        """When it was issued, at the office."""
        return self.issued_at.astimezone(ZoneInfo(self.content["office"]["time_zone"]))

    @property
    def transfer_due(self) -> DueDate | None:
        """The last day for handing its materials over, where it names one."""
        due = self.content.get("transfer_due")
        return None if due is None else read_record(due, DueDate)

    @property
    def deficiencies(self) -> tuple[Deficiency, ...]:
        """What it said was lacking."""
        return read_record(self.content["deficiencies"], tuple[Deficiency, ...])


@frozen
class TemplateConfirmation:
    """That the legal department (法制部门) confirmed a template; `digest` is that of its words. `at` is UTC and aware.

    `clerk` recorded it at `window`; `confirmed_by` and `confirmed_on` are who confirmed it, and the day.
    """

    document: str
    edition: str
    digest: str
    confirmed_by: str
    confirmed_on: date
    at: datetime
    clerk: str
    window: str


class NumberRepository(Protocol):
    """The yearly counters of the office."""

    def take(self, document: str, *, year: int) -> Number:
        """The next number of the document's series. Call it last: it holds the counter row until the commit."""

    def taken(self, document: str, *, year: int) -> list[Number]:
        """The numbers taken so far, voided ones among them, in order."""

    def void(self, number: Number, reason: str) -> None:
        """Void a number (作废): it keeps its place in the register, and its paper, with the reason.

        Raises `UnknownCase` for a number never taken, `VoidedAlready`, `ValueError` for a blank reason.
        """

    def void_reason(self, number: Number) -> str:
        """Why a number was voided; empty while it holds, and for one never taken."""


class ConfirmationRepository(Protocol):
    """Which templates the legal department has confirmed: the last confirmation of each document."""

    def all(self) -> list[TemplateConfirmation]:
        """Every confirmation, by document."""

    def save(self, confirmation: TemplateConfirmation) -> None:
        """Record a confirmation, in the place of an earlier one of the same document."""

    def remove(self, document: str) -> None:
        """Take a confirmation back; nothing where there is none."""


class PaperRepository(Protocol):
    """Issued papers; what they say is never changed."""

    def add(self, paper: IssuedPaper) -> None:
        """Keep a paper."""

    def get(self, paper_id: str) -> IssuedPaper:
        """The paper with this id. Raises `UnknownCase`."""

    def reference_of(self, number: Number) -> str | None:
        """The case to which the paper with this number belongs, a voided one too; None where none has it."""

    def of_case(self, reference: str) -> list[IssuedPaper]:
        """The papers of one case, oldest first."""

    def count_print(self, paper_id: str) -> int:
        """Count one more print and return how many there are now. Raises `UnknownCase`."""
