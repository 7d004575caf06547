"""Where lines end: by UAX #14, by the manners of Chinese papers, and never inside a number."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uniseg.linebreak import line_break_boundaries

from counter_app.documents.line_breaking import (
    NO_LINE_END,
    NO_LINE_START,
    break_lines,
    opportunities,
    standard_opportunities,
)
from counter_app.documents.pdf.lines import set_text
from counter_app.documents.sizes import BODY, TABLE

SIGNS = "大关县公安局视频图像信息系统，。、；：？！（）《》〔〕“”‘’【】…—·％0123456789ABCabc -./:;,%()年月日龑𬱖\u0301"
words = st.text(alphabet=SIGNS, min_size=1, max_size=60)
prose = st.lists(
    st.sampled_from(
        [
            "你单位经办人",
            "张三龑𬱖",
            "（身份证号码",
            "530624199003071217",
            "），于",
            "2026年3月2日",
            "10时42分",
            "依据《公共安全视频图像信息系统监督管理工作规定》",
            "（公通字〔2025〕11号）第八条，",
            "大公（视）补字〔2026〕12号",
            "“一次性告知”",
            "；统一社会信用代码：",
            "91530624MA6K3R7Q38",
            "、存储期限30日；",
            "联系电话：0870-0000000。",
            "（工作日9:00—17:00）",
            "……",
            "，",
        ]
    ),
    min_size=1,
    max_size=40,
).map("".join)


@given(words)
def test_asking_by_shape_gives_what_the_standard_gives(text):
    assert list(standard_opportunities(text)) == list(line_break_boundaries(text))


# Where nothing but signs follow each other for as long as a narrow line there is no place left to break by the rules.
@given(prose.filter(lambda text: re.search("[…，。；：]{5}", text) is None), st.integers(8, 28))
def test_no_line_begins_or_ends_with_a_sign_that_may_not(text, width):
    ends = break_lines(text, [1.0] * len(text), width - 2, width)
    lines = [text[a:b] for a, b in pairwise([0, *ends])]
    assert "".join(lines) == text
    for line in lines[1:]:
        assert line.lstrip()[:1] not in NO_LINE_START
    for line in lines[:-1]:
        assert line.rstrip()[-1:] not in NO_LINE_END


@settings(deadline=None)
@given(prose)
def test_set_lines_are_never_wider_than_the_measure(text):
    for size, measure in ((BODY, 442.0), (TABLE, 84.0)):
        for line in set_text(text, size, measure, fill=True, indent=2 * size.size):
            assert line.width + line.indent <= measure + 0.1


@pytest.mark.parametrize(
    "whole",
    [
        "530624199003071217",
        "91530624MA6K3R7Q38",
        "〔2026〕12号",
        "2026年",
        "12月",
        "0870-0000000",
        "9:00—17:00",
        "53062400001320000001",
        "GB/T",
    ],
)
def test_a_number_is_never_split_where_a_line_can_hold_it(whole):
    for before in range(30):
        text = "经办人核对" * 6
        text = text[:before] + whole + "，核对无误"
        ends = break_lines(text, [1.0] * len(text), 26, 26)
        start = text.index(whole)
        assert not [end for end in ends if start < end < start + len(whole)]


def test_a_date_and_a_document_number_part_at_their_joints_in_running_text():
    date, number = "于2026年12月19日前", "检查笔录大公（视）检字〔2026〕12号"
    assert {date.index("12月"), date.index("19日")} <= set(opportunities(date))
    assert number.index("〔") in opportunities(number)
    assert number.index("12号") not in opportunities(number)
    assert date.index("19日") not in opportunities(date, narrow=True)


def test_what_no_line_can_hold_is_parted_all_the_same():
    text = "A" * 100
    ends = break_lines(text, [1.0] * 100, 10, 10)
    assert ends[-1] == 100
    assert max(b - a for a, b in pairwise([0, *ends])) <= 10


def test_an_article_stays_whole_in_a_narrow_cell_only():
    text = "依据《规定》第六条第一项"
    assert text.index("六条") in opportunities(text)
    assert text.index("六条") not in opportunities(text, narrow=True)


def test_no_text_is_one_empty_line():
    assert len(set_text("", TABLE, 100.0)) == 1


def test_no_single_character_is_left_on_a_last_line_of_a_cell():
    from counter_app.documents.pdf.lines import set_cell

    lines = set_cell("核对证件后当场改正", TABLE, 8.2 * TABLE.size)
    assert len(lines) == 2
    assert len(lines[-1].text) > 1
