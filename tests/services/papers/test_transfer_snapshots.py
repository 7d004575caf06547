"""What the papers of a hand-over say comes back from its frozen form as it was."""

import json
from datetime import UTC, date, datetime

from counter_app.domain.transfer.batch import TransferPackage
from counter_app.domain.transfer.papers import ListedCase, TransferFacts, TransferredSheet
from counter_app.services.papers.transfer_snapshots import freeze_transfer, thaw_transfer

CASE = ListedCase(
    position=1,
    reference="AJ1",
    number="大公(视)备收〔2026〕0001号",
    barcode="BS2026-0001",
    unit="大关县示例商贸有限公司",
    title="示例广场视频监控系统",
    matter="首次备案",
    state="已备案",
    received_on=date(2026, 3, 2),
    held_since=date(2026, 3, 2),
    due=date(2026, 4, 2),
    pages=5,
    filed_on=date(2026, 3, 3),
    sheets=(TransferredSheet("授权书", day=date(2026, 3, 1), first_page=1), TransferredSheet("备案回执")),
)


def test_what_was_frozen_thaws_as_it_was():
    package = TransferPackage("a" * 64, "b" * 64, 12, 3_000_000, datetime(2026, 3, 20, 2, tzinfo=UTC))
    facts = TransferFacts("大公(视)备移〔2026〕0001号", date(2026, 3, 20), "科技信息化部门", (CASE,), package, "王敏")
    assert thaw_transfer(json.loads(json.dumps(freeze_transfer(facts)))) == facts
    bare = TransferFacts("大公(视)备移〔2026〕0002号", date(2026, 3, 20), "科技信息化部门")
    assert thaw_transfer(json.loads(json.dumps(freeze_transfer(bare)))) == bare
