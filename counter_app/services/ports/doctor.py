"""What a check-up needs of the installation beside the acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal


@frozen
class Cache:
    """What can be made again: how many files, of how many octets, and how many days old the oldest is."""

    files: int
    size: int
    oldest_days: int


@frozen
class NamedScans:
    """The scans that the database names, and the octets of all files of scans."""

    sha256: Sequence[str]
    size: int


class Examiner(Protocol):
    """Looks at one data folder without changing it. What cannot be read raises `Refusal`."""

    def damage(self) -> Refusal | None:
        """What is wrong with the pages of the database, and whether its rows refer to nothing."""

    def is_plain(self) -> bool:
        """Whether the database can be read by anybody."""

    def scans(self) -> NamedScans:
        """The scans that are to be there."""

    def open_to_others(self) -> int:
        """How many files and folders of ours others may read or write; files of another owner do not count."""

    def free_bytes(self) -> int:
        """The room on the disk of the data."""

    def database_bytes(self) -> int:
        """The size of the database."""

    def cache(self) -> Cache:
        """What lies in the caches."""

    def logs(self) -> Mapping[str, bytes]:
        """The error reports and logs, by name."""

    def layout(self) -> Mapping[str, str]:
        """What lies in the data folder, without names of scans: size and mode by name."""

    def hidden(self, words: str) -> str:
        """`words` without the folders of the user."""

    def write(self, path: Path, files: Mapping[str, bytes]) -> None:
        """Write files into one ZIP archive that only its owner may read. Raises `Refusal`."""
