"""From blocks to a Word document that opens and reads the same in Word, WPS and LibreOffice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from typing import Final, assert_never

import docx
from docx.document import Document as TransferPackage
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.opc.oxml import serialize_part_xml
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.oxml.shape import CT_Inline
from docx.section import Section
from docx.shared import Length, Pt

from counter_app.documents import sizes
from counter_app.documents.barcode import bars
from counter_app.documents.blocks import (
    Annex,
    Block,
    Checklist,
    Code,
    Diagram,
    Document,
    Grid,
    Heading,
    Labels,
    Paragraph,
    Seal,
    SignatureLines,
    Signatures,
    Table,
    WritingBox,
    reprint_mark,
)
from counter_app.documents.pdf.fitting import fitted, scale_for_word
from counter_app.documents.qr import QUIET, qr_modules, qr_rows
from counter_app.documents.sizes import PageGeometry
from counter_app.documents.word.markup import (
    BODY_FONT,
    LATIN,
    STRONG_FONT,
    TITLE_FONT,
    Element,
    cell,
    clean,
    element,
    field,
    paragraph,
    row,
    run,
    runs,
    table,
    twentieths,
)
from counter_app.documents.word.ruled import (
    Codes,
    checklist_markup,
    grid_markup,
    labels_markup,
    ruled_seal_markup,
    signature_lines_markup,
    signatures_markup,
    table_markup,
    writing_box_markup,
)

_NO_DAY: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in the metadata: when a paper was issued stands on the paper."""

_PIXELS_A_MODULE: Final = 4
_APART: Final = 1.0
"""Points: Word joins tables between which nothing stands."""

_FIRST_PICTURE: Final = 1000
"""Pictures in the text are numbered from here on; those at the feet get small numbers of their own."""


def render_word(document: Document) -> bytes:
    """Write a paper as a Word document. Nothing personal goes into the metadata."""
    package = docx.Document()
    _describe(package, document)
    _name_fonts(package)
    page = sizes.page_of(document.layout)
    _shape(package.sections[0], page)
    body = _Body(package, document, page)
    body.fill()
    _add_headers_and_footers(package, document, page, body.barcodes)
    target = BytesIO()
    package.save(target)
    return target.getvalue()


def _describe(package: TransferPackage, document: Document) -> None:
    properties = package.core_properties
    properties.title, properties.author, properties.subject = document.title, clean(document.heading), document.number
    properties.comments = properties.keywords = properties.last_modified_by = ""
    properties.created = properties.modified = _NO_DAY
    normal = package.styles["Normal"].element.get_or_add_rPr()
    for old in list(normal):
        normal.remove(old)
    normal.append(element("w:rFonts", ascii=LATIN, hAnsi=LATIN, cs=LATIN, eastAsia=BODY_FONT))
    normal.append(element("w:lang", val="en-US", eastAsia="zh-CN"))


def _name_fonts(package: TransferPackage) -> None:
    """Say which font stands in for that of titles where it is not installed: a plain Windows has none of 方正."""
    [part] = [part for part in package.part.package.iter_parts() if part.partname == "/word/fontTable.xml"]
    fonts = parse_xml(part.blob)
    children = [
        element("w:altName", val=STRONG_FONT),
        element("w:charset", val="86"),
        element("w:family", val="script"),
        element("w:pitch", val="default"),
    ]
    fonts.append(element("w:font", children, name=TITLE_FONT))
    part._blob = serialize_part_xml(fonts)  # noqa: SLF001 - python-docx has no public way


def _shape(section: Section, page: PageGeometry) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if page.width > page.height else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Pt(page.width), Pt(page.height)
    section.top_margin, section.bottom_margin = Pt(page.top), Pt(page.bottom)
    section.left_margin, section.right_margin = Pt(page.left), Pt(page.right)
    section.header_distance = Pt(max((page.top - sizes.NUMBER.leading) / 2, sizes.FOOT_ABOVE_EDGE))
    section.footer_distance = Pt(sizes.foot_above_edge(page))


class _Body:
    """The running text while it is being written."""

    def __init__(self, package: TransferPackage, document: Document, page: PageGeometry) -> None:
        self._package = package
        self._document = document
        self._page = page
        self._scale, self._bound_from = scale_for_word(document), fitted(document).set.bound_from
        self._body = package.element.body
        self._pictures = 0
        self.barcodes = [document.barcode]
        """What stands at the feet of each section."""

    def fill(self) -> None:
        """Write the head and all blocks."""
        self._head()
        before: Block | None = None
        for index, block in enumerate(self._document.blocks):
            following = self._document.blocks[index + 1] if index + 1 < len(self._document.blocks) else None
            self._bound = self._bound_from is not None and index >= self._bound_from
            self._ends_bound = index + 1 == self._bound_from
            self._block(before, block, following)
            before = block

    def _add(self, made: Element) -> None:
        self._body.insert(len(self._body) - 1, made)  # the section's own properties stand last

    def _head(self) -> None:
        document = self._document
        for text in sizes.head_lines(document, self._scale):
            said = [run(text, self._scale.title, strong=True, font=TITLE_FONT)]
            self._add(paragraph(said, self._scale.title, align="center", keep=True))
        if document.number:
            said = [run(document.number, sizes.NUMBER)]
            self._add(paragraph(said, sizes.NUMBER, align="right", before=sizes.BLOCK_GAP / 2, keep=True))

    def _block(  # noqa: C901, PLR0912 - a case a block
        self, before: Block | None, block: Block, following: Block | None
    ) -> None:
        gap = sizes.gap_between(before, block)
        measure, scale = self._page.measure, self._scale
        kept = sizes.ROWS_SIGNED if self._ends_bound else 0
        match block:
            case Heading(text=text):
                self._heading(text, gap)
            case Annex(title=title, landscape=landscape, barcode=barcode):
                self._turn(landscape=landscape, barcode=barcode)
                self._heading(title, 0.0)
            case Paragraph():
                remark = isinstance(following, Paragraph) and following.small and not block.small
                bound = following is not None and not isinstance(following, Paragraph)
                self._paragraph(block, gap, keep=bound or remark or self._bound)
            case Table():
                codes: Codes = []
                self._ruled(table_markup(block, measure, scale, codes, kept=kept), gap)
                self._draw(codes)
            case Grid():
                self._ruled(grid_markup(block, measure, scale, kept=kept), gap)
            case Checklist():
                self._ruled(checklist_markup(block, measure, scale), gap)
            case WritingBox():
                self._ruled(writing_box_markup(block, measure, scale), gap)
            case Signatures():
                self._ruled(signatures_markup(block, measure, scale), gap)
            case SignatureLines():
                self._ruled(signature_lines_markup(block, measure, scale), gap)
            case Seal() if block.signatories:
                codes = []
                self._ruled(ruled_seal_markup(block, measure, scale, codes), gap)
                for held, content in codes:
                    self._qr(held, content)
            case Seal():
                self._seal(block, keep=following is not None)
            case Code():
                self._code(block, gap)
            case Diagram():
                self._diagram(block, gap)
            case Labels():
                codes = []
                self._ruled(labels_markup(block, measure, codes), gap)
                self._draw(codes)
            case _:
                assert_never(block)

    def _draw(self, codes: Codes) -> None:
        """Put the barcodes into their paragraphs."""
        for held, text in codes:
            width = Pt(sum(bars(text)) * sizes.CELL_BARCODE_MODULE)
            self._picture(held, _barcode_picture(text), width, Pt(sizes.CELL_BARCODE_HEIGHT))

    def _picture(self, held: Element, png: bytes, width: Length, height: Length) -> CT_Inline:
        """As `add_picture`, which looks through the whole document for a free number at each picture."""
        relation, _image = self._package.part.get_or_add_image(BytesIO(png))
        self._pictures += 1
        inline = CT_Inline.new_pic_inline(_FIRST_PICTURE + self._pictures, relation, "code.png", width, height)
        held.append(element("w:r", [element("w:drawing", [inline])]))
        return inline

    def _code(self, block: Code, gap: float) -> None:
        """A QR code at the left, its lines beside it."""
        size = self._scale.small
        held = paragraph([], size, exact=False)
        side = sizes.qr_side(qr_modules(block.content))
        wide = side + 3 * sizes.CELL_SIDE
        beside = self._page.measure - wide
        lines = [paragraph([run(text, size)], size) for text in block.lines] or [paragraph([], size)]
        cells = [cell([held], wide), cell(lines, beside)]
        self._ruled(table([row(cells)], [wide, beside], rule=0.0), gap)
        self._qr(held, block.content)

    def _qr(self, held: Element, content: str) -> None:
        side = Pt(sizes.qr_side(qr_modules(content)))
        self._picture(held, _qr_picture(content), side, side)

    def _diagram(self, block: Diagram, gap: float) -> None:
        """A picture: what a bar chart of Word's own would look like is its affair."""
        from counter_app.documents.word.diagrams import diagram_picture

        size = self._scale.small
        self._heading(block.chart.title, gap)
        height = sizes.diagram_height(block.chart, size)
        held = paragraph([], size, exact=False)
        self._add(held)
        png = diagram_picture(block.chart, self._page.measure, size)
        inline = self._picture(held, png, Pt(self._page.measure), Pt(height))
        _without_white(inline)

    def _heading(self, text: str, gap: float) -> None:
        size = self._scale.heading
        self._add(paragraph([run(text, size, strong=True)], size, before=gap, keep=True))

    def _paragraph(self, block: Paragraph, gap: float, *, keep: bool) -> None:
        size = self._scale.of_paragraph(block)
        said = [made for part in block.runs for made in runs(part.text, size, strong=part.emphasised)]
        made = paragraph(said, size, align="both", before=gap, indent=block.indent, keep=keep)
        self._add(made)

    def _ruled(self, made: Element, gap: float) -> None:
        """A table, and above it the white that also keeps Word from joining it to a table before."""
        if gap:
            white = sizes.TextSize(1, gap)
            self._add(paragraph([], white, keep=True))
        self._add(made)

    def _seal(self, block: Seal, *, keep: bool) -> None:
        size = self._scale.body
        measure = self._page.measure
        width = measure * sizes.SEAL_SHARE
        said = [paragraph([run(text, size)], size, align="center", keep=keep) for text in (block.issuer, block.day)]
        if block.hint:
            said.append(paragraph([run(block.hint, sizes.SMALL)], sizes.SMALL, align="center", keep=keep))
        empty = cell([paragraph([], size, keep=keep)], measure - width)
        made = table([row([empty, cell(said, width)], least=sizes.SEAL_ROOM)], [measure - width, width], rule=0.0)
        self._ruled(made, _APART)

    def _turn(self, *, landscape: bool, barcode: str) -> None:
        upright = sizes.page_of(self._document.layout)
        self._page = upright.turned() if landscape else upright
        section = self._package.add_section(WD_SECTION.NEW_PAGE)
        _shape(section, self._page)
        for counted in section._sectPr.findall(qn("w:pgNumType")):  # noqa: SLF001 - copied from the section before
            section._sectPr.remove(counted)  # noqa: SLF001
        if barcode:
            margins = section._sectPr.find(qn("w:pgMar"))  # noqa: SLF001 - it stands right behind them
            margins.addnext(element("w:pgNumType", start=1))
        self.barcodes.append(barcode or self.barcodes[-1])
        ending = self._body[-2].get_or_add_pPr()  # the paragraph that ends the section before; unsaid, a line high
        ending.insert(0, element("w:spacing", before=0, after=0, line=twentieths(_APART), lineRule="exact"))


def _add_headers_and_footers(
    package: TransferPackage, document: Document, page: PageGeometry, barcodes: Sequence[str]
) -> None:
    """Set up the pages of the paper; those that lie on their side have a foot as wide as they are."""
    before = (page, document.barcode)
    for place, section in enumerate(package.sections):
        upright = section.orientation == WD_ORIENT.PORTRAIT
        here = page if upright else page.turned()
        if place == 0 or (here, barcodes[place]) != before:
            section.footer.is_linked_to_previous = False
            _add_header_and_footer(section, replace(document, barcode=barcodes[place]), here)
        before = (here, barcodes[place])


def _add_header_and_footer(section: Section, document: Document, page: PageGeometry) -> None:
    """What stands on every page: barcode at the left, page number and copies at the right, 补打 at the head."""
    if said := reprint_mark(document):
        header = section.header
        mark = paragraph([run(said, sizes.NUMBER)], sizes.NUMBER, align="right")
        # Instead of the empty one, which would push the whole page down.
        header._element.replace(header.paragraphs[0]._element, mark)  # noqa: SLF001 - python-docx has no public way
    right = [paragraph(_folio(document), sizes.PAGE_NUMBER, align="right")]
    notes = [note for note in (document.page_note, document.copies_note) if note]
    right += [paragraph([run(note, sizes.SMALL)], sizes.SMALL, align="right") for note in notes]
    wide = page.measure * sizes.FOOT_SHARE
    widths = [page.measure - wide, wide]
    left = cell([paragraph([], sizes.SMALL, exact=False)], widths[0], stands="top")
    footer = section.footer
    after = paragraph(
        [], sizes.TextSize(1, 1)
    )  # Word wants a paragraph behind each table; its own would be a line high
    footer._element.replace(footer.paragraphs[0]._element, after)  # noqa: SLF001
    footer._element.insert(0, table([row([left, cell(right, wide, stands="top")])], widths, rule=0.0))  # noqa: SLF001
    if document.barcode:
        held = footer.tables[0].cell(0, 0)
        count = sum(bars(document.barcode))
        width = Pt(count * sizes.barcode_module(count, page))
        picture = (
            held.paragraphs[0]
            .add_run()
            .add_picture(BytesIO(_barcode_picture(document.barcode)), width=width, height=Pt(sizes.BARCODE_HEIGHT))
        )
        _without_white(picture._inline)  # noqa: SLF001
        held._element.append(paragraph([run(document.barcode, sizes.SMALL)], sizes.SMALL))  # noqa: SLF001


def _without_white(inline: CT_Inline) -> None:
    """No white around a picture: unsaid, LibreOffice takes 3 mm."""
    for side in "TBLR":
        inline.set(f"dist{side}", "0")


def _folio(document: Document) -> list[Element]:
    """The page's number, and that of all pages where they are counted: Word fills in both."""
    size = sizes.PAGE_NUMBER
    if not document.counted:
        return [run("— ", size), *field("PAGE", size), run(" —", size)]
    parts = (run("第", size), *field("PAGE", size), run("页　共", size), *field("NUMPAGES", size), run("页", size))
    return list(parts)


@lru_cache(maxsize=64)
def _barcode_picture(text: str) -> bytes:
    """The barcode as PNG, four pixels a module."""
    from PIL import Image, ImageDraw

    widths = bars(text)
    picture = Image.new("1", (sum(widths) * _PIXELS_A_MODULE, 80), 1)
    draw = ImageDraw.Draw(picture)
    x = 0
    for index, width in enumerate(widths):
        if index % 2 == 0:
            draw.rectangle((x, 0, x + width * _PIXELS_A_MODULE - 1, picture.height), fill=0)
        x += width * _PIXELS_A_MODULE
    target = BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


@lru_cache(maxsize=8)
def _qr_picture(text: str) -> bytes:
    """The QR code as PNG with its quiet zone, eight pixels a module."""
    from PIL import Image

    rows = qr_rows(text)
    side = len(rows) + 2 * QUIET
    picture = Image.new("1", (side, side), 1)
    for down, line in enumerate(rows):
        for across, dark in enumerate(line):
            if dark:
                picture.putpixel((QUIET + across, QUIET + down), 0)
    target = BytesIO()
    picture.resize((side * 8, side * 8)).save(target, "PNG")
    return target.getvalue()
