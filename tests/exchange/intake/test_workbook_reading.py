"""Workbooks as people fill them in: read where they can be, each fault named by sheet, row and label where not."""

import io
import re
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.forms.findings import Verdict
from counter_app.exchange.intake.remarks import UnreadableCells

HEADING = ["安装位置", "设备类型", "设备编码"]


def basic(*rows):
    return {"基本信息": rows}


def devices(*rows, heading=HEADING):
    return {"图像采集设备清单": [heading, *rows]}


def locations(intake):
    return [row.raw.get("devices[].location") for row in intake.answers.rows()]


def test_the_filled_blank_is_complete(filled, read, judged):
    intake = read(filled.book)
    assert intake.warnings == ()
    assert intake.materials == {}
    assert intake.received_on is None
    findings = judged(intake)
    assert findings.verdict is Verdict.COMPLETE
    assert findings.advisories == ()


def test_papers_are_judged_at_the_counter_and_not_in_the_workbook(filled, read, judged):
    findings = judged(read(filled.book), materials={})
    assert findings.verdict is Verdict.UNREVIEWED
    assert findings.unreviewed == ("agent_id", "authorization_letter")


@pytest.mark.parametrize(
    "label",
    [
        *(
            "证件号码",
            " 证件号码 ",
            "证 件 号 码",
            "证件号码：",
            "证件号码\uff1a",
            "*证件号码",
            "证件号码 *",
            "※证件号码",
        ),
        *(
            "3、证件号码",
            "(三)证件号码",
            "证件号码\uff08必填\uff09",
            "证件号码（18位）",
            "证件\u3000号码",
            "证件\n号码",
        ),
    ],
)
def test_a_label_is_known_however_it_is_written(label, sheets, read):
    assert read(sheets(**basic([label, "530624199003071217"]))).answers.raw == {"agent.id_number": "530624199003071217"}


@pytest.mark.parametrize(
    "label",
    ["期限(天)", "期限\uff08天\uff09", "期限〔天〕", "期限【天】", "期限"],
)
def test_brackets_are_one(label, sheets, read):
    assert read(sheets(**basic([f"视频图像信息存储{label}", 30]))).answers.raw == {"system.retention_days": 30}


def test_order_extra_rows_and_extra_columns_do_not_matter(sheets, read):
    rows = [
        ["某县公安局"],
        [],
        ["序号", "项目", "备注", "填写内容"],
        [2, "系统建设位置", "写到门牌", "人民路12号"],
        [1, "单位名称", "", "某某公司"],
    ]
    intake = read(sheets(**basic(*rows)))
    assert intake.answers.raw == {"system.address": "人民路12号", "unit.name": "某某公司"}


def test_a_grid_of_four_columns_is_read_too(sheets, read):
    book = sheets(**basic(["单位名称", None, "某某公司", "单位类型", "企业"], ["联系电话", "", "13800000000"]))
    book["基本信息"].merge_cells("A1:B1")
    book["基本信息"].merge_cells("A2:B2")
    raw = read(book).answers.raw
    assert raw == {"unit.name": "某某公司", "unit.kind": "企业", "agent.phone": "13800000000"}


def test_an_unknown_label_is_told_and_passed_over(sheets, read):
    book = sheets(**basic(["单位名称", "某某公司"], ["网格长", "李某"], ["位于涉密单位周边", "是"]))
    intake = read(book)
    assert intake.answers.raw == {"unit.name": "某某公司"}
    assert intake.warnings[0] == "“基本信息”第2行“网格长”不是表单里的项目，没有读入"
    assert intake.warnings[1] == "“基本信息”第3行“位于涉密单位周边”由窗口核对，没有读入"
    assert "李某" not in "".join(intake.warnings)


def test_a_label_twice_with_the_same_value_is_one_and_with_two_values_is_named(sheets, read):
    same = sheets(**basic(["单位名称", "某某公司"], ["单位名称", " 某某公司 "], ["单位名称", ""]))
    assert read(same).answers.raw == {"unit.name": "某某公司"}
    differing = sheets(**basic(["单位名称", "某某公司"], ["单位名称", "别的公司"]))
    with pytest.raises(UnreadableCells) as refused:
        read(differing)
    assert refused.value.places == ("“基本信息”第2行“单位名称”与第1行的同一项目填得不同，只保留正确的一处",)
    assert "公司" not in refused.value.sentence


def test_numbers_come_as_they_were_meant(sheets, read):
    book = sheets(**basic(["视频图像信息存储期限（天）", 30.0], ["经度", 103.891], ["联系电话", 13800000000.0]))
    raw = read(book).answers.raw
    assert raw == {"system.retention_days": 30, "system.longitude": 103.891, "agent.phone": 13800000000}
    assert [type(raw[key]) for key in raw] == [int, float, int]


@pytest.mark.parametrize(
    "cell",
    [
        *(date(2026, 2, 10), datetime.fromisoformat("2026-02-10T13:05"), 46063, 46063.5, 20260210),
        *("2026-02-10", "2026/2/10", "2026.2.10", "20260210", "2026年2月10日"),
    ],
)
def test_a_date_is_a_date_however_the_cell_holds_it(cell, sheets, read):
    answers = read(sheets(**basic(["投入使用日期", cell]))).answers
    assert answers.get("system.in_use_since") == date(2026, 2, 10)


def test_dates_that_count_from_1904_are_the_same_days(sheets, read):
    book = sheets(**basic(["投入使用日期", 46063 - 1462]))
    book.epoch = CALENDAR_MAC_1904
    assert read(book).answers.get("system.in_use_since") == date(2026, 2, 10)


def test_a_model_that_excel_took_for_a_date_is_told(sheets, read):
    intake = read(sheets(**devices(["一楼", "半球", None, date(2026, 3, 2)], heading=[*HEADING, "型号"])))
    assert intake.answers.rows()[0].raw["devices[].model"] == "2026-03-02"
    assert "“图像采集设备清单”的“型号”列有内容被存成了日期，核对原来的内容" in intake.warnings


def test_truth_values_and_times_stay_what_they_are(sheets, read, judged):
    intake = read(sheets(**basic(["图像采集设备数量", True], ["系统名称", time(8, 30)])))
    assert intake.answers.raw == {"system.device_count": True, "system.name": "08:30:00"}
    assert "system.device_count.malformed" in judged(intake).codes


@pytest.mark.parametrize("cell", [530624199003071217, 5.30624199003071e17, "5.30624E+17", " 5.3e+17 "])
def test_an_identity_number_that_excel_has_rounded_is_named_and_never_repeated(cell, sheets, read):
    with pytest.raises(UnreadableCells) as refused:
        read(sheets(**basic(["单位名称", "某某公司"], ["证件号码", cell])))
    [place] = refused.value.places
    assert place.startswith("“基本信息”第2行“证件号码”")
    assert place.endswith("先把单元格设为文本格式，再重新填写")
    assert "5306" not in str(refused.value)


def test_error_values_and_formulas_without_result_are_named(sheets, read):
    book = sheets(
        **(basic(["系统名称", "#REF!"], ["单位名称", "=A9&A10"]) | devices(["一楼", "#N/A"], ["二楼", "半球"]))
    )
    with pytest.raises(UnreadableCells) as refused:
        read(book)
    assert refused.value.places == (
        "“基本信息”第1行“系统名称”是错误值#REF!，改填内容",
        "“基本信息”第2行“单位名称”是没有算出结果的公式，打开工作簿后保存一次，或改填内容",
        "“图像采集设备清单”第2行“设备类型”是错误值#N/A，改填内容",
    )


def test_a_formula_gives_the_result_that_was_stored(sheets, read):
    content = saved(sheets(**basic(["单位名称", "=A9"], ["系统名称", '=IF(1=1,"","x")'])))
    content = changed(content, rb"(<f>A9</f>)(<v\s*/>|<v></v>)", rb"\1<v>42</v>")
    content = changed(content, rb'<c r="B2">(<f>IF.*?</f>)(<v\s*/>|<v></v>)', rb'<c r="B2" t="str">\1<v></v>')
    assert read(content).answers.raw == {"unit.name": 42}


def test_all_faults_are_told_at_once_ten_by_name(sheets, read):
    with pytest.raises(UnreadableCells) as refused:
        read(sheets(**devices(*([f"{row}楼", "半球", 53062400001310000000 + row] for row in range(1, 26)))))
    assert refused.value.sentence.startswith("工作簿有25处无法读取：“图像采集设备清单”第2行“设备编码”号码按数字保存")
    assert refused.value.sentence.endswith("另有15处")
    assert refused.value.sentence.count("行“") == 10
    assert len(refused.value.places) == 25


def test_the_heading_of_the_devices_may_stand_lower_and_in_any_order(sheets, read):
    rows = [
        ["某某公司设备清单"],
        [],
        [None, "序号", "设备类型*", "安 装 位 置", "价格"],
        [None, 1, "半球", "一楼", 300],
    ]
    intake = read(sheets(图像采集设备清单=rows))
    assert intake.answers.rows()[0].raw == {"devices[].device_type": "半球", "devices[].location": "一楼"}
    assert "“图像采集设备清单”的“价格”列不是表单里的项目，没有读入" in intake.warnings


def test_a_heading_of_two_storeys_is_understood(sheets, read):
    rows = [["安装位置", "设备类型", "坐标", None], [None, None, "经度", "纬度"], ["一楼", "半球", 103.9, 27.7]]
    book = sheets(图像采集设备清单=rows)
    for place in ("A1:A2", "B1:B2", "C1:D1"):
        book.active.merge_cells(place)
    assert read(book).answers.rows()[0].raw == {
        "devices[].location": "一楼",
        "devices[].device_type": "半球",
        "devices[].longitude": 103.9,
        "devices[].latitude": 27.7,
    }


def test_a_list_without_a_heading_is_named(sheets, read):
    with pytest.raises(
        UnreadableCells, match=r"“图像采集设备清单”第1行“图像采集设备清单”找不到表头：.*安装位置、设备类型"
    ):
        read(sheets(图像采集设备清单=[["一楼", "半球"], ["二楼", "枪机"]]))


def test_empty_rows_are_no_devices(sheets, read):
    book = sheets(**devices(["一楼", "半球"], [], [None, "  "], ["二楼", "枪机"]))
    for row in range(6, 400):
        book.active.cell(row, 1).font = Font(bold=True)
    assert locations(read(book)) == ["一楼", "二楼"]


def test_a_value_of_merged_cells_belongs_to_the_first_and_that_is_told(sheets, read):
    book = sheets(**devices(["一楼", "半球"], [None, "枪机"], [None, "球机"]))
    book.active.merge_cells("A2:A4")
    intake = read(book)
    assert locations(intake) == ["一楼", None, None]
    assert "“图像采集设备清单”第2至4行有合并的单元格，内容只算第2行的" in intake.warnings


def test_a_column_twice_must_agree(sheets, read):
    heading = ["安装位置", "设备类型", "安装位置"]
    book = sheets(**devices(["一楼", "半球", "一楼"], ["二楼", "半球", "三楼"], heading=heading))
    with pytest.raises(UnreadableCells, match="第3行“安装位置”有两列且内容不同"):
        read(book)


def test_a_hidden_sheet_is_read_and_told(filled, read):
    filled.devices.sheet_state = "hidden"
    intake = read(filled.book)
    assert len(intake.answers.rows()) == 2
    assert intake.warnings == ("工作表“图像采集设备清单”被隐藏，仍已读入，核对是否本次要提交的内容",)


def test_a_sheet_is_found_under_a_longer_name(filled, read, judged):
    filled.basic.title = "1.备案基本信息 表"
    assert judged(read(filled.book)).verdict is Verdict.COMPLETE


def test_a_missing_list_is_told_and_a_workbook_of_something_else_refused(filled, read, sheets):
    filled.book.remove(filled.devices)
    assert read(filled.book).warnings == ("工作簿里没有工作表“图像采集设备清单”，清单没有读入",)
    with pytest.raises(Refusal, match="工作簿里没有工作表“基本信息”、“图像采集设备清单”"):
        read(sheets(Sheet1=[["甲", "乙"]]))


def test_a_list_alone_is_read(sheets, read):
    intake = read(sheets(**devices(["一楼", "半球"])))
    assert locations(intake) == ["一楼"]
    assert intake.warnings == ("工作簿里没有工作表“基本信息”，只读入了清单",)


def test_text_stays_text_whatever_it_begins_with(sheets, read):
    cells = ["+一楼", "-二楼", "@三楼", "四楼\x01角", "  五楼 ", "𬱖龑楼"]
    intake = read(sheets(**devices(*([cell.replace("\x01", "_x0001_"), "半球"] for cell in cells))))
    assert locations(intake) == cells
    quoted = sheets(**devices(["=1+1", "半球"]))
    quoted.active["A2"].data_type = "s"
    assert locations(read(quoted)) == ["=1+1"]


def test_a_workbook_of_another_edition_is_told(blank, read):
    intake = read(changed(blank, rb"filing/2025-05", rb"filing/2031-01"))
    assert intake.warnings == ("工作簿是按filing/2031-01版表单制作的，现行版为filing/2025-05，按现行版读入",)


def test_two_thousand_devices_are_all_there(sheets, read, judged):
    intake = read(sheets(**devices(*([f"{row}号", "半球"] for row in range(2000)))))
    assert len(intake.answers.rows()) == 2000
    assert locations(intake)[-1] == "1999号"


def saved(book):
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def changed(content, pattern, words):
    """The same archive with `pattern` replaced in every part."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, re.sub(pattern, words, before.read(name)))
    assert openpyxl.load_workbook(io.BytesIO(target.getvalue()))
    return target.getvalue()
