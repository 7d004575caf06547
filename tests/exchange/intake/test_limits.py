"""Both readers refuse the same: numbers that lost digits, lists that are too long, answers that are too long."""

import io
import json
from pathlib import Path

import pytest
import xlsxwriter

from counter_app.domain.basics.limits import LONGEST_TEXT, MOST_ROWS
from counter_app.domain.basics.refusal import Refusal
from counter_app.exchange.files import Files
from counter_app.exchange.intake.intake_json import read_intake

FAULTS = Path(__file__).parents[2] / "faults"


def workbook(count):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("图像采集设备清单")
        sheet.write_row(0, 0, ["安装位置", "设备类型"])
        for number in range(count):
            sheet.write_row(number + 1, 0, ["一楼", "半球"])
    return target.getvalue()


def said(form, text):
    with pytest.raises(Refusal) as refused:
        read_intake(text.encode(), form)
    return refused.value.sentence


def test_a_device_code_written_as_a_number_is_refused_with_its_key(form):
    with pytest.raises(Refusal, match=r"devices\[1\].code 按数字保存"):
        Files().read(FAULTS / "21_device_code_as_float.json", form)


@pytest.mark.parametrize("number", ["5.306240000131e+19", "5.3E17", "530624199003071217.0", "1234.12345678901234567"])
def test_a_number_that_lost_digits_is_no_text(number, form):
    assert "agent.id_number 按数字保存" in said(form, f'{{"agent": {{"id_number": {number}}}}}')
    assert "system.function_types 按数字保存" in said(form, f'{{"system": {{"function_types": [{number}]}}}}')


def test_numbers_that_kept_their_digits_are_read(form):
    text = '{"agent": {"id_number": 530624199003071217}, "devices": [{"longitude": 103.91234567890123456}]}'
    answers = read_intake(text.encode(), form).answers
    assert answers.raw == {"agent.id_number": 530624199003071217}
    assert answers.rows()[0].raw == {"devices[].longitude": 103.91234567890123456}


def test_json_is_limited_in_rows_and_characters(form):
    rows = [{"location": "一楼"}] * (MOST_ROWS + 1)
    assert said(form, json.dumps({"devices": rows})) == "“devices”超过20000行，不读入"
    assert len(read_intake(json.dumps({"devices": rows[1:]}).encode(), form).answers.rows()) == MOST_ROWS
    assert said(form, json.dumps({"unit": {"name": "甲" * (LONGEST_TEXT + 1)}})).endswith("unit.name 超过4000字")


def test_json_is_limited_in_keys_and_parts(form):
    keys = {f"k{number}": 1 for number in range(501)}
    assert said(form, json.dumps({"unit": keys})).endswith("unit 超过500项")
    assert said(form, json.dumps({"devices": [{}, keys]})).endswith("devices[2] 超过500项")
    assert said(form, json.dumps({"system": {"function_types": ["video"] * 101}})).endswith("function_types 超过100项")


def test_a_workbook_is_limited_in_rows_and_characters(form, read, sheets):
    assert len(read(workbook(MOST_ROWS)).answers.rows()) == MOST_ROWS
    with pytest.raises(Refusal, match="“图像采集设备清单”超过20000行，不读入"):
        read(workbook(MOST_ROWS + 1))
    with pytest.raises(Refusal, match="“基本信息”第1行“单位名称”超过4000字，删减后再导入"):
        read(sheets(基本信息=[["单位名称", "甲" * (LONGEST_TEXT + 1)]]))


def test_a_very_long_list_is_refused_before_it_is_laid_out(read):
    content = workbook(100_000)
    with pytest.raises(Refusal, match="工作表里有内容的行超过20000行"):
        read(content)
