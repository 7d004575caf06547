"""What fields are completed with: values of the newest cases and inspections, and nobody's name but officers'."""

from datetime import date

import pytest

from counter_app.domain.inspection.inspections import InspectionKind, Officer
from counter_app.domain.search.completed_fields import is_completed
from counter_app.services.filing import cases
from counter_app.services.inspection import inspections
from counter_app.services.search import completion
from tests.fakes.memory_backend import POST, MemoryBackend, intake_of, shipped_form


@pytest.fixture
def backend():
    backend = MemoryBackend.make()
    for name, address, location in (("甲公司", "人民路1号", "东门"), ("乙学校", "文屏路2号", "收银台")):
        typed = {
            "unit": {"name": name, "address": address, "legal_representative": "赵某"},
            "agent": {"name": "钱某", "phone": "13900000009"},
            "system": {"address": f"{address}负一楼"},
            "devices": [{"location": location, "device_type": "dome"}],
        }
        cases.open_case(backend, post=POST, intake=intake_of(typed, shipped_form()))
    return backend


def test_values_of_late_complete_fields_of_their_kind(backend):
    known = completion.known_values(backend)
    assert known.find("unit.name", "jia") == ("甲公司",)
    assert known.find("system.address", "人民路") == ("人民路1号负一楼", "人民路1号")
    assert known.find("unit.address", "人民路") == ("人民路1号", "人民路1号负一楼")
    assert known.find("devices[].location", "syt") == ("收银台",)
    assert known.find("tip.place", "乙") == ("乙学校",)


def test_what_is_in_sight_comes_first_and_units_of_all_the_years_last(backend):
    known = completion.known_values(backend)
    assert known.find("devices[].location", "东", first=["东侧走廊"]) == ("东侧走廊", "东门")
    assert known.find("unit.name", "甲", more=["甲商行", "甲公司"]) == ("甲公司", "甲商行")


def test_officers_and_their_unit_of_the_newest_inspections(backend):
    officers = (Officer("王警官", "530001"), Officer("李警官", "530002"))
    reference = next(iter(backend.store.kept.filings))
    plan = (InspectionKind.GENERAL, [reference], officers, "翠华派出所", date(2026, 3, 9))
    inspections.plan(backend, *plan, post=POST)
    known = completion.known_values(backend)
    assert known.find("inspection.officers", "ljg") == ("李警官 530002",)
    assert known.find("inspection.team", "chpcs") == ("翠华派出所",)


@pytest.mark.parametrize("key", ["agent.name", "agent.phone", "agent.id_number", "unit.legal_representative"])
def test_people_are_no_completions(backend, key):
    assert not is_completed(key)
    known = completion.known_values(backend)
    assert known.find(key, "赵") == known.find(key, "钱") == known.find(key, "139") == ()
    assert not any("赵某" in found or "钱某" in found for found in known.values.values())


def test_units_beyond_those_of_late_are_found_by_the_index(backend):
    assert completion.units_like(backend, "学校") == ("乙学校",)
    assert completion.units_like(backend, "人民路") == ()
