"""The files of the manual: one Markdown file a chapter, in the order of their names, and the pictures beside them."""

from functools import cache
from pathlib import Path

from counter_app import paths
from counter_app.domain.manual.chapters import ManualChapter, chapter_from


def manual_folder() -> Path:
    """Where the chapters lie."""
    return paths.resources_dir() / "manual"


@cache
def chapters() -> tuple[ManualChapter, ...]:
    """All chapters, read once."""
    files = sorted(manual_folder().glob("*.md"))
    return tuple(chapter_from(file.name, file.read_text("utf-8")) for file in files)
