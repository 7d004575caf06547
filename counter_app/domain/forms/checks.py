"""The named checks a form may use: pure functions, true where there is nothing to judge.

A check takes the answers and the `key` it stands on; the rest are its arguments, given by the form and checked
against this signature when the form is loaded. A check that needs more than the answers takes `facts`. A row check
stands on a group and returns the numbers of the rows that fail it, counted from 1.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from counter_app.domain.forms.answers import Answers
    from counter_app.domain.forms.facts import Facts

CheckFunction = TypeVar("CheckFunction", bound=Callable[..., Any])

CHECKS: dict[str, Callable[..., bool]] = {}
ROW_CHECKS: dict[str, Callable[..., Iterable[int]]] = {}

_USCC = partial(re.compile, r"[0-9ABCDEFGHJKLMNPQRTUWXY]{18}")
_EIGHTEEN = partial(re.compile, r"\d{17}[\dX]", re.ASCII)


def check(function: CheckFunction) -> CheckFunction:
    """Offer `function` to the forms under its own name."""
    CHECKS[function.__name__] = function
    return function


def row_check(function: CheckFunction) -> CheckFunction:
    """Offer `function` to the groups of the forms under its own name."""
    ROW_CHECKS[function.__name__] = function
    return function


@check
def at_least(answers: Answers, *, key: str, minimum: int) -> bool:
    """The number under `key` is `minimum` or more."""
    match answers.get(key):
        case int(value):
            return value >= minimum
        case _:
            return True


@check
def at_most(answers: Answers, *, key: str, maximum: int) -> bool:
    """The number under `key` is `maximum` or less."""
    match answers.get(key):
        case int(value):
            return value <= maximum
        case _:
            return True


@check
def matches(answers: Answers, *, key: str, pattern: str) -> bool:
    """The whole text or code under `key` has the shape of `pattern`."""
    match answers.get(key):
        case str(value):
            return re.fullmatch(pattern, value, re.ASCII) is not None
        case _:
            return True


@check
def is_not(answers: Answers, *, key: str, values: tuple[str, ...]) -> bool:
    """The value under `key` is none of `values`."""
    return answers.get(key) not in values


@check
def not_ticked(answers: Answers, *, key: str) -> bool:
    """The box under `key` is not ticked."""
    return answers.get(key) is not True


@check
def filled_where_ticked(answers: Answers, *, key: str, ticked: str) -> bool:
    """Something was recorded under `key`, where the box under `ticked` is ticked."""
    return answers.get(ticked) is not True or not answers.is_blank(key)


@check
def uscc_shape(answers: Answers, *, key: str) -> bool:
    """Eighteen characters of the alphabet of GB 32100-2015."""
    match answers.get(key):
        case str(value):
            return _USCC().fullmatch(value) is not None
        case _:
            return True


@check
def uscc_check_character(answers: Answers, *, key: str) -> bool:
    """The eighteenth character follows from the others (GB 32100-2015)."""
    match answers.get(key):
        case str(value) if _USCC().fullmatch(value):
            from stdnum.cn import uscc  # brings ssl and pydoc along, which no window waits for

            # Not `uscc.validate`: it refuses letters in the first eight places, which the standard allows.
            return bool(uscc.calc_check_digit(value[:17]) == value[17])
        case _:
            return True


# Identity documents -----------------------------------------------------------------------------------------------

_ID_SHAPES: dict[str, str] = {
    "hmt_residence": r"8[123]0000\d{11}[\dX]",
    "foreign_permanent": r"9\d{16}[\dX]|[A-Z]{3}\d{12}",
    "hm_permit": r"[HM][A-Z]?\d{7,10}",
    "taiwan_permit": r"[A-Z\d]{8,12}",
}
"""Outside these no number of that kind can lie, whatever is issued later."""
_USUAL_ID_SHAPES: dict[str, str] = {
    "hm_permit": r"[HM]\d{8}(\d{2})?|[HM]A\d{7}",
    "taiwan_permit": r"\d{8}|\d{10}([A-Z]|\d)?",
    "passport": r"[A-Z\d]{5,17}",
}
"""What has been issued so far; a number of another shape may be a newer one."""
_CHECKED_TYPES = frozenset({"resident_id", "hmt_residence", "foreign_permanent"})
_FIRST_BIRTH = date(1900, 1, 1)
"""Nobody alive was born before."""


@check
def id_number_shape(answers: Answers, *, key: str, id_type: str, facts: Facts) -> bool:
    """The number has the length, alphabet and birth date of the document named under `id_type` (GB 11643-1999).

    The first six digits never make a resident's number wrong: codes change, and people keep theirs. A birth date
    after the day of receipt is none. Documents whose numbers are not closed are held to `id_number_usual_shape` only.
    """
    number, kind = answers.get(key), answers.get(id_type)
    if not isinstance(number, str) or not isinstance(kind, str):
        return True
    if kind == "resident_id":
        return _EIGHTEEN().fullmatch(number) is not None and _born_by(number, facts.received_on)
    shape = _ID_SHAPES.get(kind)
    if shape is None:
        return True
    if re.fullmatch(shape, number, re.ASCII) is None:
        return False
    return kind not in _CHECKED_TYPES or _EIGHTEEN().fullmatch(number) is None or _born_by(number, facts.received_on)


@check
def id_number_usual_shape(answers: Answers, *, key: str, id_type: str) -> bool:
    """The number has a shape that the document named under `id_type` is known to have, where these may grow."""
    number, kind = answers.get(key), answers.get(id_type)
    if not isinstance(number, str) or kind not in _USUAL_ID_SHAPES:
        return True
    return re.fullmatch(_USUAL_ID_SHAPES[str(kind)], number, re.ASCII) is not None


@check
def id_number_check_digit(answers: Answers, *, key: str, id_type: str) -> bool:
    """The last digit follows from the others, for documents numbered after GB 11643-1999."""
    number, kind = answers.get(key), answers.get(id_type)
    if kind not in _CHECKED_TYPES or not isinstance(number, str) or _EIGHTEEN().fullmatch(number) is None:
        return True
    from stdnum.cn import ric

    # Not `ric.validate`: it refuses county codes that were not in force in the year of birth.
    return bool(ric.calc_check_digit(number) == number[17])


def _born_by(number: str, day: date) -> bool:
    try:
        return _FIRST_BIRTH <= date(int(number[6:10]), int(number[10:12]), int(number[12:14])) <= day
    except ValueError:
        return False


# Dates ------------------------------------------------------------------------------------------------------------


@check
def not_after_receipt(answers: Answers, *, key: str, facts: Facts) -> bool:
    """The date under `key` is the day of receipt or before."""
    match answers.get(key):
        case date() as day:
            return day <= facts.received_on
        case _:
            return True


@check
def filed_in_time(answers: Answers, *, key: str, facts: Facts) -> bool:
    """Received within the period of 《条例》第十四条 from the day in use under `key`."""
    from counter_app.domain.calendar.periods import filing_due

    match answers.get(key):
        case date() as day if day <= facts.received_on:
            return facts.received_on <= filing_due(day, facts.calendar).date
        case _:
            return True


# Places -----------------------------------------------------------------------------------------------------------

_LATITUDES = (Decimal(3), Decimal(54))
_LONGITUDES = (Decimal(73), Decimal(136))


@check
def not_swapped(answers: Answers, *, key: str, latitude: str) -> bool:
    """The longitude under `key` and the `latitude` are not each in the other's place, judged by the country's span."""
    match answers.get(key), answers.get(latitude):
        case Decimal() as east, Decimal() as north:
            swapped = _LATITUDES[0] <= east <= _LATITUDES[1] and _LONGITUDES[0] <= north <= _LONGITUDES[1]
            return not swapped
        case _:
            return True


@check
def inside_area(answers: Answers, *, key: str, latitude: str, facts: Facts) -> bool:
    """The point lies in the office's area; a swapped pair is told as that and not as lying outside."""
    match answers.get(key), answers.get(latitude):
        case Decimal() as east, Decimal() as north:
            return facts.area.holds(east, north) or not not_swapped(answers, key=key, latitude=latitude)
        case _:
            return True


@check
def outside_private_rooms(  # noqa: PLR0913 - each list of words is an argument of the form
    answers: Answers,
    *,
    key: str,
    rooms: tuple[str, ...],
    houses: tuple[str, ...],
    not_rooms: tuple[str, ...],
    within: tuple[str, ...],
    beside: tuple[str, ...],
    endings: tuple[str, ...],
    building_parts: tuple[str, ...],
    towards: tuple[str, ...],
) -> bool:
    """The place under `key` is not the inside of a room named by 《条例》第八条.

    A name of `rooms` (浴室 …) is the inside of one where nothing follows it but its number or something that stands
    in it (one of `within`: 隔间 …), or where 内 or 里 follows before anything else. It is a place beside one where one
    of `beside` (走廊 …) follows, where what follows ends with one of `endings` (侧, 办公室 …), or after one of
    `towards` (靠近 …). One of `houses` (公寓 …), and a room's name followed at once by one of `building_parts` (楼 …),
    names a building, of which only a numbered room counts. Names in `not_rooms` (面包房 …) only look like rooms.
    """
    words = _PlaceWords(rooms, houses, not_rooms, within, beside, endings, building_parts, towards)
    match answers.get(key):
        case str(place):
            return not _names_inside("".join(place.split()), words)
        case _:
            return True


class _PlaceWords(NamedTuple):
    rooms: tuple[str, ...]
    houses: tuple[str, ...]
    not_rooms: tuple[str, ...]
    within: tuple[str, ...]
    beside: tuple[str, ...]
    endings: tuple[str, ...]
    building_parts: tuple[str, ...]
    towards: tuple[str, ...]


_NUMBERED_ROOM = partial(
    re.compile,
    r"[A-Za-z]?\d{2,4}号?(?:室|房|寝|宿舍|套间|间(?!之))(?!门)|(?:[楼栋幢座层区\-—]|单元|公寓|宿舍|寝室)[A-Za-z]?\d{3,4}$|房间",
)
_BUILDING_NUMBER = partial(re.compile, r"[A-Za-z\d一二三四五六七八九十]{1,3}[号#]?(?:楼|栋|幢|座|单元)")
_OWN_NUMBER = partial(
    re.compile,
    r"[(（\[]?[-—]?[A-Za-z]?(?:\d{1,5}|[一二三四五六七八九十甲乙丙丁]{1,2})?[A-Za-z]?号?(?:室|房|间)?[)）\]]?",
)
"""What may follow a room's name and says which one it is: 302, （302）, 3号房, 二号."""
_INSIDE = partial(re.compile, "(?:门)?[内里]")
_LIST_SIGN = partial(re.compile, r"[、,，和与及/或]?")


def _names_inside(place: str, words: _PlaceWords) -> bool:
    named = _any_of((*words.rooms, *words.houses))
    if named.search(place) is None:  # most places
        return False
    place = _any_of(words.not_rooms).sub("\N{KATAKANA MIDDLE DOT}", place)
    mentions = list(named.finditer(place))
    for index, mention in enumerate(mentions):
        end = mentions[index + 1].start() if index + 1 < len(mentions) else len(place)
        after = place[mention.end() : end]
        if place[: mention.start()].endswith(words.towards) and _INSIDE().match(after) is None:
            continue
        in_building = (
            mention[0] in words.houses
            or after.startswith(words.building_parts)
            or _BUILDING_NUMBER().match(after) is not None
        )
        if in_building:
            numbered = _NUMBERED_ROOM().search(mention[0] + after)
            if numbered is None:
                continue
            after = (mention[0] + after)[numbered.end() :]
        if _leads_beside(after, words):
            continue
        # 更衣室与浴室之间的走廊: a list of rooms shares what follows the last of them.
        if index + 1 < len(mentions) and _LIST_SIGN().fullmatch(after):
            continue
        return True
    return False


def _leads_beside(after: str, words: _PlaceWords) -> bool:
    """Whether what follows a room's name leads out of it, before anything leads into it."""
    said = _INSIDE().split(after, maxsplit=1)[0]
    if any(word in said for word in words.beside):
        return True
    if said != after or any(word in said for word in words.within):
        return False
    own = _OWN_NUMBER().match(said)
    return said[own.end() if own else 0 :].endswith(words.endings)


@lru_cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


@check
def not_filed_before(_answers: Answers, *, key: str, facts: Facts) -> bool:  # noqa: ARG001 - every check has a key
    """No filed system of the same unit stands at the same address."""
    return facts.filed_before == 0


# Rows -------------------------------------------------------------------------------------------------------------


@check
def equals_row_count(answers: Answers, *, key: str, group: str) -> bool:
    """The number under `key` is the number of rows of `group`, where rows are given."""
    count = len(answers.rows(group))
    match answers.get(key):
        case int(value) if count:
            return value == count
        case _:
            return True


@row_check
def distinct(answers: Answers, *, key: str, column: str) -> Iterable[int]:
    """No two rows have the same value in `column`; returns the rows that do."""
    rows = answers.numbered_rows(key)
    values = [(number, row.get(column)) for number, row in rows]
    counted = Counter(value for _number, value in values if value is not None)
    if len(counted) == counted.total():
        return ()
    return tuple(number for number, value in values if value is not None and counted[value] > 1)
