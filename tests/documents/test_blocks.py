"""Both writers know every block there is."""

from io import BytesIO
from typing import get_args

import docx
import pytest
from docx.oxml.ns import qn

from counter_app.documents.blocks import (
    Annex,
    Block,
    CheckItem,
    Checklist,
    Code,
    Column,
    Diagram,
    Document,
    Grid,
    GridEntry,
    GridSection,
    Heading,
    Label,
    Labels,
    Layout,
    Paragraph,
    Run,
    Seal,
    Signatory,
    SignatureLines,
    Signatures,
    Table,
    TimePrecision,
    WritingBox,
    grid_rows,
)
from counter_app.documents.pdf import render_pdf
from counter_app.documents.word import render_word
from counter_app.domain.statistics.charts import BarFill, Chart, Series
from tests.documents.conftest import every_text, pages_of, squeezed

ONE_OF_EACH = (
    Heading("小标题"),
    Paragraph((Run("正文"), Run("着重", emphasised=True), Run("继续")), indent=False),
    Paragraph((Run("小字说明"),), small=True),
    Table((Column("甲列", 1.0, centred=True), Column("乙列", 3.0)), (("甲值", "乙值"),), tick=True, dense=True),
    Grid((GridSection("分区", (GridEntry("标签", "值"), GridEntry("长项", "长值", wide=True))),)),
    Checklist("核对单", (CheckItem("项目", "内容"),)),
    WritingBox("备案编号", "平台生成"),
    Seal("大关县公安局", "2026年3月2日", "（公章）"),
    Seal(
        "大关县公安局",
        "2026年3月3日",
        "（业务专用章）",
        (Signatory("收件人", "周文"), Signatory("申请人")),
        refusal="拒签",
    ),
    SignatureLines((Signatory("被责令单位"), Signatory("送达人", "周文", "2026年3月2日")), TimePrecision.MINUTE),
    Signatures((Signatory("经办人", "周文", "2026年3月2日"), Signatory("见证人")), TimePrecision.MINUTE, "拒绝签收"),
    Code("0123abcd", ("摘要", "0123 abcd")),
    Labels((Label("大关县示例中学", ("2026年度", "备收"), "BS2026-0001"),)),
    Diagram(Chart("件数", ("1月", "2月"), (Series("受理", (3, 1)), Series("备案", (2, 0), BarFill.HATCHED)))),
    Annex("附件"),
)


def test_the_sample_of_blocks_leaves_none_out():
    assert {type(block) for block in ONE_OF_EACH} == set(get_args(Block))


@pytest.mark.parametrize("layout", Layout)
def test_both_writers_write_every_block(layout):
    document = Document("样张", layout, ONE_OF_EACH, number="补字〔2026〕1号", barcode="BG2026-0001")
    pdf = squeezed("".join(pages_of(render_pdf(document))))
    package = docx.Document(BytesIO(render_word(document)))
    parts = [package.element.body, package.sections[0].footer._element]
    word = squeezed("".join(node.text or "" for part in parts for node in part.iter(qn("w:t"))))
    for text in every_text(document):
        assert squeezed(text) in pdf
        assert squeezed(text) in word


@pytest.mark.parametrize("block", ONE_OF_EACH, ids=lambda block: type(block).__name__)
def test_any_block_may_stand_alone_and_without_title(block):
    document = Document("", Layout.NOTICE, (block,))
    assert pages_of(render_pdf(document))
    assert render_word(document)


def test_a_grid_leaves_no_cell_empty():
    entries = tuple(GridEntry(str(n), "", wide=n in (2, 5)) for n in range(7))
    rows = grid_rows(GridSection("", entries))
    assert [[entry.label for entry in row] for row in rows] == [["0", "1"], ["2"], ["3", "4"], ["5"], ["6"]]


def test_an_empty_paper_has_one_page():
    assert len(pages_of(render_pdf(Document("题", Layout.SHEET, ())))) == 1
