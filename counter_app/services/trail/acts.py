"""The trail as people read it: each entry in words, page by page, as a workbook, and verified."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from counter_app.domain.basics.listing import ListCell, ListColumn
from counter_app.domain.basics.masking import masked_name
from counter_app.domain.basics.office import Post
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.papers.titles import TITLES
from counter_app.domain.trail.report import TrailReport
from counter_app.services.lists.registers import MOST, Told, no_progress
from counter_app.services.office.offices import OfficeContext, act, at_office
from counter_app.services.office.supervision import Permission, check_supervisor
from counter_app.services.ports import Backend
from counter_app.services.ports.trail import ChainedEntry, EntryFilter
from counter_app.services.trail.act_words import ACTS, DETAILS

READ: Final = "trail.read"
EXPORTED: Final = "trail.exported"
VERIFIED: Final = "trail.verified"

PAGE: Final = 200
NAME: Final = "办理记录"
_PART: Final = 2_000

COLUMNS: Final = ("序号", "时间", "窗口", "工作人员", "办理", "业务、文书", "说明")
_WIDTHS: Final = (9, 20, 14, 12, 30, 18, 60)


@frozen
class TrailRequest:
    """Entries of some days (None: no bound) whose clerk, window or reference holds `text`."""

    first: date | None = None
    last: date | None = None
    text: str = ""


@frozen
class TrailLine:
    """One entry; `at` is in the office's zone."""

    ordinal: int
    at: datetime
    window: str
    clerk: str
    words: str
    reference: str
    details: str


@frozen
class TrailPage:
    """Some lines, the newest first; `below` asks for those that follow, None where these are the last."""

    lines: tuple[TrailLine, ...]
    below: int | None


def open_trail(backend: Backend, allowed_by: Permission | None, *, post: Post) -> None:
    """Record that the trail is read, which one of the supervisors allows, if any. Raises `WrongPin`, `Refusal`."""
    with act(backend, post) as now:
        if now.work.supervisors.all():
            if allowed_by is None:
                raise Refusal("办理记录由负责人输入 PIN 后查看", "选择负责人并输入 PIN")
            check_supervisor(now, allowed_by)
        now.record(READ)
        now.commit()


def trail_page(backend: Backend, request: TrailRequest, below: int | None = None) -> TrailPage:
    """Up to `PAGE` entries, the newest first. Raises `NoOffice`."""
    with at_office(backend) as now:
        wanted = _filter(now, request)
        found = now.work.trail.entries(wanted, below=below, limit=PAGE + 1)
        lines = tuple(_line(one, now.zone) for one in found[:PAGE])
    return TrailPage(lines, lines[-1].ordinal if len(found) > PAGE else None)


def export_trail(
    backend: Backend, path: Path, request: TrailRequest, *, post: Post, progress: Told = no_progress
) -> int:
    """Write the entries as a workbook, the oldest first; names of clerks are masked.

    That is recorded before the file comes to its place. Returns how many lines there are. Raises `NoOffice`,
    `WrongClock`, `Refusal` for none, too many, and where the file cannot be written.
    """
    with act(backend, post) as now:
        now.refuse_wrong_clock()
        wanted, zone = _filter(now, request), now.zone
        count = now.work.trail.count(wanted)
    if count == 0:
        raise Refusal("没有可导出的办理记录", "换一个日期范围或条件再导出")
    if count > MOST:
        raise Refusal(f"共{count}条，超过一张Excel工作表的上限{MOST}行", "按日期分段导出")
    written = 0

    def rows() -> Iterator[list[ListCell]]:
        nonlocal written
        above = 0
        while True:
            with backend.work() as work:
                found = work.trail.entries(wanted, above=above, limit=min(_PART, count - written))
            for one in found:
                line = _line(one, zone)
                written += 1
                at = f"{line.at:%Y-%m-%d %H:%M:%S}"
                yield [line.ordinal, at, line.window, masked_name(line.clerk), line.words, line.reference, line.details]
            progress(written, count)
            if not found or written >= count:
                break
            above = found[-1].ordinal
        with act(backend, post) as now:
            now.record(EXPORTED, details={"rows": written})
            now.commit()

    columns = [ListColumn(words, width) for words, width in zip(COLUMNS, _WIDTHS, strict=True)]
    backend.files.write_list(path, NAME, columns, rows())
    return written


def verify_trail(backend: Backend, *, post: Post) -> TrailReport:
    """Hold the trail against its key and its witness, and record that. Raises `NoOffice`, `WrongClock`."""
    report = backend.witness.verify()
    with act(backend, post) as now:
        now.record(VERIFIED, details={"entries": report.entries, "findings": len(report.findings)})
        now.commit()
    return report


def _filter(now: OfficeContext, request: TrailRequest) -> EntryFilter:
    since = datetime.combine(request.first, time.min, now.zone) if request.first is not None else None
    until = datetime.combine(request.last + timedelta(days=1), time.min, now.zone) if request.last is not None else None
    return EntryFilter(since, until, request.text.strip())


def _line(one: ChainedEntry, zone: ZoneInfo) -> TrailLine:
    entry = one.entry
    return TrailLine(
        ordinal=one.ordinal,
        at=entry.at.astimezone(zone),
        window=entry.window or "本程序",
        clerk=entry.clerk,
        words=ACTS.get(entry.act, entry.act),
        reference=entry.reference,
        details="，".join(_said(key, value) for key, value in entry.details.items()),
    )


def _said(key: str, value: object) -> str:
    words = TITLES.get(str(value), str(value)) if key == "document" else str(value)
    if key in _YES_OR_NO:
        words = "是" if value else "否"
    return f"{DETAILS.get(key, key)}：{words}"


_YES_OR_NO: Final = frozenset({"whole", "blank", "confirmed"})
