"""Autosave of a form that is no case: what stands in it is kept by its name until it is submitted."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from counter_app.services.office import form_drafts
from counter_app.ui.base.autosaver import Autosaver, Save
from counter_app.ui.base.station import Station


class FormAutosave(Autosaver):
    """Saves one form, identified by its name (`tip:`)."""

    def __init__(self, station: Station, content: Callable[[], Mapping[str, object]], parent: QObject) -> None:
        """`content` returns what stands in it."""
        super().__init__(station.tasks, lambda: station.backend, parent)
        self._station = station
        self._content = content
        self._name = ""
        self._last: dict[str, object] = {}

    def bind(self, name: str, found: Callable[[dict[str, object]], None]) -> None:
        """Go on with another form that stands there as it begins, this one having been flushed.

        `found` gets what was kept of it, if anything was and nobody has typed into it meanwhile.
        """
        self.clear()
        self._name, self._last = name, dict(self._content())
        post = self._station.post

        def told(content: dict[str, object]) -> None:
            if content and self._name == name and not self.is_dirty:
                self._last = content
                found(content)

        self._station.read(
            lambda backend: form_drafts.load_form_draft(backend, name, post=post),
            done=told,
            failed=self.refused.emit,
            owner=self,
        )

    def mark_dirty(self) -> None:
        """Something may have been typed: save it soon if it differs from what was saved last."""
        if self._name and dict(self._content()) != self._last:
            super().mark_dirty()

    def discard(self) -> None:
        """The form was submitted: delete its draft."""
        self.clear()
        name, post, self._name = self._name, self._station.post, ""
        if name:
            self._station.write(
                lambda backend: form_drafts.discard_form_draft(backend, name, post=post),
                failed=self.refused.emit,
                owner=self,
            )

    def read(self) -> Save:
        """See `Autosaver`."""
        name, content, post = self._name, dict(self._content()), self._station.post
        self._last = content
        return lambda backend: form_drafts.save_form_draft(backend, name, content, post=post)
