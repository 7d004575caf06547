"""Keeping what stands at one window over what another had saved: put down, and masked as the history is."""

from dataclasses import replace

import pytest

from counter_app.domain.basics.office import Post
from counter_app.domain.filing.merging import merge
from counter_app.services.filing import cases
from counter_app.services.ports import ChangedElsewhere
from tests.services.conftest import POST

OTHER = Post("王示例", "4号窗口")


@pytest.fixture
def two(backend):
    """A case as both windows began with it, and what the other has saved since."""
    base = cases.open_case(backend, post=POST).filing
    other = replace(base)
    other.answer("agent.name", "李示例")
    other.answer("agent.phone", "13911112222")
    cases.save_draft(backend, replace(other), post=OTHER)
    return base, cases.load_case(backend, base.reference).filing


def acts(backend, filing):
    with backend.work() as work:
        return [act for act in work.history.of_case(filing.reference) if act.act == "case.overwritten"]


def test_what_was_overwritten_stands_in_the_history_masked(backend, two):
    base, there = two
    here = replace(base)
    here.answer("agent.phone", "13700000000")
    with pytest.raises(ChangedElsewhere):
        cases.save_draft(backend, replace(here), post=POST)
    assert acts(backend, base) == []
    merged = merge(base, here, there)
    kept = replace(there, answers=merged.answers)
    over = cases.Overwritten(merged.clashes, there.clerk, there.window)
    cases.save_draft(backend, kept, post=POST, over=(over,))
    (act,) = acts(backend, base)
    assert (act.clerk, act.window) == (POST.clerk, POST.window)
    assert act.details["written_by"] == OTHER.clerk
    assert act.details["written_at"] == OTHER.window
    assert act.details["agent.phone"].endswith("：139****2222")
    assert "agent.name" not in act.details, "it was not overwritten"
    assert "13911112222" not in str(act.details)
    saved = cases.load_case(backend, base.reference).filing.answers.raw
    assert (saved["agent.phone"], saved["agent.name"]) == ("13700000000", "李示例")


def test_a_draft_that_overwrites_nothing_is_no_act(backend, two):
    _base, there = two
    there.answer("agent.name", "张示例")
    cases.save_draft(backend, there, post=POST)
    assert acts(backend, there) == []


def test_what_could_not_be_saved_is_not_in_the_history(backend, two):
    base, there = two
    over = cases.Overwritten(merge(base, there, there).clashes, OTHER.clerk, OTHER.window)
    with pytest.raises(ChangedElsewhere):
        cases.save_draft(backend, replace(base), post=POST, over=(over,))
    assert acts(backend, base) == []
