"""How a package is written: the names of its parts, its tag files, its manifests (RFC 8493)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Final

from counter_app.domain.basics.refusal import Refusal

DECLARATION: Final = "bagit.txt"
INFO: Final = "bag-info.txt"
PAYLOAD: Final = "data/"
INDEX_JSON: Final = "data/index.json"
INDEX_CSV: Final = "data/index.csv"
FETCH: Final = "fetch.txt"

OUR_VERSION: Final = 1
"""Counts up when an older program could no longer read what a newer one packs."""

VERSION_LABEL: Final = "Counter-Bag-Version"
ALGORITHMS: Final = ("sha256", "sm3")
DIGITS: Final = {"md5": 32, "sha1": 40, "sha256": 64, "sha512": 128, "sm3": 64}
"""Hex digits of the digests that a manifest may hold."""

DECLARED: Final = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

_DECLARATION = re.compile(
    r"BagIt-Version: (?P<major>\d{1,3})\.(?P<minor>\d{1,3})\r?\n"
    r"Tag-File-Character-Encoding: (?P<encoding>[\w-]+)[ \t\r\n]*"
)
_LINE = re.compile(r"(?P<digest>[0-9a-fA-F]+)[ \t]+\*?(?P<path>.+)")
_BLANKS: Final = " \t"
"""The only signs that may stand on a blank line (RFC 8493, 2.1.3); `str.strip` alone would take 29 of them."""

_FETCHED = re.compile(r"[^ \t]+[ \t]+(?:[0-9]+|-)[ \t]+(?P<path>.+)")
_MANIFEST = re.compile(r"(?P<tag>tag)?manifest-(?P<algorithm>[a-z0-9]+)\.txt")
_LONGEST_NAME: Final = 240
_FORBIDDEN: Final = frozenset('<>:"|?*')
"""In no name on Windows; a colon would also name a drive, or a stream beside the file."""
_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
)


class MalformedError(ValueError):
    """A tag file is not written as the standard says; the message says in Chinese what is wrong."""


def manifest_name(algorithm: str, *, tag: bool = False) -> str:
    """`manifest-sha256.txt`, `tagmanifest-sm3.txt`."""
    return f"{'tag' if tag else ''}manifest-{algorithm}.txt"


def manifest_of(name: str) -> tuple[str, bool] | None:
    """Algorithm of a manifest and whether it is one of tag files; None for another file."""
    match = _MANIFEST.fullmatch(name)
    return None if match is None else (match["algorithm"], match["tag"] is not None)


def info_text(lines: Iterable[tuple[str, str]]) -> str:
    """`bag-info.txt`: a label and a value a line."""
    return "".join(f"{label}: {value}\n" for label, value in lines)


def read_info(text: str) -> dict[str, str]:
    """`bag-info.txt` by label; a line that begins with a blank goes on with the one before. Raises `MalformedError`."""
    found: dict[str, str] = {}
    label = ""
    for line in _lines(text):
        if line[:1] in (" ", "\t") and label:
            found[label] += " " + line.strip(_BLANKS)
            continue
        if not line.strip(_BLANKS):
            continue
        label, colon, value = line.partition(":")
        if not colon or not label.strip(_BLANKS):
            raise MalformedError(f"第{len(found) + 1}行不是“名称：值”的写法")
        label = label.strip(_BLANKS)
        found.setdefault(label, value.strip(_BLANKS))
    return found


def read_declaration(text: str) -> tuple[int, int]:
    """The version that `bagit.txt` declares. Raises `MalformedError`."""
    match = _DECLARATION.fullmatch(text.removeprefix("\ufeff"))
    if match is None or text.startswith("\ufeff"):
        raise MalformedError("不是两行的BagIt声明")
    if match["encoding"].upper() != "UTF-8":
        raise MalformedError("标签文件不是UTF-8编码")
    return int(match["major"]), int(match["minor"])


def manifest_text(digests: Mapping[str, str]) -> str:
    """A manifest: a digest and a path a line, in the order of the paths."""
    return "".join(f"{digests[path]}  {escaped(path)}\n" for path in sorted(digests))


def read_manifest(text: str, algorithm: str) -> dict[str, str]:
    """Digest by path. Raises `MalformedError`."""
    found: dict[str, str] = {}
    for number, line in enumerate(_lines(text), 1):
        if not line.strip(_BLANKS):
            continue
        match = _LINE.fullmatch(line)
        if match is None or len(match["digest"]) != DIGITS[algorithm]:
            raise MalformedError(f"第{number}行不是“摘要 路径”")
        path = unescaped(match["path"]).removeprefix("./")
        if path in found:
            raise MalformedError(f"第{number}行的路径写了两次")
        found[path] = match["digest"].lower()
    return found


def read_fetch(text: str) -> list[str]:
    """Paths that `fetch.txt` lists: an address, a length and a path a line. Raises `MalformedError`."""
    found = []
    for number, line in enumerate(_lines(text), 1):
        if not line.strip(_BLANKS):
            continue
        match = _FETCHED.fullmatch(line)
        if match is None:
            raise MalformedError(f"第{number}行不是“网址 长度 路径”")
        found.append(unescaped(match["path"]).removeprefix("./"))
    return found


def _lines(text: str) -> list[str]:
    """Lines as the standard ends them (RFC 8493, 2.1.3), and not at every sign that Unicode knows for one."""
    return re.split(r"\r\n|\n|\r", text)


def escaped(path: str) -> str:
    """A path as a manifest writes it (RFC 8493, 2.1.3)."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def unescaped(path: str) -> str:
    """A path as it was before `escaped`; nothing else is decoded."""
    return re.sub(r"%(0[aA]|0[dD]|25)", lambda m: {"0A": "\n", "0D": "\r", "25": "%"}[m[1].upper()], path)


def unsafe(path: str) -> str:
    """Why a path may not be used, in Chinese; empty where it may. It must stay in the package on every system."""
    parts = PurePosixPath(path).parts
    if not path or path.startswith(("/", "~")) or "\\" in path or path[1:2] == ":":
        return "路径不是包内的相对路径"
    if ".." in path.split("/") or "." in path.split("/"):
        return "路径指向包外"
    if any(ord(character) < ord(" ") for character in path) or len(path) > _LONGEST_NAME:
        return "路径含有不可见字符或过长"
    if any(
        _FORBIDDEN & set(part) or part.rstrip(". ") != part or part.partition(".")[0].casefold() in _RESERVED
        for part in parts
    ):
        return "文件名在Windows上不能使用"
    return ""


def collision_key(path: str) -> str:
    """Two paths with the same key are one file on some system: case and Unicode form are folded."""
    return unicodedata.normalize("NFC", path).casefold()


def shown(text: str) -> str:
    """A text of somebody else's package for a screen: what moves the cursor or cannot be written stands as a mark."""
    return "".join(
        character if character.isprintable() or unicodedata.category(character) == "Zs" else "\N{REPLACEMENT CHARACTER}"
        for character in text
    )


def refuse_unsafe_name(name: str) -> None:
    """Raise `Refusal` for a name of ours that is not plain ASCII, before anything is written."""
    if unsafe(name) or not name.isascii():
        raise Refusal("包内文件名只能用字母、数字和连字符", "把错误报告交给维护人员")
