"""Which looks at names and numbers were recorded already, of one thing that stands open."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from counter_app.ui.base.tasks import Lane, Tasks

if TYPE_CHECKING:  # the startup window needs no service
    from counter_app.domain.basics.office import Post
    from counter_app.services.office.noting import Viewing
    from counter_app.services.ports import Backend


class Seen:
    """What was seen by whom: what stays open is one look for each clerk who comes to see it."""

    def __init__(self) -> None:
        """Nobody has seen it."""
        self._seen: set[tuple[str, Viewing]] = set()

    def remember(self, clerk: str, looks: Iterable[Viewing]) -> list[Viewing]:
        """Those that `clerk` has not had yet; from now on they are known."""
        new = [look for look in dict.fromkeys(looks) if (clerk, look) not in self._seen]
        self._seen |= {(clerk, look) for look in new}
        return new

    def record(self, looks: Iterable[Viewing], backend: Backend, tasks: Tasks, post: Post) -> None:
        """Put those that are new into the history; nobody waits for it."""
        new = self.remember(post.clerk, looks)
        if new:
            from counter_app.services.office.noting import note_viewings

            tasks.run(lambda: note_viewings(backend, new, post=post), lane=Lane.WRITE)
