"""The lists of the day sheet (窗口业务日结表), and what each column shows of a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from counter_app.documents.blocks import STRUCK_OUT
from counter_app.documents.punctuation import printed
from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.filing.day_end import DayFacts, DayHeldPaper, DayNumberLine, DaySeries
from counter_app.domain.papers.papers import PaperFacts

Columns: TypeAlias = Mapping[str, Callable[[Any], str]]

NO_NAME: Final = "（未填单位名称）"


def day_of(facts: PaperFacts) -> DayFacts:
    """The day a paper is about; a blank one for a paper of a case."""
    return facts.day or DayFacts(facts.issued_at.date())


def _span(series: DaySeries) -> str:
    if not series.first:
        return STRUCK_OUT
    return series.first if series.issued == 1 else f"{series.first}至{series.last}"


def _state(one: DayNumberLine) -> str:
    if one.void_reason:
        return "作废"
    if not one.paper_id:
        return "尚未出具"
    return "已打印" if one.prints else "未打印"


def _last_day(line: DayHeldPaper) -> str:
    return chinese_date(line.due.date) + ("" if line.due.calendar_complete else "（按周末推算）")


_NUMBER: Final[Columns] = {
    "编号": lambda one: one.written,
    "文书": lambda one: one.title,
    "单位": lambda one: one.unit or NO_NAME,
    "时间": lambda one: f"{one.at:%H:%M}",
    "出具日期": lambda one: chinese_date(one.at.date()),
    "状态": _state,
    "作废原因": lambda one: printed(one.void_reason),
    "作废人": lambda one: one.voided_by,
    "作废时间": lambda one: f"{one.voided_at:%H:%M}" if one.voided_at is not None else "",
}

TABLES: Final[Mapping[str, tuple[Callable[[PaperFacts], Sequence[Any]], Columns]]] = {
    "day_series": (
        lambda facts: day_of(facts).series,
        {
            "文书": lambda series: series.title,
            "编号": _span,
            "出具": lambda series: str(series.issued),
            "作废": lambda series: str(series.voided),
            "本年累计": lambda series: str(series.of_year),
            "断号": lambda series: "、".join(series.missing) or "无",
        },
    ),
    "day_numbers": (lambda facts: day_of(facts).numbers, _NUMBER),
    "day_voided": (lambda facts: day_of(facts).voided, _NUMBER),
    "day_unserved": (lambda facts: day_of(facts).unserved, _NUMBER),
    "day_unprinted": (lambda facts: day_of(facts).unprinted, _NUMBER),
    "day_drafts": (
        lambda facts: day_of(facts).drafts,
        {
            "单位": lambda draft: draft.unit or NO_NAME,
            "登记日期": lambda draft: chinese_date(draft.since),
            "已等待天数": lambda draft: draft.said,
            "工作人员": lambda draft: draft.who,
        },
    ),
    "day_held": (
        lambda facts: day_of(facts).held,
        {
            "单位": lambda line: line.unit or NO_NAME,
            "件数": lambda line: str(line.cases),
            "最早收到": lambda line: chinese_date(line.since),
            "截止日期": _last_day,
            "剩余天数": lambda line: line.left,
        },
    ),
    "day_promises": (
        lambda facts: day_of(facts).promises,
        {
            "编号": lambda line: line.number,
            "遗漏的内容": lambda line: printed(line.message),
            "原因": lambda line: printed(line.reason),
            "负责人": lambda line: line.supervisor,
        },
    ),
}
"""Each table's lines and columns, by the name a template asks for it with."""

VARIABLES: Final[Mapping[str, Callable[[PaperFacts], str]]] = {
    "day.date": lambda facts: chinese_date(day_of(facts).day),
    "day.drafts": lambda facts: str(day_of(facts).draft_cases),
    "day.held": lambda facts: str(day_of(facts).held_cases),
    "day.issued": lambda facts: str(len(day_of(facts).numbers)),
    "day.month.broken_promises": lambda facts: str(day_of(facts).month.broken_promises),
    "day.month.changes": lambda facts: str(day_of(facts).month.changes),
    "day.month.filings": lambda facts: str(day_of(facts).month.filings),
    "day.month.further_notices": lambda facts: str(day_of(facts).month.further_notices),
    "day.month.notices": lambda facts: str(day_of(facts).month.notices),
    "day.trail": lambda facts: f"办理记录记至{day_of(facts).trail}" if day_of(facts).trail else "办理记录尚无见证",
    "day.promises": lambda facts: str(len(day_of(facts).promises)),
    "day.unprinted": lambda facts: str(len(day_of(facts).unprinted)),
    "day.unserved": lambda facts: str(len(day_of(facts).unserved)),
    "day.voided": lambda facts: str(len(day_of(facts).voided)),
}
"""What the day sheet says in words: counts, and the day."""
