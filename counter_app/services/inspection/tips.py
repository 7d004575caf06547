"""Tips (举报, 第十六条): registered under a number, looked into, answered; who gave one is shown to few."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from counter_app.domain.basics.numbering import TIP_LETTERS
from counter_app.domain.basics.office import Post
from counter_app.domain.basics.reading import read_text
from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.basics.unseen import is_blank
from counter_app.domain.forms.answers import Typed
from counter_app.domain.forms.lacks import refuse_lacking
from counter_app.domain.inspection.correction_papers import TipFacts
from counter_app.domain.inspection.office_fields import paper_answers
from counter_app.domain.inspection.tip_form import CHECK, REPLY, REPORTED, TIP_FORM, tip_answers
from counter_app.domain.inspection.tips import Informant, Tip, TipCategory, TipState
from counter_app.domain.papers.papers import PaperFacts
from counter_app.services.inspection.inspections import keep_paper
from counter_app.services.office.offices import OfficeContext, act
from counter_app.services.office.supervision import Permission, check_supervisor
from counter_app.services.ports import Backend, IssuedPaper

RECORD: Final = "tip_record"
LISTED: Final = 500


def new_tip(backend: Backend, category: TipCategory, content: str, place: str, *, post: Post) -> Tip:
    """A tip as it begins; nothing is kept before it is registered."""
    return Tip(new_tip_id(), backend.clock(), category, content, place, clerk=post.clerk, window=post.window)


def new_tip_id() -> str:
    """A name for a tip before it has a number."""
    return f"{TIP_LETTERS}{uuid.uuid4().hex[:16]}"


def register_tip(backend: Backend, tip: Tip, source: Informant | None, *, post: Post) -> Tip:
    """Register a tip under its number (视举), taken last; `source` None for an anonymous one.

    Raises `Refusal` where something is missing that its form demands, `WrongClock`.
    """
    named = source is not None and any(map(read_text, (source.name, source.phone, source.other, *source.more.values())))
    with act(backend, post) as now:
        now.refuse_wrong_clock()
        _refuse_lacking(now, tip, *REPORTED)
        tip.anonymous = not named
        tip.clerk, tip.window = post.clerk, post.window
        tip.number = now.work.numbers.take(RECORD, year=now.local.year)
        now.work.tips.add(tip, source if named else None)
        details: dict[str, str | int] = {"number": tip.number.barcode, "category": tip.category.value}
        now.record("tip.registered", tip.tip_id, details)
        now.commit()
        return tip


def get_tip(backend: Backend, tip_id: str) -> Tip:
    """One tip, without its source. Raises `UnknownInspection`."""
    with backend.work() as work:
        return work.tips.get(tip_id)


def check_tip(
    backend: Backend,
    tip_id: str,
    result: str,
    *,
    confirmed: bool,
    handler: str = "",
    more: Mapping[str, Typed] | None = None,
    post: Post,
) -> Tip:
    """Record what looking into it showed, and who did (`handler`).

    `more` is what stands in all fields that the office has added. Raises `UnknownInspection`, `StateForbids`, `Refusal`
    where something is missing that the form demands.
    """
    with act(backend, post) as now:
        tip = now.work.tips.get(tip_id)
        tip.check(result, now.day, confirmed=confirmed)
        tip.handler, tip.more = read_text(handler) or tip.handler, tip.more if more is None else dict(more)
        _refuse_lacking(now, tip, CHECK)
        now.work.tips.save(tip)
        now.record("tip.checked", tip_id, {"confirmed": int(confirmed)})
        now.commit()
        return tip


def link_inspection(backend: Backend, tip_id: str, inspection_id: str, *, post: Post) -> Tip:
    """Record which inspection looks into it. Raises `UnknownInspection`, `StateForbids` once it was answered."""
    with act(backend, post) as now:
        tip = now.work.tips.get(tip_id)
        if tip.state is TipState.ANSWERED:
            raise StateForbids("该举报已答复，不能再关联检查", "有新情况的，另行登记")
        tip.inspection_id = now.work.inspections.get(inspection_id).inspection_id
        now.work.tips.save(tip)
        now.record("tip.linked", tip_id, {"inspection": inspection_id})
        now.commit()
        return tip


def answer_tip(
    backend: Backend, tip_id: str, reply: str, *, more: Mapping[str, Typed] | None = None, post: Post
) -> Tip:
    """Record how the informant was answered; `more` as in `check_tip`.

    Raises `StateForbids` before it was looked into, `Refusal`.
    """
    with act(backend, post) as now:
        tip = now.work.tips.get(tip_id)
        tip.answer(reply, now.day)
        tip.more = tip.more if more is None else dict(more)
        _refuse_lacking(now, tip, REPLY)
        now.work.tips.save(tip)
        now.record("tip.answered", tip_id)
        now.commit()
        return tip


def open_source(backend: Backend, tip_id: str, *, allowed_by: Permission, post: Post) -> Informant | None:
    """Who gave the tip, for whom a supervisor lets see it; each time is recorded with its reason's presence.

    Raises `WrongPin`, `NoSupervisor`, `Refusal` for a blank reason. None for an anonymous tip.
    """
    if is_blank(allowed_by.reason):
        raise Refusal("填写查看举报人的理由", "如：核查需要联系举报人")
    with act(backend, post) as now:
        check_supervisor(now, allowed_by)
        source = now.work.tips.source(tip_id)
        now.record("tip.source_opened", tip_id)
        now.commit()
        return source


def issue_record(backend: Backend, tip_id: str, *, post: Post) -> IssuedPaper:
    """Draw up the record of a tip (举报核查记录) as it stands; it bears the tip's number and no name."""
    with act(backend, post) as now:
        tip = now.work.tips.get(tip_id)
        assert tip.number is not None  # noqa: S101 - registered ones have one
        answers = paper_answers(backend.forms.current(TIP_FORM), tip.more)
        facts = PaperFacts(RECORD, None, tip.number.barcode, now.local, now.local, now.office, post, answers)
        said = replace(facts, number=tip.number, tip=_facts(now, tip))
        # The number stands in the register once: the first record takes it, later ones only say it.
        issued = any(paper.number is not None for paper in now.work.papers.of_case(tip_id))
        paper = keep_paper(now, said, tip_id, answers.form.edition, numbered=not issued)
        now.record("tip.record_drawn", tip_id)
        now.commit()
        return paper


def _refuse_lacking(now: OfficeContext, tip: Tip, *sections: str) -> None:
    zone = now.local.tzinfo
    assert zone is not None  # noqa: S101 - the office's
    refuse_lacking(tip_answers(now.backend.forms.current(TIP_FORM), tip, zone), now.facts, sections)


def _facts(now: OfficeContext, tip: Tip) -> TipFacts:
    number = ""
    if tip.inspection_id:
        inspection = now.work.inspections.get(tip.inspection_id)
        number = now.office.written(inspection.number)
    return TipFacts(
        received_at=tip.received_at.astimezone(now.zone),
        category=tip.category,
        place=tip.place,
        content=tip.content,
        address=tip.address,
        channel=tip.channel,
        anonymous=tip.anonymous,
        check_due=tip.check_due,
        handler=tip.handler,
        result=tip.result,
        confirmed=tip.confirmed,
        checked_on=tip.checked_on,
        reply=tip.reply,
        replied_on=tip.replied_on,
        inspection_number=number,
    )
