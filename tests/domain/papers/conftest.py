"""A notice of the case that the tests of the domain share."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from counter_app.domain.basics.office import Office, Post
from counter_app.domain.papers.papers import PaperFacts

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def notice_facts(filing, facts):
    """What the notice of the case says now."""
    return lambda: PaperFacts(
        document="deficiency_notice",
        number=None,
        barcode="AJTEST",
        issued_at=NOON,
        received_at=NOON,
        office=Office("大关县公安局", phone="0870-0000000"),
        post=Post("王示例", "3号窗口"),
        answers=filing.answers,
        materials=filing.materials,
        findings=filing.findings(facts),
    )
