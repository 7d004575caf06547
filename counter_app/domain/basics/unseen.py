"""Which characters nobody sees, and which text is blank: the one place where this is decided.

What is not seen is never judged: such characters are copied along from chat programs, web pages and PDF files.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Final

DEFAULT_IGNORABLE: Final[tuple[tuple[int, int], ...]] = (
    (0x00AD, 0x00AD),  # soft hyphen
    (0x034F, 0x034F),  # combining grapheme joiner
    (0x061C, 0x061C),  # Arabic letter mark
    (0x115F, 0x1160),  # Hangul fillers
    (0x17B4, 0x17B5),  # Khmer inherent vowels
    (0x180B, 0x180F),  # Mongolian variation selectors and vowel separator
    (0x200B, 0x200F),  # zero width space, joiners, direction marks
    (0x202A, 0x202E),  # directional embeddings and overrides
    (0x2060, 0x206F),  # word joiner, invisible operators, directional isolates
    (0x3164, 0x3164),  # Hangul filler
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xFFA0, 0xFFA0),  # half-width Hangul filler
    (0xFFF0, 0xFFF8),  # reserved
    (0x1BCA0, 0x1BCA3),  # shorthand format controls
    (0x1D173, 0x1D17A),  # musical format controls
    (0xE0000, 0xE0FFF),  # tags and variation selectors, and what is reserved among them
)
"""Unicode's Default_Ignorable_Code_Point, as DerivedCoreProperties.txt (Unicode 16.0) lists it, first and last."""

_CONTROLS: Final[tuple[tuple[int, int], ...]] = (
    (0x0000, 0x0008),  # C0 controls other than the white space among them
    (0x000E, 0x001B),
    (0x007F, 0x0084),  # delete and C1 controls other than the next-line control
    (0x0086, 0x009F),
)
"""Controls part words, as they do on a screen that shows a blank for them."""

_BLANK_PATTERN: Final = (0x2800, 0x2800)
"""The braille pattern without dots: a sign by its category, a blank by its looks."""

_ANNOTATION_MARKS: Final = (0xFFF9, 0xFFFB)
"""Format characters that show nothing either and that the property leaves out."""


def _any_of(*ranges: tuple[int, int]) -> partial[re.Pattern[str]]:
    return partial(re.compile, "[" + "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges) + "]")


_UNSEEN: Final = _any_of(*DEFAULT_IGNORABLE, _ANNOTATION_MARKS)
_BLANKS: Final = _any_of(*_CONTROLS, _BLANK_PATTERN)
_PLAIN: Final = re.compile("[ -~\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]*")
"""What nearly everything is written with; none of it is unseen, and it is known at a glance."""


def without_unseen(text: str) -> str:
    """`text` without the characters that nobody sees; controls and the braille blank become plain blanks."""
    if _PLAIN.fullmatch(text) is not None:
        return text
    return _BLANKS().sub(" ", _UNSEEN().sub("", text))


def is_blank(text: str) -> bool:
    """Whether nothing in `text` can be seen."""
    first = text[:1]
    if "!" <= first <= "~" or "\u4e00" <= first <= "\u9fff":  # nearly all that is typed
        return False
    return not without_unseen(text).strip()
