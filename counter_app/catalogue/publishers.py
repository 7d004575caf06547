"""Whose updates are believed: `resources/update/publishers.toml` as it ships. An office's own file is never asked."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from counter_app.catalogue.toml_files import Folders, read_toml
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import CatalogueError
from counter_app.domain.update.release import Publisher

FILE: Final = "update/publishers.toml"
_KEY: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


@frozen
class _PublisherFile:
    publisher: tuple[Publisher, ...] = ()


def load_publishers(resources: Path) -> tuple[Publisher, ...]:
    """Read the keys in the folder `resources` that ships. Raises `CatalogueError`."""
    read = read_toml(Folders(resources), FILE, _PublisherFile).publisher
    for place, one in enumerate(read):
        if not one.name.strip() or _KEY.fullmatch(one.public_key) is None:
            raise CatalogueError(FILE, f"publisher[{place}]", "name 不能空白，public_key 是64位小写十六进制")
    return read
