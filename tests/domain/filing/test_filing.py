"""Which acts the state of a case allows."""

from dataclasses import replace
from datetime import date

import pytest

from counter_app.domain.basics.materials import ACCEPTED, NOT_PRESENTED, Material, MaterialState, rejected
from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.filing.filing import Custody, FilingState

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
    filing.take_materials()
    assert filing.custody is Custody.NONE


def test_an_identity_document_is_never_held_and_leaves_custody_alone(filing):
    filing.materials = {"agent_id": ACCEPTED, "authorization_letter": rejected("not_sealed"), "device_list": ACCEPTED}
    assert filing.submitted == ("authorization_letter", "device_list")
    assert filing.may_stay == ("device_list",)
    filing.materials = {"agent_id": ACCEPTED}
    filing.take_materials()
    assert (filing.materials["agent_id"].held_since, filing.custody) == (None, Custody.NONE)


@pytest.mark.parametrize(
    ("letter", "custody"), [(set(), Custody.RETURNED), ({"authorization_letter"}, Custody.AT_WINDOW)]
)
def test_an_identity_document_that_comes_back_from_a_batch_goes_to_its_holder(filing, letter, custody):
    """As earlier releases handed it over."""
    gone = replace(ACCEPTED, held_since=date(2026, 3, 2), left_on=date(2026, 3, 20))
    filing.materials = dict.fromkeys(["agent_id", *letter], gone)
    filing.custody = Custody.IN_TRANSFER
    filing.return_to_window()
    assert {key for key, paper in filing.materials.items() if paper.lies_here} == set(letter)
    assert filing.custody is custody


def test_a_number_reads_the_same_on_paper_and_under_the_scanner():
    number = Number("备告", 2026, 12)
    assert number.written("大公(视)") == "大公（视）补字〔2026〕12号"
    assert number.written_before("大公(视)") == "大公(视)备告〔2026〕0012号"
    assert number.barcode == "BG2026-0012"
    assert Number.read("大公（视）补字〔2026〕12号") == Number.read("大公(视)备告〔2026〕0012号") == number
    assert Number.read("大公（视）责改字〔2026〕3号") == Number("视改", 2026, 3)
    assert Number.read("大公（视）发〔2026〕3号") is None
    assert Number.scanned(" bg2026-0012\r") == number
    assert Number("备收", 2026, 12345).barcode == "BS2026-12345"
    assert Number.scanned("]C0BG2026-0012") == number
    assert Number.scanned("］Ｃ１ＢＧ２０２６－００１２") == number
    assert Number.scanned("6901234567892") is None
    assert Number.scanned("ZZ2026-0001") is None


def test_a_complete_case_is_filed_under_the_platforms_number_once(filing):
    filing.state = FilingState.COMPLETE
    filing.file("530624202600000123", date(2026, 3, 2))
    assert (filing.state, filing.platform_number, filing.filed_on) == (
        FilingState.FILED,
        "530624202600000123",
        date(2026, 3, 2),
    )
    with pytest.raises(StateForbids, match="该件已备案，备案编号530624202600000123"):
        filing.file("530624202600000124", date(2026, 3, 3))
    assert filing.platform_number == "530624202600000123"


@pytest.mark.parametrize("state", [FilingState.DRAFT, FilingState.DEFICIENT, FilingState.WITHDRAWN])
def test_only_a_complete_case_is_filed_and_only_a_filed_one_is_taken_back(filing, state):
    filing.state = state
    with pytest.raises(StateForbids, match=state.label):
        filing.file("530624202600000123", date(2026, 3, 2))
    with pytest.raises(StateForbids, match="没有可撤销的备案"):
        filing.undo_filing()
    assert (filing.state, filing.platform_number) == (state, "")


def test_a_mistaken_filing_is_taken_back_while_the_paper_is_at_the_window(filing):
    filing.state, filing.custody = FilingState.COMPLETE, Custody.AT_WINDOW
    filing.file("530624202600000123", date(2026, 3, 2))
    filing.undo_filing()
    assert (filing.state, filing.platform_number, filing.filed_on) == (FilingState.COMPLETE, "", None)
    filing.file("530624202600000124", date(2026, 3, 2))
    for gone in (Custody.IN_TRANSFER, Custody.ARCHIVED):
        filing.custody = gone
        with pytest.raises(StateForbids, match=gone.label):
            filing.undo_filing()
    assert filing.platform_number == "530624202600000124"
