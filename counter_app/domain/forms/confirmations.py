"""与证件一致, 与证照一致: the window saw the very value that is typed on the document, although a check doubts it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from counter_app.domain.basics.records import frozen

if TYPE_CHECKING:
    from counter_app.domain.forms.answers import Answers
    from counter_app.domain.forms.findings import Findings


@frozen
class Confirmation:
    """That `value`, as it is read, stands on the document: who saw it, at which window, at what time (UTC, aware)."""

    value: str
    clerk: str
    window: str
    at: datetime


NONE_CONFIRMED: Final[Mapping[str, Confirmation]] = {}


def is_confirmed(key: str, answers: Answers, confirmed: Mapping[str, Confirmation]) -> bool:
    """Whether the value under `key` is the one that was seen: another value was not."""
    known = confirmed.get(key)
    return known is not None and known.value == answers.text(key)


def still_confirmed(confirmed: Mapping[str, Confirmation], answers: Answers) -> dict[str, Confirmation]:
    """What of `confirmed` holds for `answers`; what was changed since has to be seen again."""
    return {key: known for key, known in confirmed.items() if is_confirmed(key, answers, confirmed)}


def to_confirm(answers: Answers, findings: Findings, confirmed: Mapping[str, Confirmation]) -> tuple[str, ...]:
    """Keys of the values that a check doubts and the window can confirm, in the order of the form."""
    found = findings.beside_lists
    doubted = {one.key for part in (found.deficiencies, found.entries, found.advisories) for one in part}
    return tuple(
        key
        for key, field in answers.form.fields.items()
        if field.confirm and key in doubted and answers.text(key) and not is_confirmed(key, answers, confirmed)
    )
