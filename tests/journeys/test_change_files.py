"""Change filings from files, on the command line."""

import json
from pathlib import Path

import pytest

from counter_app.bootstrap import keeping_backend
from counter_app.domain.basics.office import Post
from counter_app.domain.basics.refusal import Refusal
from counter_app.paths import data_dir
from counter_app.services.filing import changes
from counter_app.services.platform.platform_filing import file_case

COMPLETE = next((Path(__file__).parents[1] / "samples").glob("01-*.json"))
PAPERS = {"agent_id": {"state": "accepted"}, "authorization_letter": {"state": "accepted"}}


@pytest.fixture
def filed(run, tmp_path):
    """A filed system; the number of the receipt for its papers."""
    code, out, _err = run("intake", COMPLETE, "--out", tmp_path / "first", "--json")
    assert code == 0
    with keeping_backend(data_dir()) as backend:
        reference = json.loads(out)["reference"]
        try:
            file_case(backend, reference, "530624202600000123", post=Post("陈示例", "3号窗口"))
        except Refusal:
            file_case(
                backend, reference, "530624202600000123", post=Post("陈示例", "3号窗口"), again="530624202600000123"
            )
    return json.loads(out)["documents"][0]["number"]


@pytest.fixture
def file(tmp_path):
    """Write an intake file of a change."""

    def write(**content):
        path = tmp_path / "change.json"
        path.write_text(json.dumps({"kind": "change", **content}), "utf-8")
        return path

    return write


def test_a_change_is_judged_and_taken_in_upon_what_is_on_file(run, filed, file, tmp_path):
    path = file(changes=filed, system={"retention_days": 60}, materials=PAPERS)
    code, out, err = run("check", path)
    assert (code, err) == (0, "")
    assert "材料齐全" in out
    code, out, _err = run("intake", path, "--out", tmp_path / "second", "--json")
    assert code == 0
    reference = json.loads(out)["reference"]
    with keeping_backend(data_dir()) as backend:
        (item,) = changes.chain_of(backend, reference)[1].changes
    assert (item.before, item.after) == ("30", "60")
    assert {Path(written["pdf"]).exists() for written in json.loads(out)["documents"]} == {True}


def test_a_change_of_what_is_not_here_says_so_in_one_sentence(run, file, tmp_path):
    path = file(changes="BH2026-0099", system={"retention_days": 60})
    code, _out, err = run("check", path)
    assert code == 2
    assert "没有找到“BH2026-0099”对应的已备案系统" in err
    code, _out, err = run("intake", path, "--out", tmp_path / "out")
    assert code == 2
    assert "没有找到“BH2026-0099”对应的已备案系统" in err


def test_a_change_of_nothing_is_refused(run, filed, file):
    code, _out, err = run("check", file(changes=filed, system={"retention_days": 30}))
    assert code == 2
    assert "没有变更" in err
