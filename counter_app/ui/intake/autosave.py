"""Autosave of one open case: versions, what another window saved meanwhile, and what is written over it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeAlias

from PySide6.QtCore import QObject, Signal

from counter_app.domain.basics.office import Post
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import Filing
from counter_app.services.filing import cases
from counter_app.services.ports import Backend, ChangedElsewhere
from counter_app.ui.base.autosaver import Autosaver, Save
from counter_app.ui.base.tasks import Lane, Tasks

Kept: TypeAlias = tuple[datetime, Filing, tuple[cases.Overwritten, ...]]


class CaseAutosave(QObject):
    """Saves a case that goes on changing, tried again while it fails."""

    saved = Signal(object)
    """Aware `datetime` of the save that reached the disk."""
    failed = Signal(object)
    """`Refusal` that kept the case from the disk."""
    conflict_found = Signal(object)
    """`ChangedElsewhere`: nothing more is saved until `rebase`, or `give_up` where a clerk has to choose."""

    def __init__(
        self, filing: Callable[[], Filing], backend: Backend, *, post: Post, tasks: Tasks, parent: QObject
    ) -> None:
        """`filing` gives the case as it stands; a copy of it is saved."""
        super().__init__(parent)
        self._filing = filing
        self._backend = backend
        self._post = post
        self._tasks = tasks
        self._saver = Autosaver(
            self._read,
            self._write,
            reached=self._reached,
            refused=self._refuse,
            is_closed=lambda: tasks.is_closed,
            retries=True,
            parent=self,
        )
        self._version = _Version(filing().version)
        self._settling = False
        self._over: tuple[cases.Overwritten, ...] = ()
        self.base = replace(filing())
        """The case as it stood on the disk when it was last read or saved here."""
        self.conflict: ChangedElsewhere | None = None

    @property
    def is_dirty(self) -> bool:
        """Whether something is not on its way to the disk yet."""
        return self._saver.is_dirty

    @property
    def is_saving(self) -> bool:
        """Whether a save is on its way to the disk."""
        return self._saver.is_saving

    def set_post(self, post: Post) -> None:
        """See `CaseSession.set_post`."""
        self._post = post

    def mark_dirty(self) -> None:
        """Something is unsaved from now on."""
        self._saver.mark_dirty()

    def suspend(self) -> None:
        """Send nothing to the disk while an act changes the case there: a save of before would come too late."""
        self._saver.suspend()

    def resume(self) -> None:
        """Go on saving: the act is done, or was refused."""
        if self.conflict is None:
            self._saver.resume()

    def save(self, *, queue: bool = False) -> None:
        """Save now, or right after the save under way; with `queue` line up behind it (the program is closing)."""
        self._saver.save(queue=queue)

    def flush(self, done: Callable[[], None], failed: Callable[[Refusal], None]) -> None:
        """Call `done` as soon as everything is on disk, `failed` when that cannot be."""
        if self.conflict is not None and not self._settling:
            failed(self.conflict)
        else:
            self._saver.flush(done, failed)

    def rebase(self, kept: Filing, over: tuple[cases.Overwritten, ...] = ()) -> None:
        """The case was read from the disk as `kept`: nothing is unsaved, and the next save is one upon that.

        What the next save writes `over`, after a clerk chose so, goes into the history with it.
        """
        self._saver.clear()
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
            self._saver.answer(self.conflict)

    def stop(self, conflict: ChangedElsewhere) -> None:
        """Save nothing more: a clerk has to choose."""
        self._saver.suspend()
        self.conflict = conflict

    def _read(self) -> Save:
        copy, version, over, post = replace(self._filing()), self._version, self._over, self._post
        return lambda backend: (version.save(backend, copy, post, over), copy, over)

    def _write(self, act: Save, *, done: Callable[[Any], None], failed: Callable[[Refusal], None]) -> None:
        backend = self._backend
        self._tasks.run(lambda: act(backend), done=done, failed=failed, lane=Lane.WRITE)

    def _reached(self, kept: Kept) -> None:
        at, self.base, over = kept
        self._over = tuple(one for one in self._over if one not in over)
        self._filing().version = self._version.number
        self.saved.emit(at)

    def _refuse(self, refusal: Refusal) -> bool:
        if not isinstance(refusal, ChangedElsewhere):
            self.failed.emit(refusal)
            return True
        first = self.conflict is None
        self.conflict, self._settling = refusal, True
        self._saver.suspend()
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
