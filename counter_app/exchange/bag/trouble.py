"""What a disk or a stick says while a package is packed, in words and with what to do."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from counter_app.domain.basics.refusal import Refusal
from counter_app.private_files import DISK_FULL

_GONE: Final = frozenset({errno.EIO, errno.ENODEV, errno.ENXIO, errno.ENOENT, errno.ENOTDIR, errno.ESTALE, errno.EBADF})

_FULL_ON_WINDOWS: Final = frozenset({39, 112})
_LOCKED_ON_WINDOWS: Final = frozenset({5, 19})
_TOO_LARGE_ON_WINDOWS: Final = frozenset({223})
_GONE_ON_WINDOWS: Final = frozenset({3, 15, 21, 31, 55, 433, 483, 1006, 1110, 1117, 1167})
"""`winerror`: Python knows few of them by an `errno` of their own, and calls a stick that is not ready forbidden."""

GO_ON: Final = "已写入的部分保留，处理后再次生成从中断处继续"


@contextmanager
def putting_there() -> Iterator[None]:
    """Turn what the target says to our writing into a sentence."""
    try:
        yield
    except OSError as error:
        raise words_for(error) from error


def words_for(error: OSError) -> Refusal:
    """Why the package could not be written, and what to do."""
    code = getattr(error, "winerror", None)
    if error.errno in DISK_FULL or code in _FULL_ON_WINDOWS:
        return Refusal("U盘或磁盘已满，电子数据包没有全部生成", f"换一个更大的U盘，或腾出空间；{GO_ON}")
    if error.errno == errno.EFBIG or code in _TOO_LARGE_ON_WINDOWS:
        return too_large()
    if error.errno in _GONE or code in _GONE_ON_WINDOWS:
        return Refusal("U盘或磁盘断开，电子数据包没有全部生成", f"插好U盘；{GO_ON}")
    if error.errno == errno.EROFS or code in _LOCKED_ON_WINDOWS or isinstance(error, PermissionError):
        return Refusal("这个位置无法写入，电子数据包生成失败", "检查U盘的写保护开关和写入权限，或换一个位置")
    return Refusal(f"电子数据包生成失败（系统错误号{error.errno}）", f"换一个U盘或位置后重新生成；{GO_ON}")


def too_large() -> Refusal:
    """A zip of 4 GB and more does not go upon FAT32."""
    return Refusal("这个U盘的格式（FAT32）不支持4GB以上的文件", "改为生成文件夹，或换用exFAT格式的U盘")


def no_folder() -> Refusal:
    """The folder to put it in is not there: mistyped, or the stick is out."""
    return Refusal("保存电子数据包的文件夹不存在", "核对位置；在U盘上的，检查U盘是否插好")


def not_enough(needed: int, free: int) -> Refusal:
    """There is not enough space, said before anything is written."""
    return Refusal(
        f"空间不够：电子数据包约{-(-needed // 1_000_000)}MB，剩余空间{free // 1_000_000}MB",
        "换一个更大的U盘，或腾出空间后重新生成",
    )


def source_gone(what: str, position: int) -> Refusal:
    """A scan is not where it was kept."""
    return Refusal(f"第{position}件的{what}不在数据文件夹里", "从备份恢复数据文件夹中的 scans 后再生成")


def source_changed(what: str, position: int) -> Refusal:
    """A scan is not what it was when it was attached."""
    return Refusal(f"第{position}件的{what}与登记时不一致，可能已损坏", "从备份恢复该文件，或重新扫描附上后解锁批次")


def taken_already(name: str) -> Refusal:
    """Something else stands under that name."""
    return Refusal(f"{name}已经存在，而且不是这个批次的电子数据包", "换一个位置，或把它移走后重新生成；没有覆盖")


def spoilt(name: str) -> Refusal:
    """A package of this batch stands there and is not whole any more."""
    return Refusal(f"{name}是这个批次的电子数据包，但已不完整或被改动过", "把它移走后重新生成；没有覆盖")


def other_content(name: str) -> Refusal:
    """A package of this batch stands there, with another content."""
    return Refusal(
        f"{name}是这个批次先前生成的电子数据包，内容与现在的不同", "把先前的移走，或换一个位置后重新生成；没有覆盖"
    )


def torn() -> Refusal:
    """What was written does not read back as it was written."""
    return Refusal("写入后读回的内容不一致，U盘可能已损坏", "换一个U盘后重新生成")
