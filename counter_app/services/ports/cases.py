"""What the acts need of the cases: kept whole, listed, and guarded against two windows at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import Custody, Filing, FilingState
from counter_app.domain.forms.confirmations import Confirmation


class UnknownCase(Refusal):
    """No case has this reference or number."""


class ChangedElsewhere(Refusal):
    """The case was saved by another window since it was read here."""


@frozen
class CaseLine:
    """One case as it stands in a list. Names of persons are masked (`周*`); times are UTC and aware."""

    reference: str
    unit_name: str
    agent: str
    state: FilingState
    custody: Custody
    received_at: datetime
    received_on: date
    clerk: str
    window: str
    numbers: tuple[Number, ...] = ()


class FilingRepository(Protocol):
    """Cases, kept whole."""

    def add(self, filing: Filing) -> None:
        """Insert a new case."""

    def get(self, reference: str) -> Filing:
        """The case with this reference. Raises `UnknownCase`."""

    def confirmed(self, reference: str) -> Mapping[str, Confirmation]:
        """What is kept as confirmed of a case; nothing of one that is unknown."""

    def save(self, filing: Filing) -> None:
        """Keep a changed case and count its version up. Raises `UnknownCase`, `ChangedElsewhere`."""

    def count_filed(self, *, uscc: str, name: str, address: str, other_than: str, nor: str = "") -> int:
        """How many filed cases other than `other_than` and `nor` have this unit (USCC, else name) at this address.

        A filing upon which a change was filed does not count: it is no longer what is on file.
        """
