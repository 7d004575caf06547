"""Inspections (第十条至第十三条, 第十七条): planned, printed for the officers, keyed, recorded under a number."""

from __future__ import annotations

import secrets
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from counter_app.domain.basics.numbering import INSPECTION_LETTERS, Number
from counter_app.domain.basics.office import Post
from counter_app.domain.basics.reading import read_text
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal, StateForbids, Unfinished
from counter_app.domain.basics.unseen import is_blank
from counter_app.domain.forms.answers import Typed
from counter_app.domain.forms.facts import Facts
from counter_app.domain.forms.findings import Deficiency
from counter_app.domain.forms.lacks import refuse_lacking
from counter_app.domain.inspection.correction import OrderState
from counter_app.domain.inspection.inspections import (
    InspectedPlace,
    Inspection,
    InspectionKind,
    InspectionState,
    Officer,
    SignedAs,
    kind_fits,
)
from counter_app.domain.inspection.record_form import PLAN_FORM, RECORD_FORM, plan_answers, record_lacks
from counter_app.domain.papers.papers import PaperFacts
from counter_app.services.inspection.facts import RECORD, drawn, drawn_guide, place_on_file
from counter_app.services.office.offices import ActContext, OfficeContext, act, at_office
from counter_app.services.papers.snapshots import freeze
from counter_app.services.ports import Backend, InspectionLine, IssuedPaper, Subject, UnitKey, UnitOfWork

_ALPHABET: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_ID_LENGTH: Final = 10
_LOOKED_BACK: Final = 60
"""So many of the newest inspections tell whose names are offered for choice."""
_MOST_EARLIER: Final = 50
_MONTHS_A_YEAR: Final = 12
RECORD_TITLE: Final = "笔录"
"""What the name of an attachment has that is the scan of a signed transcript."""


class IncompleteRecord(Unfinished):
    """The record lacks what 第十三条 demands of it. `items` are instructions, one each."""

    def __init__(self, items: Sequence[str]) -> None:
        """One sentence that counts them, and all of them."""
        super().__init__(f"笔录还有{len(items)}项未填写：{'；'.join(items)}", "填写完整后再出具检查笔录")
        self.items = tuple(items)


@frozen
class EarlierInspection:
    """An inspection of the same unit or address (第十七条): when, by whom, with what result.

    `result` is one line of words; `team` the unit of its officers. `number` is None while it was not recorded.
    """

    line: InspectionLine
    team: str
    result: str

    @property
    def day(self) -> date | None:
        """The day on which it took place, or is planned."""
        return self.line.day

    @property
    def number(self) -> Number | None:
        """The number of its record."""
        return self.line.number


@frozen
class KnownOfficers:
    """Officers and their units as named in the newest inspections, the most often named first."""

    officers: tuple[Officer, ...]
    teams: tuple[str, ...]


def new_inspection_id() -> str:
    """A name for an inspection before it has a number: `JC` and ten characters that a scanner reads well."""
    return INSPECTION_LETTERS + "".join(secrets.choice(_ALPHABET) for _ in range(_ID_LENGTH))


def plan(  # noqa: PLR0913 - what a plan consists of
    backend: Backend,
    kind: InspectionKind,
    places: Sequence[str | InspectedPlace],
    officers: Sequence[Officer],
    team: str,
    planned_for: date | None,
    *,
    post: Post,
    tip_id: str = "",
    purpose: str = "",
    more: Mapping[str, Typed] | None = None,
) -> tuple[Inspection, ...]:
    """Plan one inspection for each place, all or none; a reference stands for its case in its newest filed state.

    Raises `UnknownCase`, `UnknownInspection` for a tip, `Refusal` for fewer than two officers, no place, a place
    without a name, or one that this kind leaves out (第十二条).
    """
    named = _tidy(officers)
    _refuse_unfit_places(places)
    with act(backend, post) as now:
        typed = plan_answers(backend.forms.current(PLAN_FORM), kind, named, team, more or {})
        refuse_lacking(typed, now.facts)
        edition = backend.inspection_items.current().edition
        found = [place_on_file(now.work, place) if isinstance(place, str) else place for place in places]
        _refuse_other_kind(kind, found)
        planned = tuple(
            Inspection(
                inspection_id=new_inspection_id(),
                kind=kind,
                place=place,
                edition=edition,
                planned_for=planned_for,
                officers=named,
                team=read_text(team),
                purpose=read_text(purpose),
                tip_id=tip_id,
                more=dict(more or {}),
                clerk=post.clerk,
                window=post.window,
            )
            for place in found
        )
        for inspection in planned:
            now.work.inspections.add(inspection)
            details: dict[str, str | int] = {"kind": kind.value, "case": inspection.place.reference}
            now.record("inspection.planned", inspection.inspection_id, details)
        if tip_id:
            tip = now.work.tips.get(tip_id)
            tip.inspection_id = planned[0].inspection_id
            now.work.tips.save(tip)
        now.commit()
        return planned


def place_of(backend: Backend, reference: str) -> InspectedPlace:
    """What is on file of a case's place, in its newest state. Raises `UnknownCase`."""
    with backend.work() as work:
        return place_on_file(work, reference)


def earlier(backend: Backend, unit: UnitKey, *, months: int = 12, other_than: str = "") -> list[EarlierInspection]:
    """Inspections of the unit, or at the address, within the last `months`, and those still planned; newest first.

    What 第十七条 warns of. Cancelled ones and `other_than` are left out.
    """
    with at_office(backend) as now:
        since = _months_before(now.day, months)
        found = []
        for line in now.work.inspections.of_unit(unit, limit=_MOST_EARLIER):
            gone = line.state == InspectionState.CANCELLED.value or line.id == other_than
            if line.subject is Subject.INSPECTION and not gone and (line.day is None or line.day >= since):
                found.append(_told(backend, now.work, line))
        return found


def _told(backend: Backend, work: UnitOfWork, line: InspectionLine) -> EarlierInspection:
    inspection = work.inspections.get(line.id)
    if inspection.state is not InspectionState.RECORDED:
        return EarlierInspection(line, inspection.team, inspection.state.label)
    wrong = inspection.wrong_items(backend.inspection_items.edition(inspection.edition))
    result = f"{len(wrong)}项不符合：{'、'.join(item.short for item in wrong)}" if wrong else "未发现不符合"
    orders = work.inspections.orders_of(line.id)
    said = "；".join(f"{order.form.label}，{order.state.label}" for order in orders)
    return EarlierInspection(line, inspection.team, f"{result}（{said}）" if said else result)


def get(backend: Backend, inspection_id: str) -> Inspection:
    """One inspection. Raises `UnknownInspection`."""
    with backend.work() as work:
        return work.inspections.get(inspection_id)


def lines(backend: Backend, states: Sequence[InspectionState], *, limit: int = 200) -> list[InspectionLine]:
    """Inspections in any of `states`, the newest day first; those without a day before all others."""
    with backend.work() as work:
        return work.inspections.lines(states, limit=limit)


def save_draft(backend: Backend, inspection: Inspection, *, post: Post) -> int:
    """Keep what was keyed so far and return the new version. `inspection` is a copy the caller no longer changes.

    A draft is no act: the history is not touched. Times are put into the office's zone, so that their day is the day
    at the office. Raises `UnknownInspection`, `ChangedElsewhere`, `StateForbids` once it was recorded or cancelled.
    """
    with act(backend, post) as now:
        now.work.inspections.get(inspection.inspection_id).refuse_unless_open()
        inspection.refuse_unless_open()
        zone = now.zone
        inspection.started_at = _local(inspection.started_at, zone)
        inspection.ended_at = _local(inspection.ended_at, zone)
        inspection.clerk, inspection.window = post.clerk, post.window
        now.work.inspections.save(inspection)
        now.commit()
        return inspection.version


def lacks(backend: Backend, inspection: Inspection, facts: Facts) -> list[Deficiency]:
    """What the record still lacks before it can be issued (第十三条), each as an instruction; empty when whole."""
    form = backend.forms.edition(inspection.edition, RECORD_FORM)
    return record_lacks(form, backend.inspection_items.edition(inspection.edition), inspection, facts)


def templates(
    backend: Backend, inspection_ids: Sequence[str], *, blank: bool, post: Post, with_guide: bool = False
) -> tuple[IssuedPaper, ...]:
    """Draw up the transcripts to be filled in by hand, blank or prefilled with what is on file; one or a whole round.

    Each bears the number of its record (视检), reserved with the first template of an inspection, so that the paper
    signed at the place and the keyed one have the same. `with_guide` adds one guide for the officers. Raises
    `UnknownInspection`, `StateForbids`, `WrongClock`.
    """
    with act(backend, post) as now:
        now.refuse_wrong_clock()
        chosen = [now.work.inspections.get(inspection_id) for inspection_id in inspection_ids]
        for inspection in chosen:
            inspection.refuse_unless_open()
        said = [drawn(now, inspection, blank=blank) for inspection in chosen]
        guide = [_keep_guide(now, inspection) for inspection in chosen[:1] if with_guide]
        papers = [_reserved(now, *pair, blank=blank) for pair in zip(chosen, said, strict=True)]
        now.commit()
        return (*papers, *guide)


def _reserved(now: ActContext, inspection: Inspection, facts: PaperFacts, *, blank: bool) -> IssuedPaper:
    number = inspection.number
    if number is None:
        number = now.work.numbers.take(RECORD, year=now.local.year)
        inspection.reserve(number)
        now.work.inspections.save(inspection)
    details: dict[str, str | int] = {"number": number.barcode, "blank": int(blank)}
    now.record("inspection.template", inspection.inspection_id, details)
    facts = replace(facts, number=number, barcode=number.barcode)
    return keep_paper(now, facts, inspection.inspection_id, inspection.edition, numbered=False)


def guide(backend: Backend, inspection_id: str, *, post: Post) -> IssuedPaper:
    """Draw up what officers look at in an inspection of this kind; it has no number. Raises `UnknownInspection`."""
    with act(backend, post) as now:
        paper = _keep_guide(now, now.work.inspections.get(inspection_id))
        now.commit()
        return paper


def _keep_guide(now: ActContext, inspection: Inspection) -> IssuedPaper:
    now.record("inspection.guide", inspection.inspection_id)
    return keep_paper(now, drawn_guide(now, inspection), inspection.inspection_id, inspection.edition)


def preview(backend: Backend, inspection: Inspection, *, post: Post) -> PaperFacts:
    """What the filled record would say now. Takes no number and keeps nothing."""
    with act(backend, post) as now:
        return drawn(now, inspection, filled=True)


def record_inspection(backend: Backend, inspection_id: str, *, post: Post) -> IssuedPaper:
    """Issue the filled record (视检, 第十三条), under the number of its template. One without a template takes it last.

    Raises `UnknownInspection`, `StateForbids`, `IncompleteRecord`, `WrongClock`, `Refusal` where it was signed on a
    paper that has no number of ours and of which no scan is attached.
    """
    with act(backend, post) as now:
        now.refuse_wrong_clock()
        inspection = now.work.inspections.get(inspection_id)
        inspection.refuse_unless_open()
        if missing := lacks(backend, inspection, now.facts):
            raise IncompleteRecord([one.message for one in missing])
        _refuse_without_original(now, inspection)
        inspection.clerk, inspection.window = post.clerk, post.window
        facts = drawn(now, inspection, filled=True)
        number = inspection.number or now.work.numbers.take(RECORD, year=now.local.year)
        inspection.record(number)
        now.work.inspections.save(inspection)
        facts = replace(facts, number=number, barcode=number.barcode)
        paper = keep_paper(now, facts, inspection_id, inspection.edition)
        wrong = len(inspection.wrong_items(backend.inspection_items.edition(inspection.edition)))
        details: dict[str, str | int] = {"number": number.barcode, "kind": inspection.kind.value, "wrong": wrong}
        now.record("inspection.recorded", inspection_id, details)
        now.commit()
        return paper


def void_record(backend: Backend, inspection_id: str, reason: str, *, post: Post) -> Inspection:
    """Void the number of a faulty record; the inspection is keyed again, and its next record has a new number.

    Raises `UnknownInspection`, `StateForbids` where there is none, or an order was drawn up from it, `WrongClock`,
    `Refusal` for a blank reason.
    """
    why = read_text(reason)
    if not why:
        raise Refusal("填写作废的原因", "如：检查时间录错，已收回重办")
    with act(backend, post) as now:
        now.refuse_wrong_clock()
        inspection = now.work.inspections.get(inspection_id)
        if any(order.state is not OrderState.VOID for order in now.work.inspections.orders_of(inspection_id)):
            raise StateForbids("已根据该笔录制作责令改正通知书，不能作废", "先作废该通知书，再作废笔录")
        number = inspection.number
        inspection.reopen()
        assert number is not None  # noqa: S101 - it was recorded
        inspection.clerk, inspection.window = post.clerk, post.window
        now.work.inspections.save(inspection)
        now.work.numbers.void(number, why)
        now.record("inspection.voided", inspection_id, {"number": number.barcode})
        now.commit()
        return inspection


def cancel(backend: Backend, inspection_id: str, *, post: Post, reason: str = "") -> Inspection:
    """It did not take place; the number of a template that was printed is voided for this `reason`.

    Raises `UnknownInspection`, `StateForbids`, `WrongClock`, `Refusal` for a number and no reason.
    """
    why = read_text(reason)
    with act(backend, post) as now:
        inspection = now.work.inspections.get(inspection_id)
        inspection.cancel()
        details: dict[str, str | int] = {}
        if inspection.number is not None:
            now.refuse_wrong_clock()
            if not why:
                raise Refusal("填写取消检查的原因", "模板已经编号，编号随之作废；如：检查没有进行，模板已收回")
            details["number"] = inspection.number.barcode
        inspection.clerk, inspection.window = post.clerk, post.window
        now.work.inspections.save(inspection)
        if inspection.number is not None:
            now.work.numbers.void(inspection.number, why)
        now.record("inspection.cancelled", inspection_id, details)
        now.commit()
        return inspection


def _refuse_without_original(now: ActContext, inspection: Inspection) -> None:
    """What was signed at the place is the evidence; a record typed from it is issued only where that is to be found."""
    if inspection.signing.how is not SignedAs.SIGNED or inspection.template_number is not None:
        return
    titles = [one.title for one in now.work.attachments.of_owner(inspection.inspection_id)]
    if not any(RECORD_TITLE in title for title in titles):
        raise Refusal(
            "签名的检查笔录原件还没有扫描附上",
            "扫描原件并加入附件，名称写“签名的检查笔录”；还没有签名的，“笔录签名”改选“打印后签名”",
        )


def known_officers(backend: Backend) -> KnownOfficers:
    """Whose names are offered for choice: those of the newest inspections of this office."""
    officers, teams = Counter[Officer](), Counter[str]()
    with backend.work() as work:
        for line in work.inspections.lines(tuple(InspectionState), limit=_LOOKED_BACK):
            inspection = work.inspections.get(line.id)
            officers.update(inspection.officers)
            teams.update([inspection.team] if inspection.team else [])
    return KnownOfficers(
        tuple(officer for officer, _times in officers.most_common()),
        tuple(team for team, _times in teams.most_common()),
    )


def keep_paper(
    now: OfficeContext, facts: PaperFacts, owner: str, edition: str, *, numbered: bool = True
) -> IssuedPaper:
    """Freeze a paper of an inspection, order or tip (`owner`) and keep it.

    Without `numbered` it only says a number that another paper has in the register.
    """
    paper = IssuedPaper(
        paper_id=uuid.uuid4().hex,
        document=facts.document,
        number=facts.number if numbered else None,
        reference=owner,
        issued_at=now.at,
        edition=edition,
        content=freeze(facts),
    )
    now.work.papers.add(paper)
    return paper


def _tidy(officers: Sequence[Officer]) -> tuple[Officer, ...]:
    """Officers without blanks around their names; lines in which nothing stands are left out."""
    read = (Officer(read_text(one.name), read_text(one.badge)) for one in officers)
    return tuple(one for one in read if one.name or one.badge)


def _refuse_unfit_places(places: Sequence[str | InspectedPlace]) -> None:
    if not places:
        raise Unfinished("还没有选择检查对象", "选择已备案的系统，或填写未备案的场所")
    for place in places:
        if isinstance(place, InspectedPlace) and (is_blank(place.unit) or is_blank(place.address)):
            raise Refusal("未备案的场所要写明单位名称和地址", "填写被检查单位名称和检查地点")


def _refuse_other_kind(kind: InspectionKind, places: Sequence[InspectedPlace]) -> None:
    """第十二条: places of 《条例》第七条 and the others are inspected by different rules."""
    unfit = [str(row) for row, place in enumerate(places, start=1) if not kind_fits(kind, place.category)]
    if not unfit:
        return
    which = f"第{'、'.join(unfit)}个场所" if len(places) > 1 else "该场所"
    if kind is InspectionKind.OTHER_PLACE:
        raise Refusal(f"{which}属于《条例》第七条规定的场所", "改选一般检查或专业检查")
    raise Refusal(f"{which}在《条例》第七条规定之外，不作{kind.label}", "改选其他公共场所检查，重点检查第一项至第三项")


def _local(time: datetime | None, zone: ZoneInfo) -> datetime | None:
    return time.astimezone(zone) if time is not None else None


def _months_before(day: date, months: int) -> date:
    """The same day `months` earlier, or the last one of that month."""
    month = day.year * _MONTHS_A_YEAR + day.month - 1 - months
    first = date(month // _MONTHS_A_YEAR, month % _MONTHS_A_YEAR + 1, 1)
    following = date(first.year + first.month // _MONTHS_A_YEAR, first.month % _MONTHS_A_YEAR + 1, 1)
    return first.replace(day=min(day.day, (following - first).days))
