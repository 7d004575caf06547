"""Strict reading of one TOML file, the office's own before the one that ships."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from counter_app.domain.basics.refusal import CatalogueError
from counter_app.typed_data import read_record
from counter_app.written_tables import read_toml_table

Shape = TypeVar("Shape")

_REVISION = re.compile(r"\.\d+/")
_PLACE = re.compile(r"^(?P<what>.*?)(?: - at `(?P<where>.*)`)?$", re.DOTALL)
_WORDS = (
    (re.compile(r"Object contains unknown field `(.+)`"), r"不认识的键 \1"),
    (re.compile(r"Object missing required field `(.+)`"), r"缺少必需的键 \1"),
    (re.compile(r"Invalid enum value '(.*)'"), r"不认识的值 \1"),
    (re.compile(r"Expected `(.+)`, got `(.+)`"), r"应为 \1，写成了 \2"),
)


class Folders:
    """Where data files are looked for: the office's overlay first, then what ships; the same relative name wins."""

    def __init__(self, shipped: Path, overlay: Path | None = None) -> None:
        """`shipped` is `forms/` or `resources/`; `overlay` the office's, of the same shape; it may be absent."""
        self._roots = [root for root in (overlay, shipped) if root is not None]

    def shipped(self) -> Folders:
        """The same without what is the office's own."""
        return Folders(self._roots[-1])

    def find(self, name: str) -> Path:
        """The file `name` (a relative path with `/`). Raises `CatalogueError` where no folder has it.

        In a replaced revision (`filing/2025-05.0/…`) the office's own file of that edition wins too: it was in force.
        """
        for path in self._paths(name):
            if path.is_file():
                return path
        raise CatalogueError(name, "", "找不到该文件")

    def has(self, name: str) -> bool:
        """Whether any folder has the file `name`."""
        return any(path.is_file() for path in self._paths(name))

    def _paths(self, name: str) -> Iterator[Path]:
        for root in self._roots:
            yield root / name
            if root is not self._roots[-1]:
                yield root / _REVISION.sub("/", name)

    def names(self, folder: str, pattern: str = "*.toml") -> list[str]:
        """The relative names of the files in `folder`, those of both roots, each once, in order."""
        found = {f"{folder}/{path.name}" for root in self._roots for path in (root / folder).glob(pattern)}
        return sorted(found)

    def editions(self, folder: str) -> list[str]:
        """The editions within `folder`, those of both roots, each once, oldest first.

        A folder `2025-05.0` is no edition of its own but a revision of 2025-05 that was replaced: only papers issued
        under it are printed again from it.
        """
        folders = {path.name for root in self._roots for path in (root / folder).glob("*") if path.is_dir()}
        return sorted(name for name in folders if "." not in name)


def read_toml(folders: Folders, name: str, shape: type[Shape]) -> Shape:
    """Read `name` into `shape`. Raises `CatalogueError` naming the file, the key and the reason."""
    path = folders.find(name)
    content = read_toml_table(path)
    try:
        return read_record(content, shape)
    except msgspec.ValidationError as error:
        raise _refused(path, str(error)) from error


def _refused(path: Path, text: str) -> CatalogueError:
    match = _PLACE.match(text)
    what = match["what"] if match else text
    where = (match["where"] if match else "") or ""
    for pattern, words in _WORDS:
        what = pattern.sub(words, what)
    return CatalogueError(str(path), where.removeprefix("$").removeprefix("."), what)
