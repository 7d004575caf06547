"""A year's notice, from the paste to the dates that are reckoned with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from counter_app.catalogue.office_calendars import OfficeCalendars
from counter_app.catalogue.toml_files import Folders
from counter_app.catalogue.working_day_tables import load_working_calendar, written_year
from counter_app.domain.basics.office import Post
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.calendar.periods import transfer_due
from counter_app.domain.calendar.working_days import Holiday, YearTable
from counter_app.paths import resources_dir
from counter_app.services.calendar import calendars
from counter_app.services.calendar.calendars import YearKnown
from tests.fakes.memory_backend import MemoryBackend

POST = Post("王示例", "1号窗口")
NOTICES = Path(__file__).parents[2] / "domain" / "calendar" / "notices"
NEXT = """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕9号
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月20日（周六）上班。
"""


@pytest.fixture
def overlay(tmp_path):
    return tmp_path / "office" / "resources"


@pytest.fixture
def backend(overlay):
    made = MemoryBackend.make()
    return replace(made, calendars=OfficeCalendars(resources_dir(), overlay))


def acts(backend):
    return [(entry.act, dict(entry.details)) for entry in backend.store.kept.history]


def test_a_pasted_notice_makes_its_year_known_at_once(backend, overlay):
    before = transfer_due(date(2026, 12, 1), backend.calendar)
    assert (before.date, before.calendar_complete) == (date(2027, 1, 1), False)
    found = calendars.read_text(backend, NEXT)
    assert (found.draft.year, found.doubts, found.replaces) == (2027, (), None)
    calendars.adopt_year(backend, found.draft, post=POST)
    after = transfer_due(date(2026, 12, 1), backend.calendar)
    assert (after.date, after.calendar_complete) == (date(2027, 1, 4), True)
    assert backend.calendar.years == (2024, 2025, 2026, 2027)
    assert acts(backend) == [
        (
            "calendar.adopted",
            {"year": 2027, "number": "国办发明电〔2026〕9号", "days_off": 10, "make_up_workdays": 2, "replaced": 0},
        )
    ]
    fresh = load_working_calendar(Folders(resources_dir(), overlay))  # as after the next start
    assert fresh.table(2027) == backend.calendar.table(2027)


def test_another_table_for_a_known_year_is_adopted_only_where_replacing_was_said(backend):
    draft = calendars.known_draft(backend, 2026).toggled(date(2026, 3, 4))
    with pytest.raises(YearKnown, match="已有，与这一份不同"):
        calendars.adopt_year(backend, draft, post=POST)
    assert backend.calendar.is_working_day(date(2026, 3, 4))
    assert acts(backend) == []
    calendars.adopt_year(backend, draft, post=POST, replace=True)
    assert not backend.calendar.is_working_day(date(2026, 3, 4))
    assert acts(backend)[0][1]["replaced"] == 1


def test_the_same_table_again_asks_nothing(backend):
    calendars.adopt_year(backend, calendars.known_draft(backend, 2026), post=POST)
    assert backend.calendar.years == (2024, 2025, 2026)


def test_a_notice_read_again_says_what_it_replaces(backend):
    found = calendars.read_text(backend, (NOTICES / "2026.txt").read_text("utf-8"))
    assert found.replaces == found.draft


def test_a_day_that_another_year_names_is_refused_and_nothing_changes(backend, overlay):
    first = calendars.read_text(backend, NEXT).draft
    calendars.adopt_year(backend, first, post=POST)
    later = calendars.read_text(backend, "2028年放假\n一、元旦：2027年12月31日至2028年1月2日放假。").draft
    calendars.adopt_year(backend, later, post=POST)
    clash = first.toggled(date(2027, 12, 31))
    with pytest.raises(Refusal, match="2027-12-31写了两次，另一处在2028年的放假安排"):
        calendars.adopt_year(backend, clash, post=POST, replace=True)
    assert backend.calendar.table(2027) == first.table()
    assert sorted(path.name for path in (overlay / "working_days").iterdir()) == ["2027.toml", "2028.toml"]


def test_a_folder_that_cannot_be_written_is_said_and_nothing_changes(backend, overlay):
    overlay.parent.mkdir(parents=True)
    overlay.write_text("a file where the folder should be", "utf-8")
    with pytest.raises(Refusal, match="放假安排没有保存"):
        calendars.adopt_year(backend, calendars.read_text(backend, NEXT).draft, post=POST)
    assert (backend.calendar.years, acts(backend)) == ((2024, 2025, 2026), [])


@pytest.mark.parametrize("text", ["", " \n ", "一、元旦：1月1日放假。"])
def test_what_is_no_notice_is_refused_with_what_to_do(backend, text):
    with pytest.raises(Refusal):
        calendars.read_text(backend, text)


def test_a_year_that_another_window_added_is_known_here_too(backend, overlay, monkeypatch):
    here, there = backend.calendars, OfficeCalendars(resources_dir(), overlay)
    there.add(calendars.read_text(backend, NEXT).draft.table())
    assert not here.current().has_year(2027)  # looked a moment ago
    monkeypatch.setattr("counter_app.catalogue.office_calendars.time.monotonic", lambda: float("inf"))
    assert here.current().has_year(2027)


# Files ---------------------------------------------------------------------------------------------------------------


TABLE = YearTable(
    2027,
    '引号"和\\',
    "国办发明电〔2026〕9号",
    (Holiday("元旦", date(2026, 12, 31), date(2027, 1, 2), (date(2027, 1, 9),)),),
)


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_a_shipped_file_opened_by_hand_is_its_table(backend, year):
    found = calendars.read_file(backend, resources_dir() / "working_days" / f"{year}.toml")
    assert found.draft.table() == backend.calendar.table(year)


def test_a_file_of_ours_is_read_back_whatever_its_name(backend, tmp_path):
    path = tmp_path / "明年.toml"
    path.write_text(written_year(TABLE), "utf-8")
    assert calendars.read_file(backend, path).draft.table() == TABLE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_file_is_read_as_a_paste(backend, tmp_path, encoding):
    path = tmp_path / "通知.txt"
    path.write_bytes(NEXT.encode(encoding))
    assert calendars.read_file(backend, path).draft.number == "国办发明电〔2026〕9号"


def test_everything_that_is_wrong_with_a_file_is_named(backend, tmp_path):
    path = tmp_path / "2027.toml"
    path.write_text(
        'year = 2027\ntitle = ""\nnumber = "x"\n'
        '[[holiday]]\nname = ""\nfirst = 2027-01-01\nlast = 2027-01-01\nmake_up_workdays = [2027-01-05]\n',
        "utf-8",
    )
    with pytest.raises(Refusal) as refused:
        calendars.read_file(backend, path)
    said = refused.value.sentence
    assert all(
        words in said
        for words in ("2027.toml 不能采用", "title：不能为空", "holiday[0].name：不能为空", "不是周六或周日")
    )


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"%PDF-1.7\x00\xff", "不是文本文件"),
        ("a.txt", b"x" * 1_000_001, "过大"),
        ("a.toml", b"year = ", "不是正确的TOML"),
        ("a.toml", b"\xff\xfe", "不是UTF-8"),
        ("none.txt", None, "无法读取"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(backend, tmp_path, name, content, words):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(Refusal, match=words):
        calendars.read_file(backend, tmp_path / name)


# Which years ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "missing"),
    [("2026-10-31", ()), ("2026-11-01", (2027,)), ("2027-01-01", (2027,)), ("2027-12-01", (2027, 2028))],
)
def test_the_next_year_is_wanted_from_november_on(backend, today, missing):
    assert calendars.missing_years(backend.calendar, date.fromisoformat(today)) == missing
