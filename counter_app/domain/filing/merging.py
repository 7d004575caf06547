"""One case written at two windows at once: field by field, held against what both began with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, TypeAlias, TypeVar

from counter_app.domain.basics.masking import masked
from counter_app.domain.basics.materials import Material
from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.basics.records import frozen
from counter_app.domain.filing.changes import NOTHING
from counter_app.domain.filing.filing import Filing
from counter_app.domain.filing.row_pairing import pair_rows
from counter_app.domain.forms.answers import Answers, Raw
from counter_app.domain.forms.confirmations import Confirmation, still_confirmed
from counter_app.domain.forms.forms import Field, FieldType, Form

RECEIVED_ON: Final = "received_on"
"""The key of the day of receipt, which is no answer."""

_IN_THE_CLEAR: Final = frozenset({FieldType.CHOICE, FieldType.CHOICES, FieldType.FLAG, FieldType.DATE})
"""What is chosen or dated names nobody; whatever is written may."""

_NAMES_A_ROW: Final = ("code", "location", "name")
"""A row in which one of these was changed may be another row: nothing else of it is put together."""

_MOST_PAIRED: Final = 200
"""Changed rows that are looked at one by one; of more, only those that stand unchanged elsewhere are told."""

_Side = TypeVar("_Side")
Rows: TypeAlias = tuple[Answers, ...]


@frozen
class MergeConflict:
    """One field in which both windows wrote something else: both in the words of a paper, the other masked too."""

    key: str
    label: str
    here: str
    there: str
    there_masked: str


@frozen
class MergeResult:
    """Both windows' work in one case; `taken` are the keys that came from there."""

    answers: Answers
    materials: dict[str, Material]
    received_on: date
    taken: tuple[str, ...]
    clashes: tuple[MergeConflict, ...]
    confirmed: dict[str, Confirmation]


def merge(base: Filing, here: Filing, there: Filing, *, prefer_there: bool = False) -> MergeResult:
    """Put together what was written `here` and `there` since `base`; with `prefer_there` theirs stays in a clash."""
    return _Merging(base, here, there, prefer_there=prefer_there).merged()


class _Merging:
    def __init__(self, base: Filing, here: Filing, there: Filing, *, prefer_there: bool) -> None:
        self._base, self._here, self._there = base, here, there
        self._prefer_there = prefer_there
        self._form: Form = here.form
        self._taken: list[str] = []
        self._clashes: list[MergeConflict] = []

    def merged(self) -> MergeResult:
        answers = self._answers()
        for group in self._groups():
            sides = [filing.answers.all_rows().get(group, ()) for filing in (self._base, self._here, self._there)]
            rows = self._rows(group, *sides)
            if rows is not sides[1]:
                answers = answers.with_rows(rows, group)
        materials, day = self._materials(), self._received_on()
        confirmed = self._confirmed(answers)
        taken, clashes = tuple(dict.fromkeys(self._taken)), tuple(self._clashes)
        return MergeResult(answers, materials, day, taken, clashes, confirmed)

    def _answers(self) -> Answers:
        base, here, there = (filing.answers for filing in (self._base, self._here, self._there))
        answers = here
        for key in dict.fromkeys((*here.raw, *there.raw)):
            if not _wrote(_typed(base, key), _typed(here, key), _typed(there, key)):
                continue
            field = self._form.fields.get(key)
            if _typed(here, key) != _typed(base, key):
                mask = field is None or field.type not in _IN_THE_CLEAR
                self._clash(key, field.label if field else key, here.display(key), there.display(key), mask=mask)
                if not self._prefer_there:
                    continue
            self._taken.append(key)
            answers = answers.with_answer(key, there.raw.get(key))
        return answers

    def _groups(self) -> Iterable[str]:
        return dict.fromkeys((*self._here.answers.all_rows(), *self._there.answers.all_rows()))

    def _rows(self, group: str, base: Rows, here: Rows, there: Rows) -> Rows:
        was, ours, theirs = ([row.raw for row in rows] for rows in (base, here, there))
        if not _wrote(was, ours, theirs):
            return here
        if ours == was:
            self._taken.append(group)
            return there
        if ours[: len(was)] == was:  # rows were only added here
            self._taken.append(group)
            return (*there, *here[len(was) :])
        if theirs[: len(was)] == was:  # rows were only added there
            self._taken.append(group)
            return (*here, *there[len(was) :])
        by_place = len(was) == len(ours) == len(theirs)
        moved = [by_place and _moved(base, side, other) for side, other in ((here, there), (there, here))]
        if by_place and not any(moved):
            return tuple(
                self._row(group, at, *three) for at, three in enumerate(zip(base, here, there, strict=True), 1)
            )
        words = [f"{len(side)}行" + "，各行位置有变" * one for side, one in zip((here, there), moved, strict=True)]
        self._clash(group, self._label(group), words[0], words[1], mask=False)
        return self._kept(group, here, there)

    def _row(self, group: str, number: int, base: Answers, here: Answers, there: Answers) -> Answers:
        if not _wrote(base.raw, here.raw, there.raw):
            return here
        if here.raw == base.raw:
            self._taken.append(group)
            return there
        keys = dict.fromkeys((*here.raw, *there.raw))
        ours, theirs = ({key for key in keys if _typed(side, key) != _typed(base, key)} for side in (here, there))
        both = {key for key in ours & theirs if _typed(here, key) != _typed(there, key)}
        renamed = {f"{group}[].{name}" for name in _NAMES_A_ROW} & (ours | theirs)
        if not both and not renamed:
            self._taken.append(group)
            return Answers.row(self._form, {**here.raw, **{key: there.raw.get(key) for key in theirs}}, group)
        told = [key for key in keys if key in (ours | theirs)]
        fields = self._form.row_fields
        words = [_row_words(side, told, fields) for side in (here, there)]
        self._clash(f"{group}[{number}]", f"{self._label(group)}第{number}行", words[0], words[1], mask=True)
        return self._kept(group, here, there)

    def _materials(self) -> dict[str, Material]:
        kept = {}
        kinds = self._form.material_kinds
        for key in dict.fromkeys((*self._here.materials, *self._there.materials)):
            was, ours, theirs = (filing.materials.get(key) for filing in (self._base, self._here, self._there))
            paper = ours
            if _wrote(_judged(was), _judged(ours), _judged(theirs)):
                if _judged(ours) != _judged(was):
                    label = kinds[key].name if key in kinds else key
                    said = [self._material_words(key, one) for one in (ours, theirs)]
                    self._clash(key, label, said[0], said[1], mask=False)
                    paper = self._kept(key, ours, theirs)
                else:
                    self._taken.append(key)
                    paper = theirs
            if paper is not None:
                kept[key] = paper
        return kept

    def _received_on(self) -> date:
        was, ours, theirs = (filing.received_on for filing in (self._base, self._here, self._there))
        if not _wrote(was, ours, theirs):
            return ours
        if ours != was:
            self._clash(RECEIVED_ON, "收件日期", chinese_date(ours), chinese_date(theirs), mask=False)
            return self._kept(RECEIVED_ON, ours, theirs)
        self._taken.append(RECEIVED_ON)
        return theirs

    def _confirmed(self, answers: Answers) -> dict[str, Confirmation]:
        """What either window saw on a document, of the values that now stand here."""
        here = still_confirmed(self._here.confirmed, answers)
        there = still_confirmed(self._there.confirmed, answers)
        self._taken += [key for key in there if key not in here]
        return {**there, **here}

    def _kept(self, key: str, ours: _Side, theirs: _Side) -> _Side:
        if not self._prefer_there:
            return ours
        self._taken.append(key)
        return theirs

    def _clash(self, key: str, label: str, here: str, there: str, *, mask: bool) -> None:
        hidden = masked(there) if mask else there
        self._clashes.append(MergeConflict(key, label, here or NOTHING, there or NOTHING, hidden or NOTHING))

    def _label(self, group: str) -> str:
        return self._form.groups[group].label if group in self._form.groups else group

    def _material_words(self, key: str, material: Material | None) -> str:
        judged = material or Material()
        kind = self._form.material_kinds.get(key)
        defects = [defect.label for code in judged.defects if kind is not None and (defect := kind.defect(code))]
        return judged.state.label + (f"（{'、'.join(defects)}）" if defects else "")


def _moved(base: Rows, side: Rows, other: Rows) -> bool:
    """Whether rows of `side` stand in the places of others, where `other` was changed too: one row out, one more added.

    Rows that say the same in their place stay out of it: what is corrected may come to say what another row says.
    """
    changed = [at for at, (old, new) in enumerate(zip(base, side, strict=True)) if old.raw != new.raw]
    if all(base[at].raw == other[at].raw for at in changed):
        return False
    if len(changed) <= _MOST_PAIRED:
        pairs = pair_rows([(at, base[at]) for at in changed], [(at, side[at]) for at in changed])
        return any(new != old for new, old in pairs.items())
    stood = {repr(sorted(base[at].raw.items())): at for at in changed}
    return any(stood.get(repr(sorted(side[at].raw.items())), at) != at for at in changed)


def _wrote(was: object, ours: object, theirs: object) -> bool:
    """Whether the other window wrote something that does not stand here."""
    return theirs not in (was, ours)


def _typed(answers: Answers, key: str) -> Raw:
    """What was typed; an emptied box and one that was never written into are one."""
    raw = answers.raw.get(key)
    return None if raw in ("", []) else raw


def _judged(material: Material | None) -> Material:
    """How a paper was judged, without since when it lies here: that is the acts' to say, not the clerk's."""
    return replace(material or Material(), held_since=None, left_on=None)


def _row_words(row: Answers, keys: Sequence[str], fields: Mapping[str, Field]) -> str:
    return "、".join(f"{fields[key].label}{row.display(key) or NOTHING}" for key in keys if key in fields)
