"""一次性, taken at its word: what of a later notice was told before, is new, or should have been told (contract, 5.3).

An item is *missed* when nothing it depends on has changed since the last notice and yet it did not stand there. What
an item depends on, its facts, is found here: the value under its own key, the values its demand and its rules look
at, the number of rows where rows are counted, the papers that may stand for it, the day of receipt where a rule asks
for it. The facts of a paper are whether it is there and whether it is the same sheet: how the clerk judged it is no
fact of the applicant's. Whatever cannot be shown to have changed counts as unchanged, so that nothing missed goes
unseen: neither what an office stopped obtaining by sharing, nor what a new edition of the form asks beyond the old.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date
from functools import partial
from typing import Final

from counter_app.domain.basics.labelled import Labelled
from counter_app.domain.basics.materials import Material, MaterialState
from counter_app.domain.basics.records import frozen
from counter_app.domain.filing.row_pairing import as_typed, pair_rows
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.findings import Deficiency
from counter_app.domain.forms.forms import Condition, Demand, Form, MaterialKind, Problem, Rule, Severity
from counter_app.domain.forms.judging import stands_in


class DeficiencyOrigin(Labelled):
    """Where an item of a second notice comes from: told before and open, a new fact, missed the last time."""

    CARRIED_OVER = "carried_over", "前次已告知"
    NEW_FACT = "new_fact", "本次新出现"
    MISSED = "missed", "前次告知遗漏"


@frozen
class CaseSnapshot:
    """A case at one moment: what was answered and handed in, on which day of receipt, and what was lacking."""

    answers: Answers
    materials: Mapping[str, Material]
    received_on: date
    deficiencies: tuple[Deficiency, ...]


@frozen
class FurtherNotice:
    """What a further notice says beside its items: the notice before it, by its number as written, and its day.

    `origins` are those of the items by code. Reasons are not here: they are the office's own affair.
    """

    number: str
    issued_on: date
    origins: Mapping[str, DeficiencyOrigin] = field(default_factory=dict)

    def of(self, origin: DeficiencyOrigin) -> list[str]:
        """The codes of the items with this origin."""
        return [code for code, known in self.origins.items() if known is origin]


@frozen
class Comparison:
    """A case held against its last notice: the origin of each item now, and the items that were mended since."""

    origins: tuple[tuple[Deficiency, DeficiencyOrigin], ...] = ()
    mended: tuple[Deficiency, ...] = ()
    differs: bool = False
    """Whether a notice now would say anything else than the last one."""

    @property
    def missed(self) -> tuple[Deficiency, ...]:
        """The items that should have stood on the last notice."""
        return tuple(item for item, origin in self.origins if origin is DeficiencyOrigin.MISSED)

    @property
    def by_code(self) -> dict[str, DeficiencyOrigin]:
        """The origin of each item by its code."""
        return {item.code: origin for item, origin in self.origins}


def compare(last: CaseSnapshot, now: CaseSnapshot) -> Comparison:
    """Compare the case `now` with what it was at the `last` notice. Items keep their order."""
    comparer = _Comparer(last, now)
    origins = tuple((item, comparer.origin(item)) for item in now.deficiencies)
    open_places = {comparer.place_in_last(item) for item in now.deficiencies}
    mended = tuple(item for item in last.deficiencies if comparer.is_mended(item, open_places))
    differs = [item.message for item in now.deficiencies] != [item.message for item in last.deficiencies]
    return Comparison(
        origins, mended, differs or any(origin is not DeficiencyOrigin.CARRIED_OVER for _item, origin in origins)
    )


_CELL: Final = partial(re.compile, r"(?P<group>[^\[\]]+)\[(?P<row>\d+)\]\.(?P<name>.+)")
_PRESENT: Final = (MaterialState.ACCEPTED, MaterialState.REJECTED)


class _Comparer:
    """Both moments, and which row of now is which row of then."""

    def __init__(self, last: CaseSnapshot, now: CaseSnapshot) -> None:
        self._last = last
        self._now = now
        self._form = now.answers.form
        self._codes = {item.code for item in last.deficiencies}
        self._keys = {item.key for item in last.deficiencies}
        self._pairs: dict[str, dict[int, int]] = {}

    def origin(self, item: Deficiency) -> DeficiencyOrigin:
        code, key = self._code_in_last(item), self.place_in_last(item)
        if code in self._codes:
            return DeficiencyOrigin.CARRIED_OVER
        if self._changed(item):
            return DeficiencyOrigin.NEW_FACT
        # One problem is told for each field, several for a paper: a field that was told of was told.
        if key in self._keys and item.key not in self._form.material_kinds:
            return DeficiencyOrigin.CARRIED_OVER
        return DeficiencyOrigin.MISSED

    def place_in_last(self, item: Deficiency) -> str:
        """Where the item stood on the last notice, if it did: rows may have moved; a paper's item is its code."""
        if item.key in self._form.material_kinds:
            return item.code
        match = _CELL().fullmatch(item.key)
        if match is None:
            return item.key
        before = self._rows(match["group"]).get(int(match["row"]))
        return f"{match['group']}[{before or 'new'}].{match['name']}"

    def is_mended(self, item: Deficiency, open_places: set[str]) -> bool:
        place = item.code if item.key in self._form.material_kinds else item.key
        return place not in open_places

    def _code_in_last(self, item: Deficiency) -> str:
        """The code the item would have had on the last notice."""
        match = _CELL().fullmatch(item.key)
        return item.code if match is None else self.place_in_last(item) + item.code[len(item.key) :]

    def _rows(self, group: str) -> Mapping[int, int]:
        """The number of a row now to its number on the last notice."""
        if group not in self._pairs:
            before, after = self._last.answers.numbered_rows(group), self._now.answers.numbered_rows(group)
            self._pairs[group] = pair_rows(before, after)
        return self._pairs[group]

    # What an item depends on --------------------------------------------------------------------------------------

    def _changed(self, item: Deficiency) -> bool:
        kind = self._form.material_kinds.get(item.key)
        if kind is not None:
            return self._paper_item_changed(kind)
        group = self._form.groups.get(item.key)
        if group is not None:
            return self._any_changed({group.key, *_demand_keys(group.demand)}) or self._stand_ins_changed(group.key)
        match = _CELL().fullmatch(item.key)
        lacks = item.code.endswith(f".{Problem.MISSING}")
        if match is not None:
            changed = self._cell_changed(match["group"], int(match["row"]), match["name"])
            return changed or (lacks and self._stand_ins_changed(match["group"]))
        asked = self._form.fields[item.key]
        changed = self._any_changed(_facts_of(self._form, asked.key, asked.demand)) or self._day_changed(asked.key)
        return changed or (lacks and self._stand_ins_changed(asked.section))

    def _any_changed(self, keys: Iterable[str]) -> bool:
        """Whether one of the answers, or the number of rows of one of the groups, is not what it was."""
        last, now = self._last.answers, self._now.answers
        return any(
            len(last.rows(key)) != len(now.rows(key)) if key in self._form.groups else not _same(last, now, key)
            for key in keys
        )

    def _cell_changed(self, group: str, number: int, name: str) -> bool:
        before = self._rows(group).get(number)
        if before is None:
            return True
        last = self._last.answers.all_rows()[group][before - 1]
        now = self._now.answers.all_rows()[group][number - 1]
        asked = self._form.row_fields[f"{group}[].{name}"]
        keys = _facts_of(self._form, asked.key, asked.demand)
        return any(not _same(last, now, key) for key in keys) or self._day_changed(asked.key)

    def _paper_item_changed(self, kind: MaterialKind) -> bool:
        """Another sheet, or a paper that was not needed then because what it stands for had been keyed (第六条)."""
        if self._papers_changed((kind,)):
            return True
        if not kind.stands_for:
            return False
        return stands_in(kind, self._last.answers) != stands_in(kind, self._now.answers)

    def _stand_ins_changed(self, part: str) -> bool:
        """Whether a paper that may stand for a section or group is another one."""
        return self._papers_changed(self._form.papers_for.get(part, ()))

    def _papers_changed(self, kinds: Iterable[MaterialKind]) -> bool:
        return any(
            _another_sheet(self._last.materials.get(kind.key), self._now.materials.get(kind.key)) for kind in kinds
        )

    def _day_changed(self, key: str) -> bool:
        if self._last.received_on == self._now.received_on:
            return False
        return any(rule.wants_facts for rule in _demanding_rules(self._form, key))


def _another_sheet(last: Material | None, now: Material | None) -> bool:
    """Whether the paper is not the sheet of the last notice.

    A paper that the window kept cannot be missing now through the applicant: its absence changes nothing.
    """
    was = last is not None and last.state in _PRESENT
    there = now is not None and now.state is not MaterialState.NOT_PRESENTED
    if was and last is not None and not there:
        return last.held_since is None
    if not was:
        return there
    return last is not None and now is not None and now.brought > last.brought


def _demanding_rules(form: Form, key: str) -> Sequence[Rule]:
    return [rule for rule in form.rules_on.get(key, ()) if rule.severity is Severity.DEFICIENCY]


def _facts_of(form: Form, key: str, demand: Demand | None) -> set[str]:
    """What an item on `key` depends on: itself, its demand's conditions, what its demanding rules look at."""
    known = {*form.fields, *form.row_fields, *form.groups}
    found = {key, *_demand_keys(demand)}
    for rule in _demanding_rules(form, key):
        found |= set(_demand_keys(rule.demand))
        for argument in rule.arguments.values():
            named = argument if isinstance(argument, (tuple, list)) else (argument,)
            found |= {name for name in named if isinstance(name, str) and name in known}
    return found


def _demand_keys(demand: Demand | None) -> list[str]:
    conditions: tuple[Condition | None, ...] = () if demand is None else (demand.when, demand.unless)
    return [condition.key for condition in conditions if condition is not None]


def _same(last: Answers, now: Answers, key: str) -> bool:
    """Whether the same was answered: as typed, or as read. An edition that reads otherwise changes no fact."""
    if as_typed(last.raw.get(key)) == as_typed(now.raw.get(key)):
        return True
    before, after = last.get(key), now.get(key)
    return before is not None and before == after
