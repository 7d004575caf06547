"""A workbook's parts are found by the links among them; part names and folders are free."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.exchange.files import Files
from tests.exchange.intake.test_bad_files import packed, parts_of

FAULTS = Path(__file__).parents[2] / "faults"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture
def written(filled):
    target = io.BytesIO()
    filled.book.save(target)
    return target.getvalue()


def renamed(workbook, names):
    """The same workbook with its parts under other names, the links among them following."""

    def relinked(content):
        for before, after in names.items():
            short = re.escape(before.removeprefix("xl/").encode())
            content = re.sub(rb'"/?(?:xl/)?%b"' % short, b'"/%b"' % after.encode(), content)
        return content

    new = {
        names.get(name, name): relinked(content) if name.endswith(".rels") or name.startswith("[") else content
        for name, content in parts_of(workbook).items()
    }
    links = names.get("xl/workbook.xml", "xl/workbook.xml")
    folder, _, last = links.rpartition("/")
    if links != "xl/workbook.xml":
        new[f"{folder}/_rels/{last}.rels".lstrip("/")] = new.pop("xl/_rels/workbook.xml.rels")
    return packed(new)


def names_of(content):
    return [name for name in parts_of(content) if name.startswith("xl/") and not name.endswith(".rels")]


@pytest.mark.parametrize(
    "names",
    [
        {"xl/workbook.xml": "xl/workbook22.xml"},
        {"xl/workbook.xml": "Book.xml"},
        {"xl/sharedStrings.xml": "xl/strings1.xml"},
        {"xl/styles.xml": "look/styles9.xml"},
        {"xl/worksheets/sheet1.xml": "sheets/first.xml"},
        {"xl/workbook.xml": "a/b/workbook.xml", "xl/sharedStrings.xml": "a/s.xml"},
    ],
)
def test_parts_under_other_names_are_found(names, written, read):
    usual, found = read(written), read(renamed(written, names))
    assert found.answers.raw == usual.answers.raw
    assert [row.raw for row in found.answers.rows()] == [row.raw for row in usual.answers.rows()]
    assert found.warnings == usual.warnings


def test_a_workbook_at_the_root_of_the_archive_is_read(written, read):
    names = {name: name.removeprefix("xl/") for name in names_of(written)}
    assert read(renamed(written, names)).answers.raw == read(written).answers.raw


@pytest.mark.parametrize("missing", ["_rels/.rels", "[Content_Types].xml"])
def test_one_of_the_two_lists_of_parts_is_enough(missing, written, read):
    for content in (written, renamed(written, {"xl/workbook.xml": "xl/workbook22.xml"})):
        parts = parts_of(content)
        del parts[missing]
        assert read(packed(parts)).answers.raw == read(written).answers.raw


def test_the_kept_file_is_read(form):
    assert Files().read(FAULTS / "12a_workbook22.xlsx", form).answers.raw["unit.name"]


def office(kind, part, root=b"<a/>"):
    link = f'<Relationship Id="r" Type="{LINKS}/officeDocument" Target="{part}"/>'
    links = f"<Relationships>{link}</Relationships>".encode()
    types = f'<Types><Override PartName="/{part}" ContentType="application/x.{kind}"/></Types>'.encode()
    return packed({"[Content_Types].xml": types, "_rels/.rels": links, part: root})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (office("wordprocessingml.document.main+xml", "word/document.xml"), "Word 文档"),
        (office("wordprocessingml.document.main+xml", "word/document2.xml"), "Word 文档"),
        (office("presentationml.presentation.main+xml", "ppt/presentation.xml"), "演示文稿"),
        (office("presentationml.slideshow.main+xml", "p.xml"), "演示文稿"),
        (office("sheet.binary.macroEnabled.main", "xl/workbook7.bin", b"\0\0"), "二进制工作簿"),
        (office("visio.drawing.main+xml", "visio/document.xml"), "里面找不到工作簿"),
    ],
)
def test_another_office_file_is_called_what_it_is(content, words, read):
    with pytest.raises(Refusal, match=words) as refused:
        read(content)
    assert refused.value.remedy


def test_a_list_of_parts_that_is_short_by_some_bytes_is_damage(blank, read):
    content = bytearray(packed(parts_of(blank)))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    at = content.rindex(b"xl/worksheets/sheet1.xml") - 46 + 24
    content[at : at + 4] = (size - 2).to_bytes(4, "little")
    with pytest.raises(Refusal, match="工作簿已损坏"):
        read(bytes(content))
