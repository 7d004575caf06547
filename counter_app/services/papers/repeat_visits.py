"""The return visit: the last notice of a case, the case held against it, and the promise of telling once (第八条)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from counter_app.domain.basics.materials import Material
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.basics.unseen import is_blank
from counter_app.domain.filing.filing import Filing, FilingState
from counter_app.domain.filing.one_time import CaseSnapshot, Comparison, FurtherNotice, compare
from counter_app.domain.forms.findings import Deficiency, Findings
from counter_app.domain.papers.papers import PaperFacts
from counter_app.services.filing.cases import facts_for
from counter_app.services.office.offices import ActContext, OfficeContext, at_office
from counter_app.services.office.supervision import Permission, history_key
from counter_app.services.papers.snapshots import form_of, thaw
from counter_app.services.ports import Backend, BrokenPromise, IssuedPaper


class AlreadyIssued(Refusal):
    """The last notice still says everything: a further one would say the same."""


class MissedEarlier(Refusal):
    """Items that the last notice should have named; `items` are those that have no supervisor's reason yet."""

    def __init__(self, items: Sequence[Deficiency], number: str) -> None:
        """`number` is that of the last notice, as written."""
        super().__init__(
            f"有{len(items)}项在前次告知（{number}）时就能看出，却没有列入",
            "由负责人逐项写明理由并输入 PIN；材料是重新提交的，在该份材料上标明",
        )
        self.items = tuple(items)
        self.number = number


@frozen
class LastNotice:
    """The last notice of a case, as it was issued, and what the case now is against it."""

    notice: PaperFacts
    comparison: Comparison

    @property
    def counts(self) -> dict[str, str | int]:
        """How many items come from where, for the history."""
        return dict(Counter(origin.value for _item, origin in self.comparison.origins))


def further_notice(last: LastNotice | None) -> FurtherNotice | None:
    """What a further notice says of the last one; None on the first."""
    if last is None:
        return None
    return FurtherNotice(last.notice.written_number, last.notice.issued_at.date(), last.comparison.by_code)


def last_notice_materials(last: LastNotice | None) -> Mapping[str, Material] | None:
    """The papers as the last notice found them, where there is one."""
    return last.notice.materials if last is not None else None


def last_notice(backend: Backend, reference: str) -> PaperFacts | None:
    """The notice that counts, as it was issued: the last that was not voided; None where none was given."""
    with at_office(backend) as now:
        return _last(now, reference)


def compare_with_last_notice(backend: Backend, filing: Filing) -> LastNotice | None:
    """`filing`, as it stands on a page, held against its last notice; nothing is kept."""
    with at_office(backend) as now:
        findings = filing.findings(facts_for(now, filing))
        return compared_with_last(now, filing, findings)


def compared_with_last(now: OfficeContext, filing: Filing, findings: Findings) -> LastNotice | None:
    """The case as it stands, held against its last notice; None where it has none."""
    if filing.state is FilingState.DRAFT:
        return None
    notice = _last(now, filing.reference)
    return None if notice is None else compared_with(notice, filing, findings)


def compared_with(notice: PaperFacts, filing: Filing, findings: Findings) -> LastNotice:
    """The case as it stands, held against a notice at hand."""
    now = CaseSnapshot(filing.answers, filing.materials, filing.received_on, findings.deficiencies)
    return LastNotice(notice, compare(notice.snapshot, now))


def refuse_unchanged(filing: Filing, last: LastNotice | None) -> None:
    """Raise `AlreadyIssued` where a further notice would say what the last one says."""
    if filing.state is FilingState.DEFICIENT and last is not None and not last.comparison.differs:
        raise AlreadyIssued(
            f"与前次告知（{last.notice.written_number}）相比没有变化，不另出具告知书",
            "材料补正后打印收件凭证；前次的告知书可以补打",
            "reprint",
        )


def refuse_missed(last: LastNotice | None, permission: Permission | None) -> None:
    """Raise `MissedEarlier` unless a supervisor gave a reason for each item that was missed."""
    missed = last.comparison.missed if last is not None else ()
    reasons = permission.reasons if permission is not None else {}
    unexplained = [item for item in missed if is_blank(reasons.get(item.code, ""))]
    if last is not None and unexplained:
        raise MissedEarlier(unexplained, last.notice.written_number)


def record_broken_promises(
    now: ActContext, paper: IssuedPaper, last: LastNotice | None, permission: Permission | None
) -> None:
    """Record each missed item that now stands on `paper`: for the statistics, and in the history of the case."""
    if last is None or permission is None:
        return
    for item in last.comparison.missed:
        promise = BrokenPromise(
            paper_id=paper.paper_id,
            reference=paper.reference,
            code=item.code,
            reason=permission.reasons[item.code].strip(),
            supervisor=permission.supervisor,
            at=paper.issued_at,
            clerk=now.post.clerk,
            window=now.post.window,
        )
        now.work.promises.add(promise)
        details: dict[str, str | int] = {"code": item.code, "supervisor": history_key(permission.supervisor)}
        now.record("promise.broken", paper.reference, details)


def _last(now: OfficeContext, reference: str) -> PaperFacts | None:
    for paper in reversed(now.work.papers.of_case(reference)):
        if paper.document == "deficiency_notice" and not paper.is_void:
            form = form_of(now.backend.forms, paper.document, paper.edition, paper.content)
            return thaw(paper.content, form)
    return None
