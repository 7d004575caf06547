"""What is known already, found in real files."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.office import Post
from counter_app.domain.filing.filing import FilingKind, FilingState
from counter_app.services.filing import changes
from counter_app.services.office import offices
from counter_app.services.ports import Backend, IssuedPaper
from tests.fakes.memory_backend import OFFICE, POST, MemoryBackend
from tests.persistence.conftest import MORNING

UNIT = {"unit.name": "大关县示例商贸有限公司", "unit.uscc": "91530624MA6K3R7Q38", "system.address": "翠华路1号"}


@pytest.fixture
def keep_case(keep, make_filing):
    """Keep a case; `days` after the first."""

    def keep_it(reference, state=FilingState.FILED, days=0, changes="", **answers):
        raw = {**UNIT, **{key.replace("__", "."): value for key, value in answers.items()}}
        kind = FilingKind.CHANGE if changes else FilingKind.INITIAL
        more = {"state": state, "kind": kind, "changes": changes, "received_at": MORNING + timedelta(days=days)}
        return keep(make_filing(reference, raw, received_on=date(2026, 3, 2), **more))

    return keep_it


@pytest.fixture
def known(database):
    """Ask what is known, in a unit of work of its own."""

    def ask(question, *words, **named):
        with database.work() as work:
            return getattr(work.known, question)(*words, **named)

    return ask


def test_the_changes_of_a_case_stand_oldest_first(keep_case, known):
    keep_case("AJ1")
    keep_case("AJ3", FilingState.DRAFT, days=3, changes="AJ1")
    keep_case("AJ2", FilingState.WITHDRAWN, days=1, changes="AJ1")
    assert [case.reference for case in known("changing", "AJ1")] == ["AJ2", "AJ3"]
    assert known("changing", "AJ2") == []
    assert known("changing", "") == []


def test_a_case_is_superseded_only_by_a_change_that_was_filed(keep_case, known):
    keep_case("AJ1")
    keep_case("AJ2", FilingState.DRAFT, changes="AJ1")
    assert not known("found_by", "AJ1")[0].superseded
    keep_case("AJ3", changes="AJ1")
    assert known("found_by", "AJ1")[0].superseded


def test_cases_of_one_unit_by_code_or_by_name_newest_first(keep_case, known):
    keep_case("AJ1", unit__name="旧名称有限公司")
    keep_case("AJ2", FilingState.DEFICIENT, days=1, unit__uscc="")
    keep_case("AJ3", FilingState.WITHDRAWN, days=2)
    keep_case("AJ4", days=3)
    keep_case("AJ5", days=4, unit__name="别的单位", unit__uscc="91530624MA6K3R7Q40")
    wanted = {"uscc": "91530624ma6k3r7q38", "name": "大关县示例商贸 有限公司", "other_than": "AJ4"}
    assert [case.reference for case in known("of_unit", **wanted)] == ["AJ2", "AJ1"]
    assert known("of_unit", uscc="", name=" ", other_than="") == []


def test_filed_cases_by_name_code_and_platform_number(keep, make_filing, keep_case, known):
    keep_case("AJ1", unit__name="大关县青禾商贸有限公司")
    keep_case("AJ2", FilingState.COMPLETE, unit__name="大关县青禾商贸有限公司")
    keep(make_filing("AJ3", UNIT, state=FilingState.FILED, platform_number="PT-2026-77", filed_on=date(2026, 3, 2)))
    assert [case.reference for case in known("found_by", "青禾")] == ["AJ1"]
    assert [case.reference for case in known("found_by", "PT-2026-77")] == ["AJ3"]
    assert {case.reference for case in known("found_by", "91530624MA6K3R7Q38")} == {"AJ1", "AJ3"}
    assert known("found_by", "AJ3")[0].filed_on == date(2026, 3, 2)
    assert known("found_by", "%") == []
    assert known("found_by", " ") == []


def test_what_was_taken_out_of_use_is_known(keep_case, known):
    keep_case("AJ1", system__out_of_use=True)
    assert known("found_by", "AJ1")[0].out_of_use


def test_a_case_is_found_by_the_number_of_its_paper(database, keep_case, known):
    keep_case("AJ1")
    with database.work() as work:
        number = work.numbers.take("material_receipt", year=2026)
        work.papers.add(IssuedPaper("p1", "material_receipt", number, "AJ1", MORNING, "2025-05", {}))
        work.commit()
    assert known("numbered", number) == "AJ1"
    assert known("numbered", Number("备收", 2026, 99)) == ""


def test_a_filing_that_was_changed_since_is_no_duplicate_any_more(database, keep_case):
    keep_case("AJ1")
    asked = {"uscc": UNIT["unit.uscc"], "name": "", "address": "翠华路1号", "other_than": "AJ9"}
    with database.work() as work:
        assert work.filings.count_filed(**asked) == 1
        assert work.filings.count_filed(**asked, nor="AJ1") == 0
    keep_case("AJ2", changes="AJ1")
    with database.work() as work:
        assert work.filings.count_filed(**asked) == 1


def test_of_two_windows_that_open_a_change_at_once_one_opens_it_and_the_other_is_told(database, keep_case):
    keep_case("AJ1")
    memory = MemoryBackend.make()
    ports = {name: getattr(memory, name) for name in Backend.__dataclass_fields__}
    backend = Backend(**(ports | {"work": database.work}))
    offices.save_office(backend, OFFICE, post=POST)
    together = threading.Barrier(2)

    def window(number):
        together.wait(timeout=10)
        return changes.open_change(backend, "AJ1", Post("某", f"{number}号窗口"))

    with ThreadPoolExecutor(2) as pool:
        opened = list(pool.map(window, (1, 2)))
    assert len({one.case.filing.reference for one in opened}) == 1
    assert sorted(bool(one.said) for one in opened) == [False, True]
