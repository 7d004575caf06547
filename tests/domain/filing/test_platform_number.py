"""备案编号: the format an office sets, and what people key."""

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.platform_number import NumberFormat, read_platform_number


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("530624202600000123", "530624202600000123"),
        ("  5306 2420 2600 0001 23 ", "530624202600000123"),
        ("５３０６２４－２６－００１２", "530624-26-0012"),
        ("yn—2026–0001", "YN-2026-0001"),
        ("yn\u200b2026\u3000001", "YN2026001"),
        ("", ""),
    ],
)
def test_what_a_hand_keys_is_read_with_tolerance(typed, read):
    assert read_platform_number(typed) == read
    assert read_platform_number(read) == read


@pytest.mark.parametrize(
    ("written", "fitting", "not_fitting"),
    [
        ("", ["530624202600000123", "YN-2026-0001", "A1B2C3"], ["", "12345", "------", "备2026-001", "1" * 41]),
        ("#{18}", ["530624202600000123"], ["53062420260000012", "5306242026000001234", "53062420260000012X"]),
        ("530624-@##", ["530624-A12"], ["530624A12", "530625-A12", "530624-112"]),
        ("yn#{4-6}", ["YN1234", "YN123456"], ["YN123", "YN1234567", "1234"]),
        ("**-#", ["A1-1", "11-1"], ["A-1"]),
        ("B.##", ["B.12"], ["BX12"]),
    ],
)
def test_a_format_says_which_numbers_look_right(written, fitting, not_fitting):
    mask = NumberFormat.read(written)
    assert [number for number in fitting if not mask.fits(number)] == []
    assert [number for number in not_fitting if mask.fits(number)] == []
    assert mask.fits(mask.example)


@pytest.mark.parametrize(
    ("written", "words", "example"),
    [
        ("#{18}", "18位数字", "123456789012345678"),
        ("530624-@##", "“530624-”、1位字母、2位数字", "530624-A12"),
        ("备#{4-6}", "“备”、4至6位数字", "备1234"),
        ("", "6至40位字母、数字或连字符", "530624202600000123"),
    ],
)
def test_a_format_can_be_said_and_shown(written, words, example):
    mask = NumberFormat.read(written)
    assert (mask.words, mask.example) == (words, example)


@pytest.mark.parametrize("written", ["{18}", "#{", "#{0}", "#{9-3}", "#{40}#{40}", "a{3}", "#}"])
def test_a_format_nobody_can_read_is_refused(written):
    with pytest.raises(Refusal):
        NumberFormat.read(written)
