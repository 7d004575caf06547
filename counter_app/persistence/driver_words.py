"""What the database driver says in English, turned into a sentence for the clerk."""

from __future__ import annotations

from typing import Final

from counter_app.domain.refusal import Refusal

_ANSWERS: Final = (
    (
        ("database is locked", "database table is locked", "lock timeout", "deadlock detected"),
        "另一个窗口正在保存，这一次没有存上",
        "输入的内容都在，过几秒再试一次；一直存不上的，关掉其他正在使用同一数据的程序",
    ),
    (
        ("database or disk is full", "no space left", "disk full", "disk quota exceeded"),
        "磁盘已满，这一次没有存上",
        "输入的内容都在：腾出磁盘空间（清空回收站、移走大文件），再试一次",
    ),
    (
        ("readonly database", "read-only"),
        "数据文件只能读、不能写，这一次没有存上",
        "检查数据文件夹的写入权限，或磁盘是否被设为只读，再试一次",
    ),
    (
        ("malformed", "file is not a database", "database corruption"),
        "数据文件已损坏或密钥不符，打不开",
        "先把整个数据文件夹复制一份，不要删除；再用最近一次备份替换其中的 counter.db，没有备份的把程序报告交给技术人员",
    ),
    (
        ("unable to open database file", "could not connect", "connection refused"),
        "打不开数据文件",
        "检查数据所在的磁盘是否接好、数据文件夹是否还在，再试一次",
    ),
    (
        ("disk i/o error",),
        "磁盘读写出错，这一次没有存上",
        "检查数据所在的磁盘是否接好，再试一次；仍然出错的，先备份数据文件夹，再换磁盘",
    ),
)
"""Words of SQLite and PostgreSQL, what happened, what to do."""


def refusal_for(error: BaseException | None) -> Refusal | None:
    """The refusal that a driver's error amounts to; None where it is our own fault."""
    said = str(error).lower()
    for words, sentence, remedy in _ANSWERS:
        if any(word in said for word in words):
            return Refusal(sentence, remedy)
    return None
