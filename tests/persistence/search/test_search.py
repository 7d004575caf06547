"""Finding cases in real files: by every field, near misses, numbers and codes, and the index kept by each save."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from counter_app import paths
from counter_app.catalogue.pinyin_tables import load_readings
from counter_app.catalogue.toml_files import Folders
from counter_app.domain.filing.filing import FilingState
from counter_app.domain.forms.answers import Answers
from counter_app.domain.search.matching import MatchKind
from counter_app.domain.search.pinyin import Readings
from counter_app.domain.search.query import Filters, SearchField, read_query
from counter_app.persistence.base.engine import sqlite_engine
from counter_app.persistence.database import FILE_NAME, open_database
from counter_app.persistence.search import index
from counter_app.services.ports import IssuedPaper
from tests.persistence.conftest import MORNING

READINGS = load_readings(Folders(paths.resources_dir()))
UNIT = {
    "unit.name": "大关县青禾商贸有限公司",
    "unit.uscc": "91530624MA6K3R7Q38",
    "agent.name": "单文斌",
    "agent.phone": "139-8701-2345",
    "system.address": "大关县翠华镇人民路12号",
    "system.place_category": "commerce",
}


@pytest.fixture
def database(folder, forms, clock, blank):
    folder.mkdir(mode=0o700)
    shutil.copy2(blank, folder)
    opened = open_database(folder, forms, clock=clock, readings=READINGS)
    yield opened
    opened.close()


@pytest.fixture
def enter(database):
    """Build the index to its end, so many cases at a time."""

    def enter_all(most=100, database=database):
        while True:
            with database.work() as work:
                state = work.search.enter_some(most)
                work.commit()
            if state.ready:
                return state

    return enter_all


@pytest.fixture
def find(database):
    """The references that a line finds, or the found cases themselves."""

    def find_all(line, *, whole=False, limit=50, filters=None, near=True):
        with database.work() as work:
            found = work.search.find(read_query(line, filters or Filters()), limit=limit, near=near)
        return found.cases if whole else [case.reference for case in found.cases]

    return find_all


@pytest.fixture
def some_cases(keep, make_filing):
    """Three cases, the newest last."""
    others = [
        {
            **UNIT,
            "unit.name": "昭阳区长乐旅行社",
            "unit.uscc": "91530602MA6NB2T11X",
            "agent.name": "王敏",
            "agent.phone": "13700000001",
        },
        {**UNIT, "unit.name": "金色KTV娱乐中心", "unit.uscc": "", "agent.name": "仇芳", "system.address": "绿洲路3号"},
    ]
    for number, raw in enumerate([UNIT, *others], 1):
        keep(make_filing(f"AJ000000000{number}", raw, received_at=MORNING + timedelta(minutes=number)))


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("禾", ["AJ0000000001"]),
        ("青禾商", ["AJ0000000001"]),
        ("乐", ["AJ0000000002", "AJ0000000003"]),
        ("人民路12", ["AJ0000000002", "AJ0000000001"]),
        ("91530624", ["AJ0000000001"]),
        ("9153-0624 MA6K", ["AJ0000000001"]),
        ("ｍａ６ｋ３", ["AJ0000000001"]),
        ("87012345", ["AJ0000000001", "AJ0000000003"]),
        ("ktv", ["AJ0000000003"]),
        ("单文", ["AJ0000000001"]),
        ("qhsm", ["AJ0000000001"]),
        ("q", ["AJ0000000001", "AJ0000000003", "AJ0000000002"]),
        ("qinghe", ["AJ0000000001"]),
        ("qingh", ["AJ0000000001"]),
        ("qhes", ["AJ0000000001"]),
        ("shanwenbin", ["AJ0000000001"]),
        ("qiufang", ["AJ0000000003"]),
        ("lvxingshe", ["AJ0000000002"]),
        ("changle", ["AJ0000000002"]),
        ("jsktv", ["AJ0000000003"]),
        ("青禾 人民", ["AJ0000000001"]),
        ("长乐 青禾", []),
        ("公限", []),
        ("禾青", []),
    ],
)
def test_a_case_is_found_by_any_piece_of_what_it_says(some_cases, find, line, found):
    assert sorted(find(line)) == sorted(found)


@pytest.mark.parametrize(
    ("line", "how"),
    [
        ("qinhe", MatchKind.SOUND),
        ("sanwenbing", MatchKind.SOUND),
        ("qingeh", MatchKind.TYPO),
        ("qnghe", MatchKind.TYPO),
        ("qinghhe", MatchKind.TYPO),
        ("ginghe", MatchKind.TYPO),
        ("91530624MA6K3R7Q83", MatchKind.TYPO),
        ("9153O624MA6K3R7Q38", MatchKind.TYPO),
        ("91530624MA6KR7Q38", MatchKind.TYPO),
    ],
)
def test_a_near_miss_is_found_and_says_that_it_is_one(some_cases, find, line, how):
    (case,) = find(line, whole=True)
    assert case.reference == "AJ0000000001"
    assert case.reasons[0].how is how


def test_a_near_miss_is_looked_for_only_when_asked(some_cases, find):
    assert find("qingeh", near=False) == []
    assert find("qingeh rml") == ["AJ0000000001"]


def test_as_many_are_found_as_are_wanted(keep, make_filing, find):
    for number in range(320):
        keep(make_filing(f"AJ0000000{number:03d}", {"unit.name": "青禾"}))
    assert len(find("青禾", limit=1000)) == 320


def test_what_is_near_comes_after_what_is_exact(keep, make_filing, find):
    keep(make_filing("AJ0000000001", {"unit.name": "勤和饭店"}))
    keep(make_filing("AJ0000000002", {"unit.name": "清河饭店"}, received_at=MORNING - timedelta(days=9)))
    keep(make_filing("AJ0000000003", {"unit.name": "亲和饭店"}))
    assert [case.reasons[0].how for case in find("qinghe", whole=True)] == [
        MatchKind.PINYIN,
        MatchKind.SOUND,
        MatchKind.SOUND,
    ]


def test_personal_data_show_only_as_far_as_they_were_typed(some_cases, find):
    (case,) = find("文斌", whole=True)
    assert (case.reasons[0].text, case.agent) == ("单文斌", "单*")
    (case,) = find("swb", whole=True)
    assert case.reasons[0].text == "单*"
    case = find("8701", whole=True)[0]
    assert case.reasons[0].text == "****8701*****"


def test_filters_narrow_by_state_days_and_place(keep, make_filing, find):
    keep(make_filing("AJ0000000001", UNIT))
    old = keep(make_filing("AJ0000000002", UNIT, received_on=date(2025, 3, 2), state=FilingState.FILED))
    keep(make_filing("AJ0000000003", {**UNIT, "system.place_category": "outside_article_7"}))
    assert find("青禾", filters=Filters(FilingState.FILED)) == [old.reference]
    assert find("青禾", filters=Filters(place="outside_article_7")) == ["AJ0000000003"]
    year = Filters(first_day=date(2025, 1, 1), last_day=date(2025, 12, 31))
    assert find("青禾", filters=year) == [old.reference]
    days = Filters(first_day=date(2026, 2, 27), last_day=date(2026, 3, 2))
    assert find("", filters=days) == ["AJ0000000003", "AJ0000000001"]
    assert find("") == []


def test_the_newest_come_first_and_no_more_than_are_wanted(keep, make_filing, database):
    for number in range(9):
        keep(make_filing(f"AJ000000000{number}", {"unit.name": f"青禾第{number}店"}))
    with database.work() as work:
        found = work.search.find(read_query("青禾"), limit=4)
    assert [case.reference[-1] for case in found.cases] == ["8", "7", "6", "5"]
    assert found.more


def test_a_paper_is_found_by_its_number_in_every_way_of_writing_it(keep, make_filing, database, find):
    keep(make_filing("AJ0000000001", UNIT))
    keep(make_filing("AJ0000000002", UNIT))
    with database.work() as work:
        for position, reference in enumerate(("AJ0000000001", "AJ0000000002") * 6):
            number = work.numbers.take("deficiency_notice", year=2026)
            work.papers.add(
                IssuedPaper(f"p{position}", "deficiency_notice", number, reference, MORNING, "2025-05", {"a": 1})
            )
        work.commit()
    for line in (
        "备告〔2026〕0012号",
        "大公(视)备告〔2026〕0012号",
        "BG2026-0012",
        "bg20260012",
        "0012",
        "2026-12",
        "备告12",
        "大公（视）补字〔2026〕12号",
        "补字12",
    ):
        case = find(line, whole=True)[0]
        assert (case.reference, case.reasons[0].sought, case.reasons[0].text) == (
            *("AJ0000000002", SearchField.NUMBER),
            "补字〔2026〕12号",
        ), line
    assert find("备告")[0] == "AJ0000000002"
    assert find("备收〔2026〕0012号") == []


def test_a_case_is_found_by_its_reference_and_its_platform_number(keep, make_filing, find):
    keep(make_filing("AJ0000ABCDEF", UNIT, state=FilingState.FILED, platform_number="5306240000000123"))
    assert find("aj0000abc") == ["AJ0000ABCDEF"]
    assert find("0000000123", whole=True)[0].reasons[0].sought is SearchField.PLATFORM


def test_a_device_is_found_by_both_ends_of_its_code(keep, make_filing, save, find):
    filing = keep(make_filing(rows=[{"code": "5306240000131 0000001"}, {"code": "53062400001310000002"}]))
    for line in ("53062400001310000002", "0000002", "5306240000131000000"):
        assert find(line, whole=True)[0].reasons[0].sought is SearchField.DEVICE, line
    filing.key_rows([Answers.row(filing.form, {"code": "53062400001310000009"})])
    save(filing)
    assert find("0000002") == []
    assert find("0000009") == [filing.reference]


def test_words_that_were_changed_are_found_no_more(keep, make_filing, save, find):
    filing = keep(make_filing(raw=UNIT))
    filing.answer("unit.name", "大关县红日酒店")
    save(filing)
    assert find("青禾") == []
    assert find("红日") == find("hrjd") == [filing.reference]
    filing.move_to(FilingState.WITHDRAWN)
    save(filing)
    assert find("红日", filters=Filters(FilingState.DRAFT)) == []
    assert find("红日", filters=Filters(FilingState.WITHDRAWN)) == [filing.reference]


def test_a_save_that_changes_no_word_writes_no_word(database, keep, make_filing, save):
    filing = keep(make_filing(raw=UNIT))
    before = _pages(database)
    filing.answer("system.retention_days", "90")
    save(filing)
    assert _pages(database) == before


def test_nothing_is_found_of_what_was_not_committed(database, make_filing, keep, find):
    with database.work() as work:
        work.filings.add(make_filing(raw=UNIT))
    assert find("青禾") == []
    filing = keep(make_filing(raw=UNIT))
    with database.work() as work:
        filing.answer("unit.name", "红日")
        work.filings.save(filing)
    assert find("青禾") == [filing.reference]


def test_half_a_character_and_other_odd_things_do_no_harm(keep, make_filing, find):
    keep(
        make_filing(
            raw={"unit.name": "\ud842青\x00禾\u200b“'”*", "agent.name": '"', "agent.phone": ["1"], "unit.uscc": 5}
        )
    )
    assert find("青禾") == ["AJ0000000001"]
    for line in (
        '"',
        "'",
        "*",
        "AND",
        'a" OR "b',
        "()",
        "\ud842",
        "NEAR(",
        "青*",
        "-",
        "𬱖",
        "x" * 500,
        " ".join("abcdefgh"),
    ):
        find(line)


# The index ----------------------------------------------------------------------------------------------------------


def test_an_index_of_other_rules_is_built_anew_and_what_is_missing_is_said(
    folder, forms, clock, database, keep, make_filing, enter
):
    for number in range(5):
        keep(make_filing(f"AJ000000000{number}", {"unit.name": f"单记{number}店"}))
    assert enter().missing == 0
    database.close()
    surnames = Readings({"单": ("dan",), "记": ("ji",)}, {}, {}, "another edition")
    later = open_database(folder, forms, clock=clock, readings=surnames)

    def found(line):
        with later.work() as work:
            answer = work.search.find(read_query(line), limit=9)
        return len(answer.cases), answer.index.missing, answer.index.ready

    assert found("单记") == (5, 5, False)
    with later.work() as work:
        work.search.enter_some(2)
        work.commit()
    assert found("单记") == (0, 5, False)
    with later.work() as work:
        work.search.enter_some(2)
        work.commit()
    assert found("单记") == (2, 3, False)
    enter(2, later)
    assert found("danji") == (5, 0, True)
    later.close()


def test_the_newest_are_entered_first_and_an_interrupted_step_is_done_again(
    folder, forms, database, keep, make_filing, enter, find
):
    for number in range(6):
        keep(make_filing(f"AJ000000000{number}", {"unit.name": "青禾"}))
    enter()
    _forget(database)
    with database.work() as work:
        work.search.enter_some(2)
        work.commit()
    assert find("青禾") == ["AJ0000000005", "AJ0000000004"]
    with database.work() as work:
        work.search.enter_some(2)  # the power goes before the commit
    database.close()
    again = open_database(folder, forms, readings=READINGS)
    with again.work() as work:
        assert work.search.state().missing == 4
    enter(2, again)
    with again.work() as work:
        assert len(work.search.find(read_query("青禾"), limit=9).cases) == 6
    assert again.integrity() == "ok"
    again.close()


def test_a_case_saved_while_the_index_is_built_is_found_by_what_it_says_last(
    database, keep, make_filing, save, enter, find
):
    cases = [keep(make_filing(f"AJ000000000{number}", {"unit.name": "青禾"})) for number in range(6)]
    enter()
    _forget(database)
    with database.work() as work:
        work.search.enter_some(2)
        work.commit()
    for case in (cases[0], cases[5]):  # one not entered yet, one entered already
        case.answer("unit.name", "红日")
        save(case)
    new = keep(make_filing("AJ0000000009", {"unit.name": "青禾"}))
    assert sorted(find("红日")) == ["AJ0000000000", "AJ0000000005"]
    enter(1)
    assert find("青禾") == [new.reference, "AJ0000000004", "AJ0000000003", "AJ0000000002", "AJ0000000001"]
    assert sorted(find("红日")) == ["AJ0000000000", "AJ0000000005"]


def test_a_case_changed_between_reading_it_and_writing_its_words_is_left_to_its_save(
    database, keep, make_filing, enter, find, monkeypatch
):
    filing = keep(make_filing(raw={"unit.name": "青禾"}))
    enter()
    _forget(database)
    real = index.findable_row

    def other_window(row):
        with database.work() as theirs:
            theirs_filing = theirs.filings.get(filing.reference)
            theirs_filing.answer("unit.name", "红日")
            theirs.filings.save(theirs_filing)
            theirs.commit()
        return real(row)

    monkeypatch.setattr(index, "findable_row", other_window)
    with database.work() as work:
        work.search.enter_some(9)
        work.commit()
    monkeypatch.undo()
    enter()
    assert find("青禾") == []
    assert find("红日") == [filing.reference]


def test_two_windows_build_one_index(database, keep, make_filing, enter, find):
    for number in range(40):
        keep(make_filing(f"AJ00000000{number:02d}", {"unit.name": "青禾"}))
    enter()
    _forget(database)

    def window(_number):
        enter(3)

    with ThreadPoolExecutor(2) as windows:
        list(windows.map(window, range(2)))
    assert len(find("青禾")) == 40


def test_a_database_of_the_first_release_can_be_searched_once_it_is_entered(tmp_path, forms, enter):
    folder = tmp_path / "old"
    folder.mkdir()
    engine = sqlite_engine(folder / FILE_NAME)
    with engine.connect() as connection:
        stored = Path(__file__).parents[1] / "releases" / "0001.sql"
        connection.connection.driver_connection.executescript(stored.read_text("utf-8"))
    engine.dispose()
    opened = open_database(folder, forms, readings=READINGS)
    with opened.work() as work:
        assert work.search.state().missing == 1
        assert work.search.find(read_query("BG2026-0001"), limit=9).cases[0].reference == "AJ0000000001"
    enter(9, opened)
    with opened.work() as work:
        assert [case.agent for case in work.search.find(read_query("颜𬱖"), limit=9).cases] == ["颜*"]
    opened.close()


def _pages(database):
    with database.engine.connect() as connection:
        return connection.execute(text("SELECT id, length(block) FROM search_word_data ORDER BY id")).all()


def _forget(database):
    """As if the index had been made by other rules."""
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE search_state SET edition = ''"))
    with database.work() as work:
        work.search.enter_some(1)
        work.commit()


def test_among_many_cases_of_one_state_one_unit_is_looked_for_by_its_own_index(
    database, keep, make_filing, folder, forms
):
    for number in range(60):
        keep(make_filing(f"AJ00000000{number:02d}", {**UNIT, "unit.uscc": f"9153{number}"}, state=FilingState.FILED))
    database.close()
    again = open_database(folder, forms, readings=READINGS)
    asked = "EXPLAIN QUERY PLAN SELECT 1 FROM filing WHERE state = 'filed' AND uscc = 'x' AND address_key = 'y'"
    with again.engine.connect() as connection:
        assert "ix_filing_uscc_address_key" in str(connection.execute(text(asked)).all())
    again.close()
