"""Codes that are recorded and exchanged, each with the words in which people read it."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """An enumeration whose members say code and label: `OPEN = "open", "编组中"`."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        """The member for `code`; a label that is missing is found by a test."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member
