"""The tables that ship, held against a second source day by day; and files that cannot be accepted."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest

from counter_app.catalogue.toml_files import Folders
from counter_app.catalogue.working_day_tables import load_working_calendar
from counter_app.domain.basics.refusal import CatalogueError
from counter_app.paths import resources_dir

SHIPPED = Folders(resources_dir())
YEARS = (2024, 2025, 2026)
HEAD = 'year = 2027\ntitle = "关于2027年部分节假日安排的通知"\nnumber = "国办发明电〔2026〕1号"\n'
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
}


def holiday(name="元旦", first="2027-01-01", last="2027-01-03", more=""):
    return f'[[holiday]]\nname = "{name}"\nfirst = {first}\nlast = {last}\n{more}\n'


@pytest.fixture
def office(tmp_path):
    """Write a file into an office's overlay and load everything."""

    def write(text, name="2027.toml"):
        folder = tmp_path / "resources" / "working_days"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_working_calendar(Folders(resources_dir(), tmp_path / "resources"))

    return write


# What ships ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_a_shipped_year_agrees_with_a_second_calendar(year):
    calendar = load_working_calendar(SHIPPED)
    days = [date(year, 1, 1) + timedelta(days=ahead) for ahead in range(366)]
    days = [day for day in days if day.year == year]
    assert len(days) == (366 if year == 2024 else 365)
    assert [day for day in days if calendar.is_working_day(day) != chinese_calendar.is_workday(day)] == []


@pytest.mark.parametrize("year", YEARS)
def test_every_holiday_bears_the_name_that_the_second_calendar_gives_it(year):
    calendar = load_working_calendar(SHIPPED)
    for day, name in chinese_calendar.holidays.items():
        if day.year == year:
            assert NAMES[name] in calendar.holiday_on(day).name, day
    for day, name in chinese_calendar.workdays.items():
        if day.year == year:
            assert NAMES[name] in calendar.make_up_on(day).name, day


@pytest.mark.parametrize(
    ("year", "number", "days_off", "made_up"),
    [
        (2024, "国办发明电〔2023〕7号", 28, 8),
        (2025, "国办发明电〔2024〕12号", 28, 5),
        (2026, "国办发明电〔2025〕7号", 33, 6),
    ],
)
def test_a_shipped_table_names_its_notice(year, number, days_off, made_up):
    table = load_working_calendar(SHIPPED).table(year)
    assert table.title == f"国务院办公厅关于{year}年部分节假日安排的通知"
    assert table.number == number
    assert sum((each.last - each.first).days + 1 for each in table.holidays) == days_off
    assert sum(len(each.make_up_workdays) for each in table.holidays) == made_up


def test_three_years_ship_and_no_more():
    assert load_working_calendar(SHIPPED).years == YEARS


# The office's own ----------------------------------------------------------------------------------------------------


def test_an_office_adds_a_year(office):
    calendar = office(HEAD + holiday(more="make_up_workdays = [2027-01-09]"))
    assert calendar.years == (*YEARS, 2027)
    assert not calendar.is_working_day(date(2027, 1, 1))
    assert calendar.is_working_day(date(2027, 1, 9))
    assert calendar.holiday_on(date(2026, 10, 1)).name == "国庆节"


def test_an_offices_version_of_a_year_wins(office):
    text = HEAD.replace("year = 2027", "year = 2026") + holiday("州庆", "2026-03-03", "2026-03-03")
    calendar = office(text, "2026.toml")
    assert calendar.years == YEARS
    assert not calendar.is_working_day(date(2026, 3, 3))
    assert calendar.is_working_day(date(2026, 10, 1))


def test_a_byte_order_mark_from_a_windows_editor_is_no_fault(office):
    assert office(b"\xef\xbb\xbf" + (HEAD + holiday()).encode()).has_year(2027)


def test_items_may_stand_in_any_order(office):
    calendar = office(HEAD + holiday("国庆节", "2027-10-01", "2027-10-07") + holiday())
    assert [each.name for each in calendar.table(2027).holidays] == ["元旦", "国庆节"]


def test_a_holiday_may_reach_back_over_new_year(office):
    calendar = office(HEAD + holiday(first="2026-12-31", last="2027-01-02", more="make_up_workdays = [2026-12-27]"))
    assert not calendar.is_working_day(date(2026, 12, 31))
    assert calendar.is_working_day(date(2026, 12, 27))


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        (HEAD + holiday("元旦", "2028-01-01", "2028-01-03"), "holiday[0].first", "2028-01-01不在2027年"),
        (HEAD + holiday("元旦", "2026-11-30", "2026-12-01"), "holiday[0].first", "2026-11-30不在2027年"),
        (HEAD + holiday("元旦", "2027-12-31", "2028-01-01"), "holiday[0].last", "2028-01-01不在2027年"),
        (HEAD + holiday(more="make_up_workdays = [2028-01-08]"), "holiday[0].make_up_workdays[0]", "不在2027年"),
        (HEAD + holiday() + holiday("春节", "2027-01-03", "2027-01-09"), "holiday[1].first", "2027-01-03写了两次"),
        (HEAD + holiday(more="make_up_workdays = [2027-01-02]"), "holiday[0].make_up_workdays[0]", "写了两次"),
        (
            HEAD + holiday(more="make_up_workdays = [2027-01-09, 2027-01-09]"),
            "holiday[0].make_up_workdays[1]",
            "写了两次",
        ),
        (HEAD + holiday(more="make_up_workdays = [2027-01-08]"), "holiday[0].make_up_workdays[0]", "不是周六或周日"),
        (HEAD + holiday(last="2026-12-31"), "holiday[0].last", "早于第一天"),
        (HEAD + holiday(last="2027-11-03"), "holiday[0].last", "核对起止日期"),
        (HEAD + holiday(name=" "), "holiday[0].name", "不能为空"),
        (HEAD + "holiday = []", "holiday", "至少要有一个节日"),
        (HEAD, "", "缺少必需的键 holiday"),
        (HEAD + 'issued = "x"\n' + holiday(), "", "不认识的键 issued"),
        (HEAD + holiday(more="workdays = [2027-01-09]"), "holiday[0]", "不认识的键 workdays"),
        (HEAD + holiday(first='"元月一日"'), "holiday[0].first", ""),
        (HEAD.replace("2027\n", '"2027"\n', 1) + holiday(), "year", "应为 int"),
        (HEAD.replace("year = 2027", "year = 2028") + holiday(), "year", "与文件名2027不一致"),
        (HEAD.replace('"国办发明电〔2026〕1号"', '" "') + holiday(), "number", "不能为空"),
        (HEAD.replace('"关于2027年部分节假日安排的通知"', '""') + holiday(), "title", "不能为空"),
        (HEAD + holiday(first="2027-02-30"), "", "不是正确的TOML"),
        (b"\xff\xfe", "", "不是UTF-8"),
    ],
)
def test_a_file_that_cannot_be_accepted_is_named_with_key_and_reason(office, text, key, reason):
    with pytest.raises(CatalogueError) as refused:
        office(text)
    assert refused.value.file.endswith("resources/working_days/2027.toml")
    assert refused.value.key == key
    assert reason in refused.value.reason


def test_a_day_that_another_years_file_names_too_is_refused_with_that_file(office):
    office(HEAD + holiday("元旦", "2027-12-30", "2027-12-31"))
    text = HEAD.replace("year = 2027", "year = 2028") + holiday("元旦", "2027-12-31", "2028-01-02")
    with pytest.raises(CatalogueError, match=r"2027-12-31写了两次，另一处在.*2027\.toml"):
        office(text, "2028.toml")


@pytest.mark.parametrize("name", ["2027 - 副本.toml", "27.toml", "0027.toml", "2027.bak.toml"])
def test_a_file_that_is_not_named_for_a_year_is_refused(office, name):
    with pytest.raises(CatalogueError, match="文件名必须是四位年份"):
        office(HEAD + holiday(), name)


def test_other_files_beside_the_tables_are_left_alone(office):
    assert office("记事", "说明.txt").years == YEARS
