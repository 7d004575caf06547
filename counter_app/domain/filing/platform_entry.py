"""What is keyed into the national platform (备案平台), in its order: one source for the sheet and for the screen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from counter_app.domain.basics.materials import Material, MaterialState
from counter_app.domain.basics.records import frozen
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.forms import Field, Form, Group, Section

Asked = Field | Group


class ValueSource(StrEnum):
    """Where the value of an item is to be taken from."""

    KEYED = "keyed"
    ON_PAPER = "on_paper"
    SHARED = "shared"
    BLANK = "blank"

    @property
    def words(self) -> str:
        """What stands in place of a value that was not keyed; empty where it was, or where there is none."""
        return {"on_paper": "见纸质材料", "shared": "部门间共享获得"}.get(self.value, "")


class ItemChangeState(StrEnum):
    """Whether a change filing touches an item; `NONE` in a first filing."""

    NONE = "none"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@frozen
class PlatformPart:
    """Items of one section that the platform asks one after the other."""

    section: Section
    items: tuple[Asked, ...]


@frozen
class PlatformItem:
    """One item to be keyed. `row` counts from 1 within a list and is 0 outside; `heading` says what it belongs to."""

    key: str
    label: str
    value: str
    origin: ValueSource
    heading: str
    row: int = 0
    change: ItemChangeState = ItemChangeState.NONE

    @property
    def is_due(self) -> bool:
        """Whether there is something to be keyed: what a change emptied is to be emptied there too."""
        if self.change is ItemChangeState.NONE:
            return self.origin is not ValueSource.BLANK
        return self.change is ItemChangeState.CHANGED

    @property
    def shown(self) -> str:
        """The value, or where it is to be taken from."""
        emptied = self.change is ItemChangeState.CHANGED and self.origin is ValueSource.BLANK
        return self.value or self.origin.words or ("（清空）" if emptied else "")


def platform_parts(form: Form) -> tuple[PlatformPart, ...]:
    """What the platform asks, in its order (`platform_order` of the form), without what a clerk ticks for himself.

    An item that the order does not name follows the one before it in the form.
    """
    section_of: dict[str, Section] = {}
    asked: dict[str, Asked] = {}
    for section in form.sections:
        for item in _of_section(section):
            asked[item.key], section_of[item.key] = item, section
    parts: list[PlatformPart] = []
    for key in _ordered(list(asked), form.platform_order):
        if parts and parts[-1].section is section_of[key]:
            parts[-1] = PlatformPart(parts[-1].section, (*parts[-1].items, asked[key]))
        else:
            parts.append(PlatformPart(section_of[key], (asked[key],)))
    return tuple(parts)


def platform_items(
    answers: Answers, materials: Mapping[str, Material], shared_keys: Collection[str] = ()
) -> tuple[PlatformItem, ...]:
    """Every item of a case as it is keyed, rows of lists cell by cell."""
    return tuple(
        item
        for part in platform_parts(answers.form)
        for asked in part.items
        for item in _items(asked, part.section, answers, materials, shared_keys)
    )


def row_fields(group: Group, rows: Sequence[Answers]) -> list[Field]:
    """The columns of a list that are worth showing: the demanded, and those in which something stands."""
    return [f for f in group.fields if f.demand is not None or any(not row.is_blank(f.key) for row in rows)]


def origin_of(
    field: Field, answers: Answers, materials: Mapping[str, Material], shared_keys: Collection[str] = ()
) -> ValueSource:
    """Where the value of a field outside rows is to be taken from."""
    if not answers.is_blank(field.key):
        return ValueSource.KEYED
    if stands_on_paper(answers.form, materials, field.section):
        return ValueSource.ON_PAPER
    return ValueSource.SHARED if field.shared or field.key in shared_keys else ValueSource.BLANK


def stands_on_paper(form: Form, materials: Mapping[str, Material], section: str) -> bool:
    """Whether an accepted paper stands for what a section or a list asks (第六条: fill in or hand in)."""
    return any(
        materials.get(kind.key, Material()).state is MaterialState.ACCEPTED for kind in form.papers_for.get(section, ())
    )


def _of_section(section: Section) -> Iterator[Asked]:
    yield from (field for field in section.fields if not field.by_clerk)
    if section.group is not None:
        yield section.group


def _ordered(known: Sequence[str], wanted: Iterable[str]) -> list[str]:
    ordered = [key for key in wanted if key in known]
    for place, key in enumerate(known):
        if key not in ordered:
            ordered.insert(ordered.index(known[place - 1]) + 1 if place else 0, key)
    return ordered


def _items(
    asked: Asked, section: Section, answers: Answers, materials: Mapping[str, Material], shared_keys: Collection[str]
) -> Iterator[PlatformItem]:
    if isinstance(asked, Field):
        origin = origin_of(asked, answers, materials, shared_keys)
        yield PlatformItem(asked.key, asked.label, answers.display(asked.key), origin, section.label)
        return
    rows = answers.rows(asked.key)
    if not rows:
        on_paper = stands_on_paper(answers.form, materials, asked.key)
        yield PlatformItem(
            asked.key, asked.label, "", ValueSource.ON_PAPER if on_paper else ValueSource.BLANK, section.label
        )
        return
    fields = row_fields(asked, rows)
    for number, row in enumerate(rows, 1):
        heading = asked.row_label.format(row=number)
        for field in fields:
            origin = ValueSource.BLANK if row.is_blank(field.key) else ValueSource.KEYED
            key = f"{asked.key}[{number}].{field.name}"
            yield PlatformItem(key, field.label, row.display(field.key), origin, heading, number)
