"""What one workstation remembers for itself: who sits there, which printer, how the screen looks."""

from __future__ import annotations

from typing import Protocol

from counter_app.domain.basics.office import Post
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal


@frozen
class Workstation:
    """`theme` is `system` (as the desktop is), `light`, `dark` or `contrast`; `zoom` a percentage.

    `office_name` is only for the first painted title.
    `continuous` opens the next case once a paper is printed.
    `scan_folder` is where the document camera of this window puts its files, empty where there is none.
    `sounds` plays a tone at each scan of a batch.
    `printer` empty means the system's default. A workstation without `clerk` or `window` has not been set up.
    """

    clerk: str = ""
    window: str = ""
    office_name: str = ""
    printer: str = ""
    theme: str = "system"
    zoom: int = 100
    continuous: bool = False
    scan_folder: str = ""
    sounds: bool = True
    clerks: str = ""
    """Who works here by turns, a line each, with the hash of a PIN behind a tab: see `services.office.clerks`."""
    reminded_on: str = ""
    """The last day (ISO 8601) on which this window was told what falls due."""

    backup_folder: str = ""
    """Where backups are made: a folder, a share or a stick; empty where no place is set."""
    backup_hour: int = 12
    """From which hour of the day on the day's backup is made while the window is open."""

    @property
    def is_set_up(self) -> bool:
        """Whether the first-start page has been answered here."""
        return bool(self.clerk and self.window)

    @property
    def post(self) -> Post:
        """Who acts, and where."""
        return Post(self.clerk, self.window)


class WorkstationStore(Protocol):
    """Keeps the workstation's own choices in a small file beside the database."""

    trouble: Refusal | None
    """What of the file could not be read when it was last loaded: file, key and reason."""
    names_are_open: bool
    """Whether the names of who works here are kept where anybody can read them: until the next save, if it can be."""

    def load(self) -> Workstation:
        """What was kept; the defaults where nothing was, or where it cannot be read."""

    def save(self, workstation: Workstation) -> None:
        """Save it. Raises `Refusal` where it cannot be written."""
