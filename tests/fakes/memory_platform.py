"""Ticks of the national platform, and the cases by its numbers, in memory."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from counter_app.domain.basics.office import Post
from counter_app.domain.filing.filing import Filing
from counter_app.services.ports import PlatformCase, PlatformTick, UnknownCase

if TYPE_CHECKING:
    from tests.fakes.memory_backend import Kept

TICKED_AT = datetime(2026, 3, 2, 2, 31, tzinfo=UTC)


class MemoryPlatform:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def case(self, reference: str) -> PlatformCase:
        found = self._kept.filings.get(reference)
        if found is None:
            raise UnknownCase(f"没有编号为{reference}的件", "核对编号")
        return _case(found)

    def numbered(self, number: str, *, other_than: str) -> list[PlatformCase]:
        filings = self._kept.filings.values()
        return [_case(f) for f in filings if number and f.platform_number == number and f.reference != other_than]

    def ticks(self, reference: str) -> list[PlatformTick]:
        return [tick for (case, _key), tick in self._kept.ticks.items() if case == reference]

    def tick(self, reference: str, keys: Iterable[str], post: Post) -> None:
        for key in keys:
            self._kept.ticks.setdefault((reference, key), PlatformTick(key, TICKED_AT, post.clerk, post.window))

    def untick(self, reference: str, keys: Iterable[str]) -> None:
        for key in keys:
            self._kept.ticks.pop((reference, key), None)


def _case(filing: Filing) -> PlatformCase:
    return PlatformCase(
        reference=filing.reference,
        state=filing.state,
        unit_name=filing.answers.display("unit.name"),
        changes=filing.changes,
        platform_number=filing.platform_number,
        filed_on=filing.filed_on,
        clerk=filing.clerk,
        window=filing.window,
    )
