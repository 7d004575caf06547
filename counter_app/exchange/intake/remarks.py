"""Gathers what is doubtful and what cannot be read while a workbook is read through."""

from __future__ import annotations

from typing import Final

from counter_app.domain.basics.reading import read_text
from counter_app.domain.basics.refusal import Refusal

_TOLD: Final = 10
_MOST_WARNINGS: Final = 30
_MOST_KEPT: Final = 1000
_LONGEST_QUOTE: Final = 40


class UnreadableCells(Refusal):
    """Cells that cannot be read; `places` names each by sheet, row and label."""

    def __init__(self, places: tuple[str, ...], count: int) -> None:
        """`places` are sentences, the first ones of `count`."""
        more = f"；另有{count - _TOLD}处" if count > _TOLD else ""
        super().__init__(
            f"工作簿有{count}处无法读取：" + "；".join(places[:_TOLD]) + more, "在 Excel 或 WPS 里改正并保存后再导入"
        )
        self.places = places
        self._count = count

    def __reduce__(self) -> tuple[type[UnreadableCells], tuple[tuple[str, ...], int]]:
        """As it is sent from the process that read the file."""
        return UnreadableCells, (self.places, self._count)


class Remarks:
    """The remarks on one workbook. None of them repeats a value: it may be a name or an identity number."""

    def __init__(self) -> None:
        self._unreadable: list[str] = []
        self._count = 0
        self._warnings: dict[str, None] = {}
        self._unsaid = 0

    def unreadable(self, sheet: str, row: int, label: str, why: str) -> None:
        """The cell in `row` (counted from 1, as Excel shows it) under `label` cannot be read."""
        self._count += 1
        if self._count <= _MOST_KEPT:
            self._unreadable.append(f"“{sheet}”第{row}行“{label}”{why}")

    def warn(self, sentence: str) -> None:
        """Say that something was read and is doubtful, or was passed over."""
        if sentence in self._warnings:
            return
        if len(self._warnings) < _MOST_WARNINGS:
            self._warnings[sentence] = None
        else:
            self._unsaid += 1

    @property
    def warnings(self) -> tuple[str, ...]:
        """The warnings, each once."""
        more = (f"另有{self._unsaid}处没有列出",) if self._unsaid else ()
        return (*self._warnings, *more)

    def refuse_if_unreadable(self) -> None:
        """Raise `UnreadableCells` with everything gathered so far."""
        if self._count:
            raise UnreadableCells(tuple(self._unreadable), self._count)


def quoted(text: str) -> str:
    """A label that is not ours, short enough for a sentence."""
    shown = read_text(text)
    return shown if len(shown) <= _LONGEST_QUOTE else shown[:_LONGEST_QUOTE] + "…"
