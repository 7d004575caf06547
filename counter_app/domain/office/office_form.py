"""The office and its window, and what stands in the fields of their form (`forms/office/…/office.toml`)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

from counter_app.domain.basics.office import Office, Post
from counter_app.domain.basics.reading import read_text
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.forms import Form

OFFICE_FORM: Final = "office/office"
_OFFICE: Final = ("name", "division", "prefix", "phone", "hours", "address", "department")
OFFICE_KEYS: Final = (*(f"office.{name}" for name in _OFFICE), "post.window", "post.clerk")
"""All fields of the form: nothing else would be kept."""
ALWAYS_DEMANDED: Final = ("office.name", "post.window", "post.clerk")
"""Nothing can be issued without them."""

_FIRST_WINDOW: Final = "1号窗口"
_BRANCH: Final = re.compile(r"公安局(?P<place>.+?)(?:公安)?分局$")
_SEAT: Final = re.compile(r"^(?P<place>.+?)公安(?:局|分局|处)?$")
_REGION: Final = re.compile(r"[^省市州盟县区旗]+[省市州盟县区旗]+")


def default_prefix(office_name: str) -> str:
    """The prefix most offices use: 大公(视) for 大关县公安局, 昭公(视) for 昭通市公安局昭阳分局."""
    name = read_text(office_name)
    found = _BRANCH.search(name) or _SEAT.search(name)
    place = found["place"] if found else ""
    regions = _REGION.findall(place)
    seat = regions[-1] if regions and not _BRANCH.search(name) else place
    return f"{seat[:1]}公(视)"


def office_form_answers(form: Form, office: Office | None, post: Post) -> Answers:
    """What stands in the fields: what is kept, or sensible defaults where there is nothing yet."""
    known = office or Office("")
    raw = {f"office.{name}": getattr(known, name) for name in _OFFICE}
    return Answers(form, {**raw, "post.window": post.window or _FIRST_WINDOW, "post.clerk": post.clerk})


def read_office(answers: Answers, before: Office | None) -> Office:
    """The office as the fields say, everything else as `before`."""
    texts: dict[str, Any] = {name: answers.text(f"office.{name}") for name in _OFFICE}
    return replace(before or Office(""), **texts)


def read_post(answers: Answers) -> Post:
    """Who sits at which window, as the fields say."""
    return Post(answers.text("post.clerk"), answers.text("post.window"))
