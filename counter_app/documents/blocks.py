"""What stands on a paper, said without sizes, fonts or page numbers: the one model that both writers read.

Both writers `match` on `Block` and end in `assert_never`, so that a new block cannot be forgotten in one of them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, TypeAlias

from counter_app.domain.basics.records import frozen
from counter_app.domain.statistics.charts import Chart

STRUCK_OUT = "/"
"""Stands where nothing was answered: a blank left open could be filled in later by anybody."""


class Layout(StrEnum):
    """A notice follows GB/T 9704 (22 lines of 28 characters); a sheet is a ruled form and uses more of the page.

    `LARGE` is set in letters of 18 pt, for those who do not read small ones.
    """

    NOTICE = "notice"
    SHEET = "sheet"
    LARGE = "large"


class Fit(StrEnum):
    """How far a paper may be set closer where that saves a page.

    `LINES`: its lines are moved together; `BODY`: its text is smaller too, down to 四号 in a notice and to 五号 in a
    sheet; `PAGE`: down to 小四 and 小五, for a paper that is to have one page.
    """

    LINES = "lines"
    BODY = "body"
    PAGE = "page"


class TimePrecision(StrEnum):
    """How exactly a signature is timed: `年 月 日`, or with `时 分` where the hour counts."""

    DAY = "day"
    MINUTE = "minute"


BLANKS: Final = {TimePrecision.DAY: "年    月    日", TimePrecision.MINUTE: "年   月   日   时   分"}
"""What is left open for the pen; these blanks are filled at the signing, so they are not struck out."""


@frozen
class Run:
    """A piece of text in one font style."""

    text: str
    emphasised: bool = False


@frozen
class Heading:
    """A heading within the paper; never left alone at the foot of a page."""

    text: str


@frozen
class Paragraph:
    """Running text; `indent` moves the first line in by two characters, `small` sets it as a remark.

    A `large` one keeps the size of running text however close the paper is set.
    """

    runs: tuple[Run, ...]
    indent: bool = True
    small: bool = False
    large: bool = False

    @property
    def text(self) -> str:
        """The paragraph's text without its markup."""
        return "".join(run.text for run in self.runs)


@frozen
class Column:
    """A column of a table; `width` is relative to the other columns' widths.

    In a `barcode` one the first word of each cell is drawn as bars, over its text.
    """

    title: str
    width: float
    centred: bool = False
    barcode: bool = False


@frozen
class Table:
    """A ruled table whose header is repeated on each page. Every row has one cell a column.

    `tick` puts an empty box before each row, for whoever works down the table with a pen. In a `written` one every row
    has the height of a line of handwriting, as its empty cells are filled in by hand. `dense` sets it in 五号, `fine`
    in 小五. Where the paper is set so close that a usual table is in 五号 too, its columns are the `closer` ones.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    tick: bool = False
    dense: bool = False
    written: bool = False
    fine: bool = False
    closer: tuple[Column, ...] = ()


@frozen
class GridEntry:
    """A label and its value in a ruled grid; a `wide` one has the whole width.

    `lines` lines of handwriting have room in its cell at least; 0 for one that is only read.
    """

    label: str
    value: str
    wide: bool = False
    lines: int = 0


@frozen
class GridSection:
    """A titled part of a grid; without a title its entries follow the part before."""

    title: str
    entries: tuple[GridEntry, ...]


@frozen
class Grid:
    """Labels and values in a ruled grid of four columns, as people here expect to be handed."""

    sections: tuple[GridSection, ...]


@frozen
class CheckItem:
    """One item that is keyed into another system and ticked off."""

    label: str
    value: str


@frozen
class Checklist:
    """Items in large type, each with a box to tick, in the order in which they are keyed."""

    title: str
    items: tuple[CheckItem, ...]


@frozen
class WritingBox:
    """A large empty box under a label, to be written in by hand."""

    label: str
    hint: str = ""


@frozen
class Signatory:
    """Who signs. `name` and `signed_at` are printed where they are known; else blanks for the pen are left."""

    label: str
    name: str = ""
    signed_at: str = ""


@frozen
class Signatures:
    """Places to sign, side by side and never torn apart.

    `refusal` is the note of a refusal to sign, with its own blanks; empty where none is foreseen.
    """

    signatories: tuple[Signatory, ...]
    moment: TimePrecision = TimePrecision.DAY
    refusal: str = ""


@frozen
class SignatureLines:
    """A line for each who signs: the label, space for the name, the time."""

    signatories: tuple[Signatory, ...]
    moment: TimePrecision = TimePrecision.DAY


@frozen
class Seal:
    """Who issues the paper and when, with space for the seal over both; `hint` says which seal.

    With `signatories` it is a ruled box, and they sign in boxes beside it; `refusal` is then the note of a refusal,
    and `code` what is read off a QR code between them, which `code_note` says under it.
    """

    issuer: str
    day: str
    hint: str = ""
    signatories: tuple[Signatory, ...] = ()
    moment: TimePrecision = TimePrecision.DAY
    refusal: str = ""
    code: str = ""
    code_note: str = ""


@frozen
class Code:
    """A QR code with lines of text beside it; `content` is what is read off it."""

    content: str
    lines: tuple[str, ...]


@frozen
class Label:
    """One label to be cut out: a head, a few lines, a barcode."""

    head: str
    lines: tuple[str, ...]
    barcode: str


@frozen
class Labels:
    """Labels side by side, with lines to cut along."""

    labels: tuple[Label, ...]


@frozen
class Annex:
    """Begins a new page under a heading of its own; `landscape` turns it for a wide table.

    Where it goes into a folder of its own, `barcode` is what stands at its feet, and its pages count from 1.
    """

    title: str
    landscape: bool = False
    barcode: str = ""


@frozen
class Diagram:
    """A bar chart under its title."""

    chart: Chart


Block: TypeAlias = (
    Heading
    | Paragraph
    | Table
    | Grid
    | Checklist
    | WritingBox
    | Signatures
    | SignatureLines
    | Seal
    | Annex
    | Code
    | Labels
    | Diagram
)


@frozen
class Document:
    """One paper, ready to be written.

    `heading` stands above the title (the office that issues it). `number` is its own number as printed, empty on
    papers that have none and before one is taken; `barcode` is what a scanner reads at the foot of each page, empty
    for none; `page_note` stands at the foot of each page (who signs it), `copies_note` at that of the last; `reprint`
    counts reprints, 0 being the first printing; `void` says that its number was voided. `fit` says how far it may be
    set closer to save a page; `counted` has each page say how many there are; `joined` puts heading and title on one
    line where they have room there.
    """

    title: str
    layout: Layout
    blocks: tuple[Block, ...]
    heading: str = ""
    number: str = ""
    barcode: str = ""
    copies_note: str = ""
    page_note: str = ""
    reprint: int = 0
    void: bool = False
    fit: Fit = Fit.LINES
    counted: bool = False
    joined: bool = False


def grid_rows(section: GridSection) -> list[tuple[GridEntry] | tuple[GridEntry, GridEntry]]:
    """The rows of a grid: two entries side by side, or one over the whole width; no cell is left empty."""
    rows: list[tuple[GridEntry] | tuple[GridEntry, GridEntry]] = []
    waiting: GridEntry | None = None
    for entry in section.entries:
        if entry.wide:
            if waiting is not None:
                rows.append((waiting,))
                waiting = None
            rows.append((entry,))
        elif waiting is None:
            waiting = entry
        else:
            rows.append((waiting, entry))
            waiting = None
    if waiting is not None:
        rows.append((waiting,))
    return rows


def reprint_mark(document: Document) -> str:
    """`作废` on a paper whose number was voided, `补打` with its count on a reprint, empty on the first printing."""
    if document.void:
        return "作废"
    return f"补打（第{document.reprint}次）" if document.reprint else ""
