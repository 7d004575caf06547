"""The blank workbook, looked at with another program's eyes."""

import io
import shutil
import zipfile

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from counter_app.catalogue.loader import load_form
from counter_app.catalogue.toml_files import Folders
from counter_app.domain.forms.forms import FieldType
from counter_app.exchange.files import Files
from counter_app.exchange.intake.workbook_blank import blank_workbook
from counter_app.exchange.intake.workbook_reading import read_workbook
from counter_app.paths import forms_dir


@pytest.fixture(scope="module")
def book(blank):
    return openpyxl.load_workbook(io.BytesIO(blank))


@pytest.fixture(scope="module")
def rows(book):
    return {str(row[0].value).removesuffix(" *"): row for row in book["基本信息"].iter_rows() if row[0].value}


def validation_on(sheet, cell):
    return next((rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref), None)


def listed_by(book, rule):
    sheet, _, place = rule.formula1.partition("!")
    left, top, _, bottom = range_boundaries(place.replace("$", ""))
    return [book[sheet.strip("'")].cell(row, left).value for row in range(top, bottom + 1)]


def test_the_sheets_are_those_of_the_contract(book):
    assert book.sheetnames == ["基本信息", "图像采集设备清单", "填写说明", "选项"]
    assert book["选项"].sheet_state == "hidden"
    assert book.active.title == "基本信息"


def test_every_field_stands_there_and_what_only_the_clerk_ticks_does_not(form, rows):
    asked = {field.label for field in form.fields.values() if not field.by_clerk}
    assert asked <= set(rows)
    assert "位于涉密单位周边" not in rows


def test_demanded_fields_are_marked_and_no_other(form, book):
    marked = {str(row[0].value).removesuffix(" *") for row in book["基本信息"].iter_rows() if "*" in str(row[0].value)}
    demanded = {field.label for field in form.fields.values() if field.demand is not None}
    assert demanded <= marked
    assert marked - demanded == {"带 * 的必填，其余可不填。只在“填写内容”一列填写。"}


def test_labels_are_locked_and_values_are_not_and_no_password_is_needed(book, rows):
    for sheet in book:
        assert sheet.protection.sheet
        assert not sheet.protection.password
    for label in ("单位名称", "证件号码", "功能类型"):
        assert rows[label][0].protection.locked
        assert not rows[label][1].protection.locked
    devices = book["图像采集设备清单"]
    assert devices["A1"].protection.locked
    assert not devices.column_dimensions["A"].protection.locked
    assert not devices.protection.insertRows
    assert not devices.protection.deleteRows


def test_codes_dates_and_phones_are_text_so_that_excel_cannot_round_them(form, book, rows):
    for field in form.fields.values():
        if not field.by_clerk and field.type not in (FieldType.INTEGER, FieldType.DECIMAL):
            assert rows[field.label][1].number_format == "@", field.key
    assert book["图像采集设备清单"].column_dimensions["C"].number_format == "@"


def test_each_choice_offers_the_labels_of_its_list(form, book, rows):
    for field in form.fields.values():
        if field.code_list is None:
            continue
        rule = validation_on(book["基本信息"], rows[field.label][1].coordinate)
        assert listed_by(book, rule) == [choice.label for choice in field.code_list.choices]
        # Several answers in one cell are no entry of the list: they must not be turned away.
        assert rule.showErrorMessage is (field.type is FieldType.CHOICE)
        assert len(rule.prompt or "") <= 255


def test_the_device_type_drops_down_in_every_row(form, book):
    devices = book["图像采集设备清单"]
    for cell in ("B2", "B2001", "B100001", "B1048576"):
        rule = validation_on(devices, cell)
        assert listed_by(book, rule) == [c.label for c in form.row_fields["devices[].device_type"].code_list.choices]
    assert validation_on(devices, "B1") is None


def test_the_heading_of_the_devices_stays_in_sight_and_is_printed_on_each_page(form, book):
    devices = book["图像采集设备清单"]
    labels = [str(cell.value).removesuffix(" *") for cell in devices[1]]
    assert labels == [field.label for field in form.groups["devices"].fields]
    assert devices.freeze_panes == "A2"
    assert devices.print_title_rows == "$1:$1"


def test_it_prints_on_a4(book):
    for name in ("基本信息", "图像采集设备清单", "填写说明"):
        sheet = book[name]
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToHeight == 0
    assert book["图像采集设备清单"].page_setup.orientation == "landscape"


def test_how_to_write_several_is_said_beside_the_cell(rows):
    assert "可填多项，用顿号隔开：视频监控（录像）、人脸采集（认人脸）" in rows["功能类型"][2].value
    assert "填写了“无代码原因”的可不填" in rows["统一社会信用代码"][2].value


def test_the_edition_is_in_its_properties_and_nobody_is(form, book):
    assert book.custom_doc_props["counter-app form"].value == f"{form.kind}/{form.edition}"
    assert not book.properties.creator
    assert not book.properties.lastModifiedBy


def test_nothing_in_it_is_a_formula_or_an_address(blank):
    with zipfile.ZipFile(io.BytesIO(blank)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]
    assert not [part for part in parts if b"<f>" in part or b"hyperlink" in part]


@pytest.fixture
def provincial(tmp_path):
    """The shipped form with a demanded field of the province's own, a second 联系电话, and a column more."""
    overlay = tmp_path / "forms"
    shutil.copytree(forms_dir() / "filing", overlay / "filing")
    path = overlay / "filing" / "2025-05" / "form.toml"
    path.write_text(
        path.read_text("utf-8")
        + """
[[field]]
key = "unit.grid"
label = "=网格编号"
type = "code"
demanded = true
basis = "《某省规定》第三条"
missing = "填写网格编号"

[[field]]
key = "unit.contact"
label = "联系电话"
type = "phone"

[[field]]
key = "devices[].height"
label = "安装高度（米）"
type = "decimal"
""",
        "utf-8",
    )
    return load_form(Folders(forms_dir(), overlay))


def test_an_invented_field_comes_and_goes_with_no_code_changed(provincial):
    book = openpyxl.load_workbook(io.BytesIO(blank_workbook(provincial)))
    basic, devices = book["基本信息"], book["图像采集设备清单"]
    rows = {row[0].value: row[0].row for row in basic.iter_rows()}
    basic.cell(rows["=网格编号 *"], 2).value = "A-07"
    basic.cell(rows["联系电话（管理单位）"], 2).value = "0870-5620000"
    basic.cell(rows["联系电话（经办人）"], 2).value = "13800000000"
    assert devices["K1"].value == "安装高度（米）"
    devices["A2"], devices["K2"] = "一楼东门", 3.5
    target = io.BytesIO()
    book.save(target)
    answers = read_workbook(target.getvalue(), provincial).answers
    assert answers.get("unit.grid") == "A07"
    assert answers.raw["unit.contact"] == "0870-5620000"
    assert answers.raw["agent.phone"] == "13800000000"
    assert answers.rows()[0].raw == {"devices[].location": "一楼东门", "devices[].height": 3.5}


def test_where_two_fields_share_a_label_the_heading_above_tells_them_apart(provincial, sheets):
    book = sheets(基本信息=[["管理单位"], ["联系电话", "0870-5620000"], ["经办人"], ["联系电话", "13800000000"]])
    target = io.BytesIO()
    book.save(target)
    raw = read_workbook(target.getvalue(), provincial).answers.raw
    assert raw == {"unit.contact": "0870-5620000", "agent.phone": "13800000000"}


def test_the_blank_is_written_whole_or_not_at_all(form, tmp_path):
    path = tmp_path / "空白.xlsx"
    Files().write_blank_workbook(path, form)
    assert Files().read(path, form).answers.raw == {}
    assert [one.name for one in tmp_path.iterdir()] == ["空白.xlsx"]
