"""How the office writes a number: as it stands on its paper, those of before as they stood on theirs."""

from dataclasses import replace

import pytest

from counter_app.domain.basics.numbering import SERIES, WORDS, Number, faults_of_words, own_words
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


# The office's own words -----------------------------------------------------------------------------------------------

OWN = Office("大关县公安局", prefix="大公（视）", series_words={"视改": "责通字", "备收": "受"})


def test_an_office_writes_its_numbers_with_its_own_words():
    assert OWN.written(Number("视改", 2026, 3)) == "大公（视）责通字〔2026〕3号"
    assert OWN.written(Number("备告", 2026, 3)) == "大公（视）补字〔2026〕3号"
    assert replace(OWN, numbered_before=(Number("视改", 2026, 3),)).written(Number("视改", 2026, 3)) == (
        "大公（视）视改〔2026〕0003号"
    )


@pytest.mark.parametrize(
    "text", ["大公（视）责通字〔2026〕3号", "责改字(2026)3号", "大公(视)视改〔2026〕0003号", "SG2026-0003"]
)
def test_its_own_words_are_read_and_those_of_before(text):
    assert (Number.read(text, OWN.series_words) or Number.scanned(text)) == Number("视改", 2026, 3)


def test_a_word_of_its_own_that_another_begins_with_is_read_as_it_stands():
    words = {"备收": "检", "视复": "复检字"}
    assert Number.read("检〔2026〕1号", words) == Number("备收", 2026, 1)
    assert Number.read("检字〔2026〕1号", words) == Number("视检", 2026, 1)
    assert Number.read("大公（视）复检字〔2026〕1号", words) == Number("视复", 2026, 1)


def test_what_another_office_writes_is_no_number_of_ours():
    assert Number.read("大公（视）责通字〔2026〕3号") is None


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        ({}, {}),
        ({"视改": "责通字", "备收": "受"}, {}),
        ({"备收": ""}, {"备收": "填写编号用字"}),
        ({"备收": "收件凭证字"}, {"备收": "编号用字必须是1至4个汉字，如 收字"}),
        ({"备收": "SZ"}, {"备收": "编号用字必须是1至4个汉字，如 收字"}),
        (
            {"备收": "件字", "备回": "件字"},
            dict.fromkeys(("备收", "备回"), "“件字”是另一种文书的编号用字，换用别的字"),
        ),
        (
            {"备收": "补字", "备告": "告字"},
            {"备收": "“补字”是另一种文书的编号用字，换用别的字"},
        ),
        ({"备收": "备告"}, {"备收": "“备告”是另一种文书的编号用字，换用别的字"}),
    ],
)
def test_words_are_1_to_4_characters_and_no_other_series_has_or_had_them(words, faults):
    assert faults_of_words(words) == faults


def test_only_what_differs_from_the_words_that_ship_is_the_offices_own():
    assert own_words({**WORDS, "视改": " 责通字 "}) == {"视改": "责通字"}
