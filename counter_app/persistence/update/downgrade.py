"""From data that a newer version has changed back to the copy made before that.

The newer database is not opened as ours: only the columns are read that tell what was done since the copy. What takes
its place is made whole beside it, the numbers given since taken in it, and moved there in one step: a cut leaves the
newer database or the older one, and the newer one is kept under another name.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlcipher3 import dbapi2

from counter_app.domain.basics.numbering import CASE_LETTERS, WORDS, Number
from counter_app.domain.basics.office import Office
from counter_app.domain.basics.refusal import Refusal
from counter_app.persistence.base.copied_database import copy_database, finish_copy
from counter_app.persistence.base.copy_before_update import copies_of
from counter_app.persistence.base.driver_files import remove_database, take_alone
from counter_app.persistence.base.driver_words import refusal_for
from counter_app.persistence.base.encrypting import encrypt_in_place, is_plain
from counter_app.persistence.base.engine import connector, engine_on
from counter_app.persistence.base.given_since import GivenNumber, take_over
from counter_app.persistence.base.office_traces import stored_office
from counter_app.persistence.base.page_check import found_damage
from counter_app.persistence.base.schema import REVISIONS, bring_up_to_date
from counter_app.persistence.base.tables import HistoryRow, NumberRow, OfficeRow, SeriesRow
from counter_app.persistence.trail.chain import Chain
from counter_app.private_files import open_private, sync_file, sync_folder
from counter_app.services.ports import HistoryEntry
from counter_app.services.ports.update import Downgrade
from counter_app.typed_data import read_record

_BY_HAND: Final = "数据没有改动；用新版本的程序打开，或由维护人员恢复整套备份"


def preview(file: Path, here: str, key: bytes | None) -> Downgrade:
    """What going back from `file`, at the revision `here`, would take out of use. Raises `Refusal`."""
    if here in REVISIONS:
        raise Refusal(f"数据版本 {here} 本机的程序可以打开，不需要退回", "直接打开程序")
    copy, revision = _copy_that_opens(file, key)
    offices = {stored_office(copy, key), stored_office(file, key)} - {None}
    if len(offices) > 1:
        raise Refusal(f"{copy.name} 不是这个机关的数据，没有退回", _BY_HAND)
    with _asked(copy, key) as before, _asked(file, key) as now:
        try:
            last, last_act = before.execute(select(func.max(HistoryRow.position), func.max(HistoryRow.at))).one()
            since = HistoryRow.position > (last or 0)
            acts, newest = now.execute(select(func.count(), func.max(HistoryRow.at)).where(since)).one()
            cases = func.count(HistoryRow.reference.distinct())
            touched = now.execute(
                select(cases).where(since, HistoryRow.reference.startswith(CASE_LETTERS))
            ).scalar_one()
            office = before.execute(select(OfficeRow.office)).scalar()
            rows = [(row.series, row.year, row.ordinal) for row in _numbers_since(before, now)]
        except SQLAlchemyError as error:
            raise Refusal("新版本的数据里查不出升级后编过哪些号，没有退回", _BY_HAND) from error
    return Downgrade(
        copy=copy,
        revision=revision,
        newer=here,
        office=read_record(office, Office) if office else Office(""),
        last_act=last_act,
        acts=acts,
        cases=touched,
        newest_act=newest,
        numbers=tuple(Number(*row) for row in rows if row[0] in WORDS),
        other_numbers=sum(row[0] not in WORDS for row in rows),
    )


def exchange(
    file: Path, what: Downgrade, kept: str, said: tuple[str, HistoryEntry], key: bytes | None, chain: Chain | None
) -> Path:
    """Let what `preview` told take the place of `file`, which is kept under the name `kept`. Raises `Refusal`.

    `said` is the reason for which the numbers given since are voided, so that none is given twice, and the entry of
    the history, which `chain` links.
    """
    part = file.with_name(f".{secrets.token_hex(6)}.part")
    connect = connector(file, key)
    try:
        copy_database(connector(what.copy, key), part, key)
        with engine_on(part, key) as engine, _asked(file, key) as now:
            bring_up_to_date(engine)
            with engine.connect() as before:
                given = [GivenNumber.of(row) for row in _numbers_since(before, now) if row.series in WORDS]
            take_over(engine, given, *said, chain.link if chain is not None else None)
        finish_copy(part, key)
        return _swap(file, part, kept, connect)
    except OSError as error:
        raise Refusal(f"没有退回：{error.strerror}", "数据没有改动；腾出磁盘空间、检查写入权限后再退回") from error
    except dbapi2.Error as error:
        raise refusal_for(error, file) or error from error
    finally:
        remove_database(part)


def _swap(file: Path, part: Path, kept: str, connect: Callable[[], Any]) -> Path:
    """One step: `file` has a second name before it is replaced. Raises `OSError`, `Refusal` where it is in use."""
    former = file.with_name(f"{file.name}.{kept}")
    opened = connect()
    try:
        if not take_alone(opened):
            raise Refusal("还有窗口开着这份数据，没有退回", "退出全部窗口后再退回")
        if os.name == "nt":
            opened.close()  # Windows replaces no file that is open
        _name_twice(file, former)
        try:
            sync_folder(file.parent)
            part.replace(file)
        except OSError:
            former.unlink()
            raise
        sync_folder(file.parent)
    finally:
        opened.close()
    return former


def _name_twice(file: Path, former: Path) -> None:
    """Keep `file` under the name `former` too, which nothing has yet. Raises `OSError`."""
    try:
        os.link(file, former)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        with open(former, "xb", opener=open_private) as copied, file.open("rb") as whole:
            shutil.copyfileobj(whole, copied)
        sync_file(former)


def _numbers_since(before: Connection, now: Connection) -> list[Any]:
    """The rows of the numbers that `now` has given and `before` has not, in order."""
    last = {(row.series, row.year): row.last for row in before.execute(select(*SeriesRow.__table__.columns))}
    columns = NumberRow.__table__.columns
    found: list[Any] = []
    for series, year in now.execute(
        select(SeriesRow.series, SeriesRow.year).order_by(*SeriesRow.__table__.primary_key)
    ):
        these = (NumberRow.series == series, NumberRow.year == year, NumberRow.ordinal > last.get((series, year), 0))
        found += now.execute(select(*columns).where(*these).order_by(NumberRow.ordinal)).all()
    return found


def _copy_that_opens(file: Path, key: bytes | None) -> tuple[Path, str]:
    """The newest copy that this version opens, looked through, and its revision. Raises `Refusal`."""
    found = [(place, revision) for place, revision in copies_of(file) if revision in REVISIONS]
    if not found:
        raise Refusal("数据文件夹里没有本机的程序能打开的升级前备份，不能退回", _BY_HAND)
    copy, revision = max(found, key=lambda one: one[1])
    if key is not None and is_plain(copy):  # a cut came between the database and its copies
        encrypt_in_place(copy, key)
    try:
        with closing(connector(copy, key)()) as opened:
            damage = found_damage(opened)
    except dbapi2.Error as error:
        raise refusal_for(error, copy) or error from error
    if damage is not None:
        raise Refusal(f"升级前的备份 {copy.name} 已损坏，不能退回", _BY_HAND)
    return copy, revision


@contextmanager
def _asked(file: Path, key: bytes | None) -> Iterator[Connection]:
    with engine_on(file, key) as engine, engine.connect() as connection:
        yield connection
