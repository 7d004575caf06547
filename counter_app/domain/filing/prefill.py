"""Filling a new case from one that is known: what is blank is filled, what was typed stays unless it is said so."""

from __future__ import annotations

from typing import Final

from counter_app.domain.basics.records import frozen
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.forms import Section


@frozen
class PrefillPart:
    """A part of a case that can be taken over in one step: its words and its sections."""

    words: str
    sections: tuple[str, ...]


PARTS: Final = (
    PrefillPart("单位资料", ("unit",)),
    PrefillPart("上次经办人", ("agent",)),
    PrefillPart("上次系统和设备", ("system", "devices")),
)
"""In the order in which they are offered."""


@frozen
class PrefillResult:
    """What taking over comes to: the new answers, the labels that were filled, and those that were typed otherwise."""

    answers: Answers
    filled: tuple[str, ...]
    differing: tuple[str, ...]


def prefilled(now: Answers, known: Answers, part: PrefillPart, *, replace: bool = False) -> PrefillResult:
    """`now` with the blank items of `part` filled from `known`; with `replace` those typed otherwise too."""
    answers, filled, differing = now, list[str](), list[str]()
    for section in now.form.sections:
        if section.key not in part.sections:
            continue
        for field in section.fields:
            if field.by_clerk or field.key not in known.form.fields or known.is_blank(field.key):
                continue
            if not now.is_blank(field.key) and now.display(field.key) != known.display(field.key):
                differing.append(field.label)
                if not replace:
                    continue
            elif not now.is_blank(field.key):
                continue
            answers = answers.with_answer(field.key, known.raw[field.key])
            filled.append(field.label)
        answers = _rows(answers, known, section, (filled, differing), replace=replace)
    return PrefillResult(answers, tuple(filled), tuple(differing))


def _rows(
    answers: Answers, known: Answers, section: Section, said: tuple[list[str], list[str]], *, replace: bool
) -> Answers:
    """Rows are taken over whole, and only where there are none yet."""
    group = section.group
    if group is None or not known.rows(group.key):
        return answers
    taken, standing = known.rows(group.key), answers.rows(group.key)
    if [row.raw for row in standing] == [row.raw for row in taken]:
        return answers
    filled, differing = said
    if standing:
        differing.append(group.label)
        if not replace:
            return answers
    filled.append(group.label)
    form = answers.form
    return answers.with_rows(
        (row if row.form is form else Answers.row(form, row.raw, group.key) for row in taken), group.key
    )


def taken_back(now: Answers, before: Answers, after: Answers) -> Answers:
    """`now` without what filling put in: what was typed since then stays."""
    for key, raw in after.raw.items():
        if raw != before.raw.get(key) and now.raw.get(key) == raw:
            now = now.with_answer(key, before.raw.get(key))
    for group, rows in after.all_rows().items():
        old = before.all_rows().get(group, ())
        if [r.raw for r in rows] != [r.raw for r in old] and [r.raw for r in now.rows(group)] == [r.raw for r in rows]:
            now = now.with_rows(old, group)
    return now


def offers(now: Answers, known: Answers) -> tuple[PrefillPart, ...]:
    """The parts of which something could be filled."""
    return tuple(part for part in PARTS if prefilled(now, known, part).filled)
