"""What updates need of the layers beside. None of it needs the database to be opened by this version of the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.office import Office
from counter_app.domain.basics.records import frozen
from counter_app.domain.update.release import Installation, Publisher
from counter_app.services.ports.office import HistoryEntry
from counter_app.services.ports.results import Sealer


@frozen
class Downgrade:
    """What going back to a copy takes out of use.

    `revision` is that of the copy, `newer` that of the data here, `office` as the copy has it. Since the copy `acts`
    were recorded on `cases`, and `numbers` given; `other_numbers` counts those of documents unknown to this version.
    """

    copy: Path
    revision: str
    newer: str
    office: Office
    last_act: datetime | None
    acts: int
    cases: int
    newest_act: datetime | None
    numbers: tuple[Number, ...]
    other_numbers: int


class ReleaseFolder(Protocol):
    """The folder of an update, on a stick or elsewhere."""

    def manifest(self, folder: Path) -> bytes | None:
        """The manifest in `folder`, None where there is none. Raises `Refusal` where it cannot be read."""

    def digest(self, file: Path, told: Callable[[int], None]) -> tuple[str, int] | None:
        """SHA-256 and size of a file, None where there is none; `told` hears how many bytes were read.

        Raises `Refusal` where it cannot be read.
        """


class DataCopies(Protocol):
    """Copies of the database, made by the database's own means and verified."""

    def schema(self) -> str | None:
        """The revision of the database here, None where there is none. Raises `Refusal` where it cannot be read."""

    def copy(self) -> Path | None:
        """Copy the database as it is and look through the copy; None where there is none. Raises `Refusal`."""

    def preview_downgrade(self) -> Downgrade:
        """What going back to the copy would come to. Raises `Refusal` where it is not needed or not possible."""

    def downgrade(self, what: Downgrade, kept: str, reason: str, entry: HistoryEntry) -> Path:
        """Let the copy take the place of the data, which are kept under a name that ends with `kept`; returns it.

        The numbers given since are taken in it and voided for `reason`, `entry` is recorded in it. A cut leaves
        the data as they were, or all of it done. Raises `Refusal`; then nothing is changed.
        """


@frozen
class UpdatePorts:
    """All that updates need. `here` says what is installed, only `publishers` are believed, `clock` is aware."""

    here: Callable[[], Installation]
    publishers: Sequence[Publisher]
    folder: ReleaseFolder
    sealer: Sealer
    copies: DataCopies
    clock: Callable[[], datetime]
