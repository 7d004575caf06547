"""Scans that are JPG, PNG or TIFF, by Pillow. A JPG is unpacked no larger than it is shown."""

from __future__ import annotations

import contextlib
import io
import math
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PIL import Image, UnidentifiedImageError

from counter_app.domain.refusal import Refusal
from counter_app.scanning.limits import MOST_DOTS, refuse_dots, refuse_pages
from counter_app.services.ports import Look, Raster, Watch

THUMBNAIL: Final = 240
"""Dots of the longer side of a thumbnail."""

_FORMATS: Final = ("JPEG", "PNG", "TIFF")
_SIDEWAYS: Final = frozenset({5, 6, 7, 8})
"""Values of EXIF's orientation that swap width and height."""
_ORIENTATION: Final = 0x0112
_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_TURNS: Final = {
    90: Image.Transpose.ROTATE_270,  # Pillow turns anticlockwise
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
_DAMAGE: Final = (
    *(UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, OverflowError, Warning),
    *(KeyError, IndexError, TypeError, struct.error, zlib.error, MemoryError),
)
"""What Pillow raises over files that are cut off or spoilt."""
_CHECK_AT: Final = (64, 64)
"""A JPG is read to its end all the same when it is unpacked to an eighth."""

# Pillow goes on with what is left of a TIFF whose pages are cut off, and only warns.
warnings.filterwarnings("error", r"(Possibly c|C)orrupt EXIF|Truncated File Read", UserWarning)


def examine(path: Path, watch: Watch) -> int:
    """Unpack every page and return how many there are. Raises `Refusal`."""
    with _opened(path) as image:
        pages = _count(image)
        refuse_pages(pages)
        for place in range(pages):
            image.seek(place)
            refuse_dots(*image.size)
            image.draft("RGB", _CHECK_AT)
            image.load()
            watch(place + 1, pages)
    return pages


def sizes(path: Path) -> list[tuple[float, float]]:
    """Width and height of each page as it is to be looked at. Raises `Refusal`."""
    found = []
    with _opened(path) as image:
        for place in range(_count(image)):
            image.seek(place)
            width, height = image.size
            found.append((float(height), float(width)) if _is_sideways(image) else (float(width), float(height)))
    return found


def picture(path: Path, look: Look) -> Raster:
    """What a page looks like. Raises `Refusal`."""
    with _opened(path) as image:
        image.seek(look.page)
        refuse_dots(*image.size)
        width, height = image.size
        sideways = _is_sideways(image) != bool(look.rotation % 180)
        if look.scale < 1:
            image.draft("RGB", (max(math.ceil(width * look.scale), 1), max(math.ceil(height * look.scale), 1)))
        upright = _upright(image, look.rotation)
    if sideways:
        width, height = height, width
    return _scaled(upright, max(round(width * look.scale), 1), max(round(height * look.scale), 1), look)


def thumbnail(path: Path) -> bytes:
    """The first page as a small JPEG, not turned. Raises `Refusal`."""
    with _opened(path) as image:
        refuse_dots(*image.size)
        image.draft("RGB", (THUMBNAIL, THUMBNAIL))
        small = _upright(image, 0)
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    return _packed(small)


def jpeg(raster: Raster) -> bytes:
    """A picture as JPEG."""
    size = raster.width, raster.height
    return _packed(Image.frombuffer("RGB", size, raster.dots, "raw", "BGRX", raster.stride, 1))


def _is_sideways(image: Image.Image) -> bool:
    return _noted(image) in _SIDEWAYS


def _noted(image: Image.Image) -> int:
    """How the camera was held, 1 where it is not known. A TIFF, Pillow shows as it is to be seen by itself."""
    if image.format != "TIFF":
        with contextlib.suppress(*_DAMAGE):  # a note gone wrong spoils no picture
            return int(image.getexif().get(_ORIENTATION, 1))
    return 1


def _upright(image: Image.Image, rotation: int) -> Image.Image:
    """The page as colours on white, the way up that its camera noted, then turned as the clerk wants it."""
    noted = _UPRIGHT.get(_noted(image))
    image.load()
    colours = _on_white(image)
    for turn in (noted, _TURNS.get(rotation % 360)):
        if turn is not None:
            colours = colours.transpose(turn)
    return colours


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256).convert("L")
    if image.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in image.info:
        clear = image.convert("RGBA")
        white = Image.new("RGB", clear.size, "white")
        white.paste(clear, mask=clear.getchannel("A"))
        return white
    return image if image.mode == "RGB" else image.convert("RGB")


def _scaled(image: Image.Image, width: int, height: int, look: Look) -> Raster:
    """The page `width` by `height` dots large, or only the part of it that is wanted."""
    left, top, wide, high = look.part or (0, 0, width, height)
    wide, high = min(wide, width - left), min(high, height - top)
    refuse_dots(wide, high)
    across, down = image.width / width, image.height / height
    box = (left * across, top * down, min((left + wide) * across, image.width), min((top + high) * down, image.height))
    shown = image.resize((wide, high), Image.Resampling.BILINEAR, box, reducing_gap=2.0)
    return Raster(wide, high, wide * 4, shown.tobytes("raw", "BGRX"))


def _packed(image: Image.Image) -> bytes:
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=80)
    return packed.getvalue()


def _count(image: Image.Image) -> int:
    """Only a TIFF has pages; what else a PNG or JPG brings along (frames, previews) is no page."""
    return int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    try:
        with Image.open(path, formats=_FORMATS) as image:
            yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refusal(f"其中的图像超过{MOST_DOTS // 10_000}万个点，没有附上", "用300 dpi重新扫描后再附上") from error
    except _DAMAGE as error:
        raise Refusal("这个图像文件不完整或已损坏，没有附上", "重新扫描或重新拷贝后再附上") from error
