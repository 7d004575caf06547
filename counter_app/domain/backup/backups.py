"""What a backup says of itself."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.records import frozen


@frozen
class StoredContent:
    """What a file of the backup must hold: SHA-256 as hex, and octets."""

    sha256: str
    size: int


@frozen
class BackupRecord:
    """What a backup says of itself; written last, so that one without it is none.

    `office` is the id of the office, `key` the name of the key that opens it. `numbers` are the last of each series and
    year, `acts` how many entries the history has, `rows` how many rows each table. `missing` counts scans that the
    database names and the data folder did not have.
    """

    office: str
    office_name: str
    time_zone: str
    made_at: datetime
    program: str
    revision: str
    key: str
    acts: int
    last_act: datetime | None
    numbers: tuple[Number, ...]
    rows: dict[str, int]
    database: StoredContent
    settings: StoredContent
    scans: StoredContent
    scan_count: int
    scan_bytes: int
    missing: int = 0
    version: int = field(default=1)
