"""Typical values for each paper, rare characters among them, so that a template can be looked at without a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from counter_app.documents.day_sample import sample_day
from counter_app.documents.inspection_sample import sample_of
from counter_app.documents.statistics_sample import sample_statistics
from counter_app.documents.transfer_sample import sample_transfer
from counter_app.domain.basics.materials import ACCEPTED, Material, rejected
from counter_app.domain.basics.numbering import SERIES, Number
from counter_app.domain.basics.office import Office, Post
from counter_app.domain.calendar.periods import DueDate
from counter_app.domain.filing.changes import ItemChange, changes_between
from counter_app.domain.forms.answers import Answers, Raw
from counter_app.domain.forms.findings import Deficiency, Findings
from counter_app.domain.forms.forms import Field, FieldType, Form, MaterialKind
from counter_app.domain.inspection.inspections import InspectionCatalogue
from counter_app.domain.papers.papers import PaperFacts
from counter_app.domain.papers.titles import LARGE_NOTICE, NOTICE, form_kind

_ZONE: Final = ZoneInfo("Asia/Shanghai")
_RECEIVED: Final = datetime(2026, 3, 2, 10, 31, tzinfo=_ZONE)
_ISSUED: Final = datetime(2026, 3, 2, 10, 42, tzinfo=_ZONE)
_OFFICE: Final = Office(
    name="大关县公安局",
    division="530624",
    prefix="大公（视）",
    phone="0870-0000000",
    address="大关县政务服务中心一楼",
    reconsideration="大关县人民政府",
    court="大关县人民法院",
    supervision_phone="0870-0000110",
)
_TYPICAL: Final[Mapping[str, Raw]] = {
    "unit.name": "大关县示例商贸有限公司",
    "unit.kind": "enterprise",
    "unit.uscc": "91530624MA6K3R7Q38",
    "unit.address": "大关县翠华镇示例路12号",
    "unit.legal_representative": "仇示例",
    "unit.phone": "0870-0000001",
    "agent.name": "张三龑𬱖",
    "agent.id_type": "resident_id",
    "agent.id_number": "530624199003071217",
    "agent.phone": "13800000000",
    "system.name": "示例广场视频监控系统",
    "system.place_category": "commerce",
    "system.division": "530624",
    "system.address": "大关县翠华镇示例路12号示例广场一至三楼及地下停车场",
    "system.longitude": "103.891000",
    "system.latitude": "27.747000",
    "system.in_use_since": "2026-02-10",
    "system.device_count": 3,
    "system.function_types": ["video", "vehicle"],
    "system.retention_days": 30,
}
_DEVICES: Final[tuple[Mapping[str, Raw], ...]] = (
    {"location": "一楼东门", "device_type": "dome", "code": "53062400001320000001"},
    {"location": "地下停车场入口", "device_type": "bullet", "code": "53062400001320000002"},
    {"location": "三楼扶梯口", "device_type": "ptz", "code": "53062400001320000003"},
)
_BY_TYPE: Final[Mapping[FieldType, Raw]] = {
    FieldType.TEXT: "示例",
    FieldType.MULTILINE: "示例",
    FieldType.CODE: "A1B2C3",
    FieldType.PHONE: "0870-0000000",
    FieldType.INTEGER: 1,
    FieldType.DECIMAL: "1.5",
    FieldType.DATE: "2026-03-02",
    FieldType.FLAG: True,
}
_LACKING: Final = 3

FILED: Final = frozenset({"filing_receipt", "change_receipt"})
"""Papers of a case that has its platform number."""


_WITHOUT_NUMBER: Final = {
    "day_sheet": "RQD20260302",
    "statistics_sheet": "TJ2025010120251231",
    **dict.fromkeys(("transfer_cover", "case_contents", "spine_labels"), "BY2026-0012"),
    "inspection_guide": "",
    "order_stub": "SG2026-0012",
}
"""What the barcode holds where a paper has no number and is about no case."""


def sample_facts(document: str, form: Form, catalogue: InspectionCatalogue | None = None) -> PaperFacts:
    """Typical facts for `document` under `form`; fields and papers an office has added are filled by their type."""
    findings = _findings(form) if document in (NOTICE, LARGE_NOTICE) else Findings()
    lacking = {deficiency.key for deficiency in findings.deficiencies}
    numbered = NOTICE if document == LARGE_NOTICE else document
    number = Number(SERIES[numbered][0], 2026, 12) if numbered in SERIES else None
    return PaperFacts(
        document=document,
        number=number,
        barcode=number.barcode if number is not None else _WITHOUT_NUMBER.get(document, "AN2026-000012"),
        issued_at=_ISSUED,
        received_at=_RECEIVED,
        office=_OFFICE,
        post=Post(clerk="王示例", window="大关县政务服务中心3号窗口"),
        answers=_answers(form, lacking),
        materials=_materials(form, lacking),
        findings=findings,
        platform_number="530624202600000123" if document in FILED else "",
        filed_on=_ISSUED.date() if document in FILED else None,
        changes=_changes(form) if document == "change_receipt" else (),
        day=sample_day(_ISSUED) if document == "day_sheet" else None,
        statistics=sample_statistics(_ISSUED.date()) if document == "statistics_sheet" else None,
        transfer=sample_transfer(_ISSUED, _OFFICE) if form_kind(document) == "transfer" else None,
        **sample_of(document, _ISSUED, catalogue),
        transfer_due=DueDate(date(2026, 4, 2), "1个月:自2026年3月3日起算,至2026年4月2日", calendar_complete=True),
    )


def _changes(form: Form) -> tuple[ItemChange, ...]:
    """One camera more than was on file, one of another kind, and a longer retention."""
    now = _answers(form, set())
    first, *_ = now.rows()
    rows = [first.with_answer("devices[].device_type", "bullet"), *now.rows()[1:-1]]
    filed = now.with_answer("system.retention_days", 15).with_answer("system.device_count", len(rows))
    return changes_between(filed.with_rows(rows), now)


def _answers(form: Form, lacking: set[str]) -> Answers:
    raw = {key: _sample(field) for key, field in form.fields.items() if key not in lacking and _wanted(field)}
    rows = {
        group.key: [
            Answers.row(form, {f.key: _row_sample(f, given) for f in group.fields}, group.key) for given in _DEVICES
        ]
        for group in form.groups.values()
    }
    return Answers(form, raw, rows)


def _wanted(field: Field) -> bool:
    return field.key in _TYPICAL or (field.is_needed and (field.demand is None or field.demand.unless is None))


def _sample(field: Field) -> Raw:
    return _TYPICAL.get(field.key, _by_type(field))


def _row_sample(field: Field, given: Mapping[str, Raw]) -> Raw:
    return given.get(field.name, _by_type(field) if field.demand is not None else None)


def _by_type(field: Field) -> Raw:
    if field.code_list is not None:
        return field.code_list.choices[0].code
    return _BY_TYPE[field.type]


def _materials(form: Form, lacking: set[str]) -> dict[str, Material]:
    demanded = [kind for kind in form.materials if kind.demanded]
    return {kind.key: rejected(kind.defects[0].code) if kind.key in lacking else ACCEPTED for kind in demanded}


def _findings(form: Form) -> Findings:
    """A few answers missing and the last demanded paper defective, in the form's own words."""
    fields = [f for f in form.fields.values() if f.demand is not None and f.key != "unit.name"]
    papers = [kind for kind in form.materials if kind.demanded and kind.defects]
    missing = [
        Deficiency(f"{f.key}.missing", f.key, f.label, f.missing, f.requirement, f.basis, f.mend)
        for f in fields[1 : 1 + _LACKING]
    ]
    return Findings((*missing, *(_defective(kind) for kind in papers[-1:])))


def _defective(kind: MaterialKind) -> Deficiency:
    defect = kind.defects[0]
    return Deficiency(
        f"{kind.key}.{defect.code}",
        kind.key,
        kind.label,
        defect.message,
        defect.requirement or kind.requirement,
        defect.basis or kind.basis,
        defect.mend or kind.mend,
    )
