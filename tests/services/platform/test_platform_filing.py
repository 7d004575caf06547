"""Filing under the platform's number, once; a number that looks odd, twice; and taking a mistaken filing back."""

import dataclasses
import json
from datetime import UTC, datetime

import pytest

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.refusal import Refusal, StateForbids
from counter_app.domain.filing.filing import Custody, FilingKind, FilingState
from counter_app.services.filing import cases
from counter_app.services.office import offices, supervision
from counter_app.services.office.pins import WrongPin
from counter_app.services.office.supervision import Permission
from counter_app.services.papers import issuing, printing
from counter_app.services.platform import platform_filing
from counter_app.services.platform.platform_filing import UnusualNumber
from counter_app.services.ports import ChangedElsewhere
from tests.fakes.memory_backend import OFFICE
from tests.services.conftest import POST

NUMBER = "530624202600000123"
BOSS = Permission("赵主任", "135790", {"": "平台上录成了另一家单位"})


@pytest.fixture
def complete(backend, sample):
    """A complete case with its receipt; each call another one."""

    def make():
        reference = cases.open_case(backend, post=POST, intake=sample("01")).filing.reference
        issuing.issue_receipt(backend, reference, post=POST)
        return reference

    return make


@pytest.fixture
def boss(backend):
    supervision.set_supervisor(backend, BOSS.supervisor, BOSS.pin, post=POST)
    return BOSS


def filing(backend, reference):
    return cases.load_case(backend, reference).filing


def acts(backend, reference):
    return [entry.act for entry in backend.store.kept.history if entry.reference == reference]


def test_filing_keeps_number_and_day_and_issues_the_receipt(backend, complete):
    reference = complete()
    (receipt,) = platform_filing.file_case(backend, reference, NUMBER, post=POST)
    filed = filing(backend, reference)
    assert (filed.state, filed.platform_number, filed.filed_on.isoformat()) == (FilingState.FILED, NUMBER, "2026-03-02")
    assert (receipt.document, receipt.number) == ("filing_receipt", Number("备回", 2026, 1))
    facts = printing.facts_of(backend, receipt)
    assert (facts.platform_number, facts.filed_on, facts.barcode) == (NUMBER, filed.filed_on, "BH2026-0001")
    assert acts(backend, reference)[-1] == "case.filed"
    assert [paper.document for paper in printing.papers_of_case(backend, reference)][-1] == "filing_receipt"


def test_a_second_press_or_a_second_window_files_nothing_more(backend, complete):
    reference = complete()
    platform_filing.file_case(backend, reference, NUMBER, post=POST)
    with pytest.raises(StateForbids, match=f"该件已备案，备案编号{NUMBER}"):
        platform_filing.file_case(backend, reference, "530624202600000999", post=POST)
    with backend.work() as work:
        assert len(work.numbers.taken("filing_receipt", year=2026)) == 1
    assert filing(backend, reference).platform_number == NUMBER


def test_a_case_that_is_not_complete_is_not_filed(backend, sample):
    reference = cases.open_case(backend, post=POST, intake=sample("01")).filing.reference
    with pytest.raises(StateForbids, match="还不能备案"):
        platform_filing.file_case(backend, reference, NUMBER, post=POST)
    with backend.work() as work:
        assert work.numbers.taken("filing_receipt", year=2026) == []


@pytest.mark.parametrize("typed", ["", "　 ", "1" * 65])
def test_a_blank_or_endless_number_is_refused(backend, complete, typed):
    reference = complete()
    with pytest.raises(Refusal) as refused:
        platform_filing.file_case(backend, reference, typed, again=typed, post=POST)
    assert not isinstance(refused.value, UnusualNumber)
    assert filing(backend, reference).state is FilingState.COMPLETE


def test_a_number_is_kept_as_it_was_meant(backend, complete):
    reference = complete()
    platform_filing.file_case(backend, reference, " ５３０６２４ 2026－0007 ", post=POST)
    assert filing(backend, reference).platform_number == "5306242026-0007"


def test_a_number_of_another_shape_counts_when_it_was_keyed_twice_alike(backend, complete):
    office = dataclasses.replace(OFFICE, platform_number_format="#{18}")
    offices.save_office(backend, office, post=POST)
    reference = complete()
    with pytest.raises(UnusualNumber, match="18位数字"):
        platform_filing.file_case(backend, reference, "5306242026", post=POST)
    with pytest.raises(UnusualNumber, match="不一致"):
        platform_filing.file_case(backend, reference, "5306242026", again="5306242027", post=POST)
    assert filing(backend, reference).state is FilingState.COMPLETE
    platform_filing.file_case(backend, reference, "5306242026", again="５３０６ 242026", post=POST)
    assert filing(backend, reference).platform_number == "5306242026"


def test_the_number_of_another_filing_names_it_and_counts_when_keyed_twice(backend, complete):
    first, second = complete(), complete()
    platform_filing.file_case(backend, first, NUMBER, post=POST)
    with pytest.raises(UnusualNumber, match="也是这个备案编号") as odd:
        platform_filing.file_case(backend, second, NUMBER, post=POST)
    assert [other.reference for other in odd.value.others] == [first]
    assert "商贸" not in str(odd.value)
    with backend.work() as work:
        assert len(work.numbers.taken("filing_receipt", year=2026)) == 1
    platform_filing.file_case(backend, second, NUMBER, again=NUMBER, post=POST)


def test_a_change_bears_the_number_of_what_it_changes(backend, complete):
    first, change = complete(), complete()
    platform_filing.file_case(backend, first, NUMBER, post=POST)
    with backend.work() as work:
        later = work.filings.get(change)
        later.kind, later.changes = FilingKind.CHANGE, first
        work.filings.save(later)
        work.commit()
    platform_filing.file_case(backend, change, NUMBER, post=POST)
    assert filing(backend, change).platform_number == NUMBER


def test_no_name_and_no_identity_number_stands_in_the_history(backend, complete, boss):
    reference = complete()
    platform_filing.file_case(backend, reference, NUMBER, post=POST)
    platform_filing.undo_filing(backend, reference, allowed_by=boss, post=POST)
    answers = filing(backend, reference).answers
    details = str([dict(e.details) for e in backend.store.kept.history if e.reference == reference])
    for key in ("unit.name", "agent.name", "agent.id_number"):
        assert answers.display(key) not in details
    assert boss.supervisor not in details


# Taking it back ---------------------------------------------------------------------------------------------------


def test_a_mistaken_filing_is_taken_back_and_both_numbers_stay_on_record(backend, complete, boss):
    reference = complete()
    (receipt,) = platform_filing.file_case(backend, reference, NUMBER, post=POST)
    (voided,) = platform_filing.undo_filing(backend, reference, allowed_by=boss, post=POST)
    assert voided.paper_id == receipt.paper_id
    back = filing(backend, reference)
    assert (back.state, back.platform_number, back.filed_on) == (FilingState.COMPLETE, "", None)
    kept = printing.papers_of_case(backend, reference)[-1]
    assert (kept.number, kept.void_reason) == (receipt.number, "平台上录成了另一家单位")
    with pytest.raises(printing.VoidPaper):
        printing.print_paper(backend, receipt.paper_id, post=POST)
    with backend.work() as work:
        undone = work.history.of_case(reference)[-1]
    assert (undone.act, undone.details["platform_number"], undone.details["number"]) == (
        "filing.undone",
        NUMBER,
        "BH2026-0001",
    )


def test_what_was_taken_back_can_be_filed_again_under_a_new_receipt(backend, complete, boss):
    reference = complete()
    platform_filing.file_case(backend, reference, NUMBER, post=POST)
    platform_filing.undo_filing(backend, reference, allowed_by=boss, post=POST)
    (receipt,) = platform_filing.file_case(backend, reference, NUMBER, post=POST)
    assert receipt.number == Number("备回", 2026, 2)
    platform_filing.undo_filing(backend, reference, allowed_by=boss, post=POST)
    assert [paper.is_void for paper in printing.papers_of_case(backend, reference)] == [False, False, True, True]


@pytest.mark.parametrize(
    ("permission", "refusal"),
    [
        (dataclasses.replace(BOSS, pin="0000"), WrongPin),
        (dataclasses.replace(BOSS, supervisor="钱所长"), WrongPin),
        (dataclasses.replace(BOSS, reasons={"": "  "}), Refusal),
    ],
)
def test_only_a_supervisor_with_a_reason_takes_a_filing_back(backend, complete, boss, permission, refusal):
    reference = complete()
    platform_filing.file_case(backend, reference, NUMBER, post=POST)
    with pytest.raises(refusal):
        platform_filing.undo_filing(backend, reference, allowed_by=permission, post=POST)
    assert filing(backend, reference).state is FilingState.FILED
    assert not printing.papers_of_case(backend, reference)[-1].is_void


def test_a_filing_that_was_changed_since_or_whose_paper_is_gone_stays(backend, complete, boss):
    first, change = complete(), complete()
    platform_filing.file_case(backend, first, NUMBER, post=POST)
    with backend.work() as work:
        later = work.filings.get(change)
        later.kind, later.changes = FilingKind.CHANGE, first
        work.filings.save(later)
        work.commit()
    with pytest.raises(StateForbids, match="已有备案变更"):
        platform_filing.undo_filing(backend, first, allowed_by=boss, post=POST)
    cases.withdraw_case(backend, change, post=POST)
    backend.store.kept.filings[first].custody = Custody.IN_TRANSFER
    with pytest.raises(StateForbids, match="移交中"):
        platform_filing.undo_filing(backend, first, allowed_by=boss, post=POST)
    backend.store.kept.filings[first].custody = Custody.AT_WINDOW
    platform_filing.undo_filing(backend, first, allowed_by=boss, post=POST)


def test_a_commit_that_fails_leaves_the_case_complete(backend, complete):
    reference = complete()
    backend.store.refuse_commits = ChangedElsewhere("另一个窗口保存过", "重新打开")
    with pytest.raises(ChangedElsewhere):
        platform_filing.file_case(backend, reference, NUMBER, post=POST)
    backend.store.refuse_commits = None
    assert filing(backend, reference).state is FilingState.COMPLETE
    with backend.work() as work:
        assert work.numbers.taken("filing_receipt", year=2026) == []


def test_a_clock_that_fell_behind_files_nothing(backend, complete):
    reference = complete()
    early = dataclasses.replace(backend, clock=lambda: datetime(2025, 3, 2, 2, 0, tzinfo=UTC))
    with pytest.raises(offices.ClockBehind):
        platform_filing.file_case(early, reference, NUMBER, post=POST)


def test_an_office_frozen_before_it_knew_of_platform_numbers_still_thaws(backend, complete):
    reference = complete()
    paper = printing.papers_of_case(backend, reference)[0]
    old = json.loads(json.dumps(paper.content))
    del old["office"]["platform_number_format"], old["platform_number"], old["filed_on"]
    facts = printing.facts_of(backend, dataclasses.replace(paper, content=old))
    assert (facts.office.platform_number_format, facts.platform_number, facts.filed_on) == ("", "", None)


def test_a_format_nobody_can_read_is_not_kept(backend):
    with pytest.raises(Refusal, match="花括号"):
        offices.save_office(backend, dataclasses.replace(OFFICE, platform_number_format="{18}"), post=POST)
