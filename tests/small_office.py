"""A quarter of a small office, worked out by hand: what its statistics must say stands in the tests that use it.

| case | received | first visit | then |
|---|---|---|---|
| A | 2 Jan | complete, window 3, 陈示例 | filed the same day, handed over with B on 3 Feb: one day late |
| B | 5 Jan | complete, window 3, 陈示例 | filed 7 Jan (2 days), handed over on 3 Feb, on time |
| C | 5 Jan | notice of 4 items, window 5, 赵示例 | complete on 15 Jan, filed on 15 Jan (10 days) |
| D | 2 Feb | notice of 4 items, window 5, 赵示例 | its notice voided on 3 Feb: a draft again, never counted |
| E | 2 Feb | notice of 4 items, window 5, 赵示例 | withdrawn on 3 Feb |
| F | 3 Feb | complete, window 3, 陈示例 | waits to be keyed into the platform |
| G | 3 Feb | none: a draft | — |
| H | 3 Feb | none: withdrawn as a draft | — |
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from counter_app.domain.basics.materials import Material, MaterialState
from counter_app.domain.basics.office import Post
from counter_app.services.filing import cases
from counter_app.services.headless.sample_inspection import create_sample_inspections, sample_papers
from counter_app.services.papers import issuing, voiding
from counter_app.services.platform import platform_filing
from counter_app.services.ports import Backend
from counter_app.services.transfer import batch_closing, batches
from tests.fakes.memory_backend import intake_of, on_a_later_day

SAMPLES = Path(__file__).parent / "samples"
THREE, FIVE = Post("陈示例", "3"), Post("赵示例", "5")


def at(backend: Backend, month: int, day: int, hour: int = 2) -> Backend:
    """The office on a day of 2026; 2 o'clock UTC is ten in the morning there."""
    return on_a_later_day(backend, datetime(2026, month, day, hour, 30, tzinfo=UTC))


def received(backend: Backend, name: str, month: int, day: int, post: Post) -> str:
    """A sample case received on a day; its reference."""
    content: dict[str, Any] = json.loads(next(SAMPLES.glob(f"{name}-*.json")).read_text("utf-8"))
    intake = replace(intake_of(content, backend.forms.current()), received_on=date(2026, month, day))
    return cases.open_case(backend, post=post, intake=intake).filing.reference


def make_small_office(backend: Backend) -> dict[str, str]:
    """Do all that the table says; references by letter."""
    known = {}
    now = at(backend, 1, 2)
    known["A"] = received(now, "01", 1, 2, THREE)
    issuing.issue_receipt(now, known["A"], post=THREE)
    platform_filing.file_case(now, known["A"], "530624202600000001", post=THREE)
    now = at(backend, 1, 5)
    known["B"] = received(now, "01", 1, 5, THREE)
    issuing.issue_receipt(now, known["B"], post=THREE)
    known["C"] = received(now, "03", 1, 5, FIVE)
    issuing.issue_notice(now, known["C"], post=FIVE)
    now = at(backend, 1, 7)
    platform_filing.file_case(now, known["B"], "530624202600000002", post=THREE)
    now = at(backend, 1, 15)
    _mend(now, known["C"])
    issuing.issue_receipt(now, known["C"], post=FIVE)
    platform_filing.file_case(now, known["C"], "530624202600000003", post=FIVE)
    now = at(backend, 2, 2)
    for letter in "DE":
        known[letter] = received(now, "03", 2, 2, FIVE)
        issuing.issue_notice(now, known[letter], post=FIVE)
    now = at(backend, 2, 3)
    [notice] = [p for p in _papers(now, known["D"]) if p.document == "deficiency_notice"]
    voiding.void_paper(now, notice.paper_id, "重复出具，已收回", post=FIVE)
    cases.withdraw_case(now, known["E"], post=FIVE)
    known["F"] = received(now, "01", 2, 3, THREE)
    issuing.issue_receipt(now, known["F"], post=THREE)
    known["G"] = received(now, "01", 2, 3, THREE)
    known["H"] = received(now, "01", 2, 3, THREE)
    cases.withdraw_case(now, known["H"], post=THREE)
    _hand_over(now, known["A"], known["B"])
    sample_papers(now, known["A"], post=THREE)
    create_sample_inspections(now, known["B"], post=THREE)
    return known


def _mend(backend: Backend, reference: str) -> None:
    filing = cases.load_case(backend, reference).filing
    filing.answer("unit.uscc", "91530624MA6K3R7Q38")
    filing.answer("system.retention_days", 30)
    filing.answer("agent.id_number", "530624199003071217")
    for key in ("agent_id", "authorization_letter"):
        filing.review(key, Material(MaterialState.ACCEPTED))
    cases.save_draft(backend, filing, post=FIVE)


def _papers(backend: Backend, reference: str) -> list[Any]:
    with backend.work() as work:
        return work.papers.of_case(reference)


def _hand_over(backend: Backend, *references: str) -> None:
    batch_id = batches.open_batch(backend, post=THREE).batch.batch_id
    for reference in references:
        batches.scan(backend, batch_id, reference, post=THREE)
    batch_closing.close_batch(backend, batch_id, post=THREE)
    batch_closing.issue_papers(backend, batch_id, without_package=True, post=THREE)
    batch_closing.hand_over(backend, batch_id, by="陈示例", post=THREE)
