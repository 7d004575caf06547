"""Renders documents: template, facts and writer together; each template is read and checked once."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from counter_app.documents.blocks import Document
from counter_app.documents.compose import compose
from counter_app.documents.templates import Template, load_template
from counter_app.documents.text_runs import text_runs
from counter_app.domain.forms.forms import Form
from counter_app.domain.office.recovery_sheet import RecoverySheet
from counter_app.domain.papers.papers import PaperFacts, RenderedPaper
from counter_app.domain.papers.titles import form_kind

_PRINTED_FROM: Final = {
    "deficiency_notice": ("form", "materials"),
    "deficiency_notice_large": ("form", "materials"),
    "material_receipt": ("materials",),
    "information_sheet": ("form",),
    "platform_sheet": ("form",),
    "correction_order": ("items",),
    "inspection_record": ("items", "record"),
    "inspection_guide": ("items",),
    "reinspection_record": ("items", "reinspection"),
    "tip_record": ("tip",),
}
"""Files beside a template whose words stand on the paper too."""


class TemplateFiles(Protocol):
    """Files below `forms/`, the office's own before ours."""

    def find(self, name: str) -> Path:
        """The file `name`. Raises `CatalogueError` where there is none."""

    def has(self, name: str) -> bool:
        """Whether there is one."""


class DocumentRenderer:
    """Turns the facts of a paper into files. Safe to use from any thread."""

    def __init__(self, files: TemplateFiles, current: Callable[[str], Form]) -> None:
        """`current` gives the newest form of a kind."""
        self._files = files
        self._current = current
        self._templates: dict[tuple[Form, str], Template] = {}
        self._lock = threading.Lock()

    def document(self, facts: PaperFacts) -> Document:
        """The paper as blocks. Raises `CatalogueError`."""
        return compose(self._template(facts.answers.form, facts.document), facts)

    def pdf(self, facts: PaperFacts) -> bytes:
        """The paper as PDF. Raises `CatalogueError`."""
        return self.render(facts).pdf

    def word(self, facts: PaperFacts) -> bytes:
        """The paper as a Word document. Raises `CatalogueError`."""
        from counter_app.documents.word import render_word  # python-docx, not needed for PDF

        return render_word(self.document(facts))

    def render(self, facts: PaperFacts) -> RenderedPaper:
        """The paper as PDF with the characters it cannot show; composed once. Raises `CatalogueError`."""
        from counter_app.documents.pdf import render_pdf  # ReportLab, not needed for Word
        from counter_app.documents.pdf.fonts import missing_characters

        document = self.document(facts)
        return RenderedPaper(render_pdf(document), missing_characters(text_runs(document)))

    def recovery_sheet(self, sheet: RecoverySheet) -> bytes:
        """The recovery sheet as PDF."""
        from counter_app.documents.pdf import render_pdf  # ReportLab, see above
        from counter_app.documents.recovery_sheet import recovery_document

        return render_pdf(recovery_document(sheet))

    def copies(self, document: str) -> int:
        """How many copies of a document are printed under the newest edition. Raises `CatalogueError`.

        Where a change has a template of its own for the document, that is read and checked too.
        """
        change = self._current("change")
        if self._files.has(f"{change.kind}/{change.edition}/{document}.toml"):
            self._template(change, document)
        return self._template(self._current(form_kind(document)), document).copies

    def digest(self, document: str) -> str:
        """SHA-256 of the template of the newest edition and of the files whose words it prints; the same on any system.

        Where a change has a template of its own for the document, that counts too. Raises `CatalogueError`.
        """
        form, change = self._current(form_kind(document)), self._current("change")
        names = [f"{form.folder}/{name}.toml" for name in (document, *_PRINTED_FROM.get(document, ()))]
        of_change = f"{change.folder}/{document}.toml"
        if of_change not in names and self._files.has(of_change):
            names.append(of_change)
        found = hashlib.sha256()
        for name in names:
            found.update(self._files.find(name).read_bytes().replace(b"\r\n", b"\n"))
        return found.hexdigest()

    def _template(self, form: Form, document: str) -> Template:
        with self._lock:
            template = self._templates.get((form, document))
            if template is None:
                template = self._templates[form, document] = load_template(self._files.find, form, document)
            return template
