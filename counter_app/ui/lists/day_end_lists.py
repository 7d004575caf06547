"""The lists of 日终核对: what each is called, whether it is in order, and how its lines read."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from counter_app.domain.backup.age import MOST_DAYS
from counter_app.domain.basics.punctuation import printed
from counter_app.domain.basics.records import frozen
from counter_app.domain.filing.day_end import DayFacts, DayHeldPaper, DayNumberLine, DaySeries
from counter_app.services.lists.queues import number_words
from counter_app.ui.widgets.case_table import short_day
from counter_app.ui.widgets.table_model import Row

_NO_NAME: Final = "（未填单位名称）"


@frozen
class CheckLine:
    """One line as text; `reference` is its case, empty where it has none; `number` the number it is about."""

    cells: tuple[str, ...]
    reference: str = ""
    number: DayNumberLine | None = None
    tone: str = "ink"


@frozen
class DayEndCheck:
    """One list: its label, the words of its columns (the one at `wide` takes the space), its lines.

    `told` says in a few words how it stands; `open_points` how many of its lines are to be seen to today, and `point`
    what each of them is, where the label does not say it.
    """

    label: str
    columns: tuple[str, ...]
    wide: int
    told: str
    empty: str
    lines: tuple[CheckLine, ...] = ()
    open_points: int = 0
    point: str = ""

    @property
    def rows(self) -> list[Row]:
        """What is past its day or missing is red, what is void is quiet, and the words say so."""
        return [tuple((cell, line.tone) for cell in line.cells) for line in self.lines]


def checks_of(facts: DayFacts) -> list[DayEndCheck]:
    """The lists of a day, in the order in which they are gone through."""
    return [make(facts) for make in (*_CHECKS, *((_recovery_sheet,) if facts.recovery_sheet_missing else ()))]


def _series(facts: DayFacts) -> DayEndCheck:
    missing = len(facts.missing)
    return DayEndCheck(
        "编号核对",
        ("文书", "当日编号", "出具", "作废", "本年累计", "断号"),
        1,
        f"断号{missing}个" if missing else "无断号",
        "今年还没有出具过编号",
        tuple(_series_line(series) for series in facts.series),
        missing,
        "断号",
    )


def _series_line(series: DaySeries) -> CheckLine:
    span = "今日没有出具"
    if series.first:
        span = series.first if series.issued == 1 else f"{series.first} 至 {series.last}"
    missing = "、".join(series.missing) or "无"
    cells = (series.title, span, str(series.issued), str(series.voided), str(series.of_year), missing)
    return CheckLine(cells, tone="red" if series.missing else "ink")


def _numbers(facts: DayFacts) -> DayEndCheck:
    voided = {one.number: one for one in facts.voided}
    earlier = [one for one in facts.voided if one not in facts.numbers]
    told = f"出具{len(facts.numbers)}个" + (f"，作废{len(voided)}个" if voided else "")
    return DayEndCheck(
        "当日编号",
        ("编号", "文书", "单位", "时间", "状态"),
        2,
        told,
        "今日没有出具编号",
        tuple(_number_line(one, _state(one)) for one in (*facts.numbers, *earlier)),
    )


def _state(one: DayNumberLine) -> str:
    if one.void_reason:
        return f"作废：{one.void_reason}（{one.voided_by}）"
    if not one.paper_id:
        return "已编号，尚未出具"
    return f"已打印{one.prints}次" if one.prints else "未打印"


def _number_line(one: DayNumberLine, last: str) -> CheckLine:
    cells = (one.written, one.title, one.unit or _NO_NAME, f"{one.at:%H:%M}", last)
    return CheckLine(cells, one.reference, one, "quiet" if one.void_reason else "ink")


def _open_numbers(label: str, numbers: Sequence[DayNumberLine], today: date, done: str, empty: str) -> DayEndCheck:
    lines = tuple(
        CheckLine(
            (one.written, one.title, one.unit or _NO_NAME, short_day(one.at.date(), today)),
            one.reference,
            one,
        )
        for one in numbers
    )
    told = f"{len(lines)}份待办" if lines else done
    return DayEndCheck(label, ("编号", "文书", "单位", "出具"), 2, told, empty, lines, len(lines))


def _unserved(facts: DayFacts) -> DayEndCheck:
    empty = "告知书、责令改正通知书都已登记送达"
    return _open_numbers("未登记送达", facts.unserved, facts.day, "都已登记", empty)


def _unprinted(facts: DayFacts) -> DayEndCheck:
    return _open_numbers("未打印", facts.unprinted, facts.day, "都已打印", "出具的凭证都已打印")


def _drafts(facts: DayFacts) -> DayEndCheck:
    lines = tuple(
        CheckLine((short_day(one.since, facts.day), one.said, one.unit or _NO_NAME, one.who), one.reference)
        for one in facts.drafts
    )
    told = f"{number_words(facts.draft_cases)}件" if lines else "没有草稿"
    return DayEndCheck(
        "草稿", ("登记", "已等待天数", "单位", "工作人员"), 2, told, "登记中的业务都已出具凭证或撤回", lines
    )


def _held(facts: DayFacts) -> DayEndCheck:
    overdue = sum(line.due.date < facts.day for line in facts.held)
    told = f"{number_words(facts.held_cases)}件" + (f"，{overdue}个单位超期" if overdue else "")
    return DayEndCheck(
        "留存材料",
        ("单位", "件数", "最早收到", "截止日期", "剩余天数"),
        0,
        told if facts.held else "没有留存",
        "窗口没有留存的纸质材料",
        tuple(_held_line(line, facts.day) for line in facts.held),
        overdue,
        "超期未移交",
    )


def _held_line(line: DayHeldPaper, today: date) -> CheckLine:
    due = short_day(line.due.date, today) + ("" if line.due.calendar_complete else "（按周末推算）")
    cells = (line.unit or _NO_NAME, str(line.cases), short_day(line.since, today), due, line.left)
    return CheckLine(cells, line.reference, tone="red" if line.due.date < today else "ink")


def _promises(facts: DayFacts) -> DayEndCheck:
    lines = tuple(
        CheckLine(
            (
                line.number,
                printed(line.message),
                line.reason,
                line.supervisor,
            ),
            line.reference,
        )
        for line in facts.promises
    )
    told = f"{len(lines)}项" if lines else "没有遗漏"
    return DayEndCheck("告知遗漏", ("编号", "遗漏的内容", "原因", "负责人"), 1, told, "今日没有遗漏告知的内容", lines)


def _month(facts: DayFacts) -> DayEndCheck:
    month = facts.month
    lines = (
        ("出具一次性告知书", month.notices, "份"),
        ("其中再次告知", month.further_notices, "份"),
        ("告知遗漏", month.broken_promises, "项"),
        ("备案", month.filings, "件"),
        ("备案变更", month.changes, "件"),
    )
    told = f"{facts.day.month}月至今"
    rows = tuple(CheckLine((words, f"{number}{unit}")) for words, number, unit in lines)
    return DayEndCheck("本月统计", ("事项", told), 0, told, "", rows)


def _backup(facts: DayFacts) -> DayEndCheck:
    days, last = facts.days_without_backup, facts.backed_up_on
    told = "今日已备份" if last == facts.day else "今日还没有备份"
    if days:
        told = f"已有{days}天没有备份"
    too_old = days >= MOST_DAYS
    when = short_day(last, facts.day) if last is not None else "没有备份过"
    line = CheckLine((when, told), tone="red" if too_old else "ink")
    return DayEndCheck("备份", ("最近一次备份", "情况"), 1, told, "", (line,), int(too_old), "数据备份")


def _recovery_sheet(facts: DayFacts) -> DayEndCheck:
    """Stands there only while it is to be printed, once."""
    line = CheckLine(("恢复单", "在设置的“数据与备份”里打印，密封保管；打印以前电脑坏了备份也打不开"), tone="red")
    columns, told = ("事项", "办法"), "还没有打印"
    return DayEndCheck("数据恢复单", columns, 1, told, "", (line,), int(facts.recovery_sheet_missing), "恢复单")


_CHECKS: Final[tuple[Callable[[DayFacts], DayEndCheck], ...]] = (
    *(_series, _numbers, _unserved, _unprinted, _drafts, _held, _promises, _month, _backup),
)
