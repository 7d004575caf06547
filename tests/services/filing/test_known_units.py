"""What is known of the unit at the counter."""

from datetime import date

import pytest

from counter_app.domain.filing.filing import FilingKind, FilingState
from counter_app.domain.forms.answers import Answers
from counter_app.services.filing import cases, known_units
from counter_app.services.papers import issuing
from tests.services.conftest import POST

KEYED = {"unit.uscc": "91530624MA6K3R7Q38"}


@pytest.fixture
def filed(backend, sample):
    reference = cases.open_case(backend, post=POST, intake=sample("01")).filing.reference
    issuing.issue_receipt(backend, reference, post=POST)
    with backend.work() as work:
        filing = work.filings.get(reference)
        filing.move_to(FilingState.FILED)
        filing.filed_on, filing.platform_number = date(2026, 3, 2), "5306240000000123"
        work.filings.save(filing)
        work.commit()
    return reference


@pytest.fixture
def keyed(backend):
    """A new case with a few answers."""

    def key(raw):
        filing = cases.open_case(backend, post=POST).filing
        filing.answers = Answers(filing.form, raw)
        cases.save_draft(backend, filing, post=POST)
        return filing

    return key


def test_a_unit_is_known_by_its_code_or_its_exact_name(backend, filed, keyed):
    for raw in (KEYED, {"unit.name": "大关县青禾商贸有限公司"}):
        known = known_units.find_known(backend, keyed(raw)).unit
        assert known is not None
        assert known.known.reference == filed
        assert known.answers.display("unit.kind") == "企业"


def test_a_unit_nobody_has_looked_at_is_not_known(backend, keyed, sample):
    cases.open_case(backend, post=POST, intake=sample("01"))
    assert known_units.find_known(backend, keyed(KEYED)).unit is None
    assert known_units.find_known(backend, keyed({})).unit is None


def test_the_same_unit_at_nearly_the_same_place_is_shown_side_by_side(backend, filed, keyed):
    address = backend.store.filing(filed).answers.display("system.address").replace("号", " 号")
    (duplicate,) = known_units.find_known(
        backend, keyed({**KEYED, "system.address": address, "system.retention_days": 90})
    ).duplicates
    assert duplicate.known.reference == filed
    differing = [(item.label, item.there, item.here) for item in duplicate.items if item.differs]
    assert ("视频图像信息存储期限(天)", "30", "90") in differing
    assert known_units.find_known(backend, keyed({**KEYED, "system.address": "别处很远的地方99号"})).duplicates == ()


def test_a_first_filing_becomes_the_change_it_should_have_been(backend, filed, keyed):
    draft = keyed({**KEYED, "system.retention_days": 90, "agent.name": "吴示例"})
    opened = known_units.turn_into_change(backend, draft, filed, post=POST)
    filing = opened.case.filing
    assert (filing.kind, filing.changes) == (FilingKind.CHANGE, filed)
    assert filing.answers.get("system.retention_days") == 90
    assert filing.answers.display("agent.name") == "吴示例"
    assert filing.answers.display("unit.name") == "大关县青禾商贸有限公司"
    assert backend.store.filing(draft.reference).state is FilingState.WITHDRAWN
    again = known_units.turn_into_change(backend, keyed(KEYED), filed, post=POST)
    assert again.said
