"""The working days of this office: the tables that ship, and under the same names those that it adds itself."""

from __future__ import annotations

import contextlib
import threading
import time
from pathlib import Path
from typing import Final

from counter_app.catalogue.toml_files import Folders
from counter_app.catalogue.working_day_tables import (
    FOLDER,
    contradictions,
    load_working_calendar,
    read_year,
    written_year,
)
from counter_app.domain.basics.refusal import CatalogueError, Refusal
from counter_app.domain.calendar.working_days import WorkingCalendar, YearTable
from counter_app.private_files import make_private_folder, write_private

_LARGEST_TEXT: Final = 1_000_000
"""Bytes. A notice has three thousand."""

_LOOKS_EVERY: Final = 5.0
"""Seconds between looks at the folder, which may lie on a slow share."""


class OfficeCalendars:
    """`CalendarSource` on two folders. Any lane may ask: what was read is never changed, only replaced."""

    def __init__(self, shipped: Path, overlay: Path) -> None:
        """`shipped` is `resources/`, `overlay` the office's of the same shape. Raises `CatalogueError`."""
        self._folders = Folders(shipped, overlay)
        self._overlay = overlay / FOLDER
        self._lock = threading.Lock()
        self._stamp = self._stamped()
        self._calendar = load_working_calendar(self._folders)
        self._look_again = time.monotonic() + _LOOKS_EVERY

    def current(self) -> WorkingCalendar:
        """The calendar of all years that are known, those that another window added meanwhile among them."""
        if time.monotonic() > self._look_again:
            with self._lock:
                self._look()
        return self._calendar

    def read(self, path: Path) -> YearTable | str:
        """One year's table from a TOML file, or the text of any other. Raises `Refusal`."""
        if path.suffix.lower() == ".toml":
            table, faults = read_year(path)
            if table is None:
                raise Refusal(f"{path.name} 不能采用：{'；'.join(faults)}", "改正后再打开，或粘贴通知全文")
            return table
        return _text_of(path)

    def add(self, table: YearTable) -> None:
        """Keep one year's table as the office's own and use it from now on. Raises `Refusal`; then nothing changes."""
        with self._lock:
            # Another window may have added a year since: what is judged against is what lies there now.
            known = load_working_calendar(self._folders)
            others = [known.table(year) for year in known.years if year != table.year]
            for reason in contradictions(table, [other for other in others if other is not None]):
                raise Refusal(f"{table.year}年放假安排没有采用：{reason}", "核对通知后在日历上改正，再确认采用")
            self._write(self._overlay / f"{table.year}.toml", written_year(table))
            self._stamp = self._stamped()
            self._calendar = load_working_calendar(self._folders)

    def _look(self) -> None:
        """Read the tables again where the folder changed; what cannot be accepted is told at the next start."""
        self._look_again = time.monotonic() + _LOOKS_EVERY
        stamp = self._stamped()
        if stamp != self._stamp:
            self._stamp = stamp
            with contextlib.suppress(CatalogueError):
                self._calendar = load_working_calendar(self._folders)

    def _stamped(self) -> int:
        """What changes when a file is put into the office's folder."""
        try:
            return self._overlay.stat().st_mtime_ns
        except OSError:
            return 0

    def _write(self, path: Path, text: str) -> None:
        """Put the file down whole or not at all."""
        try:
            make_private_folder(path.parent)
            write_private(path, text.encode("utf-8"))
        except OSError as error:
            raise Refusal(
                f"放假安排没有保存：{error.strerror}", f"检查 {path.parent} 所在磁盘的剩余空间和写入权限后再确认采用"
            ) from error


def _text_of(path: Path) -> str:
    """What stands in a text file, as Windows or anything else wrote it."""
    advice = "在通知的网页上全选复制，粘贴到框里"
    try:
        if path.stat().st_size > _LARGEST_TEXT:
            raise Refusal(f"{path.name} 过大，不是通知的文本", advice)
        content = path.read_bytes()
    except OSError as error:
        raise Refusal(f"{path.name} 无法读取：{error.strerror}", "检查文件是否还在、能否打开") from error
    for encoding in ("utf-8-sig", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            text = content.decode(encoding)
            if "\0" not in text:
                return text
    raise Refusal(f"{path.name} 不是文本文件", advice)
