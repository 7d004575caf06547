"""The one place that knows measures: both writers take them from here, templates never state any.

Facts from GB/T 9704-2012: A4, type area 156 × 225 mm with 37 mm above and 28 mm at the left, 22 lines of 28
characters of 三号 (16 pt). Lengths are points (1/72 inch) unless a name says millimetres.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from counter_app.documents.blocks import Annex, Block, GridEntry, Heading, Layout, Paragraph, Seal, Signatures

MM: Final = 72 / 25.4


@dataclass(frozen=True, slots=True)
class TextSize:
    """The size of a text, the distance of its lines, and what is added to the advance of each Chinese character."""

    size: float
    leading: float
    tracking: float = 0.0


@dataclass(frozen=True, slots=True)
class PageGeometry:
    """A page and its type area."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float

    @property
    def measure(self) -> float:
        """The width of the type area."""
        return self.width - self.left - self.right

    @property
    def depth(self) -> float:
        """The height of the type area."""
        return self.height - self.top - self.bottom

    def turned(self) -> PageGeometry:
        """The same margins on a page laid on its side."""
        return PageGeometry(self.height, self.width, self.top, self.bottom, self.left, self.right)


NOTICE_PAGE: Final = PageGeometry(210 * MM, 297 * MM, 37 * MM, 35 * MM, 28 * MM, 26 * MM)
SHEET_PAGE: Final = PageGeometry(210 * MM, 297 * MM, 16 * MM, 26 * MM, 20 * MM, 20 * MM)

BODY: Final = TextSize(16, 225 * MM / 22, 156 * MM / 28 - 16)
"""三号; the pitch puts 28 characters on a line and 22 lines on a page."""

TIGHTER: Final = (0.97, 0.94, 0.91, 0.88)
"""How far the lines of a notice may be moved together where that keeps the signatures from a page of their own
(GB/T 9704-2012, 7.3.5.5: 可以采取调整行距的措施)."""

SHEET_BODY: Final = TextSize(12, 18.5)
"""小四, for the few sentences on a ruled form."""

TITLE: Final = TextSize(22, 31)
"""二号."""

HEADING: Final = TextSize(14, 24)
"""四号."""

SMALL: Final = TextSize(10.5, 15)
"""五号: remarks, copies, the number under the barcode."""

NUMBER: Final = TextSize(14, 20)
"""四号, the paper's own number under its title."""

TABLE: Final = TextSize(12, 16.5)
"""小四."""

DENSE_TABLE: Final = TextSize(10.5, 14)
"""五号, for long annexes."""

CHECK_VALUE: Final = TextSize(15, 21)
"""小三: read from an arm's length while keying."""

PAGE_NUMBER: Final = TextSize(14, 20)
"""四号, `— 1 —`."""

RULE: Final = 0.5
BOX_RULE: Final = 1.5
CELL_SIDE: Final = 4.5
CELL_ABOVE: Final = 3.2
BLOCK_GAP: Final = 7.5
TICK_BOX: Final = 13.0
TICK_COLUMN: Final = 26.0
GRID_LABEL_SHARE: Final = 0.2
CHECK_LABEL_SHARE: Final = 0.345
SIGNATURE_ROOM: Final = 54.0
SHORT_SIGNATURE_ROOM: Final = 38.0
SEAL_ROOM: Final = 38 * MM
SEAL_SHARE: Final = 0.52
WRITING_BOX: Final = 46.0
WRITTEN_LINE: Final = 10 * MM
"""The height of a line of handwriting in a ruled cell."""

BARCODE_HEIGHT: Final = 9 * MM
BARCODE_MODULE: Final = 0.34 * MM
"""Two dots of a 150 dpi scan; hand-held scanners at counters read 0.25 mm and more."""

BARCODE_SHARE: Final = 0.42
"""Of the measure, at most: beside it stand page number, copies and who signs."""

FOOT_BELOW_TYPE: Final = 7 * MM
"""GB/T 9704-2012, 7.5: the page number stands 7 mm below the type area."""

FOOT_ABOVE_EDGE: Final = 5 * MM
"""The least that stays free at the edge: printers do not reach it."""

FOOT_DEPTH: Final = BARCODE_HEIGHT + SMALL.leading + 1
"""Barcode, its number, and the point that Word wants behind a table."""


QR_SIDE: Final = 26 * MM
"""A digest of 64 hex digits: 0.7 mm a module, which a telephone reads at a glance."""

CELL_BARCODE_HEIGHT: Final = 5.5 * MM
CELL_BARCODE_MODULE: Final = 0.34 * MM
"""Two dots of a 150 dpi scan: with 0.27 mm every second row of a scanned list was not read."""

CELL_CODE: Final = TextSize(9, 11)
"""小五: what a barcode in a table says, under it."""

CELL_BARCODE_QUIET: Final = 10
"""Modules of white at each side (ISO/IEC 15417)."""

LABEL_WIDTH: Final = 85 * MM
LABEL_HEIGHT: Final = 38 * MM
LABEL_BARCODE_MODULE: Final = 0.38 * MM
"""More than two dots of a 150 dpi scan: a label has the space."""


def cell_barcode_ems(modules: int) -> float:
    """The width of a column of barcodes of so many modules, in ems of a dense table."""
    return ((modules + 2 * CELL_BARCODE_QUIET) * CELL_BARCODE_MODULE + 2) / DENSE_TABLE.size


def foot_above_edge(page: PageGeometry) -> float:
    """How far above the edge of the paper the foot ends, for a writer that stacks it upwards."""
    return max(page.bottom - FOOT_BELOW_TYPE - FOOT_DEPTH, FOOT_ABOVE_EDGE)


def grid_value_ems(layout: Layout) -> float:
    """How many Chinese characters a value may have in a grid beside another entry."""
    value = page_of(layout).measure * (0.5 - GRID_LABEL_SHARE)
    return (value - 2 * CELL_SIDE) / TABLE.size


def barcode_module(modules: int, page: PageGeometry) -> float:
    """The width of one of `modules`, narrower where the whole code would not fit."""
    return min(BARCODE_MODULE, page.measure * BARCODE_SHARE / modules)


def signature_space(signatures: Signatures) -> float:
    """The height for the pen; less over the note of a refusal, so that a notice of a few items stays on one page."""
    return SHORT_SIGNATURE_ROOM if signatures.refusal else SIGNATURE_ROOM


def page_of(layout: Layout) -> PageGeometry:
    """The page of a layout, upright."""
    return NOTICE_PAGE if layout is Layout.NOTICE else SHEET_PAGE


def body_of(layout: Layout) -> TextSize:
    """The size of running text in a layout."""
    return BODY if layout is Layout.NOTICE else SHEET_BODY


def written_depth(entries: Iterable[GridEntry]) -> float:
    """The height of a row of a grid that the handwriting in it wants; 0 for one that is only read."""
    return max(entry.lines for entry in entries) * WRITTEN_LINE


def gap_between(before: Block | None, block: Block) -> float:
    """The white between two blocks; `before` is None for the first block under the paper's head."""
    match before, block:
        case (Paragraph(small=False), Paragraph(small=True)):
            return BLOCK_GAP / 3
        case (Paragraph(), Paragraph()) | (_, Annex() | Seal()):
            return 0.0
        case (Heading() | Annex(), _):
            return BLOCK_GAP / 3
        case _:
            return BLOCK_GAP
