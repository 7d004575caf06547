"""What falls due of the paper at the window, as the counter tells it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from counter_app.services.filing import cases
from counter_app.services.lists import queues
from counter_app.services.papers import issuing
from tests.fakes.memory_backend import NOON, on_a_later_day
from tests.services.conftest import POST


@pytest.fixture
def held(backend, sample):
    """Paper that came 35, 31 (due 30 March, a Monday), 28 and 3 days before 31 March."""
    today = NOON + timedelta(days=29)
    for days in (35, 31, 28, 3):
        then = on_a_later_day(backend, today - timedelta(days=days))
        intake = replace(sample("01"), received_on=None)
        issuing.issue_receipt(then, cases.open_case(then, post=POST, intake=intake).filing.reference, post=POST)
    return replace(backend, clock=lambda: today)


def test_what_is_past_and_what_comes_is_told_by_week(held):
    found = queues.forecast(held)
    assert (found.past, found.due_today, found.weeks[0].due, len(found.weeks)) == (2, 0, 1, 8)
    assert [week.due for week in found.weeks] == [1, 0, 0, 0, 1, 0, 0, 0]


def test_the_counts_tell_what_presses_apart_from_what_stands_there(held):
    counts = queues.queue_counts(held)
    assert counts.queues[queues.Queue.TRANSFER] == 4
    assert (counts.due.past, counts.due.soon, counts.due.today) == (2, 1, 0)
    assert counts.day == queues.forecast(held).today
