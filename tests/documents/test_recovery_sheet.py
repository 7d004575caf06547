"""The recovery sheet: one page whose code, typed off it or read off its QR code, gives the key."""

import io
from datetime import datetime

import pdfplumber
import pypdfium2
import zxingcpp

from counter_app.documents.pdf import render_pdf
from counter_app.documents.recovery_sheet import recovery_document
from counter_app.domain.office.recovery_code import key_of_code, recovery_code
from counter_app.domain.office.recovery_sheet import RecoverySheet

KEY = bytes(range(100, 132))
SHEET = RecoverySheet("大关县公安局", "31c9db4d944f9b2c", KEY, datetime(2026, 11, 29, 9, 5), "3号窗口")  # noqa: DTZ001


def test_the_code_typed_off_the_page_gives_the_key():
    with pdfplumber.open(io.BytesIO(render_pdf(recovery_document(SHEET)))) as pdf:
        (page,) = pdf.pages
        tables = page.extract_tables()
        groups = [cell for row in tables[1][1:] for cell in row[1:] if cell]
        assert key_of_code(" ".join(groups)) == KEY
        said = page.extract_text()
    assert "2026年11月29日9时5分" in said
    assert "大关县公安局" in said


def test_the_code_read_off_the_page_gives_the_key():
    page = pypdfium2.PdfDocument(render_pdf(recovery_document(SHEET)))[0].render(scale=3).to_pil()
    (read,) = zxingcpp.read_barcodes(page)
    assert read.text == recovery_code(KEY)
    assert key_of_code(read.text) == KEY


def test_the_key_shows_in_no_repr():
    assert str(KEY) not in repr(SHEET)
