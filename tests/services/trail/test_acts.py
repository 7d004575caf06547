"""The trail as people read it: in words, by page, as a workbook, and who looked at it."""

import ast
import json
import re
from datetime import date
from pathlib import Path

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.trail.report import TrailFault, TrailFinding, TrailReport
from counter_app.services.filing import cases
from counter_app.services.office import noting, supervision
from counter_app.services.office.supervision import Permission, WrongPin
from counter_app.services.papers import issuing
from counter_app.services.trail import acts
from counter_app.services.trail.act_words import ACTS
from counter_app.services.trail.acts import TrailRequest
from tests.services.conftest import POST

PACKAGE = Path(__file__).parents[3] / "counter_app"


@pytest.fixture
def noticed(backend, sample):
    reference = cases.open_case(backend, post=POST, intake=sample("02")).filing.reference
    issuing.issue_notice(backend, reference, post=POST)
    return reference


def words(page):
    return [line.words for line in page.lines]


def recorded_acts():
    """Every name that something is recorded under, as the sources have it."""
    yield from (value for name, value in vars(noting).items() if name.isupper())
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        named = {
            target.id: node.value.value
            for node in ast.walk(tree)
            if isinstance(node, ast.AnnAssign) and isinstance(target := node.target, ast.Name)
            if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        }
        for call in ast.walk(tree):
            name = getattr(call.func, "attr", getattr(call.func, "id", "")) if isinstance(call, ast.Call) else ""
            if name in {"record", "note", "_note", "_record", "_save", "HistoryEntry"}:
                for part in (one for argument in call.args for one in ast.walk(argument)):
                    said = part.value if isinstance(part, ast.Constant) else named.get(getattr(part, "id", ""))
                    if isinstance(said, str) and re.fullmatch(r"[a-z_]+\.[a-z_]+", said):
                        yield said


def test_every_act_has_words():
    found = set(recorded_acts())
    assert len(found) > 70
    assert found - ACTS.keys() == set()


def test_the_newest_stands_first_in_the_words_of_the_counter(backend, noticed):
    page = acts.trail_page(backend, TrailRequest())
    assert words(page)[:2] == ["出具一次性告知书", "受理登记"]
    [issued, opened] = page.lines[:2]
    assert (issued.reference, issued.clerk, issued.window) == (noticed, "陈示例", "3号窗口")
    assert (issued.ordinal, opened.ordinal) == (2, 1)
    assert "编号：BG2026-0001" in issued.details


def test_it_is_asked_by_day_and_by_clerk_window_or_case(backend, noticed):
    today = backend.clock().date()
    assert words(acts.trail_page(backend, TrailRequest(first=today, last=today)))
    assert not acts.trail_page(backend, TrailRequest(last=date(2026, 1, 1))).lines
    assert len(acts.trail_page(backend, TrailRequest(text=noticed)).lines) == 2
    assert not acts.trail_page(backend, TrailRequest(text="李某")).lines


def test_it_is_read_page_by_page(backend, noticed, monkeypatch):
    monkeypatch.setattr(acts, "PAGE", 1)
    first = acts.trail_page(backend, TrailRequest())
    second = acts.trail_page(backend, TrailRequest(), first.below)
    assert (words(first), words(second)) == (["出具一次性告知书"], ["受理登记"])
    assert second.below is None


def test_whoever_reads_it_is_recorded_and_a_supervisor_allows_it_where_there_is_one(backend):
    acts.open_trail(backend, None, post=POST)
    assert backend.store.kept.history[-1].act == acts.READ
    supervision.set_supervisor(backend, "赵主任", "246810", post=POST)
    with pytest.raises(Refusal, match="负责人输入 PIN"):
        acts.open_trail(backend, None, post=POST)
    with pytest.raises(WrongPin):
        acts.open_trail(backend, Permission("赵主任", "000000"), post=POST)
    acts.open_trail(backend, Permission("赵主任", "246810"), post=POST)
    assert [entry.act for entry in backend.store.kept.history][-2:] == ["supervisor.allowed", acts.READ]


def test_as_a_workbook_it_names_no_clerk_whole_and_is_recorded(backend, noticed, tmp_path):
    path = tmp_path / "trail.xlsx"
    assert acts.export_trail(backend, path, TrailRequest(), post=POST) == 2
    _title, [_columns, *rows] = json.loads(path.read_text("utf-8"))
    assert [row[4] for row in rows] == ["受理登记", "出具一次性告知书"]
    assert "陈示例" not in str(rows)
    last = backend.store.kept.history[-1]
    assert (last.act, dict(last.details)) == (acts.EXPORTED, {"rows": 2})


def test_nothing_is_written_where_there_is_none(backend, tmp_path):
    with pytest.raises(Refusal, match="没有可导出的办理记录"):
        acts.export_trail(backend, tmp_path / "trail.xlsx", TrailRequest(), post=POST)
    assert not list(tmp_path.iterdir())


def test_to_verify_it_is_recorded_with_what_was_found(backend):
    backend.witness.report = TrailReport(9, (TrailFinding(TrailFault.CHANGED, 5, 5),))
    assert acts.verify_trail(backend, post=POST).findings[0].sentence == "办理记录第5条内容被改动"
    assert dict(backend.store.kept.history[-1].details) == {"entries": 9, "findings": 1}
