"""One object in a child process: what it is asked may take memory and time without end, but not the program's.

See docs/decisions/0007.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import pickle
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Final

from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal

_START_SECONDS: Final = 60.0

Watch = Callable[[int, int], None]


def unwatched(_done: int, _total: int) -> None:
    """Nobody asks how far it is."""


@frozen
class Limits:
    """What one question may take, and what is said where it takes more."""

    seconds: float
    """From one word of progress to the next, or to the answer."""
    memory: int
    """Octets of addresses, the libraries themselves included. Windows has no such limit; there only the time counts."""
    too_long: Refusal
    too_much: Refusal
    not_started: Refusal


MOST_SECONDS: Final = 15.0
_MEMORY_OF_FILES: Final = 1 << 30


def limits_of_files(seconds: float, remedy: str) -> Limits:
    """The limits for a workbook, JSON or a package; `remedy` is what to do with one that asks for more."""
    return Limits(
        seconds,
        _MEMORY_OF_FILES,
        too_long=Refusal(f"这个文件{seconds:.0f}秒仍未读取完，已停止读取", remedy),
        too_much=Refusal("读取这个文件所需的内存过大，没有读取完", remedy),
        not_started=Refusal("读取文件的程序没有启动，这个文件没有读取", "关闭其他程序后再试一次"),
    )


class ChildProcess:
    """One process, started with the first question, answers one question at a time."""

    def __init__(self, make: Callable[[], object], limits: Limits) -> None:
        """`make`, a function of a module, makes the object in the child."""
        self._make = make
        self._limits = limits
        self._one_at_a_time = threading.Lock()
        self._process: Any = None
        self._line: Connection | None = None

    def ask(self, method: str, *arguments: object, watch: Watch | None = None) -> Any:  # noqa: ANN401 - as it answers
        """What a method of the object returns; with `watch`, it is given one more argument to report progress to.

        Raises what the method raises, and the refusals of the limits.
        """
        with self._one_at_a_time:
            line = self._started()
            try:
                kind, content = self._answer(line, (method, arguments, watch is not None), watch or unwatched)
            except (EOFError, OSError) as error:  # the process is gone
                self.close()
                raise _anew(self._limits.too_much) from error
            except BaseException:
                self.close()  # it would go on with what nobody wants any more
                raise
            if kind == "error":
                raise content
            return content

    def close(self) -> None:
        """End the process; the next question starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._line is not None:
            self._line.close()
        self._process = self._line = None

    def _answer(self, line: Connection, question: object, watch: Watch) -> tuple[str, Any]:
        line.send(question)
        end = time.monotonic() + self._limits.seconds
        while line.poll(max(end - time.monotonic(), 0)):
            kind, content = line.recv()
            if kind != "done":
                return kind, content
            watch(*content)
            end = time.monotonic() + self._limits.seconds
        raise _anew(self._limits.too_long)

    def _started(self) -> Connection:
        if self._line is not None and self._process.is_alive():
            return self._line
        self.close()
        spawning = multiprocessing.get_context("spawn")
        line, theirs = spawning.Pipe()
        process = spawning.Process(target=_serve, args=(theirs, self._make, self._limits.memory), daemon=True)
        try:
            process.start()
        except OSError as error:  # no process, memory or open file is left
            line.close()
            raise _anew(self._limits.not_started) from error
        finally:
            theirs.close()
        self._process, self._line = process, line
        try:
            if not line.poll(_START_SECONDS):
                raise _anew(self._limits.not_started)
            line.recv()
        except (EOFError, OSError, Refusal) as error:
            self.close()
            raise _anew(self._limits.not_started) from error
        return line


def _anew(refusal: Refusal) -> Refusal:
    return Refusal(refusal.sentence, refusal.remedy, refusal.act)


def _serve(line: Connection, make: Callable[[], object], memory: int) -> None:
    """Answer until the other side is gone."""
    asked = make()
    _limit_memory(memory)
    one_at_a_time = threading.Lock()

    def tell(kind: str, content: object) -> None:
        with one_at_a_time:
            line.send((kind, content))

    tell("ready", None)
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            method, arguments, watched = line.recv()
            more = (lambda *done: tell("done", done),) if watched else ()
            try:
                answer = "answer", getattr(asked, method)(*arguments, *more)
            except MemoryError:
                return
            except Exception as error:  # noqa: BLE001 - it is raised where the question was asked
                answer = "error", _sendable(error)
            tell(*answer)


def _sendable(error: Exception) -> Exception:
    """The error as it arrives there; a refusal that cannot be rebuilt as the plain one that it is."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own, made in the line before
    except Exception:  # noqa: BLE001 - whatever its class makes of it
        if isinstance(error, Refusal):
            return Refusal(error.sentence, error.remedy, error.act)
        return RuntimeError(repr(error))
    return error


def _limit_memory(memory: int) -> None:
    if sys.platform == "win32":
        return
    import resource  # not on Windows

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
