"""An inspection of the sample office from its template to the re-inspection, and a tip: every paper of them, issued."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Final

from counter_app.domain.basics.office import Post
from counter_app.domain.calendar.periods import working_days_after
from counter_app.domain.inspection.correction import Conclusion, CorrectionResult, ReinspectedItem, Reinspection
from counter_app.domain.inspection.inspections import (
    Compliance,
    Formality,
    InspectionKind,
    ItemResult,
    Officer,
    OrderForm,
    SignedAs,
    Signing,
)
from counter_app.domain.inspection.tips import TipCategory
from counter_app.services.inspection import inspections, orders, tips
from counter_app.services.ports import Backend, IssuedPaper

_OFFICERS: Final = (Officer("王示例", "530001"), Officer("李示例", "530002"))
_TEAM: Final = "大关县公安局翠华派出所"
_PRESENT: Final = "赵示例"
_CAMERA: Final = "DSJ-530624-0012"
_SIGNED: Final = Signing(SignedAs.SIGNED)
_CHECKED_WITHIN: Final = 5
_WRONG: Final = 2
"""The item of 第十条 that is found wrong: the signs."""


def sample_papers(backend: Backend, filed: str, *, post: Post) -> list[tuple[str, IssuedPaper]]:
    """Inspect the filed system: templates, guide, record, an order at once, its re-inspection, and the record of a tip.

    Each comes with what it is there for: `inspection`, or `inspection-blank`, `inspection-prefilled` for a template.
    """
    kind = InspectionKind.GENERAL
    today = backend.clock().date()
    [planned] = inspections.plan(backend, kind, [filed], _OFFICERS, _TEAM, today, post=post)
    templates = [
        (f"inspection-{name}", paper)
        for name, blank in (("blank", True), ("prefilled", False))
        for paper in inspections.templates(backend, [planned.inspection_id], blank=blank, post=post)
    ]
    templates.append(("inspection-guide", inspections.guide(backend, planned.inspection_id, post=post)))
    planned = inspections.get(backend, planned.inspection_id)  # it has a number now
    wrong = ""
    for item in backend.inspection_items.current().stressed(kind):
        if item.number == _WRONG:
            wrong, breach = item.key, item.breaches_in(kind)[0].key
            planned.key(item, ItemResult(Compliance.BREACH, "大门口、地下停车场入口均没有标识", (breach,)))
        else:
            planned.key(item, ItemResult(Compliance.CONFORMS))
    planned.started_at, planned.ended_at = backend.clock() - timedelta(hours=1), backend.clock()
    planned.present, planned.present_role, planned.camera = _PRESENT, "安全负责人", _CAMERA
    planned.recorder, planned.formalities = _OFFICERS[1].name, tuple(Formality)
    planned.process, planned.statement = "由在场人员陪同，依次查看各出入口、地下停车场入口和监控室", "没有异议"
    planned.signing = _SIGNED
    inspections.save_draft(backend, planned, post=post)
    papers = [inspections.record_inspection(backend, planned.inspection_id, post=post)]
    order = orders.draw_up(backend, planned.inspection_id, OrderForm.AT_ONCE, [(wrong, breach)], post=post)
    issued = orders.issue_order(backend, order.order_id, post=post)
    papers += [issued.order, issued.stub]
    found = Reinspection(
        reinspection_id=uuid.uuid4().hex,
        order_id=order.order_id,
        at=backend.clock(),
        officers=_OFFICERS,
        items=tuple(ReinspectedItem(one.item, one.breach, CorrectionResult.YES, "已设置") for one in order.items),
        conclusion=Conclusion.CLOSED,
        present=_PRESENT,
        camera=_CAMERA,
        signing=_SIGNED,
    )
    papers.append(orders.reinspect(backend, found, post=post).paper)
    papers.append(_tip(backend, planned.inspection_id, planned.place.unit, post))
    return [*templates, *(("inspection", paper) for paper in papers)]


def create_sample_inspections(backend: Backend, filed: str, *, post: Post) -> None:
    """What the lists of 检查 of a sample office show: one planned, one recorded, an order that waits, a tip."""
    kind = InspectionKind.GENERAL
    today = backend.clock().date()
    inspections.plan(backend, InspectionKind.PROFESSIONAL, [filed], _OFFICERS, _TEAM, today, post=post)
    [held] = inspections.plan(backend, kind, [filed], _OFFICERS, _TEAM, today, post=post)
    inspections.templates(backend, [held.inspection_id], blank=False, post=post)
    held = inspections.get(backend, held.inspection_id)
    item = next(one for one in backend.inspection_items.current().of_kind(kind) if one.number == _WRONG)
    breach = item.breaches_in(kind)[0].key
    held.key(item, ItemResult(Compliance.BREACH, "地下停车场入口没有标识", (breach,)))
    held.started_at, held.ended_at = backend.clock() - timedelta(hours=1), backend.clock()
    held.present, held.camera, held.signing = _PRESENT, _CAMERA, _SIGNED
    inspections.save_draft(backend, held, post=post)
    inspections.record_inspection(backend, held.inspection_id, post=post)
    orders.issue_new(backend, held.inspection_id, OrderForm.AT_ONCE, [(item.key, breach)], post=post)
    tip = tips.new_tip(backend, TipCategory.PROHIBITED_AREA, "客房里装有摄像头", "示例宾馆三楼", post=post)
    tip.check_due = working_days_after(today, _CHECKED_WITHIN, backend.calendar).date
    tips.register_tip(backend, tip, None, post=post)


def _tip(backend: Backend, inspection_id: str, place: str, post: Post) -> IssuedPaper:
    """An anonymous one that was looked into and answered."""
    tip = tips.new_tip(backend, TipCategory.PROHIBITED_AREA, "更衣室门口装有摄像头", place, post=post)
    tip.channel = "电话"
    tips.register_tip(backend, tip, None, post=post)
    said = "经查，摄像头装在走廊，更衣室内没有"
    tips.link_inspection(backend, tip.tip_id, inspection_id, post=post)
    tips.check_tip(backend, tip.tip_id, said, confirmed=False, post=post)
    tips.answer_tip(backend, tip.tip_id, "匿名举报，无法答复", post=post)
    return tips.issue_record(backend, tip.tip_id, post=post)
