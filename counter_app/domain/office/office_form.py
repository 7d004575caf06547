"""The office and its window, and what stands in the fields of their form (`forms/office/…/office.toml`)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import Any, Final

from counter_app.domain.basics.numbering import full_width_brackets
from counter_app.domain.basics.office import Office, Post
from counter_app.domain.basics.reading import read_text
from counter_app.domain.basics.unseen import is_blank
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.forms import Form

OFFICE_FORM: Final = "office/office"
_ADDED: Final = ("reconsideration", "court", "online_address", "supervision_phone")
_OFFICE: Final = ("name", "division", "prefix", "phone", "hours", "address", "department", *_ADDED)
OFFICE_KEYS: Final = (*(f"office.{name}" for name in _OFFICE), "post.window", "post.clerk")
"""All fields of the form: nothing else would be kept."""
ALWAYS_DEMANDED: Final = ("office.name", "post.window", "post.clerk")
"""Nothing can be issued without them."""
ADDED_KEYS: Final = tuple(f"office.{name}" for name in _ADDED)
"""Asked only since the forms of 2026-11: an office's own file that lacks them has them as they ship."""

_FIRST_WINDOW: Final = "1号窗口"
_BRANCH: Final = partial(re.compile, r"公安局(?P<place>.+?)(?:公安)?分局$")
_SEAT: Final = partial(re.compile, r"^(?P<place>.+?)公安(?:局|分局|处)?$")
_REGION: Final = partial(re.compile, r"[^省市州盟县区旗]+[省市州盟县区旗]+")
_COUNTIES: Final = ("县", "区", "旗")
_CITY_OF_COUNTIES: Final = "00"
"""The end of the division code of what is made up of counties; of the courts of its counties none is known."""


def default_prefix(office_name: str) -> str:
    """The prefix most offices use: 大公（视） for 大关县公安局, 昭公（视） for 昭通市公安局昭阳分局."""
    name = read_text(office_name)
    found = _BRANCH().search(name) or _SEAT().search(name)
    place = found["place"] if found else ""
    regions = _REGION().findall(place)
    seat = regions[-1] if regions and not _BRANCH().search(name) else place
    return f"{seat[:1]}公（视）"


def place_of(office_name: str) -> str:
    """The place an office is named after: 大关县, 昭阳 for 昭通市公安局昭阳分局; empty where its name does not say."""
    found = _BRANCH().search(read_text(office_name))
    return found["place"] if found else _seat(office_name)


def _seat(office_name: str) -> str:
    """The county or city that the office belongs to (大关县), empty where its name does not say (昭阳分局)."""
    found = _SEAT().search(read_text(office_name))
    regions = _REGION().findall(found["place"]) if found and not _BRANCH().search(found[0]) else []
    return regions[-1] if regions else ""


def default_reconsideration(office_name: str, division_name: str = "") -> str:
    """What most offices have, the government of the same level (《行政复议法》第二十四条); empty where not known.

    A branch (昭阳分局) names no county: that of its division is meant, the government of the place where it is.
    """
    seat = _seat(office_name) or division_name
    return f"{seat}人民政府" if seat else ""


def default_court(office_name: str, division: str, division_name: str = "") -> str:
    """The court most offices have, that of the same county or city, empty where not known. `division` is a code."""
    seat = _seat(office_name) or division_name
    one_court = seat.endswith(_COUNTIES) or (bool(division) and not division.endswith(_CITY_OF_COUNTIES))
    return f"{seat}人民法院" if seat and one_court else ""


def office_form_answers(form: Form, office: Office | None, post: Post) -> Answers:
    """What stands in the fields: what is kept, or sensible defaults where there is nothing yet.

    Review body and court of an office that has none yet are proposed too; they are kept once the clerk saves.
    """
    known = office if office is not None and not office.is_unnamed else Office("")
    raw = {f"office.{name}": getattr(known, name) for name in _OFFICE}
    raw["office.prefix"] = full_width_brackets(known.prefix)
    raw["office.reconsideration"] = known.reconsideration or default_reconsideration(known.name)
    raw["office.court"] = known.court or default_court(known.name, known.division)
    return Answers(form, {**raw, "post.window": post.window or _FIRST_WINDOW, "post.clerk": post.clerk})


def lacking_for_orders(office: Office) -> tuple[str, ...]:
    """The fields without which no order can say who orders and name its remedies."""
    named = "" if office.is_unnamed else office.name
    needed = {"office.name": named, "office.reconsideration": office.reconsideration, "office.court": office.court}
    return tuple(key for key, value in needed.items() if is_blank(value))


def read_office(answers: Answers, before: Office | None) -> Office:
    """The office as the fields say, everything else as `before`."""
    texts: dict[str, Any] = {name: answers.text(f"office.{name}") for name in _OFFICE}
    return replace(before or Office(""), **texts)


def read_post(answers: Answers) -> Post:
    """Who sits at which window, as the fields say."""
    return Post(answers.text("post.clerk"), answers.text("post.window"))
