"""What an inspection and its papers know of a place on file: its newest state, the extract of its devices."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from counter_app.domain.filing.filing import Filing, FilingState
from counter_app.domain.forms.answers import Answers
from counter_app.domain.inspection.inspections import InspectedPlace, Inspection, Signing
from counter_app.domain.inspection.office_fields import paper_answers
from counter_app.domain.inspection.papers import DeviceFacts, InspectionFacts, item_facts
from counter_app.domain.inspection.record_form import RECORD_FORM
from counter_app.domain.papers.papers import PaperFacts
from counter_app.services.filing.changes import newest_filed
from counter_app.services.office.offices import ActContext
from counter_app.services.ports import Backend, UnitOfWork, UnknownCase

RECORD = "inspection_record"
"""The transcript of 第十三条, blank, prefilled or filled."""

GUIDE = "inspection_guide"
"""What to look at and to secure as evidence, for the officers."""


def place_on_file(work: UnitOfWork, reference: str) -> InspectedPlace:
    """The place of a case in its newest filed state; one not filed yet as it stands. Raises `UnknownCase`."""
    filing = newest_state(work, reference)
    answers = filing.answers
    return InspectedPlace(
        unit=answers.display("unit.name"),
        address=answers.display("system.address"),
        reference=filing.reference,
        uscc=answers.display("unit.uscc"),
        category=_code(answers, "system.place_category"),
        system=answers.display("system.name"),
        platform_number=filing.platform_number,
        filed_on=filing.filed_on,
        devices=_count(answers, "system.device_count") or len(answers.rows()),
        retention_days=_count(answers, "system.retention_days"),
        phone=answers.display("unit.phone"),
        legal_representative=answers.display("unit.legal_representative"),
    )


def newest_state(work: UnitOfWork, reference: str) -> Filing:
    """The newest filed case of the chain, or the case itself where nothing of it is filed. Raises `UnknownCase`."""
    filing = work.filings.get(reference)
    if filing.state is FilingState.FILED or filing.changes:
        return newest_filed(work, reference)
    return filing


def drawn(now: ActContext, inspection: Inspection, *, blank: bool = False, filled: bool = False) -> PaperFacts:
    """What the record of an inspection says, or its template; its number is put in by who issues it.

    A `blank` template bears no unit and no findings, only the inspection's barcode and what was planned.
    """
    return PaperFacts(
        document=RECORD,
        number=inspection.number,
        barcode=inspection.inspection_id,
        issued_at=now.local,
        received_at=now.local,
        office=now.office,
        post=now.post,
        answers=paper_answers(
            now.backend.forms.edition(inspection.edition, RECORD_FORM), inspection.more if filled else {}
        ),
        inspection=_facts(now.backend, now.work, now.zone, inspection, blank=blank, filled=filled),
    )


def drawn_guide(now: ActContext, inspection: Inspection) -> PaperFacts:
    """What officers are told to look at in an inspection of this kind: internal, about no place, without a number."""
    form = now.backend.forms.edition(inspection.edition, RECORD_FORM)
    said = _facts(now.backend, now.work, now.zone, inspection, blank=True, filled=False)
    said = replace(said, inspection_id="", officers=(), team="", planned_for=None, purpose="", camera="")
    return PaperFacts(GUIDE, None, "", now.local, now.local, now.office, now.post, Answers(form), inspection=said)


def _facts(
    backend: Backend, work: UnitOfWork, zone: ZoneInfo, inspection: Inspection, *, blank: bool, filled: bool
) -> InspectionFacts:
    catalogue = backend.inspection_items.edition(inspection.edition)
    place = InspectedPlace("", "") if blank else inspection.place
    attached = [one.title for one in work.attachments.of_owner(inspection.inspection_id)] if filled else []
    started, ended = inspection.started_at, inspection.ended_at
    return InspectionFacts(
        inspection_id=inspection.inspection_id,
        kind=inspection.kind,
        edition=catalogue.edition,
        law=catalogue.law,
        place=place,
        category=_category(backend, place.category),
        items=item_facts(inspection, catalogue, blank=not filled),
        blank=blank,
        filled=filled,
        officers=inspection.officers,
        team=inspection.team,
        planned_for=inspection.planned_for,
        started_at=started.astimezone(zone) if started is not None and filled else None,
        ended_at=ended.astimezone(zone) if ended is not None and filled else None,
        present=inspection.present if filled else "",
        present_role=inspection.present_role if filled else "",
        witness=inspection.witness if filled else "",
        purpose=inspection.purpose,
        camera=inspection.camera,
        recordings=inspection.recordings if filled else (),
        attachments=tuple(dict.fromkeys([*inspection.attachments, *attached])) if filled else (),
        remark=inspection.remark if filled else "",
        signing=inspection.signing if filled else Signing(),
        devices=() if blank or not place.reference else _devices(work, place.reference),
        present_phone=inspection.present_phone if filled else "",
        legal_representative=(inspection.legal_representative if filled else "") or place.legal_representative,
        recorder=inspection.recorder if filled else "",
        formalities=inspection.formalities if filled else (),
        process=inspection.process if filled else "",
        statement=inspection.statement if filled else "",
        template_number=inspection.template_number if filled else None,
    )


def _devices(work: UnitOfWork, reference: str) -> tuple[DeviceFacts, ...]:
    """The extract of the devices on file (第十条第四项: are they what was filed). None where the case is gone."""
    try:
        answers = work.filings.get(reference).answers
    except UnknownCase:
        return ()
    return tuple(
        DeviceFacts(
            row=number,
            name=row.display("devices[].name"),
            location=row.display("devices[].location"),
            device_type=row.display("devices[].device_type"),
            code=row.display("devices[].code"),
            direction=row.display("devices[].direction"),
        )
        for number, row in answers.numbered_rows()
    )


def _category(backend: Backend, code: str) -> str:
    field = backend.forms.current().fields["system.place_category"]
    listed = field.code_list
    return (listed.label(code) if listed is not None else None) or code


def _code(answers: Answers, key: str) -> str:
    value = answers.get(key)
    return value if isinstance(value, str) else ""


def _count(answers: Answers, key: str) -> int | None:
    value = answers.get(key)
    return value if isinstance(value, int) else None
