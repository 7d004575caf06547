"""What is known of the unit at the counter: its earlier cases to fill from, and those that may be the same system."""

from __future__ import annotations

from typing import Final

from counter_app.domain.basics.office import Post
from counter_app.domain.basics.records import frozen
from counter_app.domain.filing.filing import Filing, FilingState
from counter_app.domain.filing.intake import IntakeFile
from counter_app.domain.filing.near_places import near_same_place
from counter_app.domain.forms.answers import Answers
from counter_app.services.filing import cases
from counter_app.services.filing.changes import OpenedChange, open_change
from counter_app.services.ports import Backend, KnownCase

_MOST_DUPLICATES: Final = 3
_COMPARED: Final = (
    "unit.name",
    "unit.uscc",
    "system.name",
    "system.address",
    "system.device_count",
    "system.function_types",
    "system.retention_days",
    "system.in_use_since",
)


@frozen
class Compared:
    """One item of two cases side by side, in the words of a paper."""

    label: str
    there: str
    here: str

    @property
    def differs(self) -> bool:
        """Whether both are filled and not the same."""
        return bool(self.there and self.here) and self.there != self.here


@frozen
class PossibleDuplicate:
    """Another case that may be about the same system, and how the two compare."""

    known: KnownCase
    items: tuple[Compared, ...]


@frozen
class KnownUnit:
    """The newest case of the unit that was looked at by a clerk, and its answers."""

    known: KnownCase
    answers: Answers


@frozen
class KnownMatches:
    """What is known when a unit or an address was keyed. `unit` None: nothing to fill from."""

    unit: KnownUnit | None
    duplicates: tuple[PossibleDuplicate, ...]


def find_known(backend: Backend, filing: Filing) -> KnownMatches:
    """What is known of the unit that `filing` names. Advisory: it decides nothing and keeps nothing."""
    answers = filing.answers
    with backend.work() as work:
        found = work.known.of_unit(
            uscc=str(answers.raw.get("unit.uscc") or ""),
            name=answers.display("unit.name"),
            other_than=filing.reference,
        )
        current = [known for known in found if not known.superseded and known.reference != filing.changes]
        looked_at = sorted(
            (known for known in current if known.state is not FilingState.DRAFT),
            key=lambda known: (known.state is FilingState.FILED, known.received_at),
            reverse=True,
        )
        unit = None
        if looked_at:
            unit = KnownUnit(looked_at[0], work.filings.get(looked_at[0].reference).answers)
        address = answers.display("system.address")
        near = [known for known in current if near_same_place(known.address, address)] if address else []
        duplicates = [
            PossibleDuplicate(k, _compared(work.filings.get(k.reference).answers, answers))
            for k in near[:_MOST_DUPLICATES]
        ]
        return KnownMatches(unit, tuple(duplicates))


def _compared(there: Answers, here: Answers) -> tuple[Compared, ...]:
    fields = [field for field in here.form.fields.values() if field.key in _COMPARED]
    pairs = [Compared(field.label, there.display(field.key), here.display(field.key)) for field in fields]
    # What differs stands first: it is what the clerk looks for.
    return tuple(sorted((pair for pair in pairs if pair.there or pair.here), key=lambda pair: not pair.differs))


def turn_into_change(backend: Backend, filing: Filing, filed_reference: str, *, post: Post) -> OpenedChange:
    """Open a change of a filed system with what was keyed as a first filing, and withdraw that one.

    Where a change is open already it is given instead, and nothing is withdrawn. Raises as `open_change` does.
    """
    typed = {key: raw for key, raw in filing.answers.raw.items() if not filing.answers.is_blank(key)}
    answers = Answers(filing.form, typed, filing.answers.all_rows())
    intake = IntakeFile(answers, dict(filing.materials), received_on=filing.received_on)
    opened = open_change(backend, filed_reference, post, intake=intake)
    if not opened.said:
        cases.withdraw_case(backend, filing.reference, post=post)
    return opened
