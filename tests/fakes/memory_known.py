"""What is known already, looked up in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.reading import read_code, read_text
from counter_app.domain.filing.changes import is_out_of_use
from counter_app.domain.filing.filing import Filing, FilingState
from counter_app.services.ports import KnownCase

if TYPE_CHECKING:
    from tests.fakes.memory_backend import Kept


class MemoryKnownCases:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def changing(self, reference: str) -> list[KnownCase]:
        return [self._known(f) for f in self._oldest_first() if reference and f.changes == reference]

    def of_unit(self, *, uscc: str, name: str, other_than: str) -> list[KnownCase]:
        code, unit = read_code(uscc), _key(name)

        def same(filing: Filing) -> bool:
            answers = filing.answers
            by_code = bool(code) and read_code(str(answers.raw.get("unit.uscc") or "")) == code
            return by_code or (bool(unit) and _key(answers.display("unit.name")) == unit)

        found = [f for f in self._oldest_first() if f.reference != other_than and same(f)]
        return [self._known(f) for f in reversed(found) if f.state is not FilingState.WITHDRAWN][:50]

    def found_by(self, words: str) -> list[KnownCase]:
        code, part = read_code(words), _key(words)

        def exact(filing: Filing) -> bool:
            codes = (read_code(str(filing.answers.raw.get("unit.uscc") or "")), filing.reference)
            platform = filing.platform_number in (code, read_text(words))
            return code in codes or platform or part == _key(filing.answers.display("unit.name"))

        filed = [f for f in self._oldest_first() if part and f.state is FilingState.FILED]
        named = [f for f in filed if part in _key(f.answers.display("unit.name"))]
        known = [self._known(f) for f in reversed([f for f in filed if exact(f)] or named)]
        return sorted(known, key=lambda case: case.superseded)[:20]

    def numbered(self, number: Number) -> str:
        return next((paper.reference for paper in self._kept.papers.values() if paper.number == number), "")

    def _oldest_first(self) -> list[Filing]:
        return sorted(self._kept.filings.values(), key=lambda filing: filing.received_at)

    def _known(self, filing: Filing) -> KnownCase:
        answers = filing.answers
        later = (f for f in self._kept.filings.values() if f.changes == filing.reference)
        return KnownCase(
            reference=filing.reference,
            kind=filing.kind,
            state=filing.state,
            changes=filing.changes,
            unit_name=answers.display("unit.name"),
            uscc=read_code(answers.display("unit.uscc")),
            address=answers.display("system.address"),
            platform_number=filing.platform_number,
            received_at=filing.received_at,
            received_on=filing.received_on,
            filed_on=filing.filed_on,
            clerk=filing.clerk,
            window=filing.window,
            superseded=any(f.state is FilingState.FILED for f in later),
            out_of_use=is_out_of_use(answers),
        )


def _key(text: str) -> str:
    return "".join(read_text(text).split()).casefold()
