"""Scans of every kind, made on the spot: good ones and bad ones."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image, ImageDraw
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas


def sheet(size: tuple[int, int] = (240, 160), colour: str = "white", mode: str = "RGB") -> Image.Image:
    """A sheet with a red corner at the upper left, so that it is known which way up it is."""
    image = Image.new("RGB", size, colour)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 4, size[1] // 4), fill="#c80000")
    return image.convert(mode)


def packed(image: Image.Image, kind: str, **options: object) -> bytes:
    """`image` as a file of `kind` (`JPEG`, `PNG`, `TIFF`)."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def jpeg(size: tuple[int, int] = (240, 160), **options: object) -> bytes:
    """A photograph."""
    return packed(sheet(size), "JPEG", **options)


def png(size: tuple[int, int] = (240, 160), mode: str = "RGB") -> bytes:
    """A picture without loss."""
    return packed(sheet(size, mode=mode), "PNG")


def tiff(pages: int = 3, *, mode: str = "RGB", **options: object) -> bytes:
    """What a sheet feeder makes; each page a little wider than the one before."""
    first, *rest = [sheet((200 + 10 * page, 300), mode=mode) for page in range(pages)]
    return packed(first, "TIFF", save_all=True, append_images=rest, **options)


def pdf(pages: int = 2, *, locked: bool = False, picture: Image.Image | None = None) -> bytes:
    """Pages of A4 with a red corner each, or with `picture` across them."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842), encrypt=StandardEncryption("secret") if locked else None)
    for page in range(pages):
        if picture is not None:
            canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
        canvas.setFillColorRGB(0.78, 0, 0)
        canvas.rect(0, 842 - 210, 149, 210, stroke=0, fill=1)
        canvas.drawString(200, 700, f"page {page + 1}")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def bomb_png(width: int = 60_000, height: int = 60_000) -> bytes:
    """A few hundred bytes that say they are 3.6 thousand million dots."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 4096)) + chunk(b"IEND", b"")
    )


def bomb_pdf() -> bytes:
    """A page whose picture says it is 30,000 by 30,000 dots."""
    picture = Image.new("1", (64, 64))
    return pdf(1, picture=picture).replace(b"/Height 64", b"/Height 30000").replace(b"/Width 64", b"/Width 30000")
