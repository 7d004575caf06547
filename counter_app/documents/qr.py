"""QR codes (ISO/IEC 18004): a digest or a notice on paper that any telephone reads."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

QUIET: Final = 4
"""Modules of white round a code (ISO/IEC 18004)."""

_LONG: Final = 150
"""Bytes above which a code has the least error correction: larger modules serve a telephone better."""

_MASK: Final = 2
"""The mask of long codes. To weigh all eight takes 140 ms; text is varied enough without."""


@lru_cache(maxsize=64)
def qr_rows(text: str) -> tuple[tuple[bool, ...], ...]:
    """The modules of the code row by row, True for a dark one, without the quiet zone. Text is written as UTF-8."""
    from reportlab.graphics.barcode import qrencoder  # pulls in ReportLab's graphics, 0.1 s

    long = len(text.encode()) > _LONG
    levels = qrencoder.QRErrorCorrectLevel
    code = qrencoder.QRCode(None, levels.L if long else levels.M)
    code.addData(text)
    if long:
        code.version = code.calculate_version()  # type: ignore[no-untyped-call]
        code.makeImpl(False, _MASK)  # noqa: FBT003 - ReportLab's own interface
    else:
        code.make()
    return tuple(tuple(bool(dark) for dark in row) for row in code.modules)
