"""Whoever bends the trail past the program, its triggers dropped and made again, is found at the first entry bent."""

import shutil

import pytest
from sqlcipher3 import dbapi2

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.trail.report import TrailFault, TrailGap
from counter_app.domain.trail.witness import Rollback, TrailHead, Witness
from counter_app.persistence.database import FILE_NAME, open_database
from counter_app.persistence.trail.chain import Chain
from counter_app.persistence.trail.trail import Trail
from counter_app.persistence.trail.verification import verify_file
from counter_app.persistence.trail.witness_files import BESIDE, SignedWitnessFiles
from tests.persistence.conftest import MORNING
from tests.persistence.trail.conftest import KEY, acts, entry, record, take, tampering, witness_in

COPY = "INSERT INTO history SELECT ?, at, act, reference, details, zone, clerk, window FROM history LIMIT 1"
"""The first entry once more, at another place."""


@pytest.fixture(scope="module")
def made(tmp_path_factory, blank, forms):
    """Ten entries, three of them numbers, and the program closed: 1 to 4, number, 6 to 8, number, number."""
    place = tmp_path_factory.mktemp("trail")
    (place / "data").mkdir(mode=0o700)
    shutil.copy2(blank, place / "data")
    database = open_database(place / "data", forms, clock=lambda: MORNING)
    database.keep_trail(Trail(Chain(KEY), witness_in(place)))
    record(database, *(entry("case.saved", f"AJ000000000{n}", n=n) for n in range(1, 5)))
    take(database)
    record(database, *(entry("case.saved", f"AJ000000000{n}", n=n) for n in range(6, 9)))
    take(database)
    take(database)
    database.close()
    return place


@pytest.fixture
def closed(made, folder, tmp_path):
    """The data folder of a copy of it; the settings lie beside it."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return folder


@pytest.fixture
def report(closed, witness):
    """What verifying comes to."""
    return lambda files=witness: verify_file(closed / FILE_NAME, None, KEY, files)


@pytest.fixture
def verified(report):
    """Its findings: what, from which entry, up to which."""
    return lambda *files: [(finding.fault, finding.first, finding.last) for finding in report(*files).findings]


def cut_out(raw, entries):
    """Remove entries with their links; `entries` says which, behind their number."""
    raw.execute(f"DELETE FROM history WHERE position {entries}")  # noqa: S608
    raw.execute(f"DELETE FROM trail_link WHERE ordinal {entries}")  # noqa: S608


def test_a_sound_trail_is_sound(verified, report):
    assert verified() == []
    told = report()
    assert (told.entries, told.gaps, told.is_sound) == (10, (), True)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *(("clerk", "李某"), ("at", "2026-03-02 02:41:00.000000"), ("act", "case.opened"), ("window", "4")),
        *(("reference", ""), ("details", '{"n": 9}'), ("zone", "UTC"), ("details", b"\xff\xfe"), ("at", "garbage")),
    ],
)
def test_1_an_entry_changed(verified, closed, column, value):
    with tampering(closed) as raw:
        raw.execute(f"UPDATE history SET {column} = ? WHERE position = 3", (value,))  # noqa: S608
    assert verified() == [(TrailFault.CHANGED, 3, 3)]


def test_2_an_entry_removed_in_the_middle(verified, closed):
    with tampering(closed) as raw:
        raw.execute("DELETE FROM history WHERE position = 6")
    assert verified() == [(TrailFault.REMOVED, 6, 6)]


def test_2_entries_removed_with_their_links(verified, closed):
    with tampering(closed) as raw:
        cut_out(raw, "IN (6, 7)")
    assert verified() == [(TrailFault.REMOVED, 6, 7)]


def test_3_entries_removed_at_the_beginning(verified, closed):
    with tampering(closed) as raw:
        cut_out(raw, "<= 2")
    assert verified() == [(TrailFault.REMOVED, 1, 2)]


def test_4_two_entries_that_changed_places(verified, closed):
    with tampering(closed) as raw:
        raw.execute("UPDATE history SET position = 99 WHERE position = 3")
        raw.execute("UPDATE history SET position = 3 WHERE position = 7")
        raw.execute("UPDATE history SET position = 7 WHERE position = 99")
    assert verified() == [(TrailFault.REORDERED, 3, 7)]


def test_4_two_links_that_changed_places(verified, closed):
    with tampering(closed) as raw:
        raw.execute("UPDATE trail_link SET history_position = 10 - history_position WHERE ordinal IN (3, 7)")
    assert verified() == [(TrailFault.REORDERED, 3, 7)]


def test_5_an_entry_replaced(verified, closed):
    with tampering(closed) as raw:
        raw.execute(
            "REPLACE INTO history SELECT position, at, act, 'AJ0000000099', details, zone, clerk, window"
            " FROM history WHERE position = 8"
        )
    assert verified() == [(TrailFault.CHANGED, 8, 8)]


def test_5_an_entry_replaced_with_its_link(verified, closed):
    with tampering(closed) as raw:
        raw.execute("UPDATE history SET reference = 'AJ0000000099' WHERE position = 4")
        raw.execute("REPLACE INTO trail_link VALUES (4, 4, 'HMAC-SHA256', ?)", (bytes(32),))
    assert verified() == [(TrailFault.REPLACED, 4, 4)]


def test_6_an_entry_put_in(verified, closed):
    with tampering(closed) as raw:
        raw.execute(COPY, (11,))
    assert verified() == [(TrailFault.INSERTED, 11, 11)]


def test_6_an_entry_put_in_with_a_link_and_the_head_moved(verified, closed):
    with tampering(closed) as raw:
        raw.execute(COPY, (11,))
        raw.execute("INSERT INTO trail_link VALUES (11, 11, 'HMAC-SHA256', ?)", (bytes(32),))
        raw.execute("UPDATE trail_head SET ordinal = 11, mac = ?", (bytes(32),))
    assert verified() == [(TrailFault.CHANGED, 11, 11)]


def test_7_the_end_cut_off_and_the_head_moved_back(verified, closed):
    with tampering(closed) as raw:
        cut_out(raw, "> 7")
        raw.execute("UPDATE trail_head SET ordinal = 7, mac = (SELECT mac FROM trail_link WHERE ordinal = 7)")
    assert verified() == [(TrailFault.CUT_OFF, 8, 10)]


def test_7_the_end_cut_off_and_the_head_left(verified, closed):
    with tampering(closed) as raw:
        cut_out(raw, "> 7")
    assert verified() == [(TrailFault.CUT_OFF, 8, 10)]


def test_7_the_last_entry_cut_off_and_another_put_in_its_place(verified, closed):
    with tampering(closed) as raw:
        raw.execute("DELETE FROM history WHERE position = 10")
        raw.execute(COPY, (10,))
    assert verified() == [(TrailFault.CHANGED, 10, 10)]


def test_8_the_whole_chain_taken_away(verified, closed):
    with tampering(closed) as raw:
        raw.execute("DELETE FROM trail_link")
        raw.execute("DELETE FROM trail_head")
    assert verified()[-1] == (TrailFault.NO_TRAIL, 0, 0)


def test_8_the_chain_made_anew_under_another_key(verified, closed):
    """By a program of one's own: each link is wrong, the first one is named."""
    with tampering(closed) as raw:
        raw.execute("UPDATE trail_link SET mac = randomblob(32)")
    assert verified()[0][1] == 1


def test_7_the_end_cut_off_and_the_numbers_with_it(verified, closed):
    """Not even where what was given is taken away too is it told as a database put back."""
    with tampering(closed) as raw:
        cut_out(raw, "> 8")
        raw.execute("UPDATE trail_head SET ordinal = 8, mac = (SELECT mac FROM trail_link WHERE ordinal = 8)")
        raw.execute("DELETE FROM issued_number WHERE ordinal > 1")
        raw.execute("UPDATE number_series SET last = 1")
    assert verified() == [(TrailFault.CUT_OFF, 9, 10)]


def test_7_an_end_that_was_cut_off_stays_a_finding_after_the_program_went_on(verified, closed, begin):
    with tampering(closed) as raw:
        cut_out(raw, "> 7")
        raw.execute("UPDATE trail_head SET ordinal = 7, mac = (SELECT mac FROM trail_link WHERE ordinal = 7)")
    database, trail = begin()
    assert trail.rollback() == Rollback(3, (), cut=True)
    take(database)
    database.close()
    assert verified() == [(TrailFault.CUT_OFF, 8, 10)]


@pytest.fixture
def put_back(closed, begin):
    """Let `done` be done in the data, and put the database of before in their place."""

    def do(done):
        older = (closed / FILE_NAME).read_bytes()
        database, _trail = begin()
        done(database)
        database.close()
        (closed / FILE_NAME).write_bytes(older)

    return do


@pytest.mark.parametrize("with_numbers", [True, False], ids=["with numbers", "without a number"])
def test_9_the_whole_database_put_back(verified, report, put_back, with_numbers):
    put_back(take if with_numbers else lambda database: record(database, entry()))
    assert verified() == [(TrailFault.ROLLED_BACK, 11, 11)]
    [finding] = report().findings
    assert finding.sentence == "整个数据退回到第10条办理记录时，其后的第11条不在"
    assert (finding.back_to, finding.at, finding.act) == (10, MORNING, "notice.issued")


def test_9_a_whole_database_put_back_and_told_is_no_finding(verified, put_back, begin):
    put_back(lambda database: record(database, entry()))
    database, trail = begin()
    assert trail.rollback() == Rollback(1, ())
    database.close()
    assert verified() == []


@pytest.mark.parametrize(
    ("numbers", "fault"), [(3, TrailFault.CUT_OFF), (4, TrailFault.ROLLED_BACK)], ids=["no number", "a number"]
)
def test_9_a_witness_of_an_older_version_tells_by_the_numbers(verified, witness, closed, tmp_path, numbers, fault):
    said = witness.read()
    (closed / BESIDE).unlink()
    shutil.rmtree(tmp_path / "settings")
    witness.write(Witness({("备告", 2026): numbers}, TrailHead(14, "ab" * 32), said.latest), lasting=True)
    assert verified() == [(fault, 11, 14)]


def test_another_trail_than_was_witnessed(verified, witness, closed, tmp_path):
    said = witness.read()
    (closed / BESIDE).unlink()
    shutil.rmtree(tmp_path / "settings")
    witness.write(type(said)(said.highest, type(said.head)(9, "ab" * 32), said.latest), lasting=True)
    assert verified() == [(TrailFault.DIFFERS, 9, 9)]


def test_a_witness_taken_away_or_signed_by_another_key(verified, closed, tmp_path):
    other = SignedWitnessFiles([closed / BESIDE], bytes(32))
    assert verified(other) == [(TrailFault.NO_WITNESS, 0, 0)]


def test_triggers_that_are_gone(verified, closed):
    with dbapi2.connect(str(closed / FILE_NAME), isolation_level=None) as raw:
        raw.execute("DROP TRIGGER history_no_delete")
    raw.close()
    assert verified() == [(TrailFault.UNPROTECTED, 0, 0)]


def test_several_are_named_the_first_one_first(verified, closed):
    with tampering(closed) as raw:
        raw.execute("UPDATE history SET clerk = 'x' WHERE position = 9")
        raw.execute("DELETE FROM history WHERE position = 5")
        raw.execute("UPDATE history SET clerk = 'x' WHERE position = 2")
    assert verified() == [(TrailFault.CHANGED, 2, 2), (TrailFault.REMOVED, 5, 5), (TrailFault.CHANGED, 9, 9)]


def test_what_was_put_back_and_told_is_a_gap_and_no_finding(closed, begin, report, verified):
    older = (closed / FILE_NAME).read_bytes()
    database, _trail = begin()
    take(database)
    database.close()
    (closed / FILE_NAME).write_bytes(older)
    database, trail = begin()
    assert trail.rollback() is not None
    take(database)
    database.close()
    told = report()
    assert told.is_sound
    [gap] = told.gaps
    assert gap == TrailGap(11, 11)
    with tampering(closed) as raw:  # the entry that tells it cannot be borrowed for a larger gap
        cut_out(raw, "= 10")
    assert verified() == [(TrailFault.REMOVED, 10, 11)]


def test_the_first_entry_is_named_with_what_stands_there(closed, report):
    with tampering(closed) as raw:
        raw.execute("UPDATE history SET clerk = 'x' WHERE position = 5")
    [finding] = report().findings
    assert finding.act == "notice.issued"
    assert finding.at is not None
    assert finding.sentence == "办理记录第5条内容被改动"


def test_looking_changes_nothing_and_an_old_database_is_refused(closed, verified):
    before = acts_of(closed)
    verified()
    assert acts_of(closed) == before
    with dbapi2.connect(str(closed / FILE_NAME), isolation_level=None) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '0014'")
    raw.close()
    with pytest.raises(Refusal, match="旧版本"):
        verified()


def acts_of(folder):
    raw = dbapi2.connect(str(folder / FILE_NAME))
    found = raw.execute("SELECT * FROM history").fetchall(), raw.execute("SELECT * FROM trail_link").fetchall()
    raw.close()
    return found


def test_an_open_database_is_verified_too(database, begin):
    take(database)
    _again, trail = begin()
    assert trail.verify().is_sound
    assert acts(database) == ["notice.issued"]
