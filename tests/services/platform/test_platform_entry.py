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
def complete(backend, sample):
    def make():
        reference = cases.open_case(backend, post=POST, intake=sample("01")).filing.reference
        issuing.issue_receipt(backend, reference, post=POST)
        return reference

    return make


def test_ticks_are_kept_come_back_with_those_of_others_and_can_be_taken_away(backend, complete):
    reference = complete()
    platform_entry.tick(backend, reference, ["unit.name"], post=Post("李强", "4号窗口"))
    state = platform_entry.tick(backend, reference, ["unit.uscc", "unit.name"], post=POST)
    assert {key: tick.clerk for key, tick in state.ticks.items()} == {"unit.name": "李强", "unit.uscc": POST.clerk}
    assert set(platform_entry.untick(backend, reference, ["unit.name"]).ticks) == {"unit.uscc"}
    assert set(platform_entry.platform_state(backend, reference).ticks) == {"unit.uscc"}
    assert [entry.act for entry in backend.store.kept.history if entry.reference == reference] == [
        "case.opened",
        "receipt.issued",
    ]


def test_only_a_case_that_waits_for_the_platform_is_ticked(backend, sample, complete):
    draft = cases.open_case(backend, post=POST, intake=sample("01")).filing.reference
    with pytest.raises(StateForbids, match="还不能录入平台"):
        platform_entry.tick(backend, draft, ["unit.name"], post=POST)
    filed = complete()
    platform_filing.file_case(backend, filed, NUMBER, post=POST)
    for act in (
        lambda: platform_entry.tick(backend, filed, ["unit.name"], post=POST),
        lambda: platform_entry.untick(backend, filed, ["unit.name"]),
    ):
        with pytest.raises(StateForbids, match=f"该件已由3号窗口备案，备案编号{NUMBER}"):
            act()
    assert platform_entry.platform_state(backend, filed).case.state is FilingState.FILED


def test_a_change_knows_the_number_of_what_it_changes(backend, complete):
    first, change = complete(), complete()
    platform_filing.file_case(backend, first, NUMBER, post=POST)
    backend.store.kept.filings[change].kind = FilingKind.CHANGE
    backend.store.kept.filings[change].changes = first
    assert platform_entry.platform_state(backend, change).number_before == NUMBER
    assert platform_entry.platform_state(backend, first).number_before == ""
