"""Puts the application together. The only module that knows every layer; only the entry points import it.

Everything heavy (SQLAlchemy, ReportLab, python-docx, XlsxWriter) is imported when it is first used: the first window
needs none of it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app import paths
from counter_app.catalogue.inspection_items import InspectionCatalogues
from counter_app.catalogue.loader import load_form
from counter_app.catalogue.office_calendars import OfficeCalendars
from counter_app.catalogue.pinyin_tables import load_readings
from counter_app.catalogue.toml_files import Folders
from counter_app.domain.basics.listing import ListCell, ListColumn
from counter_app.domain.filing.intake import IntakeFile
from counter_app.domain.forms.forms import Form
from counter_app.domain.papers.papers import TITLES, PaperFacts, RenderedPaper, form_kind
from counter_app.exchange.results.sealing import InstallationKey
from counter_app.persistence.base.office_traces import DATABASE, KnownOffices
from counter_app.persistence.scans.scan_files import ScanFiles
from counter_app.services.office.since_seen import SinceSeen
from counter_app.services.ports import (
    Backend,
    BagContent,
    BagIndex,
    BagReport,
    PackedBag,
    Raster,
    RenderRequest,
    ScanFacts,
    UnitOfWork,
    Watch,
)
from counter_app.settings import WorkstationFile

if TYPE_CHECKING:
    from counter_app.documents.renderer import DocumentRenderer
    from counter_app.exchange.bag import BagFiles
    from counter_app.exchange.files import Files
    from counter_app.persistence.database import Database
    from counter_app.scanning.guarded import GuardedFormats


class Editions:
    """`FormSource`: each edition is read and checked once."""

    def __init__(self, folders: Folders) -> None:
        """`folders` are the shipped forms under the office's own."""
        self._folders = folders
        self._loaded: dict[tuple[str, str | None], Form] = {}
        self._lock = threading.Lock()

    def current(self, kind: str = "filing") -> Form:
        """The newest edition. Raises `CatalogueError`."""
        return self._load(kind, None)

    def edition(self, edition: str, kind: str = "filing") -> Form:
        """One edition. Raises `CatalogueError`."""
        newest = self.current(kind)
        return newest if newest.edition == edition else self._load(kind, edition)

    def _load(self, kind: str, edition: str | None) -> Form:
        with self._lock:
            if (kind, edition) not in self._loaded:
                self._loaded[kind, edition] = load_form(self._folders, kind, edition)
            return self._loaded[kind, edition]


class LazyRenderer:
    """`Renderer` that imports the writers when the first paper is asked for."""

    def __init__(self, forms: Folders, editions: Editions) -> None:
        """`forms` holds the templates beside the forms, `editions` the forms themselves."""
        self._forms = forms
        self._editions = editions
        self._renderer: DocumentRenderer | None = None
        self._lock = threading.Lock()

    def pdf(self, facts: PaperFacts) -> bytes:
        """The paper as PDF."""
        return self._made().pdf(facts)

    def word(self, facts: PaperFacts) -> bytes:
        """The paper as a Word document."""
        return self._made().word(facts)

    def render(self, facts: PaperFacts) -> RenderedPaper:
        """The paper as PDF with what it cannot show."""
        return self._made().render(facts)

    def copies(self, document: str) -> int:
        """How many copies of the document are printed under the newest edition; a change's own template is read too."""
        made, change = self._made(), self._editions.current("change")
        if self._forms.has(f"{change.kind}/{change.edition}/{document}.toml"):
            made.copies(change, document)
        return made.copies(self._editions.current(form_kind(document)), document)

    def check(self) -> None:
        """Read every template of the newest edition: a faulty one stops the start. Raises `CatalogueError`."""
        for document in TITLES:
            self.copies(document)

    def _made(self) -> DocumentRenderer:
        with self._lock:
            if self._renderer is None:
                from counter_app.documents.renderer import DocumentRenderer  # ReportLab: 0.1 s

                self._renderer = DocumentRenderer(self._forms.find)
            return self._renderer


class LazyFiles:
    """`IntakeFiles` that imports the Excel libraries when the first file comes."""

    def read(self, path: Path, form: Form) -> IntakeFile:
        """Read a JSON intake file or a workbook. Raises `Refusal`."""
        return self._made().read(path, form)

    def write_blank_workbook(self, path: Path, form: Form) -> None:
        """Write the blank workbook. Raises `Refusal`."""
        self._made().write_blank_workbook(path, form)

    def write_list(
        self, path: Path, title: str, columns: Sequence[ListColumn], rows: Iterable[Sequence[ListCell]]
    ) -> None:
        """Write a list of cases as a workbook. Raises `Refusal`."""
        self._made().write_list(path, title, columns, rows)

    @staticmethod
    def _made() -> Files:
        from counter_app.exchange.guarded_files import GuardedFiles  # XlsxWriter and calamine, when needed

        return GuardedFiles()


class LazyScanReader:
    """`ScanReader` that starts the process for scans when the first one comes."""

    def __init__(self) -> None:
        self._making = threading.Lock()
        self._reader: GuardedFormats | None = None

    def examine(self, path: Path, named: str, watch: Watch) -> ScanFacts:
        """Read a file to its end. Raises `Refusal`."""
        return self._made().examine(path, named, watch)

    def sizes(self, path: Path, media_type: str) -> list[tuple[float, float]]:
        """Width and height of each page. Raises `Refusal`."""
        return self._made().sizes(path, media_type)

    def render(self, path: Path, media_type: str, request: RenderRequest) -> Raster:
        """What a page looks like. Raises `Refusal`."""
        return self._made().render(path, media_type, request)

    def thumbnail(self, path: Path, media_type: str) -> bytes:
        """The first page as a small JPEG. Raises `Refusal`."""
        return self._made().thumbnail(path, media_type)

    def _made(self) -> GuardedFormats:
        from counter_app.scanning.guarded import GuardedFormats  # multiprocessing, when needed

        with self._making:
            if self._reader is None:
                self._reader = GuardedFormats()
            return self._reader


class LazyBags:
    """`Bags` that imports the digests when the first package is at hand."""

    def pack(self, content: BagContent, target: Path, watch: Watch) -> PackedBag:
        """Pack a package and read it back. Raises `Refusal`."""
        return self._made().pack(content, target, watch)

    def verify(self, path: Path, watch: Watch) -> BagReport:
        """Hold a package against its manifests. Raises `Refusal`."""
        return self._made().verify(path, watch)

    def index(self, path: Path) -> BagIndex:
        """What a package of ours holds. Raises `Refusal`."""
        return self._made().index(path)

    @staticmethod
    def _made() -> BagFiles:
        from counter_app.exchange.bag.guarded import GuardedBags  # zip and digests, when needed

        return GuardedBags()


def utc_now() -> datetime:
    """The clock of the application: aware, UTC."""
    return datetime.now(UTC)


def form_folders(data: Path) -> Folders:
    """`forms/` under the office's own."""
    return Folders(paths.forms_dir(), paths.office_overlay_dir(data) / "forms")


def resource_folders(data: Path) -> Folders:
    """`resources/` under the office's own."""
    return Folders(paths.resources_dir(), paths.office_overlay_dir(data) / "resources")


def judging_backend(data: Path) -> Backend:
    """A counter that can judge, read and draw, but keeps nothing. Raises `CatalogueError`."""
    editions = Editions(form_folders(data))
    return _make_backend(data, editions, LazyRenderer(form_folders(data), editions), _nothing_kept)


def has_data(data: Path) -> bool:
    """Whether there is a database in the data folder."""
    return (data / DATABASE).is_file()


def open_backend(data: Path, at_exit: ExitStack, *, sample: bool = False) -> Backend:
    """The whole counter, its database opened (made, or brought up to date) until `at_exit` ends. Raises `Refusal`.

    The templates are read by the window itself, as soon as it stands: a faulty one closes it for work.
    """
    backend, database = _opened(data, sample=sample)
    at_exit.callback(database.close)
    return backend


@contextmanager
def keeping_backend(data: Path, *, sample: bool = False) -> Iterator[Backend]:
    """The whole counter for as long as the block lasts; its database is closed behind it. Raises `Refusal`."""
    backend, database = _opened(data, check=LazyRenderer.check, sample=sample)
    try:
        yield backend
    finally:
        database.close()


def _opened(
    data: Path, *, check: Callable[[LazyRenderer], None] | None = None, sample: bool
) -> tuple[Backend, Database]:
    from counter_app.persistence.database import open_database  # SQLAlchemy: 0.2 s

    editions = Editions(form_folders(data))
    renderer = LazyRenderer(form_folders(data), editions)
    # A form or a template that cannot be accepted is told before a database is made.
    editions.current()
    if check is not None:
        check(renderer)
        InspectionCatalogues(form_folders(data)).current()
    database = open_database(
        data,
        editions,
        readings=load_readings(resource_folders(data)),
        known=KnownOffices(None if sample else paths.known_offices_dir()),
        set_up=not sample and WorkstationFile(data).load().is_set_up,
    )
    return _make_backend(data, editions, renderer, database.work), database


def demo_intakes(backend: Backend) -> list[tuple[str, IntakeFile]]:
    """The sample cases that ship (`resources/demo`), each with its name, in order."""
    folder = paths.resources_dir() / "demo"
    form = backend.forms.current()
    return [(path.stem, backend.files.read(path, form)) for path in sorted(folder.glob("*.json"))]


def sample_facts(backend: Backend, document: str) -> PaperFacts:
    """Typical values for one document, rare characters among them."""
    from counter_app.documents.samples import sample_facts as typical

    return typical(document, backend.forms.current(form_kind(document)), backend.inspection_items.current())


def _make_backend(data: Path, editions: Editions, renderer: LazyRenderer, work: Callable[[], UnitOfWork]) -> Backend:
    return Backend(
        work=work,
        forms=editions,
        inspection_items=InspectionCatalogues(form_folders(data)),
        calendars=OfficeCalendars(paths.resources_dir(), paths.office_overlay_dir(data) / "resources"),
        renderer=renderer,
        files=LazyFiles(),
        clock=utc_now,
        since_seen=SinceSeen(),
        scan_files=ScanFiles(data),
        scan_reader=LazyScanReader(),
        bags=LazyBags(),
        sealer=InstallationKey(data),
    )


def _nothing_kept() -> UnitOfWork:
    raise RuntimeError("this counter keeps nothing")
