"""What is said while the data are being opened for long: what takes so long, and what can be done meanwhile."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.base.notifier import Notifier
from counter_app.ui.base.station import Station
from counter_app.ui.window.main_window import MainWindow

_LOOKS: Final = 300
_LONG: Final = 3_000
"""Milliseconds between two looks, and after which an opening is long."""
_ABOUT: Final = "opening"
_MEANWHILE: Final = "可以继续录入，打开后自动保存，届时才能出具文书"
_UPDATING: Final = "正在升级数据：先备份，再升级。数据多的需要几分钟，期间不要关机"


class OpeningWatch(QObject):
    """Looks now and then between `begin` and `end`; says it on the page that waits, or above a case begun meanwhile."""

    def __init__(self, station: Station, window: MainWindow, notifier: Notifier) -> None:
        """Says nothing before `begin`."""
        super().__init__(window)
        self._station = station
        self._window = window
        self._notifier = notifier
        self._since = QElapsedTimer()
        self._said = ""
        self._timer = QTimer(self, interval=_LOOKS)
        self._timer.timeout.connect(self._look)

    def begin(self) -> None:
        """The data are being opened."""
        self._window.busy.begin("正在打开数据…")
        self._since.start()
        self._timer.start()

    def end(self) -> None:
        """They are open, or cannot be opened."""
        self._timer.stop()
        self._said = ""
        self._notifier.settle(_ABOUT)

    def _look(self) -> None:
        updating = self._station.is_updating()
        if updating:
            self._window.busy.say(_UPDATING)
        if self._window.shown != "cases" or not (updating or self._since.hasExpired(_LONG)):
            return
        sentence = _UPDATING if updating else "数据还没有打开"
        if sentence != self._said:
            self._said = sentence
            self._notifier.caution(Refusal(sentence, _MEANWHILE), about=_ABOUT)
