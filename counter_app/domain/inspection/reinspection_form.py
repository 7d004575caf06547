"""A re-inspection and what stands in the fields of its form (`forms/inspection/…/reinspection.toml`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import Final

from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.facts import Facts
from counter_app.domain.forms.forms import Form
from counter_app.domain.forms.lacks import proposals
from counter_app.domain.inspection.checks import moment
from counter_app.domain.inspection.code_lists import PROVEN
from counter_app.domain.inspection.correction import Conclusion, ReinspectedItem, Reinspection
from counter_app.domain.inspection.inspections import Officer
from counter_app.domain.inspection.office_fields import office_answers
from counter_app.domain.inspection.reading import (
    moment_words,
    names_words,
    officers_words,
    read_names,
    read_officers,
    read_signing,
    signing_code,
)

REINSPECTION_FORM: Final = "inspection/reinspection"


def new_reinspection_answers(form: Form, officers: Sequence[Officer], facts: Facts) -> Answers:
    """A record as it begins: the officers of the order, the time now."""
    begun = {"reinspection.at": moment_words(facts.now), "reinspection.officers": officers_words(officers)}
    return Answers(form, {**proposals(form, facts), **begun})


def reinspection_answers(form: Form, found: Reinspection, zone: tzinfo) -> Answers:
    """What stands in the fields of a re-inspection."""
    prolonged_to, refusal = found.prolonged_to, PROVEN if found.refusal else "no"
    return Answers(
        form,
        {
            **found.more,
            "reinspection.conclusion": found.conclusion.value,
            "reinspection.prolonged_to": f"{prolonged_to:%Y-%m-%d}" if prolonged_to is not None else None,
            "reinspection.refusal": refusal if found.conclusion is Conclusion.OVERDUE else None,
            "reinspection.evidence": found.refusal,
            "reinspection.reason": found.reason,
            "reinspection.at": moment_words(found.at.astimezone(zone)),
            "reinspection.officers": officers_words(found.officers),
            "reinspection.present": found.present,
            "reinspection.camera": found.camera,
            "reinspection.recordings": names_words(found.recordings),
            "reinspection.signing": signing_code(found.signing),
            "reinspection.why": found.signing.reason,
            "reinspection.witness": found.signing.witness,
        },
    )


def read_reinspection(
    answers: Answers, facts: Facts, reinspection_id: str, order_id: str, items: tuple[ReinspectedItem, ...]
) -> Reinspection:
    """The re-inspection that is recorded with `answers`, which lack nothing, and with what was found of each item."""
    conclusion, at = Conclusion(answers.text("reinspection.conclusion")), moment(answers, "reinspection.at", facts)
    prolonged_to = answers.get("reinspection.prolonged_to") if conclusion is Conclusion.PROLONGED else None
    proven = conclusion is Conclusion.OVERDUE and _said(answers, "refusal") == PROVEN
    assert isinstance(at, datetime)  # noqa: S101 - demanded
    recordings = read_names(answers.text("reinspection.recordings"))
    return Reinspection(
        reinspection_id=reinspection_id,
        order_id=order_id,
        at=at,
        officers=read_officers(answers.text("reinspection.officers")),
        items=items,
        conclusion=conclusion,
        reason=answers.text("reinspection.reason"),
        prolonged_to=prolonged_to if isinstance(prolonged_to, date) else None,
        present=answers.text("reinspection.present"),
        signing=read_signing(
            answers.text("reinspection.signing"),
            answers.text("reinspection.why"),
            answers.text("reinspection.witness"),
            names_words(recordings),
        ),
        camera=answers.text("reinspection.camera"),
        recordings=recordings,
        more=office_answers(answers),
        refusal=_said(answers, "evidence") if proven else "",
    )


def _said(answers: Answers, name: str) -> str:
    """What stands in a field that an office's own form of before may not ask."""
    key = f"reinspection.{name}"
    return answers.text(key) if key in answers.form.fields else ""
