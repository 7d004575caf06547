"""What the papers of a hand-over say: cover, list, contents of each case, labels for the spines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field, fields
from datetime import date
from typing import TypeVar

from counter_app.domain.basics.records import frozen
from counter_app.domain.transfer.batch import TransferPackage

Extended = TypeVar("Extended", bound="TransferredCase")


@frozen
class TransferredSheet:
    """One line of the contents of a case (卷内目录): a paper handed in, or issued here, in the order of the file.

    `number` is the paper's own as written, empty where it has none; `responsible` who made it (责任者). `first_page`
    counts from 1 through the case; None where the paper is not in the file on paper.
    """

    title: str
    number: str = ""
    responsible: str = ""
    day: date | None = None
    pages: int = 1
    first_page: int | None = None
    note: str = ""


@frozen
class TransferredCase:
    """One case (件) on its way to the department: on the papers, in the package, in a reception. No person is named.

    `number` is that of its receipt or notice as written, `barcode` what a scanner reads on its papers; `matter` is the
    kind of filing in words (`首次备案`), `state` the case's state in words.
    """

    position: int
    reference: str
    number: str
    barcode: str
    unit: str
    title: str
    matter: str
    state: str
    received_on: date
    held_since: date
    due: date
    pages: int
    filed_on: date | None = None
    platform_number: str = ""

    def extended(self, kind: Callable[..., Extended], **added: object) -> Extended:
        """This case as a record of `kind`, a subclass, with what the subclass adds."""
        return kind(**{**{field.name: getattr(self, field.name) for field in fields(TransferredCase)}, **added})


@frozen
class ListedCase(TransferredCase):
    """A case as cover, list, contents and label say it.

    `scans` counts those in the electronic package. `decision` is 接收, 不接收 or empty,
    `failed` are the checks that were not in order, in words; `archive` is its archive number as written.
    """

    scans: int = 0
    sheets: tuple[TransferredSheet, ...] = ()
    note: str = ""
    decision: str = ""
    reason: str = ""
    failed: tuple[str, ...] = ()
    archive: str = ""


@frozen
class TransferFacts:
    """One batch as its papers say it. `package` is None where it is handed over without one (不附电子数据包).

    `first_received` and `last_received` span its period; `cases` stand in the order of their 件号. A list of contents
    or a label is drawn of `cases` as they stand: all of the batch, or one.
    """

    number: str
    closed_on: date
    department: str
    cases: tuple[ListedCase, ...] = field(default_factory=tuple)
    package: TransferPackage | None = None
    handed_over_by: str = ""
    batch_id: str = ""

    @property
    def pages(self) -> int:
        """All pages of all cases."""
        return sum(case.pages for case in self.cases)

    @property
    def scans(self) -> int:
        """All scans of all cases."""
        return sum(case.scans for case in self.cases)

    @property
    def first_received(self) -> date | None:
        """The earliest day on which paper of the batch was received."""
        return min((case.held_since for case in self.cases), default=None)

    @property
    def last_received(self) -> date | None:
        """The latest such day."""
        return max((case.held_since for case in self.cases), default=None)

    @property
    def due(self) -> date | None:
        """The earliest last day of its cases (第八条第二款)."""
        return min((case.due for case in self.cases), default=None)
