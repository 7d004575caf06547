"""What a change filing changes (第九条): the difference between what is on file and what is filed now, item by item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Final

from counter_app.domain.basics.labelled import Labelled
from counter_app.domain.basics.reading import half_width
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.forms import Field, FieldType, Form, Group

OUT_OF_USE: Final = "system.out_of_use"
OUT_OF_USE_SINCE: Final = "system.out_of_use_since"
"""The keys under which the change form says that the system was taken out of use, and from which day."""

NOTHING: Final = "（未填）"
"""Stands where an item has no value on one side."""


class RowChangeKind(Labelled):
    """新增, 拆除, 变更."""

    ADDED = "added", "新增"
    REMOVED = "removed", "拆除"
    CHANGED = "changed", "变更"


@frozen
class RowChange:
    """One row of a group that is new, gone or different. `number` is its place now; on file, where it is gone.

    `what` names the row as people know it (`一楼大门、半球`); `parts` says what changed of it, old to new.
    """

    kind: RowChangeKind
    group: str
    number: int
    what: str
    parts: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The change in one line: `新增第3台：仓库、枪机`."""
        detail = f"（{'；'.join(self.parts)}）" if self.parts else ""
        at = f"原第{self.number}台" if self.kind is RowChangeKind.REMOVED else f"第{self.number}台"
        return f"{self.kind.label}{at}：{self.what}{detail}"


@frozen
class ItemChange:
    """One changed item: `before` and `after` in the words of a paper. `rows` where a list stands behind it.

    The number of devices and the list they are counted from are one item: who adds a camera changes one thing.
    """

    key: str
    label: str
    before: str
    after: str
    rows: tuple[RowChange, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key the change touches: its own and that of the list behind it."""
        return tuple(dict.fromkeys((self.key, *(row.group for row in self.rows))))

    @property
    def summary(self) -> str:
        """What happened to the rows: `新增3台、拆除1台`; empty where there are none."""
        counts = Counter(row.kind for row in self.rows)
        return "、".join(f"{kind.label}{counts[kind]}台" for kind in RowChangeKind if counts[kind])


class EmptyChange(Refusal):
    """A change filing was to be taken in although nothing differs from what is on file."""

    def __init__(self) -> None:
        """One sentence and the ways out."""
        super().__init__("登记的内容与已备案的完全相同，没有变更", "改动有变化的项目后再办理；只要回执的，补打原回执")


def refuse_change_of_nothing(changes: Sequence[ItemChange]) -> None:
    """Raise `EmptyChange` where there is no change."""
    if not changes:
        raise EmptyChange


def carried_over(filed: Answers, form: Form) -> Answers:
    """What is on file, as answers to the change form: everything as it was typed."""
    rows = {group: [Answers.row(form, row.raw, group) for row in known] for group, known in filed.all_rows().items()}
    return Answers(form, filed.raw, rows)


def is_out_of_use(answers: Answers) -> bool:
    """Whether the system was taken out of use by what these answers say."""
    return OUT_OF_USE in answers.form.fields and answers.get(OUT_OF_USE) is True


def in_use_again(answers: Answers) -> Answers:
    """The same answers with the system in use."""
    return answers.with_answer(OUT_OF_USE, None).with_answer(OUT_OF_USE_SINCE, None)


def list_changes(filed: Answers, now: Answers) -> Mapping[str, tuple[RowChange, ...]]:
    """What differs in each list; of thousands of rows this takes a second where most of them differ."""
    return {group.key: _row_changes(group, filed, now) for group in now.form.groups.values()}


def changes_between(
    filed: Answers, now: Answers, lists: Mapping[str, tuple[RowChange, ...]] | None = None
) -> tuple[ItemChange, ...]:
    """The items of what is on file that differ, in the order of the form that `now` answers.

    What is asked of whoever stands at the counter, and what a clerk ticks for himself, are on nobody's file. `lists`
    are the `list_changes` where they are known.
    """
    form = now.form
    of_rows = dict(list_changes(filed, now) if lists is None else lists)
    counted = {key: group for key, group in _counted(form).items() if of_rows.get(group)}
    items: list[ItemChange] = []
    for section in form.sections:
        if section.of_visit:
            continue
        for field in section.fields:
            if not field.by_clerk and _value(field, filed) != _value(field, now):
                rows = of_rows.pop(counted[field.key], ()) if field.key in counted else ()
                items.append(ItemChange(field.key, field.label, _words(field, filed), _words(field, now), rows))
        if section.group is not None and (rows := of_rows.get(section.group.key, ())):
            items.append(_of_group(section.group, filed, now, rows))
    return tuple(items)


def _counted(form: Form) -> Mapping[str, str]:
    """Field to the group whose rows it counts, after the rules of the form."""
    return {r.on: str(r.arguments["group"]) for r in form.rules if r.check.__name__ == "equals_row_count"}


def _of_group(group: Group, filed: Answers, now: Answers, rows: tuple[RowChange, ...]) -> ItemChange:
    before, after = (len(answers.rows(group.key)) for answers in (filed, now))
    item = ItemChange(group.key, group.label, f"{before}台" if before else NOTHING, "", rows)
    return ItemChange(group.key, group.label, item.before, f"{after}台（{item.summary}）", rows)


def _value(field: Field, answers: Answers) -> object:
    """What is compared: the value where it can be read, else what was typed; no tick and an empty box are one."""
    value = answers.get(field.key) if field.key in answers.form.fields or field.in_row else None
    if field.type is FieldType.FLAG:
        return value is True
    if isinstance(value, tuple):
        return frozenset(value)
    if isinstance(value, str):
        return half_width(value)
    return value if value is not None else answers.display(field.key) or None


def _words(field: Field, answers: Answers) -> str:
    if field.type is FieldType.FLAG:
        return "是" if answers.get(field.key) is True else "否"
    return answers.display(field.key) or NOTHING


# Rows: matched by what they say, never by their number ---------------------------------------------------------------

_Numbered = tuple[int, Answers]


def _row_changes(group: Group, filed: Answers, now: Answers) -> tuple[RowChange, ...]:
    """New and changed rows in their order now, then those that are gone in their order on file."""
    old, new = filed.numbered_rows(group.key), now.numbered_rows(group.key)
    old, new = _without_equals(group, *_without_equal_ends(old, new))
    found: list[RowChange] = []
    for keys in _identities(group):
        pairs, old, new = _paired(keys, old, new)
        found += [_changed(group, before, after) for before, after in pairs]
    found += [_of_row(RowChangeKind.ADDED, group, row) for row in new]
    found.sort(key=lambda change: change.number)
    return (*found, *(_of_row(RowChangeKind.REMOVED, group, row) for row in old))


def _without_equal_ends(old: list[_Numbered], new: list[_Numbered]) -> tuple[list[_Numbered], list[_Numbered]]:
    """Leave out what is the same at both ends: of 2,000 rows usually one was touched."""
    head, most = 0, min(len(old), len(new))
    while head < most and old[head][1].raw == new[head][1].raw:
        head += 1
    tail = 0
    while tail < most - head and old[-1 - tail][1].raw == new[-1 - tail][1].raw:
        tail += 1
    return old[head : len(old) - tail], new[head : len(new) - tail]


def _without_equals(
    group: Group, old: list[_Numbered], new: list[_Numbered]
) -> tuple[list[_Numbered], list[_Numbered]]:
    """Leave out rows that say the same wherever they stand; of equal rows as many as there are on both sides."""
    # As typed first: to read 2,000 rows takes a third of a second, and most are the very same.
    old, new = _unlike(old, new, _typed)
    return _unlike(old, new, lambda row: _content(group, row))


def _unlike(
    old: list[_Numbered], new: list[_Numbered], said: Callable[[Answers], Hashable]
) -> tuple[list[_Numbered], list[_Numbered]]:
    there, here = [said(row) for _, row in old], [said(row) for _, row in new]
    return _beyond(old, there, Counter(here)), _beyond(new, here, Counter(there))


def _beyond(rows: list[_Numbered], said: list[Hashable], others: Mapping[Hashable, int]) -> list[_Numbered]:
    left = dict(others)
    kept = []
    for numbered, content in zip(rows, said, strict=True):
        if left.get(content, 0) > 0:
            left[content] -= 1
        else:
            kept.append(numbered)
    return kept


def _typed(row: Answers) -> Hashable:
    return frozenset((key, str(raw)) for key, raw in row.raw.items() if raw not in (None, ""))


def _content(group: Group, row: Answers) -> tuple[object, ...]:
    return tuple(_value(field, row) for field in group.fields)


def _identities(group: Group) -> Iterable[tuple[Field, ...]]:
    """What tells one row from the others, the surest first: its code, its place and kind, its place, its name."""
    fields = {field.name: field for field in group.fields}
    for names in (("code",), ("location", "device_type"), ("location",), ("name",)):
        if all(name in fields for name in names):
            yield tuple(fields[name] for name in names)


def _paired(
    keys: tuple[Field, ...], old: list[_Numbered], new: list[_Numbered]
) -> tuple[list[tuple[_Numbered, _Numbered]], list[_Numbered], list[_Numbered]]:
    """Rows that `keys` name on both sides and only once on each; and the rest of both sides."""
    there, here = _by(keys, old), _by(keys, new)
    both = [key for key, rows in here.items() if len(rows) == 1 and len(there.get(key, ())) == 1]
    pairs = [(there[key][0], here[key][0]) for key in both]
    taken_old, taken_new = {pair[0][0] for pair in pairs}, {pair[1][0] for pair in pairs}
    return pairs, [r for r in old if r[0] not in taken_old], [r for r in new if r[0] not in taken_new]


def _by(keys: tuple[Field, ...], rows: list[_Numbered]) -> dict[tuple[object, ...], list[_Numbered]]:
    found: dict[tuple[object, ...], list[_Numbered]] = {}
    for numbered in rows:
        value = tuple(_value(field, numbered[1]) for field in keys)
        if all(part is not None for part in value):
            found.setdefault(value, []).append(numbered)
    return found


def _changed(group: Group, before: _Numbered, after: _Numbered) -> RowChange:
    differing = [field for field in group.fields if _value(field, before[1]) != _value(field, after[1])]
    parts = [f"{f.label}由{_words(f, before[1])}改为{_words(f, after[1])}" for f in differing]
    keys = tuple(field.key for field in differing)
    return RowChange(RowChangeKind.CHANGED, group.key, after[0], _what(group, after[1]), tuple(parts), keys)


def _of_row(kind: RowChangeKind, group: Group, row: _Numbered) -> RowChange:
    return RowChange(kind, group.key, row[0], _what(group, row[1]))


def _what(group: Group, row: Answers) -> str:
    """The row as people know it: what is demanded of it, and its code."""
    named = [field for field in group.fields if field.demand is not None or field.name == "code"]
    return "、".join(words for field in named if (words := row.display(field.key))) or "（未填写）"
