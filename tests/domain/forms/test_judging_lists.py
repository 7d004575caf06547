"""Lists of thousands: judged a few rows a step, and only where something changed; the result is always the same."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.basics.materials import ACCEPTED, NOT_PRESENTED, rejected
from counter_app.domain.forms import judging
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.facts import Facts
from counter_app.domain.forms.judging import judge, judge_in_steps
from tests.domain.conftest import COMPLETE
from tests.fakes.memory_backend import shipped_calendar, shipped_form

GOOD = {"location": "东门", "device_type": "dome"}
BAD = {"location": "", "device_type": "怪", "longitude": "x"}


def case(filing, rows):
    return filing.answers.with_rows([Answers.row(filing.form, row) for row in rows])


def steps_of(answers, filing, facts):
    """How many times somebody else can have a turn, and what is found in the end."""
    steps = judge_in_steps(answers, filing.materials, facts)
    taken = 0
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return taken, end.value
        taken += 1


def anew(answers):
    """The same answers of which nothing is known yet."""
    form = answers.form
    rows = {group: [Answers.row(form, row.raw, group) for row in known] for group, known in answers.all_rows().items()}
    return Answers(form, answers.raw, rows)


@pytest.fixture
def looked_at(monkeypatch):
    """The rows that were judged, one after the other."""
    rows = []
    known = judging._judge_row
    monkeypatch.setattr(judging, "_judge_row", lambda group, row, facts: rows.append(row) or known(group, row, facts))
    return rows


def test_a_long_list_lets_others_have_a_turn(filing, facts):
    answers = case(filing, [GOOD, BAD] * 500)
    taken, found = steps_of(answers, filing, facts)
    assert taken >= 1000 // 100
    assert found == judge(anew(answers), filing.materials, facts)


def test_a_list_that_did_not_change_is_not_gone_through_again(filing, facts, looked_at):
    answers = case(filing, [GOOD, BAD] * 500)
    before = judge(answers, filing.materials, facts)
    looked_at.clear()
    changed = answers.with_answer("unit.name", "")
    taken, found = steps_of(changed, filing, facts)
    assert (taken, looked_at) == (0, [])
    assert found.codes == ["unit.name.missing", *before.codes]
    assert found.lists["devices"] is before.lists["devices"]


def test_of_a_changed_list_only_the_changed_row_is_judged(filing, facts, looked_at):
    answers = case(filing, [GOOD, BAD] * 500)
    before = judge(answers, filing.materials, facts)
    looked_at.clear()
    fresh = Answers.row(filing.form, BAD)
    rows = list(answers.rows())
    rows[500] = fresh
    found = judge(answers.with_rows(rows), filing.materials, facts)
    assert looked_at == [fresh]
    assert found == judge(anew(answers.with_rows(rows)), filing.materials, facts)
    assert found.deficiencies[-1] is before.deficiencies[-1]


def test_equal_facts_judge_nothing_anew_and_other_facts_everything(filing, facts, looked_at):
    answers = case(filing, [GOOD] * 3)
    judge(answers, filing.materials, facts)
    looked_at.clear()
    judge(answers.with_rows(list(answers.rows())[:2]), filing.materials, replace(facts))
    assert looked_at == []
    judge(answers, filing.materials, replace(facts, received_on=date(2026, 3, 3)))
    assert looked_at == list(answers.rows())


def test_who_drops_the_result_loses_nothing(filing, facts, looked_at):
    answers = case(filing, [GOOD] * 200)
    steps = judge_in_steps(answers, filing.materials, facts)
    next(steps)
    begun = list(looked_at)
    steps.close()
    judge(answers.with_answer("unit.name", "甲"), filing.materials, facts)
    assert 0 < len(begun) < 200
    assert looked_at == list(answers.rows())


def test_what_stands_outside_lists_is_had_without_going_through_them(filing, facts):
    filing.materials = {**filing.materials, "authorization_letter": rejected("not_sealed")}
    answers = case(filing, [BAD] * 300).with_answer("unit.name", "").with_answer("system.retention_days", 15)
    found = judge(answers, filing.materials, facts)
    outside = found.beside_lists
    assert outside.codes == ["unit.name.missing", "system.device_count.mismatch", "authorization_letter.not_sealed"]
    assert outside.advisory_codes == ["retention.below_30_days"]
    assert len(found.lists["devices"].deficiencies) == len(found.deficiencies) - 3
    assert found.lists["devices"].lacks


def test_a_paper_handed_in_for_the_list_changes_what_its_rows_lack(filing, facts):
    answers = case(filing, [{"device_type": "dome"}] * 2)
    assert judge(answers, filing.materials, facts).codes == [f"devices[{n}].location.missing" for n in (1, 2)]
    handed_in = {**filing.materials, "device_list": ACCEPTED}
    assert judge(answers, handed_in, facts).codes == []
    assert judge(answers, filing.materials, facts).codes != []


EDITS = st.one_of(
    st.tuples(st.just("put"), st.integers(0, 5), st.sampled_from((GOOD, BAD, {}, {"device_type": "dome"}))),
    st.tuples(st.just("insert"), st.integers(0, 5), st.sampled_from((GOOD, BAD, {}))),
    st.tuples(st.just("delete"), st.integers(0, 5), st.none()),
    st.tuples(st.just("move"), st.integers(0, 5), st.none()),
    st.tuples(st.just("unit.name"), st.sampled_from(("", "甲")), st.none()),
    st.tuples(st.just("paper"), st.sampled_from((ACCEPTED, rejected("incomplete"), NOT_PRESENTED)), st.none()),
    st.tuples(st.just("day"), st.integers(1, 3), st.none()),
)


@given(edits=st.lists(EDITS, max_size=12))
def test_what_is_remembered_never_changes_the_result(edits):
    form, facts = shipped_form(), Facts(date(2026, 3, 2), shipped_calendar())
    materials = {"agent_id": ACCEPTED}
    rows = [Answers.row(form, row) for row in (GOOD, BAD, GOOD)]
    answers = Answers(form, COMPLETE, {"devices": rows})
    for act, what, value in edits:
        match act:
            case "put" if what < len(rows):
                rows[what] = Answers.row(form, value)
            case "insert":
                rows.insert(what, Answers.row(form, value))
            case "delete" | "move" if what < len(rows):
                row = rows.pop(what)
                rows += [row] if act == "move" else []
            case "unit.name":
                answers = answers.with_answer(act, what)
            case "paper":
                materials = {**materials, "device_list": what}
            case "day":
                facts = replace(facts, received_on=date(2026, 3, what))
            case _:
                continue
        if act not in ("unit.name", "paper", "day"):
            answers = answers.with_rows(rows)
        remembered, fresh = judge(answers, materials, facts), judge(anew(answers), materials, facts)
        assert (remembered, remembered.beside_lists) == (fresh, fresh.beside_lists)
        assert answers.rows() == tuple(row for row in rows if any(row.raw.values()))
