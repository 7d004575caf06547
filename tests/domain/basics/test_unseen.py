"""What nobody sees is never judged, and text of nothing else is blank."""

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


def test_what_is_seen_is_no_blank():
    assert not any(map(is_blank, ("/", "〓", "\u0301", "𮯰", "\ue863", "ـ", "·")))
    assert without_unseen("张\U0002ebf0·\ue863 3") == "张\U0002ebf0·\ue863 3"


@pytest.mark.parametrize("key", ["unit.kind", "system.device_count", "system.function_types", "unit.uscc"])
def test_an_answer_of_nothing_seen_is_missing_and_not_malformed(key, filing):
    filing.answer(key, "\u200e\u00ad")
    assert filing.answers.reading_problem(key) is Problem.MISSING
