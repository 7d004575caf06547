"""How many pages a paper has under stress, and that Word breaks it as the PDF does."""

import os
import shutil
import subprocess
from dataclasses import replace

import pypdfium2
import pytest

from counter_app import paths
from counter_app.documents import sizes
from counter_app.documents.blocks import (
    Code,
    Column,
    Document,
    Fit,
    Layout,
    Paragraph,
    Run,
    Seal,
    Signatory,
    SignatureLines,
    Signatures,
    Table,
)
from counter_app.documents.pdf import render_pdf
from counter_app.documents.pdf.fitting import fitted, scale_for_word
from counter_app.documents.word import render_word
from tests.documents.conftest import pages_of, squeezed
from tests.documents.stress import (
    in_the_forms_words,
    told_again,
    with_breaches,
    with_deficiencies,
    with_devices,
    with_name,
)

SOFFICE = shutil.which("soffice")

MOST = {
    "deficiency_notice of 4": 1,
    "deficiency_notice of 22": 2,
    "correction_order of 24": 4,
    "information_sheet of 3": 2,
    "information_sheet of 200": 15,
    "platform_sheet of 200": 15,
    "inspection_record of 3": 2,
    "inspection_record of 200": 8,
    "material_receipt": 1,
    "filing_receipt": 1,
    "change_receipt": 1,
    "authorization_letter": 1,
}
"""Pages, of a unit whose name has 61 characters. Before: 200 devices took 31, 31 and 15 pages, in Word 42."""


NOTICES = {1: 1, 2: 1, 4: 1, 6: 2, 10: 2, 22: 3}
"""Items of a notice in the form's own words, which are longer than most, and its pages."""


def stressed(sample, name):
    """The facts of a paper by its name in `MOST`."""
    document, _, count = name.partition(" of ")
    facts = with_name(sample(document))
    if not count:
        return facts
    with_so_many = {"deficiency_notice": with_deficiencies, "correction_order": with_breaches}
    return with_so_many.get(document, with_devices)(facts, int(count))


@pytest.mark.parametrize("name", MOST)
def test_a_paper_has_no_more_pages_than_it_needs(renderer, sample, name):
    assert len(pages_of(renderer.pdf(stressed(sample, name)))) <= MOST[name]


def notices(sample):
    """Each notice of `NOTICES`, as the first and as a further one."""
    for count in NOTICES:
        first = in_the_forms_words(sample("deficiency_notice"), count)
        yield f"{count}_first", first
        yield f"{count}_further", told_again(first)


def test_a_notice_of_up_to_four_items_has_one_page_and_of_ten_two(renderer, sample):
    pages = {name: len(pages_of(renderer.pdf(facts))) for name, facts in notices(sample)}
    assert pages == {f"{count}_{which}": most for count, most in NOTICES.items() for which in ("first", "further")}


def test_the_signed_page_of_a_long_notice_has_items_of_it(renderer, sample):
    for count in (6, 10, 22):
        last = squeezed(pages_of(renderer.pdf(in_the_forms_words(sample("deficiency_notice"), count)))[-1])
        assert "需补正的内容" in last
        assert "委托办理备案授权书未加盖" in last.replace("单位公章", "")


def test_the_telephone_of_a_notice_is_as_large_however_close_it_is_set(renderer, sample):
    document = renderer.document(in_the_forms_words(sample("deficiency_notice"), 4))
    [telephone] = [block for block in document.blocks if isinstance(block, Paragraph) and block.large]
    assert telephone.text == "联系电话：0870-0000000"
    close = fitted(document).scale
    assert (close.body.size, close.of_paragraph(telephone).size) == (14, 16)
    assert min(close.small.size, close.table.size) >= 10.5


@pytest.fixture
def as_libreoffice_sets_it(tmp_path):
    """The pages that LibreOffice makes of Word documents, with our fonts in the place of Windows' own."""
    places = {
        "仿宋": "Zhuque Fangsong (technical preview)",
        "宋体": "Noto Serif SC",
        "方正小标宋简体": "Noto Serif SC",
        "Times New Roman": "Liberation Serif",
    }
    rules = "".join(
        f'<match target="pattern"><test name="family"><string>{asked}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{ours}</string></edit></match>'
        for asked, ours in places.items()
    )
    fonts = tmp_path / "fonts.conf"
    folders = f"<dir>{paths.resources_dir() / 'fonts'}</dir><cachedir>{tmp_path / 'cache'}</cachedir>"
    fonts.write_text(f'<?xml version="1.0"?><fontconfig>{folders}{rules}</fontconfig>', encoding="utf-8")

    def pages(words):
        for name, word in words.items():
            (tmp_path / f"{name}.docx").write_bytes(word)
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        subprocess.run(
            [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
            + [str(tmp_path / f"{name}.docx") for name in words],
            check=True,
            capture_output=True,
            timeout=180,
            env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
        )
        return {name: len(pages_of((tmp_path / f"{name}.pdf").read_bytes())) for name in words}

    return pages


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is a second reader; a counter need not have it")
def test_word_has_as_many_pages_as_the_pdf(renderer, sample, as_libreoffice_sets_it):
    named = {name.replace(" ", "_"): stressed(sample, name) for name in MOST} | dict(notices(sample))
    in_word = as_libreoffice_sets_it({name: renderer.word(facts) for name, facts in named.items()})
    assert in_word == {name: len(pages_of(renderer.pdf(facts))) for name, facts in named.items()}


def lines(count, *, fit, end=()):
    said = tuple(Paragraph((Run("一" * 20),)) for _ in range(count))
    return Document("题", Layout.NOTICE, (*said, *end), fit=fit)


@pytest.mark.parametrize(("fit", "most"), [(Fit.LINES, 23), (Fit.BODY, 30), (Fit.PAGE, 37)])
def test_a_paper_is_set_as_close_as_it_may_be_to_have_one_page(fit, most):
    assert fitted(lines(most, fit=fit)).pages == 1
    assert fitted(lines(most + 4, fit=fit)).pages == 2


def test_a_paper_that_fits_is_set_in_its_usual_sizes():
    for fit in Fit:
        assert fitted(lines(10, fit=fit)).scale == sizes.scale_of(Layout.NOTICE)


def test_word_is_set_closer_where_white_between_chinese_and_latin_takes_a_line_more():
    full = "二〇26" * 9  # 27 characters wide: with white round the digits it takes a second line
    spaced = tuple(Paragraph((Run(full),), indent=False) for _ in range(2))
    filled = tuple(Paragraph((Run("一"),)) for _ in range(18))
    document = Document("题", Layout.NOTICE, spaced + filled)
    assert fitted(document).scale == sizes.scale_of(Layout.NOTICE)
    assert scale_for_word(document).body.leading < sizes.BODY.leading


def test_a_row_of_many_lines_is_parted_where_the_page_ends_and_a_short_one_is_not(monkeypatch):
    monkeypatch.setattr(sizes, "closer_scales", lambda *_layout: iter(()))

    def pages_with(row):
        table = Table((Column("列", 1.0),), (("短",),) * 22 + ((row,),))
        return [squeezed(page) for page in pages_of(render_pdf(Document("题", Layout.NOTICE, (table,))))]

    long = "".join(f"第{n}句，" for n in range(100, 200))
    first, second = pages_with(long)
    assert "第100句" in first
    assert "第199句" in second
    first, second = pages_with("第100句，" * 38)
    assert "第100句" not in first


@pytest.mark.parametrize("rows", range(20, 36))
def test_signatures_have_two_rows_of_their_table_on_their_page(rows):
    table = Table((Column("列", 1.0),), tuple((f"行{n}",) for n in range(rows)))
    end = (Paragraph((Run("以上"),)), Signatures((Signatory("甲"), Signatory("乙"))))
    last = squeezed(pages_of(render_pdf(Document("题", Layout.SHEET, (table, *end))))[-1])
    assert f"行{rows - 2}" in last
    assert f"行{rows - 1}" in last


def test_a_county_seal_has_room_on_every_paper_that_bears_one(renderer, sample):
    for document in ("material_receipt", "filing_receipt", "change_receipt", "deficiency_notice", "correction_order"):
        [seal] = [block for block in renderer.document(sample(document)).blocks if isinstance(block, Seal)]
        assert seal.issuer == "大关县公安局"
    assert sizes.SEAL_ROOM >= 46 * sizes.MM
    width = min(page.measure for page in (sizes.NOTICE_PAGE, sizes.SHEET_PAGE)) * sizes.SEAL_SHARE
    assert width >= 46 * sizes.MM


def test_sheets_are_filed_and_printed_within_reach_of_every_printer():
    upright, turned = sizes.SHEET_PAGE, sizes.SHEET_PAGE.turned()
    assert upright.left >= 25 * sizes.MM
    assert turned.top >= 25 * sizes.MM  # the edge at which it is bound
    for page in (upright, turned, sizes.NOTICE_PAGE):
        assert page.bottom - page.foot - sizes.FOOT_DEPTH >= 8 * sizes.MM - 0.1


def test_records_say_on_each_page_how_many_there_are(renderer, sample):
    pages = [squeezed(page) for page in pages_of(renderer.pdf(with_devices(sample("inspection_record"), 60)))]
    assert len(pages) > 2
    assert all(f"第{number}页共{len(pages)}页" in page for number, page in enumerate(pages, 1))


def test_a_few_devices_stand_on_the_sheet_and_many_in_an_annex_of_fewer_columns(renderer, sample):
    [few] = [squeezed(page) for page in pages_of(renderer.pdf(sample("information_sheet")))]
    assert few.index("地下停车场入口") < few.index("经办人（核对签名）")
    assert "附件：" not in few
    facts = with_devices(sample("information_sheet"), 60)
    [table] = [block for block in renderer.document(facts).blocks if isinstance(block, Table)]
    assert "经纬度" in [column.title for column in table.columns]
    assert not {"经度", "纬度"} & {column.title for column in table.columns}
    assert table.fine
    before = [block for block in renderer.document(replace(facts, revision=0)).blocks if isinstance(block, Table)]
    assert {"经度", "纬度"} <= {column.title for column in before[0].columns}


def test_lists_of_a_quiet_day_are_a_line_each(renderer, sample):
    facts = sample("day_sheet")
    assert facts.day is not None
    quiet = replace(facts, day=replace(facts.day, voided=(), drafts=()))
    [page, *_] = [squeezed(page) for page in pages_of(renderer.pdf(quiet))]
    assert "作废编号：无。" in page
    assert "作废原因" not in page


def test_a_notice_is_read_off_its_qr_code(tmp_path):
    text = ("大关县公安局一次性告知书。" + "1．填写系统建设位置，写明乡镇、道路、门牌号。" * 20)[:300]
    pdf = render_pdf(Document("题", Layout.NOTICE, (Code(text, ("扫码阅读本告知书",)),)))
    zxingcpp = pytest.importorskip("zxingcpp")
    with pypdfium2.PdfDocument(pdf) as opened:
        picture = opened[0].render(scale=150 / 72).to_pil().convert("L")
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [text]
    assert render_word(Document("题", Layout.NOTICE, (Code(text, ()),)))


def test_lines_to_sign_on_have_room_for_a_name_and_stand_together():
    signing = SignatureLines((Signatory("被责令人（单位）"), Signatory("送达人")))
    pages = pages_of(render_pdf(lines(20, fit=Fit.LINES, end=(signing,))))
    assert "被责令人（单位）：" in squeezed(pages[-1])
    assert "送达人：" in squeezed(pages[-1])
    assert sizes.SIGNATURE_LEAST >= 25 * sizes.MM


def test_the_large_layout_is_set_in_eighteen_points():
    assert sizes.scale_of(Layout.LARGE).body.size == 18
    assert sizes.scale_of(Layout.LARGE).table.size == 18
    assert len(pages_of(render_pdf(Document("题", Layout.LARGE, lines(40, fit=Fit.LINES).blocks)))) == 2
