"""What the papers of inspections, orders, re-inspections and tips show (《规定》第十条至第十六条)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, TypeAlias

from counter_app.documents.blocks import STRUCK_OUT
from counter_app.documents.punctuation import printed
from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.inspection.correction import Conclusion, rows_words
from counter_app.domain.inspection.correction_papers import (
    OrderFacts,
    ReinspectedItemFacts,
    ReinspectionFacts,
    TipFacts,
)
from counter_app.domain.inspection.inspections import (
    Compliance,
    Formality,
    InspectedPlace,
    InspectionKind,
    Officer,
    OrderForm,
    SignedAs,
    Signing,
)
from counter_app.domain.inspection.papers import InspectionFacts, ItemFacts
from counter_app.domain.inspection.tips import TipCategory
from counter_app.domain.papers.papers import PaperFacts
from counter_app.domain.papers.titles import TITLES as PAPERS

Columns: TypeAlias = Mapping[str, Callable[[Any], str]]

RULED: Final = "＿＿＿＿＿＿＿＿"
"""A line for the pen: what an officer writes at the place of inspection."""

SHORT: Final = "＿＿＿＿"
_NOTED: Final = "＿" * 14
_AT_FOOT: Final = "＿" * 7
"""25 mm of a remark: room for a name."""
_ON_THE_ORIGINAL: Final = "原件当场签名，见附件"
_TIME: Final = "＿＿＿＿年＿＿月＿＿日＿＿时＿＿分"
_OPEN: Final = "□"
_TICKED: Final = "√"

FIXED: Final[Mapping[str, float]] = {"检查结果": 8.4, "情况说明": 16.0, "复查结果": 6.2, "检查要点": 5.4}
"""Columns whose width does not follow from what stands in them, in ems."""

BY_HAND: Final[Mapping[str, float]] = {"情况说明": 19.0}
"""Columns of a table that is written into by hand, in ems."""

INLINE_ROWS: Final = 8
"""A list that is no longer stands on the page itself; one page more would be the greater burden."""

CENTRED: Final = ("设备序号",)


def _record(facts: PaperFacts) -> InspectionFacts:
    return facts.inspection or InspectionFacts(
        "", InspectionKind.GENERAL, "", "", InspectedPlace("", ""), "", (), blank=True, filled=False
    )


def open_words(facts: PaperFacts, said: str, ruled: str = RULED) -> str:
    """What is known; else a line to write on in the template of a transcript, and nothing on any other paper."""
    return said or (ruled if facts.inspection is not None and not facts.inspection.filled else "")


def _officers(officers: Sequence[Officer]) -> str:
    return "、".join(f"{one.name}（警号{one.badge}）" for one in officers)


def _moment(time: datetime | None) -> str:
    return f"{chinese_date(time.date())}{time.hour}时{time.minute:02d}分" if time is not None else ""


def _day(day: date | None) -> str:
    return chinese_date(day) if day is not None else ""


def _found(item: ItemFacts, *, filled: bool) -> str:
    ticks = (f"{_TICKED if filled and item.found is found else _OPEN}{found.label}" for found in Compliance)
    return " ".join(ticks)


def _rows_of_items(facts: PaperFacts) -> list[tuple[ItemFacts, bool]]:
    record = _record(facts)
    return [(item, record.filled) for item in record.items]


def _label(row: tuple[ItemFacts, bool]) -> str:
    item, _filled = row
    return f"{item.label}{'（重点）' if item.stressed else ''}"


def _note(row: tuple[ItemFacts, bool]) -> str:
    item, filled = row
    if not filled:
        return _NOTED
    parts = [breach.fact for breach in item.breaches] + ([item.note] if item.note else [])
    return printed("；".join(parts)) or STRUCK_OUT


def _points(facts: PaperFacts) -> Sequence[ItemFacts]:
    return [item for item in _record(facts).items if item.look_at or item.evidence]


def _statement(facts: PaperFacts) -> str:
    """What the one present said; left open for the pen also on a print that is still to be signed."""
    record = _record(facts)
    said = printed(record.statement)
    return said or (RULED if _to_be_signed(record) else "")


def _signed_how(record: InspectionFacts) -> SignedAs:
    return record.signing.how if record.filled else SignedAs.OPEN


_TO_BE_SIGNED: Final = (SignedAs.OPEN, SignedAs.ON_PRINT)


def _to_be_signed(record: InspectionFacts) -> bool:
    """Whether whoever was present signs on this very paper."""
    return _signed_how(record) in _TO_BE_SIGNED and not record.is_copy


def _proof(signing: Signing, what: str) -> str:
    """What proves a refusal or an absence: whoever witnessed it, the recording of `what` was done."""
    said = [f"见证人：{signing.witness}"] if signing.witness else []
    file = f"，录像文件：{signing.recording}" if signing.recording else ""
    return "；".join([*said, f"{what}已用执法记录仪记录{file}"])


def _proof_of_reinspection(again: ReinspectionFacts) -> str:
    """As `_proof`; a body camera is not demanded of a re-inspection, so that none is named where there was none."""
    signing = again.signing
    recorded = bool(again.camera or again.recordings)
    return _proof(signing, "复查过程") if recorded else f"见证人：{signing.witness}"


def _signs_again(again: ReinspectionFacts) -> str:
    """Who signs at the foot of each page of the record of a re-inspection."""
    if again.signing.how is SignedAs.SIGNED:
        return ""
    present = f"在场人员：{_AT_FOOT}　" if again.signing.how in _TO_BE_SIGNED else ""
    return f"{present}复查人员：{_AT_FOOT}"


def _again_signed(*ways: SignedAs) -> Callable[[PaperFacts], bool]:
    return lambda facts: facts.reinspection is not None and facts.reinspection.signing.how in ways


def _signed_by(record: InspectionFacts) -> str:
    match record.signing.how:
        case SignedAs.REFUSED:
            return "拒绝签名"
        case SignedAs.ABSENT:
            return "无人在场"
        case _:
            return _ON_THE_ORIGINAL


def _original(facts: PaperFacts) -> str:
    """Which paper was written and signed at the place, as a copy of it names it."""
    record = _record(facts)
    if record.template_number is None:
        return record.inspection_id
    if record.template_number == facts.number:
        return "编号同本件"
    return f"{facts.office.written(record.template_number)}，该编号已作废"


def _page_note(facts: PaperFacts) -> str:
    """Who signs at the foot of each page; nobody on a copy."""
    record = _record(facts)
    if record.is_copy:
        return ""
    present = f"在场人员：{_AT_FOOT}　" if _to_be_signed(record) else ""
    return f"{present}检查人员：{_AT_FOOT}"


def signing_words(signing: Signing, *, filled: bool) -> str:
    """How the paper was signed, or lines to say so by hand: the words of papers of before (`2025-05.0`)."""
    match signing.how:
        case SignedAs.SIGNED:
            return "已签名确认。"
        case SignedAs.REFUSED:
            return f"拒绝签名，原因：{signing.reason}；见证人：{signing.witness}。"
        case SignedAs.ABSENT:
            return f"无人在场签名，原因：{signing.reason}；见证人：{signing.witness}。"
        case SignedAs.OPEN | SignedAs.ON_PRINT:
            return STRUCK_OUT if filled else f"拒签或无人在场的，原因：{RULED}；见证人：{SHORT}"


_CONCLUSIONS_BEFORE: Final = {Conclusion.PASSED_ON: "移送处理"}
"""What papers issued before said of a re-inspection."""


def _conclusion(facts: PaperFacts) -> str:
    if facts.reinspection is None:
        return ""
    before = _CONCLUSIONS_BEFORE if facts.revision == 0 else {}
    return before.get(facts.reinspection.conclusion, facts.reinspection.conclusion.label)


def _order(facts: PaperFacts) -> OrderFacts | None:
    return facts.order


def _of_order(said: Callable[[OrderFacts], str]) -> Callable[[PaperFacts], str]:
    return lambda facts: said(facts.order) if facts.order is not None else ""


def _of_again(said: Callable[[ReinspectionFacts], str]) -> Callable[[PaperFacts], str]:
    return lambda facts: said(facts.reinspection) if facts.reinspection is not None else ""


_CATEGORIES_BEFORE: Final = {
    TipCategory.NOT_ENTITLED: "无权安装（第七条规定的场所）",
    TipCategory.NOT_ENTITLED_ELSEWHERE: "无权安装（其他公共场所）",
}
"""What papers issued before said of a tip."""


def _tip_category(facts: PaperFacts) -> str:
    if facts.tip is None:
        return ""
    before = _CATEGORIES_BEFORE if facts.revision == 0 else {}
    return printed(before.get(facts.tip.category, facts.tip.category.label))


def _of_tip(said: Callable[[TipFacts], str]) -> Callable[[PaperFacts], str]:
    return lambda facts: said(facts.tip) if facts.tip is not None else ""


def _warns(facts: PaperFacts) -> str:
    """What follows, with the numbers of the items it follows for: `第1项拒不改正的，…；第4、5项拒不改正的，…`."""
    items = facts.order.items if facts.order is not None else ()
    rows: dict[str, list[int]] = {}
    for row, item in enumerate(items, 1):
        if item.warns:
            rows.setdefault(printed(item.warns.rstrip("。；")), []).append(row)
    if facts.revision == 0:
        return "；".join(rows)
    return "；".join(f"{rows_words(these)}{words}" for words, these in rows.items())


def _mended_note(item: ReinspectedItemFacts) -> str:
    return printed(item.note) or STRUCK_OUT


TABLES: Final[Mapping[str, tuple[Callable[[PaperFacts], Sequence[Any]], Columns]]] = {
    "inspection_items": (
        _rows_of_items,
        {
            "序号": lambda row: str(row[0].number),
            "检查内容": lambda row: printed(_label(row)),
            "检查结果": lambda row: _found(row[0], filled=row[1]),
            "情况说明": _note,
        },
    ),
    "inspection_points": (
        _points,
        {
            "序号": lambda item: str(item.number),
            "检查内容": lambda item: printed(item.short),
            "检查要点": lambda item: f"{printed(item.short)}{'（重点）' if item.stressed else ''}",
            "看什么": lambda item: printed("；".join(item.look_at)),
            "取什么证据": lambda item: printed("；".join(item.evidence)) or STRUCK_OUT,
        },
    ),
    "inspection_devices": (
        lambda facts: _record(facts).devices,
        {
            "设备序号": lambda device: str(device.row),
            "安装位置": lambda device: device.location or STRUCK_OUT,
            "设备类型": lambda device: device.device_type or STRUCK_OUT,
            "设备编码": lambda device: device.code or STRUCK_OUT,
            "名称": lambda device: device.name or STRUCK_OUT,
        },
    ),
    "order_items": (
        lambda facts: facts.order.items if facts.order is not None else (),
        {
            "存在的问题": lambda item: printed(item.fact),
            "违反的规定": lambda item: printed(item.violated),
            "责令依据": lambda item: printed(item.basis),
            "改正要求": lambda item: printed(item.mend),
        },
    ),
    "mended_items": (
        lambda facts: facts.reinspection.items if facts.reinspection is not None else (),
        {
            "责令改正的问题": lambda item: printed(item.fact),
            "改正要求": lambda item: printed(item.mend),
            "复查结果": lambda item: item.mended.label,
            "情况说明": _mended_note,
        },
    ),
}


VARIABLES: Final[Mapping[str, Callable[[PaperFacts], str]]] = {
    "inspection.kind": lambda facts: _record(facts).kind.label,
    "inspection.law": lambda facts: printed(_record(facts).law),
    "inspection.unit": lambda facts: open_words(facts, _record(facts).place.unit),
    "inspection.address": lambda facts: open_words(facts, _record(facts).place.address),
    "inspection.uscc": lambda facts: open_words(facts, _record(facts).place.uscc),
    "inspection.category": lambda facts: open_words(facts, printed(_record(facts).category)),
    "inspection.platform_number": lambda facts: open_words(facts, _record(facts).place.platform_number),
    "inspection.devices": lambda facts: open_words(
        facts, f"{_record(facts).place.devices}台" if _record(facts).place.devices else "", SHORT
    ),
    "inspection.retention": lambda facts: open_words(
        facts, f"{_record(facts).place.retention_days}天" if _record(facts).place.retention_days else "", SHORT
    ),
    "inspection.team": lambda facts: open_words(facts, _record(facts).team),
    "inspection.officers": lambda facts: open_words(facts, _officers(_record(facts).officers)),
    "inspection.started_at": lambda facts: open_words(facts, _moment(_record(facts).started_at), _TIME),
    "inspection.ended_at": lambda facts: open_words(facts, _moment(_record(facts).ended_at), _TIME),
    "inspection.present": lambda facts: open_words(facts, _record(facts).present),
    "inspection.present_role": lambda facts: open_words(facts, _record(facts).present_role, SHORT),
    "inspection.witness": lambda facts: open_words(facts, _record(facts).witness, SHORT),
    "inspection.purpose": lambda facts: _record(facts).purpose or "监督检查公共安全视频系统的建设、使用情况",
    "inspection.camera": lambda facts: open_words(facts, _record(facts).camera),
    "inspection.recordings": lambda facts: open_words(facts, "、".join(_record(facts).recordings)),
    "inspection.attachments": lambda facts: open_words(facts, "、".join(_record(facts).attachments)),
    "inspection.remark": lambda facts: open_words(facts, printed(_record(facts).remark)),
    "inspection.present_phone": lambda facts: open_words(facts, _record(facts).present_phone),
    "inspection.legal_representative": lambda facts: open_words(facts, _record(facts).legal_representative),
    "inspection.recorder": lambda facts: open_words(facts, _record(facts).recorder),
    "inspection.process": lambda facts: open_words(facts, printed(_record(facts).process)),
    "inspection.statement": _statement,
    "inspection.reason": lambda facts: _record(facts).signing.reason.rstrip("。；"),
    "inspection.proof": lambda facts: _proof(_record(facts).signing, "检查过程"),
    "inspection.signed_by": lambda facts: _signed_by(_record(facts)),
    "inspection.signed_officers": lambda _facts: _ON_THE_ORIGINAL,
    "inspection.original": _original,
    "inspection.page_note": _page_note,
    "inspection.signing": lambda facts: signing_words(_record(facts).signing, filled=_record(facts).filled),
    "order.unit": _of_order(lambda order: order.place.unit),
    "order.address": _of_order(lambda order: order.place.address),
    "order.team": _of_order(lambda order: order.team),
    "order.officers": _of_order(lambda order: _officers(order.officers)),
    "order.inspection_number": _of_order(lambda order: order.inspection_number),
    "order.inspected_on": _of_order(lambda order: _day(order.inspected_on)),
    "order.ordered_on": _of_order(lambda order: _day(order.ordered_on)),
    "order.deadline": _of_order(lambda order: _day(order.deadline)),
    "order.at_once_box": _of_order(lambda order: _TICKED if order.form is OrderForm.AT_ONCE else _OPEN),
    "order.by_date_box": _of_order(lambda order: _TICKED if order.form is OrderForm.BY_DATE else _OPEN),
    "order.reinspection": _of_order(lambda order: _day(order.reinspection.date) if order.reinspection else ""),
    "order.reinspection_explanation": _of_order(
        lambda order: printed(order.reinspection.explanation) if order.reinspection else ""
    ),
    "order.warns": _warns,
    "order.title": lambda facts: (
        facts.order.form.paper_title if facts.order is not None else PAPERS["correction_order"]
    ),
    "order.form": _of_order(lambda order: order.form.label),
    "order.number": _of_order(lambda order: order.number),
    "reinspection.order_number": _of_again(lambda again: again.order_number),
    "reinspection.ordered_on": _of_again(lambda again: _day(again.ordered_on)),
    "reinspection.form": _of_again(lambda again: again.form.label),
    "reinspection.deadline": _of_again(lambda again: _day(again.deadline)),
    "reinspection.due": _of_again(lambda again: _day(again.due.date) if again.due else ""),
    "reinspection.due_explanation": _of_again(lambda again: printed(again.due.explanation) if again.due else ""),
    "reinspection.unit": _of_again(lambda again: again.place.unit),
    "reinspection.address": _of_again(lambda again: again.place.address),
    "reinspection.at": _of_again(lambda again: _moment(again.at)),
    "reinspection.team": _of_again(lambda again: again.team),
    "reinspection.officers": _of_again(lambda again: _officers(again.officers)),
    "reinspection.present": _of_again(lambda again: again.present),
    "reinspection.camera": _of_again(lambda again: again.camera),
    "reinspection.recordings": _of_again(lambda again: "、".join(again.recordings)),
    "reinspection.conclusion": _conclusion,
    "reinspection.refusal": _of_again(
        lambda again: f"有，证据：{printed(again.refusal)}" if again.refusal else "不能认定"
    ),
    "reinspection.reason": _of_again(lambda again: printed(again.reason)),
    "reinspection.prolonged_to": _of_again(lambda again: _day(again.prolonged_to)),
    "reinspection.examined": _of_again(lambda again: "、".join(again.examined)),
    "reinspection.penalty": _of_again(lambda again: "、".join(again.penalty)),
    "reinspection.why": _of_again(lambda again: again.signing.reason.rstrip("。；")),
    "reinspection.witness": _of_again(lambda again: again.signing.witness),
    "reinspection.proof": _of_again(_proof_of_reinspection),
    "reinspection.page_note": _of_again(_signs_again),
    "reinspection.signing": _of_again(lambda again: signing_words(again.signing, filled=True)),
    "tip.received_at": _of_tip(lambda tip: _moment(tip.received_at)),
    "tip.channel": _of_tip(lambda tip: tip.channel),
    "tip.source": _of_tip(lambda tip: "匿名" if tip.anonymous else "实名（举报人信息另行保管）"),
    "tip.category": _tip_category,
    "tip.basis": _of_tip(lambda tip: tip.category.basis),
    "tip.place": _of_tip(lambda tip: tip.place),
    "tip.address": _of_tip(lambda tip: tip.address),
    "tip.content": _of_tip(lambda tip: printed(tip.content)),
    "tip.check_due": _of_tip(lambda tip: _day(tip.check_due)),
    "tip.handler": _of_tip(lambda tip: tip.handler),
    "tip.checked_on": _of_tip(lambda tip: _day(tip.checked_on)),
    "tip.confirmed": _of_tip(lambda tip: {None: "", True: "属实", False: "不属实"}[tip.confirmed]),
    "tip.result": _of_tip(lambda tip: printed(tip.result)),
    "tip.inspection_number": _of_tip(lambda tip: tip.inspection_number),
    "tip.replied_on": _of_tip(lambda tip: _day(tip.replied_on)),
    "tip.reply": _of_tip(lambda tip: printed(tip.reply)),
}

CONDITIONS: Final[Mapping[str, Callable[[PaperFacts], bool]]] = {
    "inspection_filled": lambda facts: _record(facts).filled,
    "inspection_template": lambda facts: not _record(facts).filled,
    "inspection_devices": lambda facts: bool(_record(facts).devices),
    "inspection_few_devices": lambda facts: 0 < len(_record(facts).devices) <= INLINE_ROWS,
    "inspection_many_devices": lambda facts: len(_record(facts).devices) > INLINE_ROWS,
    "inspection_elsewhere": lambda facts: _record(facts).kind is InspectionKind.OTHER_PLACE,
    "inspection_of_article_7": lambda facts: _record(facts).kind is not InspectionKind.OTHER_PLACE,
    "inspection_identified": lambda facts: Formality.IDENTIFIED in _record(facts).formalities,
    "inspection_informed": lambda facts: Formality.INFORMED in _record(facts).formalities,
    "inspection_copy": lambda facts: _record(facts).is_copy,
    "inspection_signing_open": lambda facts: _to_be_signed(_record(facts)),
    "inspection_signed": lambda facts: _signed_how(_record(facts)) is SignedAs.SIGNED,
    "inspection_refused": lambda facts: _signed_how(_record(facts)) is SignedAs.REFUSED,
    "inspection_absent": lambda facts: _signed_how(_record(facts)) is SignedAs.ABSENT,
    "inspection_officers_sign": lambda facts: (
        not _record(facts).is_copy and _signed_how(_record(facts)) in (SignedAs.REFUSED, SignedAs.ABSENT)
    ),
    "reinspection_signing_open": _again_signed(SignedAs.OPEN, SignedAs.ON_PRINT),
    "reinspection_signed": _again_signed(SignedAs.SIGNED),
    "reinspection_refused": _again_signed(SignedAs.REFUSED),
    "reinspection_absent": _again_signed(SignedAs.ABSENT),
    "reinspection_unsigned": _again_signed(SignedAs.REFUSED, SignedAs.ABSENT),
    "order_at_once": lambda facts: facts.order is not None and facts.order.form is OrderForm.AT_ONCE,
    "order_by_date": lambda facts: facts.order is not None and facts.order.form is OrderForm.BY_DATE,
    "order_warns": lambda facts: facts.order is not None and bool(_warns(facts)),
    "reinspection_overdue": lambda facts: (
        facts.reinspection is not None and facts.reinspection.conclusion is Conclusion.OVERDUE
    ),
    "reinspection_prolonged": lambda facts: (
        facts.reinspection is not None and facts.reinspection.prolonged_to is not None
    ),
    "reinspection_examined": lambda facts: facts.reinspection is not None and bool(facts.reinspection.examined),
    "reinspection_penalty": lambda facts: facts.reinspection is not None and bool(facts.reinspection.penalty),
}
