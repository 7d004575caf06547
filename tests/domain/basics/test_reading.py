"""Tolerate before you judge; never change what was typed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.basics.reading import (
    date_shape_problem,
    half_width,
    read_code,
    read_date,
    read_decimal,
    read_text,
    read_whole_number,
)
from counter_app.domain.forms.answers import Answers, display_typed
from counter_app.domain.forms.forms import FieldType, Problem

ANY_RAW = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.text(), max_size=4), st.dates()
)


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        (" 张三龑𬱖 ", "张三龑𬱖"),
        ("一楼\t东门\n西侧", "一楼 东门 西侧"),
        ("\u200b大关县\ufeff", "大关县"),
        ("ｅ\u0301", "ｅ\u0301"),
        ("e\u0301", "é"),
        ("\x00甲\x07", "甲"),
    ],
)
def test_text_keeps_its_characters_and_loses_only_what_nobody_sees(raw, read):
    assert read_text(raw) == read


@pytest.mark.parametrize(
    "raw", ["2026-3-2", "2026/3/2", "2026.3.2", "20260302", "2026年3月2日", " ２０２６－０３－０２ "]
)
def test_five_ways_of_writing_a_date(raw):
    assert read_date(raw) == date(2026, 3, 2)


@pytest.mark.parametrize("raw", ["2026-02-29", "2026-13-01", "26-3-2", "2026-3", "2026030", "0000-01-01", "明天", ""])
def test_what_is_no_real_date_is_none(raw):
    assert read_date(raw) is None


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("2026", "缺少月份"),
        ("2026-3", "缺少日期"),
        ("202603", "缺少日期"),
        ("3-2", "缺少年份"),
        ("x", "必须是真实日期"),
    ],
)
def test_a_date_is_told_what_it_lacks(raw, words):
    assert date_shape_problem(raw) == words


def test_numbers():
    assert [read_whole_number(raw) for raw in (" ３０ ", "+5", "-1", "3.0", "三", "1e3", "9" * 30)] == [
        30, 5, -1, None, None, None, None,
    ]  # fmt: skip
    assert [read_decimal(raw) for raw in ("103.89°", "１０３", "1e3", "NaN", ".", "103,89")] == [
        Decimal("103.89"), Decimal(103), None, None, None, None,
    ]  # fmt: skip


@given(st.text())
def test_half_width_is_done_once_and_for_all(text):
    assert half_width(half_width(text)) == half_width(text)


@given(st.text())
def test_a_code_reads_the_same_however_often_it_is_read(text):
    assert read_code(read_code(text)) == read_code(text)


@given(raw=ANY_RAW)
def test_whatever_is_typed_anywhere_is_read_or_told_never_fallen_over(form, raw):
    for key in form.fields:
        answers = Answers(form, {key: raw})
        problem = answers.reading_problem(key)
        assert (answers.get(key) is None) == (problem is not None)
        assert problem in (None, Problem.MISSING, Problem.MALFORMED, Problem.UNLISTED)
        assert isinstance(answers.display(key), str)
        assert answers.raw[key] is raw


TYPED = [kind for kind in FieldType if kind not in (FieldType.CHOICE, FieldType.CHOICES, FieldType.FLAG)]
LIKE_VALUES = st.text("0123456789０２.-/年月日 °天aA") | st.dates().map(lambda day: f"{day:%Y%m%d}")


@given(kind=st.sampled_from(TYPED), raw=st.text() | LIKE_VALUES)
def test_what_a_field_shows_is_what_a_paper_says_and_reads_as_what_was_typed(form, kind, raw):
    key = next(field.key for field in form.fields.values() if field.type is FieldType.TEXT)
    fields = {key: replace(form.fields[key], type=kind, placeholders=())}
    typed, shown = (Answers(form, {key: text}) for text in (raw, display_typed(kind, raw)))
    typed._fields = shown._fields = fields
    assert shown.get(key) == typed.get(key)
    if typed.get(key) is not None:
        assert shown.raw[key] == typed.display(key)
    else:
        assert shown.raw[key] == raw


def test_a_small_decimal_number_is_written_out():
    assert display_typed(FieldType.DECIMAL, "0.00000012") == "0.00000012"


def test_keys_of_another_edition_are_kept(form):
    answers = Answers(form, {"unit.former_name": "旧名"}).with_answer("unit.name", "新名")
    assert answers.raw["unit.former_name"] == "旧名"


def test_changing_one_answer_leaves_the_first_object_alone(form):
    first = Answers(form, {"system.retention_days": "30"})
    assert first.get("system.retention_days") == 30
    second = first.with_answer("system.retention_days", "15")
    assert (first.get("system.retention_days"), second.get("system.retention_days")) == (30, 15)


@pytest.mark.parametrize("raw", ["30天", "30 天", "30日", "３０台", "30个", "30套", "\u200e30天\u200e"])
def test_a_unit_behind_a_whole_number_is_passed_over(raw):
    assert read_whole_number(raw) == 30


@pytest.mark.parametrize("raw", ["企 业", "企\u3000业", "企　业 ", " enterprise ", "ENTER PRISE"])
def test_blanks_within_a_label_are_passed_over(form, raw):
    assert Answers(form, {"unit.kind": raw}).get("unit.kind") == "enterprise"


@pytest.mark.parametrize("raw", ["视频监控 人脸采集", "视频监控\u3000人脸采集", "视频 监控、人脸采集", "video face"])
def test_blanks_part_the_words_of_a_choice_of_several(form, raw):
    assert Answers(form, {"system.function_types": raw}).get("system.function_types") == ("video", "face")


@pytest.mark.parametrize("raw", ["视频监控 人像", "视频 人脸采集"])
def test_words_that_are_no_labels_stay_unlisted(form, raw):
    assert Answers(form, {"system.function_types": raw}).get("system.function_types") is None


@pytest.mark.parametrize("raw", ["天", "天30", "30天半", "30个月", "30%", "3.5天", "30.5"])
def test_what_changes_the_number_is_no_unit(raw):
    assert read_whole_number(raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        "2026-11-20 00:00:00",
        "2026-11-20T00:00:00",
        "2026/11/20 0:00",
        "2026年11月20日 00:00:00",
        "2026-11-20 00:00:00.000",
        "2026–11–20",
        "2026—11—20",
        "2026−11−20",
        "2026－11－20",
    ],
)
def test_midnight_behind_a_date_and_any_dash_in_it_are_read(raw):
    assert read_date(raw) == date(2026, 11, 20)


@pytest.mark.parametrize("raw", ["2026-11-20 08:30:00", "2026-11-2000:00", "2026-11-20 00:00:01"])
def test_a_time_of_day_is_no_date(raw):
    assert read_date(raw) is None
