"""Ruled rows: tables, grids and checklists are all made of cells side by side, centred upright, ruled 0.5 pt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from counter_app.documents import sizes
from counter_app.documents.barcode import bars, code_in
from counter_app.documents.blocks import (
    STRUCK_OUT,
    Checklist,
    Grid,
    GridEntry,
    Table,
    grid_rows,
)
from counter_app.documents.labels import label_lines
from counter_app.documents.pdf.codes import draw_bars
from counter_app.documents.pdf.fonts import FontStyle
from counter_app.documents.pdf.lines import TextLine, draw_lines, set_cell
from counter_app.documents.pdf.strips import Strip, kept
from counter_app.documents.sizes import TextSize, TypeScale
from counter_app.domain.basics.records import frozen

_SMALL_GRID: Final = 4  # rows
_LEAST_PART: Final = 3
"""Lines of a cell that stand together where its row is parted."""


@frozen
class Cell:
    """One cell of a ruled row; `tick` draws an empty box to be ticked instead of text, `code` its text as bars."""

    lines: tuple[TextLine, ...]
    size: TextSize
    width: float
    centred: bool = False
    tick: bool = False
    code: str = ""

    @property
    def depth(self) -> float:
        """The height of its text."""
        if self.tick:
            return sizes.TICK_BOX
        return len(self.lines) * self.size.leading + (sizes.CELL_BARCODE_HEIGHT if self.code else 0.0)


def text_cell(
    text: str, size: TextSize, width: float, *, style: FontStyle = FontStyle.BODY, centred: bool = False
) -> Cell:
    """A cell of text."""
    return Cell(set_cell(text, size, width - 2 * sizes.CELL_SIDE, style), size, width, centred)


def label_cell(label: str, size: TextSize, width: float, *, centred: bool = False) -> Cell:
    """A cell of a label, its lines of like length."""
    space = width - 2 * sizes.CELL_SIDE
    lines = [line for part in label_lines(label, space / size.size) for line in set_cell(part, size, space)]
    return Cell(tuple(lines), size, width, centred)


def tick_cell(size: TextSize, width: float) -> Cell:
    """A cell with an empty box for a tick."""
    return Cell((), size, width, centred=True, tick=True)


def code_cell(text: str, width: float) -> Cell:
    """A cell with a barcode, what it says under it, and what else stands in the cell."""
    lines = set_cell(text, sizes.CELL_CODE, width - 2 * sizes.CELL_SIDE if " " in text else width)
    return Cell(lines, sizes.CELL_CODE, width, centred=True, code=code_in(text))


def row(cells: Sequence[Cell], *, above: float, least: float = 0.0, header: tuple[Strip, ...] = ()) -> Strip:
    """A ruled row, `above` the white over and under its text; one of many lines may be parted."""
    height = max(least, max(cell.depth for cell in cells) + 2 * above)

    def draw(canvas: Canvas, left: float, top: float) -> None:
        _rule(canvas, cells, left, top, height)
        for cell in cells:
            _fill(canvas, cell, left, top, height)
            left += cell.width

    def split(available: float) -> tuple[Strip, Strip] | None:
        return _part(cells, available, above, header)

    return Strip(height, draw, header=header, split=split if _partable(cells) else None)


def _partable(cells: Sequence[Cell]) -> bool:
    return not any(cell.code for cell in cells) and max(len(cell.lines) for cell in cells) >= 2 * _LEAST_PART


def _rule(canvas: Canvas, cells: Sequence[Cell], left: float, top: float, height: float) -> None:
    """Rule a row, written out here: the library formats each number slowly, and a long list has 20,000 rules."""
    right = left + sum(cell.width for cell in cells)
    bottom = top - height
    segments = [(left, top, right, top), (left, bottom, right, bottom), (left, bottom, left, top)]
    for cell in cells:
        left += cell.width
        segments.append((left, bottom, left, top))
    ruled = " ".join(f"{x:.3f} {y:.3f} m {to_x:.3f} {to_y:.3f} l" for x, y, to_x, to_y in segments)
    canvas.addLiteral(f"{sizes.RULE} w {ruled} S")


def _fill(canvas: Canvas, cell: Cell, left: float, top: float, height: float) -> None:
    start = top - (height - cell.depth) / 2
    if cell.tick:
        canvas.setLineWidth(1)
        canvas.rect(left + (cell.width - sizes.TICK_BOX) / 2, start - sizes.TICK_BOX, sizes.TICK_BOX, sizes.TICK_BOX)
        return
    if cell.code:
        wide = sum(bars(cell.code)) * sizes.CELL_BARCODE_MODULE
        x = left + (cell.width - wide) / 2
        draw_bars(canvas, cell.code, x, start, sizes.CELL_BARCODE_MODULE, sizes.CELL_BARCODE_HEIGHT)
        start -= sizes.CELL_BARCODE_HEIGHT
    inner = left + sizes.CELL_SIDE
    centre = cell.width - 2 * sizes.CELL_SIDE if cell.centred else None
    draw_lines(canvas, cell.lines, cell.size, inner, start, centre=centre)


def _part(
    cells: Sequence[Cell], available: float, white: float, header: tuple[Strip, ...]
) -> tuple[Strip, Strip] | None:
    counts = [_lines_above(cell, available - 2 * white) for cell in cells]
    if min(counts) < 0:
        return None
    above = [replace(cell, lines=cell.lines[:n]) for cell, n in zip(cells, counts, strict=True)]
    below = [replace(cell, lines=cell.lines[n:], tick=False) for cell, n in zip(cells, counts, strict=True)]
    return row(above, above=white, header=header), row(below, above=white, header=header)


def _lines_above(cell: Cell, available: float) -> int:
    """How many lines of a cell stand in a part so high, none and none of the rest alone; -1 where that fails."""
    fitting = int(available // cell.size.leading)
    if len(cell.lines) <= fitting:
        return len(cell.lines)
    fitting = min(fitting, len(cell.lines) - min(_LEAST_PART, len(cell.lines) - 1))
    return fitting if fitting >= min(_LEAST_PART, len(cell.lines) - 1) else -1


def table_strips(table: Table, measure: float, scale: TypeScale) -> list[Strip]:
    """A table: its header, bound to the first row, then a strip a row."""
    size, above = scale.of_table(table), sizes.white_in(table, scale)
    table = replace(table, columns=scale.columns_of(table))
    widths = _widths(table, measure)
    head = _table_row(table, [column.title for column in table.columns], widths, size, head=True)
    header = row(head, above=above)
    least = sizes.WRITTEN_LINE if table.written else 0.0
    rows = [
        row(_table_row(table, cells, widths, size), above=above, least=least, header=(header,)) for cells in table.rows
    ]
    return [Strip(header.height, header.draw, keep=bool(rows)), *rows]


def _widths(table: Table, measure: float) -> list[float]:
    share = measure - (sizes.TICK_COLUMN if table.tick else 0.0)
    total = sum(column.width for column in table.columns)
    return [share * column.width / total for column in table.columns]


def _table_row(
    table: Table, cells: Sequence[str], widths: Sequence[float], size: TextSize, *, head: bool = False
) -> list[Cell]:
    ticks: list[Cell] = []
    if table.tick:
        ticks = [text_cell("√", size, sizes.TICK_COLUMN, centred=True) if head else tick_cell(size, sizes.TICK_COLUMN)]
    return ticks + [
        code_cell(text, width)
        if column.barcode and not head and text != STRUCK_OUT
        else text_cell(
            text, size, width, centred=head or column.centred, style=FontStyle.STRONG if head else FontStyle.BODY
        )
        for text, width, column in zip(cells, widths, table.columns, strict=True)
    ]


def grid_strips(grid: Grid, measure: float, scale: TypeScale) -> list[Strip]:
    """A grid of labels and values; a section's title stays with its first row, a small grid whole."""
    strips: list[Strip] = []
    for section in grid.sections:
        header = _title(section.title, measure, scale)
        strips += [replace(title, keep=True) for title in header]
        strips += [
            row(
                _grid_cells(entries, measure, scale.table),
                above=scale.cell_above,
                least=sizes.written_depth(entries),
                header=header,
            )
            for entries in grid_rows(section)
        ]
    return kept(strips) if len(strips) <= _SMALL_GRID else strips


def _grid_cells(entries: Sequence[GridEntry], measure: float, size: TextSize) -> list[Cell]:
    label = measure * sizes.GRID_LABEL_SHARE
    value = measure / len(entries) - label
    cells: list[Cell] = []
    for entry in entries:
        cells.append(label_cell(entry.label, size, label, centred=True))
        cells.append(text_cell(entry.value, size, value))
    return cells


def checklist_strips(checklist: Checklist, measure: float, scale: TypeScale) -> list[Strip]:
    """Items in large type: a box, the label, the value."""
    label = measure * sizes.CHECK_LABEL_SHARE
    value = measure - label - sizes.TICK_COLUMN
    header = _title(checklist.title, measure, scale)
    strips = [replace(title, keep=True) for title in header]
    for item in checklist.items:
        cells = [
            tick_cell(scale.table, sizes.TICK_COLUMN),
            label_cell(item.label, scale.table, label),
            text_cell(item.value, sizes.CHECK_VALUE, value),
        ]
        strips.append(row(cells, above=scale.cell_above, header=header))
    return strips


def _title(words: str, measure: float, scale: TypeScale) -> tuple[Strip, ...]:
    """The title over rows that belong together, repeated where they go on on another page; nothing for none."""
    if not words:
        return ()
    cell = text_cell(words, scale.table, measure, style=FontStyle.STRONG, centred=True)
    return (row([cell], above=scale.cell_above),)
