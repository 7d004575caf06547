"""What was keyed at one window into a form that is no case: kept while it is keyed, forgotten once it is handed in."""

from __future__ import annotations

from collections.abc import Mapping

from counter_app.domain.basics.office import Post
from counter_app.services.ports import Backend


def save_form_draft(backend: Backend, form: str, content: Mapping[str, object], *, post: Post) -> None:
    """Keep what stands in a form now, as plain JSON data; a draft is no act, the history is not touched."""
    with backend.work() as work:
        work.window_states.save_form(post.window, form, content)
        work.commit()


def load_form_draft(backend: Backend, form: str, *, post: Post) -> dict[str, object]:
    """What was kept of a form last, empty where nothing is."""
    with backend.work() as work:
        return work.window_states.load_form(post.window, form)


def discard_form_draft(backend: Backend, form: str, *, post: Post) -> None:
    """Forget a form: it was handed in, or given up."""
    with backend.work() as work:
        work.window_states.discard_form(post.window, form)
        work.commit()
