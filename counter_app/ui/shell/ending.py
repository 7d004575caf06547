"""The window closes as by hand where the system asks the program to end: what is typed is kept, the log folded."""

from __future__ import annotations

import contextlib
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

_ASKED: Final = ("SIGTERM", "SIGHUP", "SIGINT")
"""Signing off, switching the machine off; closing the terminal; Ctrl+C in it."""
_MOST_AT_ONCE: Final = 64


@contextmanager
def closes_when_asked(application: QApplication) -> Iterator[None]:
    """Within the block a signal to end closes all windows. Windows asks the windows themselves.

    Python runs a handler only between two of its own steps, and Qt waits in none: so the signal comes as an octet.
    """
    if sys.platform == "win32":
        yield
        return
    heard, told = socket.socketpair()
    heard.setblocking(False)
    told.setblocking(False)

    def close() -> None:
        with contextlib.suppress(BlockingIOError):
            heard.recv(_MOST_AT_ONCE)
        application.closeAllWindows()

    notifier = QSocketNotifier(heard.fileno(), QSocketNotifier.Type.Read, application)
    notifier.activated.connect(close)
    known = [getattr(signal, name) for name in _ASKED]
    wanted = [one for one in known if signal.getsignal(one) != signal.SIG_IGN]  # nohup
    before = [(one, signal.signal(one, _hear)) for one in wanted]
    wakeup = signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(wakeup)
        for one, handler in before:
            signal.signal(one, handler)
        notifier.setEnabled(False)
        heard.close()
        told.close()


def _hear(_number: int, _frame: object) -> None:
    """The octet is sent by Python itself."""
