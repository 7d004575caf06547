"""The index of a package: JSON for programs, CSV for people. Chinese names stand here, never in file names."""

from __future__ import annotations

import csv
import io
from typing import Final

import msgspec

from counter_app.domain.basics.refusal import Refusal
from counter_app.exchange.bag.form import OUR_VERSION
from counter_app.services.ports import BagContent, BagFile, BagIndex, IndexFile, PackedCase
from counter_app.typed_data import read_json

_HEAD: Final = (
    *("件号", "编号", "单位", "题名", "类别", "状态", "收件日期", "移交期限", "备案日期", "备案编号", "件页数"),
    *("文件", "文件内容", "文书编号", "页数", "字节", "SHA-256", "SM3"),
)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def index_of(content: BagContent, written: dict[str, IndexFile]) -> BagIndex:
    """The index of what was packed; `written` says of each path what it came to."""
    return BagIndex(
        batch=content.batch,
        number=content.number,
        office=content.office,
        department=content.department,
        closed_on=content.closed_on,
        version=OUR_VERSION,
        cases=tuple(
            case.extended(PackedCase, files=tuple(written[path_of(case, file.name)] for file in case.files))
            for case in content.cases
        ),
    )


def path_of(case: PackedCase[BagFile], name: str) -> str:
    """Where a file of a case lies in a package: `data/0001/scan-01.pdf`."""
    return f"data/{case.position:04d}/{name}"


def index_json(index: BagIndex) -> bytes:
    """As JSON, indented for whoever looks into it."""
    return msgspec.json.format(msgspec.json.encode(index), indent=1) + b"\n"


def read_index(content: bytes) -> BagIndex:
    """Read `index.json`. Raises `Refusal` for what is no index, or a newer one."""
    try:
        version = read_json(content, _Versioned).version
        if version > OUR_VERSION:
            raise newer()
        return read_json(content, BagIndex)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal("电子数据包里没有移交目录，或目录无法读取", "向移交窗口索取完整的电子数据包") from error


def newer() -> Refusal:
    """The refusal of a package that a newer program packed."""
    return Refusal("这个电子数据包由更新版本的程序生成", "把本机程序升级到新版本后再打开")


def index_csv(index: BagIndex) -> bytes:
    """As CSV with a byte order mark, which Excel wants; a cell that a spreadsheet would compute is quoted."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(_HEAD)
    for case in index.cases:
        about = (
            *(case.position, case.number, case.unit, case.title, case.matter, case.state, case.held_since),
            *(case.due, case.filed_on or "", case.platform_number, case.pages),
        )
        for file in case.files:
            line = (*about, file.path, file.what, file.number, file.pages, file.size, file.sha256, file.sm3)
            writer.writerow([_plain(str(cell)) for cell in line])
        if not case.files:
            writer.writerow([_plain(str(cell)) for cell in about])
    return b"\xef\xbb\xbf" + target.getvalue().encode("utf-8")


class _Versioned(msgspec.Struct):
    version: int


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
