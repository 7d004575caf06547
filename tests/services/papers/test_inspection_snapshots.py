"""What an inspection's paper says comes back from its snapshot as it was, in the office's zone."""

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

from counter_app.domain.inspection.inspections import (
    Compliance,
    InspectedPlace,
    Inspection,
    InspectionKind,
    ItemResult,
    Officer,
    SignedAs,
    Signing,
)
from counter_app.domain.inspection.papers import DeviceFacts, InspectionFacts, item_facts
from counter_app.services.papers.inspection_snapshots import freeze_inspection, thaw_inspection
from tests.fakes.memory_backend import shipped_items

ZONE = ZoneInfo("Asia/Shanghai")


def test_freezing_and_thawing_keeps_everything():
    catalogue = shipped_items().current()
    place = InspectedPlace("大关县示例小学", "示例路3号", filed_on=date(2026, 3, 2), devices=12, retention_days=30)
    inspection = Inspection("JC1", InspectionKind.GENERAL, place, "2025-05")
    inspection.results = {"sign": ItemResult(Compliance.BREACH, "大门口没有", ("no_sign",))}
    facts = InspectionFacts(
        inspection_id="JC1",
        kind=inspection.kind,
        edition="2025-05",
        law=catalogue.law,
        place=place,
        category="教育机构",
        items=item_facts(inspection, catalogue, blank=False),
        blank=False,
        filled=True,
        officers=(Officer("王警官", "530001"), Officer("李警官", "530002")),
        planned_for=date(2026, 9, 20),
        started_at=datetime(2026, 9, 20, 0, 30, tzinfo=ZONE),
        recordings=("DSJ0001.mp4",),
        attachments=("现场照片",),
        signing=Signing(SignedAs.REFUSED, "不认可", "陈某"),
        devices=(DeviceFacts(1, "", "大门", "枪机"),),
    )
    content = json.loads(json.dumps(freeze_inspection(facts)))
    thawed = thaw_inspection(content, ZONE)
    assert thawed == facts
    assert [item.number for item in thawed.wrong] == [2]
    assert thawed.wrong[0].breaches[0].violated == "《条例》第十三条"
    assert [item.number for item in thawed.stressed] == [1, 2, 3, 4, 5, 6, 7]
