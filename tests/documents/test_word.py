"""The Word document says what the PDF says, in Word's own terms, and LibreOffice reads the same."""

import shutil
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt

from counter_app.documents.blocks import Document, Layout, Paragraph, Run
from counter_app.documents.word import render_word
from counter_app.domain.papers.titles import TITLES
from tests.documents.conftest import every_text, poppler_text, squeezed
from tests.documents.stress import with_devices

SOFFICE = shutil.which("soffice")


def words_of(word: bytes) -> str:
    """All text of body, headers and footers, as python-docx reads it."""
    package = docx.Document(BytesIO(word))
    parts = [package.element.body]
    for section in package.sections:
        parts += [section.header._element, section.footer._element]
    return squeezed("".join(node.text or "" for part in parts for node in part.iter(qn("w:t"))))


@pytest.mark.parametrize("document", TITLES)
def test_every_value_is_in_the_document(renderer, sample, document):
    facts = replace(sample(document), reprint=1)
    found = words_of(renderer.word(facts))
    for text in every_text(renderer.document(facts)):
        assert squeezed(text) in found, text


def test_the_chinese_font_is_named_on_every_run_and_style(renderer, sample):
    package = docx.Document(BytesIO(renderer.word(sample("material_receipt"))))
    fonts = [run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}") for run in package.element.body.iter(qn("w:r"))]
    assert fonts
    assert all(font.get(qn("w:eastAsia")) for font in fonts)
    normal = package.styles["Normal"].element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    assert normal.get(qn("w:eastAsia")) == "仿宋"


def test_tables_repeat_their_header_and_keep_rows_whole(renderer, notice_of):
    package = docx.Document(BytesIO(renderer.word(notice_of(60))))
    table = package.tables[0]._element
    rows = table.findall(qn("w:tr"))
    assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)


def test_the_title_of_a_checklist_is_repeated_and_labels_are_parted_evenly(renderer, sample):
    package = docx.Document(BytesIO(renderer.word(sample("platform_sheet"))))
    first = package.tables[0]._element.findall(qn("w:tr"))[0]
    assert first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    grid = docx.Document(BytesIO(renderer.word(sample("filing_receipt")))).tables[0]
    cells = [[paragraph.text for paragraph in cell.paragraphs] for row in grid.rows for cell in row.cells]
    assert ["统一社会", "信用代码"] in cells


def test_twenty_eight_characters_stand_on_a_line():
    word = render_word(Document("题", Layout.NOTICE, (Paragraph((Run("正文"),)),)))
    package = docx.Document(BytesIO(word))
    section = package.sections[0]
    measure = (section.page_width - section.left_margin - section.right_margin) / Pt(1)
    found = [run.find(qn("w:spacing")) for run in package.element.body.iter(qn("w:rPr"))]
    spacings = {int(spacing.get(qn("w:val"))) for spacing in found if spacing is not None}
    assert spacings
    assert all(28 * (16 + spacing / 20) <= measure for spacing in spacings)


def test_the_page_number_is_a_field_between_dashes(renderer, sample):
    package = docx.Document(BytesIO(renderer.word(sample("deficiency_notice"))))
    footer = package.sections[0].footer._element
    assert [code.text.strip() for code in footer.iter(qn("w:instrText"))] == ["PAGE"]
    assert "— 1 —" in "".join(node.text for node in footer.iter(qn("w:t")))


def test_a_record_counts_its_pages(renderer, sample):
    package = docx.Document(BytesIO(renderer.word(sample("inspection_record"))))
    footer = package.sections[0].footer._element
    assert [code.text.strip() for code in footer.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_the_font_of_titles_has_one_in_its_place_where_windows_lacks_it(renderer, sample):
    with zipfile.ZipFile(BytesIO(renderer.word(sample("filing_receipt")))) as archive:
        table = parse_xml(archive.read("word/fontTable.xml"))
    [font] = [font for font in table if font.get(qn("w:name")) == "方正小标宋简体"]
    assert font.find(qn("w:altName")).get(qn("w:val")) == "宋体"


def test_boxes_to_tick_are_set_in_a_font_that_has_them_whole(renderer, sample):
    package = docx.Document(BytesIO(renderer.word(sample("inspection_record"))))
    boxed = [run for run in package.element.body.iter(qn("w:r")) if "□" in "".join(run.itertext())]
    assert boxed
    fonts = {run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}").get(qn("w:eastAsia")) for run in boxed}
    assert fonts == {"宋体"}
    assert {"".join(run.itertext()).strip("□") for run in boxed} == {""}


def test_text_from_outside_is_text_and_what_xml_cannot_hold_is_dropped():
    said = "a <unknown> b & c\x00\x0b\ud800 ]]> 龑𬱖"
    found = words_of(render_word(Document("题", Layout.NOTICE, (Paragraph((Run(said),)),))))
    assert "a<unknown>b&c]]>龑𬱖" in found


def test_metadata_names_nobody(renderer, sample):
    facts = sample("deficiency_notice")
    properties = docx.Document(BytesIO(renderer.word(facts))).core_properties
    assert properties.title == "一次性告知书"
    with zipfile.ZipFile(BytesIO(renderer.word(facts))) as archive:
        told = archive.read("docProps/core.xml").decode()
    assert facts.post.clerk not in told
    assert facts.answers.display("agent.name") not in told


def test_a_wide_annex_lies_on_its_side(renderer, sample):
    package = docx.Document(BytesIO(renderer.word(with_devices(sample("information_sheet"), 60))))
    upright, turned = package.sections
    assert upright.page_width < upright.page_height
    assert turned.page_width > turned.page_height
    for section in (upright, turned):
        foot = section.footer.tables[0]._element
        width = sum(int(column.get(qn("w:w"))) for column in foot.iter(qn("w:gridCol")))
        measure = (section.page_width - section.left_margin - section.right_margin) / Pt(1)
        assert abs(width / 20 - measure) < 1


def test_a_reprint_begins_where_the_first_print_did(renderer, sample):
    first = docx.Document(BytesIO(renderer.word(sample("information_sheet"))))
    again = docx.Document(BytesIO(renderer.word(replace(sample("information_sheet"), reprint=1))))
    [mark] = again.sections[0].header.paragraphs
    assert mark.text == "补打（第1次）"
    assert again.sections[0].top_margin == first.sections[0].top_margin
    section = again.sections[0]
    assert section.header_distance + mark.paragraph_format.line_spacing <= section.top_margin


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is a second reader; a counter need not have it")
def test_libreoffice_reads_the_same(renderer, sample, tmp_path):
    for document in TITLES:
        (tmp_path / f"{document}.docx").write_bytes(renderer.word(sample(document)))
    subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            *(str(tmp_path / f"{document}.docx") for document in TITLES),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    for document in TITLES:
        found = squeezed(poppler_text((tmp_path / f"{document}.pdf").read_bytes(), tmp_path, "-layout"))
        raw = squeezed(poppler_text((tmp_path / f"{document}.pdf").read_bytes(), tmp_path, "-raw"))
        for text in every_text(renderer.document(sample(document))):
            assert squeezed(text) in raw or squeezed(text) in found, (document, text)
