"""What documents said when they were issued: every snapshot that a version of the program recorded is read again.

`frozen/` holds snapshots as they were recorded, one for each document, `0003_*` those of the third schema.
"""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest

from counter_app.domain.basics.numbering import Number
from counter_app.domain.filing.one_time import DeficiencyOrigin
from counter_app.domain.inspection.inspections import Compliance, InspectionKind, OrderForm
from counter_app.services.papers.snapshots import freeze, thaw

FROZEN = Path(__file__).parent / "frozen"
STORED = sorted(path.stem for path in FROZEN.glob("*.json"))


def stored(name):
    return json.loads((FROZEN / f"{name}.json").read_text("utf-8"))


def thawed(backend, content):
    return thaw(content, backend.forms.current(content["form"]))  # by the newest form, too, it loses nothing


def same_times(content):
    """`content` with both ways of writing UTC as one."""
    return json.loads(json.dumps(content).replace("+00:00", "Z"))


def kept_of(content, again):
    """`again` without the keys that `content` does not have, at every depth: what was added since."""
    match content, again:
        case dict(), dict():
            return {key: kept_of(content[key], again[key]) for key in content if key in again}
        case list(), list() if len(content) == len(again):
            return [kept_of(*pair) for pair in zip(content, again, strict=True)]
        case _:
            return again


@pytest.mark.parametrize("name", STORED)
def test_a_recorded_snapshot_loses_nothing_by_thawing(backend, name):
    content = stored(name)
    again = same_times(freeze(thawed(backend, content)))
    assert kept_of(content, again) == same_times(content)
    assert again["revision"] == 0, "it is printed from the templates it had"


def test_a_notice_is_thawed_to_what_it_told(backend):
    facts = thawed(backend, stored("deficiency_notice"))
    assert facts.number == Number("备告", 2026, 2)
    assert facts.answers.form.kind == "filing"
    assert [item.code for item in facts.findings.deficiencies] == list(facts.further_notice.origins)
    assert set(facts.further_notice.origins.values()) == {DeficiencyOrigin.CARRIED_OVER, DeficiencyOrigin.NEW_FACT}
    assert (facts.issued_at.tzinfo.key, facts.received_at.tzinfo.key) == ("Asia/Shanghai", "Asia/Shanghai")


def test_rows_and_changes_of_a_change_filing_are_thawed(backend):
    retention, devices = thawed(backend, stored("change_receipt")).changes
    assert (retention.key, retention.before, retention.after) == ("system.retention_days", "30", "90")
    assert [row.words for row in devices.rows] == [
        "新增第4台：仓库、枪机",
        "变更第1台：一楼东门、半球（设备类型：枪机→半球）",
    ]
    assert len(thawed(backend, stored("0003_material_receipt")).answers.rows()) == 3


def test_an_inspection_is_thawed_in_the_time_of_the_office(backend):
    facts = thawed(backend, stored("inspection_record")).inspection
    assert facts.kind is InspectionKind.GENERAL
    assert facts.ended_at.utcoffset() == timedelta(hours=8)
    assert [(item.number, item.found) for item in facts.wrong] == [(2, Compliance.BREACH)]
    assert facts.wrong[0].breaches[0].forms == (OrderForm.AT_ONCE, OrderForm.BY_DATE)
    kinds = [breach.kinds for item in facts.items for breach in item.offered if breach.kinds]
    assert kinds == [frozenset({InspectionKind.GENERAL, InspectionKind.PROFESSIONAL})]
    assert [device.location for device in facts.devices][:1] == ["一楼东门"]


def test_an_order_a_reinspection_a_tip_and_a_batch_are_thawed(backend):
    order = thawed(backend, stored("correction_order")).order
    assert (order.form, order.ordered_on) == (OrderForm.BY_DATE, date(2026, 9, 28))
    assert thawed(backend, stored("reinspection_record")).reinspection.at.utcoffset() == timedelta(hours=8)
    assert isinstance(thawed(backend, stored("tip_record")).tip.received_at, datetime)
    transfer = thawed(backend, stored("transfer_list")).transfer
    assert len(transfer.package.sha256) == 64
    assert [case.position for case in transfer.cases] == [1, 2]


def test_what_the_first_release_did_not_record_has_its_default(backend):
    content = stored("0003_material_receipt")
    for key in ("platform_number", "filed_on", "changes", "again"):
        del content[key]
    content["materials"] = {
        key: {name: paper[name] for name in ("state", "defects", "note", "original", "count", "pages")}
        for key, paper in content["materials"].items()
    }
    facts = thawed(backend, content)
    assert (facts.platform_number, facts.filed_on, facts.changes, facts.further_notice) == ("", None, (), None)
    assert {paper.held_since for paper in facts.materials.values()} == {None}


def test_threads_may_thaw_the_first_snapshot_of_a_run_at_once():
    """In a process of its own: what msgspec learnt once in this one is known."""
    done = subprocess.run([sys.executable, __file__], check=False, capture_output=True, text=True, timeout=100)
    assert (done.returncode, done.stdout) == (0, "8\n"), done.stderr


def thaw_at_once():
    from tests.fakes.memory_backend import MemoryBackend

    sys.setswitchinterval(1e-6)
    content, form = stored("inspection_record"), MemoryBackend.make().forms.current()
    with ThreadPoolExecutor(8) as threads:
        begin = Barrier(8)

        def run(_nth):
            begin.wait()
            return thaw(content, form)

        print(len(list(threads.map(run, range(8)))))


if __name__ == "__main__":
    thaw_at_once()
