"""What is looked for: the typed line read as words, numbers and codes, the filters, and what of a case can be found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from counter_app.domain.basics.labelled import Labelled
from counter_app.domain.basics.numbering import (
    CASE_LETTERS,
    INSPECTION_LETTERS,
    ORDER_LETTERS,
    SERIES,
    SHIPPED_WORDS,
    TIP_LETTERS,
    WORDS,
    any_of,
    names_of_series,
)
from counter_app.domain.basics.reading import half_width, read_text
from counter_app.domain.basics.records import frozen
from counter_app.domain.filing.filing import FilingState

_PLAIN: Final = re.compile(r"[0-9A-Za-z\u4e00-\u9fff]*")
"""What needs no folding but of its case: nearly every text of a million cases."""
MOST_WORDS: Final = 6
LONGEST_WORD: Final = 40
"""Characters of a word that are looked at."""


class SearchField(Labelled):
    """What of a case can be found, in the order in which a match is told."""

    NUMBER = "number", "编号"
    REFERENCE = "reference", "收件编号"
    UNIT = "unit.name", "单位名称"
    SYSTEM = "system.name", "系统名称"
    ADDRESS = "system.address", "建设位置"
    AGENT = "agent.name", "经办人"
    USCC = "unit.uscc", "统一社会信用代码"
    PHONE = "agent.phone", "联系电话"
    UNIT_PHONE = "unit.phone", "单位电话"
    UNIT_ADDRESS = "unit.address", "单位地址"
    PLATFORM = "platform_number", "平台备案编号"
    DEVICE = "devices[].code", "设备编码"
    TITLE = "title", "名称"
    """Of a record beside the cases (`records.py`)."""


SPOKEN: Final = (
    *(SearchField.UNIT, SearchField.SYSTEM, SearchField.ADDRESS),
    *(SearchField.AGENT, SearchField.UNIT_ADDRESS, SearchField.TITLE),
)
"""What is found by its pinyin too."""
WRITTEN: Final = (*SPOKEN, SearchField.USCC, SearchField.PHONE, SearchField.UNIT_PHONE, SearchField.PLATFORM)
"""What stands in the index of words; numbers, references and devices are looked up in their own tables."""
_ANSWERED: Final = tuple(sought for sought in WRITTEN if sought not in (SearchField.PLATFORM, SearchField.TITLE))
PERSONAL: Final = (SearchField.AGENT, SearchField.PHONE, SearchField.UNIT_PHONE)
"""What a list shows only as far as the clerk typed it himself."""


def words_of_case(raw: Mapping[str, Any], platform_number: str) -> dict[SearchField, str]:
    """What of a case can be found by its words; `raw` are its answers as typed."""
    found: dict[SearchField, str] = {sought: _plain(raw.get(sought.value)) for sought in _ANSWERED}
    found[SearchField.PLATFORM] = platform_number
    return {sought: text for sought, text in found.items() if text}


def folded(text: str) -> tuple[str, Sequence[int]]:
    """`text` as it is compared: letters and digits only, half-width, lower case; and where each stood in `text`."""
    if _PLAIN.fullmatch(text):
        return text.lower(), range(len(text))
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    kept = [
        (char.lower(), place)
        for place, char in enumerate(half_width(text))
        if char.isalnum() and len(char.lower()) == 1
    ]
    return "".join(char for char, _place in kept), [place for _char, place in kept]


@frozen
class Filters:
    """What narrows the cases: a state, days of receipt (both inclusive, both or none), a place category."""

    state: FilingState | None = None
    first_day: date | None = None
    last_day: date | None = None
    place: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is narrowed."""
        return self == Filters()


class Period(Labelled):
    """The days of receipt a clerk can narrow to, as seen from today."""

    ANY = "any", "不限时间"
    TODAY = "today", "今日收件"
    WEEK = "week", "近7天收件"
    MONTH = "month", "本月收件"
    YEAR = "year", "今年收件"
    LAST_YEAR = "last_year", "去年收件"

    def days(self, today: date) -> tuple[date, date] | None:
        """The first and the last day, None for any."""
        match self:
            case Period.ANY:
                return None
            case Period.TODAY:
                return today, today
            case Period.WEEK:
                return today - timedelta(days=6), today
            case Period.MONTH:
                return today.replace(day=1), today
            case Period.YEAR:
                return date(today.year, 1, 1), date(today.year, 12, 31)
            case Period.LAST_YEAR:
                return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)


@frozen
class NumberQuery:
    """A number as far as it was typed: any of `series`, `year` 0 where none was typed, ordinals of one range."""

    series: tuple[str, ...]
    year: int
    first: int
    last: int


@frozen
class Query:
    """One typed line. `words` must all be found; the rest are further ways to find the same cases, each by itself.

    `reference` is the reference of a case, or the id of an inspection, an order or a tip, as far as it was typed.
    """

    words: tuple[str, ...] = ()
    number: NumberQuery | None = None
    reference: str = ""
    device: str = ""
    filters: Filters = Filters()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed and nothing narrowed."""
        return not self.words and self.number is None and self.filters.is_empty


_LETTERS: Final = {letters: series for series, letters in SERIES.values()}
_IN_BARCODE: Final = re.compile(rf"(?P<series>{'|'.join(_LETTERS)})(?P<year>\d{{4}})-?(?P<ordinal>\d{{0,9}})")
_BARE: Final = re.compile(r"(?:[〔\[(]?(?P<year>\d{4})(?:[〕\])年]-?|-))?第?(?P<ordinal>\d{1,6})号?")
_REFERENCE: Final = re.compile(
    rf"(?:{CASE_LETTERS}|{INSPECTION_LETTERS}|{ORDER_LETTERS}|{TIP_LETTERS})[0-9A-Z]{{2,10}}"
)
_DEVICE: Final = re.compile(r"\d{5,20}")
_MOST: Final = 999_999_999
_WIDTH: Final = 4


@cache
def _in_words(names: frozenset[str]) -> re.Pattern[str]:
    return re.compile(
        rf"(?:.*?(?P<series>{any_of(names)}))[〔\[(]?(?:(?P<year>\d{{4}})[〕\])年-]*)?第?(?P<ordinal>\d{{0,9}})号?"
    )


def read_query(line: str, filters: Filters | None = None, series_words: Mapping[str, str] = SHIPPED_WORDS) -> Query:
    """Read what was typed so far; blanks part words that must all be found. `series_words` are the office's own."""
    filters = filters or Filters()
    compact = "".join(half_width(read_text(line)).upper().split())
    words = tuple(
        word[:LONGEST_WORD] for part in read_text(line).replace("\u3000", " ").split() if (word := folded(part)[0])
    )[:MOST_WORDS]
    digits = compact.replace("-", "")
    return Query(
        words,
        _number(compact, series_words),
        compact if _REFERENCE.fullmatch(compact) else "",
        digits if _DEVICE.fullmatch(digits) else "",
        filters,
    )


def _number(compact: str, series_words: Mapping[str, str]) -> NumberQuery | None:
    names = {name: series for name, series in names_of_series(series_words).items() if name not in _LETTERS}
    if match := _in_words(frozenset(names)).fullmatch(compact):
        series: tuple[str, ...] = (names[match["series"]],)
    elif match := _IN_BARCODE.fullmatch(compact):
        series = (_LETTERS[match["series"]],)
    elif match := _BARE.fullmatch(compact):
        series = tuple(WORDS)
    else:
        return None
    first, last = _ordinals(match["ordinal"])
    return NumberQuery(series, int(match["year"] or 0), first, last) if last >= first else None


def _ordinals(typed: str) -> tuple[int, int]:
    """The ordinals that are written as `typed` begins: `001` may become 0010 to 0019, `0012` is 12."""
    if not typed:
        return 1, _MOST
    if not typed.startswith("0") or len(typed) >= _WIDTH:
        return max(1, int(typed)), int(typed)
    tail = 10 ** (_WIDTH - len(typed))
    return max(1, int(typed) * tail), int(typed) * tail + tail - 1


def _plain(raw: object) -> str:
    return "" if raw is None or isinstance(raw, list) else read_text(str(raw))
