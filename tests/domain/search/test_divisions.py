"""The divisions of GB/T 2260: found by name, pinyin, first letters and code; an office's name says which is meant."""

import pytest

from tests.fakes.memory_backend import shipped_divisions

DIVISIONS = shipped_divisions()


def full(found):
    return [one.full for one in found]


SAID = ("大关县", "大关", "昭通大关", "云南省昭通市大关县", "530624", "５３０６２４", " 大 关 ")


@pytest.mark.parametrize("typed", SAID)
def test_a_name_or_a_code_finds_one(typed):
    assert full(DIVISIONS.find(typed)) == ["云南省昭通市大关县"]


@pytest.mark.parametrize("typed", ["dgx", "DGX", "daguan", "daguanxian", "dagx", "ｄｇｘ"])
def test_pinyin_and_first_letters_find_it(typed):
    assert "云南省昭通市大关县" in full(DIVISIONS.find(typed))


@pytest.mark.parametrize(
    ("typed", "name"),
    [("lingbi", "灵璧县"), ("luan", "六安市"), ("yanshan", "铅山县"), ("luozhaxian", "洛扎县"), ("dabuxian", "大埔县")],
)
def test_names_are_read_as_people_there_read_them(typed, name):
    assert name in [one.name for one in DIVISIONS.find(typed)]


def test_counties_come_before_what_they_lie_in_and_the_whole_name_before_a_part():
    found = [one.code for one in DIVISIONS.find("朝阳")]
    assert found == ["110105", "211321", "220104", "211300"]
    assert DIVISIONS.find("云南")[0].code == "530000"
    assert [one.code for one in DIVISIONS.find("53062")][:2] == ["530621", "530622"]


def test_nothing_is_found_for_nothing_and_for_what_there_is_not():
    assert DIVISIONS.find(" ") == DIVISIONS.find("不在县") == DIVISIONS.find("999999") == DIVISIONS.find("a.b") == ()
    assert DIVISIONS.of("999999") is None


def test_what_lies_directly_in_a_province_is_named_with_it():
    assert DIVISIONS.of("419001").full == "河南省济源市"
    assert DIVISIONS.of("110105").full == "北京市朝阳区"
    assert DIVISIONS.of("530000").full == "云南省"


def test_only_a_name_that_one_division_has_means_it():
    assert DIVISIONS.meant("大关县").code == "530624"
    assert DIVISIONS.meant("江苏省南京市鼓楼区").code == "320106"
    assert DIVISIONS.meant("鼓楼区") is DIVISIONS.meant("大关") is None


@pytest.mark.parametrize(
    ("place", "office", "code"),
    [
        ("大关县", "大关县公安局", "530624"),
        ("昭阳", "昭通市公安局昭阳分局", "530602"),
        ("鼓楼", "福州市公安局鼓楼分局", "350102"),
        ("昭通市", "昭通市公安局", "530600"),
    ],
)
def test_the_place_of_an_office_is_one_division(place, office, code):
    assert DIVISIONS.of_place(place, office).code == code


@pytest.mark.parametrize(("place", "office"), [("鼓楼", "公安局鼓楼分局"), ("", "公安局"), ("不在", "不在公安局")])
def test_a_place_that_is_several_or_none_is_not_guessed(place, office):
    assert DIVISIONS.of_place(place, office) is None
