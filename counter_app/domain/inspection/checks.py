"""The named checks of the forms of inspections, beside those of `forms/checks.py`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from counter_app.domain.basics.unseen import is_blank
from counter_app.domain.forms.checks import check
from counter_app.domain.inspection.reading import read_moment, read_officers

if TYPE_CHECKING:
    from counter_app.domain.forms.answers import Answers
    from counter_app.domain.forms.facts import Facts


@check
def is_moment(answers: Answers, *, key: str, facts: Facts) -> bool:
    """The text under `key` is a time: `9:30`, `0930`, or one with its day."""
    return answers.is_blank(key) or moment(answers, key, facts) is not None


@check
def not_before(answers: Answers, *, key: str, start: str, facts: Facts) -> bool:
    """The time under `key` is that under `start` or later."""
    begun, at = moment(answers, start, facts), moment(answers, key, facts)
    return begun is None or at is None or at >= begun


@check
def not_in_future(answers: Answers, *, key: str, facts: Facts) -> bool:
    """The time under `key` is not later than now."""
    at = moment(answers, key, facts)
    return at is None or facts.now is None or at <= facts.now


@check
def officers_at_least(answers: Answers, *, key: str, minimum: int) -> bool:
    """So many officers are named under `key`, each with a badge number of his own."""
    officers = read_officers(str(answers.raw.get(key) or ""))
    badges = {one.badge.strip() for one in officers if not is_blank(one.name) and not is_blank(one.badge)}
    return len(badges) >= minimum


def moment(answers: Answers, key: str, facts: Facts) -> datetime | None:
    """The time under `key`, one without a day on the day of `facts`, in the zone of its `now`; None for no time."""
    zone = facts.now.tzinfo if facts.now is not None else None
    raw = answers.raw.get(key)
    return read_moment(raw, facts.received_on, zone) if isinstance(raw, str) and zone is not None else None
