"""Whether the case in front is kept: the words at the foot, and a message when it is not."""

from datetime import datetime

from PySide6.QtCore import QObject
from shiboken6 import isValid

from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.base.station import Station
from counter_app.ui.intake.action_bar import ActionBar
from counter_app.ui.intake.session import CaseSession


class SavingState(QObject):
    """Watches one session at a time; the time of each session's last save is remembered with the session."""

    def __init__(self, station: Station, bar: ActionBar, parent: QObject | None = None) -> None:
        """`bar` has the words."""
        super().__init__(parent)
        self._station = station
        self._bar = bar
        self._session: CaseSession | None = None

    def watch(self, session: CaseSession | None) -> None:
        """Watch another session."""
        if session is self._session:
            return
        if self._session is not None and isValid(self._session):
            self._session.saved.disconnect(self._saved)
            self._session.save_failed.disconnect(self._failed)
        self._session = session
        if session is None:
            return
        session.saved.connect(self._saved)
        session.save_failed.connect(self._failed)
        last = session.property("savedAt")
        self._say(last if isinstance(last, datetime) else None)
        if session.conflict is not None:
            self._failed(session.conflict)

    def _saved(self, at: datetime) -> None:
        if self._session is not None:
            self._session.setProperty("savedAt", at)
        self._say(at)

    def _failed(self, refusal: Refusal) -> None:
        self._bar.say_trouble(refusal)

    def _say(self, at: datetime | None) -> None:
        office = self._station.office
        self._bar.say_saved(at, office.time_zone if office else "Asia/Shanghai")
