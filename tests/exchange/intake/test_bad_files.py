"""Files that are no intake file: each gets one clear sentence and what to do, none hangs or ends the program."""

import bz2
import errno
import gzip
import io
import json
import lzma
import os
import resource
import struct
import sys
import zipfile
from pathlib import Path

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.exchange import incoming
from counter_app.exchange.archive import LARGEST_UNPACKED, Archive
from counter_app.exchange.files import Files

OLE = incoming.OLE_SIGNATURE + bytes(504)
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def refusal(form, tmp_path):
    """What the counter says to a file of this content, whatever its name."""

    def refusal(content, name="数据.xlsx"):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(Refusal) as refused:
            Files().read(path, form)
        return refused.value

    return refusal


@pytest.fixture
def with_sheet(blank):
    """The blank with another XML in its first sheet."""

    def with_sheet(xml, compression=zipfile.ZIP_DEFLATED):
        return packed({**parts_of(blank), SHEET: xml}, compression)

    return with_sheet


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts, compression=zipfile.ZIP_DEFLATED):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def sheet(cells):
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return f"{head}{cells}</sheetData></worksheet>".encode()


def directory_entry(name):
    return name.encode("utf-16-le").ljust(128, b"\0")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的"),
        (b"%PDF-1.7 ...", "PDF 文件"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"\xff\xd8\xff\xe0", "图片"),
        (b"Rar!\x1a\x07", "RAR 压缩包"),
        (b"{\\rtf1 ...", "RTF 文档"),
        ("单位名称，某某公司\n".encode(), "文本（如 CSV）"),
        ("单位名称，某某公司\n".encode("gbk"), "文本（如 CSV）"),
        (b"<html><table>", "网页或 XML 文件"),
        (gzip.compress(b"PK"), "gzip 压缩文件"),
        (bz2.compress(b"PK"), "bzip2 压缩文件"),
        (lzma.compress(b"PK"), "xz 压缩文件"),
        (b"BM\x36\x00\x0c\x00\x00\x00\x00\x00\x36\x00", "图片"),
        (b"II*\0" + b"\x08\0\0\0" * 3, "图片"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "图片"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "图片"),
        (b"BMW,\xe8\xbd\xa6\n", "文本（如 CSV）"),
        (b"// note\n{}", "有注释"),
        (b"\xef\xbb\xbf/* note */ {}", "有注释"),
        (b'{"kind": "initial", // note\n"unit": {}}', "第1行有注释"),
        (b'{"unit": {}\n# note\n}', "第2行有注释"),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?><Workbook/>", "网页或 XML 文件"),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00", "不是工作簿，也不是 JSON 收件文件，或者已损坏"),
        (OLE + directory_entry("EncryptedPackage"), "工作簿加了密码"),
        (OLE + directory_entry("Workbook"), "旧版工作簿（.xls）"),
        (OLE + directory_entry("Book"), "旧版工作簿（.xls）"),
        (OLE + directory_entry("WordDocument"), "Word 文档（.doc）"),
        (OLE, "旧版 Office 文件"),
        (packed({"word/document.xml": b"<a/>"}), "Word 文档"),
        (packed({"ppt/presentation.xml": b"<a/>"}), "演示文稿"),
        (packed({"xl/workbook.bin": b"x"}), ".xlsb"),
        (packed({"mimetype": b"x", "content.xml": b"<a/>"}), ".ods"),
        (packed({"OFD.xml": b"<ofd/>", "Doc_0/Document.xml": b"<a/>"}), "OFD 文档"),
        (packed({"Index/Document.iwa": b"x", "preview.jpg": b"x"}), "Numbers 表格"),
        (packed({"照片/1.jpg": b"x"}), "文件是压缩包"),
        (packed({}), "文件是压缩包"),
        (packed({"xl/workbook.xml": b"<workbook/>"}), "没有工作表|已损坏"),
        (packed({"xl/workbook.xml": b"<workbook>"}, zipfile.ZIP_LZMA), "压缩方式"),
        (packed({"xl/workbook.xml": b"<workbook>"}, zipfile.ZIP_BZIP2), "压缩方式"),
        (b"PK\x03\x04" + b"x" * 200, "已损坏"),
    ],
)
def test_what_is_no_workbook_is_called_what_it_is(content, words, refusal):
    said = refusal(content)
    assert any(word in said.sentence for word in words.split("|")), said
    assert said.remedy


SAVED_AS_XLSX = "用 Excel 或 WPS 打开后另存为 .xlsx 再导入"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n "])
@pytest.mark.parametrize("page", [b"<html><table>", b"<?xml version='1.0'?><Workbook/>", b"<!DOCTYPE html>", b"<meta>"])
def test_a_web_page_named_xls_is_to_be_saved_as_xlsx(page, mark, refusal):
    said = refusal(mark + page, "设备.xls")
    assert (said.sentence, said.remedy) == ("文件是网页或 XML 文件，不是工作簿", SAVED_AS_XLSX)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-32", "utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("项目\t填写内容\r\n单位名称\t青禾商贸有限公司（总店）\r\n", "文本"),
        ("单位名称，甲\n" * 3000, "文本"),
        ("name,value\r\nunit,1\r\n", "文本"),
        ("<html><table><tr><td>x</td></tr>", "网页或 XML"),
    ],
)
def test_text_in_any_encoding_is_to_be_saved_as_xlsx(text, kind, encoding, refusal):
    said = refusal(text.encode(encoding))
    assert said.sentence.startswith(f"文件是{kind}")
    assert said.remedy == SAVED_AS_XLSX


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-32"])
def test_json_in_another_encoding_is_to_be_saved_in_utf_8(encoding, refusal):
    assert refusal('{"unit": {"name": "甲"}}'.encode(encoding)).sentence == "文件不是 UTF-8 编码"


@pytest.mark.parametrize("name", ["14a_html.xls", "14c_unicode_text.txt"])
def test_the_kept_files_are_to_be_saved_as_xlsx(name, refusal):
    content = (Path(__file__).parents[2] / "faults" / name).read_bytes()
    assert refusal(content).remedy == SAVED_AS_XLSX


def test_a_workbook_cut_off_at_any_place_is_damaged(blank, refusal):
    for length in range(30, len(blank) - 1, 997):
        assert refusal(blank[:length]).sentence == "工作簿已损坏，无法读取"


def test_a_part_that_does_not_match_its_checksum_is_damaged(blank, refusal):
    content = bytearray(packed(parts_of(blank), zipfile.ZIP_STORED))
    at = content.index("单位名称".encode())
    content[at : at + 3] = "双".encode()
    assert refusal(bytes(content)).sentence == "工作簿已损坏，无法读取"


def test_an_archive_with_a_password_is_told(blank, refusal):
    content = bytearray(blank)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 1)
    assert refusal(bytes(content)).sentence == "文件加了密码，无法读取"


# Bombs ----------------------------------------------------------------------------------------------------------


def test_an_archive_that_would_unpack_to_too_much_is_not_unpacked(blank, refusal):
    bomb = packed({**parts_of(blank), "xl/media/image1.png": bytes(LARGEST_UNPACKED)})
    assert len(bomb) < 400_000
    assert refusal(bomb).sentence == "工作簿展开后超过300兆字节，不读入"


def test_an_archive_that_lies_about_its_sizes_is_stopped_where_the_lie_shows(blank):
    content = bytearray(packed({"xl/workbook.xml": bytes(5_000_000)}))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    archive = Archive(bytes(content))
    [(_name, pieces)] = archive.parts()
    with pytest.raises(Refusal, match="已损坏"):
        list(pieces)


def test_parts_that_overlap_are_counted_as_often_as_they_come_out():
    content = packed({f"{number}.xml": bytes(1000) for number in range(5)})
    archive = Archive(content, largest=5000)
    assert sum(len(piece) for _, pieces in archive.parts() for piece in pieces) == 5000
    with pytest.raises(Refusal, match="展开后超过"):
        Archive(content, largest=4999)


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="4000000"><c r="ZZ4000000"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c  r="XFD1048576"><v>1</v></c></row>',
        "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="9000000"><c><v>1</v></c><c r="ZZ9000000"><v>1</v></c></row>',
        '<x:row xmlns:x="urn:x"><x:c r="A1"><x:v>1</x:v></x:c><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
        f'<row r="1"><c r="A1"><v>1</v></c><c {" " * 200_000}r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="&#88;FD1048576"><v>1</v></c></row>',
    ],
)
def test_two_cells_far_apart_do_not_ask_for_gigabytes(cells, with_sheet, refusal):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    said = refusal(with_sheet(sheet(cells)))
    assert said.sentence == "工作表的范围太大：有内容的单元格离得太远"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500 * 1024, "kilobytes"


def test_a_row_number_that_no_sheet_has_is_damage(with_sheet, refusal):
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="4294967295"><c r="A4294967295"><v>1</v></c></row>'
    assert refusal(with_sheet(sheet(cells))).sentence == "工作簿已损坏，无法读取"


def test_formats_far_away_are_no_content(with_sheet, form, tmp_path):
    cells = '<row r="1"><c r="A1" t="str"><v>单位名称</v></c><c r="B1" t="str"><v>甲</v></c></row>'
    cells += '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    path = tmp_path / "远处有格式.xlsx"
    path.write_bytes(with_sheet(sheet(cells)))
    assert Files().read(path, form).answers.raw == {"unit.name": "甲"}


def test_columns_beyond_z_are_read(with_sheet, form, tmp_path):
    cells = '<row r="1"><c r="AB1" t="str"><v>单位名称</v></c><c r="AC1" t="str"><v>甲</v></c></row>'
    path = tmp_path / "宽.xlsx"
    path.write_bytes(with_sheet(sheet(cells)))
    assert Files().read(path, form).answers.raw == {"unit.name": "甲"}


def test_a_document_type_with_entities_is_not_expanded(with_sheet, refusal):
    xml = b'<!DOCTYPE a [<!ENTITY b "cccccccc">]>' + sheet('<row r="1"><c r="AA1"><v>&b;</v></c></row>')
    assert refusal(with_sheet(xml)).sentence == "工作簿已损坏，无法读取"


def test_a_sheet_in_utf_16_is_not_trusted(with_sheet, refusal):
    cells = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>'
    xml = '<?xml version="1.0" encoding="UTF-16"?>' + sheet(cells).decode()
    assert refusal(with_sheet(xml.encode("utf-16"))).sentence == "工作簿里有 UTF-16 编码的部分，无法读取"


# What the machine says ------------------------------------------------------------------------------------------


def said_of(path, form):
    with pytest.raises(Refusal) as refused:
        Files().read(path, form)
    return refused.value.sentence


def test_places_that_hold_no_file_are_named(form, tmp_path):
    assert said_of(tmp_path, form) == "选中的是文件夹，不是文件"
    assert said_of(tmp_path / "没有.xlsx", form) == "找不到这个文件"
    assert said_of(tmp_path / "没有" / "没有.xlsx", form) == "找不到这个文件"
    assert said_of(Path("a\0b"), form) == "找不到这个文件"
    assert said_of(tmp_path / ("长" * 300), form).startswith("文件无法读取（系统错误号")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files in folders")
def test_a_pipe_is_not_waited_for(form, tmp_path):
    os.mkfifo(tmp_path / "管道.xlsx")
    assert said_of(tmp_path / "管道.xlsx", form) == "选中的不是普通文件"


def test_a_file_over_the_limit_is_not_read(form, tmp_path, monkeypatch):
    path = tmp_path / "大.xlsx"
    with path.open("wb") as file:
        file.truncate(incoming.LARGEST_FILE + 1)
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("it was opened"))
    assert said_of(path, form) == "文件超过100兆字节，不读入"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(errno.EACCES, "x"), "没有读取这个文件的权限"),
        (OSError(errno.EIO, "x"), "磁盘或网络盘断开"),
        (OSError(errno.ESTALE, "x"), "磁盘或网络盘断开"),
        (OSError(errno.ETIMEDOUT, "x"), "磁盘或网络盘断开"),
        (OSError(errno.EHOSTDOWN, "x"), "磁盘或网络盘断开"),
        (OSError(errno.ELOOP, "x"), "文件无法读取（系统错误号40）"),
    ],
)
def test_what_the_machine_says_is_said_in_plain_words(error, words, form, tmp_path, monkeypatch):
    path = tmp_path / "数据.json"
    path.write_text("{}", "utf-8")

    def fail(*_):
        raise error

    monkeypatch.setattr(Path, "open", fail)
    assert words in said_of(path, form)


@pytest.mark.parametrize(("code", "words"), [(32, "正被其他程序占用"), (33, "正被其他程序占用"), (64, "网络盘断开")])
def test_what_windows_says_is_said_in_plain_words(code, words, form, tmp_path, monkeypatch):
    path = tmp_path / "数据.json"
    path.write_text("{}", "utf-8")

    def fail(*_):
        error = PermissionError(errno.EACCES, "x")
        error.winerror = code
        raise error

    monkeypatch.setattr(Path, "open", fail)
    assert words in said_of(path, form)


def test_a_place_that_cannot_be_written_is_named_and_the_old_file_kept(form, tmp_path, monkeypatch):
    def said():
        with pytest.raises(Refusal) as refused:
            Files().write_blank_workbook(tmp_path / "空白.xlsx", form)
        return refused.value.sentence

    with pytest.raises(Refusal, match="保存的文件夹不存在"):
        Files().write_blank_workbook(tmp_path / "没有" / "空白.xlsx", form)
    with pytest.raises(Refusal, match="保存的位置是一个文件夹"):
        Files().write_blank_workbook(tmp_path, form)
    (tmp_path / "空白.xlsx").write_text("旧", "utf-8")
    for code, words in ((errno.ENOSPC, "磁盘已满"), (errno.EACCES, "无法写入这个位置"), (errno.EIO, "系统错误号5")):
        with monkeypatch.context() as patched:

            def fail(*_, code=code):
                raise OSError(code, "x")

            patched.setattr(os, "fsync", fail)
            assert words in said()
    assert [one.read_text("utf-8") for one in tmp_path.iterdir()] == ["旧"]


def test_no_refusal_names_the_file(form, tmp_path):
    path = tmp_path / "周文530624199003071217.xlsx"
    path.write_bytes(b"PK\x03\x04")
    assert "周文" not in said_of(path, form)


def test_json_is_known_by_its_content_whatever_it_is_called(form, tmp_path):
    path = tmp_path / "数据.xlsx"
    path.write_text("\ufeff \n" + json.dumps({"unit": {"name": "甲"}}), "utf-8")
    assert Files().read(path, form).answers.raw == {"unit.name": "甲"}


def test_a_workbook_is_known_by_its_content_whatever_it_is_called(form, tmp_path, blank):
    path = tmp_path / "数据.json"
    path.write_bytes(blank)
    assert Files().read(path, form).answers.raw == {}
