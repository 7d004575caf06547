"""A page that was overwritten is refused or named before the next number is given."""

import random
import re
import shutil
import threading
from datetime import UTC, date, datetime

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import Filing
from counter_app.domain.forms.answers import Answers
from counter_app.persistence import database as opening
from counter_app.persistence.base import soundness as base_soundness
from counter_app.persistence.base.driver_words import RESTORE, refusal_for
from counter_app.persistence.base.soundness import Soundness
from counter_app.persistence.database import FILE_NAME, open_database

SEED = 20260302
SAMPLE = 16


@pytest.fixture(scope="module")
def whole(tmp_path_factory, forms):
    """A database of some 180 pages, none of them free, closed."""
    folder = tmp_path_factory.mktemp("whole")
    database = open_database(folder, forms)
    form = forms.current()
    for n in range(40):
        raw = {
            "unit.name": f"大关县示例商贸{n}号有限公司",
            "agent.name": "李示例",
            "system.address": f"翠屏街{n}号" * 20,
        }
        rows = [Answers.row(form, {"location": f"{n}号楼{row}层大门" * 3}) for row in range(30)]
        with database.work() as work:
            work.filings.add(_filing(f"AJ{n:010}", Answers(form, raw, {"devices": rows})))
            work.numbers.take("deficiency_notice", year=2026)
            work.commit()
    with database.engine.connect() as connection:
        connection.connection.driver_connection.execute("VACUUM")
    database.close()
    return folder


def _filing(reference, answers):
    moment = datetime(2026, 3, 2, 2, 42, tzinfo=UTC)
    return Filing(reference, answers, received_at=moment, received_on=date(2026, 3, 2), clerk="周某", window="3")


def _pages(folder):
    return (folder / FILE_NAME).stat().st_size // 4096


def _overwrite(folder, page, with_what):
    with (folder / FILE_NAME).open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(with_what)


def _garbage(page):
    return random.Random(SEED + page).randbytes(4096)


def _take(database):
    with database.work() as work:
        number = work.numbers.take("deficiency_notice", year=2026)
        work.commit()
    return number


def _told(whole, folder, forms, page, content):
    """What is said of the page before a number is given; None where a number is given."""
    shutil.copytree(whole, folder)
    _overwrite(folder, page, content)
    try:
        database = open_database(folder, forms)
        try:
            _take(database)
        finally:
            database.close()
    except Refusal as refusal:
        return refusal
    finally:
        shutil.rmtree(folder)
    return None


def _unnoticed(whole, folder, forms, pages, content):
    told = {page: _told(whole, folder, forms, page, content(page)) for page in pages}
    return {page: str(refusal) for page, refusal in told.items() if "损坏" not in str(refusal)}


@pytest.mark.parametrize("content", [_garbage, lambda _page: b"\xa5" * 4096], ids=["random", "one byte"])
def test_an_overwritten_page_is_refused_before_the_next_number(whole, folder, forms, content):
    assert _pages(whole) > 150
    pages = random.Random(SEED).sample(range(1, _pages(whole) + 1), SAMPLE)
    assert _unnoticed(whole, folder, forms, pages, content) == {}


@pytest.mark.soak
@pytest.mark.parametrize("content", [_garbage, lambda _page: b"\xa5" * 4096], ids=["random", "one byte"])
def test_every_page_that_is_overwritten_is_refused_before_the_next_number(whole, folder, forms, content):
    assert _unnoticed(whole, folder, forms, range(1, _pages(whole) + 1), content) == {}


def test_an_overwritten_page_is_refused_at_the_start(whole, folder, forms):
    shutil.copytree(whole, folder)
    page = _pages(whole) // 2
    _overwrite(folder, page, _garbage(page))
    with pytest.raises(Refusal, match="已损坏"):
        open_database(folder, forms).close()


def test_the_page_is_named(whole, folder, forms):
    said = [_told(whole, folder, forms, page, _garbage(page)) for page in range(_pages(whole) - 9, _pages(whole) + 1)]
    named = [refusal for refusal in said if re.search(r"counter\.db 的第\d+(、\d+)*页已损坏", refusal.sentence)]
    assert len(named) > 5
    assert {refusal.remedy for refusal in said} == {RESTORE}


def _page_of(database, table):
    with database.engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,))
        return found.scalar_one()


@pytest.fixture
def running(whole, folder, forms, clock):
    """A window that stands open; its clock."""
    shutil.copytree(whole, folder)
    database = open_database(folder, forms, clock=clock)
    yield database
    database.close()


def test_damage_while_the_window_stands_open_is_told_before_the_first_number_of_the_next_day(running, folder, clock):
    assert _take(running).ordinal == 41
    page = _page_of(running, "history")
    _overwrite(folder, page, _garbage(page))
    clock.pass_(days=1)
    for _ in range(2):
        with pytest.raises(Refusal, match=rf"第{page}页已损坏"):
            _take(running)


def test_a_number_that_was_refused_is_not_lost_and_nothing_of_its_act_is_kept(running, folder, clock):
    page = _page_of(running, "history")
    kept = _garbage(page)
    before = (folder / FILE_NAME).read_bytes()[(page - 1) * 4096 : page * 4096]
    _overwrite(folder, page, kept)
    clock.pass_(days=1)
    with pytest.raises(Refusal):
        _take(running)
    _overwrite(folder, page, before)
    running.close()
    again = open_database(folder, None)
    assert _take(again).ordinal == 41
    again.close()


def test_a_sound_file_is_looked_through_once_a_day(whole, folder, clock):
    shutil.copytree(whole, folder)
    looks = []

    def connect():
        looks.append(clock.at)
        return opening.connector(folder / FILE_NAME)()

    soundness = Soundness(folder / FILE_NAME, connect, clock)
    soundness.at_the_start()
    for _ in range(3):
        soundness.before_a_number()
    clock.pass_(days=1)
    for _ in range(3):
        soundness.before_a_number()
    assert len(looks) == 2


def test_a_large_file_is_looked_through_behind_the_window_but_before_the_first_number(whole, folder, clock):
    shutil.copytree(whole, folder)
    _overwrite(folder, 100, _garbage(100))
    soundness = Soundness(folder / FILE_NAME, opening.connector(folder / FILE_NAME), clock, at_once_bytes=1000)
    soundness.at_the_start()
    with pytest.raises(Refusal, match="已损坏"):
        soundness.before_a_number()
    soundness.close()


@pytest.fixture
def slowly(folder, forms, clock, monkeypatch):
    """Looks through an encrypted file, and waits before it looks at how the pages fit together."""
    key = bytes(range(32))
    open_database(folder, forms, key).close()
    go_on, found = threading.Event(), []

    def waits(_connection):
        assert go_on.wait(10)
        return found[0] if found else None

    monkeypatch.setattr(base_soundness, "broken_structure", waits)
    made = Soundness(folder / FILE_NAME, opening.connector(folder / FILE_NAME, key), clock, at_once_bytes=0)
    made.go_on, made.found = go_on, found
    yield made
    go_on.set()
    made.close()


def test_of_an_encrypted_file_numbers_are_given_once_the_codes_of_its_pages_hold(slowly):
    slowly.at_the_start()
    slowly.before_a_number()
    assert not slowly.go_on.is_set()


def test_what_is_found_afterwards_refuses_the_numbers_that_follow(slowly):
    slowly.before_a_number()
    slowly.found.append(Refusal("数据文件 counter.db 的第7页已损坏，不能再编号", RESTORE))
    slowly.go_on.set()
    slowly._running.join()
    with pytest.raises(Refusal, match="第7页已损坏"):
        slowly.before_a_number()


def test_the_codes_that_held_yesterday_say_nothing_of_today(slowly, clock):
    slowly.before_a_number()
    slowly.go_on.set()
    slowly._running.join()
    clock.pass_(days=1)
    _overwrite(slowly._file.parent, 5, _garbage(5))
    with pytest.raises(Refusal, match="第5页已损坏"):
        slowly.before_a_number()


def test_a_small_file_is_looked_through_whole_at_the_start(slowly):
    slowly._at_once_bytes = 1 << 30
    begun = threading.Thread(target=slowly.at_the_start)
    begun.start()
    begun.join(0.2)
    assert begun.is_alive()
    slowly.go_on.set()
    begun.join(10)
    assert not begun.is_alive()


def test_a_file_that_could_not_be_looked_through_is_looked_through_again(whole, folder, clock):
    shutil.copytree(whole, folder)
    tries = []

    def connect():
        tries.append(1)
        if len(tries) == 1:
            raise OSError(5, "disk I/O error")
        return opening.connector(folder / FILE_NAME)()

    soundness = Soundness(folder / FILE_NAME, connect, clock)
    with pytest.raises(Refusal, match="磁盘读写出错"):
        soundness.before_a_number()
    soundness.before_a_number()
    assert len(tries) == 2


def test_a_text_that_is_none_any_more_is_told_as_damage(running):
    with running.engine.connect() as connection:
        driver = connection.connection.driver_connection
        driver.execute("UPDATE filing SET answers = CAST(x'ff7b' AS TEXT) WHERE reference = 'AJ0000000001'")
        driver.execute("UPDATE filing SET answers = 'no json' WHERE reference = 'AJ0000000002'")
    for reference in ("AJ0000000001", "AJ0000000002"):
        with pytest.raises(Refusal, match="已损坏"), running.work() as work:
            work.filings.get(reference)


def test_a_damaged_index_of_words_is_told_as_damage(running):
    with running.engine.connect() as connection:
        driver = connection.connection.driver_connection
        driver.execute("UPDATE search_word_data SET block = x'00000000020A28' WHERE id = 10")
    running.engine.dispose()
    with running.engine.connect() as connection, pytest.raises(Refusal, match="已损坏"):
        connection.exec_driver_sql("SELECT rowid FROM search_word WHERE search_word MATCH 'x'").all()


@pytest.mark.parametrize(
    "error",
    [
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
        Exception('fts5: corrupt structure record for table "search_word"'),
        Exception('fts5: corruption found reading blob 137438953473 from table "search_word"'),
        Exception("fts5: missing row 3 from content table 'main'.'search_word'"),
        Exception("vtable constructor failed: search_word"),
        Exception("Could not decode to UTF-8 column 'answers' with text"),
    ],
    ids=lambda error: str(error)[:30],
)
def test_whatever_the_driver_says_of_damage_is_told_as_damage(error):
    assert refusal_for(error).remedy == RESTORE


def test_what_we_asked_wrongly_is_no_damage():
    assert refusal_for(Exception('fts5: syntax error near ""')) is None
    assert refusal_for(UnicodeEncodeError("utf-8", "\ud842", 0, 1, "surrogates not allowed")) is None
