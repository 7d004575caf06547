"""What the acts need to find what is known already: filed systems, chains of changes, cases of one unit."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.records import frozen
from counter_app.domain.filing.filing import FilingKind, FilingState


@frozen
class KnownCase:
    """One case as it is told to whoever looks for what is known. Times are UTC and aware; no names of persons.

    `changes` is the filed case it changes; `superseded` whether a later change of it was filed; `out_of_use` whether
    it says that the system was taken out of use. `clerk` and `window` are those of the last save.
    """

    reference: str
    kind: FilingKind
    state: FilingState
    changes: str
    unit_name: str
    uscc: str
    address: str
    platform_number: str
    received_at: datetime
    received_on: date
    filed_on: date | None
    clerk: str
    window: str
    superseded: bool = False
    out_of_use: bool = False


class KnownCaseRepository(Protocol):
    """Cases looked up by what tells them apart."""

    def changing(self, reference: str) -> list[KnownCase]:
        """The cases of any state that change the filed case `reference`, oldest first."""

    def of_unit(self, *, uscc: str, name: str, other_than: str) -> list[KnownCase]:
        """The cases of one unit (same code, or same name), withdrawn ones left out, newest first; at most 50."""

    def found_by(self, words: str) -> list[KnownCase]:
        """Filed cases whose code, platform number, reference or unit is `words`; else whose unit's name holds it.

        Those nothing was filed upon first, newest first; at most 20.
        """

    def numbered(self, number: Number) -> str:
        """The reference of the case for which a paper with this number was issued; empty where there is none."""
