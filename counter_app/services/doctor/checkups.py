"""One installation looked through: everything is looked at, nothing is changed; each finding says what to do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Final

from counter_app.domain.backup.last_papers import RESTORED, answers_in
from counter_app.domain.basics.numbering import WORDS, Number
from counter_app.domain.basics.office import Post
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.doctor.checkup import Check, CheckFinding, CheckResult, Checkup
from counter_app.domain.trail.report import REMEDY
from counter_app.services.calendar.calendars import missing_years
from counter_app.services.office.offices import WrongClock, act, at_office
from counter_app.services.office.workstation import Workstation
from counter_app.services.papers import confirmations, recovery
from counter_app.services.ports import Backend
from counter_app.services.ports.doctor import Examiner
from counter_app.services.ports.keys import KeyPlace
from counter_app.services.trail.finding_words import words_of

LITTLE_ROOM: Final = 1 << 30
OLD_CACHE_DAYS: Final = 30
_MOST_NAMED: Final = 3
_DECEMBER: Final = 12
"""From when on dates of every day reach into the next year."""
_OWN_SETTINGS: Final = ("theme", "zoom", "continuous", "sounds", "backup_hour")
"""What of a workstation's settings names neither people nor places."""

Told = Callable[[int, int, str], None]
"""Hears how much is done, of how much, and what is looked at; may raise to break off."""


def unheard(_done: int, _total: int, _words: str) -> None:
    """Nobody watches."""


def check_up(backend: Backend, told: Told = unheard, *, post: Post) -> Checkup:
    """Look at everything. What one check cannot read is its finding; the others go on. Raises `NoOffice`."""
    with at_office(backend) as now:
        at, today = now.local, now.day
    examiner = backend.examiner
    makers: Mapping[Check, Callable[[], CheckResult]] = {
        Check.DATABASE: lambda: _database(examiner),
        Check.ENCRYPTION: lambda: _encryption(examiner),
        Check.KEY: lambda: _key(backend),
        Check.NUMBERS: lambda: _numbers(backend, today),
        Check.TRAIL: lambda: _trail(backend),
        Check.SCANS: lambda: _scans(backend, told),
        Check.BACKUP: lambda: _backup(backend),
        Check.MODES: lambda: _modes(examiner),
        Check.ROOM: lambda: _room(examiner),
        Check.CACHE: lambda: _cache(examiner),
        Check.CLOCK: lambda: _clock(backend, post),
        Check.CALENDARS: lambda: _calendars(backend, today),
        Check.TEMPLATES: lambda: _templates(backend),
    }
    results = []
    for check, make in makers.items():
        told(0, 0, check.label)
        try:
            results.append(make())
        except Refusal as refusal:
            results.append(CheckResult(check, "", (CheckFinding(refusal.sentence, refusal.remedy),)))
        except OSError as error:
            unread = CheckFinding(f"读取出错：{error.strerror}", "检查数据所在的磁盘是否接好，再检查一次")
            results.append(CheckResult(check, "", (unread,)))
    return Checkup(at, tuple(results))


def lines(checkup: Checkup) -> list[str]:
    """What was looked at, a line each, and beneath what was found, for people."""
    return [line for result in checkup.results for line in _lines_of(result)]


def as_json(checkup: Checkup) -> dict[str, object]:
    """The same for programs."""
    return {
        "sound": checkup.findings == 0,
        "at": checkup.at.isoformat(),
        "checks": [
            {"check": result.check.value, "told": result.told, "findings": [asdict(one) for one in result.findings]}
            for result in checkup.results
        ],
    }


def pack(examiner: Examiner, path: Path, checkup: Checkup, about: Mapping[str, str], workstation: Workstation) -> None:
    """Put all that helps to find a fault into one file, without a personal datum. Raises `Refusal`.

    `about` says what runs here.
    """
    said = {
        "about": {what: examiner.hidden(words) for what, words in about.items()},
        "settings": {name: getattr(workstation, name) for name in _OWN_SETTINGS},
        "folder": dict(examiner.layout()),
        **as_json(checkup),
    }
    content = examiner.hidden(json.dumps(said, ensure_ascii=False, indent=1)).encode("utf-8")
    reports = {f"reports/{name}": log for name, log in examiner.logs().items()}
    examiner.write(path, {"checkup.json": content, **reports})


def _lines_of(result: CheckResult) -> Iterator[str]:
    yield f"{result.check.label}：{result.told}" if not result.findings else f"{result.check.label}："
    for finding in result.findings:
        yield f"  {'建议：' if finding.is_advice else ''}{finding.words}"


def _found(check: Check, told: str, *findings: tuple[str, str]) -> CheckResult:
    return CheckResult(check, told, tuple(CheckFinding(*one) for one in findings))


def _database(examiner: Examiner) -> CheckResult:
    damage = examiner.damage()
    found = [(damage.sentence, damage.remedy)] if damage is not None else []
    return _found(Check.DATABASE, f"完好，{examiner.database_bytes() / 1e6:.1f} MB", *found)


def _encryption(examiner: Examiner) -> CheckResult:
    remedy = "退出全部窗口后重新打开程序；较大的在退出后加密，或用 counter-app key encrypt"
    found = [("数据库没有加密，拿到文件的人都能读", remedy)] if examiner.is_plain() else []
    return _found(Check.ENCRYPTION, "已加密", *found)


def _key(backend: Backend) -> CheckResult:
    state = recovery.recovery_state(backend)
    to_do = "在设置的“数据与备份”里打印恢复单，密封保管"
    sheet = recovery.sheet_words(state)
    if state.encrypted and not sheet:
        return _found(Check.KEY, "", ("还没有打印恢复单，电脑坏了备份也打不开", to_do))
    if state.encrypted and state.key_beside:
        return _found(Check.KEY, "", ("密钥还放在数据文件夹里，加密不起作用", to_do))
    if not state.encrypted:
        return _found(Check.KEY, "还没有密钥")
    trouble = backend.office_key.store_trouble()
    if state.place is KeyPlace.STORE and trouble:
        mend = "在登录桌面的会话里解锁系统密钥环；解不开的，在设置的“数据保护”里把密钥移回文件"
        return _found(Check.KEY, "", (f"密钥在系统密钥环里，下次启动可能打不开数据：{trouble}", mend))
    told = f"{sheet}，密钥不在数据文件夹里，在{state.place.value}里"
    return _found(Check.KEY, f"{told}（{trouble}）" if trouble else told)


def _numbers(backend: Backend, today: date) -> CheckResult:
    with at_office(backend) as now:
        office = now.office
        series = [one for year in (today.year - 1, today.year) for one in now.work.day.series_of(year)]
        restored = [one for one in now.work.history.of_case("") if one.act == RESTORED]
        zone = now.zone
    highest = {(one.series, one.year): one.last for one in series}
    missing = sorted(Number(one.series, one.year, ordinal) for one in series for ordinal in one.missing)
    witness = backend.witness.read()
    known = witness.numbers_above(highest) if witness is not None else ()
    above = [one for one in known if one.series in WORDS and one.year >= today.year - 1]
    found = []
    if missing:
        gaps = "、".join(office.written_ranges(missing))
        found.append((f"登记里缺编号：{gaps}", "对照纸质文书查明原因，联系维护人员"))
    if above:
        lost = "、".join(office.written_ranges(above))
        found.append(
            (f"数据里没有已经给出的编号：{lost}", "重新启动程序，编号接着往上走；数据可能退回过，核对纸质文书")
        )
    told = f"今年和去年的{len(series)}种编号连续，与另存的最大编号相符"
    answered = answers_in(restored[-1].details) if restored else ""
    if answered:
        told += f"；{restored[-1].at.astimezone(zone):%Y-%m-%d}恢复时写明：{answered}"
    return _found(Check.NUMBERS, told, *found)


def _trail(backend: Backend) -> CheckResult:
    report = backend.witness.verify()
    with at_office(backend) as now:
        named = [words_of(finding, now.zone) for finding in report.findings[:_MOST_NAMED]]
    more = len(report.findings) - len(named)
    if more:
        named[-1] += f"；另有{more}处"
    told = "；".join((f"{report.entries}条，完整、未被改动", *(gap.sentence for gap in report.gaps)))
    return _found(Check.TRAIL, told, *((words, REMEDY) for words in named))


def _scans(backend: Backend, told: Told) -> CheckResult:
    named = backend.examiner.scans()
    bad: list[str] = []
    for done, sha256 in enumerate(named.sha256):
        told(done, len(named.sha256), Check.SCANS.label)
        try:
            for _piece in backend.scan_files.pieces(sha256):
                pass
        except (Refusal, OSError):
            bad.append(sha256)
    found = []
    if bad:
        remedy = "从备份恢复，或在各件里重新附上；打开扫描件时会提示是哪一个"
        found.append((f"{len(bad)}个扫描件的文件丢失或已被改动", remedy))
    return _found(Check.SCANS, f"{len(named.sha256)}个都在，没有改动，共{named.size / 1e6:.1f} MB", *found)


def _backup(backend: Backend) -> CheckResult:
    state = backend.backups.log.read()
    with at_office(backend) as now:
        today, zone = now.day, now.zone
    last = state.last_at(zone)
    to_do = "在设置的“数据与备份”里选择备份位置，立即备份"
    if last is None or state.is_restored_only:
        return _found(Check.BACKUP, "", (state.last_words(zone), to_do))
    if state.is_too_old(today, zone):
        return _found(Check.BACKUP, "", (f"已有{state.days_without(today, zone)}天没有备份", state.failed or to_do))
    return _found(Check.BACKUP, f"最近一次在{last:%Y-%m-%d %H:%M}")


def _modes(examiner: Examiner) -> CheckResult:
    count = examiner.open_to_others()
    found = [(f"{count}个文件或文件夹其他用户也能读", "重新启动程序，会自动收紧")] if count else []
    return _found(Check.MODES, "只有本用户能读", *found)


def _room(examiner: Examiner) -> CheckResult:
    free = examiner.free_bytes()
    least = max(LITTLE_ROOM, 2 * examiner.database_bytes())
    found = [(f"数据所在的磁盘只剩{free / 1e9:.1f} GB", "清空回收站，移走大文件")] if free < least else []
    return _found(Check.ROOM, f"{free / 1e9:.1f} GB", *found)


def _cache(examiner: Examiner) -> CheckResult:
    cache = examiner.cache()
    old = cache.files and cache.oldest_days >= OLD_CACHE_DAYS
    found = [(f"缓存里有{cache.oldest_days}天前的文件", "正常退出程序一次，缓存会清空")] if old else []
    return _found(Check.CACHE, f"{cache.files}个文件，{cache.size / 1e6:.1f} MB", *found)


def _clock(backend: Backend, post: Post) -> CheckResult:
    with act(backend, post) as now:
        try:
            now.refuse_wrong_clock()
        except WrongClock as wrong:
            return _found(Check.CLOCK, "", (wrong.sentence, wrong.remedy))
        return _found(Check.CLOCK, f"{now.local:%Y-%m-%d %H:%M}，晚于上一次办理")


def _calendars(backend: Backend, today: date) -> CheckResult:
    found = tuple(
        CheckFinding(
            f"没有{year}年的放假安排，落在其中的期限只按周末推算",
            "在设置的“表单与模板”里录入放假安排",
            is_advice=year > today.year and today.month < _DECEMBER,
        )
        for year in missing_years(backend.calendar, today)
    )
    return CheckResult(Check.CALENDARS, "需要的年份都有", found)


def _templates(backend: Backend) -> CheckResult:
    open_ones = [one.title for one in confirmations.templates(backend) if not one.is_confirmed]
    if not open_ones:
        return CheckResult(Check.TEMPLATES, "都经法制部门审核")
    shown = "、".join(open_ones[:_MOST_NAMED]) + ("等" if len(open_ones) > _MOST_NAMED else "")
    said = f"{len(open_ones)}种文书的模板未经法制部门审核：{shown}"
    advice = CheckFinding(said, "在设置的“表单与模板”里登记法制审核", is_advice=True)
    return CheckResult(Check.TEMPLATES, "", (advice,))
