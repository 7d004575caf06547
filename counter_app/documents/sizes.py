"""The one place that knows measures: both writers take them from here, templates never state any.

Facts from GB/T 9704-2012: A4, type area 156 × 225 mm with 37 mm above and 28 mm at the left, 22 lines of 28
characters of 三号 (16 pt). Lengths are points (1/72 inch) unless a name says millimetres.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from counter_app.documents.blocks import (
    Annex,
    Block,
    Column,
    Document,
    Fit,
    GridEntry,
    Heading,
    Layout,
    Paragraph,
    Seal,
    Signatures,
    Table,
)
from counter_app.domain.basics.records import frozen
from counter_app.domain.statistics.charts import Chart, least_height

MM: Final = 72 / 25.4


@frozen
class TextSize:
    """The size of a text, the distance of its lines, and what is added to the advance of each Chinese character.

    `autospace` is what a writer adds between Chinese and Latin characters, in points.
    """

    size: float
    leading: float
    tracking: float = 0.0
    autospace: float = 0.0

    def closer(self, share: float) -> TextSize:
        """The same type, its lines moved together."""
        return replace(self, leading=self.leading * share)

    def spaced(self) -> TextSize:
        """The same type in a program that puts white between Chinese and Latin whatever the paper says."""
        return replace(self, autospace=self.size / 4)


@frozen
class TypeScale:
    """The sizes in which one paper is set, and the white above and under the text of a cell.

    Both writers take it from `counter_app/documents/pdf/fitting.py`, so that they break pages alike.
    """

    title: TextSize
    heading: TextSize
    large: TextSize
    body: TextSize
    small: TextSize
    table: TextSize
    dense: TextSize
    fine: TextSize
    cell_above: float

    def of_table(self, table: Table) -> TextSize:
        """The size of a table's text."""
        return self.fine if table.fine else self.dense if table.dense else self.table

    def columns_of(self, table: Table) -> tuple[Column, ...]:
        """The columns of a table, as wide as suits the size of its text."""
        return table.closer if table.closer and self.of_table(table).size <= DENSE_TABLE.size else table.columns

    def of_paragraph(self, paragraph: Paragraph) -> TextSize:
        """The size of running text."""
        return self.large if paragraph.large else self.small if paragraph.small else self.body

    def spaced(self) -> TypeScale:
        """The same scale as LibreOffice sets it, which adds white between Chinese and Latin."""
        return TypeScale(
            title=self.title.spaced(),
            heading=self.heading.spaced(),
            large=self.large.spaced(),
            body=self.body.spaced(),
            small=self.small.spaced(),
            table=self.table.spaced(),
            dense=self.dense.spaced(),
            fine=self.fine.spaced(),
            cell_above=self.cell_above,
        )


@frozen
class PageGeometry:
    """A page and its type area; `foot` is how far below it barcode and page number begin."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    foot: float

    @property
    def measure(self) -> float:
        """The width of the type area."""
        return self.width - self.left - self.right

    @property
    def depth(self) -> float:
        """The height of the type area."""
        return self.height - self.top - self.bottom

    def turned(self) -> PageGeometry:
        """A page laid on its side; the file is bound at its upper edge then."""
        return PageGeometry(self.height, self.width, self.left, self.bottom, self.right, self.right, self.foot)


NOTICE_PAGE: Final = PageGeometry(210 * MM, 297 * MM, 37 * MM, 35 * MM, 28 * MM, 26 * MM, 7 * MM)
"""GB/T 9704-2012, 7.5: the page number stands 7 mm below the type area."""

SHEET_PAGE: Final = PageGeometry(210 * MM, 297 * MM, 16 * MM, 27 * MM, 25 * MM, 20 * MM, 4 * MM)
"""25 mm at the left for the file's binding; what stands at the foot ends 8 mm above the edge."""

BODY: Final = TextSize(16, 225 * MM / 22, 156 * MM / 28 - 16)
"""三号; the pitch puts 28 characters on a line and 22 lines on a page."""

TIGHTER: Final = (0.97, 0.94, 0.91, 0.88)
"""How far lines may be moved together where that saves a page (GB/T 9704-2012, 7.3.5.5: 可以采取调整行距的措施)."""

SLACK: Final = 8.0
"""Points of a page that stay free where another program is to break it alike: it rounds lines and rules."""

MOST_FITTED: Final = 4
"""Pages: a paper that has more is not set closer to save one."""

LARGE: Final = TextSize(16, 21)
"""三号 whatever the size of the text round it: what is looked for on a paper, as a telephone number."""

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
"""五号, for tables of many columns."""

FINE_TABLE: Final = TextSize(9, 11)
"""小五, for annexes of many rows."""

CHECK_VALUE: Final = TextSize(15, 21)
"""小三: read from an arm's length while keying."""

PAGE_NUMBER: Final = TextSize(14, 20)
"""四号, `— 1 —`."""

RULE: Final = 0.5
BOX_RULE: Final = 1.5
CELL_SIDE: Final = 4.5
CELL_ABOVE: Final = 3.2
FINE_ABOVE: Final = 1.7
BLOCK_GAP: Final = 7.5
ROWS_SIGNED: Final = 2
"""Rows of a table that stand on one page with the signatures under it."""

TICK_BOX: Final = 13.0
TICK_COLUMN: Final = 26.0
GRID_LABEL_SHARE: Final = 0.2
CHECK_LABEL_SHARE: Final = 0.345
SIGNATURE_ROOM: Final = 54.0
SHORT_SIGNATURE_ROOM: Final = 38.0
BOX_PEN_ROOM: Final = 16.0
"""Beside a seal the head and the foot of a box are written between: 10 mm with half of either line."""

SIGNATURE_LINE: Final = 27.0
"""The distance of lines to be signed on, 9.5 mm."""

SIGNATURE_LEAST: Final = 25 * MM
"""The least length of a line for a name."""

SEAL_ROOM: Final = 46 * MM
"""The seal of a county's office is up to 45 mm wide (国发〔1999〕25号)."""

SEAL_SHARE: Final = 0.52
SEAL_WIDTH: Final = 47 * MM
"""Of its box where a QR code stands beside it."""

CODE_SIDE: Final = 1.0
"""White beside a QR code in a ruled box; the code has its own."""

WRITING_BOX: Final = 46.0
WRITTEN_LINE: Final = 10 * MM
"""The height of a line of handwriting in a ruled cell."""

BARCODE_HEIGHT: Final = 9 * MM
BARCODE_MODULE: Final = 0.34 * MM
"""Two dots of a 150 dpi scan; hand-held scanners at counters read 0.25 mm and more."""

BARCODE_SHARE: Final = 0.38
"""Of the measure, at most: beside it stand page number, copies and who signs."""

FOOT_SHARE: Final = 0.6
"""Of the measure, for page number, who signs the page, and copies."""

FOOT_ABOVE_EDGE: Final = 8 * MM
"""The least that stays free at the edge: printers at counters do not reach it."""

FOOT_DEPTH: Final = BARCODE_HEIGHT + SMALL.leading + 1
"""Barcode, its number, and the point that Word wants behind a table."""


QR_SIDE: Final = 26 * MM
"""A digest of 64 hex digits: 0.7 mm a module, which a telephone reads at a glance."""

QR_MODULE: Final = 0.38 * MM
"""The least of a module: more than two dots of a 150 dpi scan, and what telephones read off a print."""

CELL_BARCODE_HEIGHT: Final = 5.5 * MM
CELL_BARCODE_MODULE: Final = 0.34 * MM
"""Two dots of a 150 dpi scan: with 0.27 mm every second row of a scanned list was not read."""

CELL_CODE: Final = TextSize(9, 11)
"""小五: what a barcode in a table says, under it."""

CELL_BARCODE_QUIET: Final = 10
"""Modules of white at each side (ISO/IEC 15417)."""

LABEL_WIDTH: Final = 82 * MM
LABEL_HEIGHT: Final = 46 * MM
LABEL_BARCODE_MODULE: Final = 0.38 * MM
"""More than two dots of a 150 dpi scan: a label has the space."""


def cell_barcode_ems(modules: int, size: float = DENSE_TABLE.size) -> float:
    """The width of a column of barcodes of so many modules, in ems of a table's type."""
    return ((modules + 2 * CELL_BARCODE_QUIET) * CELL_BARCODE_MODULE + 2) / size


def qr_side(modules: int) -> float:
    """The side of a QR code of so many modules, its quiet zone among them."""
    return max(QR_SIDE, modules * QR_MODULE)


def head_lines(document: Document, scale: TypeScale) -> list[str]:
    """Who issues a paper and what it is: a line each, or one where both have room on it."""
    joined = document.heading + document.title
    if document.joined and len(joined) * scale.title.size <= page_of(document.layout).measure:
        return [joined]
    return [text for text in (document.heading, document.title) if text]


def seal_widths(measure: float, modules: int) -> list[float]:
    """The widths of the ruled boxes round a seal: who signs, a QR code of `modules`, if any, the seal."""
    if not modules:
        return [measure * (1 - SEAL_SHARE), measure * SEAL_SHARE]
    code = qr_side(modules) + 2 * CODE_SIDE
    return [measure - code - SEAL_WIDTH, code, SEAL_WIDTH]


def box_heights(least: Sequence[float], room: float) -> list[float]:
    """The heights of boxes one above the other that need `least`: of one height where `room` lets them be."""
    if len(least) * max(least) <= room:
        return [room / len(least)] * len(least)
    more = max(0.0, room - sum(least)) / len(least)
    return [one + more for one in least]


def refusal_lines(seal: Seal) -> list[str]:
    """The note of a refusal where it stands under those who sign, beside a QR code: a line for each of its boxes.

    Else it has the whole width, under the seal.
    """
    return seal.refusal.split("　") if seal.code and seal.refusal else []


def foot_above_edge(page: PageGeometry) -> float:
    """How far above the edge of the paper the foot ends, for a writer that stacks it upwards."""
    return max(page.bottom - page.foot - FOOT_DEPTH, FOOT_ABOVE_EDGE)


def grid_value_ems(layout: Layout) -> float:
    """How many Chinese characters a value may have in a grid beside another entry."""
    value = page_of(layout).measure * (0.5 - GRID_LABEL_SHARE)
    return (value - 2 * CELL_SIDE) / scale_of(layout).table.size


def barcode_module(modules: int, page: PageGeometry) -> float:
    """The width of one of `modules`, narrower where the whole code would not fit."""
    return min(BARCODE_MODULE, page.measure * BARCODE_SHARE / modules)


def signature_space(signatures: Signatures) -> float:
    """The height for the pen; less over the note of a refusal, so that a notice of a few items stays on one page."""
    return SHORT_SIGNATURE_ROOM if signatures.refusal else SIGNATURE_ROOM


def white_in(table: Table, scale: TypeScale) -> float:
    """The white above and under the text of a table's cells: less in long annexes."""
    return min(scale.cell_above, FINE_ABOVE) if table.fine else scale.cell_above


def page_of(layout: Layout) -> PageGeometry:
    """The page of a layout, upright."""
    return NOTICE_PAGE if layout is Layout.NOTICE else SHEET_PAGE


_SHEET: Final = TypeScale(TITLE, HEADING, LARGE, SHEET_BODY, SMALL, TABLE, DENSE_TABLE, FINE_TABLE, CELL_ABOVE)
_SCALES: Final = {
    Layout.NOTICE: replace(_SHEET, body=BODY),
    Layout.SHEET: _SHEET,
    Layout.LARGE: TypeScale(
        title=TextSize(26, 38),
        heading=TextSize(20, 32),
        large=TextSize(20, 32),
        body=TextSize(18, 29),
        small=TextSize(16, 25),
        table=TextSize(18, 27),
        dense=TextSize(16, 23),
        fine=TextSize(14, 20),
        cell_above=5.0,
    ),
}


def scale_of(layout: Layout) -> TypeScale:
    """The sizes of a layout."""
    return _SCALES[layout]


def closer_scales(layout: Layout, fit: Fit) -> Iterator[TypeScale]:
    """Ever closer sizes for a paper that has more pages than it should, as far as `fit` lets it."""
    usual = scale_of(layout)
    for share in TIGHTER:
        tables = {"table": usual.table.closer(share), "dense": usual.dense.closer(share)}
        yield replace(usual, body=usual.body.closer(share), cell_above=CELL_ABOVE * share**3, **tables)
    smaller = {Fit.LINES: (), Fit.BODY: _SMALLER[layout], Fit.PAGE: _SMALLER[layout] + _SMALLEST[layout]}
    for body, table, dense, cell_above in smaller[fit]:
        yield replace(usual, body=body, table=table, dense=dense, small=dense, cell_above=cell_above)


_Steps: TypeAlias = Mapping[Layout, tuple[tuple[TextSize, TextSize, TextSize, float], ...]]

_SMALLER: Final[_Steps] = {
    Layout.NOTICE: (
        (TextSize(15, 23), TextSize(12, 15), TextSize(10.5, 13), 2.4),
        (TextSize(14, 21), TextSize(11, 14), TextSize(10.5, 13), 2.2),
        (TextSize(14, 19), TextSize(10.5, 13), TextSize(10.5, 12.5), 2.0),
        (TextSize(14, 18), TextSize(10.5, 12.5), TextSize(10.5, 12), 1.6),
    ),
    Layout.SHEET: (
        (TextSize(11, 16), TextSize(11, 14.5), TextSize(10.5, 12.8), 2.2),
        (TextSize(10.5, 14.5), TextSize(10.5, 13.5), TextSize(10.5, 12.3), 1.8),
    ),
    Layout.LARGE: (),
}
_SMALLEST: Final[_Steps] = {
    Layout.NOTICE: (
        (TextSize(14, 18), TextSize(10.5, 12.5), TextSize(9.5, 12), 1.6),
        (TextSize(13, 17.5), TextSize(10.5, 12.5), TextSize(9.5, 11.8), 1.8),
        (TextSize(12.5, 16.5), TextSize(10.5, 12.5), TextSize(9, 11.3), 1.7),
        (TextSize(12, 16), TextSize(10.5, 12.5), TextSize(9, 11), 1.6),
    ),
    Layout.SHEET: (
        (TextSize(10.5, 13), TextSize(10.5, 12.5), TextSize(9, 11), 1.6),
        (TextSize(9, 11), TextSize(9, 11), TextSize(9, 11), 1.2),
    ),
    Layout.LARGE: (),
}


def written_depth(entries: Iterable[GridEntry]) -> float:
    """The height of a row of a grid that the handwriting in it wants; 0 for one that is only read."""
    return max(entry.lines for entry in entries) * WRITTEN_LINE


def gap_between(before: Block | None, block: Block) -> float:
    """The white between two blocks; `before` is None for the first block under the paper's head."""
    match before, block:
        case (Paragraph(small=False), Paragraph(small=True)) | (Paragraph(), Paragraph(large=True)):
            return BLOCK_GAP / 3
        case (_, Seal(signatories=(_, *_))):
            return BLOCK_GAP
        case (Paragraph(), Paragraph()) | (_, Annex() | Seal()):
            return 0.0
        case (Heading() | Annex(), _):
            return BLOCK_GAP / 3
        case _:
            return BLOCK_GAP


def diagram_height(chart: Chart, size: TextSize) -> float:
    """How high a bar chart is on paper, its title aside."""
    return least_height(chart, size.size)
