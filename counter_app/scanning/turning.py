"""How pages are turned, and where a part of a turned page lay before: only that part has to be unpacked further."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PIL import Image

Turn = Image.Transpose
Region = tuple[int, int, int, int]
"""Left, top, width, height."""

NOTED: Final = {
    2: Turn.FLIP_LEFT_RIGHT,
    3: Turn.ROTATE_180,
    4: Turn.FLIP_TOP_BOTTOM,
    5: Turn.TRANSPOSE,
    6: Turn.ROTATE_270,
    7: Turn.TRANSVERSE,
    8: Turn.ROTATE_90,
}
"""What EXIF's orientation asks for."""
CLOCKWISE: Final = {90: Turn.ROTATE_270, 180: Turn.ROTATE_180, 270: Turn.ROTATE_90}
"""Degrees clockwise to what Pillow does, which turns the other way round."""
_SIDEWAYS: Final = frozenset({Turn.ROTATE_90, Turn.ROTATE_270, Turn.TRANSPOSE, Turn.TRANSVERSE})


def turned_size(size: tuple[int, int], turns: Sequence[Turn]) -> tuple[int, int]:
    """Width and height after `turns`."""
    width, height = size
    return (height, width) if sum(turn in _SIDEWAYS for turn in turns) % 2 else (width, height)


def part_before(part: Region, size: tuple[int, int], turns: Sequence[Turn]) -> Region:
    """Where `part` of a page that is `size` large after `turns` lay before them."""
    for turn in reversed(turns):
        part = _before(part, size, turn)
        size = turned_size(size, [turn])
    return part


def _before(part: Region, size: tuple[int, int], turn: Turn) -> Region:
    left, top, width, height = part
    right, bottom = size[0] - left - width, size[1] - top - height
    corners = {
        Turn.FLIP_LEFT_RIGHT: (right, top),
        Turn.FLIP_TOP_BOTTOM: (left, bottom),
        Turn.ROTATE_180: (right, bottom),
        Turn.TRANSPOSE: (top, left),
        Turn.TRANSVERSE: (bottom, right),
        Turn.ROTATE_90: (bottom, left),
        Turn.ROTATE_270: (top, right),
    }
    return (*corners[turn], *((height, width) if turn in _SIDEWAYS else (width, height)))
