"""Which of the four kinds a file is, by how it begins; and what is said where it is none of them."""

from __future__ import annotations

from typing import Final

from counter_app.domain.basics.refusal import Refusal

PDF: Final = "application/pdf"
JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
TIFF: Final = "image/tiff"

WORDS: Final = {PDF: "PDF", JPEG: "JPG", PNG: "PNG", TIFF: "TIFF"}
"""How the counter calls them."""

BY_ENDING: Final = {
    ".pdf": PDF,
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".jpe": JPEG,
    ".jfif": JPEG,
    ".png": PNG,
    ".tif": TIFF,
    ".tiff": TIFF,
}

_BEGINNINGS: Final = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
)
_PDF_WITHIN: Final = 1024
"""A PDF may begin with something else; readers look for its mark in the first 1024 bytes (ISO 32000-1, annex H)."""


def kind_of(content: bytes, named: str) -> str:
    """The media type of a file. Raises `Refusal` where it is none of the four, or not what `named` (`.jpg`) says."""
    beginning = content[:_PDF_WITHIN]
    found = next((kind for mark, kind in _BEGINNINGS if beginning.startswith(mark)), None)
    if found is None and b"%PDF-" in beginning:
        found = PDF
    said = BY_ENDING.get(named)
    if found is None:
        raise Refusal(
            f"扩展名为{WORDS[said]}，内容不符，没有附上" if said else "只能附 PDF、JPG、PNG、TIFF 文件，没有附上",
            "用原来的程序另存为 PDF 或 JPG，或重新扫描后再附上",
        )
    if said is not None and said != found:
        raise Refusal(
            f"扩展名为{WORDS[said]}，内容为{WORDS[found]}，没有附上",
            f"核对是不是这份材料；是的，把扩展名改为 .{WORDS[found].lower()} 后再附上",
        )
    return found
