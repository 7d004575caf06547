"""Periods of the law: their last day, and the words that explain it.

《民法典》第二百零一条: the day on which a period begins is not counted. 第二百零二条: a period of months ends on the
corresponding day, or on the last day of a month that has none. 第二百零三条: a last day that is no working day moves
to the next working day.
"""

from __future__ import annotations

import calendar as gregorian
import datetime as dt

from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.calendar import period_words as words
from counter_app.domain.calendar.working_days import WorkingCalendar, beyond_reckoning

REGULATION_IN_FORCE = dt.date(2025, 4, 1)
"""《条例》第三十四条: the day from which the Regulation applies."""

OLD_SYSTEMS_DUE = dt.date(2025, 6, 30)
"""《条例》第十四条: last of the 90 days for systems in use before the Regulation applied."""

FILING_DAYS = 30
"""《条例》第十四条."""

TRANSFER_MONTHS = 1
"""《规定》第八条."""

REINSPECTION_WORKING_DAYS = 3
"""《规定》第十五条."""

_MONTHS_A_YEAR = 12


def refuse_receipt_on(day: dt.date, today: dt.date) -> None:
    """Raise `Refusal` where no paper can have been received on `day`: it is to come, or the law was not yet."""
    if day > today:
        raise Refusal(f"收件日期{chinese_date(day)}晚于今天", "改成实际收件的日期，或去掉收件日期，按今天收件")
    if day < REGULATION_IN_FORCE:
        raise Refusal(
            f"收件日期{chinese_date(day)}早于《条例》施行的{chinese_date(REGULATION_IN_FORCE)}", "改成实际收件的日期"
        )


@frozen
class DueDate:
    """The last day of a period.

    `explanation` is one line of Chinese; `calendar_complete` is False where a day that matters lies in a year whose
    notice is not known, and then the explanation says so.
    """

    date: dt.date
    explanation: str
    calendar_complete: bool


def months_after(start: dt.date, n: int, calendar: WorkingCalendar) -> DueDate:
    """Last day of `n` months that begin to run the day after `start` (民法典第二百零一条至第二百零三条).

    Raises `Refusal` where `n` is less than 1 or the period ends beyond the year 9999.
    """
    _demand_one_or_more(n, "月数")
    month = start.year * _MONTHS_A_YEAR + start.month - 1 + n
    year, month = month // _MONTHS_A_YEAR, month % _MONTHS_A_YEAR + 1
    if year > dt.MAXYEAR:
        raise beyond_reckoning()
    last = dt.date(year, month, min(start.day, gregorian.monthrange(year, month)[1]))
    return _moved(f"{n}个月:{words.beginning(start)},{words.corresponding_day(start, last)}", start, last, calendar)


def days_after(start: dt.date, n: int, calendar: WorkingCalendar) -> DueDate:
    """Last day of `n` days, the first of which is the day after `start` (民法典第二百零一条、第二百零三条).

    Raises `Refusal` where `n` is less than 1 or the period ends beyond the year 9999.
    """
    _demand_one_or_more(n, "天数")
    if n > dt.date.max.toordinal() - start.toordinal():
        raise beyond_reckoning()
    last = start + dt.timedelta(days=n)
    return _moved(f"{n}日:{words.beginning(start)},第{n}日为{words.day(last, start.year)}", start, last, calendar)


def working_days_after(start: dt.date, n: int, calendar: WorkingCalendar) -> DueDate:
    """Last of `n` working days, the first of which is the first after `start` (民法典第二百零一条).

    Raises `Refusal` where `n` is less than 1 or the period ends beyond the year 9999.
    """
    _demand_one_or_more(n, "工作日数")
    last = calendar.nth_working_day_after(start, n)
    explanation = words.working_days(start, last, n, calendar)
    # Each day on the way was either counted or skipped, so each of their years matters.
    return _due(last, explanation, start + dt.timedelta(days=1), calendar)


def transfer_due(earliest_received: dt.date, calendar: WorkingCalendar) -> DueDate:
    """Last day for handing received paper to the 科技信息化部门: one month (《规定》第八条第二款)."""
    return months_after(earliest_received, TRANSFER_MONTHS, calendar)


def reinspection_due(since: dt.date, calendar: WorkingCalendar) -> DueDate:
    """Last day for the reinspection: 3 working days (《规定》第十五条).

    `since` is the day of an order to correct at once, or the last day of an order's time limit.
    """
    return working_days_after(since, REINSPECTION_WORKING_DAYS, calendar)


def filing_due(in_use_since: dt.date, calendar: WorkingCalendar) -> DueDate:
    """Last day for filing a system: 30 days from its day in use (《条例》第十四条).

    Systems in use before 2025-04-01 had 90 days from that day: 2025-06-30, a Monday, which nothing can move.
    """
    if in_use_since < REGULATION_IN_FORCE:
        return DueDate(
            OLD_SYSTEMS_DUE,
            "《条例》2025年4月1日施行前已启用,自施行之日起90日内备案:到2025年6月30日",
            calendar_complete=True,
        )
    return days_after(in_use_since, FILING_DAYS, calendar)


def _demand_one_or_more(n: int, what: str) -> None:
    """Refuse a period that has no length."""
    if n < 1:
        raise Refusal(f"期限的{what}必须是1或以上", f"把{what}改为1或以上的整数")


def _moved(said: str, start: dt.date, last: dt.date, calendar: WorkingCalendar) -> DueDate:
    """Move a `last` day that is no working day to the next working day, and say why (民法典第二百零三条)."""
    due = calendar.working_day_from(last)
    why = words.why_there(last, due, start.year, calendar)
    return _due(due, f"{said};{why}" if why else said, last, calendar)


def _due(due: dt.date, said: str, first: dt.date, calendar: WorkingCalendar) -> DueDate:
    """Say aloud which of the years from `first` to `due`, all of which matter, have no table."""
    missing = [year for year in range(first.year, due.year + 1) if not calendar.has_year(year)]
    explanation = f"{said}。{words.missing_years(missing)}" if missing else said
    return DueDate(due, explanation, calendar_complete=not missing)
