"""How a table of an office differs from the one that ships: key by key, as whoever edits the file knows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from counter_app.domain.basics.records import frozen

_NAMED_BY: Final = (("key",), ("code",), ("on", "check"), ("id",), ("name",), ("date",))
"""By which key the entries of a list are known, the first that all of them have and that tells them apart."""
_LONGEST: Final = 60


@frozen
class TableChange:
    """One place in a table; `before` None where it is new, `after` None where it is gone."""

    place: str
    before: str | None
    after: str | None

    @property
    def words(self) -> str:
        """The change as one line."""
        if self.before is None:
            return f"增加 {self.place} {self.after}"
        if self.after is None:
            return f"去掉 {self.place} {self.before}"
        return f"改动 {self.place}：{self.before} → {self.after}"


def table_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[TableChange]:
    """Every place in which two tables differ, in the order of `after`, what is gone last."""
    return list(_changes("", before, after))


def _changes(place: str, before: object, after: object) -> Iterator[TableChange]:
    match before, after:
        case Mapping(), Mapping():
            yield from _of_tables(place, before, after)
        case list(), list() if names := _names([*before, *after]):
            yield from _of_tables(place, _named(before, names), _named(after, names), "[{}]")
        case _:
            if before != after:
                yield TableChange(place, _shown(before), _shown(after))


def _of_tables(
    place: str, before: Mapping[str, Any], after: Mapping[str, Any], entry: str = ".{}"
) -> Iterator[TableChange]:
    def within(key: str) -> str:
        return f"{place}{entry.format(key)}" if place else key

    for key, value in after.items():
        if key in before:
            yield from _changes(within(key), before[key], value)
        else:
            yield TableChange(within(key), None, _shown(value))
    for key, value in before.items():
        if key not in after:
            yield TableChange(within(key), _shown(value), None)


def _names(entries: list[Any]) -> tuple[str, ...] | None:
    """The keys that each entry has; None where an entry is no table or there are none."""
    if not entries or not all(isinstance(entry, Mapping) for entry in entries):
        return None
    for names in _NAMED_BY:
        if all(name in entry for entry in entries for name in names):
            return names
    return None


def _named(entries: list[Any], names: tuple[str, ...]) -> dict[str, Any]:
    """The entries by what they are known by; a second one of a name gets its place too."""
    found: dict[str, Any] = {}
    for entry in entries:
        name = known = " ".join(str(entry[one]) for one in names)
        place = 1
        while name in found:
            place += 1
            name = f"{known} {place}"
        found[name] = entry
    return found


def _shown(value: object) -> str:
    """A value in one short line; of an entry its name and label."""
    if isinstance(value, Mapping):
        value = value.get("label") or value.get("message") or value.get("text") or f"（{len(value)}项）"
    text = "、".join(map(_shown, value)) if isinstance(value, list) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
