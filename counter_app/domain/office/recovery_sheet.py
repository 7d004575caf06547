"""The recovery sheet (恢复单): the key of the office on paper, sealed and put away."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime

from counter_app.domain.basics.records import frozen


@frozen
class RecoverySheet:
    """What is printed. `key` has 32 bytes, `printed_at` is in the office's zone."""

    office: str
    key_id: str
    key: bytes = field(repr=False)
    printed_at: datetime
    window: str
