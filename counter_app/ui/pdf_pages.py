"""Pages of a PDF as pictures, by pdfium. One page at a time: pdfium cannot be asked from two threads at once."""

import importlib
import threading
from functools import cache
from typing import Any

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

POINTS_PER_INCH = 72

_one_at_a_time = threading.Lock()


def sizes(pdf: bytes) -> list[QSizeF]:
    """Return the size of each page in points."""
    with _one_at_a_time:
        document = _pdfium().PdfDocument(pdf)
        try:
            return [QSizeF(*document.get_page_size(place)) for place in range(len(document))]
        finally:
            document.close()


def picture(pdf: bytes, page: int, dpi: float) -> QImage:
    """Return `page` (from 0) as a picture of `dpi` dots per inch. For a worker thread: 5 to 40 ms at 100 dpi."""
    with _one_at_a_time:
        document = _pdfium().PdfDocument(pdf)
        try:
            drawn = document[page].render(scale=dpi / POINTS_PER_INCH, prefer_bgrx=True, may_draw_forms=False)
            image = QImage(bytes(drawn.buffer), drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32)
            return image.copy()
        finally:
            document.close()


@cache
def _pdfium() -> Any:  # noqa: ANN401 - pypdfium2 has no types
    """Import pdfium when the first page is wanted, not when the window opens."""
    return importlib.import_module("pypdfium2")
