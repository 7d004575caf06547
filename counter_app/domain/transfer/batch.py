"""Handing paper over to the department for archiving within one month (《规定》第八条第二款): the batch and its acts.

The batch follows the archival hand-over forms (DA/T 22-2015, DA/T 93-2022): each case is one item (件) with its pages,
counted with the paper in hand; the receiving side checks each for accuracy, completeness, usability and safety.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from counter_app.domain.basics.labelled import Labelled
from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.records import frozen, mutable, ordered
from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.basics.unseen import is_blank

MOST_PAGES: Final = 9999
"""More pages than that are no case but a typing error."""


class BatchState(Labelled):
    """编组中 → 已锁定 → 移交中 → 已办结; an open one may also be dissolved (已撤销)."""

    OPEN = "open", "编组中"
    CLOSED = "closed", "已锁定"
    HANDED_OVER = "handed_over", "移交中"
    SETTLED = "settled", "已办结"
    DISSOLVED = "dissolved", "已撤销"

    @property
    def live(self) -> bool:
        """Whether its cases wait in it, so that they cannot be put into another."""
        return self in (BatchState.OPEN, BatchState.CLOSED, BatchState.HANDED_OVER)


class ArchivalCheck(Labelled):
    """What the receiving side checks of each item (DA/T 93-2022: 准确性、完整性、可用性、安全性)."""

    ACCURACY = "accuracy", "准确性"
    COMPLETENESS = "completeness", "完整性"
    USABILITY = "usability", "可用性"
    SAFETY = "safety", "安全性"


class Retention(Labelled):
    """保管期限 of an archived item (DA/T 22-2015)."""

    PERMANENT = "Y", "永久"
    THIRTY_YEARS = "D30", "30年"
    TEN_YEARS = "D10", "10年"


@ordered
class ArchiveNumber:
    """档号 of one item: 全宗号, 年度, 保管期限, 件号 (DA/T 22-2015). `item` counts from 1."""

    fonds: str
    year: int
    retention: Retention
    item: int

    @property
    def written(self) -> str:
        """As it stands on the archival stamp: `0624-2026-D30-0012`."""
        return f"{self.fonds}-{self.year}-{self.retention.value}-{self.item:04d}"


@frozen
class ItemDecision:
    """What is decided upon one case. `passed` are the checks found in order; a refusal has a `reason`.

    `archive` is the archive number where the department gave one already.
    """

    accepted: bool
    passed: frozenset[ArchivalCheck] = frozenset(ArchivalCheck)
    reason: str = ""
    archive: ArchiveNumber | None = None


@frozen
class Decision:
    """What the department decided upon one item. `passed` are the checks found in order.

    A refused item has a `reason`; an accepted one may have its archive number, which can also be recorded later.
    `by` is who decided (the receiving side), `at` when it was recorded here: UTC and aware.
    """

    accepted: bool
    at: datetime
    by: str = ""
    passed: frozenset[ArchivalCheck] = frozenset(ArchivalCheck)
    reason: str = ""
    archive: ArchiveNumber | None = None


@frozen
class TransferItem:
    """One case in a batch. `position` is its 件号 in the batch, from 1; `pages` are counted with the paper in hand.

    `scanned_at` is when its barcode was scanned with the paper in hand, None while it was only proposed. `held_since`
    and `due` are the legal dates as they stood when it came in. `case_version` is the case's version at that moment:
    a case that was changed since is not what was closed upon.
    """

    reference: str
    position: int
    pages: int
    held_since: date
    due: date
    case_version: int
    scanned_at: datetime | None = None
    decision: Decision | None = None


class ScanOutcome(StrEnum):
    """What a scan meant, each with a sound, a colour and words of its own."""

    RIGHT = "right"
    ALREADY = "already"
    WRONG = "wrong"


@frozen
class TransferPackage:
    """The electronic package of a batch (BagIt, RFC 8493).

    `sha256` is the SHA-256 of its `manifest-sha256.txt`, `sm3` the SM3 of its `manifest-sm3.txt`, 64 hex digits each.
    `files` and `octets` count the payload. `packed_at` is UTC and aware.
    """

    sha256: str
    sm3: str
    files: int
    octets: int
    packed_at: datetime


@mutable
class TransferBatch:
    """One batch. Times are UTC and aware. `version` keeps two windows from overwriting each other.

    `number` (备移) is taken when the batch is closed; reopening voids it. `issued` says that cover and list were
    issued since, so that what they say must hold.
    """

    batch_id: str
    opened_at: datetime
    clerk: str = ""
    window: str = ""
    state: BatchState = BatchState.OPEN
    number: Number | None = None
    items: list[TransferItem] = field(default_factory=list)
    closed_at: datetime | None = None
    handed_over_at: datetime | None = None
    settled_at: datetime | None = None
    handed_over_by: str = ""
    received_by: str = ""
    package: TransferPackage | None = None
    issued: bool = False
    version: int = 0

    def item(self, reference: str) -> TransferItem | None:
        """The item of one case, None where the case is not in the batch."""
        return next((item for item in self.items if item.reference == reference), None)

    @property
    def gaps(self) -> list[TransferItem]:
        """In the batch, but its paper was not scanned: proposed and forgotten, or not to be found."""
        return [item for item in self.items if item.scanned_at is None]

    @property
    def pages(self) -> int:
        """All pages."""
        return sum(item.pages for item in self.items)

    @property
    def due(self) -> date | None:
        """The earliest last day of its cases."""
        return min((item.due for item in self.items), default=None)

    @property
    def returned(self) -> list[TransferItem]:
        """The items that the department gave back."""
        return [item for item in self.items if item.decision is not None and not item.decision.accepted]

    @property
    def undecided(self) -> list[TransferItem]:
        """Handed over and neither accepted nor refused yet."""
        return [item for item in self.items if item.decision is None]

    def add(self, item: TransferItem) -> None:
        """Put a case in, at the end. Raises `StateForbids` once the batch is closed, `Refusal` where it is in."""
        self._demand(BatchState.OPEN, "加入材料")
        if self.item(item.reference) is not None:
            raise Refusal("这一件已在本批次中", "继续扫描下一件")
        self.items.append(replace(item, position=len(self.items) + 1))

    def scan(self, reference: str, at: datetime) -> ScanOutcome:
        """The barcode of a case in the batch was scanned with its paper in hand. Raises `StateForbids`."""
        self._demand(BatchState.OPEN, "扫描")
        item = self.item(reference)
        if item is None:
            return ScanOutcome.WRONG
        if item.scanned_at is not None:
            return ScanOutcome.ALREADY
        self._put(replace(item, scanned_at=at))
        return ScanOutcome.RIGHT

    def renew(self, item: TransferItem) -> None:
        """The case was changed since it came in, and looked at again. Raises `StateForbids`."""
        self._demand(BatchState.OPEN, "扫描")
        self._item(item.reference)
        self._put(item)

    def count_pages(self, reference: str, pages: int) -> None:
        """Record the pages of one case. Raises `StateForbids`, `Refusal` for a number no case has."""
        self._demand(BatchState.OPEN, "改页数")
        if not 1 <= pages <= MOST_PAGES:
            raise Refusal(f"页数必须为 1 至 {MOST_PAGES}", "清点后重填页数")
        self._put(replace(self._item(reference), pages=pages))

    def leave_out(self, references: Iterable[str]) -> None:
        """Take cases out again; the others close ranks. Raises `StateForbids`."""
        self._demand(BatchState.OPEN, "移出材料")
        out = frozenset(references)
        stay = [item for item in self.items if item.reference not in out]
        self.items = [replace(item, position=number) for number, item in enumerate(stay, start=1)]

    def dissolve(self) -> None:
        """Give an open batch up; its cases wait for another. Raises `StateForbids`."""
        self._demand(BatchState.OPEN, "撤销")
        self.state = BatchState.DISSOLVED

    def refuse_unclosable(self) -> None:
        """Raise `StateForbids` or `Refusal` where the batch cannot be closed: not open, empty, or with gaps."""
        self._demand(BatchState.OPEN, "锁定批次")
        if not self.items:
            raise Refusal("批次里还没有材料", "扫描材料上的条码，或按到期日提取后再锁定批次")
        if self.gaps:
            raise Refusal(f"有{len(self.gaps)}件材料还没有扫码", "找到材料后补扫，或移出本批次后再锁定批次")

    def close(self, number: Number, at: datetime) -> None:
        """No case comes in or goes out any more. Raises as `refuse_unclosable`."""
        self.refuse_unclosable()
        self.state, self.number, self.closed_at = BatchState.CLOSED, number, at

    def reopen(self) -> None:
        """Back to work before the hand-over; number, package and papers hold no more. Raises `StateForbids`."""
        self._demand(BatchState.CLOSED, "解锁")
        self.state, self.number, self.closed_at = BatchState.OPEN, None, None
        self.package, self.issued = None, False

    def note_package(self, package: TransferPackage) -> None:
        """The electronic package was packed and verified. Raises `StateForbids`, `Refusal` for another content.

        Once the papers bear a digest, or its absence, no other one can be.
        """
        self._demand(BatchState.CLOSED, "生成电子数据包", or_later=True)
        same = self.package is not None and (self.package.sha256, self.package.sm3) == (package.sha256, package.sm3)
        if self.issued and not same:
            raise Refusal(
                "生成的电子数据包与移交清单上的摘要不一致", "解锁批次，核对改动后重新锁定批次、生成电子数据包、打印清单"
            )
        self.package = package

    def note_issued(self) -> None:
        """Cover and list were issued. Raises `StateForbids`."""
        self._demand(BatchState.CLOSED, "打印移交清单")
        self.issued = True

    def hand_over(self, at: datetime, by: str) -> None:
        """Paper and package leave the window. Raises `StateForbids`, `Refusal` while cover and list are not issued."""
        self._demand(BatchState.CLOSED, "移交")
        if not self.issued:
            raise Refusal("还没有出具移交清单", "先打印移交清单和封面，双方签字后再登记移交")
        self.state, self.handed_over_at, self.handed_over_by = BatchState.HANDED_OVER, at, by

    def decide(self, reference: str, decision: Decision) -> None:
        """Record what the department decided upon one item; settles the batch with its last one.

        Raises `StateForbids` before the hand-over and for an item decided otherwise already, `Refusal` for a refusal
        without a reason and for an acceptance with a check that failed.
        """
        self._demand(BatchState.HANDED_OVER, "登记接收结果")
        item = self._item(reference)
        if item.decision is not None:
            raise StateForbids("这一件的接收结果已登记", "登记错了的，与科技信息化部门核对后按其书面意见办理")
        if not decision.accepted and is_blank(decision.reason):
            raise Refusal("填写不接收的原因", "如：缺授权书原件")
        if decision.accepted and decision.passed != frozenset(ArchivalCheck):
            failed = "、".join(check.label for check in ArchivalCheck if check not in decision.passed)
            raise Refusal(f"{failed}不合格，不能接收", "改为不接收并写明原因；核对无误的，勾选合格")
        self._put(replace(item, decision=decision))
        if not self.undecided:
            self.state, self.settled_at = BatchState.SETTLED, decision.at

    def number_in_archive(self, reference: str, archive: ArchiveNumber) -> None:
        """Record the archive number of an accepted item. Raises `Refusal` for one that was not accepted."""
        item = self._item(reference)
        if item.decision is None or not item.decision.accepted:
            raise Refusal("这一件没有被接收，不能编档号", "核对件号")
        self._put(replace(item, decision=replace(item.decision, archive=archive)))

    def _item(self, reference: str) -> TransferItem:
        item = self.item(reference)
        if item is None:
            raise Refusal("这一件不在本批次中", "核对条码")
        return item

    def _put(self, item: TransferItem) -> None:
        self.items = [item if one.reference == item.reference else one for one in self.items]

    def _demand(self, state: BatchState, act: str, *, or_later: bool = False) -> None:
        later = or_later and self.state in (BatchState.HANDED_OVER, BatchState.SETTLED)
        if self.state is not state and not later:
            raise StateForbids(f"本批次{self.state.label}，不能{act}", _REMEDIES[self.state])


_REMEDIES: Final = {
    BatchState.OPEN: "先锁定批次",
    BatchState.CLOSED: "需要改动的，先解锁批次",
    BatchState.HANDED_OVER: "材料已在科技信息化部门，等待其接收结果",
    BatchState.SETTLED: "本批次已办结，退回的材料在待移交中，另行编组批次",
    BatchState.DISSOLVED: "材料在待移交中，另行编组批次",
}
