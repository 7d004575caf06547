"""What is typed, the words a case is entered under, and why it matches."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from counter_app.domain.filing.filing import FilingState
from counter_app.domain.search.index_words import AllWords, AnyWord, Tolerance, entered_words, wanted_words
from counter_app.domain.search.matching import MatchKind, reasons_for, within_one
from counter_app.domain.search.query import Filters, Period, SearchField, folded, read_query, words_of_case
from tests.domain.search.test_pinyin import READINGS

TEXTS = words_of_case(
    {
        "unit.name": "大关县青禾商贸有限公司KTV",
        "unit.uscc": "91530624MA6K3R7Q38",
        "agent.name": "单文斌",
        "agent.phone": "139 8701 2345",
        "system.address": "大关县翠华镇人民路12号（长安街口）",
    },
    "5306240000000123",
)
DAY = date(2026, 3, 2)


def entered(texts=TEXTS, **more):
    known = {"state": FilingState.FILED, "received_on": DAY, "place": "commerce"} | more
    return entered_words(texts, READINGS, **known)


def holds(words, wanted):
    match wanted:
        case str():
            return wanted in words
        case AllWords(parts):
            return all(holds(words, part) for part in parts)
        case AnyWord(parts):
            return any(holds(words, part) for part in parts)


def finds(line, tolerance=Tolerance.NONE, texts=TEXTS, filters=None):
    query = read_query(line, filters)
    wanted = wanted_words(query.words, query.filters, READINGS, tolerance)
    return holds(entered(texts), wanted) and reasons_for(query.words, texts, READINGS, tolerance)


ANY_TEXT = st.text("大关县青禾商贸有限公司12aBＫ７（ -朝长行㐂𬱖", min_size=1, max_size=12).filter(
    lambda text: folded(text)[0]
)


@given(ANY_TEXT, st.data())
def test_every_piece_of_every_text_is_found(text, data):
    plain, _places = folded(text)
    start = data.draw(st.integers(0, len(plain) - 1))
    piece = plain[start : data.draw(st.integers(start + 1, len(plain)))]
    (reason,) = finds(piece, texts={SearchField.UNIT: text})
    assert folded(reason.text[reason.start : reason.end])[0] == piece


@given(st.text("大关县青禾商贸有限公司长乐朝阳重庆行", min_size=1, max_size=10), st.data())
def test_every_run_of_characters_is_found_by_its_pinyin_and_by_its_initials(name, data):
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    read = [data.draw(st.sampled_from(reading)) for reading in READINGS.of(name)[start:end]]
    initials = "".join(syllable[0] for syllable in read)
    assert finds(initials, texts={SearchField.UNIT: name})
    assert finds(initials.upper(), texts={SearchField.UNIT: name})
    whole = "".join(read)
    # Letters that can be cut in very many ways are cut in the likeliest only.
    if [part.letters for part in READINGS.spell(whole)[0]] == read:
        assert finds(whole, texts={SearchField.UNIT: name})


@given(st.text("abcghinosuxz", min_size=1, max_size=9), st.sampled_from(list(Tolerance)))
@example("zhongguo", Tolerance.SOUNDS)
def test_a_word_of_the_index_never_holds_a_sign_that_a_query_could_be_broken_by(typed, tolerance):
    def words(wanted):
        return [wanted] if isinstance(wanted, str) else list(itertools.chain(*map(words, wanted.parts)))

    assert all(word.replace("_", "").isalnum() for word in words(wanted_words([typed], Filters(), READINGS, tolerance)))


@pytest.mark.parametrize("word", ["qingeh", "qnghe", "qinghhe", "ginghe", "shanwebin", "9153062MA6K3R7Q38"])
def test_one_typing_error_is_forgiven_and_told(word):
    assert not finds(word)
    assert not finds(word, Tolerance.SOUNDS)
    (reason,) = finds(word, Tolerance.TYPO)
    assert reason.how is MatchKind.TYPO


@pytest.mark.parametrize("word", ["qinhe", "chuihua", "sanwenbin", "qinghesangmao", "daguangxian"])
def test_what_sounds_alike_is_found_and_told(word):
    (reason,) = finds(word, Tolerance.SOUNDS)
    assert reason.how is MatchKind.SOUND


def test_two_typing_errors_are_too_many():
    assert not finds("gnighe", Tolerance.TYPO)
    assert not finds("91530624MA6KR7Q83", Tolerance.TYPO)


def test_filters_are_words_too():
    inside = Filters(FilingState.FILED, date(2025, 11, 3), date(2026, 3, 2), "commerce")
    assert finds("青禾", filters=inside)
    assert not finds("青禾", filters=Filters(FilingState.DRAFT))
    assert not finds("青禾", filters=Filters(place="park"))


@given(
    st.dates(date(2019, 1, 1), date(2028, 12, 31)), st.integers(0, 1500), st.dates(date(2019, 1, 1), date(2028, 12, 31))
)
def test_days_from_one_to_another_hold_exactly_those_days(first, length, day):
    last = first + timedelta(days=length)
    wanted = wanted_words([], Filters(first_day=first, last_day=last), READINGS, Tolerance.NONE)
    assert holds(entered({}, received_on=day), wanted) == (first <= day <= last)


def test_the_days_of_the_periods():
    assert Period.WEEK.days(DAY) == (date(2026, 2, 24), DAY)
    assert Period.MONTH.days(DAY) == (date(2026, 3, 1), DAY)
    assert Period.LAST_YEAR.days(DAY) == (date(2025, 1, 1), date(2025, 12, 31))
    assert Period.ANY.days(DAY) is None


@pytest.mark.parametrize(
    ("line", "series", "year", "ordinals"),
    [
        ("备告〔2026〕0012号", ("备告",), 2026, (12, 12)),
        ("大公(视)备告[2026]12", ("备告",), 2026, (12, 12)),
        ("备告２０２６年第12号", ("备告",), 2026, (12, 12)),
        ("补字〔2026〕12号", ("备告",), 2026, (12, 12)),
        ("大公（视）责改字〔2026〕3号", ("视改",), 2026, (3, 3)),
        ("BG2026-0012", ("备告",), 2026, (12, 12)),
        ("备告〔2026〕001", ("备告",), 2026, (10, 19)),
        ("备告2026", ("备告",), 2026, (1, 999_999_999)),
        ("备告", ("备告",), 0, (1, 999_999_999)),
        ("视改3", ("视改",), 0, (3, 3)),
    ],
)
def test_a_number_is_read_as_far_as_it_was_typed(line, series, year, ordinals):
    number = read_query(line).number
    assert (number.series, number.year, (number.first, number.last)) == (series, year, ordinals)


def test_a_number_is_found_by_the_offices_own_words_and_by_those_that_ship():
    own = {"视改": "责通字"}
    for line in ("大公（视）责通字〔2026〕3号", "责通字3", "责改字3"):
        assert read_query(line, series_words=own).number.series == ("视改",)
    assert read_query("责通字3").number is None


@pytest.mark.parametrize("line", ["", "青禾", "xhsc", "备", "000000000", "91530624MA6K3R7Q38"])
def test_what_is_no_number_is_none(line):
    assert read_query(line).number is None


def test_a_line_of_blanks_is_no_query_and_a_filter_alone_is_one():
    assert read_query("  ·—　").is_empty
    assert not read_query("", Filters(FilingState.FILED)).is_empty


def test_blanks_part_words_and_hyphens_do_not():
    assert read_query("青禾　9153-0624").words == ("青禾", "91530624")


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_one_typing_error_is_one_whichever_way_it_is_looked_at(one, other):
    def one_error_away(word):
        yield word
        for place in range(len(word) + 1):
            left, right = word[:place], word[place:]
            yield left + right[1:]
            yield from (left + letter + right for letter in "abc")
            yield from (left + letter + right[1:] for letter in "abc" if right)
            if len(right) > 1:
                yield left + right[1] + right[0] + right[2:]

    assert within_one(one, other) == (other in set(one_error_away(one)))
