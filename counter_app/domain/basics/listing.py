"""A list that goes out to a spreadsheet: its columns, and what a cell may hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeAlias

from counter_app.domain.basics.records import frozen

ListCell: TypeAlias = str | int | date | None
"""Text stays text, whatever it looks like; dates and counts are what they are; None leaves the cell empty."""


@frozen
class ListColumn:
    """The words above a column, and how many characters it is wide."""

    title: str
    width: int


@frozen
class ListSheet:
    """One sheet of a workbook of several lists."""

    title: str
    columns: Sequence[ListColumn]
    rows: Iterable[Sequence[ListCell]]
