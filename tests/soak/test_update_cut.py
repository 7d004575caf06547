"""kill -9 at random moments of an update: the old data or the new ones can be started with, and nothing is lost."""

import os
import shutil
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import text

from counter_app.bootstrap import demo_intakes, keeping_backend, update_ports
from counter_app.paths import forms_dir
from counter_app.persistence.base.encrypting import is_plain
from counter_app.persistence.base.engine import sqlite_engine
from counter_app.persistence.base.schema import NEWEST
from counter_app.persistence.database import FILE_NAME
from counter_app.services.headless.headless import DEMO_OFFICE, create_sample_cases
from counter_app.services.office import office_packs, offices, supervision
from counter_app.services.office.supervision import Permission
from tests.cases_kept import give_notice, key_of
from tests.soak.killing import ROOT, begin_act, killed_runs
from tests.soak.one_update import POST

RELEASE = ROOT / "tests/persistence/releases/0003.sql"
CASES = int(os.environ.get("COUNTER_APP_SOAK_CASES", "5000"))
COPY = f"{FILE_NAME}.revision-"
FORM = "forms/filing/2025-05/form.toml"
pytestmark = pytest.mark.soak


def start(folder):
    """Start on the data that are there, as the program does."""
    with keeping_backend(folder):
        pass


def kept_in(file):
    """Revision of a database, and what must never be lost of it; it has to be sound."""
    engine = sqlite_engine(file, None if is_plain(file) else key_of(file.parent))
    try:
        with engine.connect() as connection:
            read = lambda words: tuple(map(tuple, connection.execute(text(words)).all()))  # noqa: E731
            assert read("PRAGMA integrity_check") == (("ok",),)
            [(revision,)] = read("SELECT version_num FROM alembic_version")
            return revision, (
                read("SELECT reference, state FROM filing ORDER BY 1"),
                read("SELECT series, year, ordinal, taken_at FROM issued_number ORDER BY 1, 2, 3"),
                read("SELECT paper_id, document, reference, content FROM issued_paper ORDER BY 1"),
                read("SELECT position, at, act, reference FROM history ORDER BY 1"),
            )
    finally:
        engine.dispose()


def is_kept(before, now):
    """Whether all of `before` stands in `now`: the history may have grown by what a migration put down."""
    return now[:3] == before[:3] and now[3][: len(before[3])] == before[3]


@pytest.fixture
def old(tmp_path):
    """An office of release 0003 with so many cases that its update takes a while."""
    folder = tmp_path / "old"
    folder.mkdir(mode=0o700)
    engine = sqlite_engine(folder / FILE_NAME)
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        driver.executescript(RELEASE.read_text("utf-8"))
        for table, key in (("filing", "reference"), ("capture_device", "filing_reference")):
            columns = [row[1] for row in driver.execute(f"PRAGMA table_info({table})")]
            taken = [f"'N' || n || {key}" if name == key else f'"{name}"' for name in columns]
            names = ", ".join(f'"{name}"' for name in columns)
            [(rows,)] = driver.execute("SELECT count(*) FROM filing WHERE reference NOT LIKE 'N%'").fetchall()
            copies = "WITH RECURSIVE copies(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < ?)"
            made = f"INSERT INTO {table} ({names}) SELECT {', '.join(taken)} FROM copies, {table}"  # noqa: S608
            driver.execute(f"{copies} {made} WHERE {key} NOT LIKE 'N%'", (CASES // rows,))
    engine.dispose()
    return folder


def test_the_first_start_of_a_newer_version_cut_at_any_moment(old, tmp_path):
    _revision, before = kept_in(old / FILE_NAME)
    seen = Counter()
    for folder in killed_runs(old, tmp_path, "start"):
        revision, now = kept_in(folder / FILE_NAME)
        copy = folder / f"{COPY}0003"
        assert is_kept(before, now)
        assert revision == "0003" or copy.exists()
        if copy.exists():
            assert kept_in(copy) == ("0003", before)
        kind = "plain" if is_plain(folder / FILE_NAME) else "encrypted"
        seen[f"{kind} data {revision}, copy {'made' if copy.exists() else 'not made'}"] += 1
        start(folder)
        revision, now = kept_in(folder / FILE_NAME)
        assert revision == NEWEST
        assert is_kept(before, now)
        assert kept_in(copy) == ("0003", before)
    print(dict(seen))


def test_the_copy_before_an_update_cut_at_any_moment(old, tmp_path):
    before = kept_in(old / FILE_NAME)
    seen = Counter()
    for folder in killed_runs(old, tmp_path, "copy"):
        assert kept_in(folder / FILE_NAME) == before
        copy = folder / f"{COPY}0003"
        seen["copy made" if copy.exists() else "no copy"] += 1
        assert not copy.exists() or kept_in(copy) == before
        assert kept_in(update_ports(folder).copies.copy()) == before
    print(dict(seen))


@pytest.fixture
def newer(tmp_path):
    """An office whose data a newer version has changed, with cases and numbers of before and since."""
    folder = tmp_path / "newer"
    with keeping_backend(folder) as backend:
        create_sample_cases(backend, demo_intakes(backend))
        backend.updates.copies.copy()
        for _ in range(40):
            give_notice(backend)
    engine = sqlite_engine(folder / FILE_NAME, key_of(folder))
    with engine.connect() as connection:
        connection.connection.driver_connection.execute("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    return folder


def test_going_back_cut_at_any_moment(newer, tmp_path):
    everything = kept_in(newer / FILE_NAME)
    copy = kept_in(newer / f"{COPY}{NEWEST}")
    given = {number[:3] for number in everything[1][1]}
    seen = Counter()
    for folder in killed_runs(newer, tmp_path, "go_back"):
        revision, _now = kept_in(folder / FILE_NAME)
        if revision == "9999":
            assert kept_in(folder / FILE_NAME) == everything
            process = begin_act(folder, "go_back")
            assert process.communicate(timeout=300)[0] == "done\n"
        seen[f"data {revision}"] += 1
        kept = [*folder.glob(f"{FILE_NAME}.replaced-*")]  # two where a run was cut just before the exchange
        assert kept
        assert all(kept_in(file) == everything for file in kept)
        revision, now = kept_in(folder / FILE_NAME)
        assert (revision, now[0], now[2]) == (NEWEST, copy[1][0], copy[1][2])
        assert {number[:3] for number in now[1]} == given
        assert [entry[2] for entry in now[3][len(copy[1][3]) :]] == ["update.went_back"]
        start(folder)
    print(dict(seen))


@pytest.fixture
def pack(tmp_path):
    """The pack of a city: twenty files, a field of its own, how the platform writes its numbers."""
    folder, file = tmp_path / "city", tmp_path / "city.office-pack"
    with keeping_backend(folder) as backend:
        office = replace(DEMO_OFFICE, name="昭通市公安局", platform_number_format="#{18}")
        offices.save_office(backend, office, post=POST)
    for source in [*sorted((forms_dir() / "code_lists").glob("*.toml")), forms_dir().parent / FORM]:
        target = folder / "office" / source.relative_to(forms_dir().parent)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)
    with (folder / "office" / FORM).open("a", encoding="utf-8") as form:
        form.write('\n[[field]]\nkey = "unit.fire_grade"\nlabel = "消防安全等级"\ntype = "text"\n')
    with keeping_backend(folder) as backend:
        office_packs.export_pack(backend, file, program="0.5.0", printer="", post=POST)
    return file


@pytest.fixture
def county(tmp_path, pack):
    """A county that has confirmed the city's key and has gone back to what it had before."""
    folder = tmp_path / "county"
    with keeping_backend(folder) as backend:
        offices.save_office(backend, DEMO_OFFICE, post=POST)
        supervision.set_supervisor(backend, "赵主任", "135790", post=POST)
        content = pack.read_bytes()
        trust = office_packs.read(backend, content).fingerprint
        allowed = Permission("赵主任", "135790")
        office_packs.import_pack(backend, content, allowed_by=allowed, trust=trust, post=POST)
        office_packs.put_back(backend, post=POST)
    return folder


def test_the_import_of_an_office_pack_cut_at_any_moment(county, pack, tmp_path):
    seen = Counter()
    with keeping_backend(county) as backend:
        former = backend.overlay.files()
    for folder in killed_runs(county, tmp_path, "import_pack", pack):
        waiting = (folder / "office.import").is_dir()
        with keeping_backend(folder) as backend:
            files = backend.overlay.files()
            office = offices.load_office(backend)
            is_new = FORM in files
            assert ("unit.fire_grade" in backend.forms.current().fields) == is_new
            assert office.platform_number_format == ("#{18}" if is_new else "")
            assert office.name == DEMO_OFFICE.name
            assert is_new or files == former
            with backend.work() as work:
                note = backend.overlay.note()
                assert [entry.act for entry in work.history.of_case(note.reference)] == [
                    office_packs.IMPORTED if is_new else office_packs.PUT_BACK
                ]
        seen[f"{'new' if is_new else 'former'} folder{', ended by the next start' if waiting else ''}"] += 1
    print(dict(seen))
