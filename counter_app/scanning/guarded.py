"""Files from outside are read in a child process: one that asks for gigabytes or hours ends it, not the window.

See docs/decisions/0007.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import sys
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.ports import Look, Raster, ScanFacts, Watch

MOST_SECONDS: Final = 15.0
"""For one page."""
MOST_MEMORY: Final = 3 << 29
"""Of addresses, the libraries themselves included. Windows has no such limit; there only the time counts."""
_START_SECONDS: Final = 60.0


def _unwatched(_done: int, _total: int) -> None:
    """Nobody asks how far it is."""


class GuardedFormats:
    """Implements `ports.ScanReader`. One process, started with the first file, answers one question at a time."""

    def __init__(self, seconds: float = MOST_SECONDS) -> None:
        """`seconds` are given to each page."""
        self._seconds = seconds
        self._one_at_a_time = threading.Lock()
        self._process: Any = None
        self._line: Connection | None = None

    def examine(self, path: Path, named: str, watch: Watch) -> ScanFacts:
        """Read a file to its end; `named` is the ending of its name. Raises `Refusal`."""
        found: ScanFacts = self._ask("examine", path, named, watch=watch)
        return found

    def sizes(self, path: Path, media_type: str) -> list[tuple[float, float]]:
        """Width and height of each page in its own dots. Raises `Refusal`."""
        found: list[tuple[float, float]] = self._ask("sizes", path, media_type)
        return found

    def picture(self, path: Path, media_type: str, look: Look) -> Raster:
        """What a page looks like. Raises `Refusal`."""
        found: Raster = self._ask("picture", path, media_type, look)
        return found

    def thumbnail(self, path: Path, media_type: str) -> bytes:
        """The first page as a small JPEG, not turned. Raises `Refusal`."""
        found: bytes = self._ask("thumbnail", path, media_type)
        return found

    def close(self) -> None:
        """End the process; the next question starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._line is not None:
            self._line.close()
        self._process = self._line = None

    def _ask(self, *question: object, watch: Watch = _unwatched) -> Any:  # noqa: ANN401 - as the methods say
        with self._one_at_a_time:
            try:
                return self._answer(self._started(), question, watch)
            except Refusal:
                raise
            except (EOFError, OSError) as error:
                self.close()
                raise Refusal("读这个文件要用的内存太多，没有读完", "打印后重新扫描，再附上") from error
            except BaseException:
                self.close()  # it would go on with what nobody wants any more
                raise

    def _answer(self, line: Connection, question: tuple[object, ...], watch: Watch) -> Any:  # noqa: ANN401
        line.send(question)
        end = time.monotonic() + self._seconds
        while line.poll(max(end - time.monotonic(), 0)):
            kind, *content = line.recv()
            if kind == "answer":
                return content[0]
            if kind == "refusal":
                raise Refusal(*content)
            if kind == "error":
                raise content[0]
            watch(*content)
            end = time.monotonic() + self._seconds
        self.close()
        raise Refusal(f"这个文件有一页{self._seconds:.0f}秒还没有读完，不再读它", "打印后重新扫描，再附上")

    def _started(self) -> Connection:
        if self._line is not None and self._process.is_alive():
            return self._line
        self.close()
        spawning = multiprocessing.get_context("spawn")
        line, theirs = spawning.Pipe()
        process = spawning.Process(target=_serve, args=(theirs,), daemon=True)
        try:
            process.start()
        except OSError as error:  # no process, memory or open file is left
            line.close()
            raise _not_started() from error
        finally:
            theirs.close()
        self._process, self._line = process, line
        try:
            if not line.poll(_START_SECONDS):
                raise _not_started()
            line.recv()
        except (EOFError, OSError, Refusal) as error:
            self.close()
            raise _not_started() from error
        return line


def _not_started() -> Refusal:
    return Refusal("读扫描件的程序没有启动，这个文件没有读", "关闭其他程序后再试一次")


def _serve(line: Connection) -> None:
    """Answer until the other side is gone."""
    from counter_app.scanning.formats import ScanFormats  # noqa: PLC0415 - Pillow and pdfium, in this process only

    formats = ScanFormats()
    _limit_memory()
    line.send(("ready",))
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            name, *arguments = line.recv()
            if name == "examine":
                arguments.append(lambda *done: line.send(("done", *done)))
            try:
                answer: tuple[object, ...] = ("answer", getattr(formats, name)(*arguments))
            except Refusal as refusal:
                answer = ("refusal", refusal.sentence, refusal.remedy)
            except MemoryError:
                return
            except Exception as error:  # noqa: BLE001 - it is raised where the question was asked
                answer = ("error", error)
            line.send(answer)


def _limit_memory() -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
