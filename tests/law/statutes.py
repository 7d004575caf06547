"""The two laws as articles, paragraphs (款) and items (项), and the citations that a text makes of them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"
FULL_NAMES = {
    "《条例》": "《公共安全视频图像信息系统管理条例》",
    "《规定》": "《公共安全视频图像信息系统监督管理工作规定》",
}
PLACEHOLDERS = {"{regulation}": "《条例》", "{law}": "《规定》", "{law_name}": "《规定》"}
"""What a template writes for a law (`counter_app/documents/variables.py`)."""

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
_HALF_WIDTH = str.maketrans({",": "，", ";": "；", ":": "：", "(": "（", ")": "）"})
_NUMBER = "[零一二三四五六七八九十百]+"
_TOKEN = re.compile(
    rf"(?P<law>《[^》]+》|{'|'.join(re.escape(name) for name in PLACEHOLDERS)})"
    rf"|第(?P<article>{_NUMBER})条|第(?P<paragraph>{_NUMBER})款|第(?P<item>{_NUMBER})项"
)


def number(words: str) -> int:
    """`三十一` is 31."""
    total = 0
    for part in re.findall(r"([一二三四五六七八九]?)([百十])|([零一二三四五六七八九])", words):
        digit, unit, single = part
        total += _DIGITS[single] if single else _DIGITS.get(digit or "一", 1) * (100 if unit == "百" else 10)
    return total


@dataclass(frozen=True)
class Provision:
    """One paragraph (款) and its items (项)."""

    text: str
    items: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        return "".join((self.text, *self.items))


@dataclass(frozen=True)
class Citation:
    """A place of a law: `paragraph` and `item` are 0, and `law` is empty, where the text does not name them."""

    law: str
    article: int
    paragraph: int = 0
    item: int = 0


@dataclass(frozen=True)
class Statute:
    """A law: its articles by number."""

    short: str
    articles: dict[int, tuple[Provision, ...]]

    def words(self, citation: Citation) -> str:
        """What stands at `citation`. Raises `LookupError` where the law has no such article, paragraph or item."""
        paragraphs = self.articles[citation.article]
        if citation.paragraph:
            chosen = paragraphs[citation.paragraph - 1]
            return chosen.items[citation.item - 1] if citation.item else chosen.whole
        if citation.item:
            [listing] = [one for one in paragraphs if one.items]
            return listing.items[citation.item - 1]
        return "".join(one.whole for one in paragraphs)


@functools.cache
def statutes() -> dict[str, Statute]:
    """Both laws by their short names."""
    return {f"《{name}》": _read(f"《{name}》", TEXTS / f"{name}.md") for name in ("条例", "规定")}


def _read(short: str, path: Path) -> Statute:
    articles: dict[int, list[Provision]] = {}
    current = 0
    for raw in path.read_text("utf-8").splitlines():
        line = raw.strip().translate(_HALF_WIDTH)
        begun = re.match(rf"第({_NUMBER})条 (.*)", line)
        if begun:
            current = number(begun[1])
            articles[current] = [Provision(begun[2])]
        elif current and (item := re.match(rf"（({_NUMBER})）(.*)", line)):
            last = articles[current][-1]
            assert number(item[1]) == len(last.items) + 1
            articles[current][-1] = Provision(last.text, (*last.items, item[2]))
        elif current and line:
            articles[current].append(Provision(line))
    assert list(articles) == list(range(1, len(articles) + 1))
    return Statute(short, {key: tuple(paragraphs) for key, paragraphs in articles.items()})


def short_name(law: str) -> str:
    """`《条例》` for each way of naming it; other laws keep their name."""
    known = {full: short for short, full in FULL_NAMES.items()} | PLACEHOLDERS
    return known.get(law, law)


def citations(text: str) -> Iterator[Citation]:
    """Every place that `text` cites, as deep as it says; `第十六条第二款第一项、第三项` are two of one paragraph."""
    law, article, paragraph = "", 0, 0
    pending: Citation | None = None
    for token in _TOKEN.finditer(text):
        if token["law"]:
            law, article, paragraph = short_name(token["law"]), 0, 0
            continue
        if token["article"]:
            found = Citation(law, article := number(token["article"]))
            paragraph = 0
        elif not article:
            continue
        elif token["paragraph"]:
            found = Citation(law, article, paragraph := number(token["paragraph"]))
        else:
            found = Citation(law, article, paragraph, number(token["item"]))
        if pending and not _deepens(pending, found):
            yield pending
        pending = found
    if pending:
        yield pending


def _deepens(shallow: Citation, deep: Citation) -> bool:
    """Whether `deep` goes on where `shallow` stopped: 第八条, then 第二款 of it."""
    if (shallow.law, shallow.article) != (deep.law, deep.article) or shallow.item:
        return False
    return bool(deep.item) if shallow.paragraph == deep.paragraph else not shallow.paragraph
