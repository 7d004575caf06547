"""A backup looked at, and put in the place of the data: the numbers given since are taken over, nothing is removed."""

from __future__ import annotations

import errno
import io
import json
import os
import secrets
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, Final

from sqlcipher3 import dbapi2

from counter_app.domain.backup.backups import BackupRecord
from counter_app.domain.basics.numbering import CASE_LETTERS, WORDS, Number
from counter_app.domain.basics.office import Office
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.trail.witness import Witness
from counter_app.persistence.backup import place as layout
from counter_app.persistence.backup.making import KEY_BESIDE, KEY_NOTE, OFFICE, BackupKeys, overlay_files
from counter_app.persistence.base import exchange_of_data
from counter_app.persistence.base.copied_database import facts_of, finish_copy, read_copy, verified_facts
from counter_app.persistence.base.driver_files import open_as, take_alone
from counter_app.persistence.base.driver_words import refusal_for
from counter_app.persistence.base.encrypting import is_plain
from counter_app.persistence.base.engine import connector, engine_on
from counter_app.persistence.base.exchange_of_data import LOCK
from counter_app.persistence.base.given_since import GivenNumber, take_over
from counter_app.persistence.base.office_traces import DATABASE, MARKER
from counter_app.persistence.base.one_at_a_time import one_at_a_time
from counter_app.persistence.base.schema import REVISIONS, bring_up_to_date
from counter_app.persistence.base.sealed_files import Cipher, NotGenuine, unseal_whole
from counter_app.persistence.trail.chain import Chain
from counter_app.private_files import DISK_FULL, make_private_folder, open_private, sync_folder, write_private
from counter_app.services.ports import HistoryEntry
from counter_app.services.ports.backup import BackupUnreadable, DataHere, DataInUse, OwnFolder, Restoration, Told
from counter_app.services.ports.keys import KeyLost
from counter_app.services.ports.scans import ScanStore
from counter_app.typed_data import read_record

_BUSY: Final = Refusal("这份数据正在备份或恢复", "等正在进行的备份或恢复结束后再试")
_OTHER_BACKUP: Final = "换用另一份备份"
_CONNECT: Final = "检查U盘、共享文件夹是否接好，有没有读取权限，再试一次"
_WORKSTATION: Final = ("workstation.json", "workstation.names")
"""What goes together: only where the first is lacking."""
_CHUNK: Final = 1 << 20
_ROOM: Final = 50_000_000
"""Octets that stay free beside what is put back."""

_MEGABYTE: Final = 1_000_000
_OWN_PART: Final = "-restore.part"


@frozen
class OverlayPlace:
    """The office's own folder: its place and, where that is outside the data folder, how another one takes it.

    A whole folder named `waiting` beside it is exchanged for it by `finish`, which the next start calls too.
    """

    place: Path
    waiting: Path
    finish: Callable[[], object]


@frozen
class _Given:
    """What stands in the data that are here: what was done since the backup, and which numbers were given."""

    acts: int
    cases: int
    numbers: tuple[GivenNumber, ...]


class BackupRestorer:
    """Puts a backup in the place of one data folder."""

    def __init__(
        self,
        data: Path,
        overlay: OverlayPlace,
        keys: Callable[[Path], BackupKeys | None],
        scan_files: Callable[[bytes, Cipher], ScanStore],
        witness: Callable[[Path], Witness | None],
    ) -> None:
        """`keys` gives those of a folder that holds a note of its key, `witness` what is known of a key's data.

        `scan_files` encrypts by a key that the data folder may not have yet.
        """
        self._data = data
        self._overlay = overlay
        self._keys = keys
        self._scan_files = scan_files
        self._witness = witness

    def preview(self, source: Path) -> Restoration:
        exchange_of_data.finish_waiting(self._data)
        backup = _found(source)
        _refuse_incomplete(backup)
        keys = self._keys_of(backup)
        record = layout.refuse_changed(backup, keys.files)
        if record.revision not in REVISIONS:
            raise BackupUnreadable(f"{backup.name} 由更新版本的程序备份，这个版本不能恢复", "安装新版本的程序后再恢复")
        here, trouble = self._here()
        self._refuse_other_office(backup, record, here)
        self._refuse_too_large(backup, record)
        given = None
        if here is not None and here.office == record.office:
            with suppress(Refusal, dbapi2.Error), self._read() as opened:
                given = _given_since(opened, record)
        witness = self._witness(backup)
        numbers = {one.number for one in given.numbers} if given is not None else set()
        if witness is not None:
            numbers |= set(witness.numbers_above(_last(record)))
        return Restoration(
            backup=backup,
            record=record,
            office=_office_of(backup / DATABASE, keys.database),
            here=here,
            trouble=trouble,
            acts=given.acts if given is not None else None,
            cases=given.cases if given is not None else None,
            numbers=tuple(sorted(one for one in numbers if one.series in WORDS)),
            is_complete=given is not None or witness is not None,
            own=self._own_folder(_own(self._small_files(backup, keys))),
        )

    def restore(self, what: Restoration, aside: str, reason: str, entry: HistoryEntry, told: Told) -> Path | None:
        keys = self._keys_of(what.backup)
        try:
            make_private_folder(self._data)
            with one_at_a_time(self._data / LOCK, _BUSY):
                return self._restore(what, keys, aside, reason, entry, told)
        except OSError as error:
            raise self._told(error, what.backup) from error
        except dbapi2.Error as error:
            raise refusal_for(error) or error from error

    def _told(self, error: OSError, backup: Path) -> Refusal:
        """What hindered a restore, in words: at the backup, or at the data."""
        if error.errno in DISK_FULL:
            return Refusal(
                "数据所在的磁盘已满，没有恢复", f"现在的数据没有改动；在 {self._data} 所在的磁盘腾出空间后再恢复"
            )
        if error.filename is not None and Path(os.fsdecode(error.filename)).is_relative_to(backup.parent):
            return BackupUnreadable(f"备份位置 {backup.parent} 读取出错，没有恢复", _CONNECT)
        if isinstance(error, PermissionError) or error.errno == errno.EROFS:
            return Refusal(f"数据文件夹 {self._data} 不能写入，没有恢复", "检查写入权限后再恢复；现在的数据没有改动")
        said = f"数据文件夹 {self._data} 写入出错（系统错误号{error.errno}），没有恢复"
        return Refusal(said, "检查磁盘是否接好后再恢复；现在的数据没有改动")

    def _restore(
        self, what: Restoration, keys: BackupKeys, aside: str, reason: str, entry: HistoryEntry, told: Told
    ) -> Path | None:
        part = self._data / f".{secrets.token_hex(6)}.part"
        part.mkdir(mode=0o700)
        ready, decided = self._overlay.place.with_name(f".{self._overlay.place.name}{_OWN_PART}"), False
        try:
            new = exchange_of_data.new_files(part)
            new.mkdir(mode=0o700)
            self._stage_database(what, new / DATABASE, keys)
            self._stage_small_files(what, part, keys, ready)
            self._bring_scans(what, keys, told)
            with self._alone() as opened:
                given = self._given(opened, what, entry.at)
                self._take_over(new / DATABASE, keys, given, reason, entry)
                sync_folder(new)
                if os.name == "nt" and opened is not None:
                    opened.close()  # Windows moves no file that is open
                exchange_of_data.decide(self._data, part, aside)
                decided = True
                exchange_of_data.finish(self._data)
        finally:
            shutil.rmtree(part, ignore_errors=True)
            if not decided:
                shutil.rmtree(ready, ignore_errors=True)
        with suppress(OSError):  # the next start does it
            self._overlay.finish()
        kept = self._data / aside
        return kept if kept.is_dir() else None

    def _given(self, opened: Any, what: Restoration, at: datetime) -> list[GivenNumber]:  # noqa: ANN401 - see below
        """The numbers given since: as the data here have them, and those that only the witness or people know."""
        given: tuple[GivenNumber, ...] = ()
        if opened is not None and what.here is not None and what.here.office == what.record.office:
            with suppress(dbapi2.Error):
                given = _given_since(opened, what.record).numbers
        known = {one.number for one in given}
        witness = self._witness(what.backup)
        above = witness.numbers_above(_last(what.record)) if witness is not None else ()
        others = sorted({*above, *what.given} - known)
        all_numbers = [*given, *(GivenNumber(one, at, what.record.time_zone) for one in others)]
        return [one for one in all_numbers if one.number.series in WORDS]

    def _keys_of(self, backup: Path) -> BackupKeys:
        try:
            keys = self._keys(backup)
        except KeyLost as lost:
            raise KeyLost("这台电脑上没有这份备份的密钥", lost.remedy, lost.take_back) from lost
        if keys is None:
            raise BackupUnreadable(f"{backup.name} 的数据库或 {KEY_NOTE} 已损坏，不能恢复", _OTHER_BACKUP)
        return keys

    def _refuse_too_large(self, backup: Path, record: BackupRecord) -> None:
        """Raise `Refusal` where there is no room for what comes: the database beside the one here, and its scans."""
        above = next(folder for folder in (self._data, *self._data.parents) if folder.is_dir())
        free = shutil.disk_usage(above).free
        missing = sum(
            size for sha256, size in _scans_of(backup).items() if not layout.pooled(self._data, sha256).exists()
        )
        needed = 2 * record.database.size + missing + _ROOM
        if free < needed:
            raise Refusal(
                f"数据所在的磁盘只剩{free / _MEGABYTE:.0f} MB，恢复需要{needed / _MEGABYTE:.0f} MB，没有恢复",
                f"在 {above} 所在的磁盘腾出空间后再恢复",
            )

    # What is here ----------------------------------------------------------------------------------------------------

    def _here(self) -> tuple[DataHere | None, Refusal | None]:
        """What lies in the data folder now; or why that cannot be read. Neither where nothing does."""
        if self._is_empty():
            return None, None
        try:
            with self._read() as opened:
                facts = facts_of(opened)
        except Refusal as refusal:
            return None, refusal
        except (dbapi2.Error, OSError) as error:
            told = refusal_for(error) if isinstance(error, dbapi2.Error) else None
            return None, told or Refusal("现在的数据打不开")
        return DataHere(facts.office, facts.acts, facts.last_act), None

    def _is_empty(self) -> bool:
        file = self._data / DATABASE
        return not file.exists() or file.stat().st_size == 0

    @contextmanager
    def _read(self) -> Iterator[Any]:
        """The database here, for reading only: opened to be written, a damaged one would lose its log.

        Raises `Refusal`, and what the driver raises.
        """
        with closing(open_as(self._data / DATABASE, self._key_here(), "mode=ro")) as opened:
            yield opened

    def _key_here(self) -> bytes | None:
        keys = None if is_plain(self._data / DATABASE) else self._keys(self._data)
        return keys.database if keys is not None else None

    @contextmanager
    def _alone(self) -> Iterator[Any]:
        """The database here for this process alone, its log folded in; None where it cannot be read any more.

        Raises `Refusal` while a window has it open.
        """
        if self._here()[0] is None:
            yield None
            return
        with closing(connector(self._data / DATABASE, self._key_here())()) as opened:
            if not take_alone(opened):
                raise DataInUse("还有窗口开着这份数据，没有恢复", "退出全部窗口后再恢复")
            yield opened

    def _refuse_other_office(self, backup: Path, record: BackupRecord, here: DataHere | None) -> None:
        """Raise `Refusal` for the backup of another office; an office in which nothing was done gives way."""
        office = here.office if here is not None else ""
        with suppress(OSError):
            office = office or (self._data / MARKER).read_text("ascii", errors="ignore").strip()
        if office and office != record.office and not (here is not None and here.acts == 0):
            raise Refusal(
                f"{backup.name} 不是这个数据文件夹里的机关的备份，没有恢复",
                "核对备份位置；要看另一个机关的备份，用 --data 另选一个空文件夹",
            )

    # What is to come -------------------------------------------------------------------------------------------------

    def _stage_database(self, what: Restoration, file: Path, keys: BackupKeys) -> None:
        """Copy the database of the backup, hold it against the record, look through it, bring it up to date."""
        source = what.backup / DATABASE
        with source.open("rb") as origin, os.fdopen(open_private(file, os.O_WRONLY | os.O_EXCL), "wb") as copy:
            shutil.copyfileobj(origin, copy, _CHUNK)
        if layout.measured(file) != what.record.database:
            raise BackupUnreadable(f"{what.backup.name} 的数据库与清单不符，没有恢复", _OTHER_BACKUP)
        try:
            verified_facts(file, keys.database)
        except (Refusal, dbapi2.Error) as error:
            raise BackupUnreadable(f"{what.backup.name} 的数据库已损坏，没有恢复", _OTHER_BACKUP) from error
        with engine_on(file, keys.database) as engine:
            bring_up_to_date(engine)

    def _take_over(
        self, file: Path, keys: BackupKeys, given: list[GivenNumber], reason: str, entry: HistoryEntry
    ) -> None:
        with engine_on(file, keys.database) as engine:
            take_over(engine, given, reason, entry, Chain(keys.trail).link)
        finish_copy(file, keys.database)

    def _small_files(self, backup: Path, keys: BackupKeys) -> dict[str, bytes]:
        """The small files of the backup, by name."""
        try:
            content = (backup / layout.SETTINGS).read_bytes()
            unsealed = unseal_whole(content, keys.files, layout.SETTINGS.encode())
        except NotGenuine as error:
            raise BackupUnreadable(f"{backup.name} 的设置文件已损坏，没有恢复", _OTHER_BACKUP) from error
        with zipfile.ZipFile(io.BytesIO(unsealed)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def _own_folder(self, own: dict[str, bytes]) -> OwnFolder | None:
        """Where the office's own files go; None where nothing is to be done."""
        place = self._overlay.place
        here = overlay_files(place)
        if not own or own == here:
            return None
        if place == self._data / OFFICE or _can_make_beside(place):
            return OwnFolder(place, place, replaces=bool(here))
        default = self._data / OFFICE
        return OwnFolder(default, place, replaces=bool(overlay_files(default)))

    def _stage_small_files(self, what: Restoration, part: Path, keys: BackupKeys, ready: Path) -> None:
        """The small files of the backup that differ from those here; what the backup does not have stays.

        The office's own folder is made `ready` where it lies outside the data folder.
        """
        new, files = exchange_of_data.new_files(part), self._small_files(what.backup, keys)
        own = _own(files)
        files[MARKER] = f"{what.record.office}\n".encode("ascii")
        files[KEY_NOTE] = (what.backup / KEY_NOTE).read_bytes()
        if not self._stays(KEY_NOTE, files[KEY_NOTE]):
            exchange_of_data.let_leave(part, KEY_BESIDE)  # that of the data that are here
        for name, kept in files.items():
            first = PurePosixPath(name).parts[0]
            if first != OFFICE and not self._stays(name, kept):
                _lay(new / name, kept)
        if what.own is None:
            return
        if what.own.place == self._data / OFFICE:
            for name, kept in own.items():
                _lay(new / name, kept)
            return
        with suppress(OSError):
            self._overlay.finish()  # an exchange that was cut has the name that is wanted
        shutil.rmtree(ready, ignore_errors=True)
        for name, kept in own.items():
            _lay(ready / PurePosixPath(name).relative_to(OFFICE), kept)
        exchange_of_data.let_follow(part, ready, self._overlay.waiting)

    def _stays(self, name: str, content: bytes) -> bool:
        """Whether a file here is the same, or is this workstation's own."""
        if name in _WORKSTATION:
            return (self._data / _WORKSTATION[0]).is_file()
        here = self._data / name
        return here.is_file() and here.read_bytes() == content

    def _bring_scans(self, what: Restoration, keys: BackupKeys, told: Told) -> None:
        """Put every scan of the backup into the data folder that is not there whole; none is taken away.

        They are encrypted at once, as the office wants it, also on a computer that has no data yet.
        """
        backup, cipher = what.backup, Cipher.SM4 if what.office.national_ciphers else Cipher.AES
        store = self._scan_files(keys.scans, cipher)
        scans = _scans_of(backup)
        for done, sha256 in enumerate(sorted(scans)):
            told(done, len(scans))
            if _has_scan(store, sha256):
                continue
            try:
                content = unseal_whole(layout.pooled(backup.parent, sha256).read_bytes(), keys.files, sha256.encode())
            except FileNotFoundError as error:
                raise BackupUnreadable(
                    f"{backup.name} 缺少扫描件，没有恢复", "备份的上一级文件夹要连同 scans 一起拷贝"
                ) from error
            except NotGenuine as error:
                raise BackupUnreadable(f"{backup.name} 的一个扫描件已损坏，没有恢复", _OTHER_BACKUP) from error
            incoming = store.take_in(content, _unwatched)
            store.settle(incoming)
            store.release(incoming)
        told(len(scans), len(scans))


def _has_scan(store: ScanStore, sha256: str) -> bool:
    with suppress(Refusal):
        store.content(sha256)
        return True
    return False


def _own(files: dict[str, bytes]) -> dict[str, bytes]:
    """Of the small files those of the office's own folder."""
    return {name: content for name, content in files.items() if PurePosixPath(name).parts[0] == OFFICE}


def _can_make_beside(place: Path) -> bool:
    """Whether a folder can be made beside `place`, with those above it that are not there yet."""
    above = next(folder for folder in place.parents if folder.is_dir())
    return os.access(above, os.W_OK | os.X_OK)


def _scans_of(backup: Path) -> dict[str, int]:
    """The scans of a backup, and what they take. Raises `BackupUnreadable`."""
    try:
        return layout.read_scan_lines((backup / layout.SCANS).read_bytes())
    except ValueError as error:
        raise BackupUnreadable(f"{backup.name} 的扫描件清单已损坏，没有恢复", _OTHER_BACKUP) from error


def _unwatched(_done: int, _total: int) -> None:
    """One scan is soon copied."""


def _found(source: Path) -> Path:
    """The backup that was named: itself, a file in it, or the newest in the place. Raises `BackupUnreadable`."""
    if not source.exists():
        raise BackupUnreadable(f"{source} 不存在", "插好U盘或接通共享文件夹，核对写的位置，再试一次")
    folder = source if source.is_dir() else source.parent
    try:
        if (folder / layout.RECORD).is_file():
            return folder
        found = layout.backups_in(folder) if folder.is_dir() else []
        offices = [one for one in folder.glob(f"{layout.FOLDER}*") if one.is_dir()] if not found else []
        if len(offices) == 1:
            found = layout.backups_in(offices[0])
    except OSError as error:
        raise BackupUnreadable(f"{source} 无法读取", _CONNECT) from error
    if len(offices) > 1:
        raise BackupUnreadable(
            f"{source} 里有几个机关的备份", f"写明是哪一个文件夹：{'、'.join(sorted(one.name for one in offices))}"
        )
    if found:
        return found[-1]
    if layout.is_name(folder.name):
        raise BackupUnreadable(f"{folder.name} 这份备份不完整，缺少 {layout.RECORD}", _OTHER_BACKUP)
    said = f"{source} 里没有备份" if source.is_dir() else f"{source} 不是备份"
    raise BackupUnreadable(said, "选择备份位置，或其中以日期时间命名的一个文件夹")


def _refuse_incomplete(backup: Path) -> None:
    """Raise `BackupUnreadable` where a file of the backup is missing."""
    names = (DATABASE, layout.SETTINGS, layout.SCANS, KEY_NOTE)
    missing = [name for name in names if not (backup / name).is_file()]
    if missing:
        raise BackupUnreadable(
            f"{backup.name} 这份备份不完整，缺少 {'、'.join(missing)}", "重新拷贝整个备份文件夹，或换用另一份备份"
        )


def _office_of(file: Path, key: bytes) -> Office:
    """The office as the backup has it. Raises `BackupUnreadable`."""
    try:
        with read_copy(file, key) as opened:
            found = opened.execute("SELECT office FROM office").fetchall()
    except dbapi2.Error as error:
        raise BackupUnreadable(f"{file.parent.name} 的数据库已损坏，没有恢复", _OTHER_BACKUP) from error
    return read_record(json.loads(found[0][0]), Office) if found else Office("")


def _last(record: BackupRecord) -> dict[tuple[str, int], int]:
    return {(one.series, one.year): one.ordinal for one in record.numbers}


def _given_since(opened: Any, record: BackupRecord) -> _Given:  # noqa: ANN401 - the driver ships no types
    """What was done since the backup. Raises what the driver raises."""
    last = _last(record)
    numbers = tuple(
        GivenNumber(Number(series, year, ordinal), _time(taken_at), zone, reason or "")
        for series, year, ordinal, taken_at, zone, reason in opened.execute(
            "SELECT series, year, ordinal, taken_at, zone, voided_reason FROM issued_number ORDER BY 1, 2, 3"
        )
        if ordinal > last.get((series, year), 0)
    )
    acts, cases = opened.execute(
        "SELECT count(*), count(DISTINCT CASE WHEN substr(reference, 1, 2) = ? THEN reference END) FROM history"
        " WHERE position > ?",
        (CASE_LETTERS, record.acts),
    ).fetchone()
    return _Given(acts, cases, numbers)


def _time(kept: str) -> datetime:
    return datetime.fromisoformat(kept).replace(tzinfo=UTC)


def _lay(file: Path, content: bytes) -> None:
    make_private_folder(file.parent)
    write_private(file, content)
    sync_folder(file.parent)
