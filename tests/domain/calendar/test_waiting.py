"""How long something waits, and how long it still may, in words."""

from datetime import date

import pytest

from counter_app.domain.basics.masking import masked
from counter_app.domain.calendar.waiting import Urgency, days_left, urgency, waited
from counter_app.domain.filing.filing import Custody

LAST = date(2026, 4, 2)


@pytest.mark.parametrize(
    ("today", "said", "expected"),
    [
        (date(2026, 3, 2), "余31天", Urgency.NORMAL),
        (date(2026, 3, 28), "余5天", Urgency.SOON),
        (date(2026, 4, 1), "余1天", Urgency.SOON),
        (LAST, "今日到期", Urgency.SOON),
        (date(2026, 4, 4), "超期2天", Urgency.OVERDUE),
    ],
)
def test_a_last_day_counts_down(today, said, expected):
    assert days_left(LAST, today) == said
    assert urgency(LAST, today) is expected


@pytest.mark.parametrize(("since", "said"), [(LAST, "今日"), (date(2026, 3, 30), "已3天"), (date(2026, 4, 3), "今日")])
def test_waiting_counts_up(since, said):
    assert waited(since, LAST) == said


@pytest.mark.parametrize(
    ("text", "shown"),
    [("530624199003071217", "530624********1217"), ("13800000000", "138****0000"), ("周文", "周*"), ("", "")],
)
def test_personal_data_are_masked(text, shown):
    assert masked(text) == shown


def test_custody_has_words():
    assert Custody.AT_WINDOW.label == "窗口留存"
