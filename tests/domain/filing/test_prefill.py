"""Filling a new case from one that is known."""

from counter_app.domain.filing.prefill import PARTS, offers, prefilled, taken_back
from counter_app.domain.forms.answers import Answers

UNIT, AGENT, SYSTEM = PARTS


def test_what_is_blank_is_filled(form, filing):
    taken = prefilled(Answers(form, {"unit.uscc": "91530624MA6K3R7Q38"}), filing.answers, UNIT)
    assert taken.answers.display("unit.name") == "大关县青禾商贸有限公司"
    assert taken.filled == ("单位名称", "单位类型")
    assert taken.differing == ()
    assert taken.answers.is_blank("agent.name")


def test_what_was_typed_stays_and_is_named(form, filing):
    now = Answers(form, {"unit.name": "新名称有限公司"})
    taken = prefilled(now, filing.answers, UNIT)
    assert taken.answers.display("unit.name") == "新名称有限公司"
    assert taken.differing == ("单位名称",)
    replaced = prefilled(now, filing.answers, UNIT, replace=True)
    assert replaced.answers.display("unit.name") == "大关县青禾商贸有限公司"


def test_the_last_system_comes_with_its_devices(form, filing):
    taken = prefilled(Answers(form), filing.answers, SYSTEM)
    assert len(taken.answers.rows()) == 2
    assert taken.answers.get("system.retention_days") == 30
    assert "图像采集设备清单" in taken.filled


def test_rows_of_the_same_form_come_as_they_are(form, filing):
    """Of thousands none is made anew, as often as it is asked what could be filled."""
    taken = prefilled(Answers(form), filing.answers, PARTS[2]).answers
    assert taken.rows() == filing.answers.rows()
    assert prefilled(taken, filing.answers, PARTS[2]).answers.list_of("devices") is taken.list_of("devices")


def test_rows_that_were_typed_are_not_replaced(form, filing):
    now = Answers(form, {}, {"devices": [Answers.row(form, {"location": "仓库"})]})
    taken = prefilled(now, filing.answers, SYSTEM)
    assert [row.display("devices[].location") for row in taken.answers.rows()] == ["仓库"]
    assert "图像采集设备清单" in taken.differing


def test_what_a_clerk_ticked_then_is_looked_at_again(form, filing):
    filing.answer("system.sensitive_neighbour", raw=True)
    assert prefilled(Answers(form), filing.answers, SYSTEM).answers.is_blank("system.sensitive_neighbour")


def test_only_what_could_be_filled_is_offered(form, filing):
    assert offers(Answers(form), filing.answers) == PARTS
    assert offers(filing.answers, filing.answers) == ()
    unit_done = prefilled(Answers(form), filing.answers, UNIT).answers
    assert offers(unit_done, filing.answers) == (AGENT, SYSTEM)


def test_taking_back_leaves_what_was_typed_since(form, filing):
    before = Answers(form, {"system.address": "别处"})
    after = prefilled(before, filing.answers, SYSTEM).answers
    now = after.with_answer("system.retention_days", "90").with_answer("agent.name", "吴示例")
    back = taken_back(now, before, after)
    assert back.display("system.address") == "别处"
    assert (back.display("system.retention_days"), back.display("agent.name")) == ("90", "吴示例")
    assert back.is_blank("system.place_category")
    assert back.rows() == ()
