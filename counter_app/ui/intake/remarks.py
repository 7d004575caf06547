"""When a remark is shown at its field: not while the clerk is still on the way to it, and then in the list's words.

After the rules for errors: judge when the clerk moves on or asks. The verdict beside the form is always current; red at
a field comes later, and goes as soon as the field is mended.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from counter_app.domain.basics.records import frozen
from counter_app.domain.filing.filing import Filing
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.findings import Findings
from counter_app.domain.forms.forms import Form, Section, Severity
from counter_app.ui.base.shortcuts import label_of

RECEIVED_ON: Final = "received_on"
"""Key of the day of receipt: a fact of the case, no field of the form."""


@frozen
class Remark:
    """What stands at one field."""

    words: str
    severity: Severity


class Judging:
    """Which keys the clerk has moved on from, and what is therefore shown at each."""

    def __init__(self) -> None:
        """Nothing is judged yet."""
        self.keys: set[str] = set()
        self.all_asked = False

    def take_over(self, filing: Filing) -> None:
        """Begin with what was answered before: that has been moved on from."""
        answers = filing.answers
        self.keys |= {key for key in filing.form.fields if not answers.is_blank(key)}
        self.keys |= {group for group in filing.form.groups if answers.rows(group)}

    def move_on(self, key: str) -> bool:
        """The clerk moved on from `key`; False where that is known."""
        known = self.is_shown(key)
        self.keys.add(key)
        return not known

    def ask(self) -> None:
        """The clerk asked: from now on everything is shown."""
        self.all_asked = True

    def is_shown(self, key: str) -> bool:
        """Whether remarks on `key` are shown at its field."""
        return self.all_asked or key in self.keys or key.partition("[")[0] in self.keys

    def has_begun(self, section: Section, answers: Answers) -> bool:
        """Whether the clerk has come to `section`, so that it may say what it lacks."""
        if self.all_asked:
            return True
        if section.group is not None and (section.group.key in self.keys or answers.rows(section.group.key)):
            return True
        return any(field.key in self.keys or not answers.is_blank(field.key) for field in section.fields)


def remarks(findings: Findings, confirm: Mapping[str, str] = MappingProxyType({})) -> dict[str, Remark]:
    """What is to be said at each key, deficiencies before advisories; `confirm` are the words of what may be confirmed.

    What may be confirmed says so, with the key of the act.
    """
    said: dict[str, Remark] = {}
    for advisory in findings.advisories:
        said.setdefault(advisory.key, Remark(advisory.message, Severity.ADVISORY))
    for entry in findings.entries:
        said[entry.key] = Remark(entry.message, Severity.ENTRY)
    for deficiency in reversed(findings.deficiencies):
        said[deficiency.key] = Remark(deficiency.message, Severity.DEFICIENCY)
    for key, words in confirm.items():
        if key in said:
            said[key] = Remark(f"{said[key].words}（{label_of('confirm', words)}）", said[key].severity)
    return said


def missing_by_section(form: Form, findings: Findings) -> dict[str, int]:
    """How many deficiencies each section has."""
    of_key = {field.key: section.key for section in form.sections for field in section.fields}
    of_group = {section.group.key: section.key for section in form.sections if section.group is not None}
    counts = {section.key: 0 for section in form.sections}
    for deficiency in findings.beside_lists.deficiencies:
        section = of_key.get(deficiency.key) or of_group.get(deficiency.key)
        if section is not None:
            counts[section] += 1
    for group, found in findings.lists.items():
        counts[of_group[group]] += len(found.deficiencies)
    return counts


def entries_by_section(form: Form, findings: Findings) -> dict[str, int]:
    """How many entries the window has still to check in each section."""
    entered = {entry.key for entry in findings.entries}
    return {section.key: sum(field.key in entered for field in section.fields) for section in form.sections}


def is_untouched(filing: Filing) -> bool:
    """Whether nothing stands in the case yet: then nothing is shown loudly."""
    answers = filing.answers
    typed = any(not answers.is_blank(key) for key in answers.raw)
    return not typed and not filing.materials and not any(answers.rows(group) for group in filing.form.groups)


def short_basis(basis: str) -> str:
    """The basis as it stands at the edge of the list: the first article, the main law unnamed."""
    first = basis.replace("\uff1b", ";").partition(";")[0]
    return first.removeprefix("《规定》")


def counting_fields(form: Form) -> dict[str, str]:
    """Field to the group whose rows it counts, after the rules of the form."""
    return {
        rule.on: str(rule.arguments["group"])
        for rule in form.rules
        if rule.check.__name__ == "equals_row_count" and rule.arguments.get("group") in form.groups
    }


_CELL: Final = partial(re.compile, r"(?P<group>[a-z_]+)\[(?P<row>\d+)\]\.(?P<column>[a-z0-9_]+)")


def cell_of(key: str, group: str) -> tuple[int, str] | None:
    """Row (from 0) and column that `devices[3].location` names, None where it names no cell of `group`."""
    match = _CELL().fullmatch(key)
    if match is None or match["group"] != group:
        return None
    return int(match["row"]) - 1, match["column"]


def cell_key(group: str, row: int, column: str) -> str:
    """The key of a cell; rows are counted from 0 here and from 1 in the key."""
    return f"{group}[{row + 1}].{column}"
