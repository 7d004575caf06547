"""Closing a batch under its number, issuing its papers, handing it over; and reopening it before that."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import replace
from typing import Final

from counter_app.domain.basics.office import Post
from counter_app.domain.basics.reading import read_text
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.forms.answers import Answers
from counter_app.domain.papers.papers import PaperFacts
from counter_app.domain.papers.titles import form_kind
from counter_app.domain.transfer.batch import BatchState, TransferBatch
from counter_app.services.office.offices import ActContext, OfficeContext, act
from counter_app.services.papers.snapshots import freeze
from counter_app.services.ports import Backend, IssuedPaper, UnitOfWork
from counter_app.services.transfer.batch_facts import transfer_facts
from counter_app.services.transfer.batches import BatchView, changed_cases, view_of

LIST: Final = "transfer_list"
COVER: Final = "transfer_cover"
CONTENTS: Final = "case_contents"
LABELS: Final = "spine_labels"

_NAMED: Final = 3
"""So many cases are named in a refusal; the page shows all of them."""


class CasesChanged(Refusal):
    """Cases of the batch were changed, voided or given back since they came in. `references` are theirs."""

    def __init__(self, references: tuple[str, ...], positions: list[int]) -> None:
        """Name the first of them by their 件号 in the batch."""
        named = "、".join(str(position) for position in positions[:_NAMED])
        more = "等" if len(positions) > _NAMED else ""
        super().__init__(
            f"件号{named}{more}共{len(references)}件加入批次后有改动，或材料已不在窗口",
            "材料还在窗口的，核对后再扫一次；不在的，移出本批次。已锁定的先解锁批次",
        )
        self.references = references


def close_batch(backend: Backend, batch_id: str, *, post: Post) -> BatchView:
    """Close a batch and number it (备移). The number is taken last: it locks the counter row.

    Raises `UnknownBatch`, `StateForbids`, `Refusal` where cases were not scanned, `CasesChanged`, `WrongClock`,
    `ChangedElsewhere`.
    """
    with act(backend, post) as now:
        now.refuse_wrong_clock()
        batch = now.work.transfers.get(batch_id)
        batch.refuse_unclosable()
        _refuse_changed(now.work, batch)
        batch.clerk, batch.window = post.clerk, post.window
        now.work.transfers.save(batch)  # the write lock: what is checked above holds from here on
        batch.close(now.work.numbers.take(LIST, year=now.local.year), now.at)
        now.work.transfers.save(batch)
        assert batch.number is not None  # noqa: S101 - just closed
        details: dict[str, str | int] = {"number": batch.number.barcode, "cases": len(batch.items)}
        now.record("batch.closed", batch_id, {**details, "pages": batch.pages})
        now.commit()
        return view_of(now, batch)


def reopen_batch(backend: Backend, batch_id: str, reason: str, *, post: Post) -> BatchView:
    """Back to work: the number is voided with the reason, and with it cover, list and package.

    Raises `UnknownBatch`, `StateForbids` once it was handed over, `Refusal` for a blank reason.
    """
    why = read_text(reason)
    if not why:
        raise Refusal("填写解锁批次的原因", "如：漏编一件，需要补入")
    with act(backend, post) as now:
        batch = now.work.transfers.get(batch_id)
        number = batch.number
        batch.reopen()
        cases = now.work.transfers.cases([item.reference for item in batch.items])
        # What lies in the batch is looked at anew: whoever reopens it does so because something changed.
        batch.items = [
            replace(item, case_version=cases[item.reference].version) if item.reference in cases else item
            for item in batch.items
        ]
        now.work.transfers.save(batch)
        assert number is not None  # noqa: S101 - it was closed
        now.work.numbers.void(number, why)
        now.record("batch.reopened", batch_id, {"number": number.barcode})
        now.commit()
        return view_of(now, batch)


def issue_papers(backend: Backend, batch_id: str, *, without_package: bool, post: Post) -> tuple[IssuedPaper, ...]:
    """Issue list and cover of a closed batch, with the digest of its package or struck out without one.

    Raises `UnknownBatch`, `StateForbids`, `Refusal` where there is no package and none is said to be left out,
    `CasesChanged`.
    """
    with act(backend, post) as now:
        batch = now.work.transfers.get(batch_id)
        if batch.state is BatchState.CLOSED and batch.package is None and not without_package:
            raise Refusal("电子数据包还没有生成", "先生成电子数据包；只移交纸质材料的，选择不附电子数据包")
        if batch.issued:
            return _as_issued(now.work, batch)
        batch.note_issued()
        _refuse_changed(now.work, batch)
        now.work.transfers.save(batch)
        facts = drawn(now, batch)
        papers = tuple(_keep(now, replace(facts, document=document)) for document in (LIST, COVER))
        assert batch.number is not None  # noqa: S101 - a closed batch has one
        package = int(batch.package is not None)
        details: dict[str, str | int] = {"number": batch.number.barcode, "package": package}
        now.record("batch.papers_issued", batch_id, details)
        now.commit()
        return papers


def draw_up(
    backend: Backend, batch_id: str, document: str, *, post: Post, references: Collection[str] | None = None
) -> IssuedPaper:
    """Draw up contents or labels of a batch, or of some of its cases; they have no number of their own.

    Raises `UnknownBatch`, `Refusal` for an empty batch.
    """
    with act(backend, post) as now:
        batch = now.work.transfers.get(batch_id)
        facts = drawn(now, batch)
        assert facts.transfer is not None  # noqa: S101 - drawn of a batch
        cases = facts.transfer.cases
        if references is not None:
            cases = tuple(case for case in cases if case.reference in references)
        if not cases:
            raise Refusal("批次里还没有材料", "扫描材料上的条码后再打印")
        said = replace(facts, document=document, number=None, transfer=replace(facts.transfer, cases=cases))
        paper = _keep(now, said)
        now.record("batch.drawn_up", batch_id, {"document": document})
        now.commit()
        return paper


def hand_over(backend: Backend, batch_id: str, *, by: str, post: Post) -> BatchView:
    """Paper and package leave the window: every case of the batch is in transfer, or none is.

    Raises `UnknownBatch`, `StateForbids`, `Refusal` for a blank name or where no list was issued, `CasesChanged`,
    `WrongClock`, `ChangedElsewhere`.
    """
    who = read_text(by)
    if not who:
        raise Refusal("填写移交人", "写在移交清单上签字的人")
    with act(backend, post) as now:
        now.refuse_wrong_clock()
        batch = now.work.transfers.get(batch_id)
        batch.hand_over(now.at, who)
        batch.clerk, batch.window = post.clerk, post.window
        now.work.transfers.save(batch)
        _refuse_changed(now.work, replace(batch, state=BatchState.CLOSED))
        assert batch.number is not None  # noqa: S101 - a closed batch has one
        number = batch.number.barcode
        for item in batch.items:
            filing = now.work.filings.get(item.reference)
            filing.hand_over(now.day)
            filing.clerk, filing.window = post.clerk, post.window
            now.work.filings.save(filing)
            now.record("paper.handed_over", item.reference, {"number": number})
        now.record("batch.handed_over", batch_id, {"number": number})
        now.commit()
        return view_of(now, batch)


def drawn(now: ActContext, batch: TransferBatch) -> PaperFacts:
    """What the papers of a batch say now; the document is put in by who issues it."""
    return PaperFacts(
        document=LIST,
        number=batch.number,
        barcode=batch.number.barcode if batch.number is not None else batch.batch_id,
        issued_at=now.local,
        received_at=now.local,
        office=now.office,
        post=now.post,
        answers=Answers(now.backend.forms.current(form_kind(LIST))),
        transfer=transfer_facts(now, batch),
    )


def _refuse_changed(work: UnitOfWork, batch: TransferBatch) -> None:
    changed = changed_cases(batch, work.transfers.cases([item.reference for item in batch.items]))
    if changed:
        raise CasesChanged(changed, [item.position for item in batch.items if item.reference in changed])


def _keep(now: OfficeContext, facts: PaperFacts) -> IssuedPaper:
    """Keep a paper of a batch. Only the list bears the number in the register; the cover repeats it."""
    number = facts.number if facts.document == LIST else None
    assert facts.transfer is not None  # noqa: S101 - drawn of a batch
    paper = IssuedPaper(
        paper_id=uuid.uuid4().hex,
        document=facts.document,
        number=number,
        reference=facts.transfer.batch_id,
        issued_at=now.at,
        edition=facts.answers.form.edition,
        content=freeze(facts),
    )
    now.work.papers.add(paper)
    return paper


def _as_issued(work: UnitOfWork, batch: TransferBatch) -> tuple[IssuedPaper, ...]:
    """List and cover as they were issued, for printing them again."""
    papers = work.papers.of_case(batch.batch_id)
    [transfer_list] = [paper for paper in papers if paper.number is not None and paper.number == batch.number]
    return (transfer_list, [paper for paper in papers if paper.document == COVER][-1])
