"""A tip and what stands in the fields of its form (`forms/inspection/…/tip.toml`)."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from typing import Final

from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.facts import Facts
from counter_app.domain.forms.forms import Form
from counter_app.domain.forms.lacks import proposals
from counter_app.domain.inspection.checks import moment
from counter_app.domain.inspection.code_lists import CONFIRMED
from counter_app.domain.inspection.office_fields import INFORMANT, office_answers
from counter_app.domain.inspection.reading import moment_words
from counter_app.domain.inspection.tips import Informant, Tip, TipCategory, TipState

TIP_FORM: Final = "inspection/tip"
REPORTED: Final = ("tip", INFORMANT)
"""The sections of the registration."""
CHECK, REPLY = "check", "reply"
"""The sections of the steps after it."""
_TEXTS: Final = ("channel", "place", "address", "content", "handler", "result", "reply")


def section_of_step(state: TipState | None) -> tuple[str, ...]:
    """The sections that are to be filled in next; none once it was answered."""
    steps = {None: REPORTED, TipState.OPEN: (CHECK,), TipState.CHECKED: (REPLY,), TipState.ANSWERED: ()}
    return steps[state]


def new_tip_answers(form: Form, facts: Facts) -> Answers:
    """A tip as it begins: received now, looked into by the day that the form proposes."""
    return Answers(form, {**proposals(form, facts), "tip.received_at": moment_words(facts.now)})


def tip_answers(form: Form, tip: Tip, zone: tzinfo) -> Answers:
    """What stands in the fields of a registered tip; who gave it does not."""
    return Answers(
        form,
        {
            **tip.more,
            **{f"tip.{name}": getattr(tip, name) for name in _TEXTS},
            "tip.received_at": moment_words(tip.received_at.astimezone(zone)),
            "tip.category": tip.category.value,
            "tip.check_due": f"{tip.check_due:%Y-%m-%d}" if tip.check_due is not None else None,
            "tip.confirmed": None if tip.confirmed is None else CONFIRMED if tip.confirmed else "no",
        },
    )


def read_tip(answers: Answers, facts: Facts, tip_id: str) -> tuple[Tip, Informant | None]:
    """The tip that is registered with `answers`, which lack nothing, and who gave it; None for nobody."""
    received, due = moment(answers, "tip.received_at", facts), answers.get("tip.check_due")
    assert isinstance(received, datetime)  # noqa: S101 - demanded
    tip = Tip(
        tip_id=tip_id,
        received_at=received,
        category=TipCategory(answers.text("tip.category")),
        content=answers.text("tip.content"),
        place=answers.text("tip.place"),
        address=answers.text("tip.address"),
        channel=answers.text("tip.channel"),
        check_due=due if isinstance(due, date) else None,
        more=office_answers(answers),
    )
    known = ("name", "phone", "other")
    named = {key: field for key, field in answers.form.fields.items() if field.section == INFORMANT}
    more = {
        field.label: answers.display(key)
        for key, field in named.items()
        if field.name not in known and answers.display(key)
    }
    name, phone, other = (answers.text(f"{INFORMANT}.{one}") for one in known)
    source = Informant(name, phone, other, more)
    return tip, source if source != Informant() else None
