"""Reads the State Council's yearly notice (国务院办公厅关于…年部分节假日安排的通知) as it is pasted.

The wordings are those of the notices since 2007. What cannot be read is named with its line, and so is what
contradicts itself: a weekday in brackets, a number of days (共3天), a day that is off and worked. Nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import field
from datetime import date
from typing import Final

from counter_app.domain.basics.records import frozen, mutable
from counter_app.domain.basics.unseen import without_unseen
from counter_app.domain.calendar.notice_dates import DAY, DAYS, DateReader, said
from counter_app.domain.calendar.working_days import Holiday, gathered, is_weekend


@frozen
class NoticeDoubt:
    """Something in a notice that could not be read or contradicts itself; `line` counts from 1, 0 for the whole."""

    line: int
    text: str
    reason: str


@frozen
class ReadNotice:
    """What a notice says. `year` is None where it names none; `title` and `number` are empty where it has none."""

    year: int | None = None
    title: str = ""
    number: str = ""
    holidays: tuple[Holiday, ...] = ()
    doubts: tuple[NoticeDoubt, ...] = ()


_NUMERAL: Final = "一二三四五六七八九十"
_COUNT: Final = rf"(\d+|[{_NUMERAL}两]+)天"
_YEAR = re.compile(r"(?<!\d)(\d{4})年[^。:]{0,60}?(?:节假日|放假|假期)")
_LONE_YEAR = re.compile(r"^\s*(\d{4})年?\s*$", re.MULTILINE)
_NUMBER = re.compile(r"(国办发(?:明电)?)[〔\[(](\d{4})[〕\])](\d+)号")
_SIGNED = re.compile(r"国务院办公厅(?:\d{4}年\d{1,2}月\d{1,2}日|[〇○零一二三四五六七八九]{4}年)")
_HEAD = re.compile(
    rf"(?:[\W_]*第?[(【\[]?([{_NUMERAL}]{{1,3}}(?=[)】\]、.,是至]|项)|\d{{1,2}}(?![月日年\d]))[)】\]、.,是项]*、?)?([^\d:。;,()]{{1,20}}):"
)
_DASHES: Final = "—–―‐‑‒−~-"
"""Signs between two days; each is read as 至."""
_UP_TO = re.compile(r"(?<=[日)])到(?=\d)")
_BULLET = re.compile(r"^[至*+·•●○■□◆◇▪▫▶►➢–]+(?!\d)")
"""Signs that a chat program or a web page puts before the lines of a list."""
_TITLE = re.compile(r"国务院办公厅关于")
_LATER = re.compile(r"国务院办公厅关于|[^。]*(?:放假|上班|假期|调休|补休)[^。]*。|\d日[^。]{0,12}上班|延长")
"""A notice or a sentence about days; the headlines that a news page puts below are none."""
_FESTIVAL = re.compile(r"节|元旦|五一|十一|除夕|纪念日")
_NAME_BEGINS = re.compile(r"元旦|春节|清明|劳动|五一|端午|中秋|国庆|十一|除夕|妇女|青年|儿童|建军|[“\"]")
_NO_NAME = re.compile(rf"^(?:[^\w“\"]|[_〇]|至|[a-zA-Z]{{1,3}}[.、)]?|第?[{_NUMERAL}]{{1,3}}[、.]?)+")
_STARTS = "。:;!"
_PROSE = re.compile(r"^(?:鼓励|节假日期间|各地区)")
_DATED_ACT = re.compile(rf"{DAY}[^,。;]{{0,12}}(?:放假|上班|补休|调休)")
_LEAD: Final = r"^(?:其中:?|即)?[将从自]?"
_OFF = re.compile(rf"{_LEAD}(?P<days>{DAYS})(?:放假|调休|公休|补休|休息)+(?:共?{_COUNT})?$")
_ON = re.compile(rf"{_LEAD}(?P<days>{DAYS})(?:正常|照常|均)?上班$")
_MOVED = re.compile(
    rf"{_LEAD}(?P<days>{DAYS})(?:[{_NUMERAL}两]个)?公休日?(?:及[^\d,]{{1,6}}?)?(?:分别)?调[至到](?P<to>{DAYS})$"
)
_KNOWN_OFF = re.compile(rf"{_LEAD}(?P<days>{DAYS})[为是]?(?:[^\d,]{{0,6}}法定节?假日|公休日|照常公休)$")
_ALTOGETHER = re.compile(rf"^共(?:计|放假)?{_COUNT}$")
_SAYS_NOTHING_NEW = re.compile(r"^(?:其中:?|与周末连休|不调休)?$")


def read_notice(text: str) -> ReadNotice:
    """Read a notice as it was pasted; lines may be broken anywhere, punctuation of any width."""
    plain = _Plain(text)
    year = _year(plain, text)
    if year is None:
        return ReadNotice(doubts=(NoticeDoubt(0, "", "没有识别到通知的年份，在第一行写明，如 2027年"),))
    heads = _heads(plain)
    doubts = [plain.doubt(at, "这一句没有归到哪个节日，没有采用") for at in _left_out(plain, heads)]
    doubts += plain.unread()
    ends = [*(head.start() for head in heads[1:]), len(plain.text)] if heads else []
    items = [_Item(plain, year, head[2], head.end(), end) for head, end in zip(heads, ends, strict=True)]
    for item in items:
        item.read()
        doubts += item.doubts
    doubts += _numbered_wrongly(plain, heads) + _twice(items) + _lacking(plain, [item.name for item in items])
    if not items:
        doubts.append(NoticeDoubt(0, "", "没有识别到节日，各项应写成：一、元旦：1月1日至3日放假调休，共3天。"))
    number = _NUMBER.search(plain.text)
    title = f"国务院办公厅关于{year}年部分节假日安排的通知"
    return ReadNotice(
        year,
        title if title in plain.text else "",
        f"{number[1]}〔{number[2]}〕{number[3]}号" if number else "",
        tuple(sorted((holiday for item in items for holiday in item.holidays()), key=lambda one: one.first)),
        tuple(sorted(doubts, key=lambda doubt: doubt.line)),
    )


class _Plain:
    """The text without blanks and line breaks, its punctuation half-width, up to the signature."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        parts, self.starts, length = [], [], 0
        for line in self._lines:
            part = "".join(unicodedata.normalize("NFKC", without_unseen(line)).split())
            part = _BULLET.sub("", _UP_TO.sub("至", re.sub(f"[{_DASHES}]", "至", part)))
            self.starts.append(length)
            parts.append(part)
            length += len(part)
        joined = "".join(parts)
        signed = _SIGNED.search(joined)
        self.text = joined[: signed.start()] if signed else joined
        self._after = joined[signed.end() :] if signed else ""
        self._signed = signed.end() if signed else len(joined)

    def unread(self) -> list[NoticeDoubt]:
        """What speaks of days off or worked after the signature: another notice that may change this one."""
        found = _LATER.search(self._after)
        if found is None:
            return []
        title = _TITLE.search(self._after)
        return [
            self.doubt(
                self._signed + (title or found).start(),
                "落款之后的内容没有读取：属于另一个通知的（如延长假期），把改动并入正文后再读取",
            )
        ]

    def line_of(self, at: int) -> int:
        """The line, from 1, on which the character at `at` stands."""
        return bisect_right(self.starts, at)

    def doubt(self, at: int, reason: str) -> NoticeDoubt:
        """A doubt about what stands at `at`."""
        line = self.line_of(at)
        return NoticeDoubt(line, self._lines[line - 1].strip(), reason)


def _year(plain: _Plain, text: str) -> int | None:
    found = _YEAR.search(plain.text) or _LONE_YEAR.search(unicodedata.normalize("NFKC", text))
    year = int(found[1]) if found else 0
    return year if date.min.year < year < date.max.year else None


def _heads(plain: _Plain) -> list[re.Match[str]]:
    """Where the items begin: `一、元旦：` at the beginning of a line or of a sentence."""
    places = set(plain.starts) | {at + 1 for at, char in enumerate(plain.text) if char in _STARTS}
    found = (_HEAD.match(plain.text, at) for at in sorted(places))
    return [head for head in found if head is not None and _FESTIVAL.search(head[2]) and "放假" not in head[2]]


def _left_out(plain: _Plain, heads: list[re.Match[str]]) -> list[int]:
    """Where something is said about days before the first item."""
    end = heads[0].start() if heads else len(plain.text)
    return [found.start() for found in _DATED_ACT.finditer(plain.text, 0, end)]


def _numbered_wrongly(plain: _Plain, heads: list[re.Match[str]]) -> list[NoticeDoubt]:
    """An item that is missing in the middle leaves a gap in the numbers."""
    wrong = []
    for place, head in enumerate(heads, 1):
        ordinal = head[1]
        if ordinal is not None and _number(ordinal) != place:
            wrong.append(plain.doubt(head.start(), f"这是第{place}项，通知编为“{ordinal}”，核对是否少了一项"))
            break
    return wrong


def _lacking(plain: _Plain, names: list[str]) -> list[NoticeDoubt]:
    """The holidays that the opening sentence lists and that have no item."""
    opening = re.search(r"\d{4}年([^。:\d]{2,60}?)(?:等节日|等节假日)?放假", plain.text)
    if opening is None or "部分节假日" in opening[1]:
        return []
    listed = [one.strip("“”\"'") for one in re.split("[、和及,]", opening[1])]
    whole = "".join(names).replace("“", "").replace("”", "")
    missing = [one for one in listed if _FESTIVAL.search(one) and one.replace("“", "").replace("”", "") not in whole]
    return [plain.doubt(opening.start(1), f"开头列有{one}，没有识别到对应的一项") for one in missing]


def _twice(items: list[_Item]) -> list[NoticeDoubt]:
    """Days that two items rule on."""
    owners: dict[date, str] = {}
    return [
        item.doubt(f"{said(day)}在{owners[day]}里已经写过")
        for item in items
        for day in sorted({*item.off, *item.on})
        if owners.setdefault(day, item.name) != item.name
    ]


def _number(words: str) -> int:
    """`3`, `三` and `十二` as numbers."""
    if words.isdigit():
        return int(words)
    tens, ten, ones = words.replace("两", "二").rpartition("十")
    value = _NUMERAL.find(ones) + 1
    return value + (10 * (_NUMERAL.find(tens) + 1 if tens else 1) if ten else 0)


def _clean_name(name: str) -> str:
    """The name of a holiday without the signs and numbers of a list before it, and without signs around it."""
    if _NAME_BEGINS.match(name) is None:
        begin = _NAME_BEGINS.search(name)
        sign = _NO_NAME.match(name[: begin.start()] if begin else name)
        name = name[sign.end() :] if sign else name
    return re.sub(r"^\W+|\W+$", "", re.sub('[“”"]', "", name))


@mutable
class _Item:
    """One item of a notice, from `begin` to `end` of the text."""

    plain: _Plain
    year: int
    name: str
    begin: int
    end: int
    off: list[date] = field(default_factory=list)
    on: list[date] = field(default_factory=list)
    known_off: list[date] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    doubts: list[NoticeDoubt] = field(default_factory=list)

    def read(self) -> None:
        """Read every sentence, then hold what they say against each other."""
        self.name = _clean_name(self.name)
        if not self.name.isalpha() and not all(part.isalpha() for part in re.split("[、和]", self.name)):
            self.doubts.append(self.doubt(f"无法识别节日的名称“{self.name}”"))
        dates = DateReader(self.year, new_year="元旦" in self.name)
        # A comma within brackets parts nothing.
        text = re.sub(r"\([^()]*\)", lambda m: re.sub("[,;。]", "、", m[0]), self.plain.text[self.begin : self.end])
        text = re.sub(r"(\d{1,2}月\d{1,2})至", r"\1日至", text)
        text = re.sub(r"至+", "至", text)
        place = self.begin
        for sentence in re.split("[。;!]", text):
            if re.search(rf"{DAY}|{_COUNT}", sentence) and not _PROSE.match(sentence):
                for clause in sentence.split(","):
                    self._clause(clause, place, dates)
            place = min(place + len(sentence) + 1, self.end - 1)
        self._judge()

    def doubt(self, reason: str) -> NoticeDoubt:
        """A doubt about the item as a whole."""
        return self.plain.doubt(max(self.begin - 1, 0), reason)

    def holidays(self) -> list[Holiday]:
        """The days off in runs, the make-up workdays with the first of them."""
        return gathered(dict.fromkeys(self.off, self.name), dict.fromkeys(self.on, self.name))

    def _clause(self, clause: str, at: int, dates: DateReader) -> None:
        if _SAYS_NOTHING_NEW.match(clause):
            return
        if count := _ALTOGETHER.match(clause):
            self.counts.append(_number(count[1]))
            return
        for pattern, days in ((_OFF, self.off), (_ON, self.on), (_KNOWN_OFF, self.known_off)):
            if match := pattern.match(clause):
                self._take(match["days"], days, at, dates)
                if pattern is _OFF and match[2]:
                    self.counts.append(_number(match[2]))
                return
        if match := _MOVED.match(clause):
            moved: list[date] = []
            self._take(match["days"], moved, at, dates)
            self._take(match["to"], self.known_off, at, dates)
            # A weekend day within the holiday gives its rest to another day and stays off itself.
            self.on += [day for day in moved if day not in self.off]
            return
        self.doubts.append(self.plain.doubt(at, f"无法识别“{clause}”"))

    def _take(self, words: str, days: list[date], at: int, dates: DateReader) -> None:
        found, wrong = dates.days(words)
        days += [day for day in found if day not in days]
        self.doubts += [self.plain.doubt(at, reason) for reason in wrong]

    def _judge(self) -> None:
        """What the sentences say of each other."""
        off = set(self.off)
        self.on = sorted(set(self.on))
        wrong = [f"{said(day)}既写放假又写上班" for day in self.on if day in off]
        wrong += [f"{said(day)}不是周六或周日，不会是调休上班日" for day in self.on if not is_weekend(day)]
        wrong += [
            f"{said(day)}写为休息，不在放假的日期内" for day in self.known_off if day not in off and not is_weekend(day)
        ]
        wrong += [f"写的是共{count}天，识别到的是{len(off)}天" for count in self.counts if count != len(off)]
        if not off:
            wrong.append(f"没有识别到{self.name}放假的日期")
        self.on = [day for day in self.on if day not in off and is_weekend(day)]
        self.doubts += [self.doubt(reason) for reason in wrong]
