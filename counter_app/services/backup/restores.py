"""A backup put back: told first, then done. Nothing is removed, and no number is given twice."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from counter_app.domain.backup.last_papers import LAST_NUMBERS, NONE_SINCE, RESTORED, LastPaperQuestion
from counter_app.domain.basics.numbering import WORDS, Number, names_of_series
from counter_app.domain.basics.office import Post
from counter_app.domain.basics.reading import half_width
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.papers.titles import TITLES
from counter_app.services.backup.backups import unheard
from counter_app.services.ports import HistoryEntry
from counter_app.services.ports.backup import BackupPorts, OwnFolder, Restoration, Told

NO_PAPER: Final = ("没有", "无")
"""What is typed where nothing was given out since."""

MANY: Final = 50
"""More numbers than that by one answer may be a slip of the hand."""

_MOST_AHEAD: Final = 100_000
_APART: Final = re.compile(r"[、，,;；\n]+")
_KIND: Final = re.compile(r"(?P<word>[^0-9]+?)\W?(?:(?P<year>\d{4})\W?)?")


def preview(ports: BackupPorts, source: Path) -> Restoration:
    """What putting the backup in `source` back would come to; nothing is changed. Raises `Refusal`."""
    return replace(ports.restorer.preview(source), asked_at=ports.clock())


def with_answers(what: Restoration, last: Iterable[str], none: Iterable[str] = ()) -> Restoration:
    """The same, with the last numbers as papers have them, and the words of kinds of which none was given out since.

    Raises `Refusal`, also where one kind has both.
    """
    answered = with_last_numbers(what, last)
    numbered = {(one.series, one.year) for one in answered.last_papers.numbers}
    for text in filter(str.strip, _apart(none)):
        series, year = _read_kind(answered, text)
        years = (year,) if year is not None else what.years
        if numbered & {(series, one) for one in years}:
            raise Refusal(f"“{text.strip()}”既写了最后发出的编号，又写了没有再发出", "只留其中一个")
        answered = _with_none(answered, series, years)
    return answered


def with_last_numbers(what: Restoration, written: Iterable[str]) -> Restoration:
    """The same, numbers up to those that somebody read off the last papers given out being known.

    What was answered of the same series and year before holds no longer. Raises `Refusal`.
    """
    papers = what.last_papers
    for text in filter(str.strip, _apart(written)):
        number = Number.read(text, what.office.series_words) or Number.scanned(text)
        if number is None:
            raise Refusal(f"“{text.strip()}”不是文书编号", "照文书上的写，如 补字〔2026〕12号")
        _refuse_impossible(what, number)
        papers = papers.with_number(number)
    return replace(what, last_papers=papers)


def with_answer(what: Restoration, question: LastPaperQuestion | None, typed: str) -> Restoration:
    """The same, with what was typed at `question`: numbers of any kind, or that none of it was given out.

    Without a question a number corrects what was answered before. Raises `Refusal`.
    """
    if not typed.strip():
        raise Refusal("这一种还没有写明", "写最后发出的编号；没有再发出的，写 没有")
    if question is None or typed.strip() not in NO_PAPER:
        return with_last_numbers(what, [typed])
    return with_none_of(what, question)


def with_none_of(what: Restoration, question: LastPaperQuestion) -> Restoration:
    """The same, none having been given out of what `question` asks for, but where a number was answered."""
    years = (question.year,) if question.year is not None else what.years
    numbered = {one.series if question.year is None else (one.series, one.year) for one in what.last_papers.numbers}
    for series in question.series:
        if (series if question.year is None else (series, question.year)) not in numbered:
            what = _with_none(what, series, years)
    return what


def many(before: Restoration, after: Restoration) -> Refusal | None:
    """What is to be asked once more: a number just answered takes so many with it that it may be mistyped."""
    known = {**before.last_of_backup}
    for number in before.numbers:
        known[number.series, number.year] = max(number.ordinal, known.get((number.series, number.year), 0))
    for number in after.last_papers.numbers:
        count = number.ordinal - known.get((number.series, number.year), 0)
        if count > MANY and number not in before.last_papers.numbers:
            return Refusal(f"写了{after.office.written(number)}，将有{count}个编号登记为作废", "核对编号和年份")
    return None


def question_words(what: Restoration, question: LastPaperQuestion) -> str:
    """Which kinds are asked for, and how far the backup has come with them."""
    kinds = "、".join(_kind(what, series) for series in question.series)
    if question.year is not None:
        last = what.last_of_backup.get((question.series[0], question.year))
        reached = f"编到〔{question.year}〕{last}号" if last else f"没有{question.year}年的"
        return f"{kinds}{question.year}年的，备份里{reached}"
    numbers = [one for one in what.record.numbers if one.series in question.series]
    if not numbers:
        return f"{kinds}，备份里都没有编过号" if len(question.series) > 1 else f"{kinds}，备份里没有编过号"
    return f"{kinds}，备份里编到〔{max(numbers).year}〕{max(numbers).ordinal}号"


def question_names(what: Restoration) -> str:
    """The words of the kinds that are still open, as `with_answers` reads them; empty where none is."""
    return "、".join(
        f"{_word(what, series)}{question.year or ''}" for question in what.questions for series in question.series
    )


def last_written(what: Restoration) -> list[str]:
    """The last numbers that people answered, as `with_answers` reads them."""
    return [what.office.written(number) for number in what.last_papers.numbers]


def none_written(what: Restoration) -> list[str]:
    """The words of the kinds of which people said that none was given out, as `with_answers` reads them."""
    kinds: dict[str, list[int]] = {}
    for series, year in what.last_papers.without:
        kinds.setdefault(series, []).append(year)
    return [
        f"{_word(what, series)}{year}"
        for series, years in kinds.items()
        for year in ([""] if tuple(years) == what.years else years)
    ]


def refuse_open_questions(what: Restoration, remedy: str = "写明最后发出的编号；没有再发出的，写明没有") -> None:
    """Raise `Refusal` while a number might be given twice."""
    if what.questions:
        raise Refusal(f"这台电脑上查不出备份以后编过哪些号，没有恢复。还没有写明的：{question_names(what)}", remedy)


def restore(ports: BackupPorts, what: Restoration, told: Told = unheard, *, post: Post) -> Path | None:
    """Put it back; returns where the data lie that were here before, None where there were none.

    Raises `Refusal`; then nothing is changed.
    """
    refuse_open_questions(what)
    at = ports.clock()
    zone = what.record.time_zone
    aside = f"replaced-{at.astimezone(ZoneInfo(zone)):%Y%m%d-%H%M%S}"
    details = {"backup": what.backup.name, "kept": aside, "numbers": len(what.given), **_answered(what)}
    entry = HistoryEntry(at, zone, post.clerk, post.window, RESTORED, details=details)
    reason = f"从备份恢复以前已编给别的件，见换下的数据 {aside}"
    kept = ports.restorer.restore(what, aside, reason, entry, told)
    ports.log.write(replace(ports.log.read(), restored_from=what.record.made_at, restored_at=at))
    return kept


def lines(what: Restoration) -> list[str]:
    """What would be replaced, what was done since and which numbers were given, a line each, for people."""
    record, zone = what.record, what.record.time_zone
    told = [
        f"备份：{what.backup}，{_written(record.made_at, zone)} 备份，{record.office_name or '还没有填写机关'}",
        f"备份里有记录{record.acts}项，{_last_act(record.last_act, zone)}；扫描件{record.scan_count}个",
        _here(what),
    ]
    if what.acts == 0:
        told.append("备份以后没有办理过任何一项")
    elif what.acts is not None and not what.cases:
        told.append(f"备份以后没有办理业务，只有查看、备份等记录{what.acts}项")
    elif what.acts is not None:
        told.append(f"备份以后办理过{what.cases}件，记录{what.acts}项；恢复后的数据里没有这些，按纸质文书重新登记")
    told += number_lines(what)
    if what.questions:
        told.append(_unknown(what))
    if what.own is not None:
        told.append(_own_folder(what.own))
    if what.here is not None or what.trouble is not None:
        told.append("现在的数据不删除，换下后放在数据文件夹里以 replaced- 开头的文件夹")
    return told


def number_lines(what: Restoration) -> list[str]:
    """Which numbers were given since and are void from now on; of which kinds people said that there are none."""
    told = []
    numbers = what.office.written_ranges(what.given)
    if numbers:
        told.append(f"备份以后编过的号：{'、'.join(numbers)}，共{len(what.given)}个")
        told.append("这些号恢复后不再使用，登记为作废并写明原因；已经发出的文书照常有效")
    none = none_written(what)
    if none:
        told.append(f"写明备份以后没有再发出的：{'、'.join(none)}")
    return told


def _own_folder(own: OwnFolder) -> str:
    if own.place != own.wanted:
        return (
            f"备份里有本机关自己的表单、模板。本机使用的 {own.wanted} 不能写入，恢复到 {own.place}，"
            f"由维护人员拷到 {own.wanted} 后生效"
        )
    kept = "，现有的另存，不删除" if own.replaces else ""
    return f"本机关自己的表单、模板恢复到 {own.place}{kept}"


def _here(what: Restoration) -> str:
    if what.trouble is not None:
        return f"现在的数据打不开：{what.trouble.sentence}"
    if what.here is None:
        return "现在这个数据文件夹里没有数据"
    return f"现在的数据：记录{what.here.acts}项，{_last_act(what.here.last_act, what.record.time_zone)}"


def _unknown(what: Restoration) -> str:
    last = "、".join(what.office.written(number) for number in what.record.numbers if number.series in WORDS)
    reached = f"备份里编到{last}；" if last else ""
    return f"这台电脑上查不出备份以后编过哪些号。{reached}找出各种文书最后发出的一份，写明编号；没有再发出的，写明没有"


def _apart(written: Iterable[str]) -> list[str]:
    return [one for text in written for one in _APART.split(text)]


def _word(what: Restoration, series: str) -> str:
    return what.office.series_words.get(series) or WORDS[series]


def _kind(what: Restoration, series: str) -> str:
    return f"{TITLES[Number(series, 0, 0).document]}（{_word(what, series)}）"


def _read_kind(what: Restoration, text: str) -> tuple[str, int | None]:
    """The series that a word names, and the year where one follows. Raises `Refusal`."""
    names = names_of_series(what.office.series_words)
    match = _KIND.fullmatch(half_width(text).upper().strip())
    if match is None or match["word"] not in names:
        known = "、".join(_word(what, series) for series in WORDS)
        raise Refusal(f"“{text.strip()}”不是文书的编号用字", f"写 {known} 中的")
    return names[match["word"]], int(match["year"]) if match["year"] else None


def _with_none(what: Restoration, series: str, years: Iterable[int]) -> Restoration:
    return replace(what, last_papers=what.last_papers.with_none(series, years))


def _refuse_impossible(what: Restoration, number: Number) -> None:
    """Raise `Refusal` for a number that cannot be the last one since the backup."""
    written, last = what.office.written(number), what.last_of_backup.get((number.series, number.year), 0)
    if number.ordinal < last:
        raise Refusal(f"{written}比备份里的{last}号小，不是最后发出的一份", "找出最后发出的一份，写它的编号")
    if number.year < what.years[0]:
        made = what.years[0]
        raise Refusal(f"{written}是{number.year}年的，备份是{made}年做的", "找出备份以后最后发出的一份，核对编号和年份")
    if number.year > what.years[-1]:
        raise Refusal(f"{written}的年份晚于电脑系统时间", "核对编号和年份；电脑系统时间不对的，校准后再恢复")
    if number.ordinal - last > _MOST_AHEAD:
        raise Refusal(f"{written}比备份里的大{number.ordinal - last}号", "核对编号和年份")


def _answered(what: Restoration) -> dict[str, str]:
    """What people answered, for the history."""
    last = [what.office.written(number, prefix=False) for number in what.last_papers.numbers]
    answers = ((LAST_NUMBERS, last), (NONE_SINCE, none_written(what)))
    return {key: "、".join(written) for key, written in answers if written}


def _last_act(at: datetime | None, zone: str) -> str:
    return f"最后一次办理在 {_written(at, zone)}" if at is not None else "没有办理记录"


def _written(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
