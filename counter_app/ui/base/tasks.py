"""Work off the UI thread.

`Tasks.run` takes a callable without arguments, `Tasks.run_long` one that takes `Steps`, through which it tells its
progress and hears that it was cancelled. Results come back on the UI thread. Three lanes: `WRITE` has one worker and
keeps the order (drafts, acts), `READ` has several (queries, rendering), `FILES` has a few for what may be slow without
bound (sticks, shares, printers); a draft never waits for one of them.
"""

import threading
from collections.abc import Callable
from enum import Enum
from typing import Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QMetaObject, QObject, QRunnable, Qt, QThread, QThreadPool, Signal, Slot

from counter_app.domain.basics.records import mutable
from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.base.collector import GarbageCollector
from counter_app.ui.base.errors import ErrorReporter

T = TypeVar("T")

_CLOSING_TIME = 20_000
_FILES_AT_ONCE = 3
"""A stick that does not respond must not hold back the printer, nor both of them a scan."""
_READS_AT_ONCE = 4
"""Background reads (the index of words, thumbnails) must leave space for what a clerk asks for."""


class Lane(Enum):
    """Which workers do the work."""

    WRITE = "write"
    READ = "read"
    FILES = "files"


class Cancelled(Exception):  # noqa: N818 - asked for by the clerk, no error
    """Raised inside long work by `Steps` after the clerk cancelled it."""


class CancelToken:
    """Cancels work. Cancelled work reports nothing any more: neither done nor failed."""

    def __init__(self) -> None:
        """A fresh token; give it to one or several pieces of work."""
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop. May be called from any thread and more than once."""
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._cancelled.is_set()


class Steps:
    """Progress and cancellation of long work."""

    def __init__(self, token: CancelToken, tell: Callable[[int, int, str], None]) -> None:
        """`tell` gets how much is done, of how much (0: not known), and words for the clerk."""
        self._token = token
        self._tell = tell

    def check(self) -> None:
        """Raise `Cancelled` when the clerk does not want the result any more."""
        if self._token.is_cancelled:
            raise Cancelled

    def advance(self, done: int, total: int = 0, words: str = "") -> None:
        """Tell the progress. Raises `Cancelled` as `check` does."""
        self.check()
        self._tell(done, total, words)


class _Work(QRunnable, Generic[T]):
    """One piece of work on its way through a lane."""

    def __init__(self, work: Callable[[], T], deliver: Callable[[T | None, BaseException | None], None]) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self._work: Callable[[], T] | None = work
        self._deliver: Callable[[T | None, BaseException | None], None] | None = deliver

    def run(self) -> None:
        """Called by Qt on a worker thread."""
        if self._work is None or self._deliver is None:
            return
        result: T | None = None
        error: BaseException | None = None
        try:
            result = self._work()
        except BaseException as raised:  # noqa: BLE001 - whatever it is, it is told on the UI thread
            error = raised
        self._deliver(result, error)

    def forget(self) -> None:
        """Let go of the page that it was for: the pool keeps the runnable itself. On the UI thread, when it is told."""
        self._work = self._deliver = None


@mutable
class _UnderWay:
    """One piece of work that was asked for and not told yet; it starts once nothing it waits for is under way."""

    work: _Work[object]
    token: CancelToken
    lane: Lane
    waits_for: set[int]
    once: tuple[int, str] | None
    owned: QMetaObject.Connection | None

    def release_owner(self) -> None:
        """Hear no more of its owner. On the UI thread."""
        if self.owned is not None:
            QObject.disconnect(self.owned)


class Tasks(QObject):
    """Runs work off the UI thread. Belongs to the UI thread; `close` before the application ends."""

    busy_changed = Signal(bool)
    """Whether any work is under way."""
    refused = Signal(Refusal)
    """A `Refusal` of work that was given no `failed`."""
    _finished = Signal(object)

    def __init__(self, reporter: ErrorReporter, parent: QObject | None = None) -> None:
        """Faults of ours go to `reporter`."""
        super().__init__(parent)
        self._reporter = reporter
        self._lanes = {lane: QThreadPool(self) for lane in Lane}
        self._lanes[Lane.FILES].setMaxThreadCount(_FILES_AT_ONCE)
        self._lanes[Lane.WRITE].setMaxThreadCount(1)
        self._lanes[Lane.WRITE].setExpiryTimeout(-1)
        self._lanes[Lane.READ].setMaxThreadCount(max(_READS_AT_ONCE, QThread.idealThreadCount() - 1))
        self._under_way: dict[int, _UnderWay] = {}
        self._next = 0
        self._closed = False
        self._delivering = True
        self.collector = GarbageCollector(self)
        self.collector.start()
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(  # noqa: PLR0913 - all that may be asked of work
        self,
        work: Callable[[], T],
        *,
        done: Callable[[T], None] | None = None,
        failed: Callable[[Refusal], None] | None = None,
        lane: Lane = Lane.READ,
        cancel: CancelToken | None = None,
        owner: QObject | None = None,
        after_writes: bool = False,
        once: str = "",
    ) -> CancelToken:
        """Do `work` on a worker of `lane`; then call `done` with its result, or `failed`, on the UI thread.

        With `after_writes` it starts when all that was asked of `Lane.WRITE` before has come to its end. While work of
        one `owner` with one name `once` is under way no other is begun: a second press is none.

        `failed` gets the `Refusal` that the work raised. Any other exception is reported as a fault of ours, shown
        as 程序出错, and `failed` gets a `ProgramError`, so that a page can leave its busy state.
        When `owner` is destroyed the work counts as cancelled, and so it does where what is told while `close` waits
        asks for more. Raises `RuntimeError` after `close`.
        """
        return self._start(
            lambda _steps: work(), done, failed, None, lane, cancel, owner, after_writes=after_writes, once=once
        )

    def run_long(  # noqa: PLR0913 - as above
        self,
        work: Callable[[Steps], T],
        *,
        done: Callable[[T], None] | None = None,
        failed: Callable[[Refusal], None] | None = None,
        progress: Callable[[int, int, str], None] | None = None,
        lane: Lane = Lane.FILES,
        cancel: CancelToken | None = None,
        owner: QObject | None = None,
        once: str = "",
    ) -> CancelToken:
        """As `run`, for work that tells its progress (done, total, words) and can be cancelled on the way."""
        return self._start(work, done, failed, progress, lane, cancel, owner, once=once)

    def close(self, timeout: int = _CLOSING_TIME) -> bool:
        """Take no more work, cancel what only reads, finish and tell the rest; False when `timeout` ms were not enough.

        Nothing is told after that: the pages and the files that it was for are gone.
        """
        self._closed = True
        for one in self._under_way.values():
            if one.lane is Lane.READ:
                one.token.cancel()
        finished = [pool.waitForDone(timeout) for pool in self._lanes.values()]
        QCoreApplication.sendPostedEvents(self)
        self._delivering = False
        for one in self._under_way.values():
            one.release_owner()
        self.collector.stop()
        return all(finished)

    @property
    def is_closed(self) -> bool:
        """Whether the application is ending: what comes to its end now is told, but can begin nothing new."""
        return self._closed

    @property
    def is_busy(self) -> bool:
        """Whether any work is under way or has not been told yet."""
        return bool(self._under_way)

    def _start(  # noqa: C901, PLR0913 - what both ways pass on
        self,
        work: Callable[[Steps], T],
        done: Callable[[T], None] | None,
        failed: Callable[[Refusal], None] | None,
        progress: Callable[[int, int, str], None] | None,
        lane: Lane,
        cancel: CancelToken | None,
        owner: QObject | None,
        *,
        after_writes: bool = False,
        once: str = "",
    ) -> CancelToken:
        token = cancel or CancelToken()
        if not self._delivering:
            raise RuntimeError("tasks are closed")
        if self._closed:
            token.cancel()
            return token
        name = (id(owner), once) if once else None
        if (same := self._running(name)) is not None:
            return same
        owned = owner.destroyed.connect(token.cancel) if owner is not None else None
        self._next += 1
        number = self._next

        def tell(amount: int, total: int, words: str) -> None:
            if progress is not None:
                self._finished.emit(lambda: None if token.is_cancelled else progress(amount, total, words))

        def deliver(result: T | None, error: BaseException | None) -> None:
            self._finished.emit(lambda: self._finish(number, token, lambda: self._report(result, error, done, failed)))

        def guarded() -> T:
            if token.is_cancelled:
                raise Cancelled
            return work(Steps(token, tell))

        runnable = _Work(guarded, deliver)
        was_busy = self.is_busy
        writes = self._writes() if after_writes else set()
        self._under_way[number] = _UnderWay(runnable, token, lane, writes, name, owned)  # type: ignore[arg-type] # only held here
        if not was_busy:
            self.busy_changed.emit(True)
        if not writes:
            self._lanes[lane].start(runnable)
        return token

    def _running(self, name: tuple[int, str] | None) -> CancelToken | None:
        same = (one.token for one in self._under_way.values() if one.once == name and not one.token.is_cancelled)
        return next(same, None) if name is not None else None

    def _writes(self) -> set[int]:
        return {number for number, one in self._under_way.items() if one.lane is Lane.WRITE}

    def _finish(self, number: int, token: CancelToken, tell: Callable[[], None]) -> None:
        ended = self._under_way.pop(number, None)
        if ended is not None:
            ended.release_owner()
            ended.work.forget()
        for one in [one for one in self._under_way.values() if number in one.waits_for]:
            one.waits_for.discard(number)
            if not one.waits_for:
                self._lanes[one.lane].start(one.work)
        if not self._under_way:
            self.busy_changed.emit(False)
        if not token.is_cancelled:
            tell()

    def _report(
        self,
        result: T | None,
        error: BaseException | None,
        done: Callable[[T], None] | None,
        failed: Callable[[Refusal], None] | None,
    ) -> None:
        match error:
            case None:
                if done is not None:
                    done(result)  # type: ignore[arg-type] # None only where the work itself returns None
            case Cancelled():
                pass
            case Refusal():
                (failed or self.refused.emit)(error)
            case _:
                (failed or self.refused.emit)(self._reporter.record(error))

    @Slot(object)
    def _deliver(self, report: Callable[[], None]) -> None:
        if self._delivering:
            report()
