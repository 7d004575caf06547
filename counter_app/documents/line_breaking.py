"""Where a line may end: UAX #14 by `uniseg`, and on top of it what Chinese official papers ask for.

No line begins with `，` or `）` and the like, none ends with `（` or `《`, and numbers, codes and years stay whole
(GB/T 9704-2012, 7.3.3: 数字、年份不能回行). A date may be parted between year, month and day, a document number before
its bracket: kept whole, they would leave holes that look like the end of a paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final

NO_LINE_START: Final = frozenset("，。、；：？！）》〉」』】〕｝］”’…—～·％‰℃°,.;:?!)]}%/")
NO_LINE_END: Final = frozenset("（《〈「『【〔｛［“‘([{￥¥$№#")
HALF_EMPTY: Final = frozenset("，。、；：？！）》〉」』】〕")
"""Full-width signs whose right half is blank: at the end of a line that half may stand in the margin."""

_SLACK: Final = 0.01  # of a point: sums of floats
_OPENING: Final = "（《〈「『【〔"
_CLOSING: Final = "，。、；：？！）》〉」』】〕"
_PLAIN: Final = re.compile(f"[一0a{_OPENING}{_CLOSING}]+")
"""Ideographs, digits, letters and full-width signs: here the standard comes to what `_parts_plainly` says."""

_BETWEEN_IDEOGRAPHS: Final = re.compile("(?<=一)(?=一)")
_IDEOGRAPHS: Final = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0x20000, 0x323B0))
_WHOLE: Final = re.compile(
    r"""〔\d{4}〕\d+号
        |[A-Za-z0-9](?:[A-Za-z0-9.,:/_@+*–—-]*[A-Za-z0-9*])?[年月日号时分项条天个页份台位]?""",
    re.VERBOSE | re.ASCII,
)
"""Stretches that stay whole as long as the line is wide enough: numbers with their unit, words and codes."""

_IN_CELLS: Final = re.compile(r"第[一二三四五六七八九十百零\d]{1,4}[条款项]|\d{1,2}月\d{1,2}日", re.ASCII)
"""Stays whole in a narrow cell, where lines are ragged anyway; in running text it would leave holes."""

_NARROW: Final = 16  # characters


class _Shapes(dict[int, str]):
    """What stands for a character: no rule tells one digit, one Latin letter or one ideograph from another."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if any(code in ideographs for ideographs in _IDEOGRAPHS):
            character = "一"
        elif character.isascii() and character.isalnum():
            character = "0" if character.isdigit() else "a"
        self[code] = character
        return character


_SHAPES: Final = _Shapes()


def _parts_plainly(before: str, after: str) -> bool:
    """Not after an opening sign, not before a closing one, not within a word or a number; else anywhere."""
    return before not in _OPENING and after not in _CLOSING and not (before in "0a" and after in "0a")


@lru_cache(maxsize=16384)
def _standard_breaks(cluster: str) -> tuple[int, ...]:
    if _PLAIN.fullmatch(cluster):
        inner = (p for p in range(1, len(cluster)) if _parts_plainly(cluster[p - 1], cluster[p]))
        return (*inner, len(cluster))
    from uniseg.linebreak import line_break_boundaries  # 45 ms that only a first paper should pay

    return tuple(line_break_boundaries(cluster))


def standard_opportunities(text: str) -> Iterator[int]:
    """The positions before which UAX #14 lets a line begin, the end of the text last.

    Two ideographs may always part, and no rule looks across such a pair. So `uniseg`, which takes 0.1 ms a
    character, is asked only about what stands between them, and only once for each shape.
    """
    start = 0
    for cluster in _BETWEEN_IDEOGRAPHS.split(text.translate(_SHAPES)):
        for position in _standard_breaks(cluster):
            yield start + position
        start += len(cluster)


def opportunities(text: str, *, narrow: bool = False) -> list[int]:
    """The positions before which a line may begin, in order, the end of the text last; `narrow` is a cell's line."""
    inside: set[int] = set()
    for whole in (_WHOLE, _IN_CELLS) if narrow else (_WHOLE,):
        for match in whole.finditer(text):
            inside.update(range(match.start() + 1, match.end()))
    end = len(text)
    return [p for p in standard_opportunities(text) if p == end or (p not in inside and _may_part(text, p))]


def _may_part(text: str, position: int) -> bool:
    return text[position] not in NO_LINE_START and text[position - 1] not in NO_LINE_END


def break_lines(text: str, advances: Sequence[float], first: float, rest: float) -> list[int]:
    """Fill lines greedily; return where each line ends.

    `advances` are the widths of the characters, `first` and `rest` the space on the first and on the other lines, all
    in one unit. What no line can hold whole is parted where UAX #14 allows it, and at the last between characters.
    """
    if not text:
        return [0]
    reach = [0.0, *accumulate(advances)]
    if line_width(text, reach, 0, len(text)) <= first + _SLACK:
        return [len(text)]
    wanted = opportunities(text, narrow=rest < _NARROW * max(advances))
    ends: list[int] = []
    start, space = 0, first
    while start < len(text):
        end = _furthest(text, reach, wanted, start, space)
        if end is None:
            end = _furthest(text, reach, list(standard_opportunities(text)), start, space)
        if end is None:
            inner = [p for p in range(start + 1, len(text) + 1) if p == len(text) or _may_part(text, p)]
            end = _furthest(text, reach, inner, start, space) or start + 1
        ends.append(end)
        start, space = end, rest
    return ends


def _furthest(text: str, reach: Sequence[float], positions: Sequence[int], start: int, space: float) -> int | None:
    best = None
    for index in range(bisect_right(positions, start), len(positions)):
        if line_width(text, reach, start, positions[index]) > space + _SLACK:
            break
        best = positions[index]
    return best


def line_width(text: str, reach: Sequence[float], start: int, end: int) -> float:
    """The width of a line that ends at `end`: blanks at its end and half of a closing sign do not count."""
    last = end
    while last > start and text[last - 1] == " ":
        last -= 1
    width = reach[last] - reach[start]
    if last - start > 1 and text[last - 1] in HALF_EMPTY:
        width -= (reach[last] - reach[last - 1]) / 2
    return width
