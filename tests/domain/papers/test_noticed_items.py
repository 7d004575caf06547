"""The lines of a notice: equal faults of rows on one line, counted as the items they are."""

from dataclasses import replace
from datetime import date

import pytest

from counter_app.domain.filing.one_time import DeficiencyOrigin, FurtherNotice
from counter_app.domain.forms.answers import Answers
from counter_app.domain.papers.noticed_items import noticed_items, numbered
from counter_app.domain.papers.spoken_notice import plain_text, spoken


@pytest.fixture
def notice(filing, notice_facts):
    """The notice of a case whose devices are `rows`."""

    def drawn(rows, **changes):
        filing.answers = filing.answers.with_rows([Answers.row(filing.form, row, "devices") for row in rows])
        for key, value in {"device_count": len(rows), **changes}.items():
            filing.answers = filing.answers.with_answer(f"system.{key}", value)
        return notice_facts()

    return drawn


def said(facts):
    return [(numbered(line.numbers), line.words.message) for line in noticed_items(facts)]


def test_sixty_cameras_without_a_place_are_one_line_and_sixty_items(notice):
    facts = notice([{"device_type": "dome"}] * 60, retention_days=None)
    assert len(facts.findings.deficiencies) == 61
    assert said(facts) == [("1", "填写视频图像信息存储期限"), ("2至61", "第1至60台设备：填写安装位置")]


def test_only_what_is_wrong_in_the_same_way_stands_together(notice):
    whole, without_place = {"location": "大门", "device_type": "dome"}, {"device_type": "dome"}
    rows = [whole, without_place, whole, without_place, whole, without_place, {"location": "库房", "device_type": "猫"}]
    rows.append({"location": "后门"})
    assert said(notice(rows)) == [
        ("1至3", "第2、4、6台设备：填写安装位置"),
        ("4", "第7台设备：从列表中选择设备类型"),
        ("5", "第8台设备：选择设备类型"),
    ]


def test_codes_stay_those_of_the_rows(notice):
    (line,) = noticed_items(notice([{"device_type": "dome"}] * 2))
    assert line.codes == ("devices[1].location.missing", "devices[2].location.missing")
    assert line.words.label == "第1、2台设备安装位置"
    assert line.words.basis == "《规定》第六条第二项"


def test_what_was_told_before_and_what_is_new_do_not_stand_together(notice):
    facts = notice([{"device_type": "dome"}] * 3)
    codes = facts.findings.codes
    origins = dict.fromkeys(codes, DeficiencyOrigin.CARRIED_OVER) | {codes[1]: DeficiencyOrigin.NEW_FACT}
    again = replace(facts, further_notice=FurtherNotice("补字1号", date(2026, 2, 20), origins))
    assert [(line.words.message, line.origin) for line in noticed_items(again)] == [
        ("第1、3台设备：填写安装位置", DeficiencyOrigin.CARRIED_OVER),
        ("第2台设备：填写安装位置", DeficiencyOrigin.NEW_FACT),
    ]


def test_a_notice_issued_before_has_a_line_an_item(notice):
    facts = replace(notice([{"device_type": "dome"}] * 3), revision=0)
    assert said(facts) == [(str(n), f"第{n}台设备：填写安装位置") for n in (1, 2, 3)]


def test_it_is_read_aloud_and_copied_in_the_same_lines(notice):
    facts = notice([{"device_type": "dome"}] * 60)
    assert "共60项" in spoken(facts)
    assert "第1至60台设备安装位置" in spoken(facts)
    text = plain_text(facts)
    assert "1至60. 第1至60台设备：填写安装位置" in text
    assert text.count("填写安装位置") == 1


@pytest.mark.parametrize(
    ("numbers", "words"), [([3], "3"), ([1, 2], "1、2"), ([1, 2, 3], "1至3"), ([1, 3, 4, 5, 8, 9], "1、3至5、8、9")]
)
def test_three_numbers_in_a_row_are_written_by_their_ends(numbers, words):
    assert numbered(numbers) == words
