"""What the acts of the counter need from the outside: keeping, numbers, history, forms, a clock, a printery."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from counter_app.domain.filing import Custody, Filing, FilingState
from counter_app.domain.forms import Form
from counter_app.domain.intake import IntakeFile
from counter_app.domain.numbering import Number
from counter_app.domain.office import Office
from counter_app.domain.papers import PaperFacts
from counter_app.domain.refusal import Refusal
from counter_app.domain.working_days import WorkingCalendar


class UnknownCase(Refusal):
    """No case has this reference or number."""


class ChangedElsewhere(Refusal):
    """The case was saved by another window since it was read here."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case as it stands in a list. Names of persons are masked (`周*`); times are UTC and aware."""

    reference: str
    unit_name: str
    agent: str
    state: FilingState
    custody: Custody
    received_at: datetime
    received_on: date
    clerk: str
    window: str
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One act, never overwritten. `details` hold no names and no identity numbers. `at` is UTC and aware.

    `zone` is the office's IANA zone name at that time; `act` a dotted name as `notice.issued`.
    """

    at: datetime
    zone: str
    clerk: str
    window: str
    act: str
    reference: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """A paper as it was issued: its frozen content and how often it was printed. `issued_at` is UTC and aware.

    `content` is plain JSON data (`snapshots.freeze`); `edition` names the form it was frozen under (`2025-05`).
    """

    paper_id: str
    document: str
    number: Number | None
    reference: str
    issued_at: datetime
    edition: str
    content: Mapping[str, Any]
    prints: int = 0


@dataclass(frozen=True, slots=True)
class DeskState:
    """Which cases stand open at one window, in the order of their tabs, and which of them is in front."""

    cases: tuple[str, ...] = ()
    active: str = ""


class FilingRepository(Protocol):
    """Cases, kept whole."""

    def add(self, filing: Filing) -> None:
        """Keep a new case."""

    def get(self, reference: str) -> Filing:
        """The case with this reference. Raises `UnknownCase`."""

    def save(self, filing: Filing) -> None:
        """Keep a changed case and count its version up. Raises `UnknownCase`, `ChangedElsewhere`."""

    def received_on(self, day: date) -> list[CaseLine]:
        """The cases received on `day`, newest first."""

    def unfinished(self) -> list[CaseLine]:
        """The cases of any day that are draft, deficient or complete, newest first."""

    def count_filed(self, *, uscc: str, name: str, address: str, other_than: str) -> int:
        """How many filed cases other than `other_than` have this unit (USCC, else name) at this system address."""


class NumberRegister(Protocol):
    """The yearly counters of the office."""

    def take(self, document: str, *, year: int) -> Number:
        """The next number of the document's series. Call it last: it holds the counter row until the commit."""

    def taken(self, document: str, *, year: int) -> list[Number]:
        """The numbers taken so far, in order."""


class PaperRepository(Protocol):
    """Issued papers; what they say is never changed."""

    def add(self, paper: IssuedPaper) -> None:
        """Keep a paper."""

    def get(self, paper_id: str) -> IssuedPaper:
        """The paper with this id. Raises `UnknownCase`."""

    def of_case(self, reference: str) -> list[IssuedPaper]:
        """The papers of one case, oldest first."""

    def count_print(self, paper_id: str) -> int:
        """Count one more print and return how many there are now. Raises `UnknownCase`."""


class HistoryBook(Protocol):
    """The append-only history of every act."""

    def record(self, entry: HistoryEntry) -> None:
        """Append one act."""

    def of_case(self, reference: str) -> list[HistoryEntry]:
        """The acts on one case, oldest first."""

    def last_act_at(self) -> datetime | None:
        """When the act recorded last was done, by the clock of its time; None before the first act."""


class DeskBook(Protocol):
    """What stands open at each window, to be found again after a power cut."""

    def remember(self, window: str, state: DeskState) -> None:
        """Put down what stands open now."""

    def recall(self, window: str) -> DeskState:
        """What stood open last; empty where nothing is known."""


class OfficeBook(Protocol):
    """The office's own data, one record for all windows."""

    def load(self) -> Office | None:
        """The office, None before the first start has asked for it."""

    def save(self, office: Office) -> None:
        """Put down the office."""


class UnitOfWork(Protocol):
    """One transaction. Leaving it without `commit` rolls back."""

    @property
    def filings(self) -> FilingRepository:
        """Cases."""

    @property
    def numbers(self) -> NumberRegister:
        """Yearly counters."""

    @property
    def papers(self) -> PaperRepository:
        """Issued papers."""

    @property
    def history(self) -> HistoryBook:
        """Every act."""

    @property
    def desk(self) -> DeskBook:
        """Open cases of each window."""

    @property
    def office(self) -> OfficeBook:
        """The office."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Roll back whatever was not committed."""

    def commit(self) -> None:
        """Make it lasting. Raises `Refusal` where the disk is full or the database is locked or gone."""


class FormSource(Protocol):
    """The editions of the forms, each loaded once."""

    def current(self, kind: str = "filing") -> Form:
        """The newest edition."""

    def edition(self, edition: str, kind: str = "filing") -> Form:
        """One edition; a case keeps the one it was opened under. Raises `CatalogueError`."""


class Printery(Protocol):
    """Turns the facts of a paper into files."""

    def pdf(self, facts: PaperFacts) -> bytes:
        """The paper as PDF."""

    def word(self, facts: PaperFacts) -> bytes:
        """The paper as a Word document."""

    def copies(self, document: str) -> int:
        """How many copies of the document are printed."""


class IntakeFiles(Protocol):
    """Files that come and go."""

    def read(self, path: Path, form: Form) -> IntakeFile:
        """Read a JSON intake file or a workbook. Raises `Refusal` naming sheet, row and label."""

    def write_blank_workbook(self, path: Path, form: Form) -> None:
        """Write the blank workbook. Raises `Refusal` where it cannot be written."""


@dataclass(frozen=True, slots=True)
class Counter:
    """The counter as the acts see it: each act takes it as its first argument. `clock` gives aware UTC times."""

    work: Callable[[], UnitOfWork]
    forms: FormSource
    calendar: WorkingCalendar
    printery: Printery
    files: IntakeFiles
    clock: Callable[[], datetime]
