"""What the acts need of the national platform: what was keyed into it, and the numbers it gave."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

from counter_app.domain.basics.office import Post
from counter_app.domain.basics.records import frozen
from counter_app.domain.filing.filing import FilingState


@frozen
class PlatformTick:
    """One item that was keyed into the platform: when (UTC, aware), by whom and at which window."""

    key: str
    at: datetime
    clerk: str
    window: str


@frozen
class PlatformCase:
    """A case as far as the platform is concerned. `changes` is the filed case it changes; `clerk` saved it last."""

    reference: str
    state: FilingState
    unit_name: str
    changes: str = ""
    platform_number: str = ""
    filed_on: date | None = None
    clerk: str = ""
    window: str = ""


class PlatformRepository(Protocol):
    """What was keyed into the platform, and the cases by the number it gave them."""

    def case(self, reference: str) -> PlatformCase:
        """How the case stands now, without its answers. Raises `UnknownCase`."""

    def numbered(self, number: str, *, other_than: str) -> list[PlatformCase]:
        """The cases other than `other_than` that bear this platform number, in the order of their filing."""

    def ticks(self, reference: str) -> list[PlatformTick]:
        """The items of a case that were ticked, in the order in which they were."""

    def tick(self, reference: str, keys: Iterable[str], post: Post) -> None:
        """Tick items as keyed; one that is ticked keeps its time and its clerk."""

    def untick(self, reference: str, keys: Iterable[str]) -> None:
        """Remove ticks."""
