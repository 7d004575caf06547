"""Files on their way into the store: one after the other on the lane of files, with progress and a way out."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

from PySide6.QtCore import QBuffer, QIODevice, QObject, QTimer, Signal
from PySide6.QtGui import QAction, QImage, QKeySequence
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.base.acts import Action, when_pressed, with_key
from counter_app.ui.base.shortcuts import text_of
from counter_app.ui.base.tasks import CancelToken, Lane, Steps, Tasks
from counter_app.ui.widgets.dialogs import inform
from counter_app.ui.widgets.messages import Tone

if TYPE_CHECKING:
    from counter_app.services.ports import Watch
    from counter_app.services.scans.scans import Attached

Source = Path | QImage
"""A file, or a picture from the clipboard."""

_PATIENCE: Final = 400
"""Milliseconds after which attaching is said to be under way."""
_STEP: Final = 10
"""Per cent between two words about it."""
_CLIPBOARD: Final = "剪贴板中的图像"


Take: TypeAlias = "Callable[[Path | bytes, Watch], Attached[Any]]"
"""Attaches a file or the content of a picture; for a worker thread."""


class QueueBar(Protocol):
    """Shows the messages of a queue: the bar of a page, or what stands for it."""

    def say(
        self, sentence: str, next_step: str = "", *, tone: Tone = Tone.NOTE, actions: tuple[Action, ...] = ()
    ) -> None:
        """Say how it stands; `actions` are offered only while something is under way."""

    def say_refusal(self, refusal: Refusal) -> None:
        """Say what was not attached, and why."""

    def clear(self) -> None:
        """Remove the message."""


@frozen
class QueuedFile:
    """One file that waits: what it is attached to, what that or the file is called, and where it lies."""

    key: str
    label: str
    source: Source

    @property
    def name(self) -> str:
        """What the clerk calls it."""
        return self.source.name if isinstance(self.source, Path) else _CLIPBOARD


class FileQueue(QObject):
    """Attaches what it is given. What it attaches to, and how that is said, is for the class below it."""

    attached = Signal(object)
    """What was attached now (`Scan`, `Attachment`), on the disk with its row."""
    idle = Signal()
    """Nothing is under way any more."""

    def __init__(self, tasks: Tasks, messages: QueueBar, page: QWidget) -> None:
        """`messages` shows its messages; dialogs belong to `page`, and Esc stops it where `page` is in sight."""
        super().__init__(page)
        self._tasks = tasks
        self._messages = messages
        self._page = page
        self._waiting: deque[QueuedFile] = deque()
        self._now: QueuedFile | None = None
        self._token: CancelToken | None = None
        self._per_cent = 0
        self._done: list[QueuedFile] = []
        self._known: list[QueuedFile] = []
        self._troubles: list[tuple[QueuedFile, Refusal]] = []
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._patience.timeout.connect(self._say_progress)
        self._stop = QAction(self)
        self._stop.setShortcut(QKeySequence("Esc"))
        self._stop.setEnabled(False)
        when_pressed(self._stop, self.cancel)
        page.addAction(self._stop)

    @property
    def is_busy(self) -> bool:
        """Whether anything is under way."""
        return self._now is not None

    def add(self, key: str, label: str, sources: Sequence[Source]) -> None:
        """Attach `sources` to the paper `key`, called `label`."""
        self._waiting.extend(QueuedFile(key, label, source) for source in sources)
        if self._now is None:
            self._next()

    def cancel(self) -> None:
        """Esc: attach no more; what is attached to its paper already stays."""
        if self._now is None:
            return
        self._waiting.clear()
        if self._token is not None:
            self._token.cancel()
        self._now = None
        self._finish(cancelled=True)

    def _next(self) -> None:
        self._now = now = self._waiting.popleft()
        self._per_cent = 0
        self._patience.start()
        take = self._way_of(now)

        def attach(steps: Steps) -> Attached[Any]:
            return take(now.source if isinstance(now.source, Path) else png_of(now.source), steps.advance)

        # No owner: what is on its way arrives even where its page gave way for another one meanwhile.
        self._token = self._tasks.run_long(
            attach,
            done=lambda taken: self._came(now, taken),
            failed=lambda refusal: self._refused(now, refusal),
            progress=lambda done, total, _words: self._advance(done, total),
            lane=Lane.FILES,
        )

    def _way_of(self, one: QueuedFile) -> Take:
        """How to attach it, by whoever is at the window now."""
        raise NotImplementedError

    def _done_words(self, done: list[QueuedFile]) -> tuple[str, str]:
        """What was attached, and what can be done with it."""
        raise NotImplementedError

    def _known_words(self, one: QueuedFile) -> str:
        """That it was attached before."""
        raise NotImplementedError

    def _came(self, one: QueuedFile, taken: Attached[Any]) -> None:
        if self._is_there:
            (self._done if taken.anew else self._known).append(one)
            self.attached.emit(taken.file)
            self._go_on()

    def _refused(self, one: QueuedFile, refusal: Refusal) -> None:
        if self._is_there:
            self._troubles.append((one, refusal))
            self._go_on()
        else:
            self._tasks.refused.emit(refusal)

    @property
    def _is_there(self) -> bool:
        """Whether there is anybody to tell: the page may have given way, or the application be ending."""
        return isValid(self) and not self._tasks.is_closed

    def _go_on(self) -> None:
        if self._waiting:
            self._next()
        else:
            self._now = None
            self._finish()

    def _finish(self, *, cancelled: bool = False) -> None:
        self._patience.stop()
        self._stop.setEnabled(False)
        done, known, troubles = self._done, self._known, self._troubles
        self._done, self._known, self._troubles = [], [], []
        if len(troubles) > 1:
            self._messages.clear()
            lines = "\n".join(f"{one.name}：{text_of(refusal)}" for one, refusal in troubles)
            inform(self._page, f"有{len(troubles)}个文件没有附上", lines)
        elif troubles:
            one, refusal = troubles[0]
            self._messages.say_refusal(Refusal(f"{one.name}：{refusal.sentence}", refusal.remedy, refusal.act))
        elif cancelled:
            self._messages.say("已停止，未附完的文件不保留", f"已附上{len(done)}个" if done else "", tone=Tone.NOTE)
        elif known and not done:
            self._messages.say(self._known_words(known[0]), tone=Tone.NOTE)
        elif done:
            self._messages.say(*self._done_words(done), tone=Tone.DONE)
        self.idle.emit()

    def _advance(self, done: int, total: int) -> None:
        if not isValid(self):
            return
        per_cent = done * 100 // total if total else 0
        if abs(per_cent - self._per_cent) >= _STEP:
            self._per_cent = per_cent
            if self._stop.isEnabled():
                self._say_progress()

    def _say_progress(self) -> None:
        if self._now is not None:
            self._stop.setEnabled(True)
            more = f"，后面还有{len(self._waiting)}个" if self._waiting else ""
            words = f"正在附 {self._now.name}（{self._per_cent}%）{more}…"
            self._messages.say(words, actions=((with_key("停止", "Esc"), self.cancel),))


def png_of(image: QImage) -> bytes:
    """The picture without loss. For a worker thread."""
    packed = QBuffer()
    packed.open(QIODevice.OpenModeFlag.WriteOnly)
    if image.isNull() or not image.save(packed, "PNG"):  # type: ignore[call-overload] # the stubs know no buffers
        raise Refusal("这个图像无法读取，没有附上", "重新复制，或把图像存为文件后拖进来")
    return bytes(packed.data().data())
