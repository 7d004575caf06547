"""One backup made and verified: beside its place, read again, and only then under its name."""

from __future__ import annotations

import errno
import io
import os
import secrets
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import field
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from sqlcipher3 import dbapi2

from counter_app.domain.backup.backups import BackupRecord
from counter_app.domain.backup.keeping import to_keep
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.persistence.backup import place as layout
from counter_app.persistence.base.copied_database import DatabaseFacts, copy_database, verified_facts
from counter_app.persistence.base.driver_words import refusal_for
from counter_app.persistence.base.engine import connector
from counter_app.persistence.base.exchange_of_data import LOCK
from counter_app.persistence.base.office_traces import DATABASE
from counter_app.persistence.base.one_at_a_time import one_at_a_time
from counter_app.persistence.base.sealed_files import Cipher, NotGenuine, seal, unseal_whole
from counter_app.private_files import DISK_FULL, make_private_folder, sync_folder, write_new
from counter_app.services.ports.backup import BackupPlaceAway, BackupUnderWay, MadeBackup, Told
from counter_app.services.ports.scans import ScanStore

OFFICE: Final = "office"
KEY_NOTE: Final = "keys/office-key.json"
KEY_BESIDE: Final = "keys/office.key"
"""The key itself, in the data folder until its recovery sheet is printed."""

SMALL_FILES: Final = ("workstation.json", "workstation.names", "keys/installation.pem")
"""What is sealed into one file with the office's own folder. Never the key itself."""


@frozen
class BackupKeys:
    """Of the office key: its name, and what is derived from it.

    That is for the database, the other files of a backup, the trail, and the scans of a data folder.
    """

    id: str
    database: bytes = field(repr=False)
    files: bytes = field(repr=False)
    trail: bytes = field(repr=False)
    scans: bytes = field(repr=False)


class BackupMaker:
    """Makes backups of one data folder."""

    def __init__(
        self,
        data: Path,
        overlay: Path,
        keys: Callable[[Path], BackupKeys | None],
        scan_files: ScanStore,
        program: str,
    ) -> None:
        """`overlay` is the office's own folder; `keys` gives those of a folder that holds a note of its key."""
        self._data = data
        self._overlay = overlay
        self._keys = keys
        self._scan_files = scan_files
        self._program = program

    def make(self, place: Path, at: datetime, told: Told, *, expected: bool) -> MadeBackup:
        keys = self._keys(self._data)
        if keys is None:
            raise Refusal("这份数据还没有加密，没有备份", "退出全部窗口后用 counter-app key encrypt 加密，再备份")
        busy = BackupUnderWay("这份数据正在备份，这一次没有另做", "等正在进行的备份结束")
        with _writing_there(place), one_at_a_time(self._data / LOCK, busy):
            if not place.exists():
                raise _away(place) if expected else _missing(place)
            office = self._office(keys)
            folder = layout.folder_of(place, office)
            if expected and not folder.is_dir():
                raise _away(place)
            make_private_folder(folder)
            _remove_parts(folder)
            part = folder / f".{secrets.token_hex(6)}.part"
            part.mkdir(mode=0o700)
            try:
                return self._fill(part, folder, keys, at, told)
            finally:
                shutil.rmtree(part, ignore_errors=True)

    def _fill(self, part: Path, folder: Path, keys: BackupKeys, at: datetime, told: Told) -> MadeBackup:
        facts = self._copy_database(part, keys)
        sealed = seal(self._small_files(), keys.files, Cipher.AES, layout.SETTINGS.encode())
        (part / KEY_NOTE).parent.mkdir(mode=0o700)
        write_new(part / KEY_NOTE, (self._data / KEY_NOTE).read_bytes())
        write_new(part / layout.SETTINGS, sealed)
        scans, copied = self._copy_scans(folder, keys, told)
        write_new(part / layout.SCANS, layout.scan_lines(scans))
        record = BackupRecord(
            office=facts.office,
            office_name=facts.office_name,
            time_zone=facts.time_zone,
            made_at=at,
            program=self._program,
            revision=facts.revision,
            key=keys.id,
            acts=facts.acts,
            last_act=facts.last_act,
            numbers=facts.numbers,
            rows=facts.rows,
            database=layout.measured(part / DATABASE),
            settings=layout.measured(part / layout.SETTINGS),
            scans=layout.measured(part / layout.SCANS),
            scan_count=len(scans),
            scan_bytes=sum(scans.values()),
            missing=len(facts.scans - scans.keys()),
        )
        write_new(part / layout.RECORD, layout.written_record(record, keys.files))
        _sync(part)
        whole = self._named(part, folder, at.astimezone(ZoneInfo(facts.time_zone)))
        _sync(folder)
        return MadeBackup(whole, record, copied, removed=_remove_old(folder))

    def _named(self, part: Path, folder: Path, at: datetime) -> Path:
        """The backup under its name; one of the same second stays as it is."""
        whole = folder / layout.name_of(at)
        if whole.exists():
            raise Refusal(f"{whole.name} 的备份已经有了，没有另做", "过一秒再备份")
        part.rename(whole)
        return whole

    def _office(self, keys: BackupKeys) -> str:
        """The id of the office in the database."""
        with self._reading_here(), closing(connector(self._data / DATABASE, keys.database)()) as opened:
            if not opened.execute("SELECT 1 FROM sqlite_master WHERE name = 'office_identity'").fetchall():
                return "older"
            return str(opened.execute("SELECT office FROM office_identity").fetchone()[0])

    def _copy_database(self, part: Path, keys: BackupKeys) -> DatabaseFacts:
        file = self._data / DATABASE
        with self._reading_here():
            copy_database(connector(file, keys.database), part / DATABASE, keys.database)
            return verified_facts(part / DATABASE, keys.database)

    @contextmanager
    def _reading_here(self) -> Iterator[None]:
        try:
            yield
        except dbapi2.Error as error:
            file = self._data / DATABASE
            raise refusal_for(error, file) or Refusal("数据库没有备份成", "重新启动程序后再备份") from error

    def _small_files(self) -> bytes:
        """The small files of the data folder and the office's own, as one archive."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in SMALL_FILES:
                with suppress(FileNotFoundError):
                    archive.writestr(name, (self._data / name).read_bytes())
            for name, content in overlay_files(self._overlay).items():
                archive.writestr(name, content)
        return packed.getvalue()

    def _copy_scans(self, folder: Path, keys: BackupKeys, told: Told) -> tuple[dict[str, int], int]:
        """Every scan that lies in the data folder: its octets in the pool; and how many are new there."""
        found = sorted(_scans_of(self._data))
        scans: dict[str, int] = {}
        copied = 0
        for done, sha256 in enumerate(found):
            told(done, len(found))
            kept = layout.pooled(folder, sha256)
            if not _is_filled(kept):
                try:
                    content = self._scan_files.content(sha256)
                except Refusal:  # removed just now, or not what was attached
                    continue
                _keep(kept, content, keys, sha256)
                copied += 1
            scans[sha256] = kept.stat().st_size
        told(len(found), len(found))
        return scans, copied


def overlay_files(overlay: Path) -> dict[str, bytes]:
    """The files of the office's own folder, in order, each by the name that it has in a backup. Raises `OSError`."""
    return {
        f"{OFFICE}/{file.relative_to(overlay).as_posix()}": file.read_bytes()
        for file in sorted(overlay.rglob("*"))
        if file.is_file() and not file.is_symlink()
    }


def _scans_of(data: Path) -> Iterator[str]:
    for folder in (data / "scans").glob("[0-9a-f][0-9a-f]"):
        for file in folder.iterdir():
            if layout.is_scan(folder.name + file.name):
                yield folder.name + file.name


def _is_filled(file: Path) -> bool:
    """Whether the file is there: it was read again before it got its name, and empty is what a cut disk leaves."""
    try:
        return file.stat().st_size > 0
    except FileNotFoundError:
        return False


def _keep(kept: Path, content: bytes, keys: BackupKeys, name: str) -> None:
    """Lay a scan in its place, encrypted, once it can be read again. Raises `OSError`."""
    make_private_folder(kept.parent)
    part = kept.with_name(f".{secrets.token_hex(6)}.part")
    try:
        write_new(part, seal(content, keys.files, Cipher.AES, name.encode()))
        try:
            unseal_whole(part.read_bytes(), keys.files, name.encode())
        except NotGenuine as error:
            raise OSError(errno.EIO, os.strerror(errno.EIO)) from error
        part.replace(kept)
        _sync(kept.parent)
    finally:
        with suppress(OSError):
            part.unlink()


def _sync(folder: Path) -> None:
    """Have the names in a folder on the disk; some sticks and shares cannot be told to."""
    with suppress(OSError):
        sync_folder(folder)


def _remove_old(folder: Path) -> int:
    """Remove the backups that are not to be kept, and the scans that no other has; how many backups."""
    made = {layout.time_of(one): one for one in layout.backups_in(folder)}
    old = [made[at] for at in made.keys() - to_keep(made)]
    for one in old:
        part = folder / f".{secrets.token_hex(6)}.part"
        one.rename(part)  # in one step: half a backup would pass for a whole one
        shutil.rmtree(part, ignore_errors=True)
    if old:
        _remove_unused(folder)
    return len(old)


def _remove_unused(folder: Path) -> None:
    """Remove the scans that no backup has; none where one of the lists cannot be read."""
    used: set[str] = set()
    for one in layout.backups_in(folder):
        try:
            used |= layout.read_scan_lines((one / layout.SCANS).read_bytes()).keys()
        except (OSError, ValueError):
            return
    for file in (folder / layout.POOL).glob("[0-9a-f][0-9a-f]/*"):
        sha256 = file.parent.name + file.name
        if layout.is_scan(sha256) and sha256 not in used:
            with suppress(OSError):
                file.unlink()


def _remove_parts(folder: Path) -> None:
    """What cuts left; nobody else writes here while the data folder is held."""
    for part in folder.glob(".*.part"):
        shutil.rmtree(part, ignore_errors=True)
    for part in (folder / layout.POOL).glob("[0-9a-f][0-9a-f]/.*.part"):
        with suppress(OSError):
            part.unlink()


@contextmanager
def _writing_there(place: Path) -> Iterator[None]:
    """Turn what the disk of the backups says into a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in DISK_FULL:
            raise Refusal(
                f"备份位置 {place} 的磁盘已满，没有备份成", "腾出空间或换一个备份位置后再备份；以前的备份都在"
            ) from error
        if isinstance(error, PermissionError) or error.errno == errno.EROFS:
            raise Refusal(f"备份位置 {place} 不能写入，没有备份成", "检查写入权限，或换一个备份位置后再备份") from error
        raise _away(place) from error


def _missing(place: Path) -> BackupPlaceAway:
    """Made by us it would be on the disk of the data where a stick was meant."""
    remedy = "插好U盘或接通共享文件夹，核对写的位置；要备份到新文件夹的，先建好文件夹"
    return BackupPlaceAway(f"备份位置 {place} 不存在，没有备份", remedy)


def _away(place: Path) -> BackupPlaceAway:
    return BackupPlaceAway(f"备份位置 {place} 没有接上，没有备份", "插好U盘或接通共享文件夹后再备份")
