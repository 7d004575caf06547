"""Freezing what a document says, as plain JSON data, and thawing it for a reprint (docs/decisions/0013)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from functools import partial
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.forms import Form
from counter_app.domain.inspection.correction_papers import ReinspectionFacts, TipFacts
from counter_app.domain.inspection.papers import InspectionFacts
from counter_app.domain.papers.papers import PaperFacts, edition_printed, frozen_kind
from counter_app.services.ports import FormSource
from counter_app.typed_data import read_record

Timed = TypeVar("Timed", PaperFacts, InspectionFacts, ReinspectionFacts, TipFacts)

_FINDINGS: Final = ("deficiencies", "advisories", "unreviewed", "entries")
_NOT_FROZEN: Final = ("reprint", "void", "day", "statistics", "findings", "further_notice")
_WHERE_SAID: Final = ("transfer", "inspection", "order", "reinspection", "tip")


def freeze(facts: PaperFacts) -> dict[str, Any]:
    """Everything `facts` says, as JSON data. Times carry their offset, the zone stands with the office.

    The findings stand beside the rest; a part that only some documents have is left out where there is none.
    """
    said = {field.name: getattr(facts, field.name) for field in fields(facts) if field.name not in _NOT_FROZEN}
    said |= {key: getattr(facts.findings, key) for key in _FINDINGS}
    said |= {"form": facts.answers.form.kind, "again": facts.further_notice}
    there = {key: value for key, value in said.items() if value is not None or key not in _WHERE_SAID}
    content: dict[str, Any] = msgspec.to_builtins(there, enc_hook=_plain, order="deterministic")
    return content


def thaw(content: Mapping[str, Any], form: Form, *, reprint: int = 0) -> PaperFacts:
    """The facts that `freeze` froze, under the edition of the form they were frozen under.

    What an earlier version of the program did not know yet has its default.
    """
    findings = {key: content.get(key, ()) for key in _FINDINGS}
    again, revision = content.get("again"), revision_of(content)
    frozen = {**content, "findings": findings, "further_notice": again, "reprint": reprint, "revision": revision}
    facts = read_record(frozen, PaperFacts, dec_hook=partial(_answers, form))
    zone = ZoneInfo(facts.office.time_zone)
    return replace(
        _local(facts, zone),
        inspection=facts.inspection and _local(facts.inspection, zone),
        reinspection=facts.reinspection and _local(facts.reinspection, zone),
        tip=facts.tip and _local(facts.tip, zone),
    )


def form_of(forms: FormSource, document: str, edition: str, content: Mapping[str, Any]) -> Form:
    """The form under which a frozen `document` issued under `edition` is thawed. Raises `CatalogueError`."""
    return forms.edition(edition_printed(edition, revision_of(content)), frozen_kind(document, content.get("form")))


def revision_of(content: Mapping[str, Any]) -> int:
    """The revision of the templates under which `content` was frozen; earlier papers name none."""
    return int(content.get("revision", 0))


def _plain(answers: Answers) -> dict[str, Any]:
    """Answers as they were typed: `{"raw": {...}, "rows": {group: [{...}]}}`."""
    rows = {group: [row.raw for row in rows] for group, rows in answers.all_rows().items()}
    return {"raw": answers.raw, "rows": rows}


def _answers(form: Form, _kind: type[Answers], content: Mapping[str, Any]) -> Answers:
    rows = {group: [Answers.row(form, row, group) for row in rows] for group, rows in content["rows"].items()}
    return Answers(form, content["raw"], rows)


def _local(facts: Timed, zone: ZoneInfo) -> Timed:
    said = {field.name: getattr(facts, field.name) for field in fields(facts)}
    local: dict[str, Any] = {key: at.astimezone(zone) for key, at in said.items() if isinstance(at, datetime)}
    return replace(facts, **local)
