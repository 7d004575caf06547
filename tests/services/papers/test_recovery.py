"""The recovery sheet: recorded before it is printed, allowed by a supervisor where there is one."""

from dataclasses import replace
from datetime import date

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.office import supervision
from counter_app.services.office.pins import WrongPin
from counter_app.services.office.supervision import Permission
from counter_app.services.papers import recovery
from counter_app.services.papers.recovery import RecoveryState
from counter_app.services.ports.keys import KeyPlace
from tests.fakes.memory_backend import POST, MemoryBackend


@pytest.fixture
def backend():
    made = MemoryBackend.make()
    made.office_key.beside = True
    return made


def printed_sheets(backend):
    with backend.work() as work:
        return [entry.act for entry in work.history.of_case("office_key")]


def test_until_it_is_printed_the_key_lies_beside_the_data(backend):
    assert recovery.recovery_state(backend) == RecoveryState(encrypted=True, printed_on=None, key_beside=True)
    job = recovery.draw_recovery_sheet(backend, post=POST)
    assert (job.pdf, job.copies) == (b"recovery 0123456789abcdef", 1)
    assert recovery.recovery_state(backend).key_beside
    recovery.recovery_sheet_is_out(backend)
    assert recovery.recovery_state(backend) == RecoveryState(
        encrypted=True, printed_on=date(2026, 3, 2), key_beside=False
    )


def test_it_is_recorded_before_it_is_drawn(backend):
    class Broken:
        def recovery_sheet(self, _sheet):
            assert printed_sheets(backend) == [recovery.PRINTED]
            raise RuntimeError("paper jam")

    with pytest.raises(RuntimeError, match="paper jam"):
        recovery.draw_recovery_sheet(replace(backend, renderer=Broken()), post=POST)
    assert printed_sheets(backend) == [recovery.PRINTED]


def test_a_supervisor_allows_it_where_there_is_one(backend):
    supervision.set_supervisor(backend, "赵某", "482915", post=POST)
    with pytest.raises(Refusal, match="已有负责人，由负责人输入 PIN 后才能打印恢复单"):
        recovery.draw_recovery_sheet(backend, post=POST)
    with pytest.raises(WrongPin):
        recovery.draw_recovery_sheet(backend, post=POST, allowed_by=Permission("赵某", "111111"))
    assert printed_sheets(backend) == []
    recovery.draw_recovery_sheet(backend, post=POST, allowed_by=Permission("赵某", "482915"))
    assert printed_sheets(backend) == [recovery.PRINTED]


def test_the_key_moves_only_once_its_code_is_on_paper_and_each_move_is_recorded(backend):
    backend.office_key.trouble = ""
    with pytest.raises(Refusal, match="还没有打印恢复单"):
        recovery.move_key(backend, KeyPlace.STORE, post=POST)
    recovery.recovery_sheet_is_out(backend)
    assert recovery.recovery_state(backend).place is KeyPlace.STORE
    recovery.move_key(backend, KeyPlace.FILE, post=POST)
    assert recovery.recovery_state(backend).place is KeyPlace.FILE
    recovery.move_key(backend, KeyPlace.STORE, post=POST)
    assert recovery.recovery_state(backend).place is KeyPlace.STORE
    assert printed_sheets(backend) == ["office_key.into_file", "office_key.into_store"]


def test_a_key_that_did_not_move_is_not_recorded(backend):
    recovery.recovery_sheet_is_out(backend)
    with pytest.raises(Refusal, match="没有可用的系统密钥环"):
        recovery.move_key(backend, KeyPlace.STORE, post=POST)
    assert printed_sheets(backend) == []


def test_data_that_are_not_encrypted_have_no_sheet(backend):
    backend.office_key.key = None
    assert recovery.recovery_state(backend) == RecoveryState(encrypted=False)
    with pytest.raises(Refusal, match="没有加密"):
        recovery.draw_recovery_sheet(backend, post=POST)
