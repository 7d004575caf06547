"""How characters, words and surnames are read: `resources/pinyin/*.toml`, the office's own lines before ours."""

from __future__ import annotations

import re
import zlib
from typing import Final

from counter_app.catalogue.toml_files import Folders, read_toml
from counter_app.domain.basics.refusal import CatalogueError
from counter_app.domain.search.pinyin import Reading, Readings

FOLDER: Final = "pinyin"
TABLES: Final = ("characters", "words", "surnames")
_SYLLABLE = re.compile(r"[a-z]{1,6}")
_ONE_OR_TWO = 2


def load_readings(folders: Folders) -> Readings:
    """Read the three tables. Raises `CatalogueError` naming file, key and reason.

    `folders` has `resources/` as its shipped root and the overlay's `resources/` as its other.
    """
    characters: dict[str, Reading] = {}
    known: dict[Reading, Reading] = {}  # 40,000 characters have 428 readings between them
    for syllable, written in _lines(folders, "characters").items():
        _demand(folders, "characters", syllable, [syllable])
        for char in written:
            read = (*characters.get(char, ()), syllable)
            characters[char] = known.setdefault(read, read)
    words = {}
    for word, reading in _lines(folders, "words").items():
        words[word] = tuple(reading.split())
        _demand(folders, "words", word, words[word], len(word))
    surnames = {}
    for surname, reading in _lines(folders, "surnames").items():
        syllables = reading.split("|") if len(surname) == 1 else reading.split()
        surnames[surname] = tuple(syllables)
        _demand(folders, "surnames", surname, syllables, 0 if len(surname) == 1 else len(surname))
    return Readings(characters, words, surnames, _edition(folders))


def _edition(folders: Folders) -> str:
    """Another one wherever a character of the tables differs."""
    edition = 0
    for table in TABLES:
        edition = zlib.crc32(folders.find(f"{FOLDER}/{table}.toml").read_bytes(), edition)
    return f"{edition:08x}"


def _lines(folders: Folders, table: str) -> dict[str, str]:
    return read_toml(folders, f"{FOLDER}/{table}.toml", dict[str, str])


def _demand(folders: Folders, table: str, key: str, syllables: list[str] | Reading, count: int = 0) -> None:
    """Syllables of small letters, as many as there are characters where `count` says so."""
    if not key or not syllables or not all(_SYLLABLE.fullmatch(one) for one in syllables):
        raise CatalogueError(_file(folders, table), key, "读音用小写字母填写，不带声调，如 shan")
    if (count and len(syllables) != count) or (table == "surnames" and len(key) > _ONE_OR_TWO):
        raise CatalogueError(_file(folders, table), key, "一个字填写一个读音，用空格隔开；姓氏为一个字或两个字")


def _file(folders: Folders, table: str) -> str:
    return str(folders.find(f"{FOLDER}/{table}.toml"))
