"""Freezing what a document says, as plain JSON data, and thawing it for a reprint (docs/decisions/0013)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from counter_app.domain.basics.area import Area
from counter_app.domain.basics.materials import Material, MaterialState
from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.office import Office, Post
from counter_app.domain.calendar.periods import DueDate
from counter_app.domain.filing.changes import ItemChange, RowChange, RowChangeKind
from counter_app.domain.filing.one_time import DeficiencyOrigin, FurtherNotice
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.findings import Advisory, Deficiency, Findings
from counter_app.domain.forms.forms import Form
from counter_app.domain.papers.papers import PaperFacts
from counter_app.services.papers.correction_snapshots import freeze_correction, thaw_order, thaw_reinspection, thaw_tip
from counter_app.services.papers.inspection_snapshots import freeze_inspection, thaw_inspection
from counter_app.services.papers.transfer_snapshots import freeze_transfer, thaw_transfer

_MATERIAL_DAYS: Final = ("held_since", "left_on")


def freeze(facts: PaperFacts) -> dict[str, Any]:
    """Everything `facts` says, as JSON data. Times carry their offset, the zone stands with the office."""
    return {
        "document": facts.document,
        "form": facts.answers.form.kind,
        "number": asdict(facts.number) if facts.number is not None else None,
        "barcode": facts.barcode,
        "issued_at": facts.issued_at.isoformat(),
        "received_at": facts.received_at.isoformat(),
        "office": freeze_office(facts.office),
        "post": asdict(facts.post),
        "answers": freeze_answers(facts.answers),
        "materials": freeze_materials(facts.materials),
        "deficiencies": [asdict(item) for item in facts.findings.deficiencies],
        "advisories": [asdict(item) for item in facts.findings.advisories],
        "unreviewed": list(facts.findings.unreviewed),
        "transfer_due": _freeze_due(facts.transfer_due),
        "papers_kept": facts.papers_kept,
        "platform_number": facts.platform_number,
        "filed_on": facts.filed_on.isoformat() if facts.filed_on is not None else None,
        "changes": [_freeze_change(item) for item in facts.changes],
        "again": _freeze_further_notice(facts.further_notice),
        **({"transfer": freeze_transfer(facts.transfer)} if facts.transfer is not None else {}),
        **({"inspection": freeze_inspection(facts.inspection)} if facts.inspection is not None else {}),
        **({"order": freeze_correction(facts.order)} if facts.order is not None else {}),
        **({"reinspection": freeze_correction(facts.reinspection)} if facts.reinspection is not None else {}),
        **({"tip": freeze_correction(facts.tip)} if facts.tip is not None else {}),
    }


def thaw(content: Mapping[str, Any], form: Form, *, reprint: int = 0) -> PaperFacts:
    """The facts that `freeze` froze, under the edition of the form they were frozen under."""
    office = thaw_office(content["office"])
    zone = ZoneInfo(office.time_zone)
    number = content["number"]
    return PaperFacts(
        document=content["document"],
        number=Number(**number) if number is not None else None,
        barcode=content["barcode"],
        issued_at=datetime.fromisoformat(content["issued_at"]).astimezone(zone),
        received_at=datetime.fromisoformat(content["received_at"]).astimezone(zone),
        office=office,
        post=Post(**content["post"]),
        answers=thaw_answers(content["answers"], form),
        materials=thaw_materials(content["materials"]),
        findings=Findings(
            tuple(Deficiency(**item) for item in content["deficiencies"]),
            tuple(Advisory(**item) for item in content["advisories"]),
            tuple(content["unreviewed"]),
        ),
        transfer_due=_thaw_due(content["transfer_due"]),
        papers_kept=content["papers_kept"],
        reprint=reprint,
        # What was frozen by the first release knows none of them.
        platform_number=content.get("platform_number", ""),
        filed_on=_day(content.get("filed_on")),
        changes=tuple(_thaw_change(item) for item in content.get("changes", ())),
        further_notice=_thaw_further_notice(content.get("again")),
        transfer=thaw_transfer(content["transfer"]) if "transfer" in content else None,
        inspection=thaw_inspection(content["inspection"], zone) if "inspection" in content else None,
        order=thaw_order(content["order"]) if "order" in content else None,
        reinspection=thaw_reinspection(content["reinspection"], zone) if "reinspection" in content else None,
        tip=thaw_tip(content["tip"], zone) if "tip" in content else None,
    )


def _freeze_further_notice(again: FurtherNotice | None) -> dict[str, Any] | None:
    if again is None:
        return None
    origins = {code: origin.value for code, origin in again.origins.items()}
    return {"number": again.number, "issued_on": again.issued_on.isoformat(), "origins": origins}


def _thaw_further_notice(content: Mapping[str, Any] | None) -> FurtherNotice | None:
    if content is None:
        return None
    origins = {code: DeficiencyOrigin(origin) for code, origin in content["origins"].items()}
    return FurtherNotice(content["number"], date.fromisoformat(content["issued_on"]), origins)


def _freeze_change(item: ItemChange) -> dict[str, Any]:
    rows = [{**asdict(row), "kind": row.kind.value, "parts": [*row.parts], "keys": [*row.keys]} for row in item.rows]
    return {**asdict(item), "rows": rows}


def _thaw_change(content: Mapping[str, Any]) -> ItemChange:
    rows = (
        {**row, "kind": RowChangeKind(row["kind"]), "parts": tuple(row["parts"]), "keys": tuple(row["keys"])}
        for row in content["rows"]
    )
    return ItemChange(**{**content, "rows": tuple(RowChange(**row) for row in rows)})


def freeze_answers(answers: Answers) -> dict[str, Any]:
    """Answers as they were typed: `{"raw": {...}, "rows": {group: [{...}]}}`."""
    return {
        "raw": _plain(answers.raw),
        "rows": {group: [_plain(row.raw) for row in rows] for group, rows in answers.all_rows().items()},
    }


def thaw_answers(content: Mapping[str, Any], form: Form) -> Answers:
    """The answers that `freeze_answers` froze."""
    rows = {group: [Answers.row(form, row, group) for row in rows] for group, rows in content["rows"].items()}
    return Answers(form, content["raw"], rows)


def freeze_materials(materials: Mapping[str, Material]) -> dict[str, Any]:
    """Papers as JSON data, by key."""
    return {key: _freeze_material(material) for key, material in materials.items()}


def _freeze_material(material: Material) -> dict[str, Any]:
    plain = {**asdict(material), "state": material.state.value, "defects": list(material.defects)}
    return {**plain, **{day: _written_day(plain[day]) for day in _MATERIAL_DAYS}}


def thaw_materials(content: Mapping[str, Any]) -> dict[str, Material]:
    """The papers that `freeze_materials` froze."""
    return {key: _thaw_material(material) for key, material in content.items()}


def _thaw_material(content: Mapping[str, Any]) -> Material:
    return Material(
        **{
            **content,
            "state": MaterialState(content["state"]),
            "defects": tuple(content["defects"]),
            **{day: _day(content.get(day)) for day in _MATERIAL_DAYS},  # what the first release froze has none
        }
    )


def freeze_office(office: Office) -> dict[str, Any]:
    """The office as JSON data; degrees as text, so that none is rounded."""
    plain = asdict(office)
    plain["area"] = {side: str(degrees) for side, degrees in plain["area"].items()}
    plain["shared_keys"] = sorted(office.shared_keys)
    return plain


def thaw_office(content: Mapping[str, Any]) -> Office:
    """The office that `freeze_office` froze."""
    area = Area(**{side: Decimal(degrees) for side, degrees in content["area"].items()})
    return Office(**{**content, "area": area, "shared_keys": frozenset(content["shared_keys"])})


def _plain(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in raw.items()}


def _written_day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written is not None else None


def _freeze_due(due: DueDate | None) -> dict[str, Any] | None:
    if due is None:
        return None
    return {"date": due.date.isoformat(), "explanation": due.explanation, "calendar_complete": due.calendar_complete}


def _thaw_due(content: Mapping[str, Any] | None) -> DueDate | None:
    if content is None:
        return None
    return DueDate(date.fromisoformat(content["date"]), content["explanation"], content["calendar_complete"])
