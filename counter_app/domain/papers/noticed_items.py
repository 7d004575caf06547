"""The items of a notice as they are listed: equal faults of several rows of a list stand on one line.

Sixty cameras without a place are sixty items and one line, `第1至60台设备：填写安装位置`. Items are counted through, so
that the last line ends with the number that the notice names. Codes stay those of the rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Final

from counter_app.domain.basics.records import frozen
from counter_app.domain.filing.one_time import DeficiencyOrigin
from counter_app.domain.forms.findings import Deficiency
from counter_app.domain.papers.papers import PaperFacts

_CELL: Final = re.compile(r"(?P<group>[^\[\]]+)\[(?P<row>\d+)\]\.(?P<name>.+)")
_RUN: Final = 3
"""Numbers in a row from which on only the first and the last are written."""


@frozen
class NoticedItem:
    """One line of a notice: a deficiency in the `words` for all `codes`, `first` being the number of the first."""

    first: int
    codes: tuple[str, ...]
    words: Deficiency
    origin: DeficiencyOrigin | None = None

    @property
    def numbers(self) -> range:
        """The numbers of its items on the notice."""
        return range(self.first, self.first + len(self.codes))


def noticed_items(facts: PaperFacts) -> list[NoticedItem]:
    """The lines of a notice, each at the place of its first item. What was issued before has a line an item."""
    origins = facts.further_notice.origins if facts.further_notice is not None else {}
    lines: dict[object, list[Deficiency]] = {}
    for item in facts.findings.deficiencies:
        words = _words_without_row(facts, item) if facts.revision else None
        lines.setdefault(item.code if words is None else (words, origins.get(item.code)), []).append(item)
    found: list[NoticedItem] = []
    first = 1
    for items in lines.values():
        words = items[0] if len(items) == 1 else _words_of_all(facts, items)
        found.append(NoticedItem(first, tuple(i.code for i in items), words, origins.get(items[0].code)))
        first += len(items)
    return found


def _words_without_row(facts: PaperFacts, item: Deficiency) -> Deficiency | None:
    """The item as it would read for any row; None where it is about no row of a list."""
    cell = _CELL.fullmatch(item.key)
    if cell is None or cell["group"] not in facts.answers.form.groups:
        return None
    where = facts.answers.form.groups[cell["group"]].row_label.format(row=cell["row"])
    anywhere = f"{cell['group']}[].{cell['name']}"
    return replace(
        item,
        code=anywhere + item.code.removeprefix(item.key),
        key=anywhere,
        label=item.label.removeprefix(where),
        message=item.message.removeprefix(f"{where}："),
    )


def _words_of_all(facts: PaperFacts, items: list[Deficiency]) -> Deficiency:
    words = _words_without_row(facts, items[0])
    assert words is not None  # noqa: S101 - only items of rows are put together
    rows = [int(cell["row"]) for cell in (_CELL.fullmatch(item.key) for item in items) if cell is not None]
    group = facts.answers.form.groups[words.key.partition("[]")[0]]
    where = group.row_label.format(row=numbered(rows))
    return replace(words, label=where + words.label, message=f"{where}：{words.message}")


def numbered(numbers: Iterable[int]) -> str:
    """`1、2、5至9`: ascending numbers, of three and more in a row only the first and the last."""
    return "、".join(_runs(numbers))


def _runs(numbers: Iterable[int]) -> Iterator[str]:
    for _key, run in groupby(enumerate(numbers), lambda place: place[1] - place[0]):
        row = [number for _at, number in run]
        if len(row) >= _RUN:
            yield f"{row[0]}至{row[-1]}"
        else:
            yield from map(str, row)
