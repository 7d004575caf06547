"""Which acts the state of a case allows."""

import pytest

from counter_app.domain.filing import Custody, FilingState, StateForbids
from counter_app.domain.materials import NOT_PRESENTED, Material, MaterialState, rejected
from counter_app.domain.numbering import Number
from counter_app.domain.refusal import Refusal

ALLOWED = {
    ("draft", "deficient"), ("draft", "complete"), ("draft", "withdrawn"), ("deficient", "complete"),
    ("deficient", "withdrawn"), ("complete", "filed"), ("complete", "withdrawn"),
}  # fmt: skip


@pytest.mark.parametrize("start", FilingState)
@pytest.mark.parametrize("end", FilingState)
def test_only_the_roads_of_the_contract_are_open(filing, start, end):
    filing.state = start
    if (start, end) in ALLOWED:
        filing.move_to(end)
        assert filing.state is end
    else:
        with pytest.raises(StateForbids):
            filing.move_to(end)


def test_a_paper_is_rejected_only_for_a_defect_it_can_have(filing):
    with pytest.raises(Refusal, match="没有选择问题"):
        filing.review("agent_id", Material(MaterialState.REJECTED))
    with pytest.raises(Refusal, match="没有名为 not_sealed"):
        filing.review("agent_id", rejected("not_sealed"))
    with pytest.raises(Refusal, match="没有材料"):
        filing.review("passport_photo", NOT_PRESENTED)


def test_a_case_without_a_single_paper_leaves_nothing_at_the_window(filing):
    filing.materials = {"agent_id": NOT_PRESENTED}
    filing.take_paper()
    assert filing.custody is Custody.NONE


def test_a_number_reads_the_same_on_paper_and_under_the_scanner():
    number = Number("备告", 2026, 12)
    assert number.written("大公(视)") == "大公(视)备告〔2026〕0012号"
    assert number.barcode == "BG2026-0012"
    assert Number.scanned(" bg2026-0012\r") == number
    assert Number("备收", 2026, 12345).barcode == "BS2026-12345"
    assert Number.scanned("6901234567892") is None
    assert Number.scanned("ZZ2026-0001") is None
