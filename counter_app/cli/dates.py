"""`due`: the last day of a period, and why it is that day."""

from __future__ import annotations

import argparse
from pathlib import Path

from counter_app.cli.commands import Commands, day, print_json


def describe(below: Commands) -> None:
    """Declare the command."""
    due = below.add("due", "计算期限的截止日期", _due)
    due.add_argument("--from", dest="start", required=True, metavar="DATE")
    length = due.add_mutually_exclusive_group(required=True)
    for unit in ("months", "workdays", "days"):
        length.add_argument(f"--{unit}", type=int, metavar="N")
    due.add_argument("--json", action="store_true")


def _due(parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.bootstrap import resource_folders
    from counter_app.catalogue.working_day_tables import load_working_calendar
    from counter_app.domain.calendar import periods

    start = day(parsed.start)
    assert start is not None  # noqa: S101 - --from is required
    calendar = load_working_calendar(resource_folders(data))
    if parsed.months is not None:
        due = periods.months_after(start, parsed.months, calendar)
    elif parsed.workdays is not None:
        due = periods.working_days_after(start, parsed.workdays, calendar)
    else:
        due = periods.days_after(start, parsed.days, calendar)
    if parsed.json:
        print_json(
            {"due": due.date.isoformat(), "explanation": due.explanation, "calendar_complete": due.calendar_complete}
        )
    else:
        print(f"{due.date.isoformat()}\n{due.explanation}")
    return 0
