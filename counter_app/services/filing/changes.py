"""Change filings (第九条): opened upon what is on file, judged like a filing, told old to new."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from counter_app.domain.basics.office import Post
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.filing.changes import (
    OUT_OF_USE,
    ItemChange,
    carried_over,
    changes_between,
    in_use_again,
    is_out_of_use,
    refuse_change_of_nothing,
)
from counter_app.domain.filing.filing import Filing, FilingKind, FilingState
from counter_app.domain.filing.intake import IntakeFile
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.confirmations import still_confirmed
from counter_app.domain.forms.findings import Findings
from counter_app.services.filing.cases import (
    OpenCase,
    confirm_as_written,
    day_of_receipt,
    facts_for,
    new_reference,
    open_case,
    record_confirmed,
)
from counter_app.services.office.noting import CASE, Viewing, note_viewings
from counter_app.services.office.offices import act, at_office, read_number
from counter_app.services.ports import Backend, HistoryEntry, IssuedPaper, KnownCase, UnitOfWork, UnknownCase

_TRIES: Final = 3


class SystemOutOfUse(Refusal):
    """The system was taken out of use: nothing of it changes any more, save that it is in use again."""

    def __init__(self) -> None:
        """One sentence and the way out."""
        super().__init__("该系统已备案停止使用，不再办理其他变更", "恢复使用的，选择“恢复使用”后办理")


@frozen
class OpenedChange:
    """A change filing as it is given to a page. `said` tells who has it open already; empty where it is new."""

    case: OpenCase
    said: str = ""


@frozen
class ChainLink:
    """One filing of a chain: the case, its papers and acts oldest first, what it changed of the one before it."""

    filing: Filing
    papers: tuple[IssuedPaper, ...]
    acts: tuple[HistoryEntry, ...]
    changes: tuple[ItemChange, ...]


def open_change(
    backend: Backend, filed_reference: str, post: Post, *, in_use_again: bool = False, intake: IntakeFile | None = None
) -> OpenedChange:
    """Open a change filing upon the newest state of a filed system, or the one that is open already.

    `in_use_again` takes a system that is out of use back into use; what `intake` holds replaces what is on file from
    the start. Raises `UnknownCase`, `StateForbids` for a case that is not filed, `SystemOutOfUse`.
    """
    for _try in range(_TRIES):
        opened = _try_to_open(backend, filed_reference, post, again=in_use_again, intake=intake)
        if opened is not None:
            return opened
    raise Refusal("另一窗口正在办理该系统的变更", "稍后再办理，或先打开该件查看")


def _try_to_open(
    backend: Backend, filed_reference: str, post: Post, *, again: bool, intake: IntakeFile | None
) -> OpenedChange | None:
    """None where another window was faster: then what it opened is to be found."""
    with act(backend, post) as now:
        head = newest_filed(now.work, filed_reference)
        if (known := _open_on(now.work, head.reference)) is not None:
            filing = now.work.filings.get(known.reference)
            opened = OpenCase.judged(filing, facts_for(now, filing))
            return OpenedChange(opened, _who(known, post))
        filing = Filing(
            reference=new_reference(),
            answers=_begun_with(backend, head, again=again, intake=intake),
            received_at=now.at,
            received_on=day_of_receipt(intake, now.day),
            kind=FilingKind.CHANGE,
            materials=dict(intake.materials) if intake is not None else {},
            clerk=post.clerk,
            window=post.window,
            changes=head.reference,
        )
        _take_over_confirmed(filing, head, intake, post, now.at)
        now.work.filings.add(filing)
        # From here on nobody else writes: whoever opened or filed a change meanwhile was faster.
        if any(
            _counts(other) and other.reference != filing.reference for other in now.work.known.changing(head.reference)
        ):
            return None
        now.record("change.opened", filing.reference, {"changes": head.reference})
        record_confirmed(now, filing, head.confirmed)
        facts = facts_for(now, filing)
        now.commit()
    return OpenedChange(OpenCase.judged(filing, facts))


def _begun_with(backend: Backend, head: Filing, *, again: bool, intake: IntakeFile | None) -> Answers:
    answers = carried_over(head.answers, backend.forms.current("change"))
    if is_out_of_use(answers):
        if not again:
            raise SystemOutOfUse
        answers = in_use_again(answers)
    return answers if intake is None else _laid_over(answers, intake.answers)


def _take_over_confirmed(filing: Filing, head: Filing, intake: IntakeFile | None, post: Post, at: datetime) -> None:
    """What was seen on the licence for the filing on file holds as long as the value is the same."""
    filing.confirmed = still_confirmed(head.confirmed, filing.answers)
    confirm_as_written(filing, intake, post, at)


def _laid_over(answers: Answers, written: Answers) -> Answers:
    """What a file says replaces what is on file; what it does not mention stays."""
    for key, raw in written.raw.items():
        answers = answers.with_answer(key, raw)
    for group, rows in written.all_rows().items():
        if rows:
            answers = answers.with_rows((Answers.row(answers.form, row.raw, group) for row in rows), group)
    return answers


def open_intake(backend: Backend, intake: IntakeFile, *, post: Post) -> OpenCase:
    """Open the case that a file asks for, a first filing or a change. Raises `UnknownCase`, `Refusal`."""
    if intake.kind is FilingKind.INITIAL:
        return open_case(backend, post=post, intake=intake)
    again = _says_in_use(intake.answers)
    opened = open_change(backend, filed_for(backend, intake).reference, post, intake=intake, in_use_again=again)
    if opened.said:
        raise Refusal(opened.said.partition("，已打开")[0], "先办结或撤回该件，再导入文件")
    return opened.case


def _says_in_use(written: Answers) -> bool:
    """Whether a file says outright that the system is in use."""
    return written.get(OUT_OF_USE) is False


def filed_for(backend: Backend, intake: IntakeFile) -> KnownCase:
    """The filed system that a change in a file is about. Raises `UnknownCase`, `Refusal` where it cannot be told."""
    answers = intake.answers
    words = intake.changes or answers.display("unit.uscc") or answers.display("unit.name")
    if not words:
        raise Refusal("文件没有写明变更的是哪一件备案", "在 changes 里写明回执编号或备案编号")
    return the_filed(backend, words)


def judge_change(backend: Backend, intake: IntakeFile, today: date) -> Findings:
    """Judge what a file changes upon what is on file, without keeping anything.

    Raises `UnknownCase`, `SystemOutOfUse`, `EmptyChange`, `Refusal`.
    """
    known = filed_for(backend, intake)
    with at_office(backend) as now:
        head = now.work.filings.get(known.reference)
        answers = _begun_with(backend, head, again=_says_in_use(intake.answers), intake=intake)
        refuse_change_of_nothing(changes_between(head.answers, answers))
        filing = Filing("", answers, backend.clock(), intake.received_on or today, kind=FilingKind.CHANGE)
        filing.materials, filing.changes = dict(intake.materials), head.reference
        _take_over_confirmed(filing, head, intake, Post("", ""), filing.received_at)
        return filing.findings(facts_for(now, filing))


def newest_filed(work: UnitOfWork, reference: str) -> Filing:
    """The newest filed state of the system that case `reference` belongs to. Raises `UnknownCase`, `StateForbids`."""
    filing = work.filings.get(reference)
    if filing.state is not FilingState.FILED and filing.changes:
        filing = work.filings.get(filing.changes)
    if filing.state is not FilingState.FILED:
        raise StateForbids(
            f"该件{filing.state.label}，还没有备案，不能办理备案变更", "先完成备案；内容有误的在本件中改正"
        )
    while later := [k for k in work.known.changing(filing.reference) if k.state is FilingState.FILED]:
        filing = work.filings.get(later[-1].reference)
    return filing


def _open_on(work: UnitOfWork, reference: str) -> KnownCase | None:
    """The change of a filed case that is being worked on."""
    return next((k for k in work.known.changing(reference) if _counts(k) and k.state is not FilingState.FILED), None)


def _counts(known: KnownCase) -> bool:
    return known.state is not FilingState.WITHDRAWN


def _who(known: KnownCase, post: Post) -> str:
    who = "本窗口" if known.window == post.window else f"{known.window}（{known.clerk}）"
    day = f"{known.received_on.month}月{known.received_on.day}日"
    return f"该系统的变更已由{who}于{day}登记（{known.state.label}），已打开该件"


# What a change filing changes -------------------------------------------------------------------------------------


def on_file(backend: Backend, filing: Filing) -> Answers | None:
    """What was on file when the change was opened; None for a first filing. Raises `UnknownCase`."""
    with backend.work() as work:
        return work.filings.get(filing.changes).answers if filing.changes else None


def changes_in(work: UnitOfWork, filing: Filing) -> tuple[ItemChange, ...]:
    """The items that `filing` changes, in the order of the form; none for a first filing."""
    if not filing.changes:
        return ()
    return changes_between(work.filings.get(filing.changes).answers, filing.answers)


# Finding ----------------------------------------------------------------------------------------------------------


def find_filed(backend: Backend, words: str) -> list[KnownCase]:
    """Filed systems by number, code, name of the unit or platform number, each once and in its newest state.

    Systems out of use come last.
    """
    with backend.work() as work:
        found = _by_number(work, words) or work.known.found_by(words)
        newest = {known.reference: known for known in (_newest(work, known) for known in found)}
        return sorted(newest.values(), key=lambda known: known.out_of_use)


def _newest(work: UnitOfWork, known: KnownCase) -> KnownCase:
    while known.superseded:
        known = next(later for later in work.known.changing(known.reference) if later.state is FilingState.FILED)
    return known


def the_filed(backend: Backend, words: str) -> KnownCase:
    """The one filed system that `words` name. Raises `UnknownCase` for none and `Refusal` for several."""
    found = find_filed(backend, words)
    if not found:
        raise UnknownCase(
            f"没有找到“{words}”对应的已备案系统", "核对编号、统一社会信用代码或备案编号；还没有备案的按首次备案办理"
        )
    if len(found) > 1:
        raise Refusal(f"“{words}”对应{len(found)}个已备案系统", "写明其中一个的回执编号或备案编号")
    return found[0]


def _by_number(work: UnitOfWork, words: str) -> list[KnownCase]:
    """The filed case of a paper's number, as scanned or as written on paper, or of its own reference."""
    number = read_number(work, words)
    reference = work.known.numbered(number) if number is not None else words.strip().upper()
    try:
        filing = newest_filed(work, reference) if reference else None
    except Refusal:
        return []
    if filing is None:
        return []
    return [known for known in work.known.found_by(filing.reference) if known.reference == filing.reference]


# The chain --------------------------------------------------------------------------------------------------------


def chain_of(backend: Backend, reference: str) -> tuple[ChainLink, ...]:
    """Every filing of the system that case `reference` belongs to, oldest first. Raises `UnknownCase`."""
    with backend.work() as work:
        filing = work.filings.get(reference)
        while filing.changes:
            filing = work.filings.get(filing.changes)
        return tuple(_links(work, filing))


def view_chain(backend: Backend, reference: str, *, post: Post) -> tuple[ChainLink, ...]:
    """As `chain_of`, for whoever reads it: that each of them was looked at is recorded. Raises `UnknownCase`."""
    chain = chain_of(backend, reference)
    note_viewings(backend, [Viewing(CASE, link.filing.reference) for link in chain], post=post)
    return chain


def _links(work: UnitOfWork, filing: Filing) -> Iterable[ChainLink]:
    yield _link(work, filing)
    for known in sorted(work.known.changing(filing.reference), key=lambda known: known.state is FilingState.FILED):
        later = work.filings.get(known.reference)
        if known.state is FilingState.FILED:
            yield from _links(work, later)
        else:
            yield _link(work, later)


def _link(work: UnitOfWork, filing: Filing) -> ChainLink:
    papers = tuple(work.papers.of_case(filing.reference))
    acts = tuple(work.history.of_case(filing.reference))
    return ChainLink(filing, papers, acts, changes_in(work, filing))
