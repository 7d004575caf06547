"""The notices since 2007 in their own words, held against a second calendar; and those that contradict themselves."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from counter_app.catalogue.toml_files import Folders
from counter_app.catalogue.working_day_tables import load_working_calendar
from counter_app.domain.calendar.holiday_notice import read_notice
from counter_app.domain.calendar.working_days import Holiday, WorkingCalendar, YearTable
from counter_app.paths import resources_dir

FAULTS = Path(__file__).parents[2] / "faults"
DASHES = (FAULTS / "18b_notice_2023_dash_bullets.txt").read_text("utf-8")
NOTICES = Path(__file__).parent / "notices"
YEARS = range(2007, 2027)
LATER_NOTICES = {
    # 70 years after the war: 3 to 5 September off, the 6th worked.
    2015: {date(2015, 9, 3), date(2015, 9, 4), date(2015, 9, 6)},
    # The Labour Day was lengthened in March: 1 to 4 May off, 28 April and 5 May worked.
    2019: {date(2019, 4, 28), date(2019, 5, 2), date(2019, 5, 3), date(2019, 5, 5)},
    # The Spring Festival was lengthened to 2 February; Saturday 1 February was not worked then.
    2020: {date(2020, 1, 31), date(2020, 2, 1)},
}
"""What another notice changed afterwards, by year."""
HEAD = "国务院办公厅关于2027年部分节假日安排的通知\n"


def notice(year):
    return (NOTICES / f"{year}.txt").read_text("utf-8")


def days_of(year):
    return [
        date(year, 1, 1) + timedelta(days=ahead)
        for ahead in range(366)
        if (date(year, 1, 1) + timedelta(days=ahead)).year == year
    ]


def read(items):
    return read_notice(HEAD + items)


def reasons(items):
    return [doubt.reason for doubt in read(items).doubts]


@pytest.mark.parametrize("year", YEARS)
def test_every_notice_since_2007_is_read_in_its_own_words(year):
    found = read_notice(notice(year))
    assert (found.year, found.doubts) == (year, ())
    following = read_notice(notice(year + 1)).holidays if year + 1 in YEARS else ()  # it may rule on this December
    calendar = WorkingCalendar(
        [YearTable(year, "通知", "文号", found.holidays), YearTable(year + 1, "通知", "文号", following)]
    )
    differ = {day for day in days_of(year) if calendar.is_working_day(day) != chinese_calendar.is_workday(day)}
    assert differ == LATER_NOTICES.get(year, set())


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_notice_of_a_shipped_year_is_its_shipped_table(year):
    found = read_notice(notice(year))
    assert YearTable(year, found.title, found.number, found.holidays) == load_working_calendar(
        Folders(resources_dir())
    ).table(year)


@pytest.mark.parametrize("year", YEARS)
def test_half_width_punctuation_blanks_and_broken_lines_change_nothing(year):
    text = notice(year)
    half = text.translate(str.maketrans("：，（）；０", ":,();0"))
    spaced = "\r\n".join(
        "  " + line.replace("月", " 月 ").replace("。", "。 ") + "\u3000" for line in text.splitlines()
    )
    full = text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    for other in (
        half,
        spaced,
        full,
        text.replace("—", "－"),
        text.replace("—", "——"),
        text.replace("放假调休，", "放假调休，\n"),
    ):
        found = read_notice(other)
        assert (found.holidays, found.doubts) == (read_notice(text).holidays, ())


def test_a_notice_on_one_line_is_read_too():
    text = notice(2026).replace("\n", "")
    assert read_notice(text).holidays == read_notice(notice(2026)).holidays


def test_what_a_news_page_puts_around_the_notice_does_not_disturb():
    around = "新华社北京11月4日电 国务院办公厅关于2026年部分节假日安排的通知，全文如下：\n"
    after = "\n[责编:某某]\n2025年11月5日 10月1日放假提示\n"
    found = read_notice(around + notice(2026) + after)
    assert (found.holidays, found.doubts) == (read_notice(notice(2026)).holidays, ())


@pytest.mark.parametrize(
    ("items", "holidays"),
    [
        ("一、元旦：1月1日放假1天。", [Holiday("元旦", date(2027, 1, 1), date(2027, 1, 1))]),
        ("元旦：1月1日至3日放假，共三天。", [Holiday("元旦", date(2027, 1, 1), date(2027, 1, 3))]),
        ("1. 元旦：1月1-3日放假", [Holiday("元旦", date(2027, 1, 1), date(2027, 1, 3))]),
        ("（一）元旦：1月1日～3日放假公休，共3天。", [Holiday("元旦", date(2027, 1, 1), date(2027, 1, 3))]),
        (
            "一、元旦：12月31日至1月2日放假调休，共3天。12月26日（周六）上班。",
            [Holiday("元旦", date(2026, 12, 31), date(2027, 1, 2), (date(2026, 12, 26),))],
        ),
        (
            "一、劳动节：5月1日放假，5月3日（星期一）补休。",
            [Holiday("劳动节", date(2027, 5, 1), date(2027, 5, 3))],  # the Sunday between is off anyway
        ),
        (
            "一、国庆节：10月1日、4日放假，10月9日（星期六）正常上班。",
            [Holiday("国庆节", date(2027, 10, 1), date(2027, 10, 4), (date(2027, 10, 9),))],
        ),
        (
            "一、国庆节：10月1日至7日放假，共7天，其中10月9日（星期六）、10日（星期天）两个公休日调至10月6日、7日。",
            [Holiday("国庆节", date(2027, 10, 1), date(2027, 10, 7), (date(2027, 10, 9), date(2027, 10, 10)))],
        ),
    ],
)
def test_other_wordings_are_read(items, holidays):
    found = read(items)
    assert (list(found.holidays), found.doubts) == (holidays, ())


@pytest.mark.parametrize(
    ("items", "reason"),
    [
        ("一、元旦：1月1日（周四）放假，共1天。", "写的是周四，2027年1月1日是周五"),
        ("一、元旦：1月1日至3日放假，共4天。", "写的是共4天，识别到的是3天"),
        ("一、元旦：1月1日至3日放假5天。", "写的是共5天，识别到的是3天"),
        ("一、春节：2月30日放假。", "2027年2月没有30日"),
        ("一、春节：2月8日至6日放假。", "2月6日早于2月8日"),
        ("一、春节：2月6日至3月12日放假。", "2月6日至3月12日有35天，超过16天"),
        ("一、春节：8日放假。", "“8日”前面没有月份"),
        ("一、春节：2月6日至12日放假。2月5日上班。", "2月5日不是周六或周日，不会是调休上班日"),
        ("一、春节：2月6日至12日放假。2月7日上班。", "2月7日既写放假又写上班"),
        ("一、春节：2月6日至12日放假。2月15日照常公休。", "2月15日写为休息，不在放假的日期内"),
        ("一、春节：2月6日至12日放假。2月20日另行安排。", "无法识别“2月20日另行安排”"),
        ("一、春节：2月6日至12日放假，顺延一周。", "无法识别“顺延一周”"),
        ("一、春节：放假安排另行通知。", "没有识别到春节放假的日期"),
        ("一、元旦：1月1日放假。\n二、春节：1月1日放假。", "1月1日在元旦里已经写过"),
        ("一、元旦：1月1日放假。\n三、清明节：4月5日放假。", "这是第2项，通知编为“三”，核对是否少了一项"),
        ("现将2027年元旦、清明节放假日期通知如下。\n一、元旦：1月1日放假。", "开头列有清明节，没有识别到对应的一项"),
        ("1月1日至3日放假。", "这一句没有归到哪个节日，没有采用"),
        ("今年不放假。", "没有识别到节日，各项应写成：一、元旦：1月1日至3日放假调休，共3天。"),
    ],
)
def test_what_contradicts_itself_or_cannot_be_read_is_named(items, reason):
    assert reason in reasons(items)


def test_a_doubt_names_its_line():
    found = read(
        "一、元旦：1月1日至3日放假，共3天。\n二、春节：2月6日至12日放假，共7天。2月31日上班。\n三、清明节：4月5日放假。"
    )
    (doubt,) = found.doubts
    assert (doubt.line, doubt.text[:5]) == (3, "二、春节：")
    assert [one.name for one in found.holidays] == ["元旦", "春节", "清明节"]


@pytest.mark.parametrize("text", ["", "   \n", "一、元旦：1月1日放假。", "0000年部分节假日安排"])
def test_a_text_without_a_year_is_not_read_at_all(text):
    found = read_notice(text)
    assert (found.year, found.holidays) == (None, ())
    assert "在第一行写明" in found.doubts[0].reason


def test_a_year_on_a_line_of_its_own_is_enough():
    assert read_notice("2027年\n一、元旦：1月1日放假。").year == 2027


def test_another_notice_after_the_signature_is_said_to_be_unread():
    found = read_notice((FAULTS / "18a_notice_2020_with_extension.txt").read_text("utf-8"))
    [doubt] = found.doubts
    assert (doubt.line, doubt.text) == (14, "国务院办公厅关于延长2020年春节假期的通知")
    assert "没有读" in doubt.reason
    assert len(found.holidays) == 6


@pytest.mark.parametrize("after", ["", "\n（此件公开发布）", "\n责任编辑：王某 来源：新华社", "\n抄送：各部门。"])
def test_what_does_not_speak_of_days_after_the_signature_raises_no_doubt(after):
    assert read("一、元旦：1月1日至3日放假，共3天。\n国务院办公厅\n2026年11月4日" + after).doubts == ()


@pytest.mark.parametrize("after", ["春节假期延长至2月2日。", "2月8日上班。"])
def test_one_more_sentence_about_days_after_the_signature_is_a_doubt(after):
    found = read("一、元旦：1月1日至3日放假，共3天。\n国务院办公厅\n2026年11月4日\n" + after)
    assert [doubt.text for doubt in found.doubts] == [after]


@pytest.mark.parametrize("bullet", ["- ", "-", "– ", "— ", "——", "• ", "· ", "* ", "● ", "− ", "- 一、", "－"])
def test_a_sign_of_a_list_is_no_part_of_a_holiday_name(bullet):
    found = read(f"{bullet}元旦：1月1日至3日放假，共3天。")
    assert ([holiday.name for holiday in found.holidays], found.doubts) == (["元旦"], ())


def test_the_notice_with_dashes_before_its_items_is_read_whole():
    found = read_notice(DASHES)
    assert [holiday.name for holiday in found.holidays] == [
        "元旦",
        "春节",
        "清明节",
        "劳动节",
        "端午节",
        "中秋节、国庆节",
    ]
    assert found.doubts == ()


def test_a_dash_that_a_line_break_parted_from_its_days_is_kept():
    assert read("一、元旦：1月1日\n-3日放假，共3天。").doubts == ()


SIGNS = [
    "➤",
    "✔ ",
    "◦ ",
    "⁃ ",
    "∙",
    "🔹 ",
    "> ",
    "**",
    "√ ",
    "✅",
    "◎",
    "※",
    "☆",
    "### ",
    "| ",
    "〇 ",
    "\u200b- ",
    "\ufeff- ",
]
NUMBERS = ["1. ", "1、", "(1) ", "①", "⒈", "㈠", "（一）", "一是", "第一，", "【1】", "Ⅰ.", "a. ", "一 "]
_COUNTED = ("123456", "①②③④⑤⑥", "⒈⒉⒊⒋⒌⒍", "㈠㈡㈢㈣㈤㈥", "一二三四五六", "ⅠⅡⅢⅣⅤⅥ", "abcdef")


def _numbered(sign, place):
    for series in _COUNTED:
        sign = sign.replace(series[0], series[place])
    return sign


@pytest.mark.parametrize("sign", SIGNS + NUMBERS)
def test_no_sign_or_number_of_a_list_becomes_part_of_a_name(sign):
    head, *items = DASHES.strip().splitlines()
    pasted = "\n".join([head, *(_numbered(sign, place) + item.removeprefix("- ") for place, item in enumerate(items))])
    assert read_notice(pasted) == read_notice(DASHES)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: re.sub(r"- (\S+?)：", r"- **\1**：", text),
        lambda text: text.replace("至", "到"),
        lambda text: text.replace("月", "\u200b月").replace(" ", "\u00a0"),
        lambda text: text.replace("放假", "放\n假"),
    ],
)
def test_what_a_page_or_a_chat_program_makes_of_a_notice_is_read(change):
    assert read_notice(change(DASHES)).holidays == read_notice(DASHES).holidays
    assert read_notice(change(DASHES)).doubts == ()


@pytest.mark.parametrize(
    "text",
    [
        "国务院办公厅关于调整2019年劳动节假期安排的通知\n一、2019年5月1日至4日放假调休，共4天。4月28日（星期日）、5月5日（星期日）上班。",
        "国务院关于纪念日调休放假的通知\n2015年9月3日全国放假1天。9月3日至5日调休放假，共3天。9月6日（星期日）上班。",
        "国务院办公厅关于延长2020年春节假期的通知\n一、延长2020年春节假期至2月2日（农历正月初九，星期日），2月3日（星期一）起正常上班。",
        DASHES.replace("：", " "),
    ],
)
def test_what_is_not_read_is_doubted_and_nothing_guessed(text):
    assert read_notice(text).doubts
    assert read_notice(text).holidays == ()
