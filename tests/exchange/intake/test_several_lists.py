"""Lists on several sheets are all read and said; rows that a filter hides are read and said."""

from pathlib import Path

import pytest

from counter_app.domain.forms.answers import Answers
from counter_app.exchange.files import Files
from tests.exchange.intake.test_sheet_xml import NAMESPACE, rewritten

FAULTS = Path(__file__).parents[2] / "faults"
HEADING = ["安装位置", "设备类型"]


def locations(intake):
    return [row.raw["devices[].location"] for row in intake.answers.rows()]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("图像采集设备清单", "图像采集设备清单 (2)"),
        ("图像采集设备清单A区", "图像采集设备清单B区"),
        ("清单A区", "清单B区"),
        ("图像采集设备清单", "B区"),
    ],
)
def test_all_lists_are_read_and_named(first, second, sheets, read):
    book = sheets(**{first: [HEADING, ["一楼", "半球"]], second: [HEADING, ["二楼", "枪机"]]})
    intake = read(book)
    assert locations(intake) == ["一楼", "二楼"]
    assert f"清单由工作表“{first}”、“{second}”合并读入，核对是否都是本次要提交的内容" in intake.warnings


def test_a_second_list_that_is_empty_or_none_is_no_list(sheets, read):
    book = sheets(图像采集设备清单=[HEADING, ["一楼", "半球"]], 副本=[HEADING], 备忘=[["安装位置", "甲"]])
    intake = read(book)
    assert locations(intake) == ["一楼"]
    assert not [warning for warning in intake.warnings if "合并" in warning]


def test_a_hidden_second_list_is_left_out_and_named(sheets, read):
    first, second = [HEADING, ["一楼", "半球"]], [HEADING, ["二楼", "枪机"]]
    book = sheets(**{"图像采集设备清单": first, "图像采集设备清单 (2)": second})
    book.worksheets[1].sheet_state = "hidden"
    intake = read(book)
    assert locations(intake) == ["一楼"]
    assert "工作表“图像采集设备清单 (2)”被隐藏，没有读入，核对是否本次要提交的内容" in intake.warnings


@pytest.mark.parametrize("second", ["基本信息 (2)", "旧基本信息", "Sheet2"])
def test_a_second_sheet_of_answers_is_left_out_and_named(second, sheets, read):
    first = [["单位名称", "甲"], ["系统名称", "乙"]]
    intake = read(sheets(**{"基本信息": first, second: [["单位名称", "丙"], ["系统名称", "丁"]]}))
    assert intake.answers.raw == {"unit.name": "甲", "system.name": "乙"}
    assert f"工作表“{second}”没有读入，只读入了“基本信息”，核对是否本次要提交的内容" in intake.warnings


def test_a_hidden_second_sheet_of_the_name_is_named_too(sheets, read):
    book = sheets(**{"基本信息": [["单位名称", "甲"]], "基本信息 (2)": [["单位名称", "丙"]]})
    book.worksheets[1].sheet_state = "hidden"
    assert any("“基本信息 (2)”没有读入" in warning for warning in read(book).warnings)


def test_sheets_of_something_else_are_passed_over(sheets, read):
    book = sheets(基本信息=[["单位名称", "甲"]], 备忘=[["单位名称", "见第一张"], ["电话", "无"]], 空表=[])
    assert not [warning for warning in read(book).warnings if "没有读入，只" in warning]


def test_hidden_rows_are_read_and_counted(sheets, read):
    book = sheets(图像采集设备清单=[HEADING, ["一楼", "半球"], ["二楼", "枪机"], ["三楼", "枪机"]])
    for row in (3, 4, 9):
        book.active.row_dimensions[row].hidden = True
    intake = read(book)
    assert locations(intake) == ["一楼", "二楼", "三楼"]
    assert "工作表“图像采集设备清单”有2行被隐藏，仍已读入，核对是否本次要提交的内容" in intake.warnings


@pytest.mark.parametrize(
    "row", ['r="2" ht="0" customHeight="1"', 'ht="0" r="2"', 'ht="-0" r="2"', 'ht="&#48;" r="2"', "r=\"2\"\n ht='0.0'"]
)
def test_rows_of_no_height_are_hidden_too(row, blank, read):
    rows = f'<row {row}><c r="A2" t="str"><v>一楼</v></c></row>'
    rows += '<row r="3" ht="15"><c r="A3" t="str"><v>二楼</v></c></row>'
    intake = read(listed(blank, rows))
    assert locations(intake) == ["一楼", "二楼"]
    assert "工作表“图像采集设备清单”有1行被隐藏，仍已读入，核对是否本次要提交的内容" in intake.warnings


def listed(blank, rows, columns=""):
    """The blank with `rows` below the heading of its list, and `columns` described above them."""
    heading = '<row r="1"><c r="A1" t="str"><v>安装位置</v></c><c r="B1" t="str"><v>设备类型</v></c></row>'
    text = f'<worksheet xmlns="{NAMESPACE}">{columns}<sheetData>{heading}{rows}</sheetData></worksheet>'
    return rewritten(blank, "xl/worksheets/sheet2.xml", lambda _: text.encode())


@pytest.mark.parametrize("hidden", ['hidden="1"', "hidden='true'", 'width="0"', 'width = "0.0" customWidth="1"'])
def test_a_hidden_column_with_something_in_it_is_read_and_named(hidden, blank, read):
    rows = '<row r="2"><c r="A2" t="str"><v>一楼</v></c><c r="B2" t="str"><v>半球</v></c></row>'
    warning = "“图像采集设备清单”的“设备类型”列被隐藏，仍已读入，核对是否本次要提交的内容"
    intake = read(listed(blank, rows, f'<cols><col min="2" max="3" {hidden}/></cols>'))
    assert intake.answers.rows()[0].raw["devices[].device_type"] == "半球"
    assert warning in intake.warnings
    for columns in (f'<cols><col min="3" max="9" {hidden}/></cols>', '<cols><col min="2" max="2" width="9"/></cols>'):
        assert warning not in read(listed(blank, rows, columns)).warnings


def test_a_hidden_column_of_values_is_read_and_named(sheets, read):
    book = sheets(基本信息=[["单位名称", "甲"], ["系统名称", "乙"]])
    book.active.column_dimensions["B"].hidden = True
    intake = read(book)
    assert intake.answers.raw == {"unit.name": "甲", "system.name": "乙"}
    assert [warning for warning in intake.warnings if "被隐藏的列" in warning] == [
        "“基本信息”有被隐藏的列，里面的内容仍已读入，核对是否本次要提交的内容"
    ]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_list_under_any_name_is_left_out_and_named(state, sheets, read):
    book = sheets(
        图像采集设备清单=[HEADING, ["一楼", "半球"]], 旧表=[HEADING, ["二楼", "枪机"]], 选项=[["半球", "安装位置"]]
    )
    book.worksheets[1].sheet_state = book.worksheets[2].sheet_state = state
    intake = read(book)
    assert locations(intake) == ["一楼"]
    assert [w for w in intake.warnings if "被隐藏" in w] == ["工作表“旧表”被隐藏，没有读入，核对是否本次要提交的内容"]


@pytest.mark.parametrize("name", ["Sheet1", "基本資料", "表一"])
def test_a_sheet_of_answers_under_another_name_is_read_and_named(name, sheets, read):
    answers = [["单位名称", "甲"], ["系统名称", "乙"]]
    intake = read(sheets(**{name: answers, "Sheet2": [HEADING, ["一楼", "半球"]]}))
    assert intake.answers.raw == {"unit.name": "甲", "system.name": "乙"}
    assert locations(intake) == ["一楼"]
    assert f"没有工作表“基本信息”，按内容读入了“{name}”，核对是否本次要提交的内容" in intake.warnings


def test_answers_above_a_list_on_one_sheet_are_read(sheets, read):
    intake = read(sheets(Sheet1=[["单位名称", "甲"], ["系统名称", "乙"], [], HEADING, ["一楼", "半球"]]))
    assert (intake.answers.raw, locations(intake)) == ({"unit.name": "甲", "system.name": "乙"}, ["一楼"])


FOOTERS = [
    (["合计", 2], "合计"),
    (["合计：2台"], "合计"),
    ([None, None, "总 计", 2], "总计"),
    (["小计", "2台"], "小计"),
    (["共2台"], "共"),
    (["填表人：张三", None, "日期：2026年10月1日"], "填表人"),
    (["制表", "李四"], "制表"),
    (["单位（盖章）"], "单位(盖章)"),
    (["审核人签字:"], "审核人签字"),
    (["\u200e\u3000合计", "=SUM(B2:B3)"], "合计"),
    (["备注：以上为全部设备"], "备注"),
]


@pytest.mark.parametrize(("footer", "label"), FOOTERS)
def test_totals_and_signatures_below_a_list_are_no_devices(footer, label, sheets, read, form):
    intake = read(sheets(图像采集设备清单=[HEADING, ["一楼", "半球"], ["二楼", "枪机"], footer]))
    assert locations(intake) == ["一楼", "二楼"]
    assert f"“图像采集设备清单”第4行“{label}”不是图像采集设备清单里的一项，没有读入" in intake.warnings
    if footer[0] is not None:
        assert Answers.row(form, {"location": footer[0], "device_type": "2"}).is_empty()


@pytest.mark.parametrize(
    "place",
    ["合计室门口", "共青团广场", "小计量室", "审核大厅", "日期牌下", "注册窗口", "经办人窗口", "备注栏旁", "单位大门"],
)
def test_a_place_that_begins_like_a_footer_is_one(place, sheets, read):
    assert locations(read(sheets(图像采集设备清单=[HEADING, [place, "半球"]]))) == [place]


def test_the_kept_files_are_read_with_a_warning(form):
    two = Files().read(FAULTS / "09a_two_list_sheets.xlsx", form)
    assert len(two.answers.rows()) == two.answers.get("system.device_count")
    assert any("合并读入" in warning for warning in two.warnings)
    hidden = Files().read(FAULTS / "10_filtered_hidden_rows.xlsx", form)
    assert any("行被隐藏" in warning for warning in hidden.warnings)
