"""An inspection and what stands in the fields of its record (`forms/inspection/…/record.toml`, 第十三条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import Final

from counter_app.domain.forms.answers import Answers, Typed
from counter_app.domain.forms.facts import Facts
from counter_app.domain.forms.findings import Deficiency
from counter_app.domain.forms.forms import Form
from counter_app.domain.forms.lacks import lacks
from counter_app.domain.inspection.checks import moment
from counter_app.domain.inspection.inspections import (
    Formality,
    Inspection,
    InspectionCatalogue,
    InspectionKind,
    Officer,
)
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

RECORD_FORM: Final = "inspection/record"
PLAN_FORM: Final = "inspection/plan"
_TEXTS: Final = ("team", "purpose", "present", "present_role", "camera", "remark")
_LATER_TEXTS: Final = ("present_phone", "recorder", "process", "statement")


def plan_answers(
    form: Form, kind: InspectionKind, officers: Sequence[Officer], team: str, more: Mapping[str, Typed]
) -> Answers:
    """What stands in the demanded fields of a plan (`plan.toml`)."""
    said = {"kind": kind.value, "officers": officers_words(officers), "team": team}
    return Answers(form, {**more, **{f"inspection.{name}": value for name, value in said.items()}})


def record_answers(form: Form, inspection: Inspection, zone: tzinfo) -> Answers:
    """What stands in the fields of a record; times are those of `zone`."""
    started, ended = inspection.started_at, inspection.ended_at
    signing = inspection.signing
    return Answers(
        form,
        {
            **inspection.more,
            **{f"inspection.{name}": getattr(inspection, name) for name in (*_TEXTS, *_LATER_TEXTS)},
            "inspection.legal_representative": inspection.legal_representative or inspection.place.legal_representative,
            "inspection.formalities": [one.value for one in inspection.formalities],
            "inspection.started_at": moment_words(started.astimezone(zone) if started is not None else None),
            "inspection.ended_at": moment_words(ended.astimezone(zone) if ended is not None else None),
            "inspection.officers": officers_words(inspection.officers),
            "inspection.signing": signing_code(signing),
            "inspection.reason": signing.reason,
            "inspection.witness": inspection.witness or signing.witness,
            "inspection.recordings": names_words(inspection.recordings),
        },
    )


def read_record(answers: Answers, inspection: Inspection, facts: Facts) -> None:
    """Put what is typed into the inspection; a time that cannot be read is none."""
    inspection.started_at = moment(answers, "inspection.started_at", facts)
    inspection.ended_at = moment(answers, "inspection.ended_at", facts_of_end(inspection, facts))
    inspection.officers = read_officers(answers.text("inspection.officers"))
    for name in _TEXTS:
        setattr(inspection, name, answers.text(f"inspection.{name}"))
    inspection.witness = answers.text("inspection.witness")
    inspection.recordings = read_names(answers.text("inspection.recordings"))
    reason = answers.text("inspection.reason")
    inspection.signing = read_signing(
        answers.text("inspection.signing"), reason, inspection.witness, names_words(inspection.recordings)
    )
    for name in (*_LATER_TEXTS, "legal_representative"):
        if f"inspection.{name}" in answers.form.fields:
            setattr(inspection, name, answers.text(f"inspection.{name}"))
    if "inspection.formalities" in answers.form.fields:
        done = answers.get("inspection.formalities")
        inspection.formalities = tuple(Formality(code) for code in done) if isinstance(done, tuple) else ()
    inspection.more = office_answers(answers, inspection.more)


def facts_of_end(inspection: Inspection, facts: Facts) -> Facts:
    """The facts with which a time without a day is read that ends an inspection: it ends on the day it began."""
    started, zone = inspection.started_at, facts.now.tzinfo if facts.now is not None else None
    return facts if started is None else replace(facts, received_on=started.astimezone(zone).date())


def record_lacks(form: Form, catalogue: InspectionCatalogue, inspection: Inspection, facts: Facts) -> list[Deficiency]:
    """What the record still lacks before it can be issued: of its form, then of the items; empty when whole."""
    zone = facts.now.tzinfo if facts.now is not None else None
    assert zone is not None  # noqa: S101 - records are judged with the time
    return [*lacks(record_answers(form, inspection, zone), facts), *inspection.item_lacks(catalogue)]
