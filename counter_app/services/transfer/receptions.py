"""Receiving a package that another installation packed: verified, kept, decided upon case by case, answered."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.office import Post
from counter_app.domain.basics.reading import read_text
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.basics.unseen import is_blank
from counter_app.domain.transfer.archive_numbering import ArchiveStart
from counter_app.domain.transfer.batch import ArchivalCheck, ItemDecision
from counter_app.services.office.offices import act, at_office
from counter_app.services.ports import Backend, BagIndex, BagReport, Reception
from counter_app.services.ports.scans import Watch
from counter_app.services.transfer import results
from counter_app.services.transfer.results import Result

LISTED: Final = 200


class FaultyPackage(Refusal):
    """The package is not complete or was changed; `report` names every fault."""

    def __init__(self, report: BagReport) -> None:
        """The first fault is said, the others are listed by the page."""
        first = report.faults[0].sentence
        more = f"等{report.count}处问题" if report.count > 1 else ""
        super().__init__(f"电子数据包不能接收：{first}{more}", "由移交窗口重新拷贝或重新生成；没有登记任何结果")
        self.report = report


class AnotherPackage(Refusal):
    """A package with the same number and another content was received before. `earlier` is that reception's id."""

    def __init__(self, batch: str, earlier: str) -> None:
        """A person has to say which of the two is valid."""
        super().__init__(
            f"{batch}已经接收过一个内容不同的电子数据包",
            "电话向移交窗口核对哪一个有效（解锁过的批次，先前的电子数据包作废）",
        )
        self.earlier = earlier


@frozen
class OpenedPackage:
    """What opening a package led to: our own batch, or a reception of another installation's."""

    index: BagIndex
    batch_id: str = ""
    reception: Reception | None = None


def open_package(backend: Backend, path: Path, watch: Watch, *, instead: bool = False, post: Post) -> OpenedPackage:
    """Verify a package and open it. `instead` takes it in the place of another one with its number.

    Raises `FaultyPackage`, `AnotherPackage`, `Refusal` where it cannot be read, is newer, or is not what our own batch
    was packed to.
    """
    report = backend.bags.verify(path, watch)
    if not report.valid:
        raise FaultyPackage(report)
    index = backend.bags.index(path)
    with act(backend, post) as now:
        number = Number.scanned(index.batch)
        own = now.work.transfers.numbered(number) if number is not None and index.office == now.office.name else None
        if own is not None:
            batch = now.work.transfers.get(own)
            if batch.number != number:
                raise Refusal(f"{index.number}已经作废，该批次解锁过", "索取按现在的清单生成的电子数据包")
            if batch.package is None or batch.package.sha256 != report.sha256:
                raise Refusal("这个电子数据包与本批次清单上的摘要不一致", "核对是不是这个批次的电子数据包")
            return OpenedPackage(index, batch_id=own)
        known = now.work.receptions.of_batch(index.batch, index.office)
        same = [one for one in known if one.sha256 == report.sha256]
        if same:
            return OpenedPackage(index, reception=same[-1])
        if known and not instead:
            raise AnotherPackage(index.number, known[-1].reception_id)
        reception = Reception(
            reception_id=uuid.uuid4().hex,
            batch=index.batch,
            office=index.office,
            sha256=report.sha256,
            opened_at=now.at,
            path=str(path),
            number=index.number,
            cases=index.cases,
            decisions={},
            clerk=post.clerk,
            window=post.window,
        )
        now.work.receptions.add(reception)
        details: dict[str, str | int] = {"batch": index.batch, "cases": len(index.cases), "sha256": report.sha256}
        now.record("package.received", details=details)
        now.commit()
        return OpenedPackage(index, reception=reception)


def receptions(backend: Backend) -> list[Reception]:
    """Those received so far, the newest first."""
    with backend.work() as work:
        return work.receptions.all(limit=LISTED)


def decide(backend: Backend, reception: Reception, decisions: Mapping[str, ItemDecision], *, post: Post) -> Reception:
    """Keep decisions upon some cases; they can be changed until the result is written.

    Raises `Refusal` for a refusal without a reason, an acceptance with a failed check, or a case that is not in it.
    """
    known = {case.reference for case in reception.cases}
    for reference, decision in decisions.items():
        if reference not in known:
            raise Refusal("这一件不在这个电子数据包里", "核对条码")
        if not decision.accepted and is_blank(decision.reason):
            raise Refusal("填写不接收的原因", "如：缺授权书原件")
        if decision.accepted and decision.passed != frozenset(ArchivalCheck):
            raise Refusal("有一项检查不合格，不能接收", "改为不接收并写明原因；核对无误的，勾选合格")
    return _save(backend, reception, decisions, post, "package.decided")


def number_in_archive(backend: Backend, reception: Reception, begin: ArchiveStart, *, post: Post) -> Reception:
    """Give the accepted cases that have none their archive numbers, running on from the last one given.

    Raises `Refusal` where there is nothing to number, or a number that is taken.
    """
    decisions = reception.decisions
    free = [
        case.reference
        for case in reception.cases
        if (decision := decisions.get(case.reference)) is not None and decision.accepted and decision.archive is None
    ]
    if not free:
        raise Refusal("没有待编档号的件", "接收后再编档号")
    given = [decision.archive for one in receptions(backend) for decision in one.decisions.values()]
    taken = {archive.item for archive in given if archive is not None and archive == begin.number(archive.item)}
    going_on = max(taken, default=0) + 1
    start = going_on if begin.first is None else begin.first
    numbers = {
        reference: replace(decisions[reference], archive=begin.number(item))
        for item, reference in enumerate(free, start)
    }
    if start < 1 or taken.intersection(range(start, start + len(free))):
        raise Refusal("起始件号与已编的档号重复", f"改为{going_on}或以后的件号")
    return _save(backend, reception, numbers, post, "package.archived")


def result_file(backend: Backend, reception: Reception, *, by: str, post: Post) -> tuple[bytes, Reception]:
    """The signed result, to be carried back to the window. Raises `Refusal` for a blank receiver or nothing decided."""
    who = read_text(by)
    if not who:
        raise Refusal("填写接收人", "写在移交清单上签字的人")
    decisions = reception.decisions
    if not decisions:
        raise Refusal("还没有登记任何一件的接收结果", "逐件接收或退回后再写结果")
    with at_office(backend) as now:
        result = Result(reception.batch, reception.office, reception.sha256, who, now.at, decisions, now.office.name)
    content = results.written(backend, result)
    settled = _save(backend, replace(reception, settled_at=now.at), {}, post, "package.answered")
    return content, settled


def _save(
    backend: Backend, reception: Reception, decisions: Mapping[str, ItemDecision], post: Post, what: str
) -> Reception:
    settled = {**reception.decisions, **decisions}
    with act(backend, post) as now:
        saved = now.work.receptions.save(replace(reception, decisions=settled, clerk=post.clerk, window=post.window))
        details: dict[str, str | int] = {"batch": reception.batch, "decided": len(settled)}
        now.record(what, details=details)
        now.commit()
        return saved
