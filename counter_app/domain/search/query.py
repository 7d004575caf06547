"""What is looked for: the typed line read as words, numbers and codes, the filters, and what of a case can be found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from counter_app.domain.basics.numbering import SERIES
from counter_app.domain.basics.reading import half_width, read_text
from counter_app.domain.filing.filing import FilingState

_PLAIN: Final = re.compile(r"[0-9A-Za-z\u4e00-\u9fff]*")
"""What needs no folding but of its case: nearly every text of a million cases."""
MOST_WORDS: Final = 6
LONGEST_WORD: Final = 40
"""Characters of a word that are looked at."""


class SearchField(StrEnum):
    """What of a case can be found, in the order in which a match is told."""

    NUMBER = "number"
    REFERENCE = "reference"
    UNIT = "unit.name"
    SYSTEM = "system.name"
    ADDRESS = "system.address"
    AGENT = "agent.name"
    USCC = "unit.uscc"
    PHONE = "agent.phone"
    UNIT_PHONE = "unit.phone"
    UNIT_ADDRESS = "unit.address"
    PLATFORM = "platform_number"
    DEVICE = "devices[].code"

    @property
    def label(self) -> str:
        """As it stands before what was found."""
        return _LABELS[self]


_LABELS: Final = {
    SearchField.NUMBER: "编号",
    SearchField.REFERENCE: "件号",
    SearchField.UNIT: "单位名称",
    SearchField.SYSTEM: "系统名称",
    SearchField.ADDRESS: "建设位置",
    SearchField.AGENT: "经办人",
    SearchField.USCC: "统一社会信用代码",
    SearchField.PHONE: "联系电话",
    SearchField.UNIT_PHONE: "单位电话",
    SearchField.UNIT_ADDRESS: "单位地址",
    SearchField.PLATFORM: "平台备案编号",
    SearchField.DEVICE: "设备编码",
}
SPOKEN: Final = (SearchField.UNIT, SearchField.SYSTEM, SearchField.ADDRESS, SearchField.AGENT, SearchField.UNIT_ADDRESS)
"""What is found by its pinyin too."""
WRITTEN: Final = (*SPOKEN, SearchField.USCC, SearchField.PHONE, SearchField.UNIT_PHONE, SearchField.PLATFORM)
"""What stands in the index of words; numbers, references and devices are looked up in their own tables."""
PERSONAL: Final = (SearchField.AGENT, SearchField.PHONE, SearchField.UNIT_PHONE)
"""What a list shows only as far as the clerk typed it himself."""


def words_of_case(raw: Mapping[str, Any], platform_number: str) -> dict[SearchField, str]:
    """What of a case can be found by its words; `raw` are its answers as typed."""
    found: dict[SearchField, str] = {
        sought: _plain(raw.get(sought.value)) for sought in WRITTEN if sought is not SearchField.PLATFORM
    }
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


@dataclass(frozen=True, slots=True)
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


class Period(StrEnum):
    """The days of receipt a clerk can narrow to, as seen from today."""

    ANY = "any"
    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    LAST_YEAR = "last_year"

    @property
    def label(self) -> str:
        """In the counter's words."""
        return _PERIODS[self]

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


_PERIODS: Final = {
    Period.ANY: "不限时间",
    Period.TODAY: "今日收件",
    Period.WEEK: "近7天收件",
    Period.MONTH: "本月收件",
    Period.YEAR: "今年收件",
    Period.LAST_YEAR: "去年收件",
}


@dataclass(frozen=True, slots=True)
class NumberQuery:
    """A number as far as it was typed: any of `series`, `year` 0 where none was typed, ordinals of one range."""

    series: tuple[str, ...]
    year: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Query:
    """One typed line. `words` must all be found; the rest are further ways to find the same cases, each by itself."""

    words: tuple[str, ...] = ()
    number: NumberQuery | None = None
    reference: str = ""
    device: str = ""
    filters: Filters = Filters()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed and nothing narrowed."""
        return not self.words and self.number is None and self.filters.is_empty


_CHARACTERS: Final = {series: series for series, _letters in SERIES.values()}
_LETTERS: Final = {letters: series for series, letters in SERIES.values()}
_IN_WORDS: Final = re.compile(
    rf"(?:.*?(?P<series>{'|'.join(_CHARACTERS)}))[〔\[(]?(?:(?P<year>\d{{4}})[〕\])年-]*)?第?(?P<ordinal>\d{{0,9}})号?"
)
_IN_BARCODE: Final = re.compile(rf"(?P<series>{'|'.join(_LETTERS)})(?P<year>\d{{4}})-?(?P<ordinal>\d{{0,9}})")
_BARE: Final = re.compile(r"(?:[〔\[(]?(?P<year>\d{4})(?:[〕\])年]-?|-))?第?(?P<ordinal>\d{1,6})号?")
_REFERENCE: Final = re.compile(r"AJ[0-9A-Z]{2,10}")
_DEVICE: Final = re.compile(r"\d{5,20}")
_MOST: Final = 999_999_999
_WIDTH: Final = 4


def read_query(line: str, filters: Filters | None = None) -> Query:
    """Read what was typed so far; blanks part words that must all be found."""
    filters = filters or Filters()
    compact = "".join(half_width(read_text(line)).upper().split())
    words = tuple(
        word[:LONGEST_WORD] for part in read_text(line).replace("\u3000", " ").split() if (word := folded(part)[0])
    )[:MOST_WORDS]
    digits = compact.replace("-", "")
    return Query(
        words,
        _number(compact),
        compact if _REFERENCE.fullmatch(compact) else "",
        digits if _DEVICE.fullmatch(digits) else "",
        filters,
    )


def _number(compact: str) -> NumberQuery | None:
    if match := _IN_WORDS.fullmatch(compact):
        series: tuple[str, ...] = (match["series"],)
    elif match := _IN_BARCODE.fullmatch(compact):
        series = (_LETTERS[match["series"]],)
    elif match := _BARE.fullmatch(compact):
        series = tuple(_CHARACTERS)
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
