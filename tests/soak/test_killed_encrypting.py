"""kill -9 at random moments while a plain office is encrypted: what was there opens whole, and ends encrypted.

And 100 changed bits of an encrypted database: each is named before a number is given.
"""

from __future__ import annotations

import random
import shutil
import time
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from counter_app.bootstrap import Editions, form_folders
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import Filing
from counter_app.domain.forms.answers import Answers
from counter_app.persistence.base.driver_files import unlock
from counter_app.persistence.base.encrypting import encrypt_in_place, is_encrypted
from counter_app.persistence.database import FILE_NAME, open_database
from counter_app.persistence.scans.scan_files import ScanFiles
from tests.soak.killing import begin, ends, rounds, seed
from tests.soak.one_sealing import KEY

SEED = int(seed("20261129"))
ROUNDS = rounds(50)
NAME = "大关县示例商贸有限公司"
CASES = 3_000
_PAGE = 4096


@pytest.fixture(scope="module")
def forms():
    return Editions(form_folders(Path("nowhere")))


@pytest.fixture(scope="module")
def plain(tmp_path_factory, forms):
    """A plain office of 3,000 cases, closed."""
    folder: Path = tmp_path_factory.mktemp("plain")
    add_cases(folder, forms, None, range(CASES))
    return folder


def add_cases(folder: Path, forms: Editions, key: bytes | None, numbers: range) -> None:
    """Add cases, close the database."""
    database = open_database(folder, forms, key)
    answers = Answers(forms.current(), {"unit.name": NAME}, {})
    moment = datetime(2026, 3, 2, 2, 42, tzinfo=UTC)
    with database.work() as work:
        for n in numbers:
            known = {"received_at": moment, "received_on": date(2026, 3, 2), "clerk": "周某", "window": "3"}
            work.filings.add(Filing(f"AJ{n:010}", answers, **known))
        work.commit()
    database.close()


def killed(folder: Path, what: str, after: float) -> bool:
    """Begin to encrypt and kill it after so many seconds; whether it was killed before its end."""
    process = begin("tests.soak.one_sealing", folder, what)
    if not ends(process, after):
        return True
    assert process.returncode == 0
    return False


def whole_run(folder: Path, what: str) -> float:
    begun = time.monotonic()
    assert not killed(folder, what, 300)
    return time.monotonic() - begun


def open_whole(folder: Path, forms: Editions) -> None:
    """Open what is there, plain or encrypted, and find the last case."""
    database = open_database(folder, forms, KEY if is_encrypted(folder / FILE_NAME) else None)
    try:
        with database.work() as work:
            assert work.filings.get(f"AJ{CASES - 1:010}").answers.text("unit.name") == NAME
        assert database.integrity() == "ok"
    finally:
        database.close()


@pytest.mark.soak
def test_a_database_that_is_encrypted_survives_fifty_kills(plain, forms, tmp_path, capsys):
    chance = random.Random(SEED)
    lasts = whole_run(shutil.copytree(plain, tmp_path / "whole"), "database")
    kills, left_plain, left_encrypted = 0, 0, 0
    folder = shutil.copytree(plain, tmp_path / "data")
    while kills < ROUNDS:
        if killed(folder, "database", chance.uniform(0, lasts)):
            kills += 1
            if is_encrypted(folder / FILE_NAME):
                left_encrypted += 1
            else:
                left_plain += 1
        if kills % 5 == 0 or is_encrypted(folder / FILE_NAME):
            open_whole(folder, forms)
        if is_encrypted(folder / FILE_NAME):
            assert NAME.encode() not in (folder / FILE_NAME).read_bytes()
            shutil.rmtree(folder)
            folder = shutil.copytree(plain, tmp_path / "data")
    assert encrypt_in_place(folder / FILE_NAME, KEY)
    open_whole(folder, forms)
    with capsys.disabled():
        print(f"\n{kills} kills within {lasts:.2f} s: {left_plain} left plain, {left_encrypted} encrypted, all whole")


@pytest.mark.soak
def test_scans_that_are_encrypted_survive_fifty_kills(tmp_path, capsys):
    chance = random.Random(SEED)
    plain, folder = tmp_path / "plain", tmp_path / "data"
    older, store = ScanFiles(plain, lambda: None), ScanFiles(folder, lambda: KEY)
    contents = {}
    for number in range(400):
        content = f"{NAME} {number} ".encode() * chance.randrange(2_000, 30_000)
        incoming = older.take_in(content, lambda _done, _total: None)
        older.settle(incoming)
        older.release(incoming)
        contents[incoming.sha256] = content
    lasts = whole_run(shutil.copytree(plain, tmp_path / "whole"), "scans")
    shutil.copytree(plain, folder)
    kills = 0
    while kills < ROUNDS:
        if killed(folder, "scans", chance.uniform(0, lasts / 20)):
            kills += 1
        else:  # all are encrypted: from the beginning again
            shutil.rmtree(folder)
            shutil.copytree(plain, folder)
        assert all(store.content(sha256) == content for sha256, content in contents.items())
    assert not killed(folder, "scans", 300)
    assert all(store.content(sha256) == content for sha256, content in contents.items())
    left = [path for path in (folder / "scans").rglob("*") if path.is_file() and NAME.encode() in path.read_bytes()]
    parts = [path for path in left if path.suffix == ".part"]
    with capsys.disabled():
        print(f"\n{kills} kills within {lasts:.2f} s of 400 files: all whole, {len(parts)} parts left")
    assert left == []


@pytest.mark.soak
def test_pages_of_yesterday_are_seen_by_the_structure_alone(plain, forms, tmp_path, capsys):
    """A write that a disk lost leaves a page whose code is right: why both checks are made at the start."""
    folder = shutil.copytree(plain, tmp_path / "data")
    file = folder / FILE_NAME
    assert encrypt_in_place(file, KEY)
    add_cases(folder, forms, KEY, range(CASES, CASES + 40))
    yesterday = file.read_bytes()
    add_cases(folder, forms, KEY, range(CASES + 40, CASES + 80))
    today = file.read_bytes()
    starts = range(_PAGE, len(yesterday), _PAGE)
    changed = [at for at in starts if yesterday[at : at + _PAGE] != today[at : at + _PAGE]]
    by_code, by_structure = 0, 0
    for at in changed:
        file.write_bytes(today[:at] + yesterday[at : at + _PAGE] + today[at + _PAGE :])
        by_code += asked(file, "PRAGMA cipher_integrity_check") != []
        by_structure += asked(file, "PRAGMA quick_check(1)") != [("ok",)]
    with capsys.disabled():
        print(f"\n{len(changed)} pages of yesterday: {by_code} seen by their code, {by_structure} by quick_check")
    assert by_code == 0
    assert by_structure > len(changed) // 3


def asked(file: Path, question: str) -> list[tuple[object, ...]]:
    with closing(dbapi2.connect(str(file))) as connection:
        unlock(connection, KEY)
        try:
            return list(connection.execute(question).fetchall())
        except dbapi2.Error as error:
            return [(str(error),)]


@pytest.mark.soak
def test_each_of_a_hundred_changed_bits_is_named_before_a_number(plain, forms, tmp_path, capsys):
    chance = random.Random(SEED)
    folder = shutil.copytree(plain, tmp_path / "data")
    file = folder / FILE_NAME
    assert encrypt_in_place(file, KEY)
    open_database(folder, forms, KEY).close()
    whole = file.read_bytes()
    named = 0
    for _ in range(100):
        bit = chance.randrange(len(whole) * 8)
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        for path in folder.glob(f"{FILE_NAME}*"):
            path.unlink()
        file.write_bytes(changed)
        try:
            database = open_database(folder, forms, KEY)
        except Refusal as refusal:
            named += "损坏" in refusal.sentence
            continue
        with database.work() as work, pytest.raises(Refusal, match="已损坏，不能再编号"):
            work.numbers.take("deficiency_notice", year=2026)
        named += 1
        database.close()
    with capsys.disabled():
        print(f"\n{named} of 100 changed bits in {len(whole) / 1e6:.1f} MB named")
    assert named == 100
