"""What the tests of papers share: the shipped form, the renderer, and readers that are not ours."""

import functools
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from counter_app import paths
from counter_app.catalogue.loader import load_form
from counter_app.catalogue.toml_files import Folders
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
from counter_app.documents.renderer import DocumentRenderer
from counter_app.documents.samples import sample_facts
from counter_app.domain.forms.findings import Deficiency, Findings
from counter_app.domain.forms.forms import Form
from counter_app.domain.papers.papers import PaperFacts
from counter_app.domain.papers.titles import form_kind


@pytest.fixture(scope="session")
def folders() -> Folders:
    return Folders(paths.forms_dir())


@pytest.fixture(scope="session")
def form_of(folders: Folders) -> Callable[..., Form]:
    """The shipped form of a kind, read once as a counter reads it."""
    return functools.cache(functools.partial(load_form, folders))


@pytest.fixture(scope="session")
def form(form_of: Callable[..., Form]) -> Form:
    return form_of()


@pytest.fixture(scope="session")
def renderer(folders: Folders, form_of: Callable[..., Form]) -> DocumentRenderer:
    return DocumentRenderer(folders, form_of)


@pytest.fixture(scope="session")
def change_form(form_of: Callable[..., Form]) -> Form:
    return form_of("change")


@pytest.fixture(scope="session")
def sample(form_of: Callable[..., Form]) -> Callable[[str], PaperFacts]:
    return lambda document: sample_facts(document, form_of(form_kind(document)))


@pytest.fixture
def notice_of(sample) -> Callable[[int], PaperFacts]:
    """A notice with as many deficiencies as asked for, each told apart by its number."""

    def facts(count: int) -> PaperFacts:
        items = tuple(
            Deficiency(
                f"a.b{n}", f"a.b{n}", f"第{n}项", f"填写第{n}项内容", f"第{n}项的要求", "《规定》第六条", "当场补填"
            )
            for n in range(1, count + 1)
        )
        return replace(sample("deficiency_notice"), findings=Findings(items))

    return facts


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page as pdfium reads it."""
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded() for page in opened]
    finally:
        opened.close()


def squeezed(text: str) -> str:
    """`text` without blanks and line ends, so that a value is found wherever its lines were broken."""
    return "".join(text.split())


def poppler_text(pdf: bytes, tmp_path: Path, *options: str) -> str:
    """The text as poppler reads it, a second reader beside pdfium; as pdfium does where there is no poppler."""
    if shutil.which("pdftotext") is None:
        return "".join(pages_of(pdf))
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdftotext", *options, str(file), "-"], capture_output=True, check=True, timeout=60)
    return done.stdout.decode("utf-8")


def every_text(document: Document) -> list[str]:
    """All text of a paper in reading order."""
    texts = [document.heading, document.title, document.number, document.barcode, document.copies_note]
    texts.append(reprint_mark(document))
    for block in document.blocks:
        texts.extend(_texts(block))
    return [text for text in texts if text]


def _texts(block: Block) -> list[str]:  # noqa: C901, PLR0911 - one return a block
    match block:
        case Heading(text=text) | Annex(title=text):
            return [text]
        case Paragraph():
            return [block.text]
        case Table(columns=columns, rows=rows):
            return [column.title for column in columns] + [cell for row in rows for cell in row]
        case Grid(sections=sections):
            return [t for s in sections for t in (s.title, *(part for e in s.entries for part in (e.label, e.value)))]
        case Checklist(title=title, items=items):
            return [title, *(part for item in items for part in (item.label, item.value))]
        case WritingBox(label=label, hint=hint):
            return [label, hint]
        case Signatures(signatories=signatories, refusal=refusal):
            return [part for who in signatories for part in (who.label, who.name, who.signed_at)] + [refusal]
        case SignatureLines(signatories=signatories):
            return [part for who in signatories for part in (who.label, who.name, who.signed_at)]
        case Code(lines=lines):
            return [*lines]
        case Diagram():
            return [block.chart.title]
        case Labels(labels=labels):
            return [text for label in labels for text in (label.head, *label.lines)]
        case Seal(signatories=signatories):
            signed = [part for who in signatories for part in (who.label, who.name, who.signed_at)]
            return [block.issuer, block.day, block.hint, *signed, block.refusal, block.code_note]
