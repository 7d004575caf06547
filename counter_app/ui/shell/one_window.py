"""One window for one user and data folder: a second start hands its files to the window that is there, and ends.

Whoever has the folder's address is the first: on Linux a socket in the abstract namespace, on Windows a mutex, beside
it a named pipe. The system takes either away with its process, so a program that was killed leaves nothing behind.
Qt's QLocalServer would bring QtNetwork with it: 3.4 MB, and libgssapi_krb5, which bare systems lack. Nothing here
imports Qt before the window stands.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import socket
import struct
import sys
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from counter_app.domain.basics.refusal import Refusal

if TYPE_CHECKING:
    from multiprocessing.connection import Listener

PATIENCE: Final = 15.0
"""Seconds that a second start waits for the first window: one that opens an old office is busy that long."""
_MOST: Final = 1 << 20
"""Octets of a request: some thousand names of files."""
_DONE: Final = b"1\n"
_ALREADY_EXISTS: Final = 183
"""Windows' number for a name that another process has."""
_SHORT: Final = 0.5
"""Seconds for the rest of a request whose first octet is there."""

Taker = Callable[[Sequence[Path]], bool]
"""Opens files and brings the window forward; False while the window is going, which answers nobody."""


class _Line(Protocol):
    """One connection to another start of this program."""

    def receive(self) -> bytes: ...

    def send(self, content: bytes) -> None: ...

    def close(self) -> None: ...


class Address(ABC):
    """Held by the first program. `listen` tells it of later starts, `close` gives it up."""

    @abstractmethod
    def listen(self, take: Taker) -> None:
        """Call `take`, in Qt's main thread, with what each later start brings."""

    @abstractmethod
    def close(self) -> None:
        """Give the address up; whoever still waits for an answer sees that."""


def claim(data_dir: Path) -> Address | None:
    """Return the address of `data_dir`, None where another start has it.

    Where the system gives none (another user took the name, a sandbox), the window opens as if it were alone.
    """
    name = _name(data_dir)
    return _Pipe.claim(name) if sys.platform == "win32" else _Abstract.claim(name)


def hand_over(data_dir: Path, files: Sequence[Path], *, patience: float = PATIENCE) -> Address | None:
    """Have the first window come forward with `files`; return its address where it went away meanwhile.

    Raises `Refusal` where it does not answer.
    """
    name, until = _name(data_dir), time.monotonic() + patience
    while time.monotonic() < until:
        if _told(name, files, until - time.monotonic()):
            return None
        if (address := claim(data_dir)) is not None:
            return address
        time.sleep(0.05)  # neither end is told when the first window begins to answer, or is gone
    raise Refusal("本程序已经打开，但没有响应", "稍候再试；一直没有响应的，在系统监视器或任务管理器中结束它，再打开")


def _name(data_dir: Path) -> str:
    """The name under which the window of this user on `data_dir` is found."""
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
    folder = os.path.normcase(os.path.realpath(data_dir))
    return f"counter-app-{hashlib.sha256(f'{user} {folder}'.encode()).hexdigest()[:32]}"


def _told(name: str, files: Sequence[Path], patience: float) -> bool:
    """Whether the first window took the files; False where it is gone, or does not answer in time."""
    content = json.dumps([str(file) for file in files]).encode() + b"\n"
    try:
        line = _Pipe.reach(name) if sys.platform == "win32" else _Abstract.reach(name, patience)
        with contextlib.closing(line):
            line.send(content)
            return line.receive() == _DONE
    except (OSError, EOFError):
        return False


def _serve(line: _Line, take: Taker) -> None:
    """Read one request, have it done, and say so."""
    with contextlib.closing(line), contextlib.suppress(OSError, EOFError, ValueError):
        files = json.loads(line.receive())
        if isinstance(files, list) and take([Path(file) for file in files if isinstance(file, str)]):
            line.send(_DONE)


class _SocketLine:
    """A line of text each way over a socket; only of this user."""

    def __init__(self, connected: socket.socket, patience: float) -> None:
        connected.settimeout(max(patience, 0.05))
        self._socket = connected
        credentials = connected.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        if struct.unpack("3i", credentials)[1] != os.getuid():
            connected.close()
            raise PermissionError

    def receive(self) -> bytes:
        found = b""
        while not found.endswith(b"\n") and len(found) < _MOST:
            more = self._socket.recv(65536)
            if not more:
                raise EOFError
            found += more
        return found

    def send(self, content: bytes) -> None:
        self._socket.sendall(content)

    def close(self) -> None:
        self._socket.close()


class _Abstract(Address):
    """A socket in Linux's abstract namespace: no file, gone with its process."""

    def __init__(self, bound: socket.socket | None) -> None:
        """None where the system gave no address."""
        self._socket = bound
        self._notifier: Any = None

    @classmethod
    def claim(cls, name: str) -> _Abstract | None:
        place = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            place.bind(f"\0{name}")
        except OSError:
            place.close()
            return None if cls._is_ours(name) else cls(None)
        place.listen()
        place.setblocking(False)
        return cls(place)

    @classmethod
    def _is_ours(cls, name: str) -> bool:
        """Whether a program of this user has the address."""
        try:
            cls.reach(name, _SHORT).close()
        except (BlockingIOError, TimeoutError):  # it has much to answer
            return True
        except OSError:
            return False
        return True

    @classmethod
    def reach(cls, name: str, patience: float) -> _Line:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            line.settimeout(max(patience, 0.05))
            line.connect(f"\0{name}")
            return _SocketLine(line, patience)
        except OSError:
            line.close()
            raise

    def listen(self, take: Taker) -> None:
        if self._socket is None:
            return
        from PySide6.QtCore import QSocketNotifier

        self._notifier = QSocketNotifier(self._socket.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(lambda: self._accept(take))

    def _accept(self, take: Taker) -> None:
        with contextlib.suppress(OSError):
            assert self._socket is not None  # noqa: S101 - listened to
            _serve(_SocketLine(self._socket.accept()[0], _SHORT), take)

    def close(self) -> None:
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier = None
        if self._socket is not None:
            self._socket.close()
            self._socket = None


class _PipeLine:
    """A message each way over a connection of `multiprocessing`, which knows Windows' pipes."""

    def __init__(self, connected: Any) -> None:  # noqa: ANN401 - `Connection` or `PipeConnection`, by the system
        self._connected = connected

    def receive(self) -> bytes:
        content: bytes = self._connected.recv_bytes(_MOST)
        return content

    def send(self, content: bytes) -> None:
        self._connected.send_bytes(content)

    def close(self) -> None:
        self._connected.close()


class _Mutex:
    """A name that Windows gives to one process, and takes back when that ends, however it ends.

    A second pipe of one name is refused by Windows, and made by wine: it is no way to tell who was first.
    """

    def __init__(self, name: str) -> None:
        """Raises `OSError` where another process has it."""
        import ctypes

        self._kernel: Any = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined] # of Windows
        self._kernel.CreateMutexW.restype = ctypes.c_void_p
        self._kernel.CloseHandle.argtypes = (ctypes.c_void_p,)
        self._handle = self._kernel.CreateMutexW(None, False, f"Local\\{name}")
        if ctypes.get_last_error() == _ALREADY_EXISTS:  # type: ignore[attr-defined] # of Windows
            self.close()
            raise FileExistsError(name)

    def close(self) -> None:
        self._kernel.CloseHandle(self._handle)


class _Pipe(Address):
    """A named pipe of Windows, made by whoever is the first."""

    def __init__(self, listener: Listener, mutex: _Mutex | None) -> None:
        self._listener = listener
        self._mutex = mutex
        self._ended = threading.Event()

    @classmethod
    def claim(cls, name: str) -> _Pipe | None:
        from multiprocessing.connection import Listener

        try:
            mutex = _Mutex(name) if sys.platform == "win32" else None
            return cls(Listener(cls.address(name)), mutex)
        except OSError:
            return None

    @staticmethod
    def address(name: str) -> str:
        return rf"\\.\pipe\{name}" if sys.platform == "win32" else f"\0{name}"

    @classmethod
    def reach(cls, name: str) -> _Line:
        from multiprocessing.connection import Client

        if sys.platform == "win32":
            import ctypes

            ctypes.windll.user32.AllowSetForegroundWindow(-1)  # else the first window only blinks
        return _PipeLine(Client(cls.address(name)))

    def listen(self, take: Taker) -> None:
        from PySide6.QtCore import QObject, Qt, Signal

        class Bringer(QObject):
            """Carries what comes in to the main thread, and waits there until it is done."""

            came = Signal(_PipeLine)

        bringer = Bringer()
        bringer.came.connect(lambda line: _serve(line, take), Qt.ConnectionType.QueuedConnection)
        self._bringer = bringer
        threading.Thread(target=self._wait, name="later starts", daemon=True).start()

    def _wait(self) -> None:
        while not self._ended.is_set():
            try:
                line = _PipeLine(self._listener.accept())
            except (OSError, EOFError):  # one that went away again, or the listener is closed
                self._ended.wait(_SHORT)
                continue
            self._bringer.came.emit(line)

    def close(self) -> None:
        self._ended.set()
        self._listener.close()
        if self._mutex is not None:
            self._mutex.close()
