"""The forms of inspections: which fields the program itself reads, and which ones an office has added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from counter_app.domain.forms.answers import Answers, Typed
from counter_app.domain.forms.forms import Field, Form

INFORMANT: Final = "informant"
"""The section of who gave a tip: no paper and no list names any of it."""

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "inspection/record": tuple(
        f"inspection.{name}"
        for name in (
            *("started_at", "ended_at", "officers", "team", "purpose", "present", "present_role"),
            *("signing", "reason", "witness", "camera", "recordings", "remark"),
        )
    ),
    "inspection/plan": tuple(f"inspection.{name}" for name in ("kind", "officers", "team", "planned_for", "purpose")),
    "inspection/tip": (
        *("tip.received_at", "tip.channel", "tip.category", "tip.check_due", "tip.place", "tip.address", "tip.content"),
        *("informant.name", "informant.phone", "informant.other"),
        *("tip.handler", "tip.confirmed", "tip.result", "tip.reply"),
    ),
    "inspection/reinspection": tuple(
        f"reinspection.{name}"
        for name in (
            *("conclusion", "prolonged_to", "reason", "at", "officers", "present", "camera", "recordings"),
            *("signing", "why", "witness"),
        )
    ),
}
"""Kind of form -> the fields that the program reads; a form without one of them is refused."""

LATER_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "inspection/record": tuple(
        f"inspection.{name}"
        for name in ("present_phone", "legal_representative", "recorder", "formalities", "process", "statement")
    ),
    "inspection/reinspection": ("reinspection.refusal", "reinspection.evidence"),
}
"""Kind of form -> the fields that the program reads where the form asks them: one of before, or an office's own file of
then, does not."""

CLOSED_LIST_KEYS: Final = frozenset(
    ("conclusion", "refusal", "inspection_kind", "signing", "formalities", "tip_category", "tip_confirmed")
)
"""The code lists of `code_lists.py`, by name: loading a form of another kind needs nothing else of it."""

OWN_FORMS: Final = tuple(KEYS)
"""The kinds of forms that the office fills in itself."""


def office_fields(form: Form) -> tuple[Field, ...]:
    """The fields of `form` that an office has added and that stand on papers, in the order of the form."""
    read = frozenset((*KEYS.get(form.kind, ()), *LATER_KEYS.get(form.kind, ())))
    return tuple(field for field in form.fields.values() if field.key not in read and field.section != INFORMANT)


def office_answers(answers: Answers, before: Mapping[str, Typed] | None = None) -> dict[str, Typed]:
    """What was typed into the fields that an office has added, by key; blank ones are left out.

    What `before` holds of fields that this form does not know stays: another form or edition asked it.
    """
    unknown = {key: value for key, value in (before or {}).items() if key not in answers.form.fields}
    keys = (field.key for field in office_fields(answers.form))
    typed = ((key, answers.raw.get(key)) for key in keys if not answers.is_blank(key))
    return unknown | {key: raw for key, raw in typed if isinstance(raw, str | bool | list)}


def paper_answers(form: Form, more: Mapping[str, Typed]) -> Answers:
    """The fields that an office has added as a paper drawn up now shows them, blank ones among them."""
    return Answers(form, {field.key: more.get(field.key) for field in office_fields(form)})
