"""Each paper's layout against a stored one: what moves on paper is seen here before it is seen at a counter.

After a wanted change: `COUNTER_APP_REFERENCES=write pytest tests/documents/test_references.py`, then look at the pages.
"""

import os
from pathlib import Path

import pypdfium2
import pytest

from counter_app.domain.papers.titles import TITLES

REFERENCES = Path(__file__).parent / "references"


def layout_of(pdf: bytes) -> str:
    """Each line of text with the place of its first character, in whole points from the upper left."""
    opened = pypdfium2.PdfDocument(pdf)
    lines = []
    for number, page in enumerate(opened, 1):
        width, height = page.get_size()
        lines.append(f"== {number}: {width:.0f} x {height:.0f}")
        text = page.get_textpage()
        for index in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(index)
            said = text.get_text_bounded(left, bottom, right, top).strip()
            lines.append(f"{left:.0f},{height - top:.0f} {said}")
    opened.close()
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("document", TITLES)
def test_a_paper_looks_as_it_did(renderer, sample, document):
    drawn = layout_of(renderer.pdf(sample(document)))
    reference = REFERENCES / f"{document}.txt"
    if os.environ.get("COUNTER_APP_REFERENCES") == "write":
        reference.write_text(drawn, encoding="utf-8")
    assert drawn == reference.read_text(encoding="utf-8")
