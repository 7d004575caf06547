"""Refusals that several repositories give."""

from __future__ import annotations

from counter_app.services.ports import UnknownCase


def unknown_case() -> UnknownCase:
    """The refusal for a reference or number that nothing has."""
    return UnknownCase("没有找到这一件", "核对编号，或在今日受理中查找")
