"""All that the acts of the counter need from the outside, in one place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from counter_app.domain.basics.records import frozen

if TYPE_CHECKING:  # each act imports what it uses
    from counter_app.domain.basics.listing import ListCell, ListColumn, ListSheet
    from counter_app.domain.calendar.working_days import WorkingCalendar
    from counter_app.domain.filing.intake import IntakeFile
    from counter_app.domain.forms.forms import Form
    from counter_app.domain.office.recovery_sheet import RecoverySheet
    from counter_app.domain.papers.papers import PaperFacts, RenderedPaper
    from counter_app.domain.search.divisions import Divisions
    from counter_app.domain.search.pinyin import Readings
    from counter_app.services.ports.backup import BackupPorts
    from counter_app.services.ports.bags import (
        Bags,
    )
    from counter_app.services.ports.calendars import CalendarSource
    from counter_app.services.ports.cases import FilingRepository
    from counter_app.services.ports.doctor import Examiner
    from counter_app.services.ports.inspections import (
        CatalogueSource,
        InspectionRepository,
        TipRepository,
    )
    from counter_app.services.ports.keys import OfficeKeys
    from counter_app.services.ports.known import KnownCaseRepository
    from counter_app.services.ports.lists import (
        DayRepository,
        QueueRepository,
        RegisterRepository,
    )
    from counter_app.services.ports.office import (
        HistoryRepository,
        OfficeRepository,
        WindowStateRepository,
    )
    from counter_app.services.ports.overlay import Overlay
    from counter_app.services.ports.papers import ConfirmationRepository, NumberRepository, PaperRepository
    from counter_app.services.ports.platform import PlatformRepository
    from counter_app.services.ports.promises import (
        BrokenPromiseRepository,
        DeliveryRepository,
        SupervisorRepository,
    )
    from counter_app.services.ports.results import Sealer
    from counter_app.services.ports.scans import (
        AttachmentRepository,
        ScanReader,
        ScanRepository,
        ScanStore,
    )
    from counter_app.services.ports.search import SearchRepository
    from counter_app.services.ports.statistics import StatisticsRepository
    from counter_app.services.ports.trail import TrailRepository, Witnesses
    from counter_app.services.ports.transfers import (
        ReceptionRepository,
        TransferRepository,
        TrustedKeyRepository,
    )
    from counter_app.services.ports.update import UpdatePorts


class UnitOfWork(Protocol):
    """One transaction. Leaving it without `commit` rolls back."""

    @property
    def search(self) -> SearchRepository:
        """Search through all cases."""

    @property
    def filings(self) -> FilingRepository:
        """The filings."""

    @property
    def numbers(self) -> NumberRepository:
        """Yearly counters."""

    @property
    def papers(self) -> PaperRepository:
        """Issued papers."""

    @property
    def confirmations(self) -> ConfirmationRepository:
        """Templates confirmed by the legal department."""

    @property
    def scans(self) -> ScanRepository:
        """Scans of the papers."""

    @property
    def history(self) -> HistoryRepository:
        """The history of every act."""

    @property
    def trail(self) -> TrailRepository:
        """The history by its place in the chain."""

    @property
    def queues(self) -> QueueRepository:
        """What waits, page by page."""

    @property
    def day(self) -> DayRepository:
        """What the end of a day is checked against."""

    @property
    def register(self) -> RegisterRepository:
        """The register, row by row."""

    @property
    def platform(self) -> PlatformRepository:
        """What was keyed into the national platform."""

    @property
    def window_states(self) -> WindowStateRepository:
        """Open cases of each window."""

    @property
    def office(self) -> OfficeRepository:
        """The office's own data."""

    @property
    def supervisors(self) -> SupervisorRepository:
        """Who may let an exception pass."""

    @property
    def deliveries(self) -> DeliveryRepository:
        """How notices were served."""

    @property
    def promises(self) -> BrokenPromiseRepository:
        """Broken one-time promises."""

    @property
    def known(self) -> KnownCaseRepository:
        """What is known already: filed systems, chains of changes, cases of one unit."""

    @property
    def transfers(self) -> TransferRepository:
        """Batches for the department."""

    @property
    def receptions(self) -> ReceptionRepository:
        """Packages that came from other installations."""

    @property
    def trusted_keys(self) -> TrustedKeyRepository:
        """Keys whose signed results are trusted."""

    @property
    def inspections(self) -> InspectionRepository:
        """Inspections, orders, re-inspections."""

    @property
    def tips(self) -> TipRepository:
        """The tips."""

    @property
    def attachments(self) -> AttachmentRepository:
        """Files attached to inspections and tips."""

    @property
    def statistics(self) -> StatisticsRepository:
        """How often things were counted."""

    def __enter__(self) -> Self:
        """Start the transaction."""

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


class Renderer(Protocol):
    """Turns the facts of a paper into files."""

    def pdf(self, facts: PaperFacts) -> bytes:
        """The paper as PDF."""

    def word(self, facts: PaperFacts) -> bytes:
        """The paper as a Word document."""

    def render(self, facts: PaperFacts) -> RenderedPaper:
        """The paper as PDF with what it cannot show, composed once."""

    def recovery_sheet(self, sheet: RecoverySheet) -> bytes:
        """The recovery sheet as PDF."""

    def copies(self, document: str) -> int:
        """How many copies of the document are printed."""

    def digest(self, document: str) -> str:
        """SHA-256 of the template of today and of the forms whose words it prints. Raises `CatalogueError`."""


class IntakeFiles(Protocol):
    """Files that come and go."""

    def read(self, path: Path, form: Form) -> IntakeFile:
        """Read a JSON intake file or a workbook. Raises `Refusal` naming sheet, row and label."""

    def write_blank_workbook(self, path: Path, form: Form) -> None:
        """Write the blank workbook. Raises `Refusal` where it cannot be written."""

    def write_sheets(self, path: Path, sheets: Sequence[ListSheet]) -> None:
        """Write some lists as the sheets of one workbook. Raises `Refusal` where it cannot be written."""

    def write_list(
        self, path: Path, title: str, columns: Sequence[ListColumn], rows: Iterable[Sequence[ListCell]]
    ) -> None:
        """Write a list of cases as a workbook, row by row. Raises `Refusal` where it cannot be written."""


@frozen
class Backend:
    """The ports that a service may use; each service takes it as its first argument. `clock` gives aware UTC times.

    `since_seen` says how long ago this program was first asked about a mark (not at all the first time), whatever the
    clock of the computer is set to; see `since_seen.SinceSeen`.
    """

    work: Callable[[], UnitOfWork]
    forms: FormSource
    calendars: CalendarSource
    inspection_items: CatalogueSource
    renderer: Renderer
    files: IntakeFiles
    clock: Callable[[], datetime]
    since_seen: Callable[[str], timedelta]
    scan_files: ScanStore
    scan_reader: ScanReader
    bags: Bags
    sealer: Sealer
    office_key: OfficeKeys
    witness: Witnesses
    divisions: Divisions
    readings: Readings
    overlay: Overlay
    updates: UpdatePorts
    backups: BackupPorts
    examiner: Examiner

    @property
    def calendar(self) -> WorkingCalendar:
        """The working days as they are known now: an act asks once, so that its dates agree with each other."""
        return self.calendars.current()
