"""What waits at the counter: the queues, and how long something has waited or may still wait, in words."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

from counter_app.domain.basics.labelled import Labelled

SOON: Final = 5
"""Days before a last day from which on it is urgent."""


class Queue(Labelled):
    """今日, 待补正, 待录入, 待移交, 草稿: a case may stand in several."""

    TODAY = "today", "今日"
    DEFICIENT = "deficient", "待补正"
    COMPLETE = "complete", "待录入"
    TRANSFER = "transfer", "待移交"
    DRAFT = "draft", "草稿"


class Urgency(StrEnum):
    """How near a last day is: not yet near, within `SOON` days, past."""

    NORMAL = "normal"
    SOON = "soon"
    OVERDUE = "overdue"


def waited(since: date, today: date) -> str:
    """How long something has waited: `今日`, `已3天`."""
    days = (today - since).days
    return f"已{days}天" if days > 0 else "今日"


def days_left(last: date, today: date) -> str:
    """How long is left till the end of `last`: `余5天`, `今日到期`, `超期2天`."""
    days = (last - today).days
    if days == 0:
        return "今日到期"
    return f"余{days}天" if days > 0 else f"超期{-days}天"


def urgency(last: date, today: date) -> Urgency:
    """How urgent a last day is today."""
    days = (last - today).days
    if days < 0:
        return Urgency.OVERDUE
    return Urgency.SOON if days <= SOON else Urgency.NORMAL
