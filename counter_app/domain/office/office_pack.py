"""What a city hands to its counties: an office's own forms, code lists and tables, its settings and its printer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime
from typing import Any, Final

from counter_app.domain.basics.area import Area
from counter_app.domain.basics.limits import LONGEST_TEXT
from counter_app.domain.basics.numbering import WORDS, faults_of_words
from counter_app.domain.basics.office import Office
from counter_app.domain.basics.reading import read_text
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.platform_number import NumberFormat

LARGEST_FILE: Final = 1 << 20
"""Bytes of one file."""
LARGEST_PACK: Final = 16 << 20
"""Bytes of all files together."""
MOST_FILES: Final = 500

PATH: Final = re.compile(r"(?:forms|resources)(?:/[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_-])?){1,5}\.toml")
"""Relative, within the two folders, in small letters: the same file on every system."""
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")
"""What Windows takes for a device, whatever follows the point."""
WORKING_DAYS: Final = "resources/working_days/"

RULES: Final = ("shared_keys", "platform_number_format", "online_address")
"""Settings that a city makes for its counties."""
OWN: Final = (
    *("division", "prefix", "phone", "hours", "address", "department"),
    *("reconsideration", "court", "supervision_phone", "area", "series_words"),
)
"""Settings that are one office's alone: taken over only by another computer of the same office."""


@frozen
class OfficePack:
    """What a file holds, or is to hold. `files` are texts by their relative names; `office` is who made it."""

    office: Office
    made_at: datetime
    program: str
    files: Mapping[str, str] = field(default_factory=dict)
    printer: str = ""

    def is_of(self, office: Office) -> bool:
        """Whether it was made by this very office."""
        return read_text(self.office.name) == read_text(office.name)

    def settings_for(self, office: Office) -> dict[str, Any]:
        """The settings that `office` takes over and that are other than its own, by their names."""
        names = (*RULES, *OWN) if self.is_of(office) else RULES
        theirs = {name: getattr(self.office, name) for name in names}
        return {name: value for name, value in theirs.items() if value != getattr(office, name)}

    def files_over(self, present: Mapping[str, str]) -> dict[str, str]:
        """The files that are in force afterwards: those of the pack, and years of working days that it lacks."""
        years = {name: text for name, text in present.items() if name.startswith(WORKING_DAYS)}
        return {**years, **self.files}

    def dropped(self, present: Mapping[str, str]) -> list[str]:
        """The files of `present` that are not in force afterwards."""
        return sorted(present.keys() - self.files_over(present).keys())


def refuse_path(name: str) -> None:
    """Raise `Refusal` for a name that leads out of the folder, or is not the same file on every system."""
    parts = name.split("/")
    strange = any(_RESERVED.match(part) for part in parts) or any(part.endswith(".toml") for part in parts[:-1])
    if PATH.fullmatch(name) is None or strange:
        raise Refusal(f"配置包中的文件名不能采用：{name[:80]}", "由制作配置包的机关重新导出")


def refuse_unusable(pack: OfficePack) -> None:
    """Raise `Refusal` for what no export writes: too much, names that lead out, settings that mean nothing."""
    remedy = "由制作配置包的机关重新导出"
    if len(pack.files) > MOST_FILES or sum(map(len, pack.files.values())) > LARGEST_PACK:
        raise Refusal(f"配置包超过{MOST_FILES}个文件或{LARGEST_PACK >> 20}兆字节", remedy)
    for name, text in pack.files.items():
        refuse_path(name)
        if len(text.encode()) > LARGEST_FILE:
            raise Refusal(f"配置包中的 {name} 超过{LARGEST_FILE >> 20}兆字节", remedy)
    NumberFormat.read(pack.office.platform_number_format)
    texts = [getattr(pack.office, name) for name in ("name", *RULES, *OWN)]
    if any(isinstance(text, str) and len(text) > LONGEST_TEXT for text in texts) or not read_text(pack.office.name):
        raise Refusal("配置包中的机关资料不能采用", remedy)
    if faults_of_words(pack.office.series_words) or not pack.office.series_words.keys() <= WORDS.keys():
        raise Refusal("配置包中的编号用字不能采用", remedy)
    if not _has_inside(pack.office.area):
        raise Refusal("配置包中的辖区范围不能采用", remedy)


def made_of(office: Office) -> Office:
    """What of an office goes into a pack: everything but the numbers it has given."""
    return replace(office, numbered_before=())


def _has_inside(area: Area) -> bool:
    sides = (area.west, area.south, area.east, area.north)
    return all(side.is_finite() for side in sides) and area.west < area.east and area.south < area.north
