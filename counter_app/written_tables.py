"""Reading a small TOML or JSON file that people write: bounded in size, in keys and in depth, refused in plain words.

A file from a stick or a share may be anything. What cannot be read is told with the file, the key and the reason.
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any, Final

from counter_app.domain.basics.refusal import CatalogueError

LARGEST: Final = 1 << 20
"""Bytes. The largest table that ships has 150,000."""
MOST_KEYS: Final = 20_000
"""Keys, each written with an equals sign. The table with the most has 1,300."""
DEEPEST_KEY: Final = 8
"""Parts of one key. Reading a key takes time by the square of its parts."""
DEEPEST: Final = 64
"""Brackets within brackets. Python reads some hundreds, depending on who asks."""

_PART = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_DEEP_KEY: Final = rf"""(?<![\w."'-]){_PART}(?:[ \t]*\.[ \t]*{_PART}){{{DEEPEST_KEY}}}"""
_TOML_KEY: Final = rf"""^[ \t]*({_PART}(?:[ \t]*\.[ \t]*{_PART}){{0,{DEEPEST_KEY}}})[ \t]*="""
_STRING = r'"""(?:[^\\]|\\.)*?(?:"""|\Z)|' + r"'''.*?(?:'''|\Z)|" + r'"(?:[^"\\\n]|\\.)*"?|' + r"'[^'\n]*'?"
_BRACKETS: Final = rf"(?s:{_STRING})|#[^\n]*|[\[\]{{}}]"
_JSON_KEY: Final = r'"((?:[^"\\\n]|\\.)*)"[ \t]*:'
_JSON_BRACKETS: Final = r'"(?:[^"\\]|\\.)*"?|[\[\]{}]'
_LONGEST_SHOWN: Final = 40


def read_toml_table(path: Path) -> dict[str, Any]:
    """What stands in a TOML file. Raises `CatalogueError`."""
    text = _text(path)
    if text.count("=") > MOST_KEYS:
        raise CatalogueError(str(path), "", f"超过{MOST_KEYS}个键，不读入")
    dots = max((line.count(".") for line in text.split("\n")), default=0)
    if dots >= DEEPEST_KEY and (deep := re.search(_DEEP_KEY, text)) is not None:
        raise CatalogueError(str(path), _short(deep[0]), f"键的层数超过{DEEPEST_KEY}层")
    _refuse_deep(path, text, _BRACKETS, _TOML_KEY, 0)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(str(path), "", f"不是正确的TOML：{error}") from error
    except RecursionError as error:  # asked from deep within something else
        raise CatalogueError(str(path), "", "括号嵌套过深") from error


def read_json_object(path: Path) -> dict[str, Any]:
    """What stands in a JSON file whose outermost is an object. Raises `CatalogueError`."""
    text = _text(path)
    _refuse_deep(path, text, _JSON_BRACKETS, _JSON_KEY, 1)
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise CatalogueError(str(path), "", f"第{error.lineno}行第{error.colno}个字符处不是正确的JSON") from error
    except (RecursionError, ValueError) as error:  # also a number of more digits than Python turns over
        raise CatalogueError(str(path), "", "括号嵌套过深，或数字太长") from error
    if not isinstance(content, dict):
        raise CatalogueError(str(path), "", "最外层应是一个对象 { }")
    return content


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise CatalogueError(str(path), "", f"无法读取：{error.strerror}") from error
    if len(content) > LARGEST:
        raise CatalogueError(str(path), "", f"超过{LARGEST >> 20}兆字节，不读入")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise CatalogueError(str(path), "", "不是UTF-8编码的文本") from None


def _refuse_deep(path: Path, text: str, brackets: str, key: str, outermost: int) -> None:
    """Refuse brackets within brackets within brackets, naming the key in which the outermost of them stand."""
    depth = began = 0
    for found in re.finditer(brackets, text):
        if found[0] in ("[", "{"):
            began = found.start() if depth == outermost else began
            depth += 1
        elif found[0] in ("]", "}"):
            depth = max(depth - 1, 0)
        if depth > DEEPEST:
            raise CatalogueError(str(path), _last_key(text[:began], key), f"括号嵌套超过{DEEPEST}层")


def _last_key(text: str, key: str) -> str:
    for line in reversed(text.rsplit("\n", 200)):
        found = re.findall(key, line)
        if found:
            return _short(found[-1])
    return ""


def _short(key: str) -> str:
    return key if len(key) <= _LONGEST_SHOWN else f"{key[:_LONGEST_SHOWN]}…"
