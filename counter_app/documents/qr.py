"""QR codes (ISO/IEC 18004): a digest or a notice on paper that any telephone reads."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

QUIET: Final = 4
"""Modules of white round a code (ISO/IEC 18004)."""

_LONG: Final = 150
"""Bytes above which a code has the least error correction: larger modules serve a telephone better."""

_MASK: Final = 2
"""The mask of long codes. To weigh all eight takes four times as long; text is varied enough without."""


@lru_cache(maxsize=64)
def qr_rows(text: str) -> tuple[bytes, ...]:
    """The modules of the code row by row, 1 for a dark one, without the quiet zone. Text is written as UTF-8."""
    import segno  # 30 ms, as it imports what writes its own files

    long = len(text.encode()) > _LONG
    code = segno.make_qr(
        text,
        error="L" if long else "M",
        mode=None if text.isascii() else "byte",  # bytes of UTF-8 can look like those of the Japanese mode
        mask=_MASK if long else None,
        encoding="utf-8",
        boost_error=False,
    )
    return tuple(bytes(row) for row in code.matrix)


def qr_modules(text: str) -> int:
    """How many modules the code is wide, its quiet zone among them."""
    return len(qr_rows(text)) + 2 * QUIET
