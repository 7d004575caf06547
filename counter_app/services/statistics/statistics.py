"""The statistics of a period, from the counts; the paper and the workbook of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from counter_app.domain.basics.counted import OF_FILING, Dimension, Figure
from counter_app.domain.basics.labelled import Labelled
from counter_app.domain.basics.materials import MaterialState
from counter_app.domain.basics.office import Post
from counter_app.domain.calendar.periods import DueDate, reinspection_due, transfer_due
from counter_app.domain.calendar.working_days import WorkingCalendar
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.forms import Form, Problem
from counter_app.domain.inspection.correction import Conclusion, OrderState
from counter_app.domain.inspection.counting import BREACH, CONFORMS
from counter_app.domain.inspection.inspections import InspectionKind
from counter_app.domain.inspection.tips import TipCategory, TipState
from counter_app.domain.papers.papers import PaperFacts
from counter_app.domain.statistics.periods import StatisticsPeriod
from counter_app.domain.statistics.report import (
    CaseFigures,
    GroupCount,
    HandOvers,
    InspectionCounts,
    Named,
    OrderFigures,
    StatisticsReport,
    TipLine,
    case_figures,
    course,
)
from counter_app.domain.transfer.counting import LATE, ON_TIME, REFUSED
from counter_app.services.office.offices import OfficeContext, act, at_office
from counter_app.services.papers.printing import PrintJob
from counter_app.services.ports import Backend
from counter_app.services.statistics.workbook import sheets_of

DOCUMENT: Final = "statistics_sheet"
SHEET_LETTERS: Final = "TJ"
"""What the barcode of the paper begins with; first and last day follow. It is no number of a series."""

OF_COURSE: Final = (Figure.CASE, Figure.FILED)
"""What is told day by day or month by month."""

_SURE: Final = timedelta(days=45)
"""What began so long ago is past its month, or its three working days, under any calendar."""


def report(backend: Backend, period: StatisticsPeriod) -> StatisticsReport:
    """Every figure of a period. Raises `NoOffice`."""
    first, last = period.first, period.last
    with at_office(backend) as now:
        figures = now.work.statistics
        told = figures.by_group(first, last, None)
        groups = {by: _grouped(backend, by, figures.by_group(first, last, by)) for by in Dimension}
        steps = course(period, figures.course(first, last, period.grain, OF_COURSE))
        by_figure: dict[Figure, list[GroupCount]] = {figure: [] for figure in Figure}
        for line in told:
            by_figure[line.figure].append(line)
        return StatisticsReport(
            period=period,
            total=case_figures(line for figure in OF_FILING for line in by_figure[figure]),
            steps=steps,
            groups=groups,
            defects=_named(by_figure[Figure.NOTICED], lambda code: defect_words(backend.forms.current(), code)),
            hand_overs=_hand_overs(now, by_figure[Figure.HANDED_OVER]),
            inspections=_inspections(by_figure[Figure.INSPECTION]),
            breaches=_named(by_figure[Figure.BREACH], lambda key: _item(backend, key)),
            orders=_orders(now, by_figure[Figure.ORDER], by_figure[Figure.REINSPECTION]),
            tips=_tips(by_figure[Figure.TIP]),
        )


def defect_words(form: Form, code: str) -> str:
    """A deficiency by its general code, `统一社会信用代码：校验不符`; the code itself where nothing knows it."""
    key, _dot, problem = code.rpartition(".")
    if (kind := form.material_kinds.get(key)) is not None:
        defect = kind.defect(problem)
        return f"{kind.name}：{defect.label if defect is not None else _PROBLEMS.get(problem, problem)}"
    labelled = form.fields.get(key) or form.row_fields.get(key) or form.groups.get(key)
    return f"{labelled.label}：{_PROBLEMS.get(problem, problem)}" if labelled is not None else code


_PROBLEMS: Final[Mapping[str, str]] = {
    Problem.MISSING: "未填写",
    Problem.MALFORMED: "填写不规范",
    Problem.UNLISTED: "不在选项中",
    Problem.OUT_OF_RANGE: "超出范围",
    Problem.CHECKSUM: "校验不符",
    Problem.MISMATCH: "前后不一致",
    MaterialState.NOT_PRESENTED: MaterialState.NOT_PRESENTED.label,
}


# The paper and the workbook ------------------------------------------------------------------------------------------


def sheet(backend: Backend, period: StatisticsPeriod, by: Dimension, *, post: Post) -> PaperFacts:
    """What the paper says; nothing is kept. `by` is the one table it has room for. Raises `NoOffice`."""
    told = report(backend, period)
    told = replace(told, groups={by: told.groups[by]})
    barcode = f"{SHEET_LETTERS}{period.first:%Y%m%d}{period.last:%Y%m%d}"
    answers = Answers(backend.forms.current())
    with at_office(backend) as now:
        return PaperFacts(DOCUMENT, None, barcode, now.local, now.local, now.office, post, answers, statistics=told)


def sheet_file(backend: Backend, period: StatisticsPeriod, by: Dimension, suffix: str, *, post: Post) -> bytes:
    """The paper as a file, `pdf` or `docx`; nothing is recorded. Raises `NoOffice`."""
    facts = sheet(backend, period, by, post=post)
    return backend.renderer.word(facts) if suffix == "docx" else backend.renderer.pdf(facts)


def print_sheet(backend: Backend, period: StatisticsPeriod, by: Dimension, *, post: Post) -> PrintJob:
    """Record that the paper was printed, and give what is to be sent to the printer. Raises `NoOffice`."""
    pdf = backend.renderer.pdf(sheet(backend, period, by, post=post))
    with act(backend, post) as now:
        now.record("statistics.printed", details=_days(period))
        now.commit()
    return PrintJob("", DOCUMENT, pdf, backend.renderer.copies(DOCUMENT), 0)


def write_workbook(backend: Backend, path: Path, period: StatisticsPeriod, *, post: Post) -> int:
    """Write every figure and every table into a workbook; returns how many sheets it has.

    No person stands in it but clerks. Raises `NoOffice`, `WrongClock`, `Refusal` where it cannot be written.
    """
    with act(backend, post) as now:
        now.refuse_wrong_clock()
    sheets = sheets_of(report(backend, period))
    backend.files.write_sheets(path, sheets)
    with act(backend, post) as now:
        now.record("statistics.exported", details=_days(period))
        now.commit()
    return len(sheets)


def _days(period: StatisticsPeriod) -> dict[str, str | int]:
    return {"first": period.first.isoformat(), "last": period.last.isoformat()}


# Parts of the report -------------------------------------------------------------------------------------------------


def _grouped(backend: Backend, by: Dimension, lines: Iterable[GroupCount]) -> tuple[tuple[str, CaseFigures], ...]:
    """The figures of each window, clerk or place category, the busiest first."""
    apart: dict[str, list[GroupCount]] = {}
    for line in lines:
        apart.setdefault(line.group, []).append(line)
    told = [(_group_words(backend, by, group), case_figures(these)) for group, these in apart.items()]
    return tuple(sorted(told, key=lambda one: (-one[1].received, -one[1].finished, one[0])))


def _group_words(backend: Backend, by: Dimension, group: str) -> str:
    if by is Dimension.WINDOW and group.isdecimal():
        return f"{group}号窗口"
    if by is Dimension.PLACE and group:
        asked = backend.forms.current().fields.get("system.place_category")
        known = asked.code_list.label(group) if asked is not None and asked.code_list is not None else None
        return known or group
    return group or "未填写"


def _named(lines: Iterable[GroupCount], words: Callable[[str], str]) -> tuple[Named, ...]:
    """The most frequent first."""
    told = [Named(line.detail, words(line.detail), line.number) for line in lines]
    return tuple(sorted(told, key=lambda one: (-one.number, one.words)))


def _item(backend: Backend, key: str) -> str:
    item = backend.inspection_items.current().item(key)
    return item.short if item is not None else key


def _hand_overs(now: OfficeContext, lines: Iterable[GroupCount]) -> HandOvers:
    number = {line.detail: line.number for line in lines}
    held = now.work.queues.held(until=now.day)
    past = sum(cases for day, cases in held.items() if _past(now, day, transfer_due))
    return HandOvers(number.get(ON_TIME, 0), number.get(LATE, 0), number.get(REFUSED, 0), past)


def _inspections(lines: Sequence[GroupCount]) -> tuple[InspectionCounts, ...]:
    number = {line.detail: line.number for line in lines}
    told = [
        InspectionCounts(kind.label, *(number.get(f"{kind.value}.{found}", 0) for found in (CONFORMS, BREACH)))
        for kind in InspectionKind
    ]
    return tuple(line for line in told if line.all)


def _orders(now: OfficeContext, orders: Sequence[GroupCount], again: Sequence[GroupCount]) -> OrderFigures:
    states: dict[str, int] = {}
    for line in orders:
        state = line.detail.partition(".")[2]
        states[state] = states.get(state, 0) + line.number
    waiting = now.work.inspections.open_orders()
    return OrderFigures(
        issued=sum(states.values()),
        by_state=_by_label(OrderState, states),
        reinspections=_by_label(Conclusion, {line.detail: line.number for line in again}),
        open_now=sum(waiting.values()),
        overdue_now=sum(number for day, number in waiting.items() if _past(now, day, reinspection_due)),
    )


def _tips(lines: Sequence[GroupCount]) -> tuple[TipLine, ...]:
    number = {line.detail: line.number for line in lines}
    told = []
    for category in TipCategory:
        states = {state: number.get(f"{category.value}.{state.value}", 0) for state in TipState}
        if any(states.values()):
            of_all = sum(states.values())
            told.append(TipLine(category.label, of_all, states[TipState.ANSWERED], states[TipState.OPEN]))
    return tuple(told)


def _by_label(kinds: type[Labelled], numbers: Mapping[str, int]) -> tuple[Named, ...]:
    return tuple(Named(kind.value, kind.label, numbers[kind.value]) for kind in kinds if numbers.get(kind.value))


def _past(now: OfficeContext, day: date, due: Callable[[date, WorkingCalendar], DueDate]) -> bool:
    """Whether what runs from `day` is past its last day today; the calendar is asked only where it may matter."""
    return day < now.day - _SURE or due(day, now.backend.calendar).date < now.day
