"""The end of a case (第八条): the national platform gave it a number, the receipt is issued; and its undoing."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from counter_app.domain.basics.office import Post
from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.basics.unseen import is_blank
from counter_app.domain.filing.filing import Filing, FilingKind, FilingState
from counter_app.domain.filing.platform_number import LONGEST, NumberFormat, read_platform_number
from counter_app.services.filing.cases import facts_for
from counter_app.services.office.offices import OfficeContext, act
from counter_app.services.office.supervision import Permission, check_supervisor, history_key
from counter_app.services.papers.issuing import facts_drawn, issue_numbered, with_number
from counter_app.services.ports import Backend, IssuedPaper, PlatformCase, UnitOfWork

RECEIPTS: Final = {FilingKind.INITIAL: "filing_receipt", FilingKind.CHANGE: "change_receipt"}
"""The receipt that each kind of filing ends with."""


class UnusualNumber(Refusal):
    """The platform number looks odd, or another filing bears it: it counts once it was keyed twice alike.

    `number` is what was read; `others` are the filings that bear it already, for the page to name: units can bear the
    names of persons, which no refusal holds.
    """

    def __init__(self, sentence: str, remedy: str, number: str, others: tuple[PlatformCase, ...] = ()) -> None:
        """As a `Refusal`, with what a page offers beside it."""
        super().__init__(sentence, remedy)
        self.number = number
        self.others = others


def file_case(backend: Backend, reference: str, typed: str, *, post: Post, again: str = "") -> tuple[IssuedPaper, ...]:
    """File a complete case under the number the platform gave it, and issue its receipt.

    `again` is the number keyed a second time, wanted where it looks odd. Raises `UnusualNumber`, `StateForbids`,
    `UnknownCase`, `ChangedElsewhere`, `WrongClock`, `Refusal` for a blank number.
    """
    with act(backend, post) as now:
        now.refuse_wrong_clock()
        filing = now.work.filings.get(reference)
        number = _readable(typed)
        filing.file(number, now.day)
        filing.clerk, filing.window = post.clerk, post.window
        now.work.filings.save(filing)
        # After the save nobody else writes: no other window can file under the same number meanwhile.
        _refuse_odd(now, filing, number, read_platform_number(again))
        findings = filing.findings(facts_for(now, filing))
        drawn = replace(facts_drawn(now, filing, findings), document=RECEIPTS[filing.kind])
        receipt = issue_numbered(now, drawn, filing)
        details = with_number({"platform_number": number, "document": receipt.document}, receipt)
        now.record("case.filed", reference, details)
        now.commit()
        return (receipt,)


def undo_filing(backend: Backend, reference: str, *, allowed_by: Permission, post: Post) -> tuple[IssuedPaper, ...]:
    """Take a mistaken filing back and void its receipt; returns what was voided. Case and history keep both.

    Raises `WrongPin`, `NoSupervisor`, `StateForbids` for a case that is not filed, whose paper has left the window or
    that was changed since, `UnknownCase`, `WrongClock`, `Refusal` for a blank reason.
    """
    with act(backend, post) as now:
        check_supervisor(now, allowed_by)
        if is_blank(allowed_by.reason):
            raise Refusal("填写撤销备案的理由", "写明哪里录错、怎样发现的")
        now.refuse_wrong_clock()
        filing = now.work.filings.get(reference)
        number = filing.platform_number
        filing.undo_filing()
        filing.clerk, filing.window = post.clerk, post.window
        now.work.filings.save(filing)
        _refuse_changed_since(now.work, reference)
        voided = tuple(_receipts(now.work, reference))
        for paper in voided:
            if paper.number is not None:
                now.work.numbers.void(paper.number, allowed_by.reason)
        details: dict[str, str | int] = {
            "platform_number": number,
            "supervisor": history_key(allowed_by.supervisor),
        }
        for paper in voided:
            details = with_number(details, paper)
        now.record("filing.undone", reference, details)
        now.commit()
        return voided


def _readable(typed: str) -> str:
    number = read_platform_number(typed)
    if not number:
        raise Refusal("填写备案编号", "从备案平台抄录")
    if len(number) > LONGEST:
        raise Refusal(f"备案编号最长{LONGEST}位", "核对是否多录了内容")
    return number


def _refuse_odd(now: OfficeContext, filing: Filing, number: str, again: str) -> None:
    expected = NumberFormat.read(now.office.platform_number_format)
    others = _others_numbered(now.work, filing, number)
    if again == number or not (others or not expected.fits(number)):
        return
    if again:
        raise UnusualNumber("两次录入的备案编号不一致", "对照平台再录入一次", number, others)
    told = "另一件已备案的也是这个备案编号" if others else f"录入的备案编号不是{expected.words}"
    raise UnusualNumber(told, "对照平台核对；编号没有错的，再录入一次", number, others)


def _others_numbered(work: UnitOfWork, filing: Filing, number: str) -> tuple[PlatformCase, ...]:
    """Filings of other systems under this number: a change bears the number of what it changes."""
    found = work.platform.numbered(number, other_than=filing.reference)
    if not found:
        return ()
    own = _first_of(work, filing.reference)
    return tuple(other for other in found if _first_of(work, other.reference) != own)


def _first_of(work: UnitOfWork, reference: str) -> str:
    """The first filing of the system that a case belongs to."""
    while before := work.platform.case(reference).changes:
        reference = before
    return reference


def _refuse_changed_since(work: UnitOfWork, reference: str) -> None:
    if any(known.state is not FilingState.WITHDRAWN for known in work.known.changing(reference)):
        raise StateForbids("该件已有备案变更，不能撤销备案", "先撤回或撤销该件变更，再撤销本件的备案")


def _receipts(work: UnitOfWork, reference: str) -> list[IssuedPaper]:
    papers = work.papers.of_case(reference)
    return [paper for paper in papers if paper.document in RECEIPTS.values() and not paper.is_void]
