"""Files on their way to an inspection, order or tip, and where that is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.ports import Attachment, Watch
from counter_app.services.scans import attachments
from counter_app.services.scans.scans import Attached
from counter_app.ui.base.acts import Action
from counter_app.ui.base.station import Station
from counter_app.ui.scans.file_queue import FileQueue, QueueBar, QueuedFile, Take
from counter_app.ui.widgets.messages import MessageBar, Tone


class AttachmentQueue(FileQueue):
    """Attaches files to what their key names, under their label; `attached` carries the `Attachment`."""

    def __init__(self, station: Station, messages: QueueBar, page: QWidget) -> None:
        """`messages` shows its messages; dialogs belong to `page`."""
        super().__init__(station.tasks, messages, page)
        self._station = station

    def _way_of(self, one: QueuedFile) -> Take:
        backend, post = self._station.backend, self._station.post
        owner, title = one.key, one.label

        def take(source: Path | bytes, watch: Watch) -> Attached[Attachment]:
            return attachments.attach(backend, owner, source, title, post=post, watch=watch)

        return take

    def _done_words(self, done: list[QueuedFile]) -> tuple[str, str]:
        amount = f"{len(done)}个文件：" if len(done) > 1 else ""
        return f"已附上{amount}{done[0].label}", ""

    def _known_words(self, one: QueuedFile) -> str:
        return f"{one.name} 已经附上，没有重复附"


class AttachmentBar:
    """`QueueBar` of a list of attachments: what is under way stands beside the list, what came of it above the page."""

    def __init__(
        self, beside: MessageBar, confirmed: Callable[[str], object], refused: Callable[[Refusal], object]
    ) -> None:
        """`beside` the list; `confirmed` and `refused` show above the page."""
        self._beside = beside
        self._confirmed = confirmed
        self._refused = refused

    def say(
        self, sentence: str, next_step: str = "", *, tone: Tone = Tone.NOTE, actions: tuple[Action, ...] = ()
    ) -> None:
        """What is done is said above the page."""
        if tone is Tone.DONE:
            self._beside.clear()
            self._confirmed(sentence)
        else:
            self._beside.say(sentence, next_step, tone=tone, actions=actions)

    def say_refusal(self, refusal: Refusal) -> None:
        """Above the page."""
        self._beside.clear()
        self._refused(refusal)

    def clear(self) -> None:
        """Nothing beside the list any more."""
        self._beside.clear()
