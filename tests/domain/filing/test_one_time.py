"""一次性: what of a second notice was told before, is new, or was missed."""

from dataclasses import replace
from datetime import date

import pytest

from counter_app.domain.basics.materials import ACCEPTED, NOT_PRESENTED, rejected
from counter_app.domain.filing.one_time import CaseSnapshot, DeficiencyOrigin, compare
from counter_app.domain.filing.row_pairing import pair_rows
from counter_app.domain.forms.answers import Answers

CARRIED, NEW, MISSED = DeficiencyOrigin.CARRIED_OVER, DeficiencyOrigin.NEW_FACT, DeficiencyOrigin.MISSED
NO_PLACE = {"location": "", "device_type": "bullet"}
GATE = {"location": "一楼东门", "device_type": "dome"}


def standing(filing, facts):
    return CaseSnapshot(filing.answers, dict(filing.materials), filing.received_on, filing.findings(facts).deficiencies)


@pytest.fixture
def visits(filing, facts):
    """Spoil the case, take the notice, change the case, and see where its items come from."""

    def visit(first, second, *, facts_then=facts, facts_now=facts):
        first(filing)
        told = standing(filing, facts_then)
        second(filing)
        return compare(told, standing(filing, facts_now))

    return visit


def key_rows(*rows):
    return lambda filing: filing.key_rows([Answers.row(filing.form, row) for row in rows])


def test_an_item_still_open_is_carried_over(visits):
    found = visits(lambda f: f.answer("unit.name", ""), lambda f: f.answer("agent.phone", "13800000000"))
    assert found.by_code == {"unit.name.missing": CARRIED}
    assert not found.differs


def test_a_mended_item_is_said_to_be_mended(visits):
    found = visits(lambda f: f.answer("unit.name", ""), lambda f: f.answer("unit.name", "大关县青禾商贸有限公司"))
    assert (found.by_code, [item.code for item in found.mended]) == ({}, ["unit.name.missing"])


def test_an_id_accepted_before_and_rejected_now_was_missed(visits):
    found = visits(
        lambda f: f.review("authorization_letter", rejected("not_sealed")),
        lambda f: f.review("agent_id", rejected("illegible")),
    )
    assert found.by_code == {"agent_id.illegible": MISSED, "authorization_letter.not_sealed": CARRIED}
    assert [item.code for item in found.missed] == ["agent_id.illegible"]


def test_another_id_brought_since_is_a_new_fact(visits):
    found = visits(
        lambda f: f.review("authorization_letter", rejected("not_sealed")),
        lambda f: f.review("agent_id", replace(rejected("expired"), brought=1)),
    )
    assert found.by_code["agent_id.expired"] is NEW


def test_a_second_defect_of_the_same_sheet_was_missed_and_of_a_new_sheet_is_new(visits):
    first = rejected("not_sealed")
    both = rejected("not_sealed", "agent_mismatch")
    found = visits(lambda f: f.review("authorization_letter", first), lambda f: f.review("authorization_letter", both))
    assert found.by_code == {
        "authorization_letter.not_sealed": CARRIED,
        "authorization_letter.agent_mismatch": MISSED,
    }
    found = visits(
        lambda f: f.review("authorization_letter", first),
        lambda f: f.review("authorization_letter", replace(both, brought=1)),
    )
    assert found.by_code["authorization_letter.agent_mismatch"] is NEW


def test_judging_to_and_fro_makes_no_new_sheet(visits):
    def second(filing):
        for material in (NOT_PRESENTED, ACCEPTED, rejected("illegible")):
            filing.review("agent_id", material)

    found = visits(lambda f: f.answer("unit.name", ""), second)
    assert found.by_code["agent_id.illegible"] is MISSED


def test_a_paper_that_comes_for_the_first_time_is_a_new_fact(visits):
    found = visits(
        lambda f: f.review("authorization_letter", NOT_PRESENTED),
        lambda f: f.review("authorization_letter", rejected("not_sealed")),
    )
    assert found.by_code == {"authorization_letter.not_sealed": NEW}
    assert [item.code for item in found.mended] == ["authorization_letter.not_presented"]


def test_a_paper_handed_back_and_not_brought_again_is_new_but_one_kept_here_is_missed(visits):
    def kept(filing):
        filing.review("agent_id", replace(ACCEPTED, held_since=date(2026, 3, 2)))

    def gone(filing):
        filing.review("agent_id", NOT_PRESENTED)

    assert visits(lambda f: f.answer("unit.name", ""), gone).by_code["agent_id.not_presented"] is NEW
    assert visits(kept, gone).by_code["agent_id.not_presented"] is MISSED


def test_a_value_that_changed_is_a_new_fact(visits):
    found = visits(lambda f: f.answer("unit.name", ""), lambda f: f.answer("unit.uscc", "91530624MA6K3R7Q3X"))
    assert found.by_code["unit.uscc.checksum"] is NEW


def test_a_problem_of_another_kind_at_a_changed_value_is_new_and_at_the_same_value_carried_over(visits):
    found = visits(lambda f: f.answer("unit.uscc", ""), lambda f: f.answer("unit.uscc", "91530624MA6K3R7Q3X"))
    assert (found.by_code, found.mended) == ({"unit.uscc.checksum": NEW}, ())


def test_what_an_item_depends_on_is_one_of_its_facts(visits):
    def first(filing):
        filing.answer("unit.uscc", "")
        filing.answer("unit.uscc_absence_reason", "筹建中")
        filing.answer("system.address", "")

    found = visits(first, lambda f: f.answer("unit.uscc_absence_reason", ""))
    assert found.by_code["unit.uscc.missing"] is NEW


def test_the_number_of_rows_is_a_fact_of_the_count(visits):
    found = visits(lambda f: f.answer("unit.name", ""), key_rows(GATE))
    assert found.by_code["system.device_count.mismatch"] is NEW


def test_a_date_written_otherwise_is_the_same_value(visits, facts):
    """What an office asks for only since the last notice, it should have asked for then."""
    shared = replace(facts, shared_keys=frozenset({"unit.name"}))

    def first(filing):
        filing.answer("unit.name", "")
        filing.answer("system.address", "")

    found = visits(first, lambda f: f.answer("unit.name", "　"), facts_then=shared)
    assert found.by_code == {"unit.name.missing": MISSED, "system.address.missing": CARRIED}


def test_the_day_of_receipt_is_a_fact_only_where_a_rule_asks_for_it(visits, facts):
    def first(filing):
        filing.answer("agent.id_number", "530624202603021219")
        filing.review("authorization_letter", rejected("not_sealed"))

    def second(filing):
        filing.received_on = date(2026, 3, 1)
        filing.review("agent_id", rejected("illegible"))

    found = visits(first, second, facts_now=replace(facts, received_on=date(2026, 3, 1)))
    assert found.by_code["agent_id.illegible"] is MISSED


# Rows ---------------------------------------------------------------------------------------------------------------


def test_a_row_keeps_its_item_when_a_row_above_it_goes(visits):
    found = visits(key_rows(GATE, GATE | {"brand": "甲"}, NO_PLACE), key_rows(GATE, NO_PLACE))
    assert found.by_code["devices[2].location.missing"] is CARRIED
    assert [item.code for item in found.mended] == ["system.device_count.mismatch"]
    assert found.differs, "the row has another number now"


def test_a_row_keeps_its_item_when_a_row_comes_above_it_and_the_new_one_has_its_own(visits):
    found = visits(key_rows(GATE, NO_PLACE), key_rows(NO_PLACE | {"brand": "乙"}, GATE, NO_PLACE))
    assert found.by_code["devices[3].location.missing"] is CARRIED
    assert found.by_code["devices[1].location.missing"] is NEW


def test_a_row_corrected_elsewhere_is_still_the_row(visits):
    found = visits(
        key_rows(GATE, NO_PLACE | {"brand": "海康"}), key_rows(GATE, NO_PLACE | {"brand": "海康", "model": "DS-2"})
    )
    assert found.by_code["devices[2].location.missing"] is CARRIED


def test_a_row_lenient_for_a_paper_then_and_blank_still_was_missed_with_the_paper(visits):
    def first(filing):
        key_rows(GATE, NO_PLACE)(filing)
        filing.review("device_list", ACCEPTED)
        filing.answer("unit.name", "")

    found = visits(first, lambda f: f.review("device_list", rejected("illegible")))
    assert found.by_code == {
        "unit.name.missing": CARRIED,
        "devices[2].location.missing": MISSED,
        "device_list.illegible": MISSED,
    }


def test_a_list_not_needed_then_and_needed_now_is_new(visits):
    def first(filing):
        filing.review("device_list", rejected("illegible"))
        filing.answer("unit.name", "")

    found = visits(first, key_rows())
    assert found.by_code["device_list.illegible"] is NEW


def test_rows_are_paired_by_what_stands_in_them(form):
    def rows(*places):
        return [(n, Answers.row(form, {"location": p, "device_type": "dome"})) for n, p in enumerate(places, 1)]

    assert pair_rows(rows("甲", "乙", "丙"), rows("丙", "甲", "丁")) == {1: 3, 2: 1, 3: 2}


def test_two_thousand_rows_are_paired_quickly(form):
    many = [(n, Answers.row(form, {"location": f"{n}号", "device_type": "dome"})) for n in range(1, 2001)]
    edited = [(n, Answers.row(form, {"location": f"{n}号门", "device_type": "dome"})) for n, _row in many]
    assert len(pair_rows(many, edited)) == 2000
