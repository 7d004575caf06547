"""How backups lie in the folder that was chosen for them.

    counter-app-backup-1a2b3c4d/      of one office, by its id
        scans/ab/cdef…                each scan once, for all backups
        20261129-120301/              one backup
            backup.json               what it says of itself; without it there is none
            counter.db                the database, encrypted as it was
            settings.sealed           the small files of the data folder
            scans.txt                 which scans belong to it
            keys/office-key.json      the name of the key, never the key

`FOLDER` of the office is made when the first backup is; where it is gone, the stick or the share is away.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from counter_app.domain.backup.backups import BackupRecord, StoredContent
from counter_app.services.ports.backup import BackupUnreadable
from counter_app.typed_data import read_record

RECORD: Final = "backup.json"
SETTINGS: Final = "settings.sealed"
SCANS: Final = "scans.txt"
POOL: Final = "scans"

FOLDER: Final = "counter-app-backup-"
_TIME: Final = "%Y%m%d-%H%M%S"
_NAME: Final = re.compile(r"\d{8}-\d{6}")
_SCAN: Final = re.compile(r"[0-9a-f]{64}")
_VERSION: Final = 1


def folder_of(place: Path, office: str) -> Path:
    """Where the backups of an office lie in `place`."""
    return place / f"{FOLDER}{office[:8]}"


def name_of(at: datetime) -> str:
    """The name of a backup made at `at`, a time of the office."""
    return at.strftime(_TIME)


def time_of(backup: Path) -> datetime:
    """When a backup was made, by its name: a time of the office."""
    return datetime.strptime(backup.name, _TIME)  # noqa: DTZ007 - as it stands in the name


def backups_in(folder: Path) -> list[Path]:
    """The backups in the folder of an office, oldest first. Raises `OSError`."""
    return sorted(one for one in folder.iterdir() if is_name(one.name) and (one / RECORD).is_file())


def is_name(name: str) -> bool:
    """Whether a backup may have this name."""
    with suppress(ValueError):
        return bool(_NAME.fullmatch(name) and datetime.strptime(name, _TIME))  # noqa: DTZ007 - see above
    return False


def pooled(folder: Path, sha256: str) -> Path:
    """Where a scan lies that the backups in `folder` share."""
    return folder / POOL / sha256[:2] / sha256[2:]


def is_scan(name: str) -> bool:
    """Whether `name` is a SHA-256 as scans are named by."""
    return _SCAN.fullmatch(name) is not None


def measured(file: Path) -> StoredContent:
    """What a file holds. Raises `OSError`."""
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256")
        return StoredContent(digest.hexdigest(), opened.tell())


def scan_lines(scans: dict[str, int]) -> bytes:
    """Scans by their SHA-256 and the octets that they take in the pool, a line each."""
    return "".join(f"{sha256} {size}\n" for sha256, size in sorted(scans.items())).encode("ascii")


def read_scan_lines(content: bytes) -> dict[str, int]:
    """What `scan_lines` wrote. Raises `ValueError`."""
    scans = {}
    for line in content.decode("ascii").splitlines():
        sha256, size = line.split(" ")
        if not is_scan(sha256):
            raise ValueError(sha256)
        scans[sha256] = int(size)
    return scans


def written_record(record: BackupRecord, key: bytes) -> bytes:
    """The file `RECORD`, with a mark that only the key of the office makes."""
    plain = msgspec.to_builtins(record, order="deterministic")
    content = _canonical(plain)
    return json.dumps({"record": plain, "mark": _mark_of(key, content)}, ensure_ascii=False, indent=1).encode()


def read_record_file(backup: Path) -> tuple[BackupRecord, bytes, str]:
    """What a backup says of itself, its content as it was marked, and the mark. Raises `BackupUnreadable`."""
    file = backup / RECORD
    try:
        read = json.loads(file.read_bytes())
        record = read_record(read["record"], BackupRecord)
        content, mark = _canonical(read["record"]), str(read["mark"])
    except OSError as error:
        raise BackupUnreadable(f"{file} 无法读取", "检查U盘、共享文件夹是否接好，有没有读取权限，再试一次") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BackupUnreadable(f"{file} 不是备份的清单，或已损坏", "换用另一份备份") from error
    if record.version > _VERSION:
        raise BackupUnreadable(f"{backup.name} 由更新版本的程序备份，这个版本不能恢复", "安装新版本的程序后再恢复")
    return record, content, mark


def refuse_changed(backup: Path, key: bytes) -> BackupRecord:
    """What a backup says of itself, once it is known to be as it was written. Raises `BackupUnreadable`."""
    record, content, mark = read_record_file(backup)
    if not hmac.compare_digest(_mark_of(key, content).encode(), mark.encode("utf-8", "replace")):
        raise BackupUnreadable(f"{backup.name} 的清单被改动过，或不是用这把密钥备份的", "换用另一份备份")
    return record


def _mark_of(key: bytes, content: bytes) -> str:
    return hmac.digest(key, f"{RECORD}\n".encode() + content, "sha256").hex()


def _canonical(plain: object) -> bytes:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
