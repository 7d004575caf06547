"""Supervisors: a PIN that is kept as a hash, wrong tries that a restart does not forgive."""

import dataclasses
import inspect
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.office.recovery_code import recovery_code
from counter_app.services.office import offices, pins, supervision
from counter_app.services.office.offices import act
from counter_app.services.office.pins import WrongPin
from counter_app.services.office.since_seen import SinceSeen
from counter_app.services.office.supervision import NoSupervisor, Permission, WrongCode
from counter_app.services.ports import HistoryEntry, Supervisor
from tests.fakes.memory_backend import NOON, on_a_later_day
from tests.fakes.memory_promises import MemorySupervisors
from tests.services.conftest import POST


@pytest.fixture
def boss(backend):
    supervision.set_supervisor(backend, "赵主任", "135790", post=POST)
    return Permission("赵主任", "135790", {"": "窗口漏看"})


@pytest.fixture
def real_cost(monkeypatch):
    """PINs are hashed as outside of tests: with what the source says."""
    source = re.search(r"_COST, _BLOCK, _LANES = 2\*\*(\d+), 8, 1", inspect.getsource(pins))
    monkeypatch.setattr(pins, "_COST", 2 ** int(source[1]))


class Watch:
    """Counts the seconds as it is told to."""

    def __init__(self):
        self.seconds = 1000.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def backend(backend, watch):
    return dataclasses.replace(backend, since_seen=SinceSeen(watch))


def started_anew(backend, watch):
    return dataclasses.replace(backend, since_seen=SinceSeen(watch))


def by_a_clock_moved_on(backend, seconds):
    return dataclasses.replace(backend, clock=lambda: backend.clock() + timedelta(seconds=seconds))


def wrong(backend, times):
    for _ in range(times):
        with pytest.raises(WrongPin):
            supervision.try_pin(backend, "赵主任", "0000", post=POST)


def test_the_first_supervisor_may_be_set_by_anybody_and_the_next_by_a_supervisor(backend):
    assert supervision.may_anybody_set_one(backend)
    supervision.set_supervisor(backend, "赵主任", "135790", post=POST)
    assert not supervision.may_anybody_set_one(backend)
    boss = Permission("赵主任", "135790")
    with pytest.raises(Refusal, match="由负责人输入 PIN"):
        supervision.set_supervisor(backend, "钱所长", "246810", post=POST)
    supervision.set_supervisor(backend, "钱所长", "246810", post=POST, allowed_by=boss)
    assert supervision.supervisors(backend) == ["赵主任", "钱所长"]


KEPT = "sE3j6QXed+LxgEn/3f6Zicq3fwhoQtTMRLe7LKXkXTZR6VMfGdfDzR1uLhY5X5i5gMKOkyxeRdDhGbYefBE2iQ=="
OLDER = f"scrypt$16384$8$1$MDEyMzQ1Njc4OWFiY2RlZg==${KEPT}"
"""135790, by Python's own scrypt, without the key of the office."""


def keep_hash(backend, pin_hash):
    backend.store.kept.supervisors["赵主任"] = Supervisor("赵主任", pin_hash, backend.clock())


def kept_hash(backend):
    return backend.store.kept.supervisors["赵主任"].pin_hash


@pytest.mark.usefixtures("real_cost")
def test_an_older_hash_is_known_and_made_anew_with_the_key_at_the_next_right_entry(backend):
    keep_hash(backend, OLDER)
    wrong(backend, 1)
    assert kept_hash(backend) == OLDER
    supervision.try_pin(backend, "赵主任", "135790", post=POST)
    anew = kept_hash(backend)
    assert anew.startswith("scrypt-hmac-sha256$16384$8$1$")
    supervision.try_pin(backend, "赵主任", "135790", post=POST)
    assert kept_hash(backend) == anew
    wrong(backend, 1)


def test_a_pin_that_another_window_set_meanwhile_is_not_undone_by_making_the_older_hash_anew(backend, monkeypatch):
    keep_hash(backend, OLDER)
    newer = pins.hash_pin("999999", backend.office_key.pepper())
    supervisors = MemorySupervisors.hold
    asked = []

    def hold(self, name):
        asked.append(name)
        found = supervisors(self, name)
        return replace(found, pin_hash=newer) if len(asked) > 1 else found

    monkeypatch.setattr(MemorySupervisors, "hold", hold)
    supervision.try_pin(backend, "赵主任", "135790", post=POST)
    assert kept_hash(backend) == OLDER


def test_without_the_key_a_hash_is_that_of_no_pin(backend, boss):
    kept = kept_hash(backend)
    assert pins.is_pin_of(kept, "135790", backend.office_key.pepper())
    assert not pins.is_pin_of(kept, "135790", bytes(32))
    assert not pins.is_pin_of(kept, "135790", None)
    assert not pins.is_pin_of(kept.replace("scrypt-hmac-sha256", "scrypt"), "135790", None)


def test_data_that_are_not_encrypted_keep_a_hash_without_the_key(backend):
    backend.office_key.key = None
    supervision.set_supervisor(backend, "赵主任", "135790", post=POST)
    assert kept_hash(backend).startswith("scrypt$")
    supervision.try_pin(backend, "赵主任", "135790", post=POST)
    assert kept_hash(backend).startswith("scrypt$")


def test_a_short_pin_of_an_older_version_is_heard_and_told_of(backend):
    keep_hash(backend, pins.hash_pin("1357", None))
    assert supervision.try_pin(backend, "赵主任", "１３５７", post=POST)
    boss = Permission("赵主任", "1357")
    supervision.set_supervisor(backend, "赵主任", "135790", post=POST, allowed_by=boss)
    assert not supervision.try_pin(backend, "赵主任", "135790", post=POST)


def recover(backend, name="赵主任", pin="864200", key=None):
    code = recovery_code(key or backend.office_key.get().secret).lower()
    supervision.recover_supervisor(backend, name, pin, code, post=POST)


def test_a_forgotten_pin_is_set_by_the_recovery_code_at_once_and_recorded(backend, boss):
    wrong(backend, 6)
    recover(backend)
    supervision.try_pin(backend, "赵主任", "864200", post=POST)
    recorded = [entry for entry in backend.store.kept.history if entry.act == "supervisor.recovered"]
    assert [entry.reference for entry in recorded] == [supervision.history_key("赵主任")]


def test_another_offices_recovery_code_sets_nothing_and_is_recorded(backend, boss):
    with pytest.raises(WrongCode, match="不是这份数据的"):
        recover(backend, key=b"x" * 32)
    supervision.try_pin(backend, "赵主任", "135790", post=POST)
    assert "supervisor.wrong_code" in [entry.act for entry in backend.store.kept.history]


def test_a_slip_in_the_recovery_code_is_named_by_its_group(backend, boss):
    groups = recovery_code(backend.office_key.get().secret).split()
    groups[6] = groups[6][:-1] + ("0" if groups[6][-1] != "0" else "1")
    with pytest.raises(WrongCode, match="第7组"):
        supervision.recover_supervisor(backend, "赵主任", "864200", " ".join(groups), post=POST)


def test_data_without_a_key_have_no_recovery_code(backend, boss):
    backend.office_key.key = None
    with pytest.raises(WrongCode, match="还没有加密"):
        recover(backend, key=b"k" * 32)


def test_before_the_sheet_was_printed_a_command_sets_the_pin_and_all_are_told_for_a_week(backend, boss):
    backend.office_key.beside = True
    wrong(backend, 6)
    supervision.reset_supervisor(backend, "赵主任", "864200", post=POST)
    supervision.try_pin(backend, "赵主任", "864200", post=POST)
    [told] = supervision.recent_resets(backend)
    assert (told.name, told.at) == ("赵主任", NOON)
    assert len(supervision.recent_resets(on_a_later_day(backend, NOON + timedelta(days=6)))) == 1
    assert supervision.recent_resets(on_a_later_day(backend, NOON + timedelta(days=7, seconds=1))) == []


def test_who_was_reset_and_taken_out_again_is_told_too(backend, boss):
    backend.office_key.beside = True
    supervision.reset_supervisor(backend, "赵主任", "864200", post=POST)
    backend.store.kept.supervisors.clear()
    assert [told.name for told in supervision.recent_resets(backend)] == [""]
    supervision.reset_supervisor(backend, "孙某", "246810", post=POST)
    assert supervision.supervisors(backend) == ["孙某"]


def test_a_command_sets_no_pin_once_the_sheet_was_printed_nor_for_anybody_else(backend):
    with pytest.raises(Refusal, match="恢复单已经打印过"):
        supervision.reset_supervisor(backend, "赵主任", "864200", post=POST)
    backend.office_key.beside = True
    with pytest.raises(Refusal, match="还没有登记过负责人"):
        supervision.reset_supervisor(backend, "赵主任", "864200", post=POST)
    supervision.set_supervisor(backend, "赵主任", "135790", post=POST)
    with pytest.raises(Refusal, match="没有登记负责人孙某"):
        supervision.reset_supervisor(backend, "孙某", "864200", post=POST)
    with pytest.raises(Refusal, match="6到12位"):
        supervision.reset_supervisor(backend, "赵主任", "1", post=POST)
    assert supervision.recent_resets(backend) == []
    supervision.try_pin(backend, "赵主任", "135790", post=POST)


def test_once_there_was_a_supervisor_nobody_sets_the_first_one_again(backend, boss):
    backend.store.kept.supervisors.clear()
    assert not supervision.may_anybody_set_one(backend)
    with pytest.raises(Refusal, match="登记过负责人，现在一名也没有"):
        supervision.set_supervisor(backend, "孙某", "246810", post=POST)
    recover(backend, "孙某", "246810")
    assert supervision.supervisors(backend) == ["孙某"]


@pytest.mark.parametrize("pin", ["12345", "1234567890123", "12a456", "", "一二三四五六"])
def test_a_pin_has_six_to_twelve_digits(backend, pin):
    with pytest.raises(Refusal, match="6到12位数字"):
        supervision.set_supervisor(backend, "赵主任", pin, post=POST)


def test_the_pin_itself_is_kept_nowhere(backend, boss):
    kept = backend.store.kept
    assert "135790" not in f"{[one.pin_hash for one in kept.supervisors.values()]}{kept.history}{boss}"
    assert "赵主任" not in str([(entry.reference, entry.details) for entry in kept.history])


def test_full_width_digits_are_the_same_pin(backend, boss):
    supervision.try_pin(backend, "赵主任", "１３５７９０ ", post=POST)


def test_nobody_allows_anything_where_no_supervisor_is_set(backend):
    with pytest.raises(NoSupervisor):
        supervision.try_pin(backend, "赵主任", "135790", post=POST)


def test_a_wrong_pin_says_how_many_tries_are_left(backend, boss):
    with pytest.raises(WrongPin, match="还可以试4次"):
        supervision.try_pin(backend, "赵主任", "9999", post=POST)


def test_after_five_wrong_ones_even_the_right_one_waits_a_minute(backend, boss, watch):
    wrong(backend, 5)
    with pytest.raises(WrongPin, match="还要等60秒"):
        supervision.try_pin(backend, "赵主任", "135790", post=POST)
    watch.seconds += 61
    supervision.try_pin(backend, "赵主任", "135790", post=POST)


def test_each_further_wrong_one_waits_again(backend, boss, watch):
    wrong(backend, 5)
    watch.seconds += 61
    wrong(backend, 1)
    watch.seconds += 1
    with pytest.raises(WrongPin, match="还要等119秒"):
        supervision.try_pin(backend, "赵主任", "135790", post=POST)


def test_each_further_wait_is_twice_as_long_and_an_hour_at_most(backend, boss, watch):
    wrong(backend, 5)
    waits = []
    for _ in range(9):
        left = 0
        while True:
            with pytest.raises(WrongPin) as refused:
                supervision.try_pin(backend, "赵主任", "000000", post=POST)
            if refused.value.sentence == "PIN 错误":
                break
            watch.seconds += 30
            left += 30
        waits.append((left, refused.value.remedy))
    minutes = [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert [left for left, _ in waits] == [60 * minute for minute in minutes]
    assert [remedy for _, remedy in waits[:2]] == ["2分钟后再试", "4分钟后再试"]


@pytest.mark.parametrize("seconds", [61, -61])
def test_a_clock_that_is_moved_before_each_of_twenty_tries_gives_no_further_one(backend, boss, seconds):
    said = []
    for nth in range(1, 21):
        with pytest.raises(WrongPin) as refused:
            supervision.try_pin(by_a_clock_moved_on(backend, nth * seconds), "赵主任", f"{nth:04}", post=POST)
        said.append(refused.value.sentence)
        offices.confirm_clock(by_a_clock_moved_on(backend, nth * seconds), post=POST)
    assert said == ["PIN 错误"] * 5 + ["PIN 连续输错5次以上，还要等60秒"] * 15


def test_after_a_restart_the_whole_wait_is_still_to_come(backend, boss, watch):
    wrong(backend, 5)
    watch.seconds += 59
    anew = started_anew(backend, watch)
    with pytest.raises(WrongPin, match="还要等60秒"):
        supervision.try_pin(anew, "赵主任", "135790", post=POST)
    watch.seconds += 61
    supervision.try_pin(anew, "赵主任", "135790", post=POST)


def test_two_windows_that_try_by_turns_hear_no_more_than_one(backend, boss, watch):
    windows = [backend, started_anew(backend, watch)]
    wrong(backend, 5)
    heard = 0
    for nth in range(20):
        watch.seconds += 31  # each has waited over a minute since its own last try
        with pytest.raises(WrongPin) as refused:
            supervision.try_pin(windows[nth % 2], "赵主任", "0000", post=POST)
        heard += refused.value.sentence == "PIN 错误"
    assert heard <= 4, "a minute, two, four, eight"


def test_a_try_is_put_down_before_the_pin_is_looked_at(backend, boss, monkeypatch):
    class Killed(BaseException):
        pass

    def killed(*_said):
        raise Killed

    monkeypatch.setattr(pins, "is_pin_of", killed)
    for _ in range(5):
        with pytest.raises(Killed):
            supervision.try_pin(backend, "赵主任", "135790", post=POST)
    with pytest.raises(WrongPin, match="还要等60秒"):
        supervision.try_pin(backend, "赵主任", "135790", post=POST)


def test_a_right_pin_is_no_wrong_try_where_the_act_is_refused(backend, boss):
    for _ in range(6):
        with act(backend, POST) as now:
            supervision.check_supervisor(now, Permission("赵主任", "135790"))
    acts = [entry.act for entry in backend.store.kept.history]
    assert acts == ["supervisor.set", *["supervisor.tried", "supervisor.right_pin"] * 6]


def test_wrong_tries_of_older_data_count(backend, boss):
    key = supervision.history_key("赵主任")
    for _ in range(5):
        backend.store.kept.history.append(
            HistoryEntry(backend.clock(), "Asia/Shanghai", "周某", "3", "supervisor.wrong_pin", key)
        )
    with pytest.raises(WrongPin, match="还要等60秒"):
        supervision.try_pin(backend, "赵主任", "135790", post=POST)


def test_a_right_one_forgives_those_before(backend, boss):
    wrong(backend, 4)
    with act(backend, POST) as now:
        supervision.check_supervisor(now, Permission("赵主任", "135790"))
        now.commit()
    wrong(backend, 4)
    supervision.try_pin(backend, "赵主任", "135790", post=POST)


def test_one_supervisors_wrong_tries_do_not_keep_another_out(backend, boss):
    supervision.set_supervisor(backend, "钱所长", "246810", post=POST, allowed_by=boss)
    wrong(backend, 5)
    supervision.try_pin(backend, "钱所长", "246810", post=POST)


def test_a_wrong_try_is_kept_although_the_act_is_not(backend, boss):
    with pytest.raises(WrongPin):
        supervision.set_supervisor(backend, "孙某", "246810", post=POST, allowed_by=Permission("赵主任", "1111"))
    assert supervision.supervisors(backend) == ["赵主任"]
    assert [entry.act for entry in backend.store.kept.history] == ["supervisor.set", "supervisor.tried"]


def test_a_supervisor_goes_with_a_supervisors_pin(backend, boss):
    with pytest.raises(WrongPin):
        supervision.remove_supervisor(backend, "赵主任", post=POST, allowed_by=Permission("赵主任", "1111"))
    supervision.set_supervisor(backend, "钱所长", "246810", post=POST, allowed_by=boss)
    supervision.remove_supervisor(backend, "赵主任", post=POST, allowed_by=boss)
    assert supervision.supervisors(backend) == ["钱所长"]


def test_the_last_supervisor_stays(backend, boss):
    with pytest.raises(Refusal, match="只有这一名负责人") as refused:
        supervision.remove_supervisor(backend, "赵主任", post=POST, allowed_by=boss)
    assert refused.value.remedy == "先登记另一名负责人，再取消登记"
    assert supervision.supervisors(backend) == ["赵主任"]


def test_a_new_pin_takes_the_place_of_the_old(backend, boss):
    supervision.set_supervisor(backend, "赵主任", "864200", post=POST, allowed_by=boss)
    supervision.try_pin(backend, "赵主任", "864200", post=POST)
    with pytest.raises(WrongPin):
        supervision.try_pin(backend, "赵主任", "135790", post=POST)
