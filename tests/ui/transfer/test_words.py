"""What is said of a batch is what became of it."""

from dataclasses import replace
from datetime import UTC, date, datetime

from counter_app.domain.transfer.batch import Decision, TransferBatch, TransferItem
from counter_app.ui.transfer.words import returned_words

ITEM = TransferItem("AJ1", 1, 3, date(2026, 3, 2), date(2026, 4, 2), 1)
AT = datetime(2026, 3, 9, tzinfo=UTC)


def settled(*accepted):
    items = [replace(ITEM, reference=f"AJ{at}", decision=Decision(one, AT)) for at, one in enumerate(accepted)]
    return TransferBatch("B1", AT, items=items)


def test_returned_cases_are_spoken_of_only_where_there_are_some():
    assert returned_words(settled(True, True)) == "材料已全部接收"
    assert returned_words(settled(True, False)) == "退回的1件在待移交中，期限照原日期计算"
