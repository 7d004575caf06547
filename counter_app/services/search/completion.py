"""What a field may be completed with: values of the newest cases and inspections, and units from all the years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from counter_app.domain.basics.reading import read_text
from counter_app.domain.basics.records import frozen
from counter_app.domain.inspection.reading import officers_words
from counter_app.domain.search.completed_fields import SOURCES
from counter_app.domain.search.completion import completions
from counter_app.domain.search.pinyin import Readings
from counter_app.domain.search.query import SearchField, read_query
from counter_app.services.ports import Backend

LOOKED_BACK: Final = 500
"""So many of the newest cases are looked through; 500 take some 20 ms."""
LOOKED_BACK_FOR_DEVICES: Final = 100
_UNITS: Final = 20


@frozen
class KnownValues:
    """The values used of late, by the key they were used for and the last used first."""

    values: Mapping[str, tuple[str, ...]]
    readings: Readings

    def find(self, key: str, typed: str, first: Iterable[str] = (), more: Iterable[str] = ()) -> tuple[str, ...]:
        """What `typed` in the field `key` may become; `first` come before the values of late, `more` after them."""
        late = [value for source in SOURCES.get(key, ()) for value in self.values.get(source, ())]
        return completions(typed, dict.fromkeys([*first, *late, *more]), self.readings)


def known_values(backend: Backend) -> KnownValues:
    """Read what was used of late."""
    with backend.work() as work:
        answers = work.search.recent_answers(LOOKED_BACK)
        rows = work.search.recent_rows(LOOKED_BACK_FOR_DEVICES)
        inspected = work.inspections.recent_officers(LOOKED_BACK_FOR_DEVICES)
    values = _used({source for sources in SOURCES.values() for source in sources}, [*answers, *rows])
    officers = [officers_words([officer]) for named, _team in inspected for officer in named]
    values["inspection.officers"] = tuple(dict.fromkeys(officers))
    values["inspection.team"] = tuple(dict.fromkeys(team for _named, team in inspected if team))
    return KnownValues(values, backend.readings)


def units_like(backend: Backend, typed: str) -> tuple[str, ...]:
    """Names of units of all the years that `typed` may become, from the index of words; the newest first."""
    with backend.work() as work:
        found = work.search.find(read_query(typed), limit=_UNITS)
    named = [
        case.unit_name
        for case in found.cases
        if case.unit_name and case.reasons and all(one.sought is SearchField.UNIT for one in case.reasons)
    ]
    return tuple(dict.fromkeys(named))


def _used(keys: Iterable[str], answers: Sequence[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key in keys:
        typed = (read_text(str(raw)) for one in answers if (raw := one.get(key)) and not isinstance(raw, list))
        found[key] = tuple(dict.fromkeys(text for text in typed if text))
    return found
