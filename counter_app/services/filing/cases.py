"""Opening, keeping and finding cases."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from counter_app.domain.basics.numbering import CASE_LETTERS, INSPECTION_LETTERS
from counter_app.domain.basics.office import Office, Post
from counter_app.domain.basics.reading import read_code
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.calendar.periods import refuse_receipt_on
from counter_app.domain.filing.filing import NOT_KEPT, Filing, FilingState
from counter_app.domain.filing.intake import IntakeFile
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.confirmations import Confirmation
from counter_app.domain.forms.facts import Facts
from counter_app.domain.forms.findings import Findings
from counter_app.services.office.noting import CASE, Viewing, note_viewings
from counter_app.services.office.offices import (
    ActContext,
    OfficeContext,
    act,
    at_office,
    office_or_none_yet,
    office_time,
    read_number,
)
from counter_app.services.ports import Backend, UnknownCase, WindowState

if TYPE_CHECKING:
    from counter_app.domain.filing.merging import MergeConflict

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_REFERENCE_LENGTH: Final = 10


@frozen
class OpenCase:
    """A case as it is given to a page: the case itself (the page's own copy) and the facts it is judged with.

    And what it comes to: thousands of rows are judged where the case is read, not where it is shown.
    """

    filing: Filing
    facts: Facts
    findings: Findings

    @classmethod
    def judged(cls, filing: Filing, facts: Facts) -> OpenCase:
        """With what it comes to."""
        return cls(filing, facts, filing.findings(facts))


def new_reference() -> str:
    """A name for a case before it has any number: `AJ` and ten characters that a scanner reads well (50 bits)."""
    return CASE_LETTERS + "".join(secrets.choice(_ALPHABET) for _ in range(_REFERENCE_LENGTH))


def open_case(backend: Backend, *, post: Post, intake: IntakeFile | None = None) -> OpenCase:
    """Open a case for whoever stands at the window, empty or with what a file holds. Raises `NoOffice`, `Refusal`."""
    with act(backend, post) as now:
        form = backend.forms.current()
        filing = Filing(
            reference=new_reference(),
            answers=intake.answers if intake is not None else Answers(form),
            received_at=now.at,
            received_on=day_of_receipt(intake, now.day),
            materials=dict(intake.materials) if intake is not None else {},
            clerk=post.clerk,
            window=post.window,
        )
        confirm_as_written(filing, intake, post, now.at)
        now.work.filings.add(filing)
        now.record("case.opened", filing.reference, {"edition": form.edition})
        record_confirmed(now, filing, {})
        facts = facts_for(now, filing)
        now.commit()
    return OpenCase.judged(filing, facts)


def begin_case(backend: Backend, *, post: Post) -> OpenCase:
    """A blank case before the data are open, for whoever stands at the window; its first save enters it.

    Asks the database for nothing: what it knows of the office comes with `refresh_facts`.
    """
    now = office_time(backend, Office(""))
    filing = Filing(
        reference=new_reference(),
        answers=Answers(backend.forms.current()),
        received_at=now.at,
        received_on=now.day,
        clerk=post.clerk,
        window=post.window,
        version=NOT_KEPT,
    )
    return OpenCase.judged(filing, Facts(filing.received_on, backend.calendar))


def confirm_as_written(filing: Filing, intake: IntakeFile | None, post: Post, at: datetime) -> None:
    """Take over what a file says that the window saw on a document: that was seen by whoever takes the file in."""
    for key in intake.confirmed if intake is not None else ():
        filing.confirm(key, post, at)


def record_confirmed(now: ActContext, filing: Filing, before: Mapping[str, Confirmation]) -> None:
    """Put into the history what was confirmed since `before`: the field, never its value."""
    for key, seen in filing.confirmed.items():
        if before.get(key) != seen:
            now.record("value.confirmed", filing.reference, {"key": key, "said": filing.form.fields[key].confirm})


def day_of_receipt(intake: IntakeFile | None, today: date) -> date:
    """The day that a file says its papers were received, else today. Raises `Refusal` for a day that cannot be."""
    said = intake.received_on if intake is not None else None
    if said is not None:
        refuse_receipt_on(said, today)
    return said or today


def load_case(backend: Backend, reference: str) -> OpenCase:
    """One case. Raises `UnknownCase`."""
    with at_office(backend) as now:
        filing = now.work.filings.get(reference)
        facts = facts_for(now, filing)
    return OpenCase.judged(filing, facts)


def view_case(backend: Backend, reference: str, *, post: Post) -> OpenCase:
    """One case, with the names and numbers that lists mask; that somebody looked is recorded. Raises `UnknownCase`."""
    case = load_case(backend, reference)
    note_viewings(backend, [Viewing(CASE, reference)], post=post)
    return case


def view_cases(backend: Backend, references: Iterable[str], *, post: Post) -> list[OpenCase]:
    """As `view_case` for several, in one record; one that cannot be read must not keep the others away."""
    found = []
    for reference in references:
        with suppress(Refusal):
            found.append(load_case(backend, reference))
    if found:
        note_viewings(backend, [Viewing(CASE, case.filing.reference) for case in found], post=post)
    return found


def find_by_number(backend: Backend, text: str) -> str:
    """What a scanned or typed text names by a number or itself: a case, a batch, an inspection, an order or a tip.

    Returns its reference or id. Raises `UnknownCase` where the text is no number of ours, or nothing has it.
    """
    reference = read_code(text)
    with backend.work() as work:
        number = read_number(work, text)
        found = work.papers.reference_of(number) if number is not None else None
        if found is None and number is not None:
            found = work.transfers.numbered(number)  # a batch whose list is not issued yet, or was voided
        if found is None and number is not None:
            found = (work.inspections.numbered(number) or ("", None))[1]  # a tip of which nothing was printed
        if found is not None:
            return found
        if is_reference(reference):
            work.filings.get(reference)
            return reference
        if reference.startswith(INSPECTION_LETTERS):
            return work.inspections.get(reference).inspection_id
        office = office_or_none_yet(work)
    said = office.written(number, prefix=False) or "这个号码"
    raise UnknownCase(f"没有找到{said}对应的件", "核对号码，或在列表中按单位名称查找")


def is_reference(text: str) -> bool:
    """Whether `text` has the shape of a case's reference."""
    head, tail = text[:2], text[2:]
    return head == CASE_LETTERS and len(tail) == _REFERENCE_LENGTH and all(letter in _ALPHABET for letter in tail)


@frozen
class Overwritten:
    """What another window had written and this one writes over, by field. `who` and `where` wrote it."""

    clashes: tuple[MergeConflict, ...]
    who: str
    where: str

    def details(self) -> dict[str, str | int]:
        """As the history keeps it: what may name somebody is masked."""
        said = {clash.key: f"{clash.label}：{clash.there_masked}" for clash in self.clashes}
        return {"written_by": self.who, "written_at": self.where, **said}


def save_draft(backend: Backend, filing: Filing, *, post: Post, over: Sequence[Overwritten] = ()) -> int:
    """Keep what was typed so far and return the new version. Raises `NoOffice`, `UnknownCase`, `ChangedElsewhere`.

    `filing` is a copy the caller no longer changes. A draft is no act: the history is not touched, save where a clerk
    chose to write over what another window had saved (`over`), and where a value was confirmed (与证件一致). A case
    that was begun before the data were open is entered, which is the act of opening it.
    """
    with act(backend, post) as now:
        filing.clerk, filing.window = post.clerk, post.window
        if filing.version == NOT_KEPT:
            before: Mapping[str, Confirmation] = {}
            filing.version = 0
            now.work.filings.add(filing)
            now.record("case.opened", filing.reference, {"edition": filing.form.edition})
        else:
            before = now.work.filings.confirmed(filing.reference) if filing.confirmed else {}
            now.work.filings.save(filing)
        record_confirmed(now, filing, before)
        for one in over:
            now.record("case.overwritten", filing.reference, one.details())
        now.commit()
        return filing.version


def withdraw_case(backend: Backend, reference: str, *, post: Post) -> Filing:
    """The applicant takes the case back. Raises `UnknownCase`, `StateForbids`."""
    with act(backend, post) as now:
        filing = now.work.filings.get(reference)
        filing.clerk, filing.window = post.clerk, post.window
        filing.move_to(FilingState.WITHDRAWN)
        now.work.filings.save(filing)
        now.record("case.withdrawn", reference)
        now.commit()
        return filing


def delete_draft(backend: Backend, reference: str, *, post: Post) -> Filing:
    """Take a draft out of every list; `restore_draft` brings it back. What it says and its history are kept.

    Raises `UnknownCase`, `StateForbids` where it is no draft, `Refusal` where a paper of it was drawn up: its number,
    void or not, belongs to a case that is in the lists.
    """
    with act(backend, post) as now:
        filing = now.work.filings.get(reference)
        if now.work.papers.of_case(reference):
            raise Refusal("该件出具过文书，不能删除", "申请人不再办理的，登记申请人撤回", "withdraw")
        _delete(now, filing, "case.deleted")
        return filing


def drop_blank(backend: Backend, reference: str, *, post: Post) -> bool:
    """Delete a draft in which nothing was put down and to which nothing is attached; whether it was one."""
    with act(backend, post) as now:
        filing = now.work.filings.get(reference)
        kept = now.work.papers.of_case(reference) or now.work.scans.of_case(reference)
        if filing.deleted or filing.state is not FilingState.DRAFT or not filing.is_blank or kept:
            return False
        _delete(now, filing, "case.dropped")
        return True


def restore_draft(backend: Backend, reference: str, *, post: Post) -> OpenCase:
    """Bring a deleted draft back. Raises `UnknownCase`, `StateForbids`."""
    with act(backend, post) as now:
        filing = now.work.filings.get(reference)
        filing.restore()
        filing.clerk, filing.window = post.clerk, post.window
        now.work.filings.save(filing)
        now.record("case.restored", reference)
        facts = facts_for(now, filing)
        now.commit()
    return OpenCase.judged(filing, facts)


def _delete(now: ActContext, filing: Filing, said: str) -> None:
    filing.clerk, filing.window = now.post.clerk, now.post.window
    filing.delete()
    now.work.filings.save(filing)
    now.record(said, filing.reference)
    now.commit()


def save_window_state(backend: Backend, state: WindowState, *, post: Post) -> None:
    """Record which cases stand open at this window."""
    with backend.work() as work:
        work.window_states.save(post.window, state)
        work.commit()


def load_window_state(backend: Backend, *, post: Post) -> WindowState:
    """Which cases stood open at this window when it was last seen."""
    with backend.work() as work:
        return work.window_states.load(post.window)


def facts_for(now: OfficeContext, filing: Filing) -> Facts:
    """What a check may know about `filing` beside its answers."""
    answers = filing.answers
    filed_before = now.work.filings.count_filed(
        uscc=read_code(str(answers.raw.get("unit.uscc") or "")),
        name=answers.display("unit.name"),
        address=answers.display("system.address"),
        other_than=filing.reference,
        nor=filing.changes,
    )
    return Facts(filing.received_on, now.backend.calendar, now.office.area, filed_before, now.office.shared_keys)


def refresh_facts(backend: Backend, filing: Filing) -> Facts:
    """The facts for `filing` as it stands now: asked for when its unit or its address changed."""
    with at_office(backend) as now:
        return facts_for(now, filing)


def judge_intake(backend: Backend, intake: IntakeFile, today: date) -> Findings:
    """Judge what a file holds without keeping anything (`counter-app check`)."""
    filing = Filing("", intake.answers, backend.clock(), intake.received_on or today, materials=dict(intake.materials))
    confirm_as_written(filing, intake, Post("", ""), filing.received_at)
    return filing.findings(Facts(filing.received_on, backend.calendar))
