"""A demanded field invented in an office's own form.toml is carried everywhere, with no code changed."""

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from counter_app.paths import forms_dir
from tests.journeys.program import main
from tests.journeys.reading import pdf_text, word_text

SAMPLES = Path(__file__).parents[1] / "samples"
INVENTED = """
[[field]]
key = "system.operator"
label = "系统运维单位"
type = "text"
demanded = true
basis = "某省实施细则第五条"
missing = "填写系统运维单位"
requirement = "运维单位全称"
hint = "没有委托运维的填本单位"
mend = "当场补填运维单位全称"
"""


@pytest.fixture
def office(tmp_path, monkeypatch):
    """An overlay folder whose form asks for one thing more."""
    name = "filing/2025-05/form.toml"
    target = tmp_path / "office" / "forms" / name
    target.parent.mkdir(parents=True)
    shutil.copy(forms_dir() / name, target)
    with target.open("a", encoding="utf-8") as file:
        file.write(INVENTED)
    monkeypatch.setenv("COUNTER_APP_OVERLAY", str(tmp_path / "office"))
    return tmp_path


@pytest.fixture
def answered(office):
    """A complete intake with the invented field filled in."""
    content = json.loads((SAMPLES / "01-complete.json").read_text(encoding="utf-8"))
    content["system"]["operator"] = "昭通示例运维有限公司"
    path = office / "answered.json"
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def test_check_misses_it(office, capsys):
    assert main(["check", str(SAMPLES / "01-complete.json"), "--json"]) == 1
    (item,) = json.loads(capsys.readouterr().out)["deficiencies"]
    assert item == {
        "code": "system.operator.missing", "label": "系统运维单位", "message": "填写系统运维单位",
        "requirement": "运维单位全称", "basis": "某省实施细则第五条", "mend": "当场补填运维单位全称",
    }  # fmt: skip


def test_the_notice_names_it_in_pdf_and_word(office, capsys):
    assert main(["intake", str(SAMPLES / "01-complete.json"), "--out", str(office / "out"), "--json"]) == 1
    (paper,) = json.loads(capsys.readouterr().out)["documents"]
    for text in (pdf_text(paper["pdf"]), word_text(paper["word"])):
        for words in ("填写系统运维单位", "运维单位全称", "某省实施细则第五条", "当场补填运维单位全称"):
            assert words in text


def test_once_answered_it_stands_on_the_papers(office, answered, capsys):
    assert main(["intake", str(answered), "--out", str(office / "out"), "--json"]) == 0
    papers = {paper["document"]: paper for paper in json.loads(capsys.readouterr().out)["documents"]}
    sheet = papers["platform_sheet"]
    for text in (pdf_text(sheet["pdf"]), word_text(sheet["word"])):
        assert "系统运维单位" in text
        assert "昭通示例运维有限公司" in text


@pytest.mark.parametrize("document", ["information_sheet", "platform_sheet"])
def test_it_stands_on_the_sample_papers(office, document):
    assert main(["documents", document, "--sample", "--out", str(office / "out")]) == 0
    assert "系统运维单位" in pdf_text(office / "out" / f"{document}.pdf")
    assert "系统运维单位" in word_text(office / "out" / f"{document}.docx")


def test_the_workbook_asks_for_it_and_brings_it_back(office, capsys):
    path = office / "blank.xlsx"
    assert main(["template", str(path)]) == 0
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["基本信息"]
    for cells in sheet.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str) and "系统运维单位" in cell.value:
                sheet.cell(cell.row, cell.column + 1).value = "昭通示例运维有限公司"
    workbook.save(path)
    capsys.readouterr()
    main(["check", str(path), "--json"])
    codes = [item["code"] for item in json.loads(capsys.readouterr().out)["deficiencies"]]
    assert "unit.name.missing" in codes
    assert "system.operator.missing" not in codes
