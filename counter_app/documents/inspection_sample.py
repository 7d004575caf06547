"""Typical papers of an inspection, for looking at them without one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from counter_app.domain.basics.numbering import SERIES, Number
from counter_app.domain.calendar.periods import DueDate
from counter_app.domain.inspection.correction import Conclusion, CorrectionResult, OrderedItem
from counter_app.domain.inspection.correction_papers import (
    OrderFacts,
    ReinspectedItemFacts,
    ReinspectionFacts,
    TipFacts,
)
from counter_app.domain.inspection.inspections import (
    Breach,
    Compliance,
    Consequence,
    Formality,
    InspectedPlace,
    Inspection,
    InspectionCatalogue,
    InspectionItem,
    InspectionKind,
    ItemResult,
    Officer,
    OrderForm,
    SignedAs,
    Signing,
)
from counter_app.domain.inspection.papers import DeviceFacts, InspectionFacts, item_facts
from counter_app.domain.inspection.tips import TipCategory

_PLACE: Final = InspectedPlace(
    unit="大关县龑𬱖示例小学",
    address="大关县翠华镇示例路3号",
    uscc="12530624MB0123456R",
    category="education",
    platform_number="530624202600000123",
    filed_on=date(2026, 3, 3),
    devices=3,
    retention_days=30,
    legal_representative="孙示例",
)
_OFFICERS: Final = (Officer("王示例", "530001"), Officer("李示例", "530002"))
_TEAM: Final = "大关县公安局翠华派出所"
_BREACH: Final = Breach(
    "no_sign",
    "未设置显著的提示标识",
    "《条例》第十三条",
    "《条例》第十三条、第二十四条第一款，《规定》第十四条",
    "在图像采集设备的采集范围处设置显著的提示标识",
    (OrderForm.AT_ONCE, OrderForm.BY_DATE),
)
_SHORT: Final = (
    ("sign", "是否设置显著的提示标识", "提示标识", (_BREACH,)),
    ("filing", "是否备案以及备案信息是否真实", "备案情况", ()),
    ("retention", "视频图像信息的保存期限是否符合《条例》规定", "保存期限", ()),
)


def _few_items() -> InspectionCatalogue:
    """Three items, where no catalogue is at hand."""
    general = frozenset({InspectionKind.GENERAL})
    items = (
        InspectionItem(
            key, number, label, short, "《规定》第十条", general, general, ("现场查看",), ("拍照",), breaches=breaches
        )
        for number, (key, label, short, breaches) in enumerate(_SHORT, 1)
    )
    return InspectionCatalogue("2025-05", "《规定》第十条", tuple(items))


def sample_inspection(now: datetime, catalogue: InspectionCatalogue | None) -> InspectionFacts:
    """A filled record: one of the stressed items is wrong, the others are in order, the rest was not looked at.

    It is keyed from the template that was signed at the place. `now` is in the office's zone.
    """
    known = catalogue or _few_items()
    results = {item.key: ItemResult(Compliance.CONFORMS) for item in known.stressed(InspectionKind.GENERAL)}
    wrong = next((item for item in known.items if item.key == "sign"), None)
    if wrong is not None and wrong.breaches:
        results["sign"] = ItemResult(Compliance.BREACH, "大门口、地下停车场入口均没有标识", (wrong.breaches[0].key,))
    inspection = Inspection(
        "JC0000000001",
        InspectionKind.GENERAL,
        _PLACE,
        known.edition,
        results=results,
    )
    return InspectionFacts(
        inspection_id=inspection.inspection_id,
        kind=inspection.kind,
        edition=known.edition,
        law=known.law,
        place=_PLACE,
        category="教育机构",
        items=item_facts(inspection, known, blank=False),
        blank=False,
        filled=True,
        officers=_OFFICERS,
        team=_TEAM,
        started_at=now - timedelta(hours=1),
        ended_at=now,
        present="赵示例",
        present_role="安全负责人",
        witness="",
        purpose="",
        camera="DSJ-530624-0012",
        recordings=("DSJ0012_20260302_093000.mp4",),
        attachments=("签名的检查笔录", "现场照片3张"),
        signing=Signing(SignedAs.SIGNED),
        devices=tuple(
            DeviceFacts(row, "", where, "半球", f"5306240000132000000{row}")
            for row, where in enumerate(("大门口", "操场", "食堂入口"), 1)
        ),
        present_phone="0870-0000002",
        legal_representative="孙示例",
        recorder="李示例",
        formalities=tuple(Formality),
        process="由赵示例陪同，查看大门口、操场、食堂入口，在监控室查看三台设备的实时画面和最早一天的录像，查看信息调用登记簿。",
        statement="对检查情况没有异议，将尽快补设标识。",
        template_number=Number(SERIES["inspection_record"][0], 2026, 12),
    )


def sample_guide(now: datetime, catalogue: InspectionCatalogue | None) -> InspectionFacts:
    """What officers look at in a 一般检查, of no place."""
    record = sample_inspection(now, catalogue)
    return InspectionFacts(
        "", record.kind, record.edition, record.law, InspectedPlace("", ""), "", record.items, blank=True, filled=False
    )


def sample_order() -> OrderFacts:
    """An order by a date, with the last day for looking again."""
    item = OrderedItem(
        "sign",
        "no_sign",
        "提示标识",
        "未设置显著的提示标识：大门口、地下停车场入口均没有标识",
        _BREACH.violated,
        _BREACH.basis,
        _BREACH.mend,
        Consequence.ORDER_ONLY,
    )
    return OrderFacts(
        form=OrderForm.BY_DATE,
        place=_PLACE,
        items=(item,),
        ordered_on=_ORDERED,
        team=_TEAM,
        officers=_OFFICERS,
        inspection_number="大公（视）检字〔2026〕12号",
        inspected_on=_ORDERED,
        deadline=date(2026, 9, 30),
        reinspection=_DUE,
        number="大公（视）责改字〔2026〕12号",
    )


_ORDERED: Final = date(2026, 9, 21)

_DUE: Final = DueDate(
    date(2026, 10, 10),
    "3个工作日：10月8日、9日、10日（跳过国庆节10月1日至7日；10月10日为调休上班）",
    calendar_complete=True,
)


def sample_reinspection(now: datetime) -> ReinspectionFacts:
    """A re-inspection that found nothing mended."""
    order = sample_order()
    item = order.items[0]
    return ReinspectionFacts(
        order_number="大公（视）责改字〔2026〕12号",
        ordered_on=order.ordered_on,
        form=order.form,
        place=_PLACE,
        at=datetime(2026, 10, 10, 10, 0, tzinfo=now.tzinfo),
        items=(ReinspectedItemFacts(item.short, item.fact, item.mend, CorrectionResult.NO, "仍没有设置"),),
        conclusion=Conclusion.OVERDUE,
        refusal="赵示例在询问笔录中明确表示不设置",
        deadline=order.deadline,
        due=_DUE,
        reason="期满后仍没有设置提示标识",
        team=_TEAM,
        officers=_OFFICERS,
        present="赵示例",
        camera="DSJ-530624-0012",
        recordings=("DSJ0012_20261010_100000.mp4",),
        signing=Signing(SignedAs.REFUSED, "不认可复查结果", "钱示例"),
    )


def sample_tip(now: datetime) -> TipFacts:
    """A tip that was looked into and answered."""
    return TipFacts(
        received_at=now,
        category=TipCategory.PROHIBITED_AREA,
        place=_PLACE.unit,
        content="学生宿舍房间内有摄像头",
        address=_PLACE.address,
        channel="电话",
        anonymous=True,
        check_due=date(2026, 3, 9),
        handler="王示例、李示例",
        result="经查，摄像头装在宿舍走廊，房间内没有",
        confirmed=False,
        checked_on=date(2026, 3, 4),
        reply="匿名举报，无法答复",
        replied_on=date(2026, 3, 5),
        inspection_number="大公（视）检字〔2026〕12号",
    )


def sample_of(document: str, now: datetime, catalogue: InspectionCatalogue | None) -> dict[str, Any]:
    """What `PaperFacts` of a paper of an inspection, order or tip wants beside the rest."""
    match document:
        case "inspection_record":
            return {"inspection": sample_inspection(now, catalogue)}
        case "inspection_guide":
            return {"inspection": sample_guide(now, catalogue)}
        case "correction_order" | "order_stub":
            return {"order": sample_order()}
        case "reinspection_record":
            return {"reinspection": sample_reinspection(now)}
        case "tip_record":
            return {"tip": sample_tip(now)}
        case _:
            return {}
