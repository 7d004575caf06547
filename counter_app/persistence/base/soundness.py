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
from counter_app.persistence.base.page_check import AT_ONCE_BYTES, broken_structure, changed_pages, has_codes
from counter_app.persistence.base.transaction import DEFAULT_ZONE


class Soundness:
    """Looks through the file once a day, on a connection of its own: what others have in memory says nothing of it.

    Of an encrypted file the code of each page is held against it first. That names every changed bit and takes a
    third of the time; numbers are given from then on, while how the pages fit together is looked at.

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
        self._news = threading.Condition()
        self._connection: Any = None
        self._running: threading.Thread | None = None
        self._is_looking = False
        self._unchanged_on: date | None = None
        self._sound_on: date | None = None
        self._failed: Refusal | None = None
        self._damage: Refusal | None = None
        self._closed = False

    def at_the_start(self) -> None:
        """Look through a small file now, and begin with a large one. Raises `Refusal`."""
        self.begin()
        if self._file.stat().st_size <= self._at_once_bytes:
            self._wait(lambda today: self._sound_on == today)

    def begin(self) -> None:
        """Begin to look through the file where that has not been done today; returns at once."""
        with self._news:
            today = self._today()
            if self._damage is None and self._sound_on != today and not self._is_looking and not self._closed:
                self._failed = None
                self._is_looking = True
                self._running = threading.Thread(
                    target=self._look_through, args=(today,), name="soundness", daemon=True
                )
                self._running.start()

    def before_a_number(self) -> None:
        """Return once no page is known to have changed by today. Raises `Refusal`."""
        self._wait(lambda today: today in (self._sound_on, self._unchanged_on))

    def close(self) -> None:
        """Give up what is not finished."""
        with self._news:
            self._closed = True
            running = self._running
            if self._connection is not None:
                self._connection.interrupt()
        if running is not None:
            running.join()

    def _wait(self, is_enough: Callable[[date], bool]) -> None:
        while True:
            self.begin()
            with self._news:
                self._news.wait_for(lambda: not self._is_looking or is_enough(self._today()))
                told = self._damage or self._failed
                if told is not None:
                    raise Refusal(told.sentence, told.remedy, told.act)
                if is_enough(self._today()) or self._closed:
                    return

    def _today(self) -> date:
        return self._clock().astimezone(ZoneInfo(DEFAULT_ZONE)).date()

    def _look_through(self, today: date) -> None:
        damage, failed = None, None
        try:
            with closing(self._connect()) as connection:
                with self._news:
                    self._connection = None if self._closed else connection
                if self._connection is not None:
                    damage = changed_pages(connection)
                    if damage is None and has_codes(connection):
                        self._tell_unchanged(today)
                    damage = damage or broken_structure(connection)
        except Exception as error:  # noqa: BLE001 - whatever it is, no number is given on it
            failed = refusal_for(error, self._file) or Refusal(
                "数据文件的检查没有完成，还不能编号", "再试一次；仍然如此的，重新启动程序，或联系维护人员"
            )
        finally:
            with self._news:
                self._connection = None
                self._is_looking = False
                self._damage, self._failed = damage, failed
                if damage is None and failed is None:
                    self._sound_on = today
                self._news.notify_all()

    def _tell_unchanged(self, today: date) -> None:
        with self._news:
            self._unchanged_on = today
            self._news.notify_all()
