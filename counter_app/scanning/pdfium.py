"""The one door to pdfium: it is imported when the first page is wanted, and asked from one thread at a time."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

POINTS_PER_INCH = 72

_one_at_a_time = threading.Lock()


@cache
def library() -> Any:  # noqa: ANN401 - pypdfium2 has no types
    """The library itself, 20 ms to import."""
    return importlib.import_module("pypdfium2")


@contextmanager
def opened(pdf: bytes | Path) -> Iterator[Any]:
    """A document for as long as the block lasts; nobody else asks pdfium meanwhile. Raises its `PdfiumError`."""
    with _one_at_a_time:
        document = library().PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()
