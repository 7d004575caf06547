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


def raw_tiff(
    dots: bytes, bits: int, meaning: int, *, order: str = "<", colours: int = 1, planar: bool = False
) -> bytes:
    """60 by 40 dots as they come; `meaning` 0 is grey with white as 0, 1 grey with black as 0, 2 red, green, blue."""
    strips = colours if planar else 1
    tags = {256: (60,), 257: (40,), 258: (bits,) * colours, 259: (1,), 262: (meaning,), 277: (colours,), 278: (40,)}
    tags |= {279: (len(dots) // strips,) * strips, 284: (2 if planar else 1,)}
    tags[273] = (0,) * strips
    begin = 8 + 2 + 12 * len(tags) + 4
    behind = sum(4 * len(values) for values in tags.values() if len(values) > 1)
    tags[273] = tuple(begin + behind + len(dots) // strips * strip for strip in range(strips))
    entries, values_behind = b"", b""
    for tag, values in sorted(tags.items()):
        packed_values = struct.pack(f"{order}{len(values)}I", *values)
        place = packed_values if len(values) == 1 else struct.pack(f"{order}I", begin + len(values_behind))
        values_behind += packed_values if len(values) > 1 else b""
        entries += struct.pack(f"{order}HHI", tag, 4, len(values)) + place
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}IH", 8, len(tags))
    return head + entries + bytes(4) + values_behind + dots


def pdf_of(*bodies: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        content
        + table
        + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (
            len(bodies) + 1,
            len(content),
        )
    )


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """The body of an object with a stream."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


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
