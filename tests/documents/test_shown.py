"""What no font has is told, and what nobody sees is left out."""

import pytest

from counter_app.documents.blocks import Run
from counter_app.documents.pdf.fonts import UNKNOWN, FontStyle, glyph, missing_characters, shown


@pytest.mark.parametrize("sign", ["\U0002ebf0", "\U00031350", "\ue863", "\U000f0000", "\u0378"])
def test_whatever_is_printed_as_unknown_is_told(sign):
    assert glyph(sign, FontStyle.BODY).character == UNKNOWN
    assert missing_characters([Run(f"钱{sign}")]) == sign


@pytest.mark.parametrize("selector", ["\U000e0100", "\ufe00", "\ufe0f", "\u200e"])
def test_a_selector_is_neither_printed_nor_told(selector):
    assert shown(f"葛{selector}明") == "葛明"
    assert missing_characters([Run(f"葛{selector}明")]) == ""


def test_line_ends_and_tabs_are_blanks():
    assert missing_characters([Run("甲\r\n乙\t丙\u00a0丁\x07")]) == ""
