"""Our own faults: a report without personal data in the data folder, 程序出错 to the clerk, and work goes on."""

import contextlib
import logging
import sys
import threading
import traceback
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal, Slot, qVersion

import counter_app
from counter_app.domain.basics.refusal import Refusal
from counter_app.private_files import make_private_folder, write_private
from counter_app.ui.base.report_words import place, scrubbed

MOST_REPORTS: Final = 100
MOST_OCTETS: Final = 2_000_000
"""Of all reports."""

_logger = logging.getLogger(__name__)


class ProgramError(Refusal):
    """A fault of ours, in the words that the clerk gets; the report lies at `report`."""

    def __init__(self, report: Path | None) -> None:
        """`report` is None where not even the report could be written."""
        where = f"把错误报告交给维护人员：{report}" if report else "重新启动程序；再次出现时联系维护人员"
        super().__init__("程序出错，刚才的操作没有完成；已录入的内容仍在", where)
        self.report = report


def report_text(error: BaseException, *, now: datetime) -> str:
    """Return the report: versions, and each exception of the chain with its frames and its scrubbed words.

    Frames show lines of source and never the values in them, and no folder of whoever works here.
    """
    import platform

    lines = [
        f"time: {now.isoformat(timespec='seconds')}",
        f"program: {counter_app.__version__}  python: {platform.python_version()}  qt: {qVersion()}",
        f"platform: {platform.platform()}  thread: {threading.current_thread().name}",
        "",
    ]
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    for member in reversed(chain):
        lines += [place(frame) for frame in traceback.extract_tb(member.__traceback__)]
        lines += [f"{type(member).__module__}.{type(member).__qualname__}: {scrubbed(str(member))}", ""]
    return "\n".join(lines)


class ErrorReporter(QObject):
    """Takes every exception nobody expected, from any thread.

    `happened` carries a `ProgramError` on the thread of the window: there work is kept and the clerk is told.
    """

    happened = Signal(object)
    _arrived = Signal(object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        """`folder` is where reports are written; it is made when the first is."""
        super().__init__(parent)
        self._folder = folder
        self._arrived.connect(self._tell, Qt.ConnectionType.AutoConnection)

    def record(self, error: BaseException) -> ProgramError:
        """Write a report on `error`, log it and have the clerk told. Never raises; may be called from any thread."""
        program_error = ProgramError(self._written(error))
        _logger.error("%s, report %s", type(error).__name__, program_error.report)
        self._arrived.emit(program_error)
        return program_error

    def install(self) -> None:
        """Become the place where uncaught exceptions of all threads end."""
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread

    @Slot(object)
    def _tell(self, program_error: ProgramError) -> None:
        self.happened.emit(program_error)

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.record(error)

    def _uncaught_in_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self.record(arguments.exc_value)

    def _written(self, error: BaseException) -> Path | None:
        now = datetime.now().astimezone()
        try:
            make_private_folder(self._folder)
            path = self._folder / f"error-{now:%Y%m%d-%H%M%S-%f}.txt"
            write_private(path, report_text(error, now=now).encode("utf-8", "replace"))
            _remove_oldest(self._folder)
        except OSError:
            return None
        return path


def _remove_oldest(folder: Path) -> None:
    """Leave the newest reports, so that a fault that comes again and again fills no disk. Raises `OSError`."""
    newest_first = sorted(folder.glob("error-*.txt"), key=lambda report: report.name, reverse=True)
    octets = 0
    for count, report in enumerate(newest_first):
        octets += report.stat().st_size
        if count and (count >= MOST_REPORTS or octets > MOST_OCTETS):
            with contextlib.suppress(FileNotFoundError):
                report.unlink()
