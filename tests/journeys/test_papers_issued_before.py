"""A paper issued by an earlier release is printed again in the words it had, whatever the templates say today.

`issued_by_0_5_0/` holds papers of an office of that release: the frozen content and every text of the printed paper.
"""

import json
from pathlib import Path

import pytest

from counter_app.bootstrap import judging_backend
from counter_app.documents.text_runs import text_runs
from counter_app.domain.papers.papers import TEMPLATE_REVISION
from counter_app.services.papers.snapshots import form_of, thaw

ISSUED = Path(__file__).parent / "issued_by_0_5_0"
PAPERS = sorted(path.stem for path in ISSUED.glob("*.json"))


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return judging_backend(tmp_path_factory.mktemp("office"))


def issued(name):
    return json.loads((ISSUED / f"{name}.json").read_text("utf-8"))


def printed(backend, paper):
    """Every text of the paper, as it is printed again."""
    content = paper["content"]
    facts = thaw(content, form_of(backend.forms, content["document"], paper["edition"], content))
    return [run.text for run in text_runs(backend.renderer.document(facts))]


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_of_the_release_before_says_what_it_said(office, name):
    paper = issued(name)
    assert printed(office, paper) == paper["text"]


def test_there_is_one_of_each_document_that_is_kept():
    assert {name.rpartition("_")[0] for name in PAPERS} >= {
        "case_contents",
        "change_receipt",
        "correction_order",
        "deficiency_notice",
        "filing_receipt",
        "inspection_record",
        "material_receipt",
        "platform_sheet",
        "reinspection_record",
        "tip_record",
        "transfer_list",
    }


def test_the_offices_own_template_was_in_force_for_its_papers(tmp_path, office, monkeypatch):
    """An office that had its own wording of 2025-05 has it on reprints, too."""
    own = tmp_path / "forms" / "filing" / "2025-05"
    own.mkdir(parents=True)
    shipped = Path(__file__).parents[2] / "forms" / "filing" / "2025-05.0" / "filing_receipt.toml"
    (own / "filing_receipt.toml").write_text(
        shipped.read_text("utf-8").replace("备案不收取费用", "备案不收费"), encoding="utf-8"
    )
    monkeypatch.setenv("COUNTER_APP_OVERLAY", str(tmp_path))
    paper = issued("filing_receipt_1")
    with_own = printed(judging_backend(tmp_path / "data"), paper)
    assert with_own == [text.replace("备案不收取费用", "备案不收费") for text in paper["text"]]


def test_what_is_issued_now_names_the_revision_of_today(office):
    assert TEMPLATE_REVISION == 1
    assert "revision" not in issued("filing_receipt_1")["content"]
    assert office.forms.current().edition == "2025-05"
