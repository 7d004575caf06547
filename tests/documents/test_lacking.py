"""Which characters a paper cannot show: said before it goes out, as 〓 stands in their place."""

from dataclasses import replace

import pytest

from counter_app.documents.blocks import Run
from counter_app.documents.pdf.fonts import missing_characters
from counter_app.documents.text_runs import text_runs
from counter_app.domain.papers.titles import TITLES
from tests.documents.conftest import every_text, pages_of

RARE = "𠮷"
"""U+20BB7, the other 吉: in many shop names and in none of our fonts."""


@pytest.mark.parametrize("document", TITLES)
def test_the_samples_lack_nothing(renderer, sample, document):
    assert renderer.render(sample(document)).missing_characters == ""


def test_what_no_font_has_is_named_once_in_the_order_in_which_it_stands(renderer, sample):
    facts = sample("deficiency_notice")
    answers = facts.answers.with_answer("unit.name", f"大关县{RARE}祥{RARE}商店").with_answer("agent.name", "张𪚥")
    facts = replace(facts, answers=answers)
    assert renderer.render(facts).missing_characters == f"{RARE}𪚥"
    assert "".join(pages_of(renderer.pdf(facts))).count("〓") == 3


def test_what_is_no_character_to_be_written_is_not_named():
    assert missing_characters([Run("甲\x00\n\u200b乙")]) == ""
    assert missing_characters([Run("〓")]) == ""


def test_every_text_of_a_paper_is_looked_at(renderer, sample):
    for document in TITLES:
        paper = renderer.document(sample(document))
        said = "".join(run.text for run in text_runs(paper))
        assert all(text in said for text in every_text(paper) if text != paper.barcode)
