"""What nobody sees is never judged, and text of nothing else is blank."""

import sys
import unicodedata

import pytest

from counter_app.domain.basics.reading import read_code, read_date, read_text, read_whole_number
from counter_app.domain.basics.unseen import DEFAULT_IGNORABLE, is_blank, without_unseen
from counter_app.domain.forms.forms import Problem

UNSEEN = [chr(code) for ends in DEFAULT_IGNORABLE for code in {*ends}]
BLANKS = [" ", "\u00a0", "\u3000", "\u2800", "\t", "\x00", "\x9f", "\ufff9", *UNSEEN]


@pytest.mark.parametrize("sign", UNSEEN)
def test_every_reader_passes_over_what_is_not_seen(sign):
    assert without_unseen(f"{sign}甲{sign}乙{sign}") == "甲乙"
    assert read_text(f"{sign}甲{sign}乙{sign}") == "甲乙"
    assert read_code(f"{sign}9a{sign}1") == "9A1"
    assert read_whole_number(f"{sign}3{sign}0{sign}") == 30
    assert str(read_date(f"{sign}2026-{sign}3-2{sign}")) == "2026-03-02"


@pytest.mark.parametrize("sign", BLANKS)
def test_text_of_nothing_seen_is_blank(sign, judged):
    assert is_blank(sign)
    assert judged({"unit.name": sign * 2}).codes == ["unit.name.missing"]


@pytest.mark.parametrize("sign", BLANKS)
def test_a_row_of_nothing_seen_is_no_row(sign, judged, filing):
    rows = [
        {"location": "东门", "device_type": "dome"},
        {"location": "西门", "device_type": "dome"},
        {"location": sign},
    ]
    assert judged(rows=rows).codes == []
    assert len(filing.answers.rows()) == 2


LETTERS_AND_MARKS = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2065\u3164\ufe00\ufe0f\uffa0\ufff0"
    "\U000e0000\U000e0100\U000e01ef\U000e0fff"
)
"""Unseen by the standard and yet no format characters: joiner of graphemes, fillers, vowels, selectors, reserved."""

SEEN_FORMATS = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD, *range(0x13430, 0x13440)}
"""Format characters with a form: signs that stand over numbers, joiners of hieroglyphs."""


def test_all_format_characters_but_those_with_a_form_are_unseen_and_the_known_ones_beside_them():
    formats = {code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Cf"}
    unseen = [chr(code) for code in sorted(formats - SEEN_FORMATS)] + list(LETTERS_AND_MARKS)
    assert [hex(ord(sign)) for sign in unseen if without_unseen(f"甲{sign}乙") != "甲乙"] == []
    assert [hex(code) for code in sorted(formats & SEEN_FORMATS) if is_blank(chr(code))] == []


@pytest.mark.parametrize("sign", ["\x00", "\x08", "\x0e", "\x1b", "\x7f", "\x84", "\x86", "\x9f", "\u2800"])
def test_what_shows_as_a_blank_parts_words_as_one(sign):
    assert without_unseen(f"甲{sign}乙") == "甲 乙"


def test_what_is_seen_is_no_blank():
    assert not any(map(is_blank, ("/", "〓", "\u0301", "𮯰", "\ue863", "ـ", "·")))
    assert without_unseen("张\U0002ebf0·\ue863 3") == "张\U0002ebf0·\ue863 3"


@pytest.mark.parametrize("key", ["unit.kind", "system.device_count", "system.function_types", "unit.uscc"])
def test_an_answer_of_nothing_seen_is_missing_and_not_malformed(key, filing):
    filing.answer(key, "\u200e\u00ad")
    assert filing.answers.reading_problem(key) is Problem.MISSING
