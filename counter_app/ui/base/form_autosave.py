"""Autosave of a form that is no case: what stands in it is kept by its name until it is submitted."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.office import form_drafts
from counter_app.ui.base.autosaver import Autosaver, Save
from counter_app.ui.base.station import Station


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
        self._content = read
        self._tell = refused
        self._name = ""
        self._last: dict[str, object] = {}
        self._saver = Autosaver(
            self._read,
            station.write,
            reached=lambda _none: None,
            refused=self._refuse,
            is_closed=lambda: station.tasks.is_closed,
            parent=self,
        )

    def bind(self, name: str, found: Callable[[dict[str, object]], None]) -> None:
        """Go on with another form that stands there as it begins, this one having been flushed.

        `found` gets what was kept of it, if anything was and nobody has typed into it meanwhile.
        """
        self._saver.clear()
        self._name, self._last = name, dict(self._content())
        post = self._station.post

        def told(content: dict[str, object]) -> None:
            if content and self._name == name and not self._saver.is_dirty:
                self._last = content
                found(content)

        self._station.read(
            lambda backend: form_drafts.load_form_draft(backend, name, post=post),
            done=told,
            failed=self._tell,
            owner=self,
        )

    def mark_dirty(self) -> None:
        """Something may have been typed: save it soon if it differs from what was saved last."""
        if self._name and dict(self._content()) != self._last:
            self._saver.mark_dirty()

    @property
    def is_dirty(self) -> bool:
        """Whether something is not kept yet."""
        return self._saver.is_dirty

    def flush(self, then: Callable[[], None] | None = None, otherwise: Callable[[Refusal], None] | None = None) -> None:
        """Keep what is not kept yet, then go on with `then`; where it could not be kept, with `otherwise`."""
        self._saver.flush(then or (lambda: None), otherwise)

    def discard(self) -> None:
        """The form was submitted: delete its draft."""
        self._saver.clear()
        name, post, self._name = self._name, self._station.post, ""
        if name:
            self._station.write(
                lambda backend: form_drafts.discard_form_draft(backend, name, post=post),
                failed=self._tell,
                owner=self,
            )

    def _read(self) -> Save:
        name, content, post = self._name, dict(self._content()), self._station.post
        self._last = content
        return lambda backend: form_drafts.save_form_draft(backend, name, content, post=post)

    def _refuse(self, refusal: Refusal) -> bool:
        if not self._saver.is_awaited:
            self._tell(refusal)
        return True
