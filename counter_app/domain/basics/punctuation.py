"""Punctuation as it is read: forms and settings are typed with the keyboard's own signs, people see full-width ones.

Answers are never touched: they are shown as they were given.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_CHINESE: Final = "[\u2e80-\u9fff\uff01-\uffee]"
_SIGNS: Final = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
_SIGN: Final = re.compile(f"(?<={_CHINESE})[,;:!?] ?|[,;:!?](?={_CHINESE})")
_PAIR: Final = re.compile(rf"(?<={_CHINESE})\(([^()]*)\)|\(([^()]*{_CHINESE}[^()]*)\)")


@lru_cache(maxsize=4096)
def printed(text: str) -> str:
    """`text` with `,` `;` `:` `!` `?` and round brackets full-width wherever they stand among Chinese characters."""
    paired = _PAIR.sub(lambda match: f"（{match[1] if match[1] is not None else match[2]}）", text)
    return _SIGN.sub(lambda match: _SIGNS[match.group()[0]], paired)
