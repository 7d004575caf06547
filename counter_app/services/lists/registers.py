"""The register (台账) and any other list of cases as a workbook, with who took it out recorded in the history."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from counter_app.domain.basics.listing import ListCell, ListColumn
from counter_app.domain.basics.masking import masked
from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.office import Office, Post
from counter_app.domain.basics.punctuation import printed
from counter_app.domain.basics.records import frozen, mutable
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.calendar.waiting import Queue
from counter_app.domain.filing.filing import Custody, FilingState
from counter_app.domain.forms.forms import Field, FieldType
from counter_app.domain.papers.titles import TITLES
from counter_app.services.lists.queues import queue_page
from counter_app.services.office.offices import act, at_office
from counter_app.services.ports import Backend, PageCursor, RegisterFilter, RegisterRow, SearchResults

MOST: Final = 1_000_000
"""More lines than a sheet of Excel holds together with its header are not written."""

FOUND: Final = 10_000
"""More cases than a search may bring out at once."""

PART: Final = 500
"""Cases read in one transaction: the counter goes on working between two."""

_PERSONAL: Final = frozenset({"agent.name", "agent.id_number", "unit.legal_representative"})
_NUMBERED: Final = ("deficiency_notice", "material_receipt", "filing_receipt", "change_receipt")
_WIDTHS: Final = {FieldType.DATE: 13, FieldType.INTEGER: 10, FieldType.DECIMAL: 13, FieldType.PHONE: 16}

Told = Callable[[int, int], None]
"""Hears how many rows are written of how many; what it raises stops the writing."""


@frozen
class ExportRequest:
    """A list to be written: which cases, under what name (`台账`), and whether with whole numbers and names."""

    cases: RegisterFilter
    name: str = "台账"
    whole: bool = False


def no_progress(_done: int, _all: int) -> None:
    """The progress callback of a caller that shows no progress."""


def write_list(
    backend: Backend, path: Path, request: ExportRequest, *, post: Post, progress: Told = no_progress
) -> int:
    """Write the cases of `request` into a workbook and return how many there were.

    Identity numbers, phones and names are masked unless `request.whole`. Whole or not, the history says who took out
    which list, with how many lines. Raises `NoOffice`, `WrongClock`, `Refusal` for a list without a case, for one too
    long, and where the file cannot be written; then nothing is left, and nothing recorded.
    """
    with act(backend, post) as now:
        now.refuse_wrong_clock()
        office = now.office
        count = now.work.register.count(request.cases)
    if count == 0:
        raise Refusal("没有可导出的业务", "换一个日期范围或状态再导出")
    if count > MOST:
        raise Refusal(f"共{count}件，超过一张Excel工作表的上限{MOST}行", "按日期分段导出")
    form = backend.forms.current()
    fields = [field for section in form.sections for field in section.fields if not field.by_clerk]
    written = _Written()
    columns = _columns(fields)

    def rows() -> Iterator[list[ListCell]]:
        for row in _read(backend, request.cases):
            if written.rows % PART == 0:
                progress(written.rows, count)
            written.rows += 1
            yield _cells(row, fields, office, whole=request.whole)
        # The last line is out: what was taken is recorded before the file comes to its place.
        _put_down(backend, request, written.rows, post)
        progress(written.rows, count)

    backend.files.write_list(path, request.name, columns, rows())
    return written.rows


def queue_export(backend: Backend, queue: Queue, text: str = "") -> ExportRequest:
    """A whole queue as a list, or those of its cases whose unit's name holds `text`. Raises `NoOffice`."""
    name = queue.label
    if text.strip():
        return ExportRequest(RegisterFilter(references=_references(backend, queue, text)), name)
    match queue:
        case Queue.TODAY:
            with at_office(backend) as now:
                today = now.day
            return ExportRequest(RegisterFilter(first=today, last=today), name)
        case Queue.TRANSFER:
            return ExportRequest(RegisterFilter(custody=Custody.AT_WINDOW), name)
        case Queue.DEFICIENT | Queue.COMPLETE | Queue.DRAFT:
            return ExportRequest(RegisterFilter(states=(FilingState(queue.value),)), name)


def search_export(find: Callable[[int], SearchResults]) -> ExportRequest:
    """What was found as a list; `find` looks again for up to so many cases. Raises `Refusal` where there are more."""
    found = find(FOUND)
    if found.more:
        raise Refusal(f"找到的业务超过{FOUND}件", "多输入几个字或选择条件后再导出；整个台账在列表页导出", "export_list")
    return ExportRequest(RegisterFilter(references=tuple(case.reference for case in found.cases)), "查找结果")


def _references(backend: Backend, queue: Queue, text: str) -> tuple[str, ...]:
    found: list[str] = []
    place: PageCursor | None = None
    while True:
        page = queue_page(backend, queue, text=text, after=place)
        found.extend(line.case.reference for line in page.lines)
        if page.further is None:
            return tuple(found)
        place = page.further


@mutable
class _Written:
    rows: int = 0


def _put_down(backend: Backend, request: ExportRequest, rows: int, post: Post) -> None:
    details: dict[str, str | int] = {"list": request.name, "rows": rows, "whole": int(request.whole)}
    for name, day in (("from", request.cases.first), ("to", request.cases.last)):
        if day is not None:
            details[name] = day.isoformat()
    if request.cases.states:
        details["states"] = ",".join(state.value for state in request.cases.states)
    with act(backend, post) as now:
        now.record("register.exported", details=details)
        now.commit()


def _read(backend: Backend, request: RegisterFilter) -> Iterator[RegisterRow]:
    after: PageCursor | None = None
    while True:
        with backend.work() as work:
            rows = work.register.rows(request, after=after, limit=PART)
        if not rows:
            return
        yield from rows
        after = rows[-1].cursor


# Columns ----------------------------------------------------------------------------------------------------------


def _columns(fields: Sequence[Field]) -> list[ListColumn]:
    known = {"unit.name": 32, "system.address": 40, "unit.address": 32, "unit.uscc": 22, "agent.id_number": 22}
    asked = [ListColumn(printed(field.label), known.get(field.key, _WIDTHS.get(field.type, 16))) for field in fields]
    return [
        *(ListColumn("收件编号", 16), ListColumn("状态", 10), ListColumn("收件日期", 13)),
        *asked,
        *(ListColumn(f"{TITLES[document]}编号", 26) for document in _NUMBERED),
        *(ListColumn("备案编号", 24), ListColumn("备案日期", 13), ListColumn("材料去向", 12)),
        *(ListColumn("窗口", 12), ListColumn("工作人员", 12)),
    ]


def _cells(row: RegisterRow, fields: Sequence[Field], office: Office, *, whole: bool) -> list[ListCell]:
    case = row.case
    return [
        *(case.reference, case.state.label, case.received_on),
        *(_cell(row, field, whole=whole) for field in fields),
        *(_written_numbers(row.numbers.get(document, ()), office) for document in _NUMBERED),
        *(row.platform_number, row.filed_on, case.custody.label, case.window, case.clerk),
    ]


def _cell(row: RegisterRow, field: Field, *, whole: bool) -> ListCell:
    if field.key not in row.answers.form.fields:  # a case keeps the edition it was opened under
        return ""
    value = row.answers.get(field.key)
    if isinstance(value, date) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    text = row.answers.display(field.key)
    personal = field.key in _PERSONAL or field.type is FieldType.PHONE
    return masked(text) if personal and not whole else text


def _written_numbers(numbers: Sequence[Number], office: Office) -> str:
    return "、".join(office.written(number) for number in numbers)
