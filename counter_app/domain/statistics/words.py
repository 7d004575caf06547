"""The figures of a period in words: the same lines on the page, on paper and in the workbook."""

from __future__ import annotations

from counter_app.domain.basics.counted import Dimension
from counter_app.domain.basics.records import frozen
from counter_app.domain.statistics.charts import BarFill, Chart, ChartDirection, Series
from counter_app.domain.statistics.periods import Grain
from counter_app.domain.statistics.report import CaseFigures, StatisticsReport, Step, together

NONE = "—"
"""Stands where nothing could be reckoned."""
MOST_BREACHES = 3
MOST_DEFECTS = 8
"""How many of the commonest defects are drawn; the workbook has all."""


@frozen
class FigureLine:
    """One figure: its key, its name, its number or what is said instead, its unit, whether it asks for attention."""

    key: str
    name: str
    number: int | None
    unit: str
    said: str = ""
    bad: bool = False

    @property
    def words(self) -> str:
        """Number and unit."""
        return f"{self.number}{self.unit}" if self.number is not None else f"{self.said}{self.unit}"


def rate(share: float | None) -> str:
    """A share in whole per cents; 100% and 0% only where it is all or nothing."""
    if share is None:
        return NONE
    per_cent = round(share * 100)
    if 0 < share < 1:
        per_cent = min(max(per_cent, 1), 99)
    return f"{per_cent}%"


def days(median: float | None) -> str:
    """A number of days; half a day where two cases share the middle."""
    return NONE if median is None else f"{median:g}天"


def figure_lines(report: StatisticsReport) -> tuple[FigureLine, ...]:
    """The main figures, in the order in which a case lives."""
    total, hand, orders = report.total, report.hand_overs, report.orders
    found = sum(line.in_breach for line in report.inspections)
    tips = sum(line.all for line in report.tips)
    return (
        FigureLine("received", "受理", total.received, "件"),
        FigureLine("pass_rate", "首次即齐全率", None, "", rate(total.pass_rate)),
        FigureLine("notices", "一次性告知书", total.first_notices + total.further_notices, "份"),
        FigureLine("further_notices", "其中再次告知", total.further_notices, "份"),
        FigureLine("broken_promises", "未一次性告知", total.broken_promises, "项", bad=total.broken_promises > 0),
        FigureLine("finished", "备案", total.finished, "件"),
        FigureLine("changed", "其中备案变更", total.changed, "件"),
        FigureLine("same_day", "当日备案", total.same_day, "件"),
        FigureLine("median_days", "办理用时中位数", None, "", days(total.median_days)),
        FigureLine("longest_days", "最长用时", None, "", days(total.longest_days)),
        FigureLine("withdrawn", "撤回", total.withdrawn, "件"),
        FigureLine("handed_over", "移交", hand.gone, "件"),
        FigureLine("on_time", "其中按期移交", hand.on_time, "件"),
        FigureLine("late", "超期移交", hand.late, "件", bad=hand.late > 0),
        FigureLine("past_now", "现在超期未移交", hand.past_now, "件", bad=hand.past_now > 0),
        FigureLine("inspections", "监督检查", sum(line.all for line in report.inspections), "次"),
        FigureLine("in_breach", "其中发现问题", found, "次"),
        FigureLine("orders", "责令改正通知书", orders.issued, "份"),
        FigureLine("open_now", "现在待复查", orders.open_now, "份"),
        FigureLine("overdue_now", "其中超期未复查", orders.overdue_now, "份", bad=orders.overdue_now > 0),
        FigureLine("tips", "举报", tips, "件"),
    )


def course_chart(report: StatisticsReport) -> Chart:
    """Cases received and filed, day by day or month by month."""
    by_day = report.period.grain is Grain.DAY
    labels = tuple(_label(step, by_day=by_day, first=place == 0) for place, step in enumerate(report.steps))
    received = Series("受理", tuple(step.received for step in report.steps))
    finished = Series("备案", tuple(step.finished for step in report.steps), BarFill.HATCHED)
    return Chart(f"受理和备案（按{report.period.grain.label}，件）", labels, (received, finished))


def defects_chart(report: StatisticsReport) -> Chart:
    """What notices name most often."""
    lines = report.defects[:MOST_DEFECTS]
    series = Series("份数", tuple(one.number for one in lines))
    return Chart("最常告知补正的事项（告知书份数）", tuple(one.words for one in lines), (series,), ChartDirection.LYING)


def group_lines(report: StatisticsReport, by: Dimension, most: int | None = None) -> list[tuple[str, ...]]:
    """A line a window, clerk or place category, cells as `GROUP_COLUMNS`; what is beyond `most` is summed up."""
    groups = report.groups.get(by, ())
    shown = groups if most is None or len(groups) <= most else groups[: most - 1]
    lines = [_group_line(name, told) for name, told in shown]
    if left := groups[len(shown) :]:
        lines.append(_group_line(f"其他{len(left)}{_MEASURES[by]}合计", together(told for _name, told in left)))
    return lines


GROUP_COLUMNS = ("受理", "首次即齐全率", "告知书", "再次告知", "未一次性告知", "备案", "用时中位数")
_MEASURES = {Dimension.WINDOW: "个窗口", Dimension.CLERK: "人", Dimension.PLACE: "类"}


def _group_line(name: str, told: CaseFigures) -> tuple[str, ...]:
    notices = told.first_notices + told.further_notices
    numbers = (notices, told.further_notices, told.broken_promises, told.finished)
    return (name, f"{told.received}", rate(told.pass_rate), *map(str, numbers), days(told.median_days))


def inspection_words(report: StatisticsReport) -> str:
    """Inspections by kind and finding, and the items found wrong most often."""
    kinds = [f"{line.words}{line.all}次（发现问题{line.in_breach}次）" for line in report.inspections]
    wrong = [f"{one.words}{one.number}次" for one in report.breaches[:MOST_BREACHES]]
    return "、".join(kinds) + (f"；不符合最多的项目：{'、'.join(wrong)}" if wrong else "") if kinds else "没有检查"


def order_words(report: StatisticsReport) -> str:
    """Orders of the period by what became of them, and the conclusions of its re-inspections."""
    orders = report.orders
    states = "、".join(f"{one.words}{one.number}份" for one in orders.by_state)
    issued = f"出具{orders.issued}份（{states}）" if orders.issued else "没有出具"
    again = "、".join(f"{one.words}{one.number}次" for one in orders.reinspections)
    return f"{issued}；复查：{again or '没有'}"


def tip_words(report: StatisticsReport) -> str:
    """Tips by category, and how far they are."""
    told = [f"{line.words}{line.all}件（已答复{line.answered}件，待核查{line.open}件）" for line in report.tips]
    return "、".join(told) or "没有举报"


def _label(step: Step, *, by_day: bool, first: bool) -> str:
    if by_day:
        return f"{step.on.month}/{step.on.day}" if first or step.on.day == 1 else f"{step.on.day}"
    return f"{step.on.year}/{step.on.month}" if first or step.on.month == 1 else f"{step.on.month}月"
