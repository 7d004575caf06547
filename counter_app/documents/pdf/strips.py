"""Strips: what a block becomes on its way to a page, slices of the full measure that are stacked downwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field, replace
from typing import TypeAlias

from reportlab.pdfgen.canvas import Canvas

from counter_app.domain.basics.records import frozen

Draw: TypeAlias = Callable[[Canvas, float, float], None]
"""Draws on a canvas from a left edge and a top edge."""


@frozen
class Strip:
    """A slice of a page. `keep` binds it to the next one; `gap` is white above it, dropped at the head of a page.

    `header` is repeated above it when it comes first on a page. `split` parts it for a space that is too low, None
    where it cannot; only a strip higher than a whole page is ever parted.
    """

    height: float
    draw: Draw
    keep: bool = False
    gap: float = 0.0
    header: tuple[Strip, ...] = ()
    split: Callable[[float], tuple[Strip, Strip] | None] | None = field(default=None)


@frozen
class NewPage:
    """Begins a new page, upright or turned; with a `barcode` of its own it begins a part whose pages count from 1."""

    landscape: bool
    barcode: str = ""


Piece: TypeAlias = Strip | NewPage


def kept(strips: list[Strip]) -> list[Strip]:
    """The same strips, bound to each other so that they stand on one page."""
    return [replace(strip, keep=True) for strip in strips[:-1]] + strips[-1:]


def spaced(strips: list[Strip], gap: float) -> list[Strip]:
    """The same strips with white above the first."""
    return [replace(strips[0], gap=max(gap, strips[0].gap)), *strips[1:]] if strips else strips


def height_of(strips: list[Strip] | tuple[Strip, ...]) -> float:
    """The height of strips stacked without a page break."""
    return sum(strip.height + strip.gap for strip in strips)
