"""An edition that extends another."""

import pytest

from counter_app.catalogue.loader import load_form
from counter_app.catalogue.toml_files import Folders
from counter_app.domain.basics.refusal import CatalogueError
from counter_app.paths import forms_dir

HEAD = '[form]\nkind = "change"\nedition = "2025-05"\ntitle = "变更"\nextends = "filing/2025-05"\n'


@pytest.fixture
def office(tmp_path):
    """Write the office's own change form and load it."""

    def load(text):
        own = tmp_path / "change/2025-05/form.toml"
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_text(text, "utf-8")
        return load_form(Folders(forms_dir(), tmp_path), "change")

    return load


def test_the_change_form_asks_all_the_filing_form_asks_and_wants_its_papers():
    folders = Folders(forms_dir())
    filing, change = load_form(folders), load_form(folders, "change")
    assert set(filing.fields) < set(change.fields)
    assert list(change.material_kinds) == list(filing.material_kinds)
    assert change.law == filing.law
    assert {f.key for f in change.fields.values() if f.demand} == {f.key for f in filing.fields.values() if f.demand}


def test_a_field_an_office_demands_of_a_filing_is_demanded_of_a_change_too(tmp_path):
    shipped = (forms_dir() / "filing/2025-05/form.toml").read_text("utf-8")
    own = tmp_path / "filing/2025-05/form.toml"
    own.parent.mkdir(parents=True)
    field = '[[field]]\nkey = "system.operator"\nlabel = "运维单位"\ntype = "text"\ndemanded = true\n'
    own.write_text(f'{shipped}\n{field}basis = "本省细则第3条"\nmissing = "填写运维单位"\n', "utf-8")
    assert load_form(Folders(forms_dir(), tmp_path), "change").fields["system.operator"].demand is not None


def test_the_first_filings_days_do_not_run_for_a_change():
    change = load_form(Folders(forms_dir()), "change")
    assert "filing.late" not in {rule.code for rule in change.rules}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (HEAD.replace("filing/2025-05", "filing/1999-01"), "没有 filing/1999-01 这个版本"),
        (HEAD + 'without = ["no.such"]\n', "没有代码为 no.such 的规则"),
        (HEAD.replace("filing/2025-05", "change/2025-05"), "只能扩展一层"),
        (HEAD.replace('extends = "filing/2025-05"\n', ""), "缺少必需的键"),
        (HEAD + '[[field]]\nkey = "unit.name"\nlabel = "x"\ntype = "text"\n', "写了两次"),
        (HEAD + 'extend = "x"\n', "不认识的键 extend"),
    ],
)
def test_what_cannot_be_extended_is_refused(office, text, reason):
    with pytest.raises(CatalogueError) as refused:
        office(text)
    assert reason in refused.value.reason
