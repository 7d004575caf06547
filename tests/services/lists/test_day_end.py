"""日终核对: numbers against the register, what nobody signed or printed, what lies here and how long it may."""

from dataclasses import replace
from datetime import timedelta

import pytest

from counter_app.domain.filing.delivery import Delivery, DeliveryWay
from counter_app.domain.trail.witness import TrailHead, Witness
from counter_app.services.filing import cases
from counter_app.services.lists import day_end
from counter_app.services.papers import issuing, printing, voiding
from counter_app.services.ports import BrokenPromise
from tests.services.conftest import POST


@pytest.fixture
def opened(backend, sample):
    return lambda number: cases.open_case(backend, post=POST, intake=replace(sample(number), received_on=None)).filing


@pytest.fixture
def noticed(backend, opened):
    return issuing.issue_notice(backend, opened("02").reference, post=POST)


def test_an_empty_day_has_nothing_to_see_to(backend):
    facts = day_end.day_facts(backend)
    assert facts.open_points == 0
    assert (facts.series, facts.numbers, facts.held, facts.drafts) == ((), (), (), ())


def test_numbers_stand_with_what_became_of_them(backend, opened, noticed):
    voiding.void_paper(backend, noticed.paper_id, "打错单位", post=POST)
    issuing.issue_receipt(backend, opened("01").reference, post=POST)
    facts = day_end.day_facts(backend)
    [notices, receipts] = facts.series
    assert (notices.series, notices.issued, notices.voided, notices.of_year, notices.missing) == ("备告", 1, 1, 1, ())
    assert (receipts.title, receipts.first, receipts.last) == ("收件凭证", receipts.last, receipts.first)
    [voided] = facts.voided
    assert (voided.number, voided.void_reason, voided.voided_by) == (noticed.number, "打错单位", "3号窗口 陈示例")


def test_what_nobody_signed_or_printed_is_told_until_it_is_done(backend, noticed):
    facts = day_end.day_facts(backend)
    assert [one.number for one in (*facts.unserved, *facts.unprinted)] == [noticed.number] * 2
    assert facts.open_points == 2
    printing.print_paper(backend, noticed.paper_id, post=POST)
    signed = Delivery(noticed.paper_id, DeliveryWay.SIGNED, backend.clock(), POST.clerk, POST.window)
    backend.store.kept.deliveries.append(signed)
    assert day_end.day_facts(backend).open_points == 0


def test_paper_on_hand_stands_by_unit_with_its_last_day(backend, opened):
    for number in ("01", "01", "04"):
        issuing.issue_receipt(backend, opened(number).reference, post=POST)
    later = replace(backend, clock=lambda: backend.clock() + timedelta(days=40))
    facts = day_end.day_facts(later)
    assert sorted(line.cases for line in facts.held) in ([1, 2], [3])
    assert facts.held_cases == 3
    assert {line.left for line in facts.held} == {"超期9天"}
    assert facts.numbers == ()  # issued on another day


def test_the_month_counts_what_was_issued_and_not_voided(backend, opened, noticed):
    other = issuing.issue_notice(backend, opened("03").reference, post=POST)
    voiding.void_paper(backend, other.paper_id, "打错单位", post=POST)
    promise = BrokenPromise(
        noticed.paper_id,
        noticed.reference,
        "authorization_letter.not_sealed",
        "漏看",
        "赵示例",
        backend.clock(),
        *("", ""),
    )
    backend.store.kept.broken_promises.append(promise)
    facts = day_end.day_facts(backend)
    assert (facts.month.notices, facts.month.further_notices, facts.month.broken_promises) == (1, 0, 1)
    [told] = facts.promises
    assert (told.number, told.reason, told.supervisor) == ("补字〔2026〕1号", "漏看", "赵示例")


def test_the_day_sheet_takes_no_number_and_its_print_is_recorded(backend, noticed):
    job = day_end.print_day_sheet(backend, post=POST)
    assert (job.document, job.copies) == ("day_sheet", 1)
    [facts] = [facts for facts in backend.renderer.printed if facts.document == "day_sheet"]
    assert facts.day.numbers[0].number == noticed.number
    assert facts.barcode == "RQD20260302"
    assert backend.store.kept.history[-1].act == "day_sheet.printed"


def test_the_day_sheet_says_how_far_the_trail_has_come(backend):
    assert day_end.day_facts(backend).trail == ""
    backend.witness.said = Witness({}, TrailHead(1286, "3f2a91c0" + "0" * 56), backend.clock())
    assert day_end.day_facts(backend).trail == "第1286条，校验码3F2A-91C0"
