"""Rows that byte patterns pass over hold nothing that a parser would note; what the reader cannot take is kept off."""

import io
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.domain.basics.limits import MOST_ROWS
from counter_app.exchange.files import Files
from counter_app.exchange.intake.remarks import UnreadableCells
from counter_app.exchange.intake.sheet_scan import look_over
from tests.drawn import examples
from tests.exchange.intake.test_limits import workbook
from tests.exchange.intake.test_sheet_xml import NAMESPACE, rewritten, with_cell

FAULTS = Path(__file__).parents[2] / "faults"
SHEET = "xl/worksheets/sheet1.xml"
BY_PATTERNS = '<?xml version="1.0" encoding="utf-8"     ?>'
BY_A_PARSER = '<?xml version="1.0" encoding="iso-8859-1"?>'

attributes = st.sampled_from(['"', "'"]).flatmap(
    lambda quote: st.permutations(["r", "s", "t"]).map(lambda order: (quote, order))
)
kinds = st.sampled_from(["", "", "", "n", "s", "str", "e", "b", "inlineStr", "d", "&#101;"])
contents = st.sampled_from(
    [
        *("", "<v>1</v>", "<v>12.5</v>", "<v>-1E300</v>", "<v>1e-3</v>", "<v>NaN</v>", "<v> 7 </v>", "<v/>", "<v></v>"),
        *("<f>A1</f>", "<f>A1</f><v>5</v>", "<f>A1</f><v></v>", '<f t="shared" si="0"/><v>2</v>', "<f/><v>-3</v>"),
        *("<v>#N/A</v>", "<v>\n#REF! </v>", "<is><t>x</t></is>", "<f>B1:C2</f><v>x</v>", "<v>99999999999999</v>"),
    ]
)
COLUMNS = [
    '<col min="1" max="2" hidden="1"/>',
    "<col max='3' hidden='true' min='3' ></col>",
    '<col min="2" max="4" width="0" customWidth="1"/>',
    '<col min="5" max="16384" width="12.5" hidden="0"/>',
    '<col min="0" max="x" hidden="1"/><!-- col -->',
]
columns = st.sampled_from(["A", "B", "Z", "AA", "BZ", "CA", "a", "$B", None, None])

HEIGHTS = [
    *(" ht='15'", '\tht="409.5"', ' ht="0"', "\nht = '0.0'", ' ht="-0"', ' ht=" 0 "', ' ht="00"', ' ht="0e3"'),
    *(' ht="1e-400"', ' ht="&#48;"', ' ht=""', ' ht="auto"', ' x14ac:ht="0"', ' weight="0"'),
]


@st.composite
def cells(draw, row):
    quote, order = draw(attributes)
    column = draw(columns)
    values = {"r": column and f"{column}{row}", "s": draw(st.sampled_from(["", "0", "1", "2"])), "t": draw(kinds)}
    written = "".join(f" {name}={quote}{values[name]}{quote}" for name in order if values[name])
    inner = draw(contents)
    return f"<c{written}>{inner}</c>" if inner or draw(st.booleans()) else f"<c{written}/>"


@st.composite
def sheets(draw):
    text, row = "", 0
    for _ in range(draw(st.integers(0, 5))):
        row += draw(st.sampled_from([1, 1, 1, 2, 70, 150_000]))
        number = draw(st.sampled_from([f' r="{row}"', f" r='{row}'", f' r="{row}" spans="1:3"', ""]))
        hidden = draw(st.sampled_from(["", "", "", ' hidden="1"', " hidden='true'", ' hidden="0"', *HEIGHTS]))
        written = "".join(draw(st.permutations([number, hidden])))
        inner = "".join(draw(st.lists(cells(row), max_size=5)))
        text += f"<row{written}>{inner}</row>" if inner else f"<row{written}/>"
        text += draw(st.sampled_from(["", "", "\n", "<!-- <row> -->"]))
    tail = draw(st.sampled_from(["", '<rowBreaks count="0"/>', "<extLst><xm:f>a</xm:f></extLst>", "<cfRule/>"]))
    listed = "".join(draw(st.lists(st.sampled_from(COLUMNS), max_size=3)))
    columns = f"<cols>{listed}</cols>" if listed else draw(st.sampled_from(["", "<cols/>", "<cols></cols>"]))
    whole = f'<worksheet xmlns="{NAMESPACE}" xmlns:xm="u">{columns}<sheetData>{text}</sheetData>{tail}</worksheet>'
    if draw(st.booleans()):
        for name in ("worksheet", "cols", "col", "row", "c", "v", "f", "is", "t", "sheetData"):
            for before, after in ((f"<{name}", f"<x:{name}"), (f"</{name}", f"</x:{name}")):
                for mark in " \t\n>/":
                    whole = whole.replace(before + mark, after + mark)
        whole = whole.replace("xmlns=", "xmlns:x=")
    return whole


@settings(max_examples=examples(600), deadline=None)
@given(xml=sheets(), size=st.sampled_from([1, 50, 100_000]))
def test_the_patterns_and_the_parser_see_the_same(xml, size):
    def seen(head):
        content = (head + xml).encode()
        pieces = [content[at : at + size] for at in range(0, len(content), size)]
        return look_over(iter(pieces), lambda: iter(pieces), {"1": 1e11, "2": 1e9})

    quick, slow = seen(BY_PATTERNS), seen(BY_A_PARSER)
    assert (quick.refusal is None) == (slow.refusal is None)
    if slow.refusal is None:
        assert quick == slow


def said(read, content):
    with pytest.raises(UnreadableCells) as refused:
        read(content)
    return [place.removeprefix("“基本信息”第1行“统一社会信用代码”") for place in refused.value.places]


@pytest.mark.parametrize("prefix", ["", "x"])
@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B1" t="e"><v>\n  #N/A\n</v></c>',
        '<c r="B1" t="&#101;"><v>#N/A</v></c>',
        '<c r="B1" t="e"><v><![CDATA[#N/A]]></v></c>',
    ],
)
def test_an_error_value_is_named_where_the_reader_does_not_know_it(cell, prefix, blank, read):
    assert said(read, with_cell(blank, cell, prefix)) == ["是错误值#N/A，改填内容"]


@pytest.mark.parametrize("name", ["FUTURE!", "#甲!"])
def test_an_error_value_of_an_office_to_come_is_named(name, blank, read):
    assert said(read, with_cell(blank, f'<c r="B1" t="e"><v>{name}</v></c>')) == [f"是错误值{name}，改填内容"]


@pytest.mark.parametrize("value", ["#N/A", " #REF! ", "#SPILL!"])
@pytest.mark.parametrize("cell", ['<c r="B1" t="str"><v>{}</v></c>', '<c r="B1" t="inlineStr"><is><t>{}</t></is></c>'])
def test_an_error_value_that_was_pasted_as_text_is_one(cell, value, blank, read):
    assert said(read, with_cell(blank, cell.format(value))) == [f"是错误值{value.strip()}，改填内容"]


def test_a_number_is_taken_as_excel_shows_it(blank, read):
    found = read(with_cell(blank, '<c r="B1"><v>2.0000000000000004</v></c>')).answers.raw["unit.uscc"]
    assert (found, type(found)) == (2, int)


DAY, HOURS = 'numFmtId="14"', 'numFmtId="46"'


def dated(blank, number, style):
    """The blank with a number in a cell that shows it as a date, or as hours."""
    content = with_cell(blank, f'<c r="B1" s="0"><v>{number}</v></c>')
    return rewritten(
        content,
        "xl/styles.xml",
        lambda xml: xml.replace(b"<cellXfs", b'<cellXfs><xf %b fontId="0"/></cellXfs><cellXfs' % style.encode(), 1),
    )


@pytest.mark.parametrize("style", [DAY, HOURS])
@pytest.mark.parametrize("number", ["-1E300", "1E300", "-1e12", "NaN", "inf", "-inf", "1E999", "-5", "1e12"])
def test_a_number_that_is_no_date_is_one_unreadable_cell(number, style, blank, read, capfd):
    assert said(read, dated(blank, number, style)) == ["按日期显示，里面的数字却不是日期，重新填写"]
    assert capfd.readouterr().err == ""


def test_the_kept_file_is_refused_by_its_cell_and_nothing_else_is_said(form, capfd):
    with pytest.raises(UnreadableCells) as refused:
        Files().read(FAULTS / "24_date_cell_minus_1E300.xlsx", form)
    assert len(refused.value.places) == 1
    assert capfd.readouterr().err == ""


def test_a_number_with_white_space_around_it_is_read(blank, read):
    assert read(with_cell(blank, '<c r="B1"><v>\n 12 \n</v></c>')).answers.raw == {"unit.uscc": 12}


def best(act):
    times = []
    for _ in range(3):
        began = time.process_time()
        act()
        times.append(time.process_time() - began)
    return min(times)


@pytest.mark.parametrize("written", ["as common programs do", "with formulas", "with a prefix"])
def test_a_full_list_is_not_parsed_cell_by_cell(written, read):
    """A parser would take more than ten times as long as the patterns; three are enough to tell."""
    content = workbook(MOST_ROWS)
    changes = {
        "as common programs do": lambda xml: xml,
        "with formulas": lambda xml: xml.replace(b'" t="inlineStr"><is><t>', b'" t="str"><f>A1</f><v>').replace(
            b"</t></is>", b"</v>"
        ),
        "with a prefix": lambda xml: (
            xml.replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"<x:?", b"<?").replace(b"xmlns=", b"xmlns:x=")
        ),
    }
    content = rewritten(content, SHEET, changes[written])
    assert len(read(content).answers.rows()) == MOST_ROWS
    xml = zipfile.ZipFile(io.BytesIO(content)).read(SHEET)
    parsed = xml.replace(b'encoding="UTF-8"', b'encoding="iso-8859-1"')
    quick = best(lambda: look_over(iter([xml]), lambda: iter([xml]), {}))
    assert quick * 3 < best(lambda: look_over(iter([parsed]), lambda: iter([parsed]), {}))


def test_nothing_reaches_the_terminal_from_the_reader(form):
    """The reader prints before it raises, past Python: only another process shows what is on its terminal."""
    program = (
        "import sys; from pathlib import Path; from counter_app.exchange.files import Files;"
        "from counter_app.catalogue.loader import load_form; from counter_app.catalogue.toml_files import Folders;"
        "from counter_app.paths import forms_dir\n"
        "try: Files().read(Path(sys.argv[1]), load_form(Folders(forms_dir())))\n"
        "except Exception as error: print(type(error).__name__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(FAULTS / "24_date_cell_minus_1E300.xlsx")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("UnreadableCells\n", "")
