"""Chapters of the manual, written as Markdown: a title, the pages of the window they are about, sections."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from counter_app.domain.basics.records import frozen

_TITLE: Final = re.compile(r"\A# (.+)\n")
_PAGES: Final = re.compile(r"^<!-- pages: ([a-z_ ]+) -->\n", re.MULTILINE)
_HEADING: Final = re.compile(r"^## (.+)$", re.MULTILINE)
_PICTURE: Final = re.compile(r"!\[([^]]*)\]\(([^)]+)\)")
_LINK: Final = re.compile(r"\[([^]]*)\]\([^)]+\)")
_SIGNS: Final = re.compile(r"[*`#|]+|^[-\d]+\.? |:?-{3,}:?", re.MULTILINE)
_BROKEN: Final = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef\u201d*])\n(?=[\u3000-\u9fff\u201c])")
"""The end of a line within a paragraph of Chinese, which Markdown would read as a blank."""
_KEYS: Final = re.compile(r"[A-Za-z0-9+]{2}")
_BEFORE: Final = 12
_SHOWN: Final = 48


@frozen
class ManualSection:
    """A part of a chapter under a heading of its own; the first one has none."""

    heading: str
    markdown: str

    @property
    def text(self) -> str:
        """What is read: without pictures, links and signs of Markdown, on one line."""
        said = _LINK.sub(r"\1", _PICTURE.sub("", self.markdown))
        return "".join(line.strip() for line in _SIGNS.sub("", said).splitlines())


@frozen
class ManualChapter:
    """One chapter. `pages` are the pages of the window on which F1 opens it."""

    name: str
    title: str
    pages: tuple[str, ...]
    markdown: str
    """Without the line of its pages."""

    @property
    def sections(self) -> tuple[ManualSection, ...]:
        """What stands before the first heading, if anything does, then a section a heading."""
        parts = _HEADING.split(_TITLE.sub("", self.markdown))
        begun = [ManualSection("", parts[0])] if parts[0].strip() else []
        return (*begun, *(ManualSection(*pair) for pair in zip(parts[1::2], parts[2::2], strict=True)))

    @property
    def pictures(self) -> tuple[str, ...]:
        """The files of its pictures, relative to the manual's folder."""
        return tuple(name for _words, name in _PICTURE.findall(self.markdown))


@frozen
class ManualHit:
    """A section in which all words were found, and the text around the first of them."""

    chapter: ManualChapter
    section: ManualSection
    around: str


def chapter_from(name: str, written: str) -> ManualChapter:
    """Return the chapter in the text of a file. Raises `ValueError` where it has no title."""
    title = _TITLE.match(written)
    if title is None:
        raise ValueError(f"{name}: the first line is no title")
    pages = _PAGES.search(written)
    return ManualChapter(
        name, title[1], tuple(pages[1].split()) if pages else (), _BROKEN.sub("", _PAGES.sub("", written))
    )


def chapter_for(chapters: Iterable[ManualChapter], page: str) -> ManualChapter | None:
    """The chapter about a page of the window, None where there is none."""
    return next((chapter for chapter in chapters if page in chapter.pages), None)


def find(chapters: Iterable[ManualChapter], typed: str) -> list[ManualHit]:
    """The sections that hold every word of `typed`: first those whose title or heading has one of them."""
    words = typed.casefold().split()
    found = []
    for chapter in chapters if words else ():
        for section in chapter.sections:
            headings, text = f"{chapter.title} {section.heading}".casefold(), section.text
            if all(word in headings or word in text.casefold() for word in words):
                in_heading = any(word in headings for word in words)
                found.append((not in_heading, ManualHit(chapter, section, _around(text, words))))
    return [hit for _rank, hit in sorted(found, key=lambda one: one[0])]


def _around(text: str, words: Iterable[str]) -> str:
    """A line of `text` with the first of `words` that it has."""
    places = [place for word in words if (place := text.casefold().find(word)) >= 0]
    place = min(places, default=0)
    start = max(0, place - _BEFORE)
    while start and start < place and _KEYS.fullmatch(text[start - 1 : start + 1]):
        start += 1  # begins with no piece of a key
    end = start + _SHOWN
    return f"{'…' if start else ''}{text[start:end].lstrip()}{'…' if end < len(text) else ''}"
