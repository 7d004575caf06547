"""From a template and the facts of a case to a paper: blanks filled, tables drawn up, nothing left open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import ceil
from typing import Final, assert_never

from counter_app.documents import sizes, transfer_tables
from counter_app.documents.barcode import bars
from counter_app.documents.blocks import (
    STRUCK_OUT,
    Annex,
    Block,
    CheckItem,
    Checklist,
    Code,
    Column,
    Diagram,
    Document,
    Fit,
    Grid,
    GridEntry,
    GridSection,
    Heading,
    Labels,
    Layout,
    Paragraph,
    Run,
    Seal,
    Signatory,
    SignatureLines,
    Signatures,
    Table,
    WritingBox,
)
from counter_app.documents.inspection_tables import BY_HAND, INLINE_ROWS, SHORT, open_words
from counter_app.documents.inspection_tables import FIXED as INSPECTED
from counter_app.documents.proportions import lines_of, proportions, width_of
from counter_app.documents.punctuation import printed
from counter_app.documents.statistics_tables import CHARTS
from counter_app.documents.table_sources import CENTRED, ORDER, SOURCES
from counter_app.documents.templates import (
    BLANK,
    AnyBlock,
    Template,
    TemplateAnnex,
    TemplateBox,
    TemplateCases,
    TemplateCode,
    TemplateDiagram,
    TemplateForm,
    TemplateGrid,
    TemplateGroups,
    TemplateHeading,
    TemplateLines,
    TemplateList,
    TemplateParagraph,
    TemplateSeal,
    TemplateSignatory,
    TemplateSignatures,
    TemplateTable,
    signatory,
)
from counter_app.documents.transfer_tables import (
    BARCODE,
    BARCODE_AND_CASE,
    CONTENTS_COLUMNS,
    contents_blocks,
    foot_barcode,
    labels_of,
)
from counter_app.documents.variables import (
    CONDITIONS,
    FORMATS,
    ON_PAPER,
    VARIABLES,
    field_text,
    field_value,
    on_paper,
)
from counter_app.domain.basics.numbering import SERIES
from counter_app.domain.basics.office import TRIAL
from counter_app.domain.filing.platform_entry import platform_parts, row_fields
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.forms import Field, FieldType, Group
from counter_app.domain.inspection.office_fields import office_fields
from counter_app.domain.papers.papers import PaperFacts

NOT_NUMBERED: Final = "（预览，尚未编号）"
TO_BE_FILLED_IN: Final = "（现场填写，出具笔录时编号）"
"""Stands for the number on a transcript that officers take along."""
_EMPHASIS: Final = re.compile(r"\*\*(.+?)\*\*")
_UPRIGHT_COLUMNS: Final = 7
_NO_CODES: Final = 3.0
_FIXED: Final = {**transfer_tables.FIXED, **INSPECTED}
_RULED_VALUE: Final = re.compile(f"[{SHORT[0]}年月日时分]*{SHORT[0]}[{SHORT[0]}年月日时分]*")
_INLINE_CHECKED: Final = 12
_FINE_ROWS: Final = 30
"""A longer list is set in 小五: it is looked up, not read."""

_AT_A_GLANCE: Final = 3.0  # lines a row, on average
_ROUNDING: Final = 0.05  # ems
_PLAIN: Final = Table((), ())
_COORDINATES: Final = ("longitude", "latitude")
_PLACE: Final = "经纬度"
_CENTRED_TYPES: Final = frozenset({FieldType.INTEGER, FieldType.DECIMAL, FieldType.CODE, FieldType.DATE})


def compose(template: Template, facts: PaperFacts) -> Document:
    """Fill `template` with `facts`. What was not answered is struck out; text from outside stays exactly as it is."""
    blocks: list[Block] = []
    landscape = False
    for written in template.blocks:
        if written.when and not CONDITIONS[written.when](facts):
            continue
        if isinstance(written, TemplateAnnex):
            landscape = written.landscape
        blocks.extend(_blocks(written, template, facts, landscape=landscape))
    return Document(
        title=_filled(template.title, facts),
        heading=TRIAL if facts.is_trial else _filled(template.heading, facts),
        layout=template.layout,
        blocks=tuple(blocks),
        number=facts.written_number or _without_number(facts),
        barcode=foot_barcode(facts),
        copies_note=_filled(template.copies_note, facts),
        page_note=TRIAL if facts.is_trial else _filled(template.page_note, facts),
        reprint=facts.reprint,
        void=facts.void,
        fit=template.fit,
        counted=template.page_count,
        joined=template.joined,
    )


def _blocks(  # noqa: C901, PLR0912 - a case a block
    written: AnyBlock, template: Template, facts: PaperFacts, *, landscape: bool
) -> Iterator[Block]:
    layout = template.layout
    match written:
        case TemplateParagraph():
            yield Paragraph(tuple(_runs(written.paragraph, facts)), written.indent, written.small, written.large)
        case TemplateHeading():
            yield Heading(_filled(written.heading, facts))
        case TemplateTable():
            yield from _table(written, template, facts, landscape=landscape)
        case TemplateList():
            yield from _list(written, facts)
        case TemplateGrid():
            yield Grid((GridSection(_filled(written.title, facts), tuple(_entries(written, layout, facts))),))
        case TemplateForm(form="checklist"):
            yield from _checklists(facts)
        case TemplateForm(form="added"):
            yield from _added_grid(template, facts)
        case TemplateForm():
            yield _form_grid(layout, facts)
        case TemplateGroups():
            inline_too = any(isinstance(one, TemplateGroups) and one.groups == "inline" for one in template.blocks)
            yield from _groups(written, facts, inline_too=inline_too)
        case TemplateBox():
            yield WritingBox(_filled(written.writing_box, facts), _filled(written.hint, facts))
        case TemplateSignatures():
            signatories = _signatories(written.signatures, facts)
            yield Signatures(signatories, written.moment, _filled(written.refusal, facts))
        case TemplateLines():
            yield SignatureLines(_signatories(written.signature_lines, facts), written.moment)
        case TemplateSeal():
            signatories = _signatories(written.signatures, facts)
            issuer, day, hint, refusal, code, note = (
                _filled(text, facts)
                for text in (written.seal, written.day, written.hint, written.refusal, written.qr, written.qr_note)
            )
            yield Seal(issuer, day, hint, signatories, written.moment, refusal, code, note)
        case TemplateAnnex():
            yield Annex(_filled(written.annex, facts), written.landscape)
        case TemplateCode():
            yield Code(_filled(written.qr, facts), tuple(_filled(line, facts) for line in written.lines))
        case TemplateDiagram():
            chart = CHARTS[written.chart](facts)
            if chart.highest:
                yield Diagram(chart)
        case TemplateCases(cases="labels"):
            yield Labels(labels_of(facts))
        case TemplateCases():
            yield from _contents(facts)
        case _:
            assert_never(written)


def _contents(facts: PaperFacts) -> Iterator[Block]:
    for block, rows in contents_blocks(facts):
        yield block
        if rows is not None:
            yield Table(CONTENTS_COLUMNS, rows, dense=True)


def _filled(text: str, facts: PaperFacts) -> str:
    return BLANK.sub(lambda match: _value(match[1], match[2], facts), text)


def _value(name: str, wanted_format: str | None, facts: PaperFacts) -> str:
    if wanted_format:
        text = VARIABLES[name](facts) if name in VARIABLES else field_text(facts, name)
        return FORMATS[wanted_format](text)
    if name in VARIABLES:
        return VARIABLES[name](facts) or STRUCK_OUT
    return open_words(facts, field_text(facts, name)) or field_value(facts, name)


def _runs(text: str, facts: PaperFacts) -> Iterator[Run]:
    """Markup is read before blanks are filled, so that `**` in an answer stays an answer."""
    for index, part in enumerate(_EMPHASIS.split(text)):
        if part:
            yield Run(_filled(part, facts), emphasised=index % 2 == 1)


def _entries(written: TemplateGrid, layout: Layout, facts: PaperFacts) -> Iterator[GridEntry]:
    for label, text in written.grid:
        entry = _entry(_filled(label, facts), _filled(text, facts), layout, facts, lines=written.lines.get(label, 1))
        yield replace(entry, wide=True) if entry.lines and label in written.wide else entry


def _entry(label: str, value: str, layout: Layout, facts: PaperFacts, *, lines: int = 1) -> GridEntry:
    open_value = _for_the_pen(value, facts)
    said = value if open_value is None else open_value
    wide = width_of(said) > sizes.grid_value_ems(layout)
    return GridEntry(label, said, wide=wide, lines=lines if open_value is not None else 0)


def _for_the_pen(value: str, facts: PaperFacts) -> str | None:
    """What stands in a ruled cell that is written into by hand: nothing, or `年 月 日`; None where it is none.

    A cell has its own rules, so that no line is drawn in it; papers of before had both.
    """
    if facts.revision == 0 or facts.inspection is None or not _RULED_VALUE.fullmatch(value):
        return None
    return value.replace(SHORT[0], "　").rstrip("　")


def _table(written: TemplateTable, template: Template, facts: PaperFacts, *, landscape: bool) -> Iterator[Block]:
    layout = template.layout
    rows = SOURCES[written.table].cells(facts, written.columns)
    title = _filled(written.title, facts)
    if title and not rows:
        yield Paragraph((Run(f"{title}：无。"),), indent=False)
        return
    if title:
        yield Heading(title)
    centred = [title in CENTRED for title in written.columns]
    rows = rows or [(STRUCK_OUT,) * len(written.columns)]
    open_cells = [[_for_the_pen(text, facts) for text in cells] for cells in rows]
    by_hand = any(text is not None for cells in open_cells for text in cells)
    if by_hand:
        rows = [
            tuple(text if blank is None else blank for text, blank in zip(cells, blanks, strict=True))
            for cells, blanks in zip(rows, open_cells, strict=True)
        ]
    fine = written.fine or 0 < written.fine_over < len(rows)
    dense = written.dense or 0 < written.dense_over < len(rows)
    plain = replace(_PLAIN, dense=dense, fine=fine, written=by_hand)
    made = _proportioned(written.columns, rows, centred, layout, landscape=landscape, plain=plain)
    if template.fit is not Fit.LINES and not dense and not fine:
        closer = _proportioned(
            written.columns, rows, centred, layout, landscape=landscape, plain=replace(plain, dense=True)
        )
        made = replace(made, closer=closer.columns)
    yield made


def _list(written: TemplateList, facts: PaperFacts) -> Iterator[Paragraph]:
    """The rows of a table as numbered paragraphs: what is read more easily in large letters than narrow columns are."""
    for number, first, *others in SOURCES[written.list].cells(facts, (ORDER, *written.columns)):
        told = "".join(
            f"{title}：{text.rstrip('。')}。" for title, text in zip(written.columns[1:], others, strict=True)
        )
        yield Paragraph((Run(f"{number}．{first.rstrip('。')}。", emphasised=True), Run(told)), indent=False)


def _without_number(facts: PaperFacts) -> str:
    if facts.document not in SERIES:
        return ""
    return TO_BE_FILLED_IN if facts.inspection is not None and not facts.inspection.filled else NOT_NUMBERED


def _proportioned(
    titles: Sequence[str],
    rows: Sequence[tuple[str, ...]],
    centred: Sequence[bool],
    layout: Layout,
    *,
    landscape: bool = False,
    plain: Table = _PLAIN,
) -> Table:
    """A table whose columns are as wide to each other as what stands in them; else like `plain`."""
    fixed = {**_FIXED, **BY_HAND} if plain.written else _FIXED
    page = sizes.page_of(layout)
    space = (page.turned() if landscape else page).measure - (sizes.TICK_COLUMN if plain.tick else 0.0)
    size = sizes.scale_of(layout).of_table(plain).size
    ems = space / size
    coded = [title in (BARCODE, BARCODE_AND_CASE) for title in titles]
    taken = [
        _bars_ems(rows, at, size) if title == BARCODE else fixed.get(title, 0.0) for at, title in enumerate(titles)
    ]
    others = [at for at, ems_taken in enumerate(taken) if not ems_taken]
    shared = proportions(
        [titles[at] for at in others],
        [tuple(row[at] for at in others) for row in rows],
        ems - sum(taken),
        2 * sizes.CELL_SIDE / size + _ROUNDING,
    )
    scale = (ems - sum(taken)) / sum(shared)
    given = iter(shared)
    widths = [taken[at] or next(given) * scale for at in range(len(titles))]
    columns = tuple(Column(*column) for column in zip(titles, widths, centred, coded, strict=True))
    return replace(plain, columns=columns, rows=tuple(rows))


def _bars_ems(rows: Sequence[tuple[str, ...]], index: int, size: float) -> float:
    """What a column of barcodes needs: each is as wide as its modules, whatever the column's title is."""
    codes = [row[index] for row in rows if row[index] != STRUCK_OUT]
    return max((sizes.cell_barcode_ems(sum(bars(code)), size) for code in codes), default=_NO_CODES)


def _signatories(written: Iterable[str | TemplateSignatory], facts: PaperFacts) -> tuple[Signatory, ...]:
    return tuple(
        Signatory(*(_filled(part, facts) for part in (who.label, who.name, who.signed_at)))
        for who in map(signatory, written)
    )


# What the form itself lays out ------------------------------------------------------------------------------------


def _asked(fields: Iterable[Field]) -> Iterator[Field]:
    """The fields that are the applicant's and the platform's; what a clerk ticks for himself is neither's."""
    return (field for field in fields if not field.by_clerk)


def _form_grid(layout: Layout, facts: PaperFacts) -> Grid:
    sections = []
    for section in facts.answers.form.sections:
        entries = [_entry(printed(f.label), field_value(facts, f.key), layout, facts) for f in _asked(section.fields)]
        if section.group is not None:
            entries.append(GridEntry(printed(section.group.label), _rows_summary(section.group, facts), wide=True))
        sections.append(GridSection(printed(section.label), tuple(entries)))
    return Grid(tuple(sections))


def _added_grid(template: Template, facts: PaperFacts) -> Iterator[Grid]:
    """The fields that the office has added; a paper that was drawn up before knows none of them."""
    answers = facts.answers
    added = [f for f in office_fields(answers.form) if f.key in answers.raw and f.key not in template.named]
    entries = tuple(
        _entry(
            printed(f.label), open_words(facts, printed(answers.display(f.key))) or STRUCK_OUT, template.layout, facts
        )
        for f in added
    )
    if entries:
        yield Grid((GridSection("", entries),))


def _rows_summary(group: Group, facts: PaperFacts) -> str:
    count = len(facts.answers.rows(group.key))
    if count:
        return f"共{count}行，见所附清单"
    return ON_PAPER if on_paper(facts, group.key) else STRUCK_OUT


def _checklists(facts: PaperFacts) -> Iterator[Checklist]:
    for part in platform_parts(facts.answers.form):
        yield Checklist(printed(part.section.label), tuple(_check_item(asked, facts) for asked in part.items))


def _check_item(asked: Field | Group, facts: PaperFacts) -> CheckItem:
    value = field_value(facts, asked.key) if isinstance(asked, Field) else _rows_summary(asked, facts)
    return CheckItem(printed(asked.label), value)


def _groups(written: TemplateGroups, facts: PaperFacts, *, inline_too: bool) -> Iterator[Block]:
    """The rows of each group. A short list stands where the template has `inline`, if it has, and else in an annex."""
    for group in facts.answers.form.groups.values():
        rows = facts.answers.rows(group.key)
        if not rows:
            continue
        checked = written.groups == "checklist"
        titles, cells, centred = _columns(group, facts)
        plain = replace(_PLAIN, tick=checked, dense=True, fine=len(rows) > _FINE_ROWS)
        table, turned = (
            _proportioned(titles, cells, centred, Layout.SHEET, plain=plain, landscape=landscape)
            for landscape in (False, True)
        )
        landscape = len(titles) > _UPRIGHT_COLUMNS + 1 and _burden(turned, landscape=True) < _burden(table)
        inline = (
            (inline_too or checked) and not landscape and len(rows) <= (_INLINE_CHECKED if checked else INLINE_ROWS)
        )
        if inline_too and inline != (written.groups == "inline"):
            continue
        title = f"{_filled(written.title, facts)}{printed(group.label)}"
        yield Heading(title) if inline else Annex(title, landscape)
        yield turned if landscape else table


def _columns(group: Group, facts: PaperFacts) -> tuple[list[str], list[tuple[str, ...]], list[bool]]:
    """Titles, cells and what is centred; 经度 and 纬度 are one column, but for papers issued before that was so."""
    rows = facts.answers.rows(group.key)
    fields = row_fields(group, rows)
    places = [f for f in fields if f.name in _COORDINATES]
    merged = places if facts.revision and len(places) == len(_COORDINATES) else []
    others = [f for f in fields if f not in merged[1:]]
    titles = [ORDER, *(_PLACE if f in merged else printed(f.label) for f in others)]
    cells = [
        (
            str(number),
            *(" ".join(_shown(row, one) for one in (merged if f in merged else (f,))) for f in others),
        )
        for number, row in enumerate(rows, 1)
    ]
    return titles, cells, [True, *(f.type in _CENTRED_TYPES for f in others)]


def _shown(row: Answers, field: Field) -> str:
    return row.display(field.key) or STRUCK_OUT


def _burden(table: Table, *, landscape: bool = False) -> tuple[int, float]:
    """About how many pages a sheet's table takes, and how many lines its rows have beyond what is read at a glance."""
    scale, page = sizes.scale_of(Layout.SHEET), sizes.SHEET_PAGE
    lines = lines_of(table.rows, [column.width for column in table.columns])
    depth = sum(lines) * scale.of_table(table).leading + len(lines) * 2 * sizes.white_in(table, scale)
    pages = ceil(depth / (page.turned() if landscape else page).depth)
    return pages, max(sum(lines) / len(lines), _AT_A_GLANCE)
