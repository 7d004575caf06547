"""What the database driver says in English, turned into a sentence for the clerk."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from counter_app.domain.basics.refusal import Refusal

RESTORE: Final = (
    "退出全部窗口，从备份恢复（“数据没有打开”页上的按钮，或 counter-app restore 备份位置）；"
    "没有备份、只有整个数据文件夹的拷贝的，先把现在的数据文件夹（counter.db 及同名 -wal、-shm 文件）"
    "整个移到别处另存，再整套放回；不能确定的，先联系维护人员"
)
"""How a backup is put back. Never the database alone: SQLite would play a newer log into the older file."""

_DAMAGE: Final = (
    *("malformed", "file is not a database", "database corruption"),
    *("fts5: corrupt", "fts5: missing", "invalid fts5", "vtable constructor failed", "could not decode"),
)
_CHUNK: Final = 1 << 20

_DAMAGED: Final = "数据文件已损坏或密钥不符，无法打开"

_ANSWERS: Final = (
    (
        ("database is locked", "database table is locked", "lock timeout", "deadlock detected"),
        "另一个窗口正在保存，本次没有保存",
        "输入的内容仍在，几秒后再试；仍不能保存的，关闭其他正在使用同一数据的程序",
    ),
    (
        ("database or disk is full", "no space left", "disk full", "disk quota exceeded"),
        "磁盘已满，本次没有保存",
        "输入的内容仍在：腾出磁盘空间（清空回收站、移走大文件），再试一次",
    ),
    (
        ("readonly database", "read-only"),
        "数据文件为只读，本次没有保存",
        "检查数据文件夹的写入权限，或磁盘是否被设为只读，再试一次",
    ),
    (_DAMAGE, _DAMAGED, RESTORE),
    (
        ("unable to open database file", "could not connect", "connection refused"),
        "无法打开数据文件",
        "检查数据所在的磁盘是否接好、数据文件夹是否还在，再试一次",
    ),
    (
        ("disk i/o error",),
        "磁盘读写出错，本次没有保存",
        "检查数据线和磁盘是否接好，再试一次；仍然出错的，退出全部窗口，把整个数据文件夹复制到别的磁盘，再换磁盘",
    ),
)
"""Words of SQLite and PostgreSQL, what happened, what to do."""


def refusal_for(error: BaseException | None, file: Path | None = None) -> Refusal | None:
    """The refusal that a driver's error amounts to; None where it is our own fault.

    Where the driver takes a page that it could not read for a damaged one, `file` is read to tell which it is.
    """
    said = str(error).lower()
    if isinstance(error, UnicodeDecodeError):  # a text in the file is no text any more
        said = _DAMAGE[0]
    for words, sentence, remedy in _ANSWERS:
        if any(word in said for word in words):
            if words is _DAMAGE and file is not None and not _can_be_read(file):
                return Refusal(
                    "磁盘读取出错，数据文件无法读取",
                    "检查数据线和磁盘是否接好，再试一次；仍然出错的，退出全部窗口，请维护人员检查磁盘",
                )
            return Refusal(sentence, remedy)
    return None


def is_damage(error: BaseException) -> bool:
    """Whether the driver says that the file does not hold what was put into it."""
    return isinstance(error, UnicodeDecodeError) or any(word in str(error).lower() for word in _DAMAGE)


def damage() -> Refusal:
    """The file does not hold what was put into it."""
    return Refusal(_DAMAGED, RESTORE)


def _can_be_read(file: Path) -> bool:
    try:
        with file.open("rb", buffering=0) as opened:
            while opened.read(_CHUNK):
                pass
    except OSError:
        return False
    return True
