"""A backend that keeps everything in memory: the ports of the services without a database, a renderer or files.

Shared by the tests of the services and of the windows. Like the real one it hands out copies, checks versions, and
rolls back whatever was not committed; unlike it, it can be told to fail (`store.refuse_commits`) and to be slow.
"""

from __future__ import annotations

import functools
import io
import json
import secrets
import tempfile
import threading
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from counter_app import paths
from counter_app.bootstrap import refuse_faulty_overlay
from counter_app.catalogue.division_table import load_divisions
from counter_app.catalogue.inspection_items import InspectionCatalogues
from counter_app.catalogue.loader import load_form
from counter_app.catalogue.pinyin_tables import load_readings
from counter_app.catalogue.toml_files import Folders
from counter_app.catalogue.working_day_tables import load_working_calendar
from counter_app.domain.basics.materials import Material, MaterialState
from counter_app.domain.basics.numbering import SERIES, Number
from counter_app.domain.basics.office import Office, Post
from counter_app.domain.basics.reading import read_code, read_date, read_text
from counter_app.domain.basics.refusal import CatalogueError, Refusal
from counter_app.domain.calendar.working_days import WorkingCalendar, YearTable
from counter_app.domain.filing.delivery import Delivery
from counter_app.domain.filing.filing import Filing, FilingKind, FilingState
from counter_app.domain.filing.intake import IntakeFile
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.confirmations import Confirmation
from counter_app.domain.forms.forms import Form
from counter_app.domain.inspection.correction import CorrectionOrder, Reinspection
from counter_app.domain.inspection.inspections import Inspection
from counter_app.domain.inspection.tips import Informant, Tip
from counter_app.domain.office.recovery_sheet import RecoverySheet
from counter_app.domain.papers.papers import PaperFacts, RenderedPaper
from counter_app.domain.papers.titles import TITLES
from counter_app.domain.search.divisions import Divisions
from counter_app.domain.search.pinyin import Readings
from counter_app.domain.trail.report import TrailReport
from counter_app.domain.trail.witness import Rollback, Witness
from counter_app.domain.transfer.batch import TransferBatch
from counter_app.exchange.bag import BagFiles
from counter_app.exchange.office.overlay import OfficeFolder
from counter_app.exchange.results.sealing import InstallationKey
from counter_app.scanning.formats import ScanFormats
from counter_app.services.office.offices import confirm_clock
from counter_app.services.office.since_seen import SinceSeen
from counter_app.services.ports import (
    CLOCK_CONFIRMED,
    Attachment,
    Backend,
    BrokenPromise,
    ChangedElsewhere,
    HistoryEntry,
    IssuedPaper,
    PlatformTick,
    Reception,
    Scan,
    Supervisor,
    TemplateConfirmation,
    TrustedKey,
    UnknownCase,
    VoidedAlready,
    WindowState,
)
from counter_app.services.ports.keys import KeyPlace, SecretKey
from counter_app.services.ports.trail import ChainedEntry, EntryFilter
from tests.fakes.memory_backup import memory_backups
from tests.fakes.memory_doctor import MemoryExaminer
from tests.fakes.memory_inspections import MemoryAttachments, MemoryInspections, MemoryTips
from tests.fakes.memory_known import MemoryKnownCases
from tests.fakes.memory_lists import MemoryDay, MemoryQueues, MemoryRegister
from tests.fakes.memory_platform import MemoryPlatform
from tests.fakes.memory_promises import MemoryConfirmations, MemoryDeliveries, MemoryPromises, MemorySupervisors
from tests.fakes.memory_scans import MemoryScanFiles, MemoryScans
from tests.fakes.memory_search import MemorySearch
from tests.fakes.memory_statistics import MemoryStatistics
from tests.fakes.memory_transfers import MemoryReceptions, MemoryTransfers, MemoryTrustedKeys
from tests.fakes.memory_updates import memory_updates

POST = Post("王敏", "3号窗口")
OFFICE = Office(
    *("大关县公安局", "530624", "大公(视)", "0870-5620110"), reconsideration="大关县人民政府", court="大关县人民法院"
)
NOON = datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
"""2 March 2026, 10:30 in the office: the day of the contract's examples."""


@dataclass
class Kept:
    """What is kept, all of it; one transaction works on a copy and puts it back whole."""

    filings: dict[str, Filing] = field(default_factory=dict)
    numbers: list[tuple[str, Number]] = field(default_factory=list)
    papers: dict[str, IssuedPaper] = field(default_factory=dict)
    history: list[HistoryEntry] = field(default_factory=list)
    window_states: dict[str, WindowState] = field(default_factory=dict)
    form_drafts: dict[tuple[str, str], dict[str, object]] = field(default_factory=dict)
    office: Office | None = None
    voided: dict[Number, str] = field(default_factory=dict)
    ticks: dict[tuple[str, str], PlatformTick] = field(default_factory=dict)
    scans: dict[str, Scan] = field(default_factory=dict)

    supervisors: dict[str, Supervisor] = field(default_factory=dict)
    confirmations: dict[str, TemplateConfirmation] = field(default_factory=dict)
    deliveries: list[Delivery] = field(default_factory=list)
    broken_promises: list[BrokenPromise] = field(default_factory=list)
    batches: dict[str, TransferBatch] = field(default_factory=dict)
    batch_numbers: dict[Number, str] = field(default_factory=dict)
    receptions: dict[str, Reception] = field(default_factory=dict)
    trusted_keys: dict[str, TrustedKey] = field(default_factory=dict)
    inspections: dict[str, Inspection] = field(default_factory=dict)
    orders: dict[str, CorrectionOrder] = field(default_factory=dict)
    reinspections: dict[str, Reinspection] = field(default_factory=dict)
    tips: dict[str, Tip] = field(default_factory=dict)
    tip_sources: dict[str, Informant] = field(default_factory=dict)
    attachments: dict[str, Attachment] = field(default_factory=dict)

    def copy(self) -> Kept:
        """The same, so that changing one does not change the other."""
        filings = {reference: _apart(filing) for reference, filing in self.filings.items()}
        kept = {one.name: copy(getattr(self, one.name)) for one in fields(self)}
        return Kept(**{**kept, "filings": filings})


class Store:
    """The memory that stands for the database. Set `refuse_commits` to have every commit refused from then on."""

    def __init__(self, office: Office | None = OFFICE) -> None:
        self.kept = Kept(office=office)
        self.lock = threading.Lock()
        self.refuse_commits: Exception | None = None
        self.before_commit: Callable[[], None] = lambda: None
        self.commits = 0

    def filing(self, reference: str) -> Filing:
        """The case as it is kept now."""
        with self.lock:
            return _apart(self.kept.filings[reference])


class MemoryFilings:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def add(self, filing: Filing) -> None:
        assert filing.reference not in self._kept.filings
        self._kept.filings[filing.reference] = _apart(filing)

    def get(self, reference: str) -> Filing:
        found = self._kept.filings.get(reference)
        if found is None:
            raise UnknownCase(f"没有编号为{reference}的件", "核对编号")
        return _apart(found)

    def confirmed(self, reference: str) -> dict[str, Confirmation]:
        found = self._kept.filings.get(reference)
        return dict(found.confirmed) if found is not None else {}

    def save(self, filing: Filing) -> None:
        kept = self.get(filing.reference)
        if kept.version != filing.version:
            raise ChangedElsewhere(f"该件已由{kept.window}的{kept.clerk}修改", "重新打开该件,核对后再改")
        filing.version += 1
        self._kept.filings[filing.reference] = _apart(filing)

    def count_filed(self, *, uscc: str, name: str, address: str, other_than: str, nor: str = "") -> int:
        def same(filing: Filing) -> bool:
            answers = filing.answers
            own = read_code(str(answers.raw.get("unit.uscc") or ""))
            unit = own == uscc if uscc and own else answers.display("unit.name") == name
            return unit and answers.display("system.address") == address

        if not address or not (uscc or name):
            return 0
        filed = [f for f in self._kept.filings.values() if f.state is FilingState.FILED]
        superseded = {filing.changes for filing in filed}
        left = [f for f in filed if f.reference not in (other_than, nor) and f.reference not in superseded]
        return sum(same(filing) for filing in left)


@dataclass
class MemoryWitness:
    """The witness outside the database; a test sets what it says."""

    said: Witness | None = None

    rolled_back: Rollback | None = None

    def read(self) -> Witness | None:
        return self.said

    report: TrailReport | None = None

    def verify(self) -> TrailReport:
        return self.report or TrailReport(0)

    def rollback(self) -> Rollback | None:
        return self.rolled_back


class MemoryNumbers:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def take(self, document: str, *, year: int) -> Number:
        number = Number(SERIES[document][0], year, len(self.taken(document, year=year)) + 1)
        self._kept.numbers.append((document, number))
        return number

    def taken(self, document: str, *, year: int) -> list[Number]:
        return [number for known, number in self._kept.numbers if known == document and number.year == year]

    def void(self, number: Number, reason: str) -> None:
        assert reason.strip()
        if number not in [taken for _document, taken in self._kept.numbers]:
            raise UnknownCase(f"没有{number.written()}", "核对编号")
        if number in self._kept.voided:
            raise VoidedAlready(f"{number.written()}已经作废", "查看作废的原因")
        self._kept.voided[number] = reason

    def void_reason(self, number: Number) -> str:
        return self._kept.voided.get(number, "")


class MemoryPapers:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def add(self, paper: IssuedPaper) -> None:
        json.dumps(paper.content)  # what is kept is plain JSON data
        self._kept.papers[paper.paper_id] = paper

    def get(self, paper_id: str) -> IssuedPaper:
        found = self._kept.papers.get(paper_id)
        if found is None:
            raise UnknownCase("没有这份凭证", "核对编号")
        return self._said(found)

    def reference_of(self, number: Number) -> str | None:
        return next((paper.reference for paper in self._kept.papers.values() if paper.number == number), None)

    def of_case(self, reference: str) -> list[IssuedPaper]:
        return [self._said(paper) for paper in self._kept.papers.values() if paper.reference == reference]

    def _said(self, paper: IssuedPaper) -> IssuedPaper:
        reason = self._kept.voided.get(paper.number) if paper.number is not None else None
        return replace(paper, void_reason=reason) if reason else paper

    def count_print(self, paper_id: str) -> int:
        paper = self.get(paper_id)
        self._kept.papers[paper_id] = replace(paper, prints=paper.prints + 1)
        return paper.prints + 1


class MemoryHistory:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def record(self, entry: HistoryEntry) -> None:
        self._kept.history.append(entry)

    def of_case(self, reference: str) -> list[HistoryEntry]:
        return [entry for entry in self._kept.history if entry.reference == reference]

    def of_references(self, prefix: str) -> list[HistoryEntry]:
        return [entry for entry in self._kept.history if entry.reference.startswith(prefix)]

    def highest_time(self) -> datetime | None:
        confirmed = [place for place, one in enumerate(self._kept.history) if one.act == CLOCK_CONFIRMED]
        counted = self._kept.history[confirmed[-1] if confirmed else 0 :]
        return max((entry.at for entry in counted), default=None)


class MemoryTrail:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def entries(
        self, wanted: EntryFilter, *, below: int | None = None, above: int | None = None, limit: int
    ) -> list[ChainedEntry]:
        chained = [ChainedEntry(place, entry) for place, entry in enumerate(self._kept.history, 1)]
        found = [one for one in chained if _is_wanted(one.entry, wanted)]
        if above is not None:
            return [one for one in found if one.ordinal > above][:limit]
        return [one for one in reversed(found) if below is None or one.ordinal < below][:limit]

    def count(self, wanted: EntryFilter) -> int:
        return sum(_is_wanted(entry, wanted) for entry in self._kept.history)


def _is_wanted(entry: HistoryEntry, wanted: EntryFilter) -> bool:
    since, until = wanted.since or entry.at, wanted.until
    said = (entry.clerk, entry.window, entry.reference)
    return entry.at >= since and (until is None or entry.at < until) and any(wanted.text in one for one in said)


class MemoryWindowStates:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def save(self, window: str, state: WindowState) -> None:
        self._kept.window_states[window] = state

    def load(self, window: str) -> WindowState:
        return self._kept.window_states.get(window, WindowState())

    def save_form(self, window: str, form: str, content: Mapping[str, object]) -> None:
        self._kept.form_drafts[window, form] = json.loads(json.dumps(dict(content)))

    def load_form(self, window: str, form: str) -> dict[str, object]:
        return dict(self._kept.form_drafts.get((window, form), {}))

    def discard_form(self, window: str, form: str) -> None:
        self._kept.form_drafts.pop((window, form), None)


class MemoryOffice:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def load(self) -> Office | None:
        return self._kept.office

    def save(self, office: Office) -> None:
        self._kept.office = office


class MemoryWork:
    """One transaction: the others wait until it is over."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __enter__(self) -> Self:
        self._store.lock.acquire()
        self._kept = self._store.kept.copy()
        self.filings = MemoryFilings(self._kept)
        self.numbers = MemoryNumbers(self._kept)
        self.papers = MemoryPapers(self._kept)
        self.scans = MemoryScans(self._kept.scans, self._kept.attachments)
        self.history = MemoryHistory(self._kept)
        self.trail = MemoryTrail(self._kept)
        self.queues = MemoryQueues(self._kept)
        self.day = MemoryDay(self._kept)
        self.register = MemoryRegister(self._kept)
        self.window_states = MemoryWindowStates(self._kept)
        self.office = MemoryOffice(self._kept)
        self.search = MemorySearch(self._kept)
        self.known = MemoryKnownCases(self._kept)
        self.platform = MemoryPlatform(self._kept)
        self.supervisors = MemorySupervisors(self._kept)
        self.transfers = MemoryTransfers(self._kept)
        self.receptions = MemoryReceptions(self._kept)
        self.trusted_keys = MemoryTrustedKeys(self._kept)
        self.inspections = MemoryInspections(self._kept)
        self.tips = MemoryTips(self._kept)
        self.attachments = MemoryAttachments(self._kept)
        self.deliveries = MemoryDeliveries(self._kept)
        self.promises = MemoryPromises(self._kept)
        self.confirmations = MemoryConfirmations(self._kept)
        self.statistics = MemoryStatistics(self._kept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store.lock.release()

    def commit(self) -> None:
        self._store.before_commit()
        if self._store.refuse_commits is not None:
            raise self._store.refuse_commits
        self._store.kept = self._kept.copy()
        self._store.commits += 1


class Forms:
    """The shipped forms, each edition loaded once; `form` puts one in the place of the newest."""

    def __init__(self, form: Form | None = None) -> None:
        self._current = form or shipped_form()

    def current(self, kind: str = "filing") -> Form:
        return self._current if kind == self._current.kind else shipped_form(kind)

    def edition(self, edition: str, kind: str = "filing") -> Form:
        if kind != self._current.kind and shipped_form(kind).edition == edition:
            return shipped_form(kind)
        if edition != self._current.edition or kind != self._current.kind:
            raise CatalogueError(f"{kind}/{edition}", "", "没有这个版本的表单")
        return self._current


@functools.cache
def shipped_items() -> InspectionCatalogues:
    """The inspection items that ship, read once."""
    return InspectionCatalogues(Folders(paths.forms_dir()))


class MemoryOfficeKey:
    """The key of an encrypted office; beside the data, where `beside` is set, until it is taken out."""

    def __init__(self) -> None:
        """`trouble` is why the key store of the system cannot be used, empty where it can."""
        self.key: SecretKey | None = SecretKey("0123456789abcdef", b"k" * 32)
        self.beside = False
        self.typed = False
        self.kept_in = KeyPlace.FILE
        self.trouble = "没有可用的系统密钥环"

    def get(self) -> SecretKey | None:
        return self.key

    def pepper(self) -> bytes | None:
        return b"p" * 32 if self.key is not None else None

    def is_beside(self) -> bool:
        return self.beside

    def was_typed(self) -> bool:
        return self.typed

    def take_out(self) -> None:
        self.beside = False
        self.kept_in = KeyPlace.FILE if self.trouble else KeyPlace.STORE

    def place(self) -> KeyPlace:
        return self.kept_in

    def store_trouble(self) -> str:
        return self.trouble

    def into_store(self) -> None:
        if self.trouble:
            raise Refusal(self.trouble, "解锁系统密钥环后再试")
        self.kept_in = KeyPlace.STORE

    def into_file(self) -> None:
        self.kept_in = KeyPlace.FILE


class PlainRenderer:
    """Papers that hold their title, number and deficiencies as codes, one line each; real PDF, so that it can be shown.

    `printed` gathers the facts each PDF was made from; set `unknown` to characters that the papers cannot show.
    """

    def __init__(self) -> None:
        self.printed: list[PaperFacts] = []
        self.unknown = ""
        self.wording = "as shipped"

    def pdf(self, facts: PaperFacts) -> bytes:
        from reportlab.pdfgen.canvas import Canvas

        self.printed.append(facts)
        page = io.BytesIO()
        canvas = Canvas(page, pagesize=(595, 842), invariant=1)  # the same paper is the same bytes
        lines = [facts.document, facts.barcode, *facts.findings.codes, f"reprint {facts.reprint}"]
        for line, text in enumerate(lines):
            canvas.drawString(72, 770 - 20 * line, text)
        canvas.save()
        return page.getvalue()

    def word(self, facts: PaperFacts) -> bytes:
        return b"PK" + TITLES[facts.document].encode()

    def render(self, facts: PaperFacts) -> RenderedPaper:
        said = "".join(map(str, facts.answers.raw.values()))
        return RenderedPaper(self.pdf(facts), "".join(character for character in self.unknown if character in said))

    def copies(self, document: str) -> int:
        return 2 if document in ("deficiency_notice", "material_receipt", "filing_receipt") else 1

    def recovery_sheet(self, sheet: RecoverySheet) -> bytes:
        return f"recovery {sheet.key_id}".encode()

    def digest(self, document: str) -> str:
        return f"{document} {self.wording}"


class PlainFiles:
    """Reads JSON intake files and no workbooks; `ready` gives an answer (or a refusal) for a file name beforehand."""

    def __init__(self) -> None:
        self.ready: dict[str, IntakeFile | Refusal] = {}

    def read(self, path: Path, form: Form) -> IntakeFile:
        match self.ready.get(path.name):
            case IntakeFile() as intake:
                return intake
            case Refusal() as refusal:
                raise refusal
            case None:
                pass
        if path.suffix != ".json":
            raise Refusal(f"{path.name} 不是本程序能读的文件", "另存为 .xlsx 或 .json 后再导入")
        return intake_of(json.loads(path.read_text("utf-8")), form)

    def write_blank_workbook(self, path: Path, form: Form) -> None:
        path.write_text(form.title, "utf-8")

    def write_sheets(self, path: Path, sheets: Any) -> None:
        told = [f"[{one.title}]\n" + "\n".join("\t".join(map(str, row)) for row in one.rows) for one in sheets]
        path.write_text("\n".join(told), encoding="utf-8")

    def write_list(self, path: Path, title: str, columns: Any, rows: Any) -> None:
        lines = [[column.title for column in columns], *rows]
        path.write_text(json.dumps([title, lines], ensure_ascii=False, default=str), "utf-8")


def intake_of(content: Mapping[str, Any], form: Form) -> IntakeFile:
    """What a JSON intake file (contract, section 9) holds."""
    raw = {
        f"{section.key}.{name}": value
        for section in form.sections
        if isinstance(content.get(section.key), dict)
        for name, value in content[section.key].items()
    }
    rows = {group: [Answers.row(form, row, group) for row in content.get(group, [])] for group in form.groups}
    materials = {
        key: Material(MaterialState(said["state"]), tuple(said.get("defects", ())), said.get("note", ""))
        for key, said in content.get("materials", {}).items()
    }
    received = read_date(read_text(str(content.get("received_on") or "")))
    kind = FilingKind(content.get("kind", "initial"))
    confirmed = tuple(content.get("confirmed", ()))
    changes = content.get("changes", "")
    return IntakeFile(Answers(form, raw, rows), materials, kind, received, changes=changes, confirmed=confirmed)


@functools.cache
def shipped_form(kind: str = "filing") -> Form:
    """The newest edition that ships, loaded once for all tests."""
    return load_form(Folders(paths.forms_dir()), kind)


@functools.cache
def shipped_calendar() -> WorkingCalendar:
    """The working days that ship, loaded once for all tests."""
    return load_working_calendar(Folders(paths.resources_dir()))


@functools.cache
def shipped_readings() -> Readings:
    """How names are read, loaded once for all tests."""
    return load_readings(Folders(paths.resources_dir()))


@functools.cache
def shipped_divisions() -> Divisions:
    """The divisions that ship, loaded once for all tests."""
    return load_divisions(Folders(paths.resources_dir()), shipped_readings())


class MemoryCalendars:
    """A `CalendarSource` that keeps what is added for as long as the test lasts."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        self.calendar = calendar

    def current(self) -> WorkingCalendar:
        return self.calendar

    def read(self, path: Path) -> YearTable | str:
        return path.read_text("utf-8")

    def add(self, table: YearTable) -> None:
        known = (self.calendar.table(year) for year in self.calendar.years if year != table.year)
        self.calendar = WorkingCalendar([*(one for one in known if one is not None), table])


@dataclass(frozen=True, slots=True)
class MemoryBackend(Backend):
    """A `Backend` whose inside a test may look at and set."""

    store: Store = field(default_factory=Store)

    @classmethod
    def make(cls, *, form: Form | None = None, office: Office | None = OFFICE, now: datetime = NOON) -> MemoryBackend:
        """A counter at a set-up office; `office=None` is one before its first start."""
        store = Store(office)
        sealer = InstallationKey(Path(tempfile.gettempdir()) / f"counter-{secrets.token_hex(8)}")
        return cls(
            work=lambda: MemoryWork(store),
            forms=Forms(form),
            calendars=MemoryCalendars(shipped_calendar()),
            inspection_items=shipped_items(),
            renderer=PlainRenderer(),
            files=PlainFiles(),
            clock=lambda: now,
            since_seen=SinceSeen(),
            scan_files=MemoryScanFiles(),
            scan_reader=ScanFormats(),
            bags=BagFiles(),
            sealer=sealer,
            office_key=MemoryOfficeKey(),
            witness=MemoryWitness(),
            divisions=shipped_divisions(),
            readings=shipped_readings(),
            overlay=OfficeFolder(
                Path(tempfile.gettempdir()) / f"counter-{secrets.token_hex(8)}" / "office",
                paths.forms_dir().parent,
                refuse_faulty_overlay,
            ),
            updates=memory_updates(sealer),
            backups=memory_backups(now),
            examiner=MemoryExaminer(),
            store=store,
        )


def _apart(filing: Filing) -> Filing:
    """A copy; answers and papers are immutable and may be shared."""
    copied = copy(filing)
    copied.materials = dict(filing.materials)
    copied.confirmed = dict(filing.confirmed)
    return copied


def on_a_later_day(backend: Backend, now: datetime) -> Backend:
    """The same counter at `now`, where somebody has confirmed the clock after days without an act."""
    moved = replace(backend, clock=lambda: now)
    confirm_clock(moved, post=POST)
    return moved
