"""How much a scan may unpack to: a file of a few bytes can claim to be a picture of a million by a million dots."""

from __future__ import annotations

from typing import Final

from counter_app.domain.basics.refusal import Refusal

MOST_DOTS: Final = 40_000_000
"""A4 at 600 dpi has 34.8 million, A3 at 400 dpi 30.9 million; unpacked, this takes 160 MB for a moment."""
MOST_PAGES: Final = 500


def refuse_dots(width: int, height: int) -> None:
    """Raise `Refusal` for a picture larger than any scanner makes of a sheet of paper, or without any dots."""
    if width < 1 or height < 1:
        raise Refusal("其中的图像宽或高不足1像素，没有内容，没有附上", "重新扫描后再附上")
    if width * height > MOST_DOTS:
        raise Refusal(
            f"其中的图像有{width}×{height}像素，超过{MOST_DOTS // 10_000}万像素，没有附上",
            "用300 dpi重新扫描，或把照片缩小后再附上",
        )


def refuse_pages(pages: int) -> None:
    """Raise `Refusal` for more pages than a case can have."""
    if pages > MOST_PAGES:
        raise Refusal(f"这个文件有{pages}页，超过{MOST_PAGES}页，没有附上", "分成几个文件后再附上")
