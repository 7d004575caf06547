"""QR codes (ISO/IEC 18004), error correction M: a digest on paper that any telephone reads."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=64)
def qr_rows(text: str) -> tuple[tuple[bool, ...], ...]:
    """The modules of the code row by row, True for a dark one, without the quiet zone."""
    from reportlab.graphics.barcode import qrencoder  # pulls in ReportLab's graphics, 0.1 s

    code = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    return tuple(tuple(bool(dark) for dark in row) for row in code.modules)
