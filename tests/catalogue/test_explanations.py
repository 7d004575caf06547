"""「这是什么」: every field of every shipped form says what is asked, where it is read, and gives an example."""

import pytest

from counter_app import paths
from counter_app.catalogue.loader import load_form
from counter_app.catalogue.toml_files import Folders
from counter_app.domain.inspection.office_fields import OWN_FORMS
from counter_app.domain.office.office_form import OFFICE_FORM

FORMS = ("filing", "change", OFFICE_FORM, *OWN_FORMS)


@pytest.fixture(scope="module", params=FORMS)
def form(request):
    return load_form(Folders(paths.forms_dir()), request.param, None)


def fields(form):
    return [*form.fields.values(), *(field for group in form.groups.values() for field in group.fields)]


def test_every_field_says_where_it_is_read_and_gives_an_example(form):
    assert [field.key for field in fields(form) if not (field.where and field.example)] == []


def test_what_is_told_is_short_and_plain(form):
    for field in fields(form):
        lines = field.explanation.splitlines()
        assert 3 <= len(lines) <= 4, field.key
        assert max(map(len, lines)) <= 90, field.key
        assert "<" not in field.explanation


def test_what_the_law_asks_stands_first():
    form = load_form(Folders(paths.forms_dir()), "filing", None)
    assert form.fields["unit.name"].explanation == (
        "单位名称：必填（《规定》第六条第一项）\n"
        "要求：单位全称，与登记证书和公章一致\n"
        "怎么填：营业执照、登记证书上的“名称”，或者公章上的全称\n"
        "举例：大关县青禾商贸有限公司"
    )
    assert form.fields["agent.name"].explanation.startswith("经办人姓名：窗口对照证件填写\n")
    assert form.fields["system.name"].explanation.splitlines()[0] == "系统名称：选填"
