"""Scans that are PDF, by pdfium: one page at a time, and of a page only what is in sight."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from counter_app.domain.basics.refusal import Refusal
from counter_app.scanning import pdfium
from counter_app.scanning.limits import MOST_PAGES, refuse_dots, refuse_pages
from counter_app.services.ports import Raster, RenderRequest, Watch

_SCREEN_DPI: Final = 96
_WRONG_PASSWORD: Final = 4
"""FPDF_ERR_PASSWORD."""
_QUARTER: Final = 90
_MOST_SIDE: Final = 0x7FFFFFFF
"""pdfium counts a side of a picture as a signed number; above this, the file has a negative one."""
_END: Final = b"%%EOF"
_TABLE: Final = b"startxref"
_TABLE_NAMED: Final = re.compile(rb"startxref\s+\d")
_OBJECT: Final = re.compile(rb"[\r\n]\s*(?:\d+\s+\d+\s+obj\b|endobj\b|endstream\b)")


def examine(content: bytes, watch: Watch) -> int:
    """Load every page and return how many there are. Raises `Refusal`."""
    _refuse_cut_off(content)
    with _opened(content) as document:
        pages = len(document)
        if not pages:
            raise _damaged()
        refuse_pages(pages)
        for place in range(pages):
            page = document[place]
            _refuse_bombs(page)
            page.close()
            watch(place + 1, pages)
    return pages


def sizes(content: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in 1/96 inch. Raises `Refusal`."""
    factor = _SCREEN_DPI / pdfium.POINTS_PER_INCH
    with _opened(content) as document:
        found = (document.get_page_size(place) for place in range(min(len(document), MOST_PAGES)))
        return [(max(width * factor, 1), max(height * factor, 1)) for width, height in found]


def render(content: bytes, request: RenderRequest) -> Raster:
    """What a page looks like. Raises `Refusal`."""
    with _opened(content) as document:
        page = document[request.page]
        try:
            return _drawn(page, request)
        finally:
            page.close()


def _drawn(page: Any, request: RenderRequest) -> Raster:  # noqa: ANN401 - pypdfium2 has no types
    library = pdfium.library()
    raw = library.raw
    scale = request.scale * _SCREEN_DPI / pdfium.POINTS_PER_INCH
    whole = max(round(page.get_width() * scale), 1), max(round(page.get_height() * scale), 1)
    if request.rotation % (2 * _QUARTER):
        whole = whole[1], whole[0]
    left, top, width, height = request.part or (0, 0, *whole)
    width, height = min(width, whole[0] - left), min(height, whole[1] - top)
    refuse_dots(width, height)
    bitmap = library.PdfBitmap.new_native(width, height, raw.FPDFBitmap_BGRx)
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        turn = request.rotation // _QUARTER % 4
        pdfium.draw(page, bitmap, (-left, -top, *whole), turn)
        return Raster(width, height, bitmap.stride, bytes(bitmap.buffer))
    finally:
        bitmap.close()


def _refuse_bombs(page: Any) -> None:  # noqa: ANN401 - pypdfium2 has no types
    """Ask how large the pictures of a page are, without unpacking them. One without width or height shows nothing."""
    raw = pdfium.library().raw
    from ctypes import byref, c_uint

    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        width, height = c_uint(), c_uint()
        known = raw.FPDFImageObj_GetImagePixelSize(thing, byref(width), byref(height))
        if known and 0 < width.value <= _MOST_SIDE and 0 < height.value <= _MOST_SIDE:
            refuse_dots(width.value, height.value)


def _refuse_cut_off(content: bytes) -> None:
    """Refuse a PDF without its end: pdfium would mend it, and nobody would see that a page got lost.

    Whatever a scanner or a web server adds after the end is no matter, unless it is the beginning of further objects.
    Some programs leave the mark of the end out; then all is there that the place of the last table of objects follows.
    """
    table = content.rfind(_TABLE)
    end = max(content.rfind(_END), table if table >= 0 and _TABLE_NAMED.match(content, table) else -1)
    if end < 0 or _OBJECT.search(content, end):
        raise _damaged()


@contextmanager
def _opened(content: bytes) -> Iterator[Any]:
    library = pdfium.library()
    try:
        with pdfium.opened(content) as document:
            yield document
    except library.PdfiumError as error:
        if getattr(error, "err_code", None) == _WRONG_PASSWORD or "password" in str(error).lower():
            raise Refusal("这个 PDF 有打开密码，没有附上", "请提供人去掉密码另存一份，或打印后扫描再附上") from error
        raise _damaged() from error


def _damaged() -> Refusal:
    return Refusal("这个 PDF 不完整或已损坏，没有附上", "重新扫描或重新拷贝后再附上")
