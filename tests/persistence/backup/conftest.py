"""An encrypted office with a case, a number, a scan and files of its own, and what backs it up."""

import hashlib
import shutil
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from counter_app.domain.basics.office import Office
from counter_app.persistence.backup.making import BackupKeys, BackupMaker
from counter_app.persistence.base.encrypting import encrypt_in_place
from counter_app.persistence.database import FILE_NAME, open_database
from counter_app.persistence.keys.kept_key import KeptKey
from counter_app.persistence.keys.key_places import KeyPlaces
from counter_app.persistence.keys.office_key import Purpose
from counter_app.persistence.scans.scan_files import ScanFiles
from counter_app.services.ports import HistoryEntry
from tests.persistence.conftest import MORNING

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
SCAN = b"%PDF-1.4 a scan"


def quiet(_done, _total):
    pass


def keys_of(places):
    def find(folder):
        key = places.key_of(folder)
        uses = (Purpose.DATABASE, Purpose.BACKUP, Purpose.TRAIL, Purpose.FILES)
        return BackupKeys(key.id, *(key.derived(use) for use in uses)) if key else None

    return find


def issue(opened, reference="AJ0000000001", document="deficiency_notice"):
    """Give the next number, with its act."""
    with opened.work() as work:
        number = work.numbers.take(document, year=2026)
        work.history.record(HistoryEntry(MORNING, "Asia/Shanghai", "周某", "3", "notice.issued", reference))
        work.commit()
    return number


@pytest.fixture(scope="session")
def encrypted(tmp_path_factory, blank):
    """An empty encrypted database beside the note of its key, and the folder of that key; made once."""
    made = tmp_path_factory.mktemp("encrypted")
    folder, keys = made / "data", made / "keys"
    folder.mkdir(mode=0o700)
    shutil.copy2(blank, folder)
    encrypt_in_place(folder / FILE_NAME, KeyPlaces(keys).make(folder).derived(Purpose.DATABASE))
    return folder, keys


def scan_files(folder, places):
    """The store of a folder as the program opens it."""
    return ScanFiles(folder, lambda: KeptKey(folder, places).derived(Purpose.FILES))


@pytest.fixture
def office(folder, forms, clock, encrypted, make_filing):
    """The folder, its key, and the open database."""
    shutil.copytree(encrypted[0], folder)
    places = KeyPlaces(encrypted[1])
    key = places.key_of(folder).derived(Purpose.DATABASE)
    (folder / "office" / "forms").mkdir(parents=True)
    (folder / "office" / "forms" / "own.toml").write_text("own = 1\n", "utf-8")
    (folder / "workstation.json").write_text('{"window": "3号窗口"}', "utf-8")
    (folder / "workstation.names").write_bytes(b"names")
    files = scan_files(folder, places)
    files.settle(files.take_in(SCAN, quiet))
    opened = open_database(folder, forms, key, clock=clock)
    with opened.work() as work:
        work.office.save(Office("大关县公安局", prefix="大公(视)"))
        work.filings.add(make_filing())
        work.commit()
    issue(opened)
    yield SimpleNamespace(folder=folder, places=places, key=key, database=opened, scan=hashlib.sha256(SCAN).hexdigest())
    opened.close()


@pytest.fixture
def maker(office, tmp_path):
    """Makes backups; a stick is plugged in."""
    (tmp_path / "stick").mkdir()
    folder = office.folder
    return BackupMaker(folder, folder / "office", keys_of(office.places), scan_files(folder, office.places), "0.6.0")
