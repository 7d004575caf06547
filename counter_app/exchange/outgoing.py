"""Puts a file out: whole or not at all, and in plain words where it cannot be put."""

from __future__ import annotations

import errno
from pathlib import Path

from counter_app.domain.basics.refusal import Refusal
from counter_app.private_files import write_private


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` beside `path` and move it there, so that a power cut leaves the old file or the new one.

    Only its owner may read it.

    Raises `Refusal` where the place is missing, forbidden, full, or the old file is open elsewhere.
    """
    if path.is_dir():
        raise Refusal("保存的位置是一个文件夹", "填写文件名后再保存")
    try:
        write_private(path, content)
    except OSError as error:
        raise words_for(error) from error


def words_for(error: OSError) -> Refusal:
    """Why a file could not be written, and what to do."""
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return Refusal("保存的文件夹不存在", "选择一个已有的文件夹")
        case PermissionError():
            return Refusal(
                "无法写入这个位置：没有权限，或者同名文件正在其他程序里打开", "关闭同名文件，或换一个文件夹保存"
            )
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return Refusal("磁盘已满，没有保存", "腾出空间或换一个磁盘后再保存")
        case _:
            return Refusal(f"文件保存失败（系统错误号{error.errno}）", "换一个文件夹后再保存")
