"""Reading papers back with other people's programs."""

import io
import shutil
import subprocess
from pathlib import Path

import docx
import pdfplumber
import pypdfium2


def pdf_text(path: Path | str) -> str:
    """All text of a PDF without blanks and line ends, cell by cell: pdftotext where it is installed, else pdfium."""
    if shutil.which("pdftotext"):
        done = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True, timeout=60)
        return "".join(done.stdout.decode("utf-8").split())
    with pypdfium2.PdfDocument(path) as document:
        return "".join("".join(page.get_textpage().get_text_range() for page in document).split())


def word_text(path: Path | str) -> str:
    """All text of a Word document, tables and footers included, without blanks."""
    document = docx.Document(str(path))
    parts = [element.text or "" for element in document.element.body.iter() if element.tag.endswith("}t")]
    return "".join("".join(parts).split())


def pdf_cells(pdf: bytes) -> list[list[str]]:
    """The rows of every ruled table of a PDF, cell by cell, without blanks and line ends."""
    rows: list[list[str]] = []
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            for table in page.extract_tables({"snap_x_tolerance": 0.5}):  # rules of two tables are not one
                rows += [["".join((cell or "").split()) for cell in cells] for cells in table]
    return rows
