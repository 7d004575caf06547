"""Lists that go out as workbooks: nothing is a formula, dates are dates, memory stays flat, nothing is half done."""

import errno
import tracemalloc
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from counter_app.domain.basics.listing import ListColumn
from counter_app.domain.basics.refusal import Refusal
from counter_app.exchange.lists.register import write_list

COLUMNS = [ListColumn("单位名称", 32), ListColumn("收件日期", 13), ListColumn("设备数量", 10)]


def written(path, rows):
    write_list(path, "台账", COLUMNS, rows)
    return openpyxl.load_workbook(path)["台账"]


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_what_a_spreadsheet_could_take_for_a_formula_is_text(tmp_path, begins):
    text = f'{begins}HYPERLINK("http://x","y")'
    sheet = written(tmp_path / "a.xlsx", [(text, None, None)])
    cell = sheet["A2"]
    assert cell.data_type == "s"
    assert cell.value.replace("_x000D_", "\r") == text
    assert cell.quotePrefix


def test_dates_are_dates_and_counts_are_numbers(tmp_path):
    sheet = written(tmp_path / "a.xlsx", [("91530624MA6K3R7Q38", date(2026, 3, 2), 12), ("", None, 0)])
    assert sheet["A2"].value == "91530624MA6K3R7Q38"
    assert sheet["B2"].value.date() == date(2026, 3, 2)
    assert sheet["B2"].is_date
    assert (sheet["C2"].value, sheet["C3"].value, sheet["A3"].value) == (12, 0, None)


def test_the_header_stays_in_sight_and_filters(tmp_path):
    sheet = written(tmp_path / "a.xlsx", [("甲", None, 1), ("乙", None, 2)])
    assert [cell.value for cell in sheet[1]] == ["单位名称", "收件日期", "设备数量"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:C3"
    assert sheet.column_dimensions["A"].width > 30


def test_what_stops_the_rows_leaves_nothing_and_the_old_file(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_text("old")

    def rows():
        yield ("甲", None, 1)
        raise KeyError("stopped")

    with pytest.raises(KeyError):
        write_list(path, "台账", COLUMNS, rows())
    assert [one.name for one in tmp_path.iterdir()] == ["a.xlsx"]
    assert path.read_text() == "old"


def test_a_folder_that_is_gone_is_told(tmp_path):
    with pytest.raises(Refusal, match="文件夹不存在"):
        write_list(tmp_path / "gone" / "a.xlsx", "台账", COLUMNS, [])


def test_a_file_that_is_open_in_excel_is_told(tmp_path, monkeypatch):
    def busy(_self, _target):
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(Path, "replace", busy)
    with pytest.raises(Refusal, match="正在其他程序里打开"):
        write_list(tmp_path / "a.xlsx", "台账", COLUMNS, [("甲", None, 1)])
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told(tmp_path):
    def rows():
        yield ("甲", None, 1)
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(Refusal, match="磁盘已满"):
        write_list(tmp_path / "a.xlsx", "台账", COLUMNS, rows())
    assert list(tmp_path.iterdir()) == []


def test_memory_does_not_grow_with_the_rows(tmp_path):
    def peak(count):
        tracemalloc.start()
        write_list(
            tmp_path / "a.xlsx", "台账", COLUMNS, (("大关县示例商贸", date(2026, 3, 2), n) for n in range(count))
        )
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(3_000) < peak(1_000) * 1.3
