"""The recovery sheet (恢复单): the key of the office on paper, sealed and put away."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What is printed. `key` has 32 bytes, `printed_at` is in the office's zone."""

    office: str
    key_id: str
    key: bytes = field(repr=False)
    printed_at: datetime
    window: str
