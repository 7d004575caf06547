"""What typed letters and characters may become, of values used before."""

import pytest

from counter_app.domain.search.completion import completions
from tests.domain.search.test_pinyin import READINGS

VALUES = ("大关县翠华镇人民路12号", "大关县天星镇老街3号", "翠华镇文屏路1号", "Block A 12号楼")


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("大关", VALUES[:2]),
        ("翠华", (VALUES[2], VALUES[0])),
        ("dgx", VALUES[:2]),
        ("daguanxiant", (VALUES[1],)),
        ("rml", (VALUES[0],)),
        ("renmin", (VALUES[0],)),
        ("12", (VALUES[0], VALUES[3])),
        ("block", (VALUES[3],)),
        ("ＢＬＯＣＫ", (VALUES[3],)),
        ("  ", ()),
        ("没有", ()),
        ("zzz", ()),
    ],
)
def test_beginnings_come_before_pieces_and_equals_keep_their_order(typed, wanted):
    assert completions(typed, VALUES, READINGS) == wanted


def test_no_more_are_offered_than_one_sees_at_once():
    assert completions("甲", [f"甲{n}" for n in range(20)], READINGS, most=3) == ("甲0", "甲1", "甲2")
