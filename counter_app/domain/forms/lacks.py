"""What keeps a form that the office fills in itself from being handed in."""

from __future__ import annotations

from collections.abc import Container

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.calendar.periods import working_days_after
from counter_app.domain.forms.answers import Answers, Raw
from counter_app.domain.forms.facts import Facts
from counter_app.domain.forms.findings import Deficiency
from counter_app.domain.forms.forms import Field, Form
from counter_app.domain.forms.judging import judge


def lacks(answers: Answers, facts: Facts, sections: Container[str] | None = None) -> list[Deficiency]:
    """What the form demands and is missing, and what stands there and cannot be read, in the order of the form.

    Of `sections` only, where a form is filled in step by step.
    """
    found, fields = judge(answers, {}, facts), answers.form.fields
    unread = [
        Deficiency(one.code, one.key, fields[one.key].label, one.message, "", one.basis, fields[one.key].mend)
        for one in found.advisories
        if answers.reading_problem(one.key) and not answers.is_blank(one.key) and _binds(fields[one.key], answers)
    ]
    order = list(fields)
    wanted = (one for one in (*found.deficiencies, *unread) if sections is None or fields[one.key].section in sections)
    return sorted(wanted, key=lambda one: order.index(one.key))


def _binds(field: Field, answers: Answers) -> bool:
    return field.demand is None or field.demand.binds(answers)


def refuse_lacking(answers: Answers, facts: Facts, sections: Container[str] | None = None) -> None:
    """Raise `Refusal` for the first thing that `lacks` names."""
    for lack in lacks(answers, facts, sections):
        raise Refusal(lack.message, lack.mend or lack.requirement or "补正后再办理")


def proposals(form: Form, facts: Facts) -> dict[str, Raw]:
    """What is proposed in the fields of a new form, by key."""
    due = {key: field.proposed_workdays for key, field in form.fields.items() if field.proposed_workdays}
    return {
        key: f"{working_days_after(facts.received_on, days, facts.calendar).date:%Y-%m-%d}" for key, days in due.items()
    }
