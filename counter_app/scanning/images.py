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
from typing import Final

from PIL import Image, TiffImagePlugin, UnidentifiedImageError

from counter_app.domain.basics.refusal import Refusal
from counter_app.scanning.limits import MOST_DOTS, refuse_dots, refuse_pages
from counter_app.scanning.turning import CLOCKWISE, NOTED, Region, Turn, part_before, turned_size
from counter_app.services.ports import Raster, RenderRequest, Watch

THUMBNAIL: Final = 240
"""Dots of the longer side of a thumbnail."""

_FORMATS: Final = ("JPEG", "PNG", "TIFF")
_ORIENTATION: Final = 0x0112
"""EXIF's note of how the camera was held."""
_STRIP: Final = 2_000_000
"""So many dots are turned into colours at a time."""
_DAMAGE: Final = (
    *(UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, OverflowError, Warning),
    *(KeyError, IndexError, TypeError, struct.error, zlib.error, MemoryError),
)
"""What Pillow raises over files that are cut off or spoilt."""
_CHECK_AT: Final = (64, 64)
"""A JPG is read to its end all the same when it is unpacked to an eighth."""
_BITS: Final = 258
_PHOTOMETRIC: Final = 262
_PLANAR: Final = 284
"""Tags of a TIFF: bits of a sample, what its numbers mean, how its colours are stored."""
_WHITE_IS_ZERO: Final = 0
_BY_COLOUR: Final = 2
_BYTE: Final = 8
_UNKNOWN_TO_PILLOW: Final = ("unknown pixel mode", "unknown data organization", "not available")
_UNKNOWN_DEPTH: Final = frozenset({"I", "F"})
"""Modes whose numbers do not say which of them is white: most such pages would be shown all white or all black."""

# Grey of 16 bits whose white is 0 is known to Pillow in one byte order only.
TiffImagePlugin.OPEN_INFO.setdefault((b"MM", 0, (1,), 1, (16,), ()), ("I;16B", "I;16B"))

# Pillow goes on with what is left of a TIFF whose pages are cut off, and only warns.
warnings.filterwarnings("error", r"(Possibly c|C)orrupt EXIF|Truncated File Read", UserWarning)


def examine(content: bytes, watch: Watch) -> int:
    """Unpack and draw every page and return how many there are. Raises `Refusal`."""
    with _opened(content) as image:
        pages = _count(image)
        refuse_pages(pages)
        for place in range(pages):
            image.seek(place)
            refuse_dots(*image.size)
            _refuse_unknown_depth(image)
            image.draft("RGB", _CHECK_AT)
            image.load()
            _scaled(image, _CHECK_AT, (0, 0, *_CHECK_AT))
            watch(place + 1, pages)
    return pages


def sizes(content: bytes) -> list[tuple[float, float]]:
    """Width and height of each page as it is to be looked at. Raises `Refusal`."""
    found = []
    with _opened(content) as image:
        for place in range(_count(image)):
            image.seek(place)
            width, height = turned_size(image.size, _turns(image, 0))
            found.append((float(width), float(height)))
    return found


def render(content: bytes, request: RenderRequest) -> Raster:
    """What a page looks like. Raises `Refusal`."""
    with _opened(content) as image:
        image.seek(request.page)
        refuse_dots(*image.size)
        turns = _turns(image, request.rotation)
        flat = max(round(image.width * request.scale), 1), max(round(image.height * request.scale), 1)
        whole = turned_size(flat, turns)
        left, top, width, height = request.part or (0, 0, *whole)
        width, height = min(width, whole[0] - left), min(height, whole[1] - top)
        refuse_dots(width, height)
        if request.scale < 1:
            image.draft("RGB", flat)
        image.load()
        shown = _scaled(image, flat, part_before((left, top, width, height), whole, turns))
    for turn in turns:
        shown = shown.transpose(turn)
    return Raster(width, height, width * 4, shown.tobytes("raw", "BGRX"))


def thumbnail(content: bytes) -> bytes:
    """The first page as a small JPEG, not turned. Raises `Refusal`."""
    width, height = sizes(content)[0]
    return jpeg(render(content, RenderRequest(0, min(THUMBNAIL / max(width, height), 1.0))))


def jpeg(raster: Raster) -> bytes:
    """A picture as JPEG."""
    size = raster.width, raster.height
    return _packed(Image.frombuffer("RGB", size, raster.dots, "raw", "BGRX", raster.stride, 1))


def _turns(image: Image.Image, rotation: int) -> list[Turn]:
    """What brings a page the way up that its camera noted, then as the clerk wants it."""
    return [turn for turn in (NOTED.get(_noted(image)), CLOCKWISE.get(rotation % 360)) if turn is not None]


def _noted(image: Image.Image) -> int:
    """How the camera was held, 1 where it is not known. A TIFF, Pillow shows as it is to be seen by itself."""
    if image.format != "TIFF":
        with contextlib.suppress(*_DAMAGE):  # a note gone wrong spoils no picture
            return int(image.getexif().get(_ORIENTATION, 1))
    return 1


def _refuse_unknown_depth(image: Image.Image) -> None:
    if image.mode in _UNKNOWN_DEPTH:
        raise Refusal("这个图像的灰度格式（每点32位或带正负号）无法显示，没有附上", "另存为8位灰度或彩色的图像后再附上")
    if _tag(image, _PLANAR) == _BY_COLOUR and _tag(image, _BITS) > _BYTE:  # Pillow would show half of its numbers
        raise _unknown_format()


def _tag(image: Image.Image, number: int) -> int:
    """What a TIFF says under this number, of several values the first; -1 where nothing is said."""
    said = getattr(image, "tag_v2", {}).get(number, -1)
    return int(said[0] if isinstance(said, tuple) else said)


def _unknown_format() -> Refusal:
    return Refusal("这种颜色或压缩格式的 TIFF 无法显示，没有附上", "另存为彩色 JPG 或8位灰度的图像后再附上")


def _grey_scale(image: Image.Image) -> tuple[float, float]:
    """What grey of more than 8 bits is multiplied with, and what is added, to be grey of 8 bits."""
    bits = _tag(image, _BITS)
    scale = 1 / (1 << (bits if bits > _BYTE else 2 * _BYTE) - _BYTE)
    return (-scale, 255.0) if _tag(image, _PHOTOMETRIC) == _WHITE_IS_ZERO else (scale, 0.0)


def _on_white(image: Image.Image, grey: tuple[float, float]) -> Image.Image:
    if image.mode.startswith("I;16"):
        scale, offset = grey
        image = image.convert("I").point(lambda value: value * scale + offset).convert("L")
    if image.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in image.info:
        clear = image.convert("RGBA")
        white = Image.new("RGB", clear.size, "white")
        white.paste(clear, mask=clear.getchannel("A"))
        return white
    return image if image.mode == "RGB" else image.convert("RGB")


def _scaled(image: Image.Image, size: tuple[int, int], part: Region) -> Image.Image:
    """`part` of the page scaled to `size`. Raises `Refusal` for colours that cannot be shown."""
    try:
        return _in_strips(image, size, part)
    except _DAMAGE as error:  # it was unpacked whole before
        raise Refusal(f"这种颜色格式（{image.mode}）的图像无法显示，没有附上", "另存为彩色 JPG 后再附上") from error


def _in_strips(image: Image.Image, size: tuple[int, int], part: Region) -> Image.Image:
    """`part` of the page scaled to `size`, strip by strip: turned into colours whole, a sheet would take 140 MB."""
    left, top, width, height = part
    across, down = image.width / size[0], image.height / size[1]
    shown = Image.new("RGB", (width, height), "white")
    grey = _grey_scale(image)
    strip = max(int(_STRIP / max(width * across * down, 1)), 1)
    margin = math.ceil(max(across, down)) + 2
    first, last = max(int(left * across) - margin, 0), min(math.ceil((left + width) * across) + margin, image.width)
    for begin in range(0, height, strip):
        rows = min(strip, height - begin)
        above, below = (top + begin) * down, (top + begin + rows) * down
        upper, lower = max(int(above) - margin, 0), min(math.ceil(below) + margin, image.height)
        colours = _on_white(image.crop((first, upper, last, lower)), grey)
        right = min((left + width) * across - first, colours.width)
        box = (left * across - first, above - upper, right, min(below - upper, colours.height))
        shown.paste(colours.resize((width, rows), Image.Resampling.BILINEAR, box), (0, begin))
    return shown


def _packed(image: Image.Image) -> bytes:
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=80)
    return packed.getvalue()


def _count(image: Image.Image) -> int:
    """Only a TIFF has pages; what else a PNG or JPG brings along (frames, previews) is no page."""
    return int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1


@contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    try:
        # Leaving Pillow's own `with` keeps the dots, which a cycle in it then holds until the garbage is collected.
        with contextlib.closing(Image.open(io.BytesIO(content), formats=_FORMATS)) as image:
            yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refusal(
            f"其中的图像超过{MOST_DOTS // 10_000}万像素，没有附上", "用300 dpi重新扫描，或把照片缩小后再附上"
        ) from error
    except _DAMAGE as error:
        if _is_unknown_format(content, error):
            raise _unknown_format() from error
        raise Refusal("这个图像文件不完整或已损坏，没有附上", "重新扫描或重新拷贝后再附上") from error


def _is_unknown_format(content: bytes, error: BaseException) -> bool:
    """Whether a TIFF may be whole, only that Pillow does not know its colours or how it is packed."""
    if isinstance(error, UnidentifiedImageError):
        try:
            TiffImagePlugin.TiffImageFile(io.BytesIO(content))
        except _DAMAGE as why:
            error = why
    return any(words in str(error) for words in _UNKNOWN_TO_PILLOW)
