"""A database that goes back by itself or by somebody's hand: no number is given twice, and it is told and recorded."""

import shutil
from datetime import timedelta

import pytest

from counter_app.domain.basics.numbering import Number
from counter_app.domain.trail.witness import Rollback
from counter_app.persistence.base.tables import HistoryRow
from counter_app.persistence.database import FILE_NAME, open_database
from counter_app.persistence.trail.chain import Chain
from counter_app.persistence.trail.trail import Trail
from counter_app.persistence.trail.witness_files import BESIDE, SignedWitnessFiles
from counter_app.services.ports.trail import LOST_NUMBER, ROLLED_BACK
from tests.persistence.trail.conftest import KEY, acts, entry, record, take

LOG = f"{FILE_NAME}-wal"


@pytest.fixture
def rolled_back(database, folder, begin):
    """Notices 1 to 3 in the database as it was put back, 4 and 5 given since; opened again."""
    for _ in range(3):
        take(database)
    database.close()
    older = (folder / FILE_NAME).read_bytes()
    database, _trail = begin()
    take(database)
    take(database)
    record(database, entry())
    database.close()
    (folder / FILE_NAME).write_bytes(older)
    return begin()


def test_numbers_go_on_above_those_that_were_given(rolled_back):
    database, trail = rolled_back
    assert trail.rollback() == Rollback(3, (Number("备告", 2026, 4), Number("备告", 2026, 5)))
    assert take(database) == 6


def test_the_numbers_given_since_stand_in_the_register_as_void(rolled_back):
    database, _trail = rolled_back
    with database.work() as work:
        assert [number.ordinal for number in work.numbers.taken("deficiency_notice", year=2026)] == [1, 2, 3, 4, 5]
        assert work.numbers.void_reason(Number("备告", 2026, 5)) == LOST_NUMBER
        assert work.numbers.void_reason(Number("备告", 2026, 3)) == ""
        [series] = work.day.series_of(2026)
        assert (series.last, series.missing) == (5, ())


def test_the_day_sheet_names_them_as_void_on_the_day_on_which_it_is_found(rolled_back, clock):
    database, _trail = rolled_back
    with database.work() as work:
        day = work.day.numbers_between(clock.at, clock.at + timedelta(minutes=1))
    assert [(one.number.ordinal, one.void_reason) for one in day if one.void_reason] == [
        (4, LOST_NUMBER),
        (5, LOST_NUMBER),
    ]


def test_it_stands_in_the_trail_whose_ordinals_go_on_too(rolled_back, witness):
    database, _trail = rolled_back
    with database.engine.connect() as connection:
        last = connection.execute(HistoryRow.__table__.select().order_by(HistoryRow.position.desc())).first()
        head = connection.exec_driver_sql("SELECT ordinal FROM trail_head").scalar()
    assert (last.act, last.clerk) == (ROLLED_BACK, "")
    assert (last.details["from"], last.details["to"]) == (3, 6)
    assert last.details["numbers"] == "BG2026-0004…BG2026-0005"
    assert head == witness.read().head.ordinal == 7


def test_it_is_told_once(rolled_back, begin):
    database, _trail = rolled_back
    database.close()
    again, trail = begin()
    assert trail.rollback() is None
    assert acts(again).count(ROLLED_BACK) == 1


def test_a_whole_folder_put_back_is_found_by_the_users_settings(database, folder, begin, tmp_path):
    take(database)
    database.close()
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    database, _trail = begin()
    take(database)
    database.close()
    shutil.rmtree(folder)
    shutil.copytree(copy, folder)
    database, trail = begin()
    assert trail.rollback().numbers == (Number("备告", 2026, 2),)
    assert take(database) == 3


def test_a_copy_in_another_folder_goes_on_above_what_was_given_in_this_one(database, folder, forms, clock, tmp_path):
    take(database)
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    take(database)
    elsewhere = open_database(copy, forms, clock=clock)
    trail = Trail(Chain(KEY), SignedWitnessFiles.of(copy, tmp_path / "settings", "0123456789abcdef", KEY))
    elsewhere.keep_trail(trail)
    assert trail.rollback().numbers == (Number("备告", 2026, 2),)
    assert take(elsewhere) == 3
    assert take(database) == 4
    elsewhere.close()


def test_without_the_users_settings_the_file_beside_it_is_enough(database, folder, begin, tmp_path):
    take(database)
    database.close()
    older = (folder / FILE_NAME).read_bytes()
    database, _trail = begin()
    take(database)
    database.close()
    (folder / FILE_NAME).write_bytes(older)
    shutil.rmtree(tmp_path / "settings")
    assert (folder / BESIDE).is_file()
    database, trail = begin()
    assert trail.rollback().numbers == (Number("备告", 2026, 2),)


def test_another_copy_that_was_worked_on_is_told(database, folder, begin, tmp_path):
    """Both have as many entries: what was witnessed is not what stands there."""
    take(database)
    database.close()
    copy = (folder / FILE_NAME).read_bytes()
    database, _trail = begin()
    record(database, entry("case.saved"))
    database.close()
    kept = (folder / BESIDE).read_bytes()
    (folder / FILE_NAME).write_bytes(copy)
    (folder / BESIDE).unlink()
    shutil.rmtree(tmp_path / "settings")
    database, _trail = begin()
    record(database, entry("case.opened"))
    database.close()
    shutil.rmtree(tmp_path / "settings")
    (folder / BESIDE).write_bytes(kept)
    _database, trail = begin()
    assert trail.rollback() == Rollback(0, (), differs=True)


def test_a_number_given_by_another_copy_meanwhile_is_not_given_again(database, witness):
    """Two copies of one office at once: what the other gave is asked before each number."""
    take(database)
    said = witness.read()
    witness.write(type(said)({("备告", 2026): 4}, said.head, said.latest), lasting=True)
    assert take(database) == 5
    assert acts(database)[-2:] == [ROLLED_BACK, "notice.issued"]


def test_what_the_act_that_found_it_leaves_undone_is_found_again(database, witness):
    said = witness.read()
    witness.write(type(said)({("备告", 2026): 4}, said.head, said.latest), lasting=True)
    with database.work() as work:
        assert work.numbers.take("deficiency_notice", year=2026).ordinal == 5
    assert ROLLED_BACK not in acts(database)
    assert take(database) == 5


def test_a_sound_database_is_told_of_nothing(database, begin):
    take(database)
    database.close()
    again, trail = begin()
    assert trail.rollback() is None
    assert acts(again) == ["notice.issued"]


def test_the_entry_does_not_move_the_clock(rolled_back, clock):
    database, _trail = rolled_back
    with database.work() as work:
        assert work.history.highest_time() <= clock.at
