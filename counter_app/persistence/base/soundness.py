"""Whether the file of the database is sound: asked at the start and before the first number of each day."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from counter_app.domain.basics.refusal import Refusal
from counter_app.persistence.base.driver_words import refusal_for
from counter_app.persistence.base.page_check import AT_ONCE_BYTES, found_damage
from counter_app.persistence.base.transaction import DEFAULT_ZONE


class Soundness:
    """Looks through the file once a day, on a connection of its own: what others have in memory says nothing of it.

    Safe to share between threads. Damage that was found stays found until the file is opened anew.
    """

    def __init__(
        self,
        file: Path,
        connect: Callable[[], Any],
        clock: Callable[[], datetime],
        *,
        at_once_bytes: int = AT_ONCE_BYTES,
    ) -> None:
        """`connect` opens the file by the driver; `clock` gives aware times."""
        self._file = file
        self._connect = connect
        self._clock = clock
        self._at_once_bytes = at_once_bytes
        self._lock = threading.Lock()
        self._connection: Any = None
        self._running: threading.Thread | None = None
        self._sound_on: date | None = None
        self._failed: Refusal | None = None
        self._damage: Refusal | None = None
        self._closed = False

    def at_the_start(self) -> None:
        """Look through a small file now, and begin with a large one. Raises `Refusal`."""
        self.begin()
        if self._file.stat().st_size <= self._at_once_bytes:
            self.before_a_number()

    def begin(self) -> None:
        """Begin to look through the file where that has not been done today; returns at once."""
        with self._lock:
            today = self._today()
            idle = self._running is None or not self._running.is_alive()
            if self._damage is None and self._sound_on != today and idle and not self._closed:
                self._failed = None
                self._running = threading.Thread(
                    target=self._look_through, args=(today,), name="soundness", daemon=True
                )
                self._running.start()

    def before_a_number(self) -> None:
        """Return once the file is known to be sound today. Raises `Refusal`."""
        while True:
            self.begin()
            with self._lock:
                running = self._running
            if running is not None:
                running.join()
            with self._lock:
                told = self._damage or self._failed
                if told is not None:
                    raise Refusal(told.sentence, told.remedy, told.act)
                if self._sound_on == self._today() or self._closed:
                    return

    def close(self) -> None:
        """Give up what is not finished."""
        with self._lock:
            self._closed = True
            running = self._running
            if self._connection is not None:
                self._connection.interrupt()
        if running is not None:
            running.join()

    def _today(self) -> date:
        return self._clock().astimezone(ZoneInfo(DEFAULT_ZONE)).date()

    def _look_through(self, today: date) -> None:
        damage, failed = None, None
        try:
            with closing(self._connect()) as connection:
                with self._lock:
                    self._connection = None if self._closed else connection
                if self._connection is not None:
                    damage = found_damage(connection)
        except Exception as error:  # noqa: BLE001 - whatever it is, no number is given on it
            failed = refusal_for(error, self._file) or Refusal(
                "数据文件的检查没有完成，还不能编号", "再试一次；仍然如此的，重新启动程序，或联系维护人员"
            )
        finally:
            with self._lock:
                self._connection = None
                self._damage, self._failed = damage, failed
                if damage is None and failed is None:
                    self._sound_on = today
