"""What the judging of a case comes to: deficiencies, advisories, papers not yet judged, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from counter_app.domain.forms import Form


class Verdict(StrEnum):
    """材料齐全, 缺项, 尚有材料未核对."""

    COMPLETE = "complete"
    DEFICIENT = "deficient"
    UNREVIEWED = "unreviewed"


@dataclass(frozen=True, slots=True)
class Deficiency:
    """One item of the one-time notice (第八条): what is missing, what would be right, by what law, how to mend it.

    `key` is the place on the form to jump to (`devices[3].location`, `agent_id`).
    """

    code: str
    key: str
    label: str
    message: str
    requirement: str
    basis: str
    mend: str


@dataclass(frozen=True, slots=True)
class Advisory:
    """A doubt or a breach elsewhere. Never blocks filing, never stands on the notice."""

    code: str
    key: str
    message: str
    basis: str


@dataclass(frozen=True, slots=True)
class RowRemark:
    """An advisory of one row before rows are gathered under one code."""

    code: str
    key: str
    message: str
    basis: str


@dataclass(frozen=True, slots=True)
class RowFinding:
    """What one row lacks; the row's number is put in when the rows are gathered."""

    problem: str
    key: str
    label: str
    message: str
    requirement: str
    basis: str
    mend: str


@dataclass(frozen=True, slots=True)
class RowFindings:
    """What one row comes to under one form and one set of facts; kept with the row so that it is judged once."""

    form: Form
    facts: object
    deficiencies: tuple[RowFinding, ...]
    remarks: tuple[RowRemark, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything the judging of a case came to."""

    deficiencies: tuple[Deficiency, ...] = ()
    advisories: tuple[Advisory, ...] = ()
    unreviewed: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """Deficient before unreviewed: what is missing is known already."""
        if self.deficiencies:
            return Verdict.DEFICIENT
        return Verdict.UNREVIEWED if self.unreviewed else Verdict.COMPLETE

    @property
    def codes(self) -> list[str]:
        """The codes of the deficiencies, in the order of the form."""
        return [deficiency.code for deficiency in self.deficiencies]

    @property
    def advisory_codes(self) -> list[str]:
        """The codes of the advisories."""
        return [advisory.code for advisory in self.advisories]
