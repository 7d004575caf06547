"""The working days of this office: the tables that ship, and under the same names those that it adds itself."""

from __future__ import annotations

import contextlib
import os
import secrets
import threading
from pathlib import Path

from counter_app.catalogue.toml_files import Folders
from counter_app.catalogue.working_day_tables import FOLDER, contradictions, load_working_calendar, written_year
from counter_app.domain.refusal import Refusal
from counter_app.domain.working_days import WorkingCalendar, YearTable


class OfficeCalendars:
    """`CalendarSource` on two folders. Any lane may ask: what was read is never changed, only replaced."""

    def __init__(self, shipped: Path, overlay: Path) -> None:
        """`shipped` is `resources/`, `overlay` the office's of the same shape. Raises `CatalogueError`."""
        self._folders = Folders(shipped, overlay)
        self._overlay = overlay / FOLDER
        self._lock = threading.Lock()
        self._calendar = load_working_calendar(self._folders)

    def current(self) -> WorkingCalendar:
        """The calendar of all years that are known."""
        return self._calendar

    def add(self, table: YearTable) -> None:
        """Keep one year's table as the office's own and use it from now on. Raises `Refusal`; then nothing changes."""
        with self._lock:
            # Another window may have added a year since: what is judged against is what lies there now.
            known = load_working_calendar(self._folders)
            others = [known.table(year) for year in known.years if year != table.year]
            for reason in contradictions(table, [other for other in others if other is not None]):
                raise Refusal(f"{table.year}年放假安排没有采用：{reason}", "核对通知后在日历上改正，再确认采用")
            self._write(self._overlay / f"{table.year}.toml", written_year(table))
            self._calendar = load_working_calendar(self._folders)

    def _write(self, path: Path, text: str) -> None:
        """Put the file down whole or not at all."""
        spare = path.with_name(f".{path.stem}-{secrets.token_hex(6)}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with spare.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            spare.replace(path)
        except OSError as error:
            with contextlib.suppress(OSError):
                spare.unlink()
            raise Refusal(
                f"放假安排没有保存：{error.strerror}", f"检查 {path.parent} 所在磁盘的剩余空间和写入权限后再确认采用"
            ) from error
