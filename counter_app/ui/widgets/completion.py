"""Completing fields: what was used of late, and units of all the years, offered beneath the line that is typed into.

Nothing is filled without being asked: no line of the list is marked before the clerk marks one with an arrow or clicks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.search.completed_fields import OF_UNITS, is_completed
from counter_app.services.ports import Backend
from counter_app.ui.base.tasks import Tasks
from counter_app.ui.widgets.editor import Editor
from counter_app.ui.widgets.suggestions import Completed, Offers, Suggestions
from counter_app.ui.widgets.text_editors import TextEditor

if TYPE_CHECKING:
    from counter_app.services.search.completion import KnownValues

_SEVERAL: Final = "、"
"""Parts the names in a field that takes several."""
_LEAST_FOR_UNITS: Final = 2


class Completion(QObject):
    """The completions of one form. Reads in the background, once something is typed that can be completed."""

    def __init__(self, backend: Backend, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._backend = backend
        self._tasks = tasks
        self._known: KnownValues | None = None
        self._units: dict[str, tuple[str, ...]] = {}
        self._used: dict[str, dict[str, None]] = {}

    def complete_form(self, editors: Iterable[Editor]) -> None:
        """Complete every line of a form that can be completed."""
        for editor in editors:
            if isinstance(editor, TextEditor) and is_completed(editor.key):
                offers = self.complete(editor.key, editor)
                offers.taken.connect(editor.edited)
                editor.left.connect(lambda editor=editor: self._use(editor.key, editor.line.text()))

    def complete(
        self,
        key: str,
        line: Completed,
        *,
        here: Callable[[], Iterable[str]] | None = None,
        parent: QObject | None = None,
    ) -> Suggestions:
        """Offer completions of the field `key` beneath `line`.

        A cell says which values are in sight in its column (`here`), which come first; its arrows stay its own.
        """
        several = key.endswith(".officers")

        def find(text: str) -> Offers:
            head, comma, typed = text.rpartition(_SEVERAL) if several else ("", "", text)
            found = self._find(key, typed, here() if here is not None else ())
            return [(f"{head}{comma}{value}", value) for value in found if value != typed]

        def ask(text: str) -> None:
            self._read(lambda: offers.offer_anew(line.line.text()))
            self._read_units(key, text, lambda: offers.offer_anew(line.line.text()))

        offers = Suggestions(line, find, lambda _text: True, parent or self, leaves_arrows=here is not None)
        line.line.textEdited.connect(ask)
        return offers

    # Inside ----------------------------------------------------------------------------------------------------------

    def _use(self, key: str, value: str) -> None:
        if value.strip():
            used = self._used.setdefault(key, {})
            used.pop(value.strip(), None)
            used[value.strip()] = None

    def _find(self, key: str, typed: str, here: Iterable[str]) -> tuple[str, ...]:
        if self._known is None:
            return ()
        from counter_app.domain.search.query import folded

        first = [*reversed([*self._used.get(key, {})]), *reversed([*here])]
        return self._known.find(key, typed, first, self._units.get(folded(typed)[0], ()))

    def _read(self, then: Callable[[], None]) -> None:
        """Read what was used of late, the first time."""
        if self._known is not None:
            return

        def read() -> KnownValues:  # imported there: the first letter of a case waits for nothing
            from counter_app.services.search import completion

            return completion.known_values(backend)

        def take(known: KnownValues) -> None:
            self._known = known
            then()

        backend = self._backend
        self._tasks.run(read, done=take, failed=_ignore, owner=self, once="known")

    def _read_units(self, key: str, text: str, then: Callable[[], None]) -> None:
        """Look for units beyond those of late."""
        if key not in OF_UNITS or len(text) < _LEAST_FOR_UNITS:
            return
        from counter_app.domain.search.query import folded
        from counter_app.services.search import completion

        word = folded(text)[0]
        if len(word) < _LEAST_FOR_UNITS or word in self._units:
            return

        def take(units: tuple[str, ...]) -> None:
            self._units[word] = units
            then()

        backend = self._backend
        self._tasks.run(lambda: completion.units_like(backend, text), done=take, failed=_ignore, owner=self)


def _ignore(_refusal: Refusal) -> None:
    """Nothing is offered then; the field is written in as before."""
