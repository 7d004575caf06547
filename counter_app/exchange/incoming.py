"""Takes a file in: bounded in size, refused in plain words where it cannot be had, known by its content."""

from __future__ import annotations

import errno
import os
import re
import stat
from enum import StrEnum
from pathlib import Path
from typing import Final

from counter_app.domain.basics.limits import MOST_ROWS
from counter_app.domain.basics.refusal import Refusal

MEGABYTE: Final = 1024 * 1024
LARGEST_FILE: Final = 100 * MEGABYTE

OLE_SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_SIGNATURES: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_STRANGERS: Final = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"II*\0", "图片"),
    (b"MM\0*", "图片"),
    (b"{\\rtf", "RTF 文档"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
)
_PACKED: Final = (
    (b"\x1f\x8b", "gzip 压缩文件（.gz）"),
    (b"BZh", "bzip2 压缩文件（.bz2）"),
    (b"\xfd7zXZ\0", "xz 压缩文件"),
    (b"\x28\xb5\x2f\xfd", "zstd 压缩文件"),
)
_NEW_PICTURES: Final = frozenset({b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypmsf1", b"ftypavif"})
_UNICODE_MARKS: Final = (
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_HEAD: Final = 4096
_WRITTEN: Final = re.compile(r"[\t\r\n -~\u00a0-\u024f\u2000-\u206f\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]+")
"""What tables in our country are written with; bytes that are no text seldom give 32 such characters in a row."""
_COMMENT: Final = re.compile(r"(?:\s*(?://[^\n]*\n|#[^\n]*\n|/\*.*?\*/))+\s*[{\[]", re.DOTALL)
_GONE: Final = frozenset(
    {
        *(errno.EIO, errno.ENXIO, errno.ENODEV, errno.ESTALE, errno.ETIMEDOUT, errno.ENOTCONN, errno.ECONNRESET),
        *(errno.ECONNABORTED, errno.EHOSTUNREACH, errno.ENETDOWN, errno.ENETUNREACH, errno.EPIPE),
        *(getattr(errno, name) for name in ("EHOSTDOWN", "EREMOTEIO", "ENOLINK") if hasattr(errno, name)),
    }
)
_GONE_ON_WINDOWS: Final = frozenset({21, 53, 55, 59, 64, 67, 121, 1117, 1167, 1231, 1236})
_LOCKED_ON_WINDOWS: Final = frozenset({32, 33})

SAVE_AS_XLSX: Final = "用 Excel 或 WPS 打开后另存为 .xlsx 再导入"
USE_THE_BLANK: Final = "选择窗口发放的工作簿（.xlsx）或 JSON 收件文件"


class Content(StrEnum):
    """What a file is, by what stands in it; its name plays no part."""

    JSON = "json"
    ZIP = "zip"
    OLE = "ole"


def read_bounded(path: Path, largest: int = LARGEST_FILE) -> bytes:
    """The whole file, at most `largest` bytes of it. Raises `Refusal` where it cannot be had."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise Refusal("选中的是文件夹，不是文件", "打开文件夹，选择其中的工作簿或 JSON 收件文件")
        if not stat.S_ISREG(found.st_mode):  # a pipe or a device may never end
            raise Refusal("选中的不是普通文件", USE_THE_BLANK)
        if found.st_size > largest:
            raise _too_large(largest)
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except OSError as error:
        raise _words_for(error) from error
    except ValueError as error:  # a path with a NUL in it
        raise Refusal("找不到这个文件", "核对文件的位置和名称") from error
    if len(content) > largest:  # it grew since it was measured
        raise _too_large(largest)
    if not content:
        raise Refusal("文件是空的（0字节），可能没有复制完", "从原处重新复制一份，或由提交人重新保存后再导入")
    return content


def recognise(content: bytes) -> Content:
    """What `content` is. Raises `Refusal` saying what it is instead, where it is neither workbook nor JSON."""
    if content.startswith(_ZIP_SIGNATURES):
        return Content.ZIP
    if content.startswith(OLE_SIGNATURE):
        return Content.OLE
    _refuse_stranger(content)
    text = _text(content)
    if text is None:
        raise Refusal("文件不是工作簿，也不是 JSON 收件文件，或者已损坏", USE_THE_BLANK)
    if text.startswith(("{", "[")):
        return Content.JSON  # the reader of JSON says how to save it where it is no UTF-8
    if _COMMENT.match(text):
        raise Refusal("JSON 收件文件里有注释（以 //、/* 或 # 开头）", "删去注释后再导入")
    if text.startswith("<"):
        raise Refusal("文件是网页或 XML 文件，不是工作簿", SAVE_AS_XLSX)
    raise Refusal("文件是文本（如 CSV），不是工作簿，也不是 JSON 收件文件", SAVE_AS_XLSX)


def _refuse_stranger(content: bytes) -> None:
    """Raise `Refusal` where the first bytes are those of a file of another kind."""
    for signature, name in _STRANGERS:
        if content.startswith(signature):
            raise Refusal(f"文件是{name}，不是工作簿", USE_THE_BLANK)
    for signature, name in _PACKED:
        if content.startswith(signature):
            raise Refusal(f"文件是{name}，不是工作簿", "解压后选择里面的工作簿")
    if content[4:12] in _NEW_PICTURES or (content.startswith(b"RIFF") and content[8:12] == b"WEBP"):
        raise Refusal("文件是图片，不是工作簿", USE_THE_BLANK)
    if content.startswith(b"BM") and content[6:10] == bytes(4):
        raise Refusal("文件是图片，不是工作簿", USE_THE_BLANK)


def _text(content: bytes) -> str | None:
    """The beginning of a text, without blanks in front; None where the bytes are none."""
    for mark, encoding in _UNICODE_MARKS:
        if content.startswith(mark):
            return content[len(mark) : _HEAD].decode(encoding, "replace").lstrip()
    head = content[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head and b"\0" not in head:
        return head.decode("utf-8", "replace")
    for encoding in ("utf-16-le", "utf-16-be"):  # written without a mark
        text = content[: _HEAD & ~1].decode(encoding, "replace")
        if text and _WRITTEN.fullmatch(text[: len(content) // 2]):
            return text.lstrip()
    return None


def too_many_rows(label: str) -> Refusal:
    """The list holds more rows than a filing can have."""
    return Refusal(f"“{label}”超过{MOST_ROWS}行，不读入", f"删去多余的行，或分成几份、每份不超过{MOST_ROWS}行后再导入")


def _too_large(largest: int) -> Refusal:
    return Refusal(f"文件超过{largest // MEGABYTE}兆字节，不读入", "删去图片和无关的工作表，或分成几份后再导入")


def _words_for(error: OSError) -> Refusal:
    code = getattr(error, "winerror", None)
    if code in _LOCKED_ON_WINDOWS:
        return Refusal("文件正被其他程序占用", "在 Excel 或 WPS 里关闭这个文件后再导入")
    if code in _GONE_ON_WINDOWS or error.errno in _GONE:
        return Refusal("存放文件的磁盘或网络盘断开，读取没有完成", "重新连接后再导入，或先把文件复制到本机")
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return Refusal("找不到这个文件", "核对文件的位置；U盘或网络盘断开的，重新连接后再选")
        case PermissionError() if os.name == "nt":  # Windows says the same of a locked file and of a forbidden one
            return Refusal(
                "文件正被其他程序占用，或者没有读取权限",
                "在 Excel 或 WPS 里关闭这个文件，或把它复制到本人的文件夹后再导入",
            )
        case PermissionError():
            return Refusal("没有读取这个文件的权限", "把文件复制到本人的文件夹后再导入，或由文件的所有者改权限")
        case _:
            return Refusal(f"文件无法读取（系统错误号{error.errno}）", "把文件复制到本机的其他文件夹后再导入")
