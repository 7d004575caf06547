"""A template that names what nobody knows is refused with file, key and reason."""

import pytest

from counter_app.catalogue.loader import load_form
from counter_app.documents.templates import load_template, read_template
from counter_app.domain.basics.refusal import CatalogueError
from counter_app.domain.papers.titles import TITLES, form_kind

TITLES_IN_TEMPLATES = {
    "transfer_list": "{office.name}移交清单",
    "correction_order": "{order.title}",
    "order_stub": "{order.title}（存根）",
}
"""What the title of a template is, where it is more than the document's name: an order is titled by its form."""

HEAD = {"title": "题", "copies": 1, "copies_note": "一份"}


def read(form, *blocks, **head):
    return read_template({**HEAD, **head, "block": list(blocks)}, file="x.toml", form=form)


@pytest.mark.parametrize("document", TITLES)
def test_the_shipped_templates_are_accepted(folders, document):
    template = load_template(folders.find, load_form(folders, form_kind(document)), document)
    assert template.title == TITLES_IN_TEMPLATES.get(document, TITLES[document])
    assert template.copies >= 1
    assert template.copies_note


@pytest.mark.parametrize(
    ("block", "key", "reason"),
    [
        ({"paragraph": "{unit.nmae}"}, "block[1].paragraph", "不认识的变量 {unit.nmae}"),
        ({"paragraph": "{unit.name|secret}"}, "block[1].paragraph", "不认识的格式 secret"),
        ({"paragraph": "{unit.name"}, "block[1].paragraph", "花括号不成对"),
        ({"paragraph": "一", "size": 16}, "block[1].size", "不认识的键"),
        ({"paragraph": "一", "indent": "no"}, "block[1]", "写法不对"),
        ({"paragraph": "一", "when": "raining"}, "block[1].when", "不认识的条件 raining"),
        ({"parargaph": "一"}, "block[1]", "每个 [[block]]"),
        ({"paragraph": "一", "heading": "二"}, "block[1]", "每个 [[block]]"),
        ({"table": "advisories", "columns": ["序号"]}, "block[1].table", "不认识的表格 advisories"),
        ({"table": "deficiencies", "columns": ["价格"]}, "block[1].columns", "不认识的列 价格"),
        ({"form": "poster"}, "block[1].form", "不认识的样式 poster"),
        ({"groups": "poster", "title": ""}, "block[1].groups", "不认识的样式 poster"),
        ({"groups": "annex", "title": "{x}"}, "block[1].groups", "不认识的变量 {x}"),
        ({"grid": [["标签"]]}, "block[1]", "写法不对"),
        ({"grid": [["标签", "{x}"]]}, "block[1].grid", "不认识的变量 {x}"),
        ({"signatures": []}, "block[1].signatures", "至少一个签名"),
        ({"signatures": [{"label": "甲", "rank": "长"}]}, "block[1]", "写法不对"),
        ({"signatures": ["{x}"]}, "block[1].signatures", "不认识的变量 {x}"),
        ({"signatures": ["甲"], "moment": "year"}, "block[1]", "写法不对"),
        ({"seal": "{x}", "day": ""}, "block[1].seal", "不认识的变量 {x}"),
        ({"writing_box": "号", "hint": "{x}"}, "block[1].writing_box", "不认识的变量 {x}"),
    ],
)
def test_a_block_is_refused_by_name(form, block, key, reason):
    with pytest.raises(CatalogueError) as refused:
        read(form, block)
    assert refused.value.file == "x.toml"
    assert refused.value.key == key
    assert reason in refused.value.reason


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ({"colour": "red"}, "colour"),
        ({"copies": 0}, "copies"),
        ({"copies": "two"}, ""),
        ({"layout": "poster"}, ""),
        ({"title": "{x}"}, "title"),
        ({"heading": "{x}"}, "heading"),
        ({"copies_note": "{x}"}, "copies_note"),
    ],
)
def test_a_head_is_refused_by_name(form, head, key):
    with pytest.raises(CatalogueError) as refused:
        read(form, **head)
    assert refused.value.key == key


def test_the_number_of_the_faulty_block_counts_from_one(form):
    with pytest.raises(CatalogueError) as refused:
        read(form, {"paragraph": "好"}, {"paragraph": "{x}"})
    assert refused.value.key == "block[2].paragraph"


@pytest.mark.parametrize("content", [b"title = ", b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_is_refused_with_its_name(form, tmp_path, content):
    file = tmp_path / "notice.toml"
    file.write_bytes(content)
    with pytest.raises(CatalogueError) as refused:
        load_template(lambda _name: file, form, "deficiency_notice")
    assert refused.value.file == str(file)


def test_a_field_of_the_form_is_a_variable(form):
    assert read(form, *({"paragraph": f"{{{key}}}"} for key in form.fields)).blocks
