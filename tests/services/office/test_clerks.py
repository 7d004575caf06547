"""Clerks who work at one window by turns, and the PIN that locks its screen."""

from dataclasses import replace

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.office.clerks import (
    KnownClerk,
    PinTries,
    change_clerk,
    forget_clerk,
    known_clerks,
    set_pin,
    with_new_hash,
)
from counter_app.services.office.pins import WrongPin, hash_pin, is_short
from counter_app.services.office.workstation import Workstation

WANG = Workstation("王敏", "3号窗口")
PEPPER = b"p" * 32


def names(workstation):
    return [one.name for one in known_clerks(workstation)]


def test_who_sits_here_stands_first_and_the_others_stay_known():
    li = change_clerk(WANG, " 李示例 ")
    assert (li.clerk, names(li)) == ("李示例", ["李示例", "王敏"])
    zhou = change_clerk(li, "周某")
    assert names(zhou) == ["周某", "李示例", "王敏"]
    assert names(change_clerk(zhou, "王敏")) == ["王敏", "周某", "李示例"]
    assert names(forget_clerk(zhou, "李示例")) == ["周某", "王敏"]


def test_a_blank_name_sits_nowhere():
    with pytest.raises(Refusal, match="填写工作人员姓名"):
        change_clerk(WANG, "　")


def test_no_more_names_are_kept_than_there_are_digits():
    crowded = WANG
    for number in range(12):
        crowded = change_clerk(crowded, f"人员{number}")
    assert len(names(crowded)) == 9
    assert names(crowded)[0] == "人员11"


def test_a_pin_stays_with_its_clerk_and_is_kept_as_a_hash():
    with_pin = change_clerk(set_pin(WANG, "王敏", "１２３４５６", PEPPER), "李示例")
    assert "123456" not in with_pin.clerks
    assert [one.has_pin for one in known_clerks(with_pin)] == [False, True]
    assert [one.has_pin for one in known_clerks(set_pin(with_pin, "王敏", "", PEPPER))] == [False, False]
    with pytest.raises(Refusal, match="6到12位数字"):
        set_pin(WANG, "王敏", "12345", PEPPER)


def test_after_five_wrong_tries_one_waits_a_minute():
    seconds = [100.0]
    tries = PinTries(lambda: seconds[0], lambda: PEPPER)
    [wang] = known_clerks(set_pin(WANG, "王敏", "246810", PEPPER))
    for _ in range(5):
        with pytest.raises(WrongPin, match="PIN 错误"):
            tries.check(wang, "1111")
    with pytest.raises(WrongPin, match="还要等60秒"):
        tries.check(wang, "246810")
    seconds[0] += 60
    tries.check(wang, "246810")
    with pytest.raises(WrongPin, match="PIN 错误"):
        tries.check(wang, "1111")


def test_each_further_wrong_try_waits_twice_as_long():
    seconds = [100.0]
    tries = PinTries(lambda: seconds[0], lambda: PEPPER)
    [wang] = known_clerks(set_pin(WANG, "王敏", "246810", PEPPER))
    for wait in (0, 0, 0, 0, 0, 60, 120):
        seconds[0] += wait
        with pytest.raises(WrongPin, match="PIN 错误"):
            tries.check(wang, "111111")
    with pytest.raises(WrongPin, match="还要等4分钟"):
        tries.check(wang, "246810")


def test_an_older_hash_is_made_anew_once_its_pin_was_typed():
    older = replace(WANG, clerks=f"王敏\t{hash_pin('1357', None)}")
    right = []
    tries = PinTries(lambda: 0.0, lambda: PEPPER, lambda clerk, pin: right.append((clerk.name, pin)))
    tries.check(known_clerks(older)[0], "1357")
    assert right == [("王敏", "1357")]
    assert is_short("1357")
    renewed = with_new_hash(older, known_clerks(older)[0], "1357", PEPPER)
    assert known_clerks(renewed)[0].pin_hash.startswith("scrypt-hmac-sha256$")
    tries.check(known_clerks(renewed)[0], "1357")
    assert with_new_hash(renewed, known_clerks(renewed)[0], "1357", PEPPER) is renewed
    assert with_new_hash(older, known_clerks(older)[0], "1357", None) is older


def test_a_clerk_without_a_pin_is_known_by_name_alone():
    assert known_clerks(Workstation()) == ()
    assert known_clerks(WANG) == (KnownClerk("王敏"),)
