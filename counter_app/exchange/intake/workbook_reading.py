"""Reads a filled workbook: labels to keys, cells to answers, and everything that cannot be read named at once."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from counter_app.domain.basics.limits import MOST_ROWS
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.intake import IntakeFile
from counter_app.domain.forms.answers import Answers, Raw
from counter_app.domain.forms.forms import Form, Group
from counter_app.exchange.archive import damaged
from counter_app.exchange.incoming import OLE_SIGNATURE, USE_THE_BLANK, too_many_rows
from counter_app.exchange.intake.basic_sheet import read_basic_sheet
from counter_app.exchange.intake.labels import BASIC_SHEET, GUIDE_SHEET, LISTS_SHEET, plain, sheet_of
from counter_app.exchange.intake.remarks import Remarks, quoted
from counter_app.exchange.intake.rows_sheet import is_list, read_rows_sheet
from counter_app.exchange.intake.workbook_check import CheckedWorkbook, inspect

_ANSWERS_OF_A_SHEET: Final = 2
_ROWS_OF_BOTH: Final = 500
"""Rows of a sheet that may hold basic answers above a list."""


def read_workbook(content: bytes, form: Form) -> IntakeFile:
    """Read a workbook (.xlsx, .xlsm). Raises `Refusal`, and `UnreadableCells` naming sheet, row and label of each."""
    if content.startswith(OLE_SIGNATURE):
        raise _words_for_ole(content)
    seen = inspect(content)
    labels = [plain(name) for name in (BASIC_SHEET, *map(sheet_of, form.groups.values()))]
    for name in seen.sheets:
        if plain(name) in labels:
            seen.sheet(name)  # refused before the reader unpacks anything
    with _calamine_speaks_chinese(), CalamineWorkbook.from_filelike(io.BytesIO(seen.for_reader(content))) as index:
        return _Reading(index, seen, form).intake()


class _Reading:
    """One workbook being read."""

    def __init__(self, index: CalamineWorkbook, seen: CheckedWorkbook, form: Form) -> None:
        self._book = index
        self._seen = seen
        self._form = form
        self._remarks = Remarks()

    def intake(self) -> IntakeFile:
        self._compare_editions()
        groups = {group.key: self._lists(group) for group in self._form.groups.values()}
        basic = self._find(BASIC_SHEET) or self._by_answers({name for names in groups.values() for name in names})
        if basic is None and not any(groups.values()):
            wanted = "、".join(f"“{name}”" for name in (BASIC_SHEET, *map(sheet_of, self._form.groups.values())))
            raise Refusal(f"工作簿里没有工作表{wanted}", USE_THE_BLANK)
        raw: dict[str, Raw] = {}
        if basic is None:
            self._remarks.warn(f"工作簿里没有工作表“{BASIC_SHEET}”，只读入了清单")
        else:
            sheet = self._open(basic)
            self._tell_hidden_rows(basic)
            self._tell_unread(basic, {name for names in groups.values() for name in names})
            raw = read_basic_sheet(sheet, self._form, self._seen, self._remarks)
        rows = {key: self._rows(self._form.groups[key], names) for key, names in groups.items()}
        self._remarks.refuse_if_unreadable()
        return IntakeFile(Answers(self._form, raw, rows), warnings=self._remarks.warnings)

    def _rows(self, group: Group, names: list[str]) -> list[Answers]:
        if not names:
            self._remarks.warn(f"工作簿里没有工作表“{sheet_of(group)}”，清单没有读入")
            return []
        rows: list[Answers] = []
        filled: list[str] = []
        for name in names:
            found = read_rows_sheet(self._open(name), group, self._form, self._seen, self._remarks)
            if found:
                self._tell_hidden_rows(name)
                filled.append(name)
            rows += found
        if len(rows) > MOST_ROWS:
            raise too_many_rows(group.label)
        if len(filled) > 1:
            listed = "、".join(f"“{quoted(name)}”" for name in filled)
            self._remarks.warn(f"清单由工作表{listed}合并读入，核对是否都是本次要提交的内容")
        return rows

    def _lists(self, group: Group) -> list[str]:
        """Every sheet that holds rows of `group`: by its name, else by a heading; a hidden one where no other is."""
        label = plain(sheet_of(group))
        ours = {plain(name) for name in (BASIC_SHEET, GUIDE_SHEET, LISTS_SHEET)}
        first = self._find(sheet_of(group))
        names = [first] if first is not None else []
        for sheet in self._book.sheets_metadata:
            if sheet.name == first or plain(sheet.name) in ours or sheet.name not in self._seen.sheets:
                continue
            if self._seen.sheets[sheet.name].refusal is not None and label not in plain(sheet.name):
                continue
            if not is_list(self._open(sheet.name), group, self._seen):
                continue
            if sheet.visible == SheetVisibleEnum.Visible:
                names.append(sheet.name)
            else:
                self._remarks.warn(f"工作表“{quoted(sheet.name)}”被隐藏，没有读入，核对是否本次要提交的内容")
        return names

    def _open(self, name: str) -> CalamineSheet:
        self._seen.sheet(name)  # refuses what the reader must not lay out
        return self._book.get_sheet_by_name(name)

    def _tell_hidden_rows(self, name: str) -> None:
        hidden = self._seen.sheet(name).hidden_rows
        if hidden:
            self._remarks.warn(f"工作表“{quoted(name)}”有{hidden}行被隐藏，仍已读入，核对是否本次要提交的内容")

    def _tell_unread(self, basic: str, lists: set[str]) -> None:
        """Name each further sheet that holds what a sheet of basic answers holds: of two, only one can be meant."""
        ours = {plain(name) for name in (GUIDE_SHEET, LISTS_SHEET)}
        for sheet in self._book.sheets_metadata:
            seen = self._seen.sheets.get(sheet.name)
            if seen is None or sheet.name == basic or sheet.name in lists or plain(sheet.name) in ours:
                continue
            if plain(BASIC_SHEET) in plain(sheet.name) or (
                seen.refusal is None and sheet.visible == SheetVisibleEnum.Visible and self._has_answers(sheet.name)
            ):
                self._remarks.warn(
                    f"工作表“{quoted(sheet.name)}”没有读入，只读入了“{quoted(basic)}”，核对是否本次要提交的内容"
                )

    def _has_answers(self, name: str) -> bool:
        found = read_basic_sheet(self._open(name), self._form, self._seen, Remarks())
        return len(found) >= _ANSWERS_OF_A_SHEET

    def _by_answers(self, lists: set[str]) -> str | None:
        """The first sheet that holds basic answers, whatever it is called; one beside the lists before one of them."""
        ours = {plain(name) for name in (GUIDE_SHEET, LISTS_SHEET)}
        for sheet in sorted(self._book.sheets_metadata, key=lambda sheet: sheet.name in lists):
            seen = self._seen.sheets.get(sheet.name)
            if seen is None or seen.refusal is not None or plain(sheet.name) in ours:
                continue
            if sheet.name in lists and self._open(sheet.name).total_height > _ROWS_OF_BOTH:
                continue
            if sheet.visible == SheetVisibleEnum.Visible and self._has_answers(sheet.name):
                self._remarks.warn(
                    f"没有工作表“{BASIC_SHEET}”，按内容读入了“{quoted(sheet.name)}”，核对是否本次要提交的内容"
                )
                return sheet.name
        return None

    def _find(self, wanted: str) -> str | None:
        """The sheet of this name; else the one sheet whose name holds it, visible ones first."""
        label = plain(wanted)
        sheets = sorted(self._book.sheets_metadata, key=lambda sheet: sheet.visible != SheetVisibleEnum.Visible)
        named = [sheet for sheet in sheets if plain(sheet.name) == label]
        found = named or [sheet for sheet in sheets if label in plain(sheet.name)]
        if not found:
            return None
        if found[0].visible != SheetVisibleEnum.Visible:
            self._remarks.warn(f"工作表“{wanted}”被隐藏，仍已读入，核对是否本次要提交的内容")
        return found[0].name

    def _compare_editions(self) -> None:
        own = f"{self._form.kind}/{self._form.edition}"
        if self._seen.edition not in ("", own):
            self._remarks.warn(f"工作簿是按{self._seen.edition}版表单制作的，现行版为{own}，按现行版读入")


@contextmanager
def _calamine_speaks_chinese() -> Iterator[None]:
    """Turn what the reader says of a broken file into a refusal; a panic of its own inside is one too."""
    try:
        yield
    except PasswordError as error:
        raise _encrypted() from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise damaged() from error
    except BaseException as error:
        # The Rust side reports a failed assertion as PanicException, which no module exports.
        if type(error).__name__ == "PanicException":
            raise damaged() from error
        raise


def _encrypted() -> Refusal:
    return Refusal("工作簿加了密码，无法读取", "由提交人用 Excel 或 WPS 打开，去掉密码后另存，再导入")


def _words_for_ole(content: bytes) -> Refusal:
    """An OLE container is an encrypted workbook, or one of the programs before 2007."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") + b"\0\0" in content

    if holds("EncryptedPackage"):
        return _encrypted()
    if holds("Workbook") or holds("Book"):
        return Refusal("文件是旧版工作簿（.xls）", "用 Excel 或 WPS 打开后另存为 .xlsx 再导入")
    if holds("WordDocument"):
        return Refusal("文件是 Word 文档（.doc），不是工作簿", USE_THE_BLANK)
    return Refusal("文件是旧版 Office 文件，不是工作簿，或者已损坏", USE_THE_BLANK)
