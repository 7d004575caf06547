"""Tables, grids, checklists and places to sign, as Word tables."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Final, TypeAlias

from counter_app.documents import sizes
from counter_app.documents.barcode import code_in
from counter_app.documents.blocks import (
    BLANKS,
    STRUCK_OUT,
    Checklist,
    Grid,
    GridEntry,
    Label,
    Labels,
    Seal,
    Signatory,
    SignatureLines,
    Signatures,
    Table,
    TimePrecision,
    WritingBox,
    grid_rows,
)
from counter_app.documents.labels import label_lines
from counter_app.documents.proportions import width_of
from counter_app.documents.qr import qr_modules
from counter_app.documents.sizes import TextSize, TypeScale
from counter_app.documents.word.markup import STRONG_FONT, Element, cell, paragraph, row, run, runs, table

TICK: Final = "☐"
"""U+2610: a box as large as the type; the geometric □ is drawn small by some fonts."""

_PARTED_LINES: Final = 6
"""Lines from which on a row may be parted: three stand on either page, as in the PDF."""


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
    return cell([paragraph(runs(text, size, strong=strong), size, align=align, keep=keep)], width, span=span)


def _label_cell(label: str, size: TextSize, width: float, *, centred: bool = False, keep: bool = False) -> Element:
    """A cell of a label, its lines of like length: a paragraph each."""
    align = "center" if centred else "left"
    parts = label_lines(label, (width - 2 * sizes.CELL_SIDE) / size.size)
    return cell([paragraph([run(part, size)], size, align=align, keep=keep) for part in parts], width)


def _tick_cell(size: TextSize) -> Element:
    tick = TextSize(sizes.TICK_BOX, size.leading)
    return cell([paragraph([run(TICK, tick, font=STRONG_FONT)], tick, align="center")], sizes.TICK_COLUMN)


Codes: TypeAlias = list[tuple[Element, str]]
"""Paragraphs that are to hold a barcode, with what it says: pictures are put in by who holds the package."""


def table_markup(block: Table, measure: float, scale: TypeScale, codes: Codes, *, kept: int = 0) -> Element:
    """A table with its header repeated on each page and bound to the first row; `codes` is added to.

    The last `kept` rows are bound to each other and to what follows.
    """
    size, columns = scale.of_table(block), scale.columns_of(block)
    share = measure - (sizes.TICK_COLUMN if block.tick else 0.0)
    total = sum(column.width for column in columns)
    widths = [share * column.width / total for column in columns]
    head = [
        text_cell(column.title, size, width, strong=True, centred=True, keep=True)
        for column, width in zip(columns, widths, strict=True)
    ]
    if block.tick:
        head.insert(0, text_cell("√", size, sizes.TICK_COLUMN, strong=True, centred=True, keep=True))
    rows = [row(head, header=True)]
    for at, texts in enumerate(block.rows):
        keep = at >= len(block.rows) - kept
        cells = [
            _code_cell(text, width, codes)
            if column.barcode and text != STRUCK_OUT
            else text_cell(text, size, width, centred=column.centred, keep=keep)
            for text, width, column in zip(texts, widths, columns, strict=True)
        ]
        parted = _lines(texts, widths, size) >= _PARTED_LINES
        least = sizes.WRITTEN_LINE if block.written else 0.0
        rows.append(row([_tick_cell(size), *cells] if block.tick else cells, least=least, parted=parted))
    all_widths = [sizes.TICK_COLUMN, *widths] if block.tick else widths
    return table(rows, all_widths, above=sizes.white_in(block, scale))


def _lines(texts: Sequence[str], widths: Sequence[float], size: TextSize) -> int:
    """The lines of a row's highest cell, about."""
    pairs = zip(texts, widths, strict=True)
    return max(ceil(width_of(text) * size.size / (width - 2 * sizes.CELL_SIDE)) for text, width in pairs)


def _code_cell(text: str, width: float, codes: Codes) -> Element:
    held = paragraph([], sizes.CELL_CODE, align="center", exact=False)
    codes.append((held, code_in(text)))
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


def grid_markup(block: Grid, measure: float, scale: TypeScale, *, kept: int = 0) -> Element:
    """A grid of four columns; the title of a section and a wide entry span. The last `kept` rows are bound on."""
    label = measure * sizes.GRID_LABEL_SHARE
    value = measure / 2 - label
    rows: list[Element] = []
    for section in block.sections:
        if section.title:
            title = text_cell(section.title, scale.table, measure, strong=True, centred=True, span=4, keep=True)
            rows.append(row([title]))
        entries = grid_rows(section)
        for at, pair in enumerate(entries):
            keep = section is block.sections[-1] and at >= len(entries) - kept
            rows.append(_grid_row(pair, (label, value), scale.table, keep=keep))
    return table(rows, [label, value, label, value], above=scale.cell_above)


def _grid_row(entries: Sequence[GridEntry], widths: tuple[float, float], size: TextSize, *, keep: bool) -> Element:
    label, value = widths
    alone = len(entries) == 1
    width = 2 * value + label if alone else value
    cells: list[Element] = []
    for entry in entries:
        cells.append(_label_cell(entry.label, size, label, centred=True, keep=keep))
        cells.append(text_cell(entry.value, size, width, span=3 if alone else 1, keep=keep))
    lines = max(_lines((entry.value,), (width,), size) for entry in entries)
    return row(cells, least=sizes.written_depth(entries), parted=lines >= _PARTED_LINES)


def checklist_markup(block: Checklist, measure: float, scale: TypeScale) -> Element:
    """Items in large type, each with a box to tick."""
    label = measure * sizes.CHECK_LABEL_SHARE
    value = measure - label - sizes.TICK_COLUMN
    rows: list[Element] = []
    if block.title:
        title = text_cell(block.title, scale.table, measure, strong=True, centred=True, span=3, keep=True)
        rows.append(row([title], header=True))  # stands again where the items go on on another page
    for item in block.items:
        cells = [
            _tick_cell(scale.table),
            _label_cell(item.label, scale.table, label),
            text_cell(item.value, sizes.CHECK_VALUE, value),
        ]
        rows.append(row(cells))
    return table(rows, [sizes.TICK_COLUMN, label, value], above=scale.cell_above)


def writing_box_markup(block: WritingBox, measure: float, scale: TypeScale) -> Element:
    """A large empty box beside its label."""
    label = measure * sizes.CHECK_LABEL_SHARE + sizes.TICK_COLUMN
    said = [paragraph([run(block.label, scale.heading, strong=True)], scale.heading, align="center")]
    if block.hint:
        said.append(paragraph([run(block.hint, scale.small)], scale.small, align="center"))
    empty = cell([paragraph([], scale.heading)], measure - label)
    widths = [label, measure - label]
    return table([row([cell(said, label), empty], least=sizes.WRITING_BOX)], widths, rule=sizes.BOX_RULE)


def signatures_markup(block: Signatures, measure: float, scale: TypeScale) -> Element:
    """Signatures side by side; under each name space for the pen, then the time; all kept on one page."""
    size = scale.table
    count = len(block.signatories)
    width = measure / count
    bound = bool(block.refusal)
    space = sizes.signature_space(block)
    boxes = [_box(who, block.moment, size, width, space, keep=bound) for who in block.signatories]
    rows = [row(boxes)]
    if block.refusal:
        rows.append(row([text_cell(block.refusal, size, measure, span=count)]))
    return table(rows, [width] * count, above=scale.cell_above)


def _box(
    who: Signatory, moment: TimePrecision, size: TextSize, width: float, space: float, *, keep: bool = False
) -> Element:
    """A cell with who signs at its head, `space` for the pen, and the time."""
    head = paragraph([run(f"{who.label}：{who.name}", size)], size, keep=True)
    time = who.signed_at or BLANKS[moment]
    foot = paragraph([run(time, size)], size, align="right", before=space, keep=keep)
    return cell([head, foot], width, stands="top")


def signature_lines_markup(block: SignatureLines, measure: float, scale: TypeScale) -> Element:
    """A line for each who signs: the label, a rule for the pen, the time."""
    size = scale.table
    times = [who.signed_at or BLANKS[block.moment] for who in block.signatories]
    time = max(map(width_of, times)) * size.size + 2 * sizes.CELL_SIDE
    heads = [f"{who.label}：{who.name}" for who in block.signatories]
    head = min(max(map(width_of, heads)) * size.size + sizes.CELL_SIDE, measure - time - sizes.SIGNATURE_LEAST)
    widths = [head, measure - head - time, time]
    rows = [
        row(
            [
                cell(
                    [paragraph([run(text, size)], size, align=align, keep=True)], width, stands="bottom", ruled=not text
                )
                for text, width, align in zip((said, "", when), widths, ("left", "left", "right"), strict=True)
            ],
            least=sizes.SIGNATURE_LINE,
        )
        for said, when in zip(heads, times, strict=True)
    ]
    return table(rows, widths, rule=0.0)


def ruled_seal_markup(block: Seal, measure: float, scale: TypeScale, codes: Codes) -> Element:
    """The seal in a ruled box at the right, those who sign one above the other at the left, a QR code between them.

    `codes` is added to.
    """
    size, count = scale.table, len(block.signatories)
    left, *between, right = widths = sizes.seal_widths(measure, qr_modules(block.code) if block.code else 0)
    said = [paragraph([run(text, size)], size, align="center", keep=True) for text in (block.issuer, block.day)]
    if block.hint:
        said.append(paragraph([run(block.hint, sizes.SMALL)], sizes.SMALL, align="center", keep=True))
    refused = [paragraph([run(part, scale.small)], scale.small) for part in sizes.refusal_lines(block)]
    below = len(refused) * scale.small.leading + 2 * scale.cell_above if refused else 0.0
    said_in = 2 * size.leading + 2 * scale.cell_above
    least = [said_in + (0.0 if who.name else sizes.BOX_PEN_ROOM) for who in block.signatories]
    heights = sizes.box_heights(least, sizes.SEAL_ROOM - below)
    rows = []
    for at, (who, each) in enumerate(zip(block.signatories, heights, strict=True)):
        space = each - said_in
        box = _box(who, block.moment, size, left, space, keep=at < count - 1 or bool(block.refusal))
        merged = "continue" if at else "restart"
        code = [_qr_cell(block, scale.small, width, codes, merged=merged) for width in between]
        seal = cell(said if at == 0 else [paragraph([], size)], right, merged=merged)
        rows.append(row([box, *code, seal], least=each))
    if refused:
        blanks = [cell([paragraph([], size)], width, merged="continue") for width in (*between, right)]
        rows.append(row([cell(refused, left), *blanks]))
    elif block.refusal:
        rows.append(row([text_cell(block.refusal, size, measure, span=len(widths))]))
    return table(rows, widths, above=scale.cell_above)


def _qr_cell(block: Seal, size: TextSize, width: float, codes: Codes, *, merged: str) -> Element:
    if merged == "continue":
        return cell([paragraph([], size)], width, merged=merged)
    held = paragraph([], size, align="center", exact=False, keep=True)
    codes.append((held, block.code))
    note = [paragraph([run(block.code_note, size)], size, align="center", keep=True)] if block.code_note else []
    return cell([held, *note], width, merged=merged, beside=0.0)
