"""What the judging of a case comes to: deficiencies, entries to check, advisories, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from counter_app.domain.basics.records import frozen
from counter_app.domain.forms.forms import Form


class Verdict(StrEnum):
    """材料齐全, 缺项, 窗口还有没核对的."""

    COMPLETE = "complete"
    DEFICIENT = "deficient"
    UNREVIEWED = "unreviewed"


@frozen
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


@frozen
class Entry:
    """Something that the window reads off a material and that is missing or fails its check.

    The window puts it right or confirms it: it blocks the receipt, never the notice, and stands on no paper.
    """

    code: str
    key: str
    label: str
    message: str
    mend: str
    confirm: str = ""
    """How the window may confirm what is typed (与证件一致); empty where nothing is typed, or nothing to confirm."""


@frozen
class Advisory:
    """A doubt or a breach elsewhere. Never blocks filing, never stands on the notice."""

    code: str
    key: str
    message: str
    basis: str


@frozen
class ListFindings:
    """What the rows of one list come to under one form and one set of facts; kept with the list, to be judged once.

    `lenient` where a paper may stand for what was not keyed; `lacks` whether a row lacks something that is demanded.
    Advisories are gathered by their code.
    """

    form: Form
    facts: object
    lenient: bool
    lacks: bool
    deficiencies: tuple[Deficiency, ...]
    advisories: Mapping[str, Advisory]


@frozen
class Findings:
    """Everything the judging of a case came to."""

    deficiencies: tuple[Deficiency, ...] = ()
    advisories: tuple[Advisory, ...] = ()
    unreviewed: tuple[str, ...] = ()
    """What the window has still to do: keys of the papers nobody judged, then of the entries."""
    entries: tuple[Entry, ...] = ()
    lists: Mapping[str, ListFindings] = field(default_factory=dict, compare=False, repr=False)
    """What the rows of each list came to: of thousands of rows nobody has to go through all that is found."""
    without_lists: Findings | None = field(default=None, compare=False, repr=False)

    @property
    def beside_lists(self) -> Findings:
        """What was found outside the rows of lists."""
        return self.without_lists or self

    @property
    def papers_unreviewed(self) -> tuple[str, ...]:
        """Keys of the papers that nobody judged: before that no notice can name everything."""
        entered = {entry.key for entry in self.entries}
        return tuple(key for key in self.unreviewed if key not in entered)

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
    def entry_codes(self) -> list[str]:
        """The codes of the entries to check, in the order of the form."""
        return [entry.code for entry in self.entries]

    @property
    def advisory_codes(self) -> list[str]:
        """The codes of the advisories."""
        return [advisory.code for advisory in self.advisories]
