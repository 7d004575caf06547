"""The number at the foot of each page is read back by a reader that is not ours."""

from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from counter_app.documents.barcode import bars
from counter_app.documents.qr import QUIET, qr_rows
from counter_app.domain.papers.spoken_notice import short_text
from counter_app.domain.papers.titles import TITLES


def read(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def in_short(facts) -> set[str]:
    """What a notice says to a telephone."""
    return {short_text(facts)} if facts.document.startswith("deficiency_notice") else set()


@pytest.mark.parametrize("document", TITLES)
@pytest.mark.parametrize("dpi", [150, 300])
def test_every_page_is_read_back_from_paper(renderer, sample, document, dpi):
    facts = sample(document)
    opened = pypdfium2.PdfDocument(renderer.pdf(facts))
    cases = facts.transfer.cases if facts.transfer is not None else ()
    beside = {case.barcode for case in cases} | {facts.transfer.package.sha256 if cases else ""} | in_short(facts)
    everything = set()
    foot = facts.barcode if document != "case_contents" else ""  # a page goes into the folder of its case
    for page in opened:
        found = read(page.render(scale=dpi / 72).to_pil().convert("L"))
        own = {foot} if foot else set()
        assert own <= set(found) <= own | beside
        everything |= set(found)
    assert in_short(facts) <= everything or dpi < 200  # a telephone sees more of it
    opened.close()


@pytest.mark.parametrize("dpi", [150, 300])
def test_every_row_of_a_list_and_every_label_is_read_back_and_the_digest_too(renderer, sample, dpi):
    for document, codes in (("transfer_list", 1), ("transfer_cover", 1), ("spine_labels", 0)):
        facts = sample(document)
        opened = pypdfium2.PdfDocument(renderer.pdf(facts))
        found = [code for page in opened for code in read(page.render(scale=dpi / 72).to_pil().convert("L"))]
        opened.close()
        assert found.count(facts.transfer.package.sha256) == codes
        if document != "transfer_cover":
            assert {case.barcode for case in facts.transfer.cases} <= set(found)


def test_a_page_laid_askew_is_read_back(renderer, sample):
    facts = sample("deficiency_notice")
    opened = pypdfium2.PdfDocument(renderer.pdf(facts))
    picture = opened[0].render(scale=200 / 72).to_pil().convert("L").rotate(2, fillcolor=255, expand=True)
    opened.close()
    assert facts.barcode in read(picture)


@pytest.mark.parametrize("text", ["BG2026-0012", "A", "12", "123", "1234567", "AN2026-000012", "~ !", "9999999999"])
def test_any_number_is_read_back(text):
    widths = bars(text)
    picture = Image.new("L", ((sum(widths) + 40) * 3, 120), 255)
    x = 60
    for index, width in enumerate(widths):
        if index % 2 == 0:
            picture.paste(0, (x, 10, x + width * 3, 110))
        x += width * 3
    assert read(picture) == [text]


@pytest.mark.parametrize("text", ["", "大关", "a\n"])
def test_what_the_code_cannot_hold_is_our_own_fault(text):
    with pytest.raises(ValueError, match="ASCII"):
        bars(text)


@pytest.mark.parametrize(
    "text",
    [
        "0123456789",
        "BG2026-0001",
        "安县",
        "安关安公",
        "大关县公安局\n1. 填写",
        "a1" * 32,
        "缺" * 50 + "A",
        "补正材料，" * 150,
    ],
)
def test_any_text_is_read_off_its_qr_code(text):
    rows = qr_rows(text)
    picture = Image.new("L", (len(rows) + 2 * QUIET,) * 2, 255)
    for down, row in enumerate(rows):
        assert len(row) == len(rows)
        for across, dark in enumerate(row):
            picture.putpixel((QUIET + across, QUIET + down), 0 if dark else 255)
    assert read(picture.resize((picture.width * 4,) * 2, Image.Resampling.NEAREST)) == [text]


def test_the_word_document_carries_the_barcode_too(renderer, sample):
    from docx import Document

    facts = sample("deficiency_notice")
    package = Document(BytesIO(renderer.word(facts)))
    pictures = [part.blob for part in package.part.package.iter_parts() if part.content_type == "image/png"]
    found = []
    for picture in pictures:
        padded = Image.new("L", (3000, 1200), 255)
        padded.paste(Image.open(BytesIO(picture)).convert("L"), (100, 50))
        found += read(padded)
    assert set(found) == {facts.barcode, *in_short(facts)}
