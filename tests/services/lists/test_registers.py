"""The register as a list: personal data masked unless asked for, and who took it out is put down before it goes."""

import json
from datetime import date
from types import SimpleNamespace

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.calendar.waiting import Queue
from counter_app.domain.filing.filing import FilingState
from counter_app.services.filing import cases
from counter_app.services.lists import registers
from counter_app.services.lists.registers import ExportRequest
from counter_app.services.papers import issuing
from counter_app.services.ports import IndexState, RegisterFilter, SearchResults
from tests.services.conftest import POST


@pytest.fixture
def kept(backend, sample):
    """Two cases, the first with its receipt."""
    first = cases.open_case(backend, post=POST, intake=sample("01")).filing.reference
    issuing.issue_receipt(backend, first, post=POST)
    return first, cases.open_case(backend, post=POST, intake=sample("02")).filing.reference


@pytest.fixture
def write(backend, tmp_path):
    def write_it(request, **options):
        path = tmp_path / "list.xlsx"
        registers.write_list(backend, path, request, post=POST, **options)
        title, [head, *rows] = json.loads(path.read_text("utf-8"))
        return title, [dict(zip(head, row, strict=True)) for row in rows]

    return write_it


def by_reference(rows):
    return {row["收件编号"]: row for row in rows}


def test_personal_data_are_masked_and_the_act_is_put_down(backend, kept, write):
    title, rows = write(ExportRequest(RegisterFilter()))
    row = by_reference(rows)[kept[0]]
    assert title == "台账"
    assert row["单位名称"] == "大关县青禾商贸有限公司"
    assert row["经办人姓名"] == "周*"
    assert "*" in row["证件号码"]
    assert row["图像采集设备数量"] == 3
    assert row["收件凭证编号"] == "大公（视）收字〔2026〕1号"
    entry = backend.store.kept.history[-1]
    assert (entry.act, entry.clerk) == ("register.exported", POST.clerk)
    assert entry.details == {"list": "台账", "rows": 2, "whole": 0}


def test_whole_numbers_are_given_where_asked_for_and_that_is_put_down(backend, kept, write):
    _title, rows = write(ExportRequest(RegisterFilter(), whole=True))
    assert by_reference(rows)[kept[0]]["证件号码"].isalnum()
    assert backend.store.kept.history[-1].details["whole"] == 1


def test_a_list_holds_what_was_asked_for(backend, kept, write):
    today = ExportRequest(RegisterFilter(first=date(2026, 3, 2), last=date(2026, 3, 2), states=(FilingState.COMPLETE,)))
    assert [row["收件编号"] for row in write(today)[1]] == [kept[0]]
    assert backend.store.kept.history[-1].details["from"] == "2026-03-02"
    assert [row["收件编号"] for row in write(ExportRequest(RegisterFilter(references=kept[::-1])))[1]] == list(
        kept[::-1]
    )


@pytest.mark.parametrize(
    ("queue", "text", "places"),
    [(Queue.TRANSFER, "", [0]), (Queue.COMPLETE, "", [0]), (Queue.DRAFT, "", [1]), (Queue.TODAY, "没有", [])],
)
def test_a_queue_is_a_list_too(backend, kept, write, queue, text, places):
    request = registers.queue_export(backend, queue, text)
    if not places:
        with pytest.raises(Refusal, match="没有可导出的业务"):
            write(request)
        return
    title, rows = write(request)
    assert title == queue.label
    assert [row["收件编号"] for row in rows] == [kept[place] for place in places]


def test_what_stops_the_writing_leaves_no_trace(backend, kept, write):
    def stop(_done, _all):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        write(ExportRequest(RegisterFilter()), progress=stop)
    assert backend.store.kept.history[-1].act != "register.exported"


def test_progress_is_told(backend, kept, write, monkeypatch):
    monkeypatch.setattr(registers, "PART", 1)
    heard = []
    write(ExportRequest(RegisterFilter()), progress=lambda done, whole: heard.append((done, whole)))
    assert heard == [(0, 2), (1, 2), (2, 2)]


def test_too_long_a_list_says_how_to_divide_it(backend, kept, write, monkeypatch):
    monkeypatch.setattr(registers, "MOST", 1)
    with pytest.raises(Refusal, match="按日期分段导出"):
        write(ExportRequest(RegisterFilter()))


def test_what_was_found_is_a_list_unless_there_is_too_much_of_it(backend, kept, write, monkeypatch):
    index = IndexState(2, 2, ready=True)
    hits = tuple(SimpleNamespace(reference=reference) for reference in kept)
    request = registers.search_export(lambda _limit: SearchResults(hits, more=False, index=index))
    assert [row["收件编号"] for row in write(request)[1]] == list(kept)
    with pytest.raises(Refusal, match="多输入几个字"):
        registers.search_export(lambda _limit: SearchResults(hits, more=True, index=index))
