"""The files outside the database: signed, in slots of which a cut tears one, read together."""

import hmac
import os
import stat
from datetime import UTC, datetime

import pytest

from counter_app.domain.trail.witness import TrailHead, Witness
from counter_app.persistence.trail.witness_files import BESIDE, SignedWitnessFiles

KEY = bytes(range(32))
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
NOTICES = ("备告", 2026)


@pytest.fixture
def files(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "counter.db").touch()
    return SignedWitnessFiles.of(data, tmp_path / "settings" / "witnesses", "0123456789abcdef", KEY)


@pytest.fixture
def beside(tmp_path):
    return tmp_path / "data" / BESIDE


@pytest.fixture
def apart(tmp_path):
    return tmp_path / "settings" / "witnesses" / "0123456789abcdef.witness"


def witness(last, **more):
    return Witness({NOTICES: last, **more}, TrailHead(last * 3, f"{last:064x}"), NOON)


def test_what_was_written_last_is_read(files):
    assert files.read() is None
    for last in range(1, 30):
        files.write(witness(last), lasting=last % 2 == 0)
        assert files.read() == witness(last)


def test_each_file_alone_says_it_too(files, beside, apart):
    files.write(witness(15), lasting=True)
    kept = beside.read_bytes()
    beside.unlink()
    assert files.read() == witness(15)
    apart.unlink()
    assert files.read() is None
    beside.write_bytes(kept)
    assert files.read() == witness(15)


def test_an_older_file_put_back_does_not_lower_it(files, beside):
    files.write(witness(11), lasting=True)
    older = beside.read_bytes()
    for last in (12, 13, 14, 15):
        files.write(witness(last), lasting=True)
    beside.write_bytes(older)
    assert files.read() == witness(15)


def test_a_torn_slot_leaves_the_one_before(files, beside, apart):
    files.write(witness(14), lasting=True)
    before = beside.read_bytes()
    files.write(witness(15), lasting=True)
    after = beside.read_bytes()
    apart.unlink()
    start = next(at for at in range(0, len(after), 4096) if after[at : at + 4096] != before[at : at + 4096])
    for cut in (0, 1, 64, 65, 100, 150):
        beside.write_bytes(before[:start].ljust(start, b"\0") + after[start : start + cut] + before[start + cut :])
        assert files.read() in (witness(14), witness(15))


def test_what_another_key_signed_or_somebody_changed_is_not_believed(files, beside, apart, tmp_path):
    files.write(witness(15), lasting=True)
    apart.unlink()
    assert SignedWitnessFiles([beside], bytes(32)).read() is None
    beside.write_bytes(beside.read_bytes().replace(b":15", b":11"))
    assert files.read() is None
    beside.write_bytes(b"\xff" * 40_000 + b"\n")
    assert files.read() is None


def test_what_another_version_wrote_in_other_words_is_left_out(files, beside):
    files.write(witness(14), lasting=True)
    content = b'{"highest":{}}'
    mac = hmac.digest(KEY, content, "sha256").hex().encode()
    beside.write_bytes((mac + b"\n" + content).ljust(4095) + b"\n" + beside.read_bytes()[4096:])
    assert files.read() == witness(14)


def test_it_is_for_its_owner_only_and_never_grows(files, beside, apart):
    for last in range(1, 20):
        files.write(witness(last), lasting=False)
    assert beside.stat().st_size <= 8 * 4096
    if os.name != "nt":
        assert {stat.S_IMODE(file.stat().st_mode) for file in (beside, apart)} == {0o600}


def test_a_century_of_numbers_has_room_the_last_years_first(files):
    years = range(2026, 2126)
    highest = {(series, year): 9999 for series in ("备收", "备告", "备回", "备变", "视检") for year in years}
    files.write(Witness(highest, TrailHead(1, "0" * 64), NOON), lasting=False)
    said = files.read().highest
    assert {year for _series, year in said} >= set(range(2090, 2126))
    assert set(said.values()) == {9999}


def test_where_the_disk_is_gone_nothing_is_left_in_its_place(files, beside, apart):
    (beside.parent / "counter.db").unlink()
    files.write(witness(15), lasting=True)
    assert not beside.exists()
    beside.parent.rmdir()
    files.write(witness(16), lasting=True)
    assert not beside.parent.exists()
    assert files.read() == witness(16)


def test_a_place_that_cannot_be_written_does_not_undo_the_act(files, beside, apart):
    beside.mkdir()
    files.write(witness(15), lasting=True)
    assert files.read() == witness(15)
    assert apart.is_file()
