"""Addresses that mean the same place."""

import pytest

from counter_app.domain.filing.near_places import near_same_place, place_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("云南省昭通市大关县翠华镇人民路12号", "翠华镇人民路１２号"),
        ("大关县翠华镇人民路12号青禾广场", "大关县翠华镇人民路12号"),
        ("翠华镇人民路十二号", "翠华镇人民路12号"),
        ("翠华镇人民路12号3号楼", "翠华镇人民路12号3栋"),
        ("翠华镇人民路12号三层", "翠华镇人民路12号3楼"),
        ("翠华镇人民路 12 号", "翠华镇人民路12号。"),
        ("大关县翠华镇人民路12号青禾广场", "大关县翠华镇人民路12号清禾广场"),
        ("大关县翠华镇人民路12号", "大关县翠华镇人民路12号一至三楼"),
    ],
)
def test_these_mean_one_place(one, other):
    assert near_same_place(one, other)
    assert near_same_place(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("翠华镇人民路12号", "翠华镇人民路13号"),
        ("翠华镇人民路12号", "翠华镇人民路2号"),
        ("翠华镇人民路12号", "翠华镇建设路12号附属楼"),
        ("翠华镇人民路12号", "天星镇文化路12号"),
        ("", ""),
        ("翠华镇", ""),
    ],
)
def test_these_do_not(one, other):
    assert not near_same_place(one, other)


def test_an_address_of_only_districts_keeps_its_last():
    assert place_key("云南省昭通市大关县") == "大关县" or place_key("云南省昭通市大关县").endswith("大关县")
