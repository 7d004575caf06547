"""XML is free in prefixes, attribute order, quotes and white space: what the reader drops is seen in each of them."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from counter_app.exchange.files import Files
from counter_app.exchange.intake.remarks import UnreadableCells

FAULTS = Path(__file__).parents[2] / "faults"
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def rewritten(content, part, change):
    """The same archive with one part changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, change(before.read(name)) if name == part else before.read(name))
    return target.getvalue()


def with_cell(blank, cell, prefix=""):
    """The blank with `cell` as the value of 统一社会信用代码 on its first sheet."""

    def change(xml):
        text = xml.decode()
        head, tail = f'xmlns="{NAMESPACE}"', f'xmlns:{prefix}="{NAMESPACE}"'
        rows = f'<row r="1"><c r="A1" t="str"><v>统一社会信用代码</v></c>{cell}</row>'
        text = re.sub(r"<sheetData>.*</sheetData>", lambda _: f"<sheetData>{rows}</sheetData>", text, flags=re.DOTALL)
        text = re.sub(r"(</sheetData>).*(</worksheet>)", r"\1\2", text, flags=re.DOTALL)
        if prefix:
            text = re.sub(r"<(/?)(\w+)(?=[\s/>])", rf"<\1{prefix}:\2", text).replace(head, tail)
        return text.encode()

    return rewritten(blank, "xl/worksheets/sheet1.xml", change)


@pytest.mark.parametrize("prefix", ["", "x", "ss"])
@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ('<c r="B1" t="e"><v>#N/A</v></c>', "是错误值#N/A"),
        ('<c t="e" r="B1"><v>#N/A</v></c>', "是错误值#N/A"),
        ("<c r='B1' t='e'><v>#REF!</v></c>", "是错误值#REF!"),
        ('<c\n  r = "B1"\n  s="1"\n  t = "e"\n>\n  <v>#N/A</v>\n</c>', "是错误值#N/A"),
        ('<c r="B1" t="e"><f>NA()</f><v>#N/A</v></c>', "是错误值#N/A"),
        ('<c s="1" r="B1"><f>A9</f></c>', "是没有算出结果的公式"),
        ('<c r="B1"><f>A9</f><v></v></c>', "是没有算出结果的公式"),
        ('<c r="B1">\n <f\n>A9</f>\n <v/>\n</c>', "是没有算出结果的公式"),
        ('<c r="B1"><f t="shared" si="0"/></c>', "是没有算出结果的公式"),
        ('<c r="B1"><f><![CDATA[A9<>A8]]></f></c>', "是没有算出结果的公式"),
        ("<c><f>A9</f></c>", "是没有算出结果的公式"),
    ],
)
def test_what_the_reader_gives_as_blank_is_named_however_it_is_written(prefix, cell, why, blank, read):
    with pytest.raises(UnreadableCells) as refused:
        read(with_cell(blank, cell, prefix))
    [place] = refused.value.places
    assert place.startswith("“基本信息”第1行“统一社会信用代码”" + why)


@pytest.mark.parametrize("prefix", ["", "x"])
@pytest.mark.parametrize(
    "cell",
    [
        '<c t="str" r="B1"><f>A9</f><v>91530624MA6K3R7Q38</v></c>',
        "<c r='B1' t='inlineStr'><is><t>91530624MA6K3R7Q38</t></is></c>",
    ],
)
def test_a_stored_result_is_read_however_it_is_written(prefix, cell, blank, read):
    assert read(with_cell(blank, cell, prefix)).answers.raw == {"unit.uscc": "91530624MA6K3R7Q38"}


@pytest.mark.parametrize("name", ["05a_prefixed_cells_error_NA.xlsx", "05d_error_pretty_printed.xlsx"])
def test_an_error_value_is_refused_and_named(name, form):
    with pytest.raises(UnreadableCells) as refused:
        Files().read(FAULTS / name, form)
    assert refused.value.places == ("“基本信息”第7行“统一社会信用代码”是错误值#N/A，改填内容",)


def test_a_part_that_is_not_read_may_be_in_any_encoding(form, blank, read):
    intake = Files().read(FAULTS / "04_power_query_customxml_utf16.xlsx", form)
    assert intake.answers.raw["unit.name"]
    for part in ("docProps/core.xml", "docProps/app.xml", "xl/theme/theme1.xml"):
        assert read(rewritten(blank, part, lambda xml: xml.decode().encode("utf-16"))).answers.raw == {}


def test_a_sheet_that_is_not_read_may_be_broken(blank, read):
    names = {name for name in zipfile.ZipFile(io.BytesIO(blank)).namelist() if name.startswith("xl/worksheets/sheet")}
    last = max(names)
    far = f'<worksheet xmlns="{NAMESPACE}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
    far += '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    for xml in (far, far.replace("</sheetData>", "")):
        assert read(rewritten(blank, last, lambda _, xml=xml: xml.encode())).answers.raw == {}
