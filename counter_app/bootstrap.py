"""Puts the application together. The only module that knows every layer; only the entry points import it.

Everything heavy (SQLAlchemy, ReportLab, python-docx, XlsxWriter) is imported when it is first used: the first window
needs none of it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn, TypeVar, cast

from counter_app import paths
from counter_app.catalogue.loader import editions as known_editions
from counter_app.catalogue.loader import load_form
from counter_app.catalogue.office_calendars import OfficeCalendars
from counter_app.catalogue.toml_files import Folders
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.intake import IntakeFile
from counter_app.domain.forms.forms import Form
from counter_app.domain.inspection.office_fields import OWN_FORMS
from counter_app.domain.office.office_form import OFFICE_FORM
from counter_app.domain.papers.titles import TITLES, form_kind
from counter_app.exchange.office.overlay_swap import finish_swap, has_note, waiting_place
from counter_app.persistence.base.encrypting import is_encrypted
from counter_app.persistence.base.office_traces import DATABASE, KnownOffices, refuse_lost_office
from counter_app.persistence.keys.database_key import (
    existing_key,
    existing_office_key,
    key_for_plain,
    office_key_for_plain,
)
from counter_app.persistence.keys.kept_key import KeptKey
from counter_app.persistence.keys.key_places import KeyPlaces, lasting_places
from counter_app.persistence.keys.office_key import OfficeKey, Purpose
from counter_app.services.office.since_seen import SinceSeen
from counter_app.services.ports import Backend, FormSource, UnitOfWork
from counter_app.settings import WorkstationFile

if TYPE_CHECKING:
    from counter_app.catalogue.inspection_items import InspectionCatalogues
    from counter_app.documents.renderer import DocumentRenderer
    from counter_app.domain.papers.papers import PaperFacts
    from counter_app.domain.search.divisions import Divisions
    from counter_app.domain.search.pinyin import Readings
    from counter_app.domain.trail.report import TrailReport
    from counter_app.domain.trail.witness import Witness
    from counter_app.exchange.bag.guarded import GuardedBags
    from counter_app.exchange.files import Files
    from counter_app.exchange.office.overlay import OfficeFolder
    from counter_app.exchange.results.sealing import InstallationKey
    from counter_app.persistence.base.sealed_files import Cipher
    from counter_app.persistence.doctor.examiner import FolderExaminer
    from counter_app.persistence.scans.scan_files import ScanFiles
    from counter_app.persistence.trail.witness_files import SignedWitnessFiles
    from counter_app.scanning.guarded import GuardedFormats
    from counter_app.services.ports.backend import Renderer
    from counter_app.services.ports.backup import BackupPorts
    from counter_app.services.ports.inspections import CatalogueSource
    from counter_app.services.ports.update import UpdatePorts

KEPT_NOWHERE: Final = KeyPlaces(None)

Made = TypeVar("Made")


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


class _NoWitness:
    """`Witnesses` of a counter that keeps nothing."""

    def read(self) -> None:
        """Nothing."""

    def verify(self) -> TrailReport:
        """Nothing to look at."""
        return _nothing_kept()

    def rollback(self) -> None:
        """None."""


class _Lazy:
    """Stands for what `make` gives until something is asked of it, so that what is heavy is imported then, once."""

    def __init__(self, make: Callable[[], object]) -> None:
        self._make = make
        self._made: object = None
        self._lock = threading.Lock()

    def __getattr__(self, name: str) -> object:
        with self._lock:
            if self._made is None:
                self._made = self._make()
        return getattr(self._made, name)


def _lazily(make: Callable[[], Made]) -> Made:
    return cast("Made", _Lazy(make))


def _files() -> Files:
    from counter_app.exchange.guarded_files import GuardedFiles  # XlsxWriter and calamine

    return GuardedFiles()


def _scan_reader() -> GuardedFormats:
    from counter_app.scanning.guarded import GuardedFormats  # multiprocessing

    return GuardedFormats()


def _bags() -> GuardedBags:
    from counter_app.exchange.bag.guarded import GuardedBags  # zip and digests

    return GuardedBags()


def lazy_renderer(forms: Folders, editions: FormSource) -> DocumentRenderer:
    """The renderer of documents; `forms` holds the templates beside the forms."""

    def make() -> DocumentRenderer:
        from counter_app.documents.renderer import DocumentRenderer  # ReportLab: 0.1 s

        return DocumentRenderer(forms, editions.current)

    return _lazily(make)


def utc_now() -> datetime:
    """The clock of the application: aware, UTC."""
    return datetime.now(UTC)


def form_folders(data: Path) -> Folders:
    """`forms/` under the office's own."""
    return Folders(paths.forms_dir(), _office_folder(data) / "forms")


def resource_folders(data: Path) -> Folders:
    """`resources/` under the office's own."""
    return Folders(paths.resources_dir(), _office_folder(data) / "resources")


def _office_folder(data: Path) -> Path:
    """The office's own folder; the import of a pack that was cut is ended first. Raises `Refusal`."""
    place = paths.office_overlay_dir(data)
    try:
        finish_swap(place)
    except OSError as error:
        raise Refusal(
            f"机关配置包的导入没有完成：{error.strerror}", f"检查 {place.parent} 的写入权限，关闭其他窗口后再启动"
        ) from error
    return place


def judging_backend(data: Path) -> Backend:
    """A counter that can judge, read and draw, but keeps nothing. Raises `CatalogueError`."""
    folders = form_folders(data)
    editions = Editions(folders)
    return _make_backend(data, editions, _inspection_items(folders), lazy_renderer(folders, editions), _nothing_kept)


def has_data(data: Path) -> bool:
    """Whether there is a database in the data folder."""
    return (data / DATABASE).is_file()


class _AwaitedWork:
    """Transactions of a database that is still being opened: whoever asks for one waits, and is refused if it is."""

    def __init__(self) -> None:
        self._told = threading.Event()
        self._work: Callable[[], UnitOfWork] | None = None
        self._refusal = Refusal("数据没有打开")

    def begin(self) -> None:
        """It is being opened, perhaps once more."""
        self._told.clear()

    def open(self, work: Callable[[], UnitOfWork]) -> None:
        """It is open."""
        self._work = work
        self._told.set()

    def refuse(self, error: BaseException) -> None:
        """It could not be opened."""
        if isinstance(error, Refusal):
            self._refusal = error
        self._told.set()

    def __call__(self) -> UnitOfWork:
        """A transaction. Raises the `Refusal` of the opening."""
        self._told.wait()
        if self._work is None:
            raise self._refusal
        return self._work()


class Opening:
    """The counter before its database is open, and the opening of it.

    `backend` judges and draws at once, so that a case can be begun; what asks for its data waits until `open` ends.
    """

    def __init__(self, data: Path, *, sample: bool = False, keys: KeyPlaces | None = None) -> None:
        """Reads nothing yet. Without `keys` those among the user's own settings are meant."""
        self._data = data
        self._sample = sample
        self._keys = keys or lasting_keys()
        self._work = _AwaitedWork()
        self._readings = cache(lambda: _load_readings(resource_folders(data)))
        self._lock = threading.Lock()
        self._backend: Backend | None = None
        self.is_updating = False
        """Whether `open` has come to bringing the database up to date: a copy, migrations, a count."""

    @property
    def backend(self) -> Backend:
        """The counter; the form of a case is read for it, so that it can be begun. Raises `Refusal`."""
        with self._lock:
            if self._backend is None:
                folders = form_folders(self._data)
                editions, items = Editions(folders), _inspection_items(folders)
                editions.current()
                renderer = lazy_renderer(folders, editions)
                self._backend = _make_backend(
                    self._data, editions, items, renderer, self._work, self._keys, self._readings
                )
            return self._backend

    def open(self, at_exit: ExitStack, *, check_templates: bool = False) -> Backend:
        """Open the database (make it, bring it up to date) until `at_exit` ends; once more where it was refused.

        The window reads the templates itself, as soon as it stands: a faulty one closes it for work. Raises `Refusal`.
        """
        self._work.begin()
        try:
            return self._opened(at_exit, check_templates=check_templates)
        except BaseException as error:
            self._work.refuse(error)
            raise
        finally:
            self.is_updating = False

    def _opened(self, at_exit: ExitStack, *, check_templates: bool) -> Backend:
        from counter_app.persistence.database import open_database  # SQLAlchemy: 0.2 s
        from counter_app.persistence.trail.chain import Chain
        from counter_app.persistence.trail.trail import Trail

        data, keys, backend = self._data, self._keys, self.backend
        # A form or a template that cannot be accepted is told before a database is made.
        backend.forms.current(OFFICE_FORM)
        if check_templates:
            _refuse_faulty_templates(backend.forms, backend.inspection_items, backend.renderer)
        readings = self._readings()  # one that cannot be accepted is told now
        known = KnownOffices(None if self._sample else paths.known_offices_dir())
        workstations = WorkstationFile(data)
        backup_folder = workstations.load().backup_folder
        set_up = not self._sample and workstations.was_set_up
        office_key = existing_office_key(data, keys)
        if office_key is not None:
            key: bytes | None = office_key.derived(Purpose.DATABASE)
        else:  # before one is made or anything encrypted
            refuse_lost_office(data, known, set_up=set_up)
            office_key = office_key_for_plain(data, keys)
            key = key_for_plain(data, office_key)
        database = open_database(
            data,
            backend.forms,
            key,
            readings=readings,
            known=known,
            set_up=set_up,
            before_update=lambda: self._begin_update(backup_folder),
        )
        files = _witness(data, office_key, apart=keys.lasting)
        trail = Trail(Chain(office_key.derived(Purpose.TRAIL)), files)
        try:
            database.keep_trail(trail)
        except BaseException:
            database.close()
            raise
        at_exit.callback(database.close)
        at_exit.callback(backend.scan_files.empty_cache)
        self._work.open(database.work)
        backend = replace(backend, witness=trail, readings=readings)
        if has_note(paths.office_overlay_dir(data)):
            from counter_app.services.office import office_packs

            with suppress(Refusal):  # the next start tries again
                office_packs.settle(backend)
        return backend

    def _begin_update(self, backup_folder: str) -> None:
        self.is_updating = True
        _back_up(self._data, backup_folder)


def lasting_keys() -> KeyPlaces:
    """Where the keys of offices are kept: among the user's own settings."""
    return lasting_places(paths.keys_dir())


@contextmanager
def keeping_backend(data: Path, *, sample: bool = False, temporary: bool = False) -> Iterator[Backend]:
    """The whole counter for as long as the block lasts; its database is closed behind it. Raises `Refusal`.

    The key of `temporary` data is not kept: nobody opens them again.
    """
    with ExitStack() as at_exit:
        yield Opening(data, sample=sample, keys=KeyPlaces(None) if temporary else None).open(
            at_exit, check_templates=True
        )


def trail_report(data: Path) -> TrailReport:
    """Hold the trail of the data in this folder against its key and its witness; nothing is changed.

    Raises `Refusal` where it cannot be read.
    """
    from counter_app.persistence.trail.verification import verify_file

    places = lasting_keys()
    key = existing_office_key(data, places)
    database_key = key.derived(Purpose.DATABASE) if key is not None else None
    key = key or places.key_of(data)
    if key is None:
        raise Refusal("这份数据还没有防篡改链", "先打开一次程序，升级数据后再核对")
    files = _witness(data, key, apart=True)
    return verify_file(data / DATABASE, database_key, key.derived(Purpose.TRAIL), files)


def _witness(data: Path, key: OfficeKey, *, apart: bool) -> SignedWitnessFiles:
    from counter_app.persistence.trail.witness_files import SignedWitnessFiles

    folder = paths.witnesses_dir() if apart else None
    return SignedWitnessFiles.of(data, folder, key.id, key.derived(Purpose.WITNESS))


def _refuse_faulty_templates(editions: FormSource, items: CatalogueSource, renderer: Renderer) -> None:
    for document in TITLES:
        renderer.copies(document)
    for kind in OWN_FORMS:
        editions.current(kind)
    items.current()


def refuse_faulty_overlay(overlay: Path) -> None:
    """Load all that a start loads, and every edition, with `overlay` as the office's own. Raises `CatalogueError`."""
    from counter_app.catalogue.working_day_tables import load_working_calendar

    folders = Folders(paths.forms_dir(), overlay / "forms")
    editions = Editions(folders)
    for kind in sorted({OFFICE_FORM, *OWN_FORMS, *map(form_kind, TITLES)}):
        for edition in known_editions(folders, kind):
            editions.edition(edition, kind)
    items = _inspection_items(folders)
    _refuse_faulty_templates(editions, items, lazy_renderer(folders, editions))
    resources = Folders(paths.resources_dir(), overlay / "resources")
    _load_divisions(resources, _load_readings(resources))
    load_working_calendar(resources)


def _overlay(data: Path) -> OfficeFolder:
    from counter_app.exchange.office.overlay import OfficeFolder

    return OfficeFolder(paths.office_overlay_dir(data), paths.forms_dir().parent, refuse_faulty_overlay)


def update_ports(data: Path) -> UpdatePorts:
    """What updates need; the database is not opened by it, since its revision may be unknown to this version."""
    from counter_app.catalogue.publishers import load_publishers
    from counter_app.domain.update.release import Installation, ProgramVersion
    from counter_app.exchange.update.release_folder import StickFolder
    from counter_app.exchange.update.this_system import package_system
    from counter_app.persistence.trail.chain import Chain
    from counter_app.persistence.update.data_copies import SqliteDataCopies
    from counter_app.services.ports.update import UpdatePorts
    from counter_app.services.update import updates

    key = existing_office_key(data, lasting_keys())
    chain = Chain(key.derived(Purpose.TRAIL)) if key is not None else None
    copies = SqliteDataCopies(data, key.derived(Purpose.DATABASE) if key is not None else None, chain)

    def here() -> Installation:
        version = ProgramVersion.read(paths.version())
        if version is None:
            raise RuntimeError(f"{paths.version()} is no version")
        return Installation(version, package_system(), copies.schema())

    return UpdatePorts(
        here=here,
        publishers=load_publishers(paths.resources_dir()),
        folder=StickFolder(updates.MANIFEST, updates.LARGEST_MANIFEST),
        sealer=_installation_key(data, KeptKey(data, lasting_keys())),
        copies=copies,
        clock=utc_now,
    )


def _back_up(data: Path, place: str) -> None:
    """Make a backup in the set place, if it can be made; a copy of the database beside it is made in any case."""
    from counter_app.services.backup import backups

    if place:
        with suppress(Refusal):
            backups.make_in_place(backup_ports(data), Path(place))


def backup_ports(data: Path) -> BackupPorts:
    """What backups need; the database is not opened by it."""
    from counter_app.persistence.backup.making import BackupKeys, BackupMaker
    from counter_app.persistence.backup.restoring import BackupRestorer, OverlayPlace
    from counter_app.persistence.backup.state import BackupStateFile
    from counter_app.persistence.scans.scan_files import ScanFiles
    from counter_app.services.ports.backup import BackupPorts

    places, overlay = lasting_keys(), paths.office_overlay_dir(data)
    scans = _scan_files(data, KeptKey(data, places))

    def keys_of(folder: Path) -> BackupKeys | None:
        key = places.key_of(folder) if is_encrypted(folder / DATABASE) else None
        if key is None:
            return None
        uses = (Purpose.DATABASE, Purpose.BACKUP, Purpose.TRAIL, Purpose.FILES)
        return BackupKeys(key.id, *(key.derived(use) for use in uses))

    def witness(backup: Path) -> Witness | None:
        key = places.key_of(backup)
        return _witness(data, key, apart=True).read() if key is not None else None

    return BackupPorts(
        BackupMaker(data, overlay, keys_of, scans, paths.version()),
        BackupRestorer(
            data,
            OverlayPlace(overlay, waiting_place(overlay), partial(finish_swap, overlay)),
            keys_of,
            lambda key, cipher: ScanFiles(data, lambda: key, lambda: cipher),
            witness,
        ),
        BackupStateFile(data),
        utc_now,
    )


def _examiner(data: Path, keys: KeyPlaces) -> FolderExaminer:
    from counter_app.persistence.doctor.examiner import FolderExaminer

    return FolderExaminer(data, lambda: existing_key(data, keys), paths.cache_dir())


def demo_intakes(backend: Backend) -> list[tuple[str, IntakeFile]]:
    """The sample cases that ship (`resources/demo`), each with its name, in order."""
    folder = paths.resources_dir() / "demo"
    form = backend.forms.current()
    return [(path.stem, backend.files.read(path, form)) for path in sorted(folder.glob("*.json"))]


def sample_facts(backend: Backend, document: str) -> PaperFacts:
    """Typical values for one document, rare characters among them."""
    from counter_app.documents.samples import sample_facts as typical

    return typical(document, backend.forms.current(form_kind(document)), backend.inspection_items.current())


def _load_readings(folders: Folders) -> Readings:
    from counter_app.catalogue.pinyin_tables import load_readings

    return load_readings(folders)


def _load_divisions(folders: Folders, readings: Readings) -> Divisions:
    from counter_app.catalogue.division_table import load_divisions

    return load_divisions(folders, readings)


def _inspection_items(folders: Folders) -> InspectionCatalogues:
    def make() -> InspectionCatalogues:
        from counter_app.catalogue.inspection_items import InspectionCatalogues

        return InspectionCatalogues(folders)

    return _lazily(make)


def _installation_key(data: Path, key: KeptKey) -> InstallationKey:
    from counter_app.exchange.results.sealing import InstallationKey

    return InstallationKey(data, key.password)


def _scan_files(data: Path, key: KeptKey, cipher: Callable[[], Cipher] | None = None) -> ScanFiles:
    from counter_app.persistence.base.sealed_files import Cipher
    from counter_app.persistence.scans.scan_files import ScanFiles

    return ScanFiles(data, lambda: key.derived(Purpose.FILES), cipher or (lambda: Cipher.AES))


def _cipher(work: Callable[[], UnitOfWork]) -> Cipher:
    """How the office wants its files encrypted."""
    from counter_app.persistence.base.sealed_files import Cipher

    with work() as now:
        office = now.office.load()
    return Cipher.SM4 if office is not None and office.national_ciphers else Cipher.AES


def _make_backend(
    data: Path,
    editions: Editions,
    items: InspectionCatalogues,
    renderer: DocumentRenderer,
    work: Callable[[], UnitOfWork],
    keys: KeyPlaces = KEPT_NOWHERE,
    readings: Callable[[], Readings] | None = None,
) -> Backend:
    resources, kept_key = resource_folders(data), KeptKey(data, keys)
    read_readings = readings or (lambda: _load_readings(resources))
    return Backend(
        work=work,
        forms=editions,
        inspection_items=items,
        calendars=OfficeCalendars(paths.resources_dir(), _office_folder(data) / "resources"),
        renderer=renderer,
        files=_lazily(_files),
        clock=utc_now,
        since_seen=SinceSeen(),
        scan_files=_lazily(lambda: _scan_files(data, kept_key, lambda: _cipher(work))),
        scan_reader=_lazily(_scan_reader),
        bags=_lazily(_bags),
        sealer=_lazily(lambda: _installation_key(data, kept_key)),
        office_key=kept_key,
        witness=_NoWitness(),
        divisions=_lazily(lambda: _load_divisions(resources, read_readings())),
        readings=_lazily(read_readings),
        overlay=_lazily(lambda: _overlay(data)),
        updates=_lazily(lambda: update_ports(data)),
        backups=_lazily(lambda: backup_ports(data)),
        examiner=_lazily(lambda: _examiner(data, keys)),
    )


def _nothing_kept() -> NoReturn:
    raise RuntimeError("this counter keeps nothing")
