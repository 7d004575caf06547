"""What the acts need of the office's own folder of forms and resources, which lies over what ships."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Protocol

from counter_app.domain.basics.records import frozen


@frozen
class OverlayNote:
    """Lies in a folder that took the place of another, so that the database can follow after an interruption.

    `reference` is another one for each exchange; `settings` are the office's settings that belong to the folder, by
    their names in `Office`, `before` what stood in their place; both as plain JSON data.
    """

    reference: str
    act: str
    clerk: str
    window: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    before: Mapping[str, Any] = field(default_factory=dict)


@frozen
class FileTables:
    """What stands in a file, and in the file of that name that ships, None where there is none."""

    table: Mapping[str, Any]
    shipped: Mapping[str, Any] | None


class Overlay(Protocol):
    """The office's own TOML files by their relative names (`forms/filing/2025-05/form.toml`)."""

    def files(self) -> dict[str, str]:
        """Every file that is in force here, with its text. Raises `Refusal` where one cannot be read."""

    def tables(self, files: Mapping[str, str]) -> dict[str, FileTables]:
        """What stands in `files`, once the program has loaded all of them together as it would at a start.

        Raises `Refusal` naming the file, the key and the reason; nothing is changed in either case.
        """

    def replace(self, files: Mapping[str, str], note: OverlayNote) -> str:
        """Let `files` take the place of the folder, all or none; returns the name under which the old one is kept.

        Raises `Refusal`; then nothing is changed. A cut leaves the old folder or, from the next start, the new one.
        """

    def put_back(self, note: OverlayNote | None) -> str:
        """Let the folder that was kept last take the place of this one; returns the name of the one kept now.

        `note` takes the place of the one in it. Raises `Refusal` where none is kept.
        """

    def discard(self, kept: str) -> None:
        """Remove a folder that was kept, by its name."""

    def note(self) -> OverlayNote | None:
        """The note of the folder that is in force."""

    def last_kept(self) -> str:
        """The name of the folder that was kept last, empty where none is."""
