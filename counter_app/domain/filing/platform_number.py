"""备案编号: the number the national platform gives a filed system, as people key it and as an office expects it."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from counter_app.domain.basics.reading import half_width, read_text
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal

LONGEST: Final = 64
"""Characters a number may have at most, however odd it looks."""

FORMAT_WORDS: Final = (
    "# 代表一位数字，@ 代表一位字母，* 代表数字或字母，{18} 表示前一个重复18次，其余照写；不填的不限格式"
)
"""How a format is written, for the field in which it is set."""

_ANY: Final = partial(re.compile, r"(?=.*[A-Z0-9])[A-Z0-9-]{6,40}")
_DASHES: Final = partial(re.compile, r"[\u2010-\u2015\u2212\uff0d\u2014_]")
_BLANKS: Final = partial(re.compile, r"\s+")
_KINDS: Final = {
    "#": ("[0-9]", "1234567890", "位数字"),
    "@": ("[A-Z]", "ABCDEFGHIJ", "位字母"),
    "*": ("[A-Z0-9]", "A1B2C3D4E5", "位数字或字母"),
}
_PART: Final = partial(re.compile, r"([#@*])(?:\{(\d{1,2})(?:-(\d{1,2}))?\})?|([^#@*{}])")


@frozen
class _Part:
    """One kind of character so many times, or one fixed character."""

    kind: str
    least: int = 1
    most: int = 1


@frozen
class NumberFormat:
    """How the office's platform writes its numbers: `#{18}`, `530624-@##`. Empty: 6 to 40 letters, digits, hyphens."""

    written: str
    parts: tuple[_Part, ...] = ()

    @classmethod
    def read(cls, written: str) -> NumberFormat:
        """Read a format as the settings hold it. Raises `Refusal`."""
        text = read_platform_number(written)
        parts: list[_Part] = []
        at = 0
        while at < len(text):
            match = _PART().match(text, at)
            if match is None:
                raise Refusal("备案编号格式里的花括号要写在 #、@ 或 * 后面", "写成 #{18} 或 #{6-12} 的样子")
            part = _part(match)
            if parts and part.kind in _KINDS and parts[-1].kind == part.kind:
                before = parts.pop()
                part = _Part(part.kind, before.least + part.least, before.most + part.most)
            parts.append(part)
            at = match.end()
        if sum(part.most for part in parts) > LONGEST:
            raise Refusal(f"备案编号格式最长{LONGEST}位", "核对花括号里的次数")
        return cls(text, tuple(parts))

    def fits(self, number: str) -> bool:
        """Whether `number`, read by `read_platform_number`, looks as the platform's numbers do."""
        if not self.parts:
            return _ANY().fullmatch(number) is not None
        return re.fullmatch("".join(_expression(part) for part in self.parts), number) is not None

    @property
    def example(self) -> str:
        """A number of this format, to compare with one from the platform."""
        if not self.parts:
            return "530624202600000123"
        written = ""
        for part in self.parts:
            signs = _KINDS[part.kind][1] if part.kind in _KINDS else part.kind
            written += "".join(signs[place % len(signs)] for place in range(part.least))
        return written

    @property
    def words(self) -> str:
        """The format in words: `18位数字`."""
        if not self.parts:
            return "6至40位字母、数字或连字符"
        said, fixed = [], ""
        for part in self.parts:
            if part.kind not in _KINDS:
                fixed += part.kind
                continue
            if fixed:
                said.append(f"“{fixed}”")
                fixed = ""
            times = str(part.least) if part.least == part.most else f"{part.least}至{part.most}"
            said.append(times + _KINDS[part.kind][2])
        return "、".join([*said, f"“{fixed}”"] if fixed else said)


def read_platform_number(typed: str) -> str:
    """The number as it is kept: half-width, upper case, without blanks; every dash a hyphen."""
    text = half_width(read_text(typed))
    return _BLANKS().sub("", _DASHES().sub("-", text)).upper()


def _part(match: re.Match[str]) -> _Part:
    kind, least, most, fixed = match.groups()
    if kind is None:
        return _Part(fixed)
    low = int(least or 1)
    high = int(most or low)
    if not 1 <= low <= high:
        raise Refusal("备案编号格式里的次数从1起，由小到大", "写成 #{18} 或 #{6-12} 的样子")
    return _Part(kind, low, high)


def _expression(part: _Part) -> str:
    if part.kind in _KINDS:
        return f"{_KINDS[part.kind][0]}{{{part.least},{part.most}}}"
    return re.escape(part.kind)
