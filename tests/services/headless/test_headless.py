"""The sample office: a day of it, and what stands in its window."""

from dataclasses import replace

from counter_app.domain.filing.filing import FilingState
from counter_app.services.headless import headless
from tests.fakes.memory_backend import MemoryBackend


def states(backend):
    return [filing.state for filing in backend.store.kept.filings.values()]


def test_one_case_of_the_sample_office_goes_all_the_way_and_the_others_wait(sample):
    backend = MemoryBackend.make(office=None)
    intakes = [("01", sample("01")), ("03", sample("03")), ("04", sample("04"))]
    headless.create_sample_cases(backend, intakes)
    assert states(backend) == [FilingState.FILED, FilingState.DRAFT, FilingState.COMPLETE]
    headless.create_sample_cases(backend, intakes)
    assert len(states(backend)) == 3


def test_the_sample_day_files_the_first_complete_case_and_writes_its_receipt(sample, tmp_path):
    backend = MemoryBackend.make(office=None)
    intakes = [("01", replace(sample("01"), received_on=None)), ("04", sample("04"))]
    written = headless.sample_day(backend, intakes, tmp_path)
    receipts = [paper for paper in written if paper.document == "filing_receipt"]
    assert [(paper.number, paper.pdf.parent.name) for paper in receipts] == [("BH2026-0001", "01")]
    assert receipts[0].pdf.is_file()
    assert receipts[0].word.is_file()
    assert states(backend)[0] is FilingState.FILED
    [change] = [paper for paper in written if paper.document == "change_receipt"]
    assert change.pdf.parent.name == "01-change"
    [changed] = [f for f in backend.store.kept.filings.values() if f.changes]
    assert (changed.state, changed.platform_number) == (FilingState.FILED, headless.DEMO_NUMBER)


def test_taking_a_file_in_does_not_file_it(backend, sample, tmp_path):
    taken = headless.intake_and_issue(backend, sample("01"), tmp_path, post=headless.DEMO_WORKSTATION.post)
    assert backend.store.filing(taken.reference).state is FilingState.COMPLETE
    assert [paper.document for paper in taken.papers] == ["material_receipt", "platform_sheet"]
