"""What updates need of the layers beside. None of it needs the database to be opened by this version of the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from counter_app.domain.update.release import Installation, Publisher
from counter_app.services.ports.results import Sealer


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


@dataclass(frozen=True, slots=True)
class UpdatePorts:
    """All that updates need. `here` says what is installed; only `publishers` are believed."""

    here: Callable[[], Installation]
    publishers: Sequence[Publisher]
    folder: ReleaseFolder
    sealer: Sealer
    copies: DataCopies
