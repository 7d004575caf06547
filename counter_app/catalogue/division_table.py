"""The administrative divisions: `resources/divisions/divisions.toml`, the office's own file before ours."""

from __future__ import annotations

from typing import Final

from counter_app.catalogue.toml_files import Folders, read_toml
from counter_app.domain.basics.refusal import CatalogueError
from counter_app.domain.search.divisions import Divisions, is_code
from counter_app.domain.search.pinyin import Readings

TABLE: Final = "divisions/divisions.toml"


def load_divisions(folders: Folders, readings: Readings) -> Divisions:
    """Read the table. Raises `CatalogueError` naming file, key and reason."""
    names = read_toml(folders, TABLE, dict[str, str])
    for code, name in names.items():
        if not is_code(code) or not name.strip():
            raise CatalogueError(str(folders.find(TABLE)), code, '每行写成 530624 = "大关县"')
    return Divisions(names, readings)
