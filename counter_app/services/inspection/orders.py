"""Orders to correct (第十四条), how they were served, and the re-inspection within three working days (第十五条)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from counter_app.domain.basics.numbering import ORDER_LETTERS
from counter_app.domain.basics.office import Post
from counter_app.domain.basics.reading import read_text
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.calendar.periods import DueDate, reinspection_due
from counter_app.domain.calendar.waiting import Urgency, days_left, urgency
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.lacks import refuse_lacking
from counter_app.domain.inspection.correction import (
    CorrectionOrder,
    OrderedItem,
    OrderState,
    Reinspection,
    conclude,
    mended_of,
    penalty_case_due,
    rows_words,
    to_be_examined,
)
from counter_app.domain.inspection.correction_papers import OrderFacts, ReinspectedItemFacts, ReinspectionFacts
from counter_app.domain.inspection.inspections import (
    Breach,
    Inspection,
    InspectionCatalogue,
    InspectionItem,
    InspectionState,
    OrderForm,
    Signing,
)
from counter_app.domain.inspection.office_fields import paper_answers
from counter_app.domain.inspection.reinspection_form import REINSPECTION_FORM, reinspection_answers
from counter_app.domain.office.office_form import lacking_for_orders
from counter_app.domain.papers.papers import PaperFacts
from counter_app.services.inspection.inspections import keep_paper
from counter_app.services.office.offices import ActContext, OfficeContext, act, at_office
from counter_app.services.ports import Backend, InspectionLine, IssuedPaper

ORDER: Final = "correction_order"
STUB: Final = "order_stub"
RECORD: Final = "reinspection_record"
LISTED: Final = 500


@frozen
class Orderable:
    """One breach found by an inspection, from which an order may be drawn up."""

    item: InspectionItem
    breach: Breach
    note: str = ""


@frozen
class WaitingOrder:
    """One order whose re-inspection is due (待复查), with what is left in words."""

    line: InspectionLine
    due: DueDate
    left: str
    urgency: Urgency


@frozen
class IssuedOrder:
    """An order and its stub (存根), which stays with the office: who drew it up, approved it and served it."""

    order: IssuedPaper
    stub: IssuedPaper


class NoRemedies(Refusal):
    """The office has not said which body reviews its orders and before which court it is sued."""

    def __init__(self) -> None:
        """One sentence; the settings are where it is said."""
        super().__init__(
            "还没有设置行政复议机关和人民法院，不能出具责令改正通知书",
            "在设置中核对、填写并保存后再出具",
            act="settings",
        )


@frozen
class Reinspected:
    """What a re-inspection led to.

    `penalty` are the items for which a penalty case is to be opened, `examined` those for which that is examined.
    """

    order: CorrectionOrder
    paper: IssuedPaper
    penalty: tuple[OrderedItem, ...]
    examined: tuple[OrderedItem, ...] = ()


def orderable(backend: Backend, inspection_id: str) -> tuple[Orderable, ...]:
    """What the record found wrong, breach by breach. Raises `UnknownInspection`, `StateForbids` where there is none."""
    with backend.work() as work:
        inspection = work.inspections.get(inspection_id)
    return _orderable(backend, inspection)


def forms_for(chosen: Sequence[Orderable]) -> tuple[OrderForm, ...]:
    """The orders that the law knows for all of these together; empty where they cannot stand on one paper."""
    return tuple(form for form in OrderForm if all(form in one.breach.forms for one in chosen))


def draw_up(
    backend: Backend,
    inspection_id: str,
    form: OrderForm,
    chosen: Sequence[tuple[str, str]],
    *,
    deadline: date | None = None,
    post: Post,
) -> CorrectionOrder:
    """Draw an order up from breaches (item, breach); facts, basis and what to do come from the catalogue.

    Raises `UnknownInspection`, `StateForbids`, `Refusal` for breaches that were not found, or for a form that the law
    does not know for one of them.
    """
    with act(backend, post) as now:
        order = _draw_up(now, inspection_id, form, chosen, deadline)
        now.record("order.drawn_up", inspection_id, {"order": order.order_id})
        now.commit()
        return order


def issue_new(
    backend: Backend,
    inspection_id: str,
    form: OrderForm,
    chosen: Sequence[tuple[str, str]],
    *,
    deadline: date | None = None,
    post: Post,
) -> IssuedOrder:
    """Draw an order up and issue it, both or neither. Raises as `draw_up` and `issue_order` do."""
    with act(backend, post) as now:
        papers = _issue(now, _draw_up(now, inspection_id, form, chosen, deadline))
        now.commit()
        return papers


def issue_order(backend: Backend, order_id: str, *, post: Post) -> IssuedOrder:
    """Issue an order under its number (视改), taken last; its words are those of today's catalogue.

    Raises `UnknownInspection`, `StateForbids`, `Refusal`, `NoRemedies`.
    """
    with act(backend, post) as now:
        papers = _issue(now, now.work.inspections.order(order_id))
        now.commit()
        return papers


def void_order(backend: Backend, order_id: str, reason: str, *, post: Post) -> CorrectionOrder:
    """Void an order and its number; one that was only drawn up is put aside.

    Raises `UnknownInspection`, `StateForbids` once it was looked at again or concluded, `Refusal` for a blank reason.
    """
    why = read_text(reason)
    if not why:
        raise Refusal("填写作废的原因", "如：改正期限写错，已收回重办")
    with act(backend, post) as now:
        now.refuse_wrong_clock()
        order = now.work.inspections.order(order_id)
        if order.state not in (OrderState.DRAFT, OrderState.ISSUED):
            raise StateForbids(f"该通知书{order.state.label}，不能作废", "核对通知书编号")
        if now.work.inspections.reinspections_of(order_id):
            raise StateForbids("该通知书已经复查过，不能作废", "在复查记录中写明情况")
        order.state = OrderState.VOID
        order.clerk, order.window = post.clerk, post.window
        now.work.inspections.save_order(order)
        details: dict[str, str | int] = {"order": order_id}
        if order.number is not None:
            now.work.numbers.void(order.number, why)
            details["number"] = order.number.barcode
        now.record("order.voided", order_id, details)
        now.commit()
        return order


def serve(backend: Backend, order_id: str, signing: Signing, *, at: datetime, post: Post) -> CorrectionOrder:
    """Record how an order was served. Raises `UnknownInspection`, `StateForbids`, `Refusal` for half a refusal."""
    if signing.lacks == "reason":
        raise Refusal("拒签或无人签收的，填写原因", "在通知书上注明，并照写")
    if signing.lacks:
        raise Refusal("填写见证人，或填写录音录像的文件", "由在场的人见证；没有见证人的，用执法记录仪记录送达过程")
    with act(backend, post) as now:
        order = now.work.inspections.order(order_id)
        if order.number is None:
            raise StateForbids("通知书还没有出具，不能登记送达", "先出具通知书")
        order.signing, order.delivered_at = signing, at
        now.work.inspections.save_order(order)
        now.record("order.served", order.inspection_id, {"how": signing.how.value})
        now.commit()
        return order


def reinspect(backend: Backend, found: Reinspection, *, post: Post) -> Reinspected:
    """Put a re-inspection down, issue its record (视复), conclude its order.

    Raises `UnknownInspection`, `StateForbids`, `Refusal` for a conclusion, officers or a time that cannot be.
    """
    form = backend.forms.current(REINSPECTION_FORM)
    with act(backend, post) as now:
        now.refuse_wrong_clock()
        refuse_lacking(reinspection_answers(form, found, now.zone), now.facts)
        if any(found.at < one.at for one in now.work.inspections.reinspections_of(found.order_id)):
            raise Refusal("复查时间必须不早于上一次复查", "核对复查时间")
        order = now.work.inspections.order(found.order_id)
        before = replace(order)
        conclude(order, found, found.at.astimezone(now.zone).date())
        order.clerk, order.window = post.clerk, post.window
        now.work.inspections.save_order(order)
        mended, refused = mended_of(found), order.state is OrderState.REFUSED
        penalty = penalty_case_due(order.items, refused=refused, mended=mended)
        examined = to_be_examined(order.items, refused=refused, mended=mended)
        number = now.work.numbers.take(RECORD, year=now.local.year)
        kept = replace(found, number=number, clerk=post.clerk, window=post.window)
        now.work.inspections.add_reinspection(kept)
        facts = _drawn(now, RECORD, paper_answers(form, found.more))
        said = _reinspection_facts(now, before, kept, penalty, examined)
        paper_facts = replace(facts, number=number, barcode=number.barcode, reinspection=said)
        paper = keep_paper(now, paper_facts, order.order_id, facts.answers.form.edition)
        details: dict[str, str | int] = {"number": number.barcode, "conclusion": found.conclusion.value}
        details["penalty"] = len(penalty)
        now.record("order.reinspected", order.inspection_id, details)
        now.commit()
        return Reinspected(order, paper, penalty, examined)


def waiting_for_reinspection(backend: Backend) -> list[WaitingOrder]:
    """Orders whose re-inspection is due (待复查), the most urgent first."""
    with at_office(backend) as now:
        today = now.day
        lines = now.work.inspections.order_lines([OrderState.ISSUED], limit=LISTED)
    waiting = []
    for line in lines:
        if line.due is not None:
            due = reinspection_due(line.due, backend.calendar)
            waiting.append(WaitingOrder(line, due, days_left(due.date, today), urgency(due.date, today)))
    return sorted(waiting, key=lambda one: (one.due.date, one.line.id))


def order_of(backend: Backend, order_id: str) -> CorrectionOrder:
    """One order. Raises `UnknownInspection`."""
    with backend.work() as work:
        return work.inspections.order(order_id)


def last_reinspection(backend: Backend, order_id: str) -> Reinspection | None:
    """The newest re-inspection of an order, None before there was one."""
    with backend.work() as work:
        found = work.inspections.reinspections_of(order_id)
    return found[-1] if found else None


def orders_of(backend: Backend, inspection_id: str) -> list[CorrectionOrder]:
    """The orders that followed an inspection, oldest first."""
    with backend.work() as work:
        return work.inspections.orders_of(inspection_id)


def _draw_up(
    now: ActContext, inspection_id: str, form: OrderForm, chosen: Sequence[tuple[str, str]], deadline: date | None
) -> CorrectionOrder:
    inspection = now.work.inspections.get(inspection_id)
    found = {(one.item.key, one.breach.key): one for one in _orderable(now.backend, inspection)}
    strangers = [key for key in chosen if key not in found]
    if not chosen or strangers:
        raise Refusal("没有选择检查发现的问题", "从检查不符合的项目中选择")
    picked = [found[key] for key in chosen]
    if form not in forms_for(picked):
        raise Refusal(f"所选的事项不能{form.label}", "改选另一种形式，或分开制作两份通知书")
    order = CorrectionOrder(
        order_id=f"{ORDER_LETTERS}{uuid.uuid4().hex[:16]}",
        inspection_id=inspection_id,
        place=inspection.place,
        form=form,
        items=tuple(_ordered(one) for one in picked),
        deadline=deadline if form is OrderForm.BY_DATE else None,
        officers=inspection.officers,
        team=inspection.team,
        clerk=now.post.clerk,
        window=now.post.window,
    )
    now.work.inspections.add_order(order)
    return order


def _issue(now: ActContext, order: CorrectionOrder) -> IssuedOrder:
    now.refuse_wrong_clock()
    if lacking_for_orders(now.office):
        raise NoRemedies
    order.refuse_unfit(now.day)
    if order.state is not OrderState.DRAFT:
        raise StateForbids(f"该通知书{order.state.label}，不能再出具", "需要再次责令的，另行制作")
    order.clerk, order.window = now.post.clerk, now.post.window
    inspection = now.work.inspections.get(order.inspection_id)
    catalogue = now.backend.inspection_items.edition(inspection.edition)
    order.items = tuple(_in_todays_words(item, catalogue) for item in order.items)
    number = now.work.numbers.take(ORDER, year=now.local.year)
    order.issue(number, now.day)
    now.work.inspections.save_order(order)
    facts = _drawn(now, ORDER, Answers(now.backend.forms.current("inspection")))
    facts = replace(facts, number=number, barcode=number.barcode, order=_facts(now, order, inspection))
    edition = facts.answers.form.edition
    paper = keep_paper(now, facts, order.order_id, edition)
    stub = keep_paper(now, replace(facts, document=STUB, number=None), order.order_id, edition)
    details: dict[str, str | int] = {"number": number.barcode, "form": order.form.value, "items": len(order.items)}
    now.record("order.issued", order.inspection_id, details)
    return IssuedOrder(paper, stub)


def _orderable(backend: Backend, inspection: Inspection) -> tuple[Orderable, ...]:
    if inspection.state is not InspectionState.RECORDED:
        raise StateForbids(f"该次检查{inspection.state.label}，还不能制作通知书", "先出具检查笔录")
    catalogue = backend.inspection_items.edition(inspection.edition)
    return tuple(
        Orderable(item, breach, inspection.result(item.key).note)
        for item in inspection.wrong_items(catalogue)
        for key in inspection.result(item.key).breaches
        if (breach := item.breach(key)) is not None
    )


def _in_todays_words(item: OrderedItem, catalogue: InspectionCatalogue) -> OrderedItem:
    """An item that was drawn up a while ago: the fact stays, what the catalogue says of its breach is said anew."""
    known = catalogue.item(item.item)
    breach = known.breach(item.breach) if known is not None else None
    if breach is None:
        return item
    said = (breach.violated, breach.basis, breach.mend, breach.consequence, breach.warns)
    return OrderedItem(item.item, item.breach, item.short, item.fact, *said)


def _ordered(one: Orderable) -> OrderedItem:
    fact = f"{one.breach.fact}：{read_text(one.note)}" if read_text(one.note) else one.breach.fact
    breach = one.breach
    return OrderedItem(
        one.item.key,
        breach.key,
        one.item.short,
        fact,
        breach.violated,
        breach.basis,
        breach.mend,
        breach.consequence,
        breach.warns,
    )


def _drawn(now: ActContext, document: str, answers: Answers) -> PaperFacts:
    return PaperFacts(document, None, "", now.local, now.local, now.office, now.post, answers)


def _facts(now: OfficeContext, order: CorrectionOrder, inspection: Inspection) -> OrderFacts:
    assert order.ordered_on is not None  # noqa: S101 - just issued
    started = inspection.started_at
    return OrderFacts(
        form=order.form,
        place=order.place,
        items=order.items,
        ordered_on=order.ordered_on,
        team=order.team,
        officers=order.officers,
        inspection_number=now.office.written(inspection.number),
        inspected_on=started.astimezone(now.zone).date() if started is not None else None,
        deadline=order.deadline,
        reinspection=order.reinspection_due(now.backend.calendar),
        number=now.office.written(order.number),
    )


def _reinspection_facts(
    now: OfficeContext,
    order: CorrectionOrder,
    found: Reinspection,
    penalty: Sequence[OrderedItem],
    examined: Sequence[OrderedItem],
) -> ReinspectionFacts:
    """`order` as it was before the conclusion: its limit is the one that was looked at."""
    named = {(item.item, item.breach): item for item in found.items}
    return ReinspectionFacts(
        order_number=now.office.written(order.number),
        ordered_on=order.ordered_on,
        form=order.form,
        place=order.place,
        at=found.at.astimezone(now.zone),
        items=tuple(
            ReinspectedItemFacts(
                item.short,
                item.fact,
                item.mend,
                named[item.item, item.breach].mended,
                named[item.item, item.breach].note,
            )
            for item in order.items
        ),
        conclusion=found.conclusion,
        deadline=order.deadline,
        due=order.reinspection_due(now.backend.calendar),
        reason=found.reason,
        prolonged_to=found.prolonged_to,
        penalty=_rows(order, penalty),
        examined=_rows(order, examined),
        team=order.team,
        officers=found.officers,
        present=found.present,
        camera=found.camera,
        recordings=found.recordings,
        signing=found.signing,
        refusal=found.refusal,
    )


def _rows(order: CorrectionOrder, items: Sequence[OrderedItem]) -> tuple[str, ...]:
    """Items by their numbers on the order; the record lists each with its fact."""
    rows = [row for row, item in enumerate(order.items, 1) if item in items]
    return (rows_words(rows),) if rows else ()
