"""What stands on which page: headers again, signatures whole, nothing alone, nothing over the edge."""

from dataclasses import replace

import pypdfium2
import pytest

from counter_app.documents import sizes
from counter_app.documents.blocks import Annex, Column, Document, Heading, Layout, Paragraph, Run, Table
from counter_app.documents.pdf import render_pdf
from counter_app.documents.pdf.fitting import fitted
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.findings import Deficiency, Findings
from tests.documents.conftest import pages_of, squeezed
from tests.documents.stress import with_devices

HEADER = "需补正的内容"


def edges(pdf: bytes) -> list[tuple[float, float, float, float]]:
    """Left, bottom, right, top of what is drawn on each page, in points, with the page's own size taken off."""
    opened = pypdfium2.PdfDocument(pdf)
    found = []
    for page in opened:
        width, height = page.get_size()
        boxes = [entry.get_bounds() for entry in page.get_objects()]
        found.append(
            (
                min(box[0] for box in boxes),
                min(box[1] for box in boxes),
                width - max(box[2] for box in boxes),
                height - max(box[3] for box in boxes),
            )
        )
    opened.close()
    return found


@pytest.mark.parametrize("count", [0, 1, 4, 60])
def test_a_notice_tells_all_however_many(renderer, notice_of, count):
    pages = pages_of(renderer.pdf(notice_of(count)))
    whole = squeezed("".join(pages))
    assert f"（共{count}项）" in whole
    for number in range(1, count + 1):
        assert f"填写第{number}项内容" in whole
    assert all(f"—{n}—" in squeezed(page) for n, page in enumerate(pages, 1))


def test_the_header_of_a_table_stands_on_every_page_of_it(renderer, notice_of):
    pages = pages_of(renderer.pdf(notice_of(60)))
    with_rows = [page for page in pages if "的要求" in page]
    assert len(with_rows) > 2
    assert all(HEADER in page for page in with_rows)


def test_signatures_stand_whole_and_with_words_above_them(renderer, notice_of):
    for count in range(12):
        last = squeezed(pages_of(renderer.pdf(notice_of(count)))[-1])
        assert "窗口工作人员" in last
        assert "经办人（签收）" in last
        assert "拒绝签收" in last
        assert "联系电话" in last


def test_a_page_of_signatures_has_some_of_what_is_signed_on_it(renderer, notice_of):
    for count in range(18):
        last = squeezed(pages_of(renderer.pdf(notice_of(count)))[-1])
        assert "没有补正期限" in last


def test_lines_move_together_where_that_saves_the_signatures_a_page(renderer, notice_of, monkeypatch):
    close = {count: len(pages_of(renderer.pdf(notice_of(count)))) for count in range(1, 12)}
    monkeypatch.setattr(sizes, "closer_scales", lambda *_layout: iter(()))
    fitted.cache_clear()
    loose = {count: len(pages_of(renderer.pdf(notice_of(count)))) for count in range(1, 12)}
    assert all(close[count] <= loose[count] for count in close)
    assert close != loose


def test_the_title_of_a_checklist_stands_again_where_its_items_go_on(renderer, sample):
    first, second = (squeezed(page) for page in pages_of(renderer.pdf(sample("platform_sheet")))[:2])
    assert "公共安全视频系统" in first
    assert second.startswith("公共安全视频系统图像采集设备数量")


def test_nothing_is_drawn_outside_the_margins(renderer, sample, notice_of):
    facts = sample("information_sheet")
    for pdf in (renderer.pdf(notice_of(60)), renderer.pdf(facts)):
        for left, bottom, right, top in edges(pdf):
            assert min(left, right) > 50
            assert bottom > 12
            assert top > 40


def test_a_name_of_120_characters_is_printed_whole(renderer, sample):
    name = ("大关县示例（云南）跨境电子商务与现代物流产业投资管理有限责任公司" * 4)[:120]
    for document in ("deficiency_notice", "material_receipt", "information_sheet", "authorization_letter"):
        facts = sample(document)
        facts = replace(facts, answers=facts.answers.with_answer("unit.name", name))
        pdf = renderer.pdf(facts)
        assert name in squeezed("".join(pages_of(pdf)))
        assert all(min(left, right) > 50 for left, _, right, _ in edges(pdf))


def test_a_row_higher_than_a_page_is_parted_and_loses_nothing(renderer, sample):
    said = "".join(f"第N{n}句，" for n in range(900))
    item = Deficiency("a.b", "a.b", "项", said, "要求", "《规定》第六条", "当场补填")
    facts = replace(sample("deficiency_notice"), findings=Findings((item,)))
    pages = pages_of(renderer.pdf(facts))
    assert len(pages) > 2
    whole = squeezed("".join(pages))
    assert all(f"N{n}" in whole for n in range(900))


def test_a_filing_receipt_is_one_page_however_much_is_filed(renderer, sample, form):
    kinds = [choice.code for choice in form.row_fields["devices[].device_type"].code_list.choices]
    rows = [Answers.row(form, {"location": "门口", "device_type": kinds[n % len(kinds)]}) for n in range(1400)]
    functions = [choice.code for choice in form.fields["system.function_types"].code_list.choices]
    answers = sample("filing_receipt").answers.with_rows(rows).with_answer("system.function_types", functions)
    for key, value in (("unit.name", "名" * 40), ("system.name", "系" * 30), ("system.address", "址" * 80)):
        answers = answers.with_answer(key, value)
    assert len(pages_of(renderer.pdf(replace(sample("filing_receipt"), answers=answers)))) == 1


def test_two_thousand_devices_are_an_annex_with_a_header_on_each_page(renderer, sample, form):
    facts = sample("information_sheet")
    rows = [
        Answers.row(form, {"location": f"第{n}号立柱", "device_type": "dome", "code": f"5306240000132{n:07d}"})
        for n in range(1, 2001)
    ]
    facts = replace(facts, answers=facts.answers.with_rows(rows))
    pages = pages_of(renderer.pdf(facts))
    annex = [page for page in pages if "安装位置" in page]
    assert len(annex) > 30
    whole = squeezed("".join(pages))
    assert "共2000行" in whole
    assert all(f"第{n}号立柱" in whole for n in (1, 999, 2000))


def test_a_wide_annex_lies_on_its_side_where_that_takes_fewer_pages(renderer, sample):
    opened = pypdfium2.PdfDocument(renderer.pdf(with_devices(sample("information_sheet"), 60)))
    first, last = opened.get_page_size(0), opened.get_page_size(len(opened) - 1)
    opened.close()
    assert first[0] < first[1]
    assert last[0] > last[1]


def test_a_heading_is_never_left_at_the_foot_of_a_page():
    for lines in range(18, 24):
        fill = tuple(Paragraph((Run("一行"),)) for _ in range(lines))
        table = Table((Column("列", 1.0),), (("值",),) * 3)
        document = Document("题", Layout.NOTICE, (*fill, Heading("小标题"), table))
        pages = pages_of(render_pdf(document))
        place = next(page for page in pages if "小标题" in page)
        assert "值" in place


def test_an_annex_begins_a_page():
    document = Document("题", Layout.SHEET, (Paragraph((Run("正文"),)), Annex("附件一"), Paragraph((Run("内容"),))))
    pages = pages_of(render_pdf(document))
    assert len(pages) == 2
    assert "附件一" in pages[1]
