"""Voiding a number (作废): it keeps its place in the register with its reason, and the case goes back by one step.

What the law allows decides (第八条). A voided receipt was never given: the case is worked on again. A voided notice
was never given either, so it may be voided only while nothing says that it reached the applicant: once it was served,
"everything at once" was said, and no clerk can unsay it; what it should have named goes on a further notice, which a
supervisor answers for. Receipts of a filing fall with the filing itself, by `platform_filing.undo_filing`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from counter_app.domain.basics.numbering import SERIES
from counter_app.domain.basics.office import Office, Post
from counter_app.domain.basics.reading import read_text
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import Filing
from counter_app.domain.papers.titles import TITLES, form_kind
from counter_app.services.office.offices import ActContext, OfficeContext, act, load_office, saving_office
from counter_app.services.ports import Backend, IssuedPaper, UnitOfWork, VoidedAlready

VOIDABLE: Final = ("deficiency_notice", "material_receipt")
"""The papers whose number a clerk may void."""

VOIDABLE_SERIES: Final = tuple(SERIES[document][0] for document in VOIDABLE)

REASONS: Final = ("内容有误，已收回重办", "打印损坏，已收回重办", "重复出具，已收回", "申请人当场撤回")
"""What is usually the matter; anything else is written."""


TRIAL_REASON: Final = "机关设置前试用"
"""Why a number falls that was given before the office was set up."""

_EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


class NotVoidable(Refusal):
    """The paper has no number, or one that falls with something else, or it has reached the applicant."""


def void_paper(backend: Backend, paper_id: str, reason: str, *, post: Post) -> Filing:
    """Void the number of a notice or a receipt, and return its case as it is then.

    Raises `UnknownCase`, `NotVoidable`, `VoidedAlready`, `StateForbids`, `WrongClock`, `Refusal` for a blank reason.
    """
    why = read_text(reason)
    if not why:
        raise Refusal("填写作废的原因", "如：内容有误，已收回重办")
    with act(backend, post) as now:
        now.refuse_wrong_clock()
        paper = now.work.papers.get(paper_id)
        others = _others_that_hold(now.work, paper)
        _refuse_unvoidable(now, paper, others)
        filing = _void(now, paper, others, why)
        now.commit()
        return filing


def set_office_up(backend: Backend, office: Office, *, post: Post) -> None:
    """Record the office; numbers given before it was set up are voided, and their cases worked on again.

    Raises `Refusal` as `saving_office`, and for the name that stands for none.
    """
    if office.is_unnamed:
        raise Refusal("填写本机关的名称", "如：大关县公安局")
    before = load_office(backend)
    with saving_office(backend, office, post=post) as now:
        if before is not None and before.is_unnamed:
            for one in reversed(now.work.day.numbers_between(_EVER, now.at + timedelta(days=1))):
                paper = now.work.papers.get(one.paper_id)
                if paper.is_trial and not paper.is_void and paper.document in VOIDABLE:
                    _void(now, paper, _others_that_hold(now.work, paper), TRIAL_REASON)
        now.commit()


def _void(now: ActContext, paper: IssuedPaper, others: list[IssuedPaper], why: str) -> Filing:
    """Void the number of a notice or a receipt and set its case back by one step."""
    filing = now.work.filings.get(paper.reference)
    noticed = any(other.document == "deficiency_notice" for other in others)
    if paper.document == "deficiency_notice":
        filing.void_notice(others_hold=noticed)
    else:
        filing.void_receipt(notice_holds=noticed)
    filing.clerk, filing.window = now.post.clerk, now.post.window
    now.work.filings.save(filing)
    assert paper.number is not None  # noqa: S101 - only numbered papers are voided
    now.work.numbers.void(paper.number, why)
    details: dict[str, str | int] = {"number": paper.number.barcode, "document": paper.document}
    now.record("number.voided", paper.reference, details)
    return filing


def _others_that_hold(work: UnitOfWork, paper: IssuedPaper) -> list[IssuedPaper]:
    """The other numbered papers of the case whose numbers were not voided, oldest first."""
    papers = work.papers.of_case(paper.reference)
    return [one for one in papers if one.number is not None and not one.is_void and one.paper_id != paper.paper_id]


def _refuse_unvoidable(now: OfficeContext, paper: IssuedPaper, others: list[IssuedPaper]) -> None:
    title = TITLES[paper.document]
    if paper.number is None:
        raise NotVoidable(f"{title}没有编号，无需作废", "打印件不需要的，销毁即可")
    written = f"{title}{paper.written_number}"
    if paper.is_void:
        raise VoidedAlready(f"{written}已经作废：{paper.void_reason}", "在该件的文书中查看")
    if form_kind(paper.document).startswith("inspection"):
        raise NotVoidable(f"{written}在“检查”中作废", "作废之前按编号打开", "by_number")
    if paper.document not in VOIDABLE:
        raise NotVoidable(f"{written}随备案一起作废", "由负责人撤销备案后，回执自动作废")
    if now.work.deliveries.of_papers([paper.paper_id]):
        raise NotVoidable(
            f"{written}已登记送达，不能作废", "按该告知书办理；内容有遗漏的，由负责人写明理由后再次告知", "notice"
        )
    later = [one for one in others if one.issued_at > paper.issued_at]
    if later:
        newest = later[-1]
        number = newest.written_number
        raise NotVoidable(f"之后又出具了{TITLES[newest.document]}{number}", "先作废后出具的文书，再作废本件")
