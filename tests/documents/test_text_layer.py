"""What a reader copies out of the PDF is what was put in, and nothing personal stands where nobody looks."""

from dataclasses import replace

import pypdfium2
import pytest
from pypdfium2 import PdfDocument
from reportlab.pdfbase.ttfonts import TTFontFace

from counter_app.documents.blocks import Document, Layout, Paragraph, Run
from counter_app.documents.pdf import render_pdf
from counter_app.documents.pdf.faces import BulkFace
from counter_app.domain.papers.titles import TITLES
from counter_app.paths import resource
from tests.documents.conftest import every_text, pages_of, poppler_text, squeezed


def paper(text: str) -> Document:
    return Document("样张", Layout.NOTICE, (Paragraph((Run(text),)),))


@pytest.mark.parametrize("document", TITLES)
def test_both_readers_give_back_every_value(renderer, sample, tmp_path, document):
    composed = renderer.document(sample(document))
    pdf = render_pdf(composed)
    for read in ("".join(pages_of(pdf)), poppler_text(pdf, tmp_path, "-raw")):
        found = squeezed(read)
        for text in every_text(composed):
            assert squeezed(text) in found, text


def test_rare_characters_come_back_exactly(tmp_path):
    names = "张三龑𬱖，䶮㛃，买买提·艾力，ａｂｃ"
    pdf = render_pdf(paper(names))
    assert names in squeezed("".join(pages_of(pdf)))
    assert names in squeezed(poppler_text(pdf, tmp_path))


def test_text_from_outside_is_text(tmp_path):
    said = "a <unknown> b & c <b>d</b> &lt; {unit.name} **e** %s \\n"
    pdf = render_pdf(paper(said))
    assert squeezed(said) in squeezed("".join(pages_of(pdf)))
    assert "<unknown>" in poppler_text(pdf, tmp_path)


def test_a_character_that_no_font_has_is_seen_to_be_missing():
    assert "甲〓乙" in squeezed("".join(pages_of(render_pdf(paper("甲\ue863乙")))))


def test_line_ends_within_a_value_are_blanks():
    assert "一 二" in "".join(pages_of(render_pdf(paper("一\r\n二"))))


def test_metadata_names_the_paper_and_nobody(renderer, sample):
    facts = sample("deficiency_notice")
    opened = PdfDocument(renderer.pdf(facts))
    told = opened.get_metadata_dict()
    opened.close()
    assert told["Title"] == "一次性告知书"
    assert told["Author"] == facts.office.name
    for personal in (facts.answers.display("agent.name"), facts.post.clerk, facts.answers.display("unit.name")):
        assert personal not in str(told)


@pytest.mark.parametrize("document", TITLES)
def test_the_same_paper_is_the_same_file(renderer, sample, document):
    assert renderer.pdf(sample(document)) == renderer.pdf(sample(document))


def test_fonts_are_embedded_as_subsets(renderer, sample):
    pdf = renderer.pdf(sample("information_sheet"))
    assert b"/FontFile2" in pdf
    assert len(pdf) < 150_000


@pytest.mark.parametrize(
    "name",
    ["LXGWZhuqueFangsong-Regular", "NotoSerifSC-Regular", "NotoSerifSC-Bold-subset", "LiberationSerif-Regular"],
)
def test_bulk_reading_finds_what_reportlab_finds(name):
    file = str(resource(f"fonts/{name}.ttf"))
    ours, theirs = BulkFace(file), TTFontFace(file)
    known = {code: glyph for code, glyph in theirs.charToGlyph.items() if glyph and code != 0xFFFF}
    assert ours.charToGlyph == known
    assert list(ours.hmetrics) == theirs.hmetrics
    assert ours.glyphPos == theirs.glyphPos
    assert all(ours.getCharWidth(code) == pytest.approx(theirs.getCharWidth(code)) for code in known)
    subset = [0, *list(known)[:: len(known) // 200]]
    assert ours.makeSubset(subset) == theirs.makeSubset(subset)


def test_a_reprint_says_so_on_every_page(renderer, notice_of):
    facts = replace(notice_of(20), reprint=2)
    pages = pages_of(renderer.pdf(facts))
    assert len(pages) > 1
    assert all("补打（第2次）" in page for page in pages)
    assert not any("补打" in page for page in pages_of(renderer.pdf(replace(facts, reprint=0))))


def test_rendering_does_not_depend_on_the_thread(renderer, sample):
    from concurrent.futures import ThreadPoolExecutor

    expected = {document: renderer.pdf(sample(document)) for document in TITLES}
    with ThreadPoolExecutor(4) as pool:
        jobs = [(document, pool.submit(renderer.pdf, sample(document))) for document in list(TITLES) * 3]
        assert all(job.result() == expected[document] for document, job in jobs)
    assert pypdfium2.PdfDocument(expected["deficiency_notice"]).get_page_size(0) == pytest.approx(
        (595.28, 841.89), abs=0.1
    )


def test_a_voided_paper_says_so_on_every_page(renderer, sample):
    facts = replace(sample("filing_receipt"), void=True, reprint=2)
    pages = pages_of(renderer.pdf(facts))
    assert all("作废" in page and "补打" not in page for page in pages)
    assert "作废" not in "".join(pages_of(renderer.pdf(replace(facts, void=False))))
