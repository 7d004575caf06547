"""How the office writes a number: as it stands on its paper, those of before as they stood on theirs."""

import pytest

from counter_app.domain.basics.numbering import SERIES, WORDS, Number
from counter_app.domain.basics.office import Office

OFFICE = Office("大关县公安局", prefix="大公(视)", numbered_before=(Number("备告", 2026, 12), Number("备收", 2025, 40)))


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (Number("备告", 2026, 12), "大公(视)备告〔2026〕0012号"),
        (Number("备告", 2025, 999), "大公(视)备告〔2025〕0999号"),
        (Number("备告", 2026, 13), "大公（视）补字〔2026〕13号"),
        (Number("备告", 2027, 1), "大公（视）补字〔2027〕1号"),
        (Number("备收", 2026, 1), "大公（视）收字〔2026〕1号"),
        (Number("视改", 2026, 3), "大公（视）责改字〔2026〕3号"),
        (None, ""),
    ],
)
def test_numbers_of_before_are_named_as_their_papers_say(number, written):
    assert OFFICE.written(number) == written
    assert Number.read(written) == number


def test_a_list_names_a_number_without_what_every_number_begins_with():
    assert OFFICE.written(Number("备告", 2026, 13), prefix=False) == "补字〔2026〕13号"


def test_each_series_has_a_word_of_its_own():
    words = [WORDS[series] for series, _letters in SERIES.values()]
    assert words == ["收字", "补字", "备字", "变字", "移字", "检字", "责改字", "复查字", "举字"]
