"""Makes the blank workbook that applicants fill in beforehand, from whatever the form asks."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from counter_app.domain.forms.forms import CodeList, Demand, Field, FieldType, Form, Group, Section
from counter_app.exchange.intake.labels import (
    BASIC_SHEET,
    EDITION_PROPERTY,
    GUIDE_SHEET,
    ITEM_HEADING,
    LISTS_SHEET,
    NOTE_HEADING,
    VALUE_HEADING,
    asked_of_applicants,
    sheet_of,
    written_labels,
)

_LAST_ROW: Final = 1_048_575
_A4: Final = 9
_INK, _QUIET, _LINE = "#1b2430", "#5b6675", "#d9dee5"
_GROUND, _ACCENT, _ACCENT_GROUND = "#f4f6f9", "#1f4e8c", "#e8eff8"
_LONGEST_PROMPT: Final = 255
_LONGEST_PROMPT_TITLE: Final = 32
_NOTE_CHARACTERS_A_LINE: Final = 21
_GUIDE_CHARACTERS_A_LINE: Final = 37
_LINE_HEIGHT: Final = 16
_ROW_HEIGHT: Final = 25
_FREE_TO_PASTE: Final = {
    **dict.fromkeys(("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort"), True),
    "autofilter": True,
}
_YES_NO: Final = ("是", "否")
_WIDTHS: Final = {FieldType.CODE: 24, FieldType.DATE: 13, FieldType.DECIMAL: 13, FieldType.INTEGER: 11}


def blank_workbook(form: Form) -> bytes:
    """The blank workbook (.xlsx): a sheet of labels and values, one for each group of rows, and a short guide."""
    target = io.BytesIO()
    # Words of the form are text even where they begin with = or look like a number or an address.
    plain_words = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, {"in_memory": True, **plain_words}) as book:
        book.set_properties({"title": form.title, "comments": f"{form.edition}版表单"})
        book.set_custom_property(EDITION_PROPERTY, f"{form.kind}/{form.edition}", "text")
        _Blank(book, form).make()
    return target.getvalue()


class _Blank:
    """The workbook in the making."""

    def __init__(self, book: xlsxwriter.Workbook, form: Form) -> None:
        self._book = book
        self._form = form
        self._sources: dict[str, str] = {}
        self._formats: dict[str, Format] = {}

    def make(self) -> None:
        basic = self._book.add_worksheet(BASIC_SHEET)
        sheets = {key: self._book.add_worksheet(sheet_of(group)) for key, group in self._form.groups.items()}
        guide = self._book.add_worksheet(GUIDE_SHEET)
        self._lists(self._book.add_worksheet(LISTS_SHEET))
        self._basic(basic)
        for key, sheet in sheets.items():
            self._rows(sheet, self._form.groups[key])
        self._guide(guide)
        basic.activate()

    def _format(self, name: str, **changes: Any) -> Format:  # noqa: ANN401 - XlsxWriter's own property values
        if name not in self._formats:
            base = {"font_name": "宋体", "font_size": 11, "font_color": _INK, "valign": "vcenter"}
            self._formats[name] = self._book.add_format(base | changes)
        return self._formats[name]

    # The lists behind the drop-downs. A list written into the cell itself ends at 255 characters, and a comma in a
    # label would cut it; a range of cells has neither fault.

    def _lists(self, sheet: Worksheet) -> None:
        fields = [*self._form.fields.values(), *self._form.row_fields.values()]
        wanted: dict[str, CodeList] = {f.code_list.key: f.code_list for f in fields if f.code_list is not None}
        columns: dict[str, Iterable[str]] = {
            key: [choice.label for choice in listed.choices] for key, listed in wanted.items()
        }
        columns["是否"] = _YES_NO
        for column, (key, labels) in enumerate(columns.items()):
            sheet.write_string(0, column, key)
            row = 0
            for row, label in enumerate(labels, 1):
                sheet.write_string(row, column, label)
            letter = xlsxwriter.utility.xl_col_to_name(column, col_abs=True)
            self._sources[key] = f"='{LISTS_SHEET}'!{letter}$2:{letter}${row + 1}"
        sheet.protect()
        sheet.hide()

    # 基本信息

    def _basic(self, sheet: Worksheet) -> None:
        sheet.set_column(0, 0, 27)
        sheet.set_column(1, 1, 40)
        sheet.set_column(2, 2, 44)
        title = self._format("title", bold=True, font_size=16, align="center")
        sheet.merge_range(0, 0, 0, 2, f"{self._form.title} {BASIC_SHEET}", title)
        sheet.set_row(0, 34)
        note = f"带 * 的必填，其余可不填。只在“{VALUE_HEADING}”一列填写。"
        sheet.merge_range(1, 0, 1, 2, note, self._format("lead", font_color=_QUIET))
        sheet.set_row(1, 22)
        for column, heading in enumerate((ITEM_HEADING, VALUE_HEADING, NOTE_HEADING)):
            sheet.write_string(2, column, heading, self._heading())
        sheet.set_row(2, 24)
        row = 3
        labels = written_labels(self._form)
        for section in self._form.sections:
            row = self._section(sheet, row, section, labels)
        sheet.freeze_panes(3, 0)
        sheet.repeat_rows(2)
        self._page(sheet, last=(row - 1, 2))
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.set_selection(4, 1, 4, 1)

    def _section(self, sheet: Worksheet, row: int, section: Section, labels: Mapping[str, str]) -> int:
        fields = asked_of_applicants(section.fields)
        if not fields:
            return row
        ruled = self._format("section", bold=True, font_color=_ACCENT, bottom=2, indent=1)
        ruled.set_bottom_color(_ACCENT)
        sheet.merge_range(row, 0, row, 2, section.label, ruled)
        sheet.set_row(row, _ROW_HEIGHT)
        for at, field in enumerate(fields, row + 1):
            note = _note(field, self._form)
            sheet.write_string(at, 0, labels[field.key] + _mark(field), self._label())
            sheet.write_blank(at, 1, None, self._value(field))
            sheet.write_string(at, 2, note, self._note())
            sheet.set_row(at, max(_ROW_HEIGHT, _height(note, _NOTE_CHARACTERS_A_LINE)))
            self._validate(sheet, (at, 1, at, 1), field, note)
        return row + 1 + len(fields)

    # 图像采集设备清单, and any other list of the form

    def _rows(self, sheet: Worksheet, group: Group) -> None:
        fields = asked_of_applicants(group.fields)
        for column, field in enumerate(fields):
            width = 30 if field.type is FieldType.TEXT and field.demand else _WIDTHS.get(field.type, 15)
            sheet.set_column(column, column, width, self._cell(field))
            sheet.write_string(0, column, field.label + _mark(field), self._heading())
            self._validate(sheet, (1, column, _LAST_ROW, column), field, _note(field, self._form))
        sheet.set_row(0, 26)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.hide_gridlines(0)
        sheet.set_landscape()
        self._page(sheet)
        sheet.protect("", dict(_FREE_TO_PASTE))
        sheet.set_selection(1, 0, 1, 0)

    # 填写说明

    def _guide(self, sheet: Worksheet) -> None:
        sheet.set_column(0, 0, 4)
        sheet.set_column(1, 1, 84)
        sheet.merge_range(0, 0, 0, 1, GUIDE_SHEET, self._format("title"))
        sheet.set_row(0, 34)
        body = self._format("body", text_wrap=True, valign="top")
        for row, line in enumerate(_guide_lines(self._form), 1):
            sheet.write_number(row, 0, row, self._format("count", align="center", valign="top", font_color=_QUIET))
            sheet.write_string(row, 1, line, body)
            sheet.set_row(row, _height(line, _GUIDE_CHARACTERS_A_LINE))
        sheet.hide_gridlines(2)
        self._page(sheet)
        sheet.protect()

    # Shapes shared by the sheets

    def _heading(self) -> Format:
        return self._format(
            "heading", bold=True, font_color=_ACCENT, bg_color=_ACCENT_GROUND, align="center", **_ruled()
        )

    def _label(self) -> Format:
        return self._format("label", bg_color=_GROUND, text_wrap=True, indent=1, **_ruled())

    def _note(self) -> Format:
        return self._format("note", font_size=10, font_color=_QUIET, text_wrap=True, indent=1, **_ruled())

    def _value(self, field: Field) -> Format:
        name = f"value {_number_format(field)}"
        return self._format(name, locked=False, text_wrap=True, num_format=_number_format(field), **_ruled())

    def _cell(self, field: Field) -> Format:
        return self._format(f"cell {_number_format(field)}", locked=False, num_format=_number_format(field))

    def _page(self, sheet: Worksheet, last: tuple[int, int] | None = None) -> None:
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.set_footer("&C第 &P 页，共 &N 页")
        if last is not None:
            sheet.print_area(0, 0, *last)

    def _validate(self, sheet: Worksheet, place: tuple[int, int, int, int], field: Field, note: str) -> None:
        rule: dict[str, Any] = {"input_title": field.label[:_LONGEST_PROMPT_TITLE]}
        if note:
            rule["input_message"] = note[:_LONGEST_PROMPT]
        match field.type:
            case FieldType.CHOICE | FieldType.CHOICES | FieldType.FLAG:
                key = field.code_list.key if field.code_list is not None else "是否"
                rule |= {
                    "validate": "list",
                    "source": self._sources[key],
                    "error_message": f"从列表中选择{field.label}",
                }
                # Several answers in one cell are no entry of the list: offer it, and let what is typed stand.
                rule["show_error"] = field.type is not FieldType.CHOICES
            case FieldType.INTEGER:
                rule |= {"validate": "integer", "criteria": ">=", "value": 0, "error_type": "warning"}
                rule["error_message"] = f"{field.label}填整数"
            case _ if note:
                rule["validate"] = "any"
            case _:
                return
        sheet.data_validation(*place, rule)


def _ruled() -> dict[str, Any]:
    return {"border": 1, "border_color": _LINE}


def _height(text: str, characters_a_line: int) -> int:
    """Points for `text`, wrapped; a Latin letter takes half the space of a Chinese character."""
    width = sum(1 if character > "\u00ff" else 0.5 for character in text)
    return _LINE_HEIGHT * max(1, math.ceil(width / characters_a_line)) + 6


def _number_format(field: Field) -> str:
    """Text, so that Excel neither rounds an identity number nor turns a date or a model about; numbers stay numbers."""
    return "General" if field.type in (FieldType.INTEGER, FieldType.DECIMAL) else "@"


def _mark(field: Field) -> str:
    return " *" if field.demand is not None and not field.shared else ""


def _note(field: Field, form: Form) -> str:
    """What stands beside a value: how to write it, and when it is demanded where that depends."""
    parts = [field.hint or (field.requirement if field.is_needed else "")]
    if field.type is FieldType.CHOICES and field.code_list is not None:
        parts = [f"可填多项，用顿号隔开：{field.code_list.described}"]
    if field.type is FieldType.CHOICE:
        parts.append("从下拉列表中选择")
    if field.type is FieldType.DATE and not field.hint:
        parts.append("如 2026-03-02")
    if field.demand is not None:
        parts.append(_when(field.demand, form))
    return "；".join(dict.fromkeys(part for part in parts if part))


def _when(demand: Demand, form: Form) -> str:
    fields = form.fields
    if demand.unless is not None and not demand.unless.values and demand.unless.key in fields:
        return f"填写了“{fields[demand.unless.key].label}”的可不填"
    if demand.when is not None and demand.when.key in fields:
        return f"视“{fields[demand.when.key].label}”而定"
    return ""


def _guide_lines(form: Form) -> list[str]:
    lists = [f"“{sheet_of(group)}”每行填一项，首行是列名，不要改动" for group in form.groups.values()]
    return [
        f"“{BASIC_SHEET}”只在“{VALUE_HEADING}”一列填写；带 * 的必填，其余可不填。",
        *(f"{line}；可以从其他表格复制粘贴，列的顺序不限，多余的列不读入。" for line in lists),
        "有下拉列表的从列表中选择；可填多项的用顿号隔开，如：视频监控、人脸采集。",
        "代码和证件号码的单元格已设为文本格式，粘贴时选“只粘贴数值或文本”，避免末尾几位变成0。",
        "日期写成 2026-03-02、2026/3/2、20260302 或 2026年3月2日都可以。",
        "不要设置打开密码，不要另存为 .xls、.csv 或 .et 格式。",
        "填好后带到窗口或发给窗口。证件和授权书等材料在窗口当面核对，不写在本工作簿里。",
        f"依据：{form.law}。表单版本：{form.edition}。",
    ]
