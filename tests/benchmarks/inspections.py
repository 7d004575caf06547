"""A round of 30 prefilled transcripts as one print job, and the whole history of a unit with 500 events.

Floors, in the same process: ReportLab alone drawing as many characters in the same font, no line breaking; and the
bare reading of as many rows by the same driver.
"""

from __future__ import annotations

import io
import sqlite3
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.benchmarks.timing import once, runs

ROUND = 30
EVENTS = 500


def measure() -> dict[str, object]:
    """Milliseconds of both, with their budgets and floors."""
    from counter_app import bootstrap
    from counter_app.services.headless.headless import create_sample_office

    with tempfile.TemporaryDirectory() as folder, bootstrap.keeping_backend(Path(folder), sample=True) as backend:
        post = create_sample_office(backend)
        return {"round": _round(backend, post), "unit_history": _history(backend, post)}


def _round(backend, post) -> dict[str, object]:
    import pypdfium2

    from counter_app import bootstrap
    from counter_app.domain.inspection.inspections import InspectionKind, Officer
    from counter_app.services.filing import cases
    from counter_app.services.inspection import inspections
    from counter_app.services.papers import issuing, printing
    from counter_app.services.platform import platform_filing

    intake = replace(bootstrap.demo_intakes(backend)[0][1], received_on=None)
    filed = []
    for number in range(ROUND):
        reference = cases.open_case(backend, post=post, intake=intake).filing.reference
        issuing.issue_receipt(backend, reference, post=post)
        platform_filing.file_case(backend, reference, f"5306242026{number:08d}", post=post)
        filed.append(reference)
    officers = (Officer("王某", "530001"), Officer("李某", "530002"))
    pdfs: list[bytes] = []

    def print_round() -> None:
        planned = inspections.plan(backend, InspectionKind.GENERAL, filed, officers, "派出所", None, post=post)
        ids = [one.inspection_id for one in planned]
        papers = inspections.templates(backend, ids, blank=False, post=post)
        pdfs[:] = [printing.print_paper(backend, paper.paper_id, post=post).pdf for paper in papers]

    first = once(print_round)
    second = once(print_round)
    characters = 0
    pages = 0
    for pdf in pdfs:
        with pypdfium2.PdfDocument(pdf) as document:
            pages += len(document)
            characters += sum(page.get_textpage().count_chars() for page in document)
    return {
        "transcripts": ROUND, "pages": pages, "characters": characters,
        "first_ms": round(first, 1), "again_ms": round(second, 1), "budget_ms": 3000,
        "floor_ms": runs(lambda: _bare(characters, pages), times=3),
    }  # fmt: skip


def _bare(characters: int, pages: int) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(io.BytesIO())
    for _page in range(pages):
        canvas.setFont("Helvetica", 10)
        for line in range(characters // pages // 30):
            canvas.drawString(40, 800 - 12 * (line % 60), "x" * 30)
        canvas.showPage()
    canvas.save()


def _history(backend, post) -> dict[str, object]:
    from counter_app.domain.basics.numbering import Number
    from counter_app.domain.inspection.inspections import InspectedPlace, Inspection, InspectionKind, InspectionState
    from counter_app.services.inspection import inspections, unit_history
    from counter_app.services.ports import UnitKey

    edition = backend.inspection_items.current().edition
    place = InspectedPlace("大关县常查单位", "翠华镇示例路9号", uscc="91530624MA6K3R7Q38")
    began = datetime(2020, 1, 1, 2, 0, tzinfo=UTC)
    with backend.work() as work:
        for number in range(EVENTS):
            at = began + timedelta(days=number)
            work.inspections.add(
                Inspection(
                    inspections.new_inspection_id(),
                    InspectionKind.GENERAL,
                    place,
                    edition,
                    state=InspectionState.RECORDED,
                    started_at=at,
                    ended_at=at,
                    number=Number("视检", 2020, number + 1),
                )
            )
        work.commit()
    unit = UnitKey(place.unit, place.uscc, place.address)
    events = len(unit_history.unit_events(backend, unit))
    return {
        "events": events,
        "ms": runs(lambda: unit_history.unit_events(backend, unit)), "budget_ms": 50, "floor_ms": _rows(),
    }  # fmt: skip


def _rows() -> object:
    """As many rows of twelve columns from a bare driver."""
    columns = [f"c{column}" for column in range(12)]
    bare = sqlite3.connect(":memory:")
    bare.execute("create table bare (c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11)")
    row = tuple("某某单位" * 3 for _column in columns)
    bare.executemany("insert into bare values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [row] * EVENTS)
    measured = runs(lambda: bare.execute("select * from bare").fetchall())
    bare.close()
    return measured


__all__ = ["measure"]
