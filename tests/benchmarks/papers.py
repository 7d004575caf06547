"""The two-page notice, and the list of a batch of 500 cases.

Floor of each: ReportLab alone drawing as many characters in the same font, no line breaking.

Runs in a process of its own, so that the first time is the first time.
"""

from __future__ import annotations

import functools
import io
import json
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pypdfium2

from tests.benchmarks.timing import once, runs


def measure() -> dict[str, object]:
    """Milliseconds: the first notice of a process, the steady notice, the Word notice, a long list; the floors."""
    done = subprocess.run([sys.executable, "-m", __name__], capture_output=True, check=True, timeout=300)
    return dict(json.loads(done.stdout))


def _measure() -> dict[str, object]:
    from counter_app.domain.basics.materials import NOT_PRESENTED
    from counter_app.domain.basics.numbering import Number
    from counter_app.domain.basics.office import Office, Post
    from counter_app.domain.forms.judging import judge
    from counter_app.domain.papers.papers import PaperFacts
    from tests.benchmarks.office import FACTS, RENDERER, case

    answers = case(8)
    for key in ("unit.uscc", "unit.kind", "system.retention_days", "system.function_types", "agent.id_number"):
        answers = answers.with_answer(key, None)
    findings = judge(answers, {"agent_id": NOT_PRESENTED, "authorization_letter": NOT_PRESENTED}, FACTS)
    now = datetime(2026, 3, 2, 10, 42, tzinfo=ZoneInfo("Asia/Shanghai"))
    facts = PaperFacts(
        "deficiency_notice", Number("备告", 2026, 1), "BG2026-0001", now, now, Office("大关县公安局"),
        Post("陈示例", "3号窗口"), answers, {}, findings,
    )  # fmt: skip
    first = once(lambda: RENDERER.pdf(facts))
    pdf = RENDERER.pdf(facts)
    ordinals = iter(range(2, 100))

    def another() -> None:
        number = Number("备告", 2026, next(ordinals))
        RENDERER.pdf(replace(facts, number=number, barcode=number.barcode))

    with pypdfium2.PdfDocument(pdf) as document:
        pages = len(document)
        characters = sum(page.get_textpage().count_chars() for page in document)
    return {
        "pages": pages, "characters": characters, "bytes": len(pdf),
        "first_ms": round(first, 1), "first_budget_ms": 300,
        "steady_ms": runs(another), "steady_budget_ms": 60,
        "word_ms": runs(lambda: RENDERER.word(facts)),
        "floor_reportlab_drawing_ms": runs(lambda: _bare(characters, pages)),
        "list_of_500": _long_list(),
    }  # fmt: skip


def _long_list() -> dict[str, object]:
    """The list of a hand-over of 500 cases, a barcode in each row, drawn for the first time."""
    from counter_app import paths
    from counter_app.catalogue.loader import load_form
    from counter_app.catalogue.toml_files import Folders
    from counter_app.documents.renderer import DocumentRenderer
    from counter_app.documents.samples import sample_facts
    from counter_app.documents.transfer_sample import sample_transfer

    folders = Folders(paths.forms_dir())
    facts = sample_facts("transfer_list", load_form(folders, "transfer"))
    facts = replace(facts, transfer=sample_transfer(facts.issued_at, facts.office, cases=500))
    renderer = DocumentRenderer(folders, functools.partial(load_form, folders))
    first = once(lambda: renderer.pdf(facts))
    pdf = renderer.pdf(facts)
    with pypdfium2.PdfDocument(pdf) as document:
        pages = len(document)
        characters = sum(page.get_textpage().count_chars() for page in document)
    return {
        "pages": pages, "characters": characters, "bytes": len(pdf),
        "first_ms": round(first, 1), "first_budget_ms": 2000,
        "floor_reportlab_drawing_ms": runs(lambda: _bare(characters, pages), 5),
    }  # fmt: skip


def _bare(characters: int, pages: int) -> bytes:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    from counter_app.paths import resources_dir

    if "Bare" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Bare", resources_dir() / "fonts" / "LXGWZhuqueFangsong-Regular.ttf"))
    stream = io.BytesIO()
    canvas = Canvas(stream)
    line = "公共安全视频图像信息系统备案材料不齐全现将需要补正的全部内容"
    for _page in range(pages):
        canvas.setFont("Bare", 16)
        for number in range(characters // pages // len(line)):
            canvas.drawString(80, 780 - number * 24, line)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


if __name__ == "__main__":
    print(json.dumps(_measure()))
