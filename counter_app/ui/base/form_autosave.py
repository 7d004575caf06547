"""Autosave of a form that is no case: soon after the last key, and at once before the window closes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QObject, QTimer

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.office import form_drafts
from counter_app.ui.base.station import Station

SOON: Final = 600
"""Milliseconds after the last key."""
LATEST: Final = 1500
"""Milliseconds after the first key that is not kept yet."""


class FormAutosave(QObject):
    """Saves one form, identified by its name (`tip:`); `read` returns its current content."""

    def __init__(
        self,
        station: Station,
        read: Callable[[], Mapping[str, object]],
        refused: Callable[[Refusal], None],
        parent: QObject,
    ) -> None:
        """`refused` hears why something could not be kept; it stays in the form."""
        super().__init__(parent)
        self._station = station
        self._read = read
        self._refused = refused
        self._name = ""
        self._dirty = False
        self._last: dict[str, object] = {}
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._latest = QTimer(self, singleShot=True, interval=LATEST)
        self._soon.timeout.connect(self.flush)
        self._latest.timeout.connect(self.flush)

    def bind(self, name: str, found: Callable[[dict[str, object]], None]) -> None:
        """Go on with another form that stands there as it begins, this one having been flushed.

        `found` gets what was kept of it, if anything was and nobody has typed into it meanwhile.
        """
        self._name, self._dirty, self._last = name, False, dict(self._read())
        self._rest()
        post = self._station.post

        def told(content: dict[str, object]) -> None:
            if content and self._name == name and not self._dirty:
                self._last = content
                found(content)

        self._station.read(
            lambda backend: form_drafts.load_form_draft(backend, name, post=post),
            done=told,
            failed=self._refused,
            owner=self,
        )

    def mark_dirty(self) -> None:
        """Something may have been typed: save it soon if it differs from what was saved last."""
        if not self._name or dict(self._read()) == self._last:
            return
        self._dirty = True
        self._soon.start()
        if not self._latest.isActive():
            self._latest.start()

    @property
    def is_dirty(self) -> bool:
        """Whether something is not kept yet."""
        return self._dirty

    def flush(self, then: Callable[[], None] | None = None, otherwise: Callable[[Refusal], None] | None = None) -> None:
        """Keep what is not kept yet, then go on with `then`; where it could not be kept, with `otherwise`."""
        self._rest()
        if not self._dirty or self._station.tasks.is_closed:
            if then is not None:
                then()
            return
        self._dirty = False
        name, content, post = self._name, dict(self._read()), self._station.post
        self._last = content

        def failed(refusal: Refusal) -> None:
            self._dirty = True
            (otherwise or self._refused)(refusal)

        self._station.write(
            lambda backend: form_drafts.save_form_draft(backend, name, content, post=post),
            done=lambda _none: then() if then is not None else None,
            failed=failed,
            owner=self,
        )

    def discard(self) -> None:
        """The form was submitted: delete its draft."""
        self._rest()
        self._dirty = False
        name, post, self._name = self._name, self._station.post, ""
        if name:
            self._station.write(
                lambda backend: form_drafts.discard_form_draft(backend, name, post=post),
                failed=self._refused,
                owner=self,
            )

    def _rest(self) -> None:
        self._soon.stop()
        self._latest.stop()
