"""Autosave of one open case: versions, what another window saved meanwhile, and what is written over it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal

from counter_app.domain.basics.office import Post
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import Filing
from counter_app.services.filing import cases
from counter_app.services.ports import Backend, ChangedElsewhere
from counter_app.ui.base.autosaver import Autosaver, Save
from counter_app.ui.base.tasks import Tasks

Kept: TypeAlias = tuple[datetime, Filing, tuple[cases.Overwritten, ...]]


class CaseAutosave(Autosaver):
    """Saves a case that goes on changing, tried again while it fails."""

    saved = Signal(datetime)
    """Aware `datetime` of the save that reached the disk."""
    failed = Signal(Refusal)
    """`Refusal` that kept the case from the disk."""
    conflict_found = Signal(ChangedElsewhere)
    """`ChangedElsewhere`: nothing more is saved until `rebase`, or `give_up` where a clerk has to choose."""

    def __init__(
        self, filing: Callable[[], Filing], backend: Backend, *, post: Post, tasks: Tasks, parent: QObject
    ) -> None:
        """`filing` gives the case as it stands; a copy of it is saved."""
        super().__init__(tasks, lambda: backend, parent, retries=True)
        self._filing = filing
        self._post = post
        self._version = _Version(filing().version)
        self._settling = False
        self._over: tuple[cases.Overwritten, ...] = ()
        self.base = replace(filing())
        """The case as it stood on the disk when it was last read or saved here."""
        self.conflict: ChangedElsewhere | None = None

    def set_post(self, post: Post) -> None:
        """See `CaseSession.set_post`."""
        self._post = post

    def resume(self) -> None:
        """Go on saving, unless a clerk has to choose."""
        if self.conflict is None:
            super().resume()

    def flush(self, then: Callable[[], None] | None = None, otherwise: Callable[[Refusal], None] | None = None) -> None:
        """See `Autosaver`; where a clerk has to choose first, `otherwise` is told at once."""
        if self.conflict is None or self._settling:
            super().flush(then, otherwise)
        elif otherwise is not None:
            otherwise(self.conflict)

    def rebase(self, kept: Filing, over: tuple[cases.Overwritten, ...] = ()) -> None:
        """The case was read from the disk as `kept`: nothing is unsaved, and the next save is one upon that.

        What the next save writes `over`, after a clerk chose so, goes into the history with it.
        """
        self.clear()
        self._settling = False
        self._version = _Version(kept.version)
        self.base = replace(kept)
        self._over += over
        self.conflict = None

    def give_up(self) -> None:
        """What both windows wrote cannot be put together without a clerk: whoever waits for the disk is told."""
        self._settling = False
        if self.conflict is not None:
            self.failed.emit(self.conflict)
            self.answer(self.conflict)

    def stop(self, conflict: ChangedElsewhere) -> None:
        """Save nothing more: a clerk has to choose."""
        self.suspend()
        self.conflict = conflict

    def read(self) -> Save:
        """See `Autosaver`."""
        copy, version, over, post = replace(self._filing()), self._version, self._over, self._post
        return lambda backend: (version.save(backend, copy, post, over), copy, over)

    def reached(self, result: Kept) -> None:
        """The case stands on the disk as it was copied; what it was written over is told."""
        at, self.base, over = result
        self._over = tuple(one for one in self._over if one not in over)
        self._filing().version = self._version.number
        self.saved.emit(at)

    def refuse(self, refusal: Refusal) -> bool:
        """Another window changed it: look what can be put together before those who wait are told."""
        if not isinstance(refusal, ChangedElsewhere):
            self.failed.emit(refusal)
            return True
        first = self.conflict is None
        self.conflict, self._settling = refusal, True
        self.suspend()
        if first:
            self.conflict_found.emit(refusal)
        return False


class _Version:
    """The version the next save builds upon. Written only by the one worker that keeps, so saves may line up."""

    def __init__(self, number: int) -> None:
        self.number = number

    def save(self, backend: Backend, copy: Filing, post: Post, over: tuple[cases.Overwritten, ...]) -> datetime:
        """Save `copy` and say when."""
        copy.version = self.number
        self.number = cases.save_draft(backend, copy, post=post, over=over)
        return backend.clock()
