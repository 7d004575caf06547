"""What is keyed of an inspection is read however it was written."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from counter_app.domain.inspection.inspections import Officer
from counter_app.domain.inspection.reading import moment_words, officers_words, read_moment, read_names, read_officers

DAY = date(2026, 3, 2)
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize("raw", ["0930", "930", "9:30", "09:30", "9：30", "9时30分", "9点30", " 9:30 ", "9.30"])
def test_a_time_alone_is_on_the_day_of_the_inspection(raw):
    assert read_moment(raw, DAY, ZONE) == datetime(2026, 3, 2, 9, 30, tzinfo=ZONE)


@pytest.mark.parametrize(
    "raw",
    [
        "2026-3-5 14:05",
        "2026-03-05 1405",
        "2026年3月5日14时5分",
        "2026年3月5日 14:05",
        "2026/3/5 14:05",
        "20260305 1405",
    ],
)
def test_a_time_with_its_day_is_on_that_day(raw):
    assert read_moment(raw, DAY, ZONE) == datetime(2026, 3, 5, 14, 5, tzinfo=ZONE)


@pytest.mark.parametrize("raw", ["", "9", "25:00", "9:75", "2400", "上午", "2026-3-5", "2026-13-5 9:30", "abc 9:30"])
def test_what_is_no_time_is_none(raw):
    assert read_moment(raw, DAY, ZONE) is None


def test_a_time_comes_back_from_its_own_words():
    at = datetime(2026, 3, 5, 14, 5, tzinfo=ZONE)
    assert read_moment(moment_words(at), DAY, ZONE) == at
    assert moment_words(None) == ""
    assert moment_words(datetime(2026, 3, 2, 9, 5, tzinfo=ZONE)) == "2026年3月2日 09:05"


@pytest.mark.parametrize(
    "raw",
    [
        "王某530001、李某530002",
        "王某 530001，李某 530002",
        "王某（警号530001）李某（警号：530002）",
        "王某(530001) 李某(530002)",
    ],
)
def test_officers_are_read_from_one_line(raw):
    assert read_officers(raw) == (Officer("王某", "530001"), Officer("李某", "530002"))


def test_officers_come_back_from_their_own_words_and_one_without_a_badge_stays():
    officers = (Officer("王某", "530001"), Officer("李某", ""), Officer("卓玛·央金", "A12"))
    assert read_officers(officers_words(officers)) == officers
    assert read_officers("  ") == ()


def test_names_of_files_stand_between_commas():
    assert read_names("DSJ01_0930.mp4、DSJ01_0945.mp4，， a b.mp4") == ("DSJ01_0930.mp4", "DSJ01_0945.mp4", "a b.mp4")
