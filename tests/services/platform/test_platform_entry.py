"""Ticks of what was keyed into the platform."""

import pytest

from counter_app.domain.basics.office import Post
from counter_app.domain.basics.refusal import StateForbids
from counter_app.domain.filing.filing import FilingKind, FilingState
from counter_app.services.filing import cases
from counter_app.services.papers import issuing
from counter_app.services.platform import platform_entry, platform_filing
from tests.services.conftest import POST

NUMBER = "530624202600000123"


@pytest.fixture
def complete(counter, sample):
    def make():
        reference = cases.open_case(counter, post=POST, intake=sample("01")).filing.reference
        issuing.issue_receipt(counter, reference, post=POST)
        return reference

    return make


def test_ticks_are_kept_come_back_with_those_of_others_and_can_be_taken_away(counter, complete):
    reference = complete()
    platform_entry.tick(counter, reference, ["unit.name"], post=Post("李强", "4号窗口"))
    state = platform_entry.tick(counter, reference, ["unit.uscc", "unit.name"], post=POST)
    assert {key: tick.clerk for key, tick in state.ticks.items()} == {"unit.name": "李强", "unit.uscc": POST.clerk}
    assert set(platform_entry.untick(counter, reference, ["unit.name"]).ticks) == {"unit.uscc"}
    assert set(platform_entry.platform_state(counter, reference).ticks) == {"unit.uscc"}
    assert [entry.act for entry in counter.store.kept.history if entry.reference == reference] == [
        "case.opened",
        "receipt.issued",
    ]


def test_only_a_case_that_waits_for_the_platform_is_ticked(counter, sample, complete):
    draft = cases.open_case(counter, post=POST, intake=sample("01")).filing.reference
    with pytest.raises(StateForbids, match="还不能录入平台"):
        platform_entry.tick(counter, draft, ["unit.name"], post=POST)
    filed = complete()
    platform_filing.file_case(counter, filed, NUMBER, post=POST)
    for act in (
        lambda: platform_entry.tick(counter, filed, ["unit.name"], post=POST),
        lambda: platform_entry.untick(counter, filed, ["unit.name"]),
    ):
        with pytest.raises(StateForbids, match=f"该件已由3号窗口备案，备案编号{NUMBER}"):
            act()
    assert platform_entry.platform_state(counter, filed).case.state is FilingState.FILED


def test_a_change_knows_the_number_of_what_it_changes(counter, complete):
    first, change = complete(), complete()
    platform_filing.file_case(counter, first, NUMBER, post=POST)
    counter.store.kept.filings[change].kind = FilingKind.CHANGE
    counter.store.kept.filings[change].changes = first
    assert platform_entry.platform_state(counter, change).number_before == NUMBER
    assert platform_entry.platform_state(counter, first).number_before == ""
