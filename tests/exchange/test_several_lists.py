"""Lists on several sheets are all read and said; rows that a filter hides are read and said."""

from pathlib import Path

import pytest

from counter_app.exchange.files import Files

FAULTS = Path(__file__).parents[1] / "faults"
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


def test_the_kept_files_are_read_with_a_warning(form):
    two = Files().read(FAULTS / "09a_two_list_sheets.xlsx", form)
    assert len(two.answers.rows()) == two.answers.get("system.device_count")
    assert any("合并读入" in warning for warning in two.warnings)
    hidden = Files().read(FAULTS / "10_filtered_hidden_rows.xlsx", form)
    assert any("行被隐藏" in warning for warning in hidden.warnings)
