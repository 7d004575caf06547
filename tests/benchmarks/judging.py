"""The verdict after one change. Floor: the same rows touched once each, without judging."""

from __future__ import annotations

from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.judging import judge
from tests.benchmarks.office import FACTS, FORM, MATERIALS, case, row
from tests.benchmarks.timing import once, runs


def measure() -> dict[str, object]:
    """Milliseconds for 100 and 2,000 devices: a field changed, a row changed, and the first time."""
    return {f"{devices}_devices": _measure(devices) for devices in (100, 2000)}


def _measure(devices: int) -> dict[str, object]:
    answers = case(devices)
    first = once(lambda: judge(answers, MATERIALS, FACTS))
    rows = list(answers.all_rows()["devices"])

    def change_a_row() -> None:
        rows[devices // 2] = Answers.row(FORM, {**row(devices // 2), "location": "新位置"})
        judge(answers.with_rows(rows), MATERIALS, FACTS)

    return {
        "first_ms": round(first, 3),
        "field_changed_ms": runs(lambda: judge(answers.with_answer("unit.name", "甲"), MATERIALS, FACTS)),
        "row_changed_ms": runs(change_a_row),
        "floor_touching_each_row_ms": runs(lambda: [r.get("devices[].code") for r in rows]),
        "budget_ms": {100: 2, 2000: 30}[devices],
    }
