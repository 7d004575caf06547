"""Supervisors: a PIN that is kept as a hash, wrong tries that a restart does not forgive."""

import dataclasses
from datetime import timedelta

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.office import offices, supervision
from counter_app.services.office.offices import act
from counter_app.services.office.since_seen import SinceSeen
from counter_app.services.office.supervision import NoSupervisor, Permission, WrongPin
from counter_app.services.ports import HistoryEntry, Supervisor
from tests.services.conftest import POST


@pytest.fixture
def boss(backend):
    supervision.set_supervisor(backend, "赵主任", "135790", post=POST)
    return Permission("赵主任", "135790", {"": "窗口漏看"})


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


def test_the_first_supervisor_may_be_set_by_anybody_and_the_next_by_a_supervisor(backend, boss):
    with pytest.raises(Refusal, match="由负责人输入 PIN"):
        supervision.set_supervisor(backend, "钱所长", "2468", post=POST)
    supervision.set_supervisor(backend, "钱所长", "2468", post=POST, allowed_by=boss)
    assert supervision.supervisors(backend) == ["赵主任", "钱所长"]


def test_a_pin_that_was_kept_by_pythons_own_scrypt_is_still_known(backend):
    kept = "sE3j6QXed+LxgEn/3f6Zicq3fwhoQtTMRLe7LKXkXTZR6VMfGdfDzR1uLhY5X5i5gMKOkyxeRdDhGbYefBE2iQ=="
    hashed = f"scrypt$16384$8$1$MDEyMzQ1Njc4OWFiY2RlZg==${kept}"
    backend.store.kept.supervisors["赵主任"] = Supervisor("赵主任", hashed, backend.clock())
    supervision.try_pin(backend, "赵主任", "135790", post=POST)
    wrong(backend, 1)


@pytest.mark.parametrize("pin", ["123", "1234567890123", "12a4", "", "一二三四"])
def test_a_pin_has_four_to_twelve_digits(backend, pin):
    with pytest.raises(Refusal, match="4到12位数字"):
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
    with pytest.raises(WrongPin, match="还要等59秒"):
        supervision.try_pin(backend, "赵主任", "135790", post=POST)


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
    assert heard <= 20 * 31 // 60


def test_a_try_is_put_down_before_the_pin_is_looked_at(backend, boss, monkeypatch):
    class Killed(BaseException):
        pass

    def killed(*_said):
        raise Killed

    monkeypatch.setattr(supervision, "is_pin_of", killed)
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
    supervision.set_supervisor(backend, "钱所长", "2468", post=POST, allowed_by=boss)
    wrong(backend, 5)
    supervision.try_pin(backend, "钱所长", "2468", post=POST)


def test_a_wrong_try_is_kept_although_the_act_is_not(backend, boss):
    with pytest.raises(WrongPin):
        supervision.set_supervisor(backend, "孙某", "2468", post=POST, allowed_by=Permission("赵主任", "1111"))
    assert supervision.supervisors(backend) == ["赵主任"]
    assert [entry.act for entry in backend.store.kept.history] == ["supervisor.set", "supervisor.tried"]


def test_a_supervisor_goes_with_a_supervisors_pin(backend, boss):
    with pytest.raises(WrongPin):
        supervision.remove_supervisor(backend, "赵主任", post=POST, allowed_by=Permission("赵主任", "1111"))
    supervision.remove_supervisor(backend, "赵主任", post=POST, allowed_by=boss)
    assert supervision.supervisors(backend) == []


def test_a_new_pin_takes_the_place_of_the_old(backend, boss):
    supervision.set_supervisor(backend, "赵主任", "8642", post=POST, allowed_by=boss)
    supervision.try_pin(backend, "赵主任", "8642", post=POST)
    with pytest.raises(WrongPin):
        supervision.try_pin(backend, "赵主任", "135790", post=POST)
