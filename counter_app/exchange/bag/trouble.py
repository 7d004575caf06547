"""What a disk or a stick says while a package is packed, in words and with what to do."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from counter_app.domain.refusal import Refusal

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_GONE: Final = frozenset({errno.EIO, errno.ENODEV, errno.ENXIO, errno.ENOENT, errno.ENOTDIR, errno.ESTALE, errno.EBADF})

GO_ON: Final = "已写好的部分留着，处理后再打一次会接着打"


@contextmanager
def putting_there() -> Iterator[None]:
    """Turn what the target says to our writing into a sentence."""
    try:
        yield
    except OSError as error:
        raise words_for(error) from error


def words_for(error: OSError) -> Refusal:
    """Why the package could not be written, and what to do."""
    if error.errno in _FULL:
        return Refusal("U盘或磁盘已满，电子包没有打完", f"换一个更大的U盘，或腾出空间；{GO_ON}")
    if error.errno == errno.EFBIG:
        return Refusal("这个U盘的格式放不下4GB以上的文件", "改打成文件夹，或换用exFAT格式的U盘")
    if error.errno == errno.EROFS or isinstance(error, PermissionError):
        return Refusal("这个位置写不进去，电子包没有打成", "检查U盘的写保护开关和写入权限，或换一个位置")
    if error.errno in _GONE:
        return Refusal("U盘或磁盘断开了，电子包没有打完", f"插好U盘；{GO_ON}")
    return Refusal(f"电子包没有打成（系统错误号{error.errno}）", f"换一个U盘或位置再打；{GO_ON}")


def not_enough(needed: int, free: int) -> Refusal:
    """There is not enough room, said before anything is written."""
    return Refusal(
        f"空间不够：电子包约{_megabytes(needed)}，这里只剩{_megabytes(free)}", "换一个更大的U盘，或腾出空间后再打"
    )


def source_gone(what: str, position: int) -> Refusal:
    """A scan is not where it was kept."""
    return Refusal(f"第{position}件的{what}不在数据文件夹里", "从备份恢复数据文件夹中的 scans 后再打包")


def source_changed(what: str, position: int) -> Refusal:
    """A scan is not what it was when it was attached."""
    return Refusal(f"第{position}件的{what}与登记时不一致，可能已损坏", "从备份恢复该文件，或重新扫描附上后重开批次")


def taken_already(name: str) -> Refusal:
    """Something else stands under that name."""
    return Refusal(f"{name}已经存在，而且不是这个批次的电子包", "换一个位置，或把它移走后再打；没有覆盖")


def torn() -> Refusal:
    """What was written does not read back as it was written."""
    return Refusal("写入后读回的内容不一致，U盘可能已损坏", "换一个U盘再打")


def _megabytes(octets: int) -> str:
    return f"{max(1, octets // 1_000_000)}MB"
