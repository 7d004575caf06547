"""Tables, grids, checklists and places to sign, as Word tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from counter_app.documents import sizes
from counter_app.documents.blocks import (
    BLANKS,
    STRUCK_OUT,
    Checklist,
    Grid,
    GridEntry,
    Label,
    Labels,
    Signatures,
    Table,
    WritingBox,
    grid_rows,
)
from counter_app.documents.labels import label_lines
from counter_app.documents.sizes import TextSize
from counter_app.documents.word.markup import Element, cell, paragraph, row, run, table

TICK = "□"
_TICK_SIZE = TextSize(sizes.TICK_BOX, sizes.TABLE.leading)


def text_cell(
    text: str,
    size: TextSize,
    width: float,
    *,
    strong: bool = False,
    centred: bool = False,
    span: int = 1,
    keep: bool = False,
) -> Element:
    """A cell of text."""
    align = "center" if centred else "left"
    return cell([paragraph([run(text, size, strong=strong)], size, align=align, keep=keep)], width, span=span)


def _label_cell(label: str, width: float, *, centred: bool = False) -> Element:
    """A cell of a label, its lines of like length: a paragraph each."""
    size, align = sizes.TABLE, "center" if centred else "left"
    parts = label_lines(label, (width - 2 * sizes.CELL_SIDE) / size.size)
    return cell([paragraph([run(part, size)], size, align=align) for part in parts], width)


def _tick_cell(*, keep: bool = False) -> Element:
    return text_cell(TICK, _TICK_SIZE, sizes.TICK_COLUMN, centred=True, keep=keep)


Codes: TypeAlias = list[tuple[Element, str]]
"""Paragraphs that are to hold a barcode, with what it says: pictures are put in by who holds the package."""


def table_markup(block: Table, measure: float, codes: Codes) -> Element:
    """A table with its header repeated on each page and bound to the first row; `codes` is added to."""
    size = sizes.DENSE_TABLE if block.dense else sizes.TABLE
    share = measure - (sizes.TICK_COLUMN if block.tick else 0.0)
    total = sum(column.width for column in block.columns)
    widths = [share * column.width / total for column in block.columns]
    head = [
        text_cell(column.title, size, width, strong=True, centred=True, keep=True)
        for column, width in zip(block.columns, widths, strict=True)
    ]
    if block.tick:
        head.insert(0, text_cell("√", size, sizes.TICK_COLUMN, strong=True, centred=True, keep=True))
    rows = [row(head, header=True)]
    for texts in block.rows:
        cells = [
            _code_cell(text, width, codes)
            if column.barcode and text != STRUCK_OUT
            else text_cell(text, size, width, centred=column.centred)
            for text, width, column in zip(texts, widths, block.columns, strict=True)
        ]
        least = sizes.WRITTEN_LINE if block.written else 0.0
        rows.append(row([_tick_cell(), *cells] if block.tick else cells, least=least))
    return table(rows, [sizes.TICK_COLUMN, *widths] if block.tick else widths)


def _code_cell(text: str, width: float, codes: Codes) -> Element:
    held = paragraph([], sizes.CELL_CODE, align="center", exact=False)
    codes.append((held, text))
    said = paragraph([run(text, sizes.CELL_CODE)], sizes.CELL_CODE, align="center")
    return cell([held, said], width)


def labels_markup(block: Labels, measure: float, codes: Codes) -> Element:
    """Labels side by side, framed; `codes` is added to."""
    across = max(1, int(measure // sizes.LABEL_WIDTH))
    rows = []
    for start in range(0, len(block.labels), across):
        part = block.labels[start : start + across]
        cells = [_label(label, codes) for label in part]
        cells += [cell([paragraph([], sizes.SMALL)], sizes.LABEL_WIDTH) for _ in range(across - len(part))]
        rows.append(row(cells, least=sizes.LABEL_HEIGHT))
    return table(rows, [sizes.LABEL_WIDTH] * across)


def _label(label: Label, codes: Codes) -> Element:
    held = paragraph([], sizes.SMALL, exact=False, before=sizes.CELL_ABOVE)
    codes.append((held, label.barcode))
    head = paragraph([run(label.head, sizes.TABLE, strong=True)], sizes.TABLE)
    lines = [paragraph([run(text, sizes.SMALL)], sizes.SMALL) for text in label.lines]
    said = paragraph([run(label.barcode, sizes.CELL_CODE)], sizes.CELL_CODE)
    return cell([head, *lines, held, said], sizes.LABEL_WIDTH)


def grid_markup(block: Grid, measure: float) -> Element:
    """A grid of four columns; the title of a section and a wide entry span."""
    label = measure * sizes.GRID_LABEL_SHARE
    value = measure / 2 - label
    rows: list[Element] = []
    for section in block.sections:
        if section.title:
            title = text_cell(section.title, sizes.TABLE, measure, strong=True, centred=True, span=4, keep=True)
            rows.append(row([title]))
        rows += [
            row(_grid_cells(entries, label, value), least=sizes.written_depth(entries))
            for entries in grid_rows(section)
        ]
    return table(rows, [label, value, label, value])


def _grid_cells(entries: Sequence[GridEntry], label: float, value: float) -> list[Element]:
    alone = len(entries) == 1
    cells: list[Element] = []
    for entry in entries:
        cells.append(_label_cell(entry.label, label, centred=True))
        width = 2 * value + label if alone else value
        cells.append(text_cell(entry.value, sizes.TABLE, width, span=3 if alone else 1))
    return cells


def checklist_markup(block: Checklist, measure: float) -> Element:
    """Items in large type, each with a box to tick."""
    label = measure * sizes.CHECK_LABEL_SHARE
    value = measure - label - sizes.TICK_COLUMN
    rows: list[Element] = []
    if block.title:
        title = text_cell(block.title, sizes.TABLE, measure, strong=True, centred=True, span=3, keep=True)
        rows.append(row([title], header=True))  # stands again where the items go on on another page
    for item in block.items:
        cells = [
            _tick_cell(),
            _label_cell(item.label, label),
            text_cell(item.value, sizes.CHECK_VALUE, value),
        ]
        rows.append(row(cells))
    return table(rows, [sizes.TICK_COLUMN, label, value])


def writing_box_markup(block: WritingBox, measure: float) -> Element:
    """A large empty box beside its label."""
    label = measure * sizes.CHECK_LABEL_SHARE + sizes.TICK_COLUMN
    said = [paragraph([run(block.label, sizes.HEADING, strong=True)], sizes.HEADING, align="center")]
    if block.hint:
        said.append(paragraph([run(block.hint, sizes.SMALL)], sizes.SMALL, align="center"))
    empty = cell([paragraph([], sizes.HEADING)], measure - label)
    widths = [label, measure - label]
    return table([row([cell(said, label), empty], least=sizes.WRITING_BOX)], widths, rule=sizes.BOX_RULE)


def signatures_markup(block: Signatures, measure: float) -> Element:
    """Signatures side by side; under each name space for the pen, then the time; all kept on one page."""
    count = len(block.signatories)
    width = measure / count
    bound = bool(block.refusal)
    space = sizes.signature_space(block)
    cells = []
    for who in block.signatories:
        head = paragraph([run(f"{who.label}：{who.name}", sizes.TABLE)], sizes.TABLE, keep=True)
        time = who.signed_at or BLANKS[block.moment]
        foot = paragraph([run(time, sizes.TABLE)], sizes.TABLE, align="right", before=space, keep=bound)
        cells.append(cell([head, foot], width, top=True))
    rows = [row(cells)]
    if block.refusal:
        rows.append(row([text_cell(block.refusal, sizes.TABLE, measure, span=count)]))
    return table(rows, [width] * count)
