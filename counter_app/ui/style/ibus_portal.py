"""The name by which ibus and fcitx 5 alike answer programs on the session's bus, and whether one of them does."""

import shutil
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtDBus import QDBusConnection, QDBusConnectionInterface, QDBusServiceWatcher

NAME = "org.freedesktop.portal.IBus"
PATIENCE = 3.0
"""Seconds: at a login the input method and this program may be started together."""

_CONNECTION = "counter-app-input-method"
_BEAT = 0.05

Installed = Callable[[str], str | None]


def answers(patience: float = PATIENCE, installed: Installed = shutil.which) -> bool:
    """Whether an input method has the name. It is waited for, `patience` seconds at most, where one could take it.

    Qt asks once, while the application object is made, and does without any input method where none answers then.
    Has to be called before that object exists.
    """
    connection = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, _CONNECTION)
    try:
        return connection.isConnected() and _comes(connection.interface(), patience, installed)
    finally:
        QDBusConnection.disconnectFromBus(_CONNECTION)


def _comes(bus: QDBusConnectionInterface, patience: float, installed: Installed) -> bool:
    end = time.monotonic() + patience
    while not bus.serviceOwner(NAME).isValid():
        if time.monotonic() > end or not (installed("fcitx5") or NAME in bus.activatableServiceNames().value()):
            return False
        time.sleep(_BEAT)
    return True


class Watch(QObject):
    """Tells when an input method takes the name."""

    came = Signal()

    def __init__(self, parent: QObject) -> None:
        """Watch the session's bus for as long as `parent` exists."""
        super().__init__(parent)
        taken = QDBusServiceWatcher.WatchModeFlag.WatchForRegistration
        watcher = QDBusServiceWatcher(NAME, QDBusConnection.sessionBus(), taken, self)
        watcher.serviceRegistered.connect(self.came)
