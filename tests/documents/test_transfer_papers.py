"""The papers of a hand-over: what the department works down, what goes into each folder, what is struck out."""

from dataclasses import replace
from io import BytesIO

import docx
import pdfplumber
import pypdfium2
import pytest
import zxingcpp
from docx.oxml.ns import qn

from counter_app.documents.transfer_sample import sample_transfer
from counter_app.domain.papers.papers import PaperFacts
from tests.documents.conftest import pages_of, squeezed

LONG = "云南省示例文化旅游投资开发集团大关有限责任公司黄连河国家级风景名胜区龑𬱖分公司第二经营管理服务中心"


@pytest.fixture
def batch(sample):
    """The paper of a batch of so many cases."""

    def facts(document: str, cases: int = 3, **changed) -> PaperFacts:
        paper = sample(document)
        return replace(paper, transfer=replace(sample_transfer(paper.issued_at, paper.office, cases=cases), **changed))

    return facts


def codes_on(page, dpi=150):
    return [code.text for code in zxingcpp.read_barcodes(page.render(scale=dpi / 72).to_pil().convert("L"))]


def test_the_list_repeats_its_header_and_has_every_row_and_its_barcode_once(renderer, batch):
    facts = batch("transfer_list", 30)
    pdf = renderer.pdf(facts)
    pages = [squeezed(page) for page in pages_of(pdf)]
    assert len(pages) > 2
    assert all("接收意见及原因" in page for page in pages if "接收□不接收" in page)
    whole = "".join(pages)
    assert [whole.count(squeezed(case.number)) for case in facts.transfer.cases] == [1] * 30
    with pypdfium2.PdfDocument(pdf) as document:
        read = [code for page in document for code in codes_on(page)]
    assert sorted(set(read) - {facts.barcode, facts.transfer.package.sha256}) == sorted(
        case.barcode for case in facts.transfer.cases
    )


def test_the_list_is_open_for_the_pen_until_it_is_decided(renderer, batch):
    facts = batch("transfer_list")
    accepted, refused, waiting = facts.transfer.cases
    decided = (
        replace(accepted, decision="接收"),
        replace(refused, decision="不接收", failed=("完整性",), reason="缺第2页"),
        waiting,
    )
    text = squeezed("".join(pages_of(renderer.pdf(replace(facts, transfer=replace(facts.transfer, cases=decided))))))
    assert "√接收" in text
    assert "√不接收" in text
    assert "缺第2页" in text
    assert text.count("×") == 1
    assert text.count("□接收□不接收") == 1


@pytest.mark.parametrize("document", ["transfer_list", "transfer_cover"])
def test_a_batch_without_a_package_has_its_digest_struck_out(renderer, batch, document):
    pdf = renderer.pdf(batch(document, package=None))
    text = squeezed("".join(pages_of(pdf)))
    assert "电子数据包摘要：/（本批次不附电子数据包，只移交纸质材料）" in text
    assert "SHA-256" not in text
    with pypdfium2.PdfDocument(pdf) as opened:
        assert all(len(code) < 64 for page in opened for code in codes_on(page))


def test_the_digest_is_printed_in_groups_of_four(renderer, batch):
    facts = batch("transfer_cover")
    text = "".join(pages_of(renderer.pdf(facts)))
    assert " ".join(["0123", "4567", "89ab", "cdef"] * 4) in text
    assert facts.transfer.package.sm3 in squeezed(text)


def test_the_contents_of_each_case_stand_on_a_page_of_their_own_that_says_what_it_is(renderer, batch):
    facts = batch("case_contents")
    with pypdfium2.PdfDocument(renderer.pdf(facts)) as opened:
        assert len(opened) == len(facts.transfer.cases)
        for page, case in zip(opened, facts.transfer.cases, strict=True):
            text = squeezed(page.get_textpage().get_text_bounded())
            assert "卷内目录" in text
            assert case.unit in text
            assert case.number in text
            assert set(codes_on(page)) == {case.barcode}


def test_a_case_without_sheets_has_its_line_struck_out(renderer, batch):
    facts = batch("case_contents", 1)
    empty = replace(facts.transfer, cases=(replace(facts.transfer.cases[0], sheets=()),))
    with pdfplumber.open(BytesIO(renderer.pdf(replace(facts, transfer=empty)))) as opened:
        assert squeezed("".join(opened.pages[0].extract_tables()[-2][1])) == "/" * 7


@pytest.mark.parametrize(("unit", "whole"), [(LONG, True), (LONG * 3, False)])
def test_a_long_name_stays_on_its_label_and_a_cut_one_says_so(renderer, batch, unit, whole):
    facts = batch("spine_labels", 1)
    case = replace(facts.transfer.cases[0], unit=unit)
    with pypdfium2.PdfDocument(renderer.pdf(replace(facts, transfer=replace(facts.transfer, cases=(case,))))) as opened:
        assert len(opened) == 1
        text = squeezed(opened[0].get_textpage().get_text_bounded())
        assert case.barcode in codes_on(opened[0])
    assert (unit in text) is whole
    assert ("…" in text) is not whole


def test_every_label_of_a_full_box_is_read_back(renderer, batch):
    facts = batch("spine_labels", 25)
    with pypdfium2.PdfDocument(renderer.pdf(facts)) as opened:
        read = {code for page in opened for code in codes_on(page)}
    assert {case.barcode for case in facts.transfer.cases} <= read


def test_contents_of_each_case_bear_its_own_barcode_and_begin_with_page_one(renderer, batch):
    facts = batch("case_contents")
    with pypdfium2.PdfDocument(renderer.pdf(facts)) as opened:
        assert [set(codes_on(page)) for page in opened] == [{case.barcode} for case in facts.transfer.cases]
        assert all("—1—" in squeezed(page.get_textpage().get_text_bounded()) for page in opened)
    word = docx.Document(BytesIO(renderer.word(facts)))
    feet = [section.footer.tables[0].cell(0, 0).text.strip() for section in word.sections]
    assert feet == [case.barcode for case in facts.transfer.cases]
    starts = [section._sectPr.findall(qn("w:pgNumType")) for section in word.sections]
    assert [[one.get(qn("w:start")) for one in start] for start in starts] == [[], ["1"], ["1"]]


def test_contents_end_with_a_closing_note_and_leave_room_for_the_archive_number(renderer, batch):
    facts = batch("case_contents", 1)
    [case] = facts.transfer.cases
    said = squeezed("".join(pages_of(renderer.pdf(facts))))
    assert "卷内备考表本件情况说明本件共有材料5份，7页。立卷人检查人立卷时间" in said
    assert "全宗号保管期限档号卷内文件" in said
    archived = replace(facts, transfer=replace(facts.transfer, cases=(replace(case, archive="0624-2026-D30-0012"),)))
    assert "档号0624-2026-D30-0012卷内文件" in squeezed("".join(pages_of(renderer.pdf(archived))))


def test_a_label_has_room_for_the_archive_number_until_it_is_given(renderer, batch):
    facts = batch("spine_labels", 1)
    [case] = facts.transfer.cases
    assert "全宗号：" in squeezed("".join(pages_of(renderer.pdf(facts))))
    archived = replace(facts, transfer=replace(facts.transfer, cases=(replace(case, archive="0624-2026-D30-0012"),)))
    said = squeezed("".join(pages_of(renderer.pdf(archived))))
    assert "档号：0624-2026-D30-0012" in said
    assert "全宗号" not in said


def test_the_word_papers_say_the_same(renderer, batch):
    listed = docx.Document(BytesIO(renderer.word(batch("transfer_list"))))
    [cases] = [table for table in listed.tables if table.cell(0, 0).text == "件号"]
    rows = [[cell.text for cell in row.cells] for row in cases.rows]
    assert rows[0][1] == "条码、编号、单位、题名及收件日期"
    assert [row[0] for row in rows[1:]] == ["1", "2", "3"]
    assert rows[1][1].strip().startswith("BS2026-0001 ")
    labels = docx.Document(BytesIO(renderer.word(batch("spine_labels"))))
    assert "BS2026-0003" in labels.tables[0].rows[1].cells[0].text
    contents = docx.Document(BytesIO(renderer.word(batch("case_contents"))))
    heads = [table for table in contents.tables if table.cell(0, 0).text == "条码"]
    assert [head.cell(1, 0).text.strip() for head in heads] == ["BS2026-0001", "BS2026-0002", "BS2026-0003"]


def test_text_from_outside_is_only_text(renderer, batch):
    facts = batch("transfer_list", 1)
    said = "<b>&{unit.name}**示例**"
    case = replace(facts.transfer.cases[0], unit=said, title=said)
    odd = replace(facts, transfer=replace(facts.transfer, cases=(case,)))
    assert said in squeezed("".join(pages_of(renderer.pdf(odd))))
    word = docx.Document(BytesIO(renderer.word(odd)))
    assert any(said in cell.text for table in word.tables for row in table.rows for cell in row.cells)


def test_the_list_of_a_weeks_cases_is_one_page_upright(renderer, batch):
    with pypdfium2.PdfDocument(renderer.pdf(batch("transfer_list", 7))) as opened:
        assert [page.get_width() < page.get_height() for page in opened] == [True]


def test_a_package_is_as_large_as_a_file_manager_says(renderer, batch):
    package = batch("transfer_list").transfer.package
    said = "".join(pages_of(renderer.pdf(batch("transfer_list", package=replace(package, octets=462_848)))))
    assert "452 KB" in said
    said = "".join(pages_of(renderer.pdf(batch("transfer_list", package=replace(package, octets=3_145_728)))))
    assert "3.0 MB" in said
