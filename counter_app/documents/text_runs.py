"""Every text of a document with its font style, in reading order: what some font has to show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import assert_never

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
    Run,
    Seal,
    Signatory,
    SignatureLines,
    Signatures,
    Table,
    WritingBox,
)


def text_runs(document: Document) -> Iterator[Run]:
    """All text of `document`; barcode and page numbers are our own and always shown."""
    yield from _strong(document.heading, document.title)
    yield from _body(document.number, document.page_note, document.copies_note)
    for block in document.blocks:
        yield from _of(block)


def _of(block: Block) -> Iterable[Run]:  # noqa: C901, PLR0911, PLR0912 - one return a block
    match block:
        case Heading(text=text) | Annex(title=text):
            return _strong(text)
        case Paragraph(runs=runs):
            return runs
        case Table(columns=columns, rows=rows):
            return (*_strong(*(column.title for column in columns)), *_body(*chain.from_iterable(rows)))
        case Grid(sections=sections):
            entries = [entry for section in sections for entry in section.entries]
            titles = _strong(*(section.title for section in sections))
            return (*titles, *_body(*(text for entry in entries for text in (entry.label, entry.value))))
        case Checklist(title=title, items=items):
            return (*_strong(title), *_body(*(text for item in items for text in (item.label, item.value))))
        case WritingBox(label=label, hint=hint):
            return (*_strong(label), *_body(hint))
        case Signatures(signatories=signatories, refusal=refusal):
            return (*_signed(signatories), *_body(refusal))
        case SignatureLines(signatories=signatories):
            return _signed(signatories)
        case Diagram(chart=chart):
            return (*_strong(chart.title), *_body(*chart.labels, *(one.name for one in chart.series)))
        case Code(lines=lines):
            return _body(*lines)
        case Labels(labels=labels):
            return _body(*(text for label in labels for text in (label.head, *label.lines)))
        case Seal(signatories=signatories):
            return (*_signed(signatories), *_body(block.issuer, block.day, block.hint, block.refusal, block.code_note))
        case _:
            assert_never(block)


def _signed(signatories: Iterable[Signatory]) -> list[Run]:
    return _body(*(text for who in signatories for text in (who.label, who.name, who.signed_at)))


def _strong(*texts: str) -> list[Run]:
    return [Run(text, emphasised=True) for text in texts if text]


def _body(*texts: str) -> list[Run]:
    return [Run(text) for text in texts if text]
