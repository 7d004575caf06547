"""Issued papers as they were first printed: drawn once and remembered, for the package and for counting pages."""

from __future__ import annotations

import hashlib
from typing import Final

from counter_app.domain.papers.drawn_pages import pages_drawn
from counter_app.services.papers.printing import facts_of
from counter_app.services.ports import Backend, IssuedPaper

_SEAL: Final = hashlib.sha256().digest_size


def drawn_paper(backend: Backend, paper: IssuedPaper) -> bytes:
    """The first print of a paper: drawn once, and remembered under what it says."""
    drawn = _remembered(backend, paper)
    if drawn is None:
        drawn = backend.renderer.pdf(facts_of(backend, paper))
        backend.scan_files.cache(_name(paper), hashlib.sha256(drawn).digest() + drawn)
    return drawn


def page_count(backend: Backend, paper: IssuedPaper, *, draw: bool) -> int:
    """How many pages a paper has; one that was not drawn yet counts as a single page unless it is to be drawn."""
    drawn = drawn_paper(backend, paper) if draw else _remembered(backend, paper)
    return 1 if drawn is None else pages_drawn(drawn)


def _name(paper: IssuedPaper) -> str:
    said = hashlib.sha256(repr(sorted(paper.content.items())).encode()).hexdigest()
    return f"paper-{paper.paper_id}-{said[:16]}.pdf"


def _remembered(backend: Backend, paper: IssuedPaper) -> bytes | None:
    known = backend.scan_files.cached(_name(paper)) or b""
    seal, drawn = known[:_SEAL], known[_SEAL:]
    # What a disk has spoilt is drawn again.
    return drawn if drawn and hashlib.sha256(drawn).digest() == seal else None
