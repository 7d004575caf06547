"""The only access to pdfium: it is imported when the first page is wanted, and asked from one thread at a time."""

from __future__ import annotations

import ctypes
import importlib
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

from counter_app.paths import resources_dir

POINTS_PER_INCH = 72

_FONT_FOLDERS: Final = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/usr/share/X11/fonts/Type1",
    "/usr/share/X11/fonts/TTF",
)
"""Where pdfium looks for fonts by itself on Linux."""

_one_at_a_time = threading.Lock()
_lent: Final[list[object]] = []


@cache
def library() -> Any:  # noqa: ANN401 - pypdfium2 has no types
    """The library itself, 20 ms to import."""
    pypdfium2 = importlib.import_module("pypdfium2")
    if sys.platform == "linux":
        _lend_fonts(pypdfium2.raw)
    return pypdfium2


def _lend_fonts(raw: Any) -> None:  # noqa: ANN401 - pypdfium2 has no types
    """Start pdfium anew with our fonts beside the system's, before it has opened anything.

    Many a PDF brings no Chinese font along; on a system without one its text, or the value of a field, would be blank.
    """
    folders = [*_FONT_FOLDERS, str(resources_dir() / "fonts")]
    paths = (ctypes.c_char_p * (len(folders) + 1))(*(folder.encode() for folder in folders), None)
    _lent.append(paths)  # pdfium goes on reading it
    config = raw.FPDF_LIBRARY_CONFIG(version=2)
    config.m_pUserFontPaths = ctypes.cast(paths, type(config.m_pUserFontPaths))
    raw.FPDF_DestroyLibrary()
    raw.FPDF_InitLibraryWithConfig(config)


@contextmanager
def opened(pdf: bytes) -> Iterator[Any]:
    """A document for as long as the block lasts; nobody else asks pdfium meanwhile. Raises its `PdfiumError`."""
    with _one_at_a_time:
        document = library().PdfDocument(pdf)
        try:
            _load_forms(document)
            yield document
        finally:
            document.close()


def draw(page: Any, bitmap: Any, place: tuple[int, int, int, int], turn: int) -> None:  # noqa: ANN401
    """Draw a page as a reader of PDF shows it: its content, its annotations, its signatures and filled fields.

    `place` is left, top, width and height of the page in `bitmap`; `turn` counts quarters clockwise.
    """
    raw = library().raw
    raw.FPDF_RenderPageBitmap(bitmap, page, *place, turn, raw.FPDF_ANNOT)
    raw.FPDF_FFLDraw(page.formenv, bitmap, page, *place, turn, raw.FPDF_ANNOT)


def _load_forms(document: Any) -> None:  # noqa: ANN401 - pypdfium2 has no types
    """Have pdfium load the form fields, before any page: without, it draws no signature and no value of a field.

    `PdfDocument.init_forms` leaves out a document that lists no fields; their pictures stand on its pages all the same.
    """
    pypdfium2 = library()
    config = pypdfium2.raw.FPDF_FORMFILLINFO(version=2)
    environment = pypdfium2.raw.FPDFDOC_InitFormFillEnvironment(document, config)
    if not environment:
        raise pypdfium2.PdfiumError("the form fields cannot be loaded")
    document.formenv = pypdfium2.PdfFormEnv(environment, config)
