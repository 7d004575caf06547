"""What the papers of a hand-over show: the lines of the list, the sheets of a case, and the variables beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from math import ceil
from typing import Any, Final, TypeAlias

from counter_app.documents import sizes
from counter_app.documents.barcode import bars
from counter_app.documents.blocks import (
    STRUCK_OUT,
    Annex,
    Block,
    Column,
    Grid,
    GridEntry,
    GridSection,
    Heading,
    Label,
    Table,
)
from counter_app.documents.punctuation import printed
from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.papers.papers import PaperFacts
from counter_app.domain.papers.titles import TITLES
from counter_app.domain.transfer.batch import ArchivalCheck, TransferPackage
from counter_app.domain.transfer.papers import ListedCase, TransferFacts, TransferredSheet

Columns: TypeAlias = Mapping[str, Callable[[Any], str]]

BARCODE: Final = "条码"
"""The column that is drawn as a barcode."""

BARCODE_AND_CASE: Final = "条码、编号、单位、题名及收件日期"
"""A column of barcodes with the words of the case under each."""

FIXED: Final[Mapping[str, float]] = {
    "接收意见": 4.9,
    "四性检验": 7.6,
    "接收意见及原因": 9.0,
    "不接收的原因": 9.0,
    **{check.label: 3.0 for check in ArchivalCheck},
}
"""Columns that are written into by hand, in ems: what is printed in them does not tell how wide they have to be."""

_NUMBER_EMS: Final = 14.5
"""A case's number as written, on one line."""

_OPEN: Final = "□"
_TICKED: Final = "√"
_GROUP: Final = 4
_KILOBYTE: Final = 1024
_MEGABYTE: Final = 1_000_000
"""The unit of papers issued before sizes were told as file managers tell them."""


def transfer_of(facts: PaperFacts) -> TransferFacts:
    """The batch a paper is about; an empty one for a paper of a case."""
    return facts.transfer or TransferFacts("", facts.issued_at.date(), facts.office.department)


def digest_lines(digest: str) -> str:
    """A digest in groups of four, as a person compares it."""
    return " ".join(digest[start : start + _GROUP] for start in range(0, len(digest), _GROUP))


def _check(case: ListedCase, check: ArchivalCheck) -> str:
    if not case.decision:
        return _OPEN
    return "×" if check.label in case.failed else _TICKED


def _decided(case: ListedCase) -> str:
    if not case.decision:
        return f"{_OPEN}接收　{_OPEN}不接收"
    return f"{_TICKED}{case.decision}"


def _checks(case: ListedCase) -> str:
    """The four checks of DA/T 70, each with its box."""
    return " ".join(f"{_check(case, check)}{check.label.removesuffix('性')}" for check in ArchivalCheck)


def _decided_why(case: ListedCase) -> str:
    return f"{_decided(case)}：{printed(case.reason)}" if case.reason else _decided(case)


def _short(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day is not None else STRUCK_OUT


_CASES: Final[Columns] = {
    "件号": lambda case: str(case.position),
    "编号": lambda case: case.number,
    "单位": lambda case: case.unit,
    "题名": lambda case: printed(case.title),
    "单位及题名": lambda case: f"{case.unit}：{printed(case.title)}",
    BARCODE_AND_CASE: lambda case: (
        f"{case.barcode} {case.number}　{case.unit}：{printed(case.title)}（{_short(case.held_since)}收）"
    ),
    "编号、单位及题名": lambda case: f"{case.number}　{case.unit}：{printed(case.title)}",
    "状态": lambda case: case.state,
    "收件日期": lambda case: _short(case.held_since),
    "截止日期": lambda case: _short(case.due),
    "备案日期": lambda case: _short(case.filed_on),
    "页数": lambda case: str(case.pages),
    "扫描件": lambda case: str(case.scans),
    BARCODE: lambda case: case.barcode,
    **{check.label: lambda case, check=check: _check(case, check) for check in ArchivalCheck},  # type: ignore[misc]
    "接收意见": _decided,
    "四性检验": _checks,
    "接收意见及原因": _decided_why,
    "档号": lambda case: case.archive or "",
    "不接收的原因": lambda case: printed(case.reason),
}

TABLES: Final[Mapping[str, tuple[Callable[[PaperFacts], Sequence[Any]], Columns]]] = {
    "transfer_cases": (lambda facts: transfer_of(facts).cases, _CASES),
}


def _package(facts: PaperFacts, said: Callable[[TransferPackage], str]) -> str:
    package = transfer_of(facts).package
    return said(package) if package is not None else ""


def _period(facts: PaperFacts) -> str:
    batch = transfer_of(facts)
    if batch.first_received is None or batch.last_received is None:
        return ""
    first, last = chinese_date(batch.first_received), chinese_date(batch.last_received)
    return first if first == last else f"{first}至{last}"


def _size(facts: PaperFacts, octets: int) -> str:
    if not facts.revision:
        return f"{octets / _MEGABYTE:.1f}MB" if octets >= _MEGABYTE else f"{octets}字节"
    megabytes = octets / _KILOBYTE**2
    return f"{megabytes:.1f} MB" if megabytes >= 1 else f"{ceil(octets / _KILOBYTE)} KB"


def _due(facts: PaperFacts) -> str:
    due = transfer_of(facts).due
    return chinese_date(due) if due is not None else ""


VARIABLES: Final[Mapping[str, Callable[[PaperFacts], str]]] = {
    "transfer.number": lambda facts: transfer_of(facts).number,
    "transfer.closed_on": lambda facts: chinese_date(transfer_of(facts).closed_on),
    "transfer.department": lambda facts: printed(transfer_of(facts).department),
    "transfer.cases": lambda facts: str(len(transfer_of(facts).cases)),
    "transfer.pages": lambda facts: str(transfer_of(facts).pages),
    "transfer.scans": lambda facts: str(transfer_of(facts).scans),
    "transfer.period": _period,
    "transfer.due": _due,
    "transfer.handed_over_by": lambda facts: transfer_of(facts).handed_over_by,
    "package.sha256": lambda facts: _package(facts, lambda package: digest_lines(package.sha256)),
    "package.sha256_code": lambda facts: _package(facts, lambda package: package.sha256),
    "package.sm3": lambda facts: _package(facts, lambda package: digest_lines(package.sm3)),
    "package.files": lambda facts: _package(facts, lambda package: str(package.files)),
    "package.size": lambda facts: _package(facts, lambda package: _size(facts, package.octets)),
}

CONDITIONS: Final[Mapping[str, Callable[[PaperFacts], bool]]] = {
    "packaged": lambda facts: transfer_of(facts).package is not None,
    "not_packaged": lambda facts: transfer_of(facts).package is None,
}


def _pages(sheet: TransferredSheet) -> str:
    if sheet.first_page is None:
        return STRUCK_OUT
    last = sheet.first_page + sheet.pages - 1
    return str(sheet.first_page) if last <= sheet.first_page else f"{sheet.first_page}-{last}"


_SHEETS: Final[Mapping[str, Callable[[TransferredSheet], str]]] = {
    "文号": lambda sheet: sheet.number or STRUCK_OUT,
    "责任者": lambda sheet: sheet.responsible or STRUCK_OUT,
    "题名": lambda sheet: printed(sheet.title),
    "日期": lambda sheet: _short(sheet.day),
    "页次": _pages,
    "备注": lambda sheet: printed(sheet.note),
}
CONTENTS_COLUMNS: Final = (
    Column("序号", 3.6, centred=True),
    Column("文号", 11),
    Column("责任者", 10),
    Column("题名", 13),
    Column("日期", 7.4, centred=True),
    Column("页次", 3.8, centred=True),
    Column("备注", 4.6),
)
"""卷内文件目录 after GB/T 9705-2008, in ems of its table."""


def contents_blocks(facts: PaperFacts) -> list[tuple[Block, tuple[tuple[str, ...], ...] | None]]:
    """For each case a heading, its barcode, a grid and the rows of its table; every case begins a page of its own.

    Each case's pages go into its own folder, so each says what paper it is, under its own barcode and page numbers.
    """
    made: list[tuple[Block, tuple[tuple[str, ...], ...] | None]] = []
    for at, case in enumerate(transfer_of(facts).cases):
        if at:
            made.append((Annex(TITLES["case_contents"], barcode=case.barcode if facts.revision else ""), None))
        made.append((Heading(f"第{case.position}件　{case.unit}"), None))
        made.append((_head_of(case), None))
        made.append((Grid((GridSection("", _about(case, facts.revision)),)), None))
        rows = tuple(
            (str(number), *(said(sheet) for said in _SHEETS.values())) for number, sheet in enumerate(case.sheets, 1)
        )
        made.append((Heading("卷内文件"), rows or ((STRUCK_OUT,) * len(CONTENTS_COLUMNS),)))
        if facts.revision:
            made.append((Heading("卷内备考表"), None))
            made.append((Grid((GridSection("", _closing_note(case)),)), None))
    return made


def foot_barcode(facts: PaperFacts) -> str:
    """What a scanner reads at the foot: the paper's number; on contents that of the case in whose folder they lie."""
    cases = transfer_of(facts).cases
    return cases[0].barcode if facts.document == "case_contents" and facts.revision and cases else facts.barcode


def _closing_note(case: ListedCase) -> tuple[GridEntry, ...]:
    """卷内备考表 after GB/T 9705-2008: what there is, and who put it in order and checked it, by hand."""
    return (
        GridEntry("本件情况说明", f"本件共有材料{len(case.sheets)}份，{case.pages}页。", wide=True, lines=2),
        GridEntry("立卷人", "", lines=1),
        GridEntry("检查人", "", lines=1),
        GridEntry("立卷时间", "　　年　　月　　日", wide=True),
    )


def _head_of(case: ListedCase) -> Table:
    """The barcode that opens a case, beside its number and its title."""
    wide = sizes.cell_barcode_ems(sum(bars(case.barcode)))
    rest = sizes.SHEET_PAGE.measure / sizes.DENSE_TABLE.size - wide - _NUMBER_EMS
    columns = (
        Column(BARCODE, wide, centred=True, barcode=True),
        Column("编号", _NUMBER_EMS, centred=True),
        Column("题名", rest),
    )
    return Table(columns, ((case.barcode, case.number, printed(case.title)),), dense=True)


def labels_of(facts: PaperFacts) -> tuple[Label, ...]:
    """A label a case for its spine (脊签): year, 件号, unit, number, pages; the barcode opens the case."""
    batch = transfer_of(facts)
    return tuple(
        Label(
            head=case.unit,
            lines=(
                f"{case.held_since.year}年度　件号{case.position}　{case.pages}页",
                *(_archive_lines(case) if facts.revision else (case.archive or case.number,)),
            ),
            barcode=case.barcode,
        )
        for case in batch.cases
    )


def _archive_lines(case: ListedCase) -> tuple[str, ...]:
    """Its archive number, which names fonds and retention; else the places to write them, and the case's number."""
    if case.archive:
        return (f"档号：{case.archive}",)
    return (case.number, "全宗号：＿＿＿＿　保管期限：＿＿＿＿", "档号：＿＿＿＿＿＿＿＿＿＿")


def _about(case: ListedCase, revision: int) -> tuple[GridEntry, ...]:
    about = (
        GridEntry("收件日期", chinese_date(case.held_since)),
        GridEntry("备案日期", chinese_date(case.filed_on) if case.filed_on is not None else STRUCK_OUT),
        GridEntry("备案编号", case.platform_number or STRUCK_OUT),
        GridEntry("页数", str(case.pages)),
    )
    if case.archive or not revision:
        return (*about, GridEntry("档号", case.archive or STRUCK_OUT, wide=True))
    # The department gives it; until then there is a place to write it.
    return (*about, GridEntry("全宗号", ""), GridEntry("保管期限", ""), GridEntry("档号", "", wide=True))
