"""Who sits at the window: another clerk in two keys, and the screen locked while nobody does."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from counter_app.ui.base.tasks import Lane
from counter_app.ui.window.feature import Feature, WindowContext

if TYPE_CHECKING:  # loaded when it is asked for
    from counter_app.services.office.clerks import KnownClerk, PinTries
    from counter_app.ui.settings.clerk_dialogs import LockedScreen


class ClerksFeature(Feature):
    """Ctrl+Shift+K changes the clerk, Ctrl+Alt+L locks the screen."""

    def __init__(self, context: WindowContext) -> None:
        """While the screen is locked no scan opens anything."""
        super().__init__(context)
        self._tries: PinTries | None = None
        self.locked: LockedScreen | None = None
        context.barcodes.register(lambda _text: self.locked is not None)

    def acts(self) -> dict[str, Callable[[], object]]:
        """Changing the clerk, locking."""
        return {"change_clerk": self.change, "lock": self.lock}

    @property
    def tries(self) -> PinTries:
        """The wrong tries at this window since it was started."""
        from counter_app.services.office.clerks import PinTries

        if self._tries is None:
            self._tries = PinTries(time.monotonic, self._pepper, self._right, self._wrong)
        return self._tries

    def _pepper(self) -> bytes | None:
        station = self.context.station
        return station.backend.office_key.pepper() if station.is_open else None

    def _right(self, clerk: KnownClerk, pin: str) -> None:
        """A PIN was found right: its hash is made anew where it is an old one; a short one is to be changed."""
        from counter_app.services.office.clerks import with_new_hash
        from counter_app.services.office.pins import is_short

        station = self.context.station
        renewed = with_new_hash(station.workstation, clerk, pin, self._pepper())
        if renewed is not station.workstation:
            station.save_workstation(renewed)  # where it cannot be written, the next time
        if is_short(pin):
            station.short_pin_used.emit(clerk.name)

    def _wrong(self, clerk: KnownClerk) -> None:
        from counter_app.services.office.clerks import history_key

        self._note("clerk.wrong_pin", history_key(clerk.name))

    def _note(self, act_name: str, key: str) -> None:
        """Put into the history what nobody waits for."""
        from counter_app.services.office.noting import note

        station = self.context.station
        if station.is_open:
            backend, post = station.backend, station.post
            station.tasks.run(lambda: note(backend, act_name, key, post=post), lane=Lane.WRITE)

    def change(self) -> None:
        """Ask who sits here now."""
        from counter_app.services.office.clerks import known_clerks
        from counter_app.ui.settings.clerk_dialogs import ChangeClerk

        clerks = known_clerks(self.context.station.workstation)
        ChangeClerk(clerks, self.tries, self.sit_down, self.context.window).open()

    def sit_down(self, name: str) -> None:
        """`name` sits here from now on; open cases go on under that name."""
        from counter_app.services.office.clerks import change_clerk, history_key

        station, notifier = self.context.station, self.context.notifier
        refusal = station.save_workstation(change_clerk(station.workstation, name))
        if refusal is not None:
            notifier.refuse(refusal)
        else:
            notifier.confirm(f"现在由{station.workstation.clerk}办理")
            self._note("clerk.changed", history_key(name))

    def lock(self) -> None:
        """Keep everything, then show nothing until it is unlocked."""
        from counter_app.services.office.clerks import known_clerks
        from counter_app.ui.settings.clerk_dialogs import LockedScreen

        context, workstation = self.context, self.context.station.workstation
        if self.locked is not None or not workstation.clerk:
            return
        for session in context.workspace.sessions:
            session.save_now()
        clerk = known_clerks(workstation)[0]
        self.locked = LockedScreen(workstation, clerk, self.tries, self._ask_supervisor, context.window)
        self.locked.finished.connect(self._unlocked)
        self.locked.open()

    def _unlocked(self) -> None:
        self.locked = None

    def _ask_supervisor(self, unlock: Callable[[], None]) -> None:
        from counter_app.ui.papers.supervisor_dialog import ask_supervisor

        sentence = "解锁本窗口。工作人员忘记 PIN 的，由负责人解锁后在设置中重设。"
        context = self.context
        ask_supervisor(context.window, context.station, sentence, (), lambda _allowed: unlock(), with_reason=False)
