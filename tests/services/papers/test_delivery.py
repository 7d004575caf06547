"""送达: signed, refused with proof of it, read aloud; the last entry counts and none is lost. Finding by number."""

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.delivery import DeliveryWay, IncompleteDelivery
from counter_app.domain.papers.spoken_notice import plain_text, spoken
from counter_app.services.filing import cases
from counter_app.services.papers import delivery, issuing, printing
from counter_app.services.ports import UnknownCase
from tests.services.conftest import POST


@pytest.fixture
def notice(backend, sample):
    reference = cases.open_case(backend, post=POST, intake=sample("03")).filing.reference
    return issuing.issue_notice(backend, reference, post=POST)


def test_a_signature_is_put_down_and_the_last_entry_counts(backend, notice):
    assert delivery.notices_with_deliveries(backend, notice.reference) == [(notice, None)]
    delivery.record_delivery(backend, notice.paper_id, DeliveryWay.READ_ALOUD, post=POST)
    signed = delivery.record_delivery(backend, notice.paper_id, DeliveryWay.SIGNED, post=POST)
    assert delivery.notices_with_deliveries(backend, notice.reference) == [(notice, signed)]
    assert len(backend.store.kept.deliveries) == 2


@pytest.mark.parametrize(
    ("reason", "witness", "part"), [("", "李四", "reason"), ("未说明理由", " ", "witness"), ("", "", "reason")]
)
def test_a_refusal_to_sign_needs_its_reason_and_a_witness(backend, notice, reason, witness, part):
    with pytest.raises(IncompleteDelivery) as lacking:
        delivery.record_delivery(
            backend, notice.paper_id, DeliveryWay.REFUSED, post=POST, reason=reason, witness=witness
        )
    assert lacking.value.part == part
    assert backend.store.kept.deliveries == []


def test_a_refusal_that_nobody_else_saw_is_proved_by_the_recording(backend, notice):
    served = delivery.record_delivery(
        backend, notice.paper_id, DeliveryWay.REFUSED, post=POST, reason="未说明原因", recording=" 窗口3_0930.mp4 "
    )
    assert (served.witness, served.recording) == ("", "窗口3_0930.mp4")
    signed = delivery.record_delivery(backend, notice.paper_id, DeliveryWay.SIGNED, post=POST, recording="x.mp4")
    assert signed.recording == "", "nothing beside a signature"


def test_no_name_of_a_witness_comes_into_the_history(backend, notice):
    delivery.record_delivery(
        backend, notice.paper_id, DeliveryWay.REFUSED, post=POST, reason="不认可内容", witness="李四"
    )
    entry = backend.store.kept.history[-1]
    assert (entry.act, dict(entry.details)) == ("notice.served", {"way": "refused", "number": "BG2026-0001"})


def test_only_notices_are_served(backend, sample):
    reference = cases.open_case(backend, post=POST, intake=sample("01")).filing.reference
    receipt, _sheet = issuing.issue_receipt(backend, reference, post=POST)
    with pytest.raises(Refusal, match="不需要登记送达"):
        delivery.record_delivery(backend, receipt.paper_id, DeliveryWay.SIGNED, post=POST)


def test_the_spoken_notice_has_three_sentences_and_the_article(backend, notice):
    facts = printing.facts_of(backend, notice)
    said = spoken(facts)
    assert said.count("。") == 3
    assert "第八条" in said
    assert "共4项" in said
    text = plain_text(facts)
    for item in facts.findings.deficiencies:
        assert item.message in text
        assert item.basis in text
    assert "补字〔2026〕1号" in text


@pytest.mark.parametrize(
    "typed",
    [
        "BG2026-0001",
        "bg2026-1",
        "备告〔2026〕0001号",
        "大公(视)备告〔2026〕0001号",
        "大公（视）备告[2026]1",
        "大公（视）补字〔2026〕1号",
        "补字[2026]1",
        "ＢＧ２０２６-０００１",
    ],
)
def test_a_case_is_found_by_the_number_of_its_paper_however_it_is_written(backend, notice, typed):
    assert cases.find_by_number(backend, typed) == notice.reference


def test_a_case_is_found_by_its_reference(backend, notice):
    assert cases.find_by_number(backend, f" {notice.reference.lower()} ") == notice.reference


@pytest.mark.parametrize("typed", ["", "BG2026-0002", "AJ0000000000", "6901234567892", "备告", "张三"])
def test_what_names_no_case_of_ours_is_said_not_to(backend, notice, typed):
    with pytest.raises(UnknownCase):
        cases.find_by_number(backend, typed)
