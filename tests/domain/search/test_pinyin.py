"""How names are read: polyphonic characters, surnames, and letters cut into syllables."""

import pypinyin
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app import paths
from counter_app.catalogue.pinyin_tables import load_readings
from counter_app.catalogue.toml_files import Folders
from counter_app.domain.search.pinyin import Readings, SpellingKind, sound

READINGS = load_readings(Folders(paths.resources_dir()))


def letters(way):
    return [part.letters for part in way]


@pytest.mark.parametrize(
    ("name", "first"),
    [("单文", "shan"), ("仇文", "qiu"), ("解文", "xie"), ("任文", "ren"), ("区文", "ou"), ("查文", "zha")],
)
def test_surnames_are_read_as_families_read_them(name, first):
    assert READINGS.of_person(name)[0] == (first,)
    assert READINGS.of_person(name)[1] == ("wen",)


def test_a_surname_of_two_characters_comes_first():
    assert READINGS.of_person("单于文")[:2] == [("chan",), ("yu",)]
    assert READINGS.of_person("尉迟文")[:2] == [("yu",), ("chi",)]


def test_a_surname_is_one_only_in_a_name():
    assert READINGS.of("单位") == [("dan",), ("wei",)]
    assert READINGS.of("解放路")[0] == ("jie",)


@pytest.mark.parametrize(
    ("word", "read"),
    [("银行", "yin hang"), ("重庆", "chong qing"), ("六安", "lu an"), ("旅行社", "lv xing she"), ("长安", "chang an")],
)
def test_a_word_is_read_otherwise_than_its_characters(word, read):
    assert [reading[0] for reading in READINGS.of(f"大{word}店")[1:-1]] == read.split()


def test_a_character_that_is_read_in_two_ways_is_found_by_both():
    assert set(READINGS.of("朝")[0]) == {"chao", "zhao"}


def test_letters_and_digits_are_read_as_themselves_and_what_nobody_can_read_as_nothing():
    assert READINGS.of("K1㐂！")[:2] == [("k",), ("1",)]
    assert READINGS.of("！") == [()]


def test_letters_are_cut_into_the_fewest_syllables_first():
    ways = READINGS.spell("xian")
    assert letters(ways[0]) == ["xian"]
    assert ["xi", "an"] in [letters(way) for way in ways]


def test_initials_and_syllables_may_be_mixed_and_the_last_only_begun():
    assert [(part.letters, part.kind) for part in READINGS.spell("dagxia")[0]] == [
        ("da", SpellingKind.WHOLE),
        ("g", SpellingKind.INITIAL),
        ("xia", SpellingKind.BEGUN),
    ]
    assert letters(READINGS.spell("xhsc")[0]) == ["x", "h", "s", "c"]


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=20))
def test_every_way_of_cutting_gives_back_the_letters(typed):
    ways = READINGS.spell(typed)
    assert ways
    assert {"".join(letters(way)) for way in ways} == {typed}


@pytest.mark.parametrize(
    ("one", "other"), [("zhang", "zan"), ("chi", "ci"), ("nan", "lang"), ("hu", "fu"), ("lv", "lu"), ("xing", "xin")]
)
def test_what_sounds_alike_sounds_alike(one, other):
    assert sound(one) == sound(other)


def test_what_sounds_otherwise_does_not():
    assert sound("dong") != sound("dan")
    assert sound("ba") != sound("pa")


def test_the_tables_agree_with_a_second_source():
    text = "大关县翠华镇人民路青禾商贸有限责任公司停车场物业管理中学医院幼儿园百货宾馆网吧加油站文化传媒建筑工程"
    theirs = [one[0] for one in pypinyin.pinyin(text, style=pypinyin.Style.NORMAL, heteronym=False, v_to_u=False)]
    assert [theirs[place] in reading for place, reading in enumerate(READINGS.of(text))] == [True] * len(text)


def test_without_tables_nothing_is_read_and_nothing_breaks():
    empty = Readings({}, {}, {})
    assert empty.of_person("单文") == [(), ()]
    assert letters(empty.spell("ab")[0]) == ["a", "b"]
