"""What somebody wrote to have archive numbers (档号) given, read for the window and for the department alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from counter_app.domain.basics.reading import read_code, read_text, read_whole_number
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.transfer.batch import ArchiveNumber, Retention

_RETENTIONS: Final = {
    written: one for one in Retention for written in (one.value, one.label, one.label.removesuffix("年"))
}
_YEARS: Final = range(1000, 10_000)


@frozen
class ArchiveStart:
    """Where numbering begins: 全宗号, 年度, 保管期限, and the first 件号; None goes on from the last one given."""

    fonds: str
    year: int
    retention: Retention
    first: int | None = None

    def number(self, item: int) -> ArchiveNumber:
        """The archive number of `item`."""
        return ArchiveNumber(self.fonds, self.year, self.retention, item)


def read_archive_start(written: Mapping[str, str]) -> ArchiveStart:
    """Read `fonds`, `year`, `retention` (`永久`, `30年`, `D30`) and `first`, which may stay blank.

    Raises `Refusal` that names the first one that is blank or cannot be read.
    """
    fonds = read_text(written["fonds"]).upper()
    if not fonds:
        raise Refusal("填写全宗号", "由科技信息化部门或档案室确定，如 0624")
    year = read_whole_number(read_text(written["year"]).removesuffix("年"))
    if year not in _YEARS:
        raise Refusal("年度必须是四位数字", "如：2026")
    retention = _RETENTIONS.get(read_code(written["retention"]))
    if retention is None:
        raise Refusal("保管期限无法识别", "写永久、30年或10年，也可以写代码 Y、D30、D10")
    first = None
    if read_text(written["first"]):
        first = read_whole_number(written["first"])
        if first is None or first < 1:
            raise Refusal("起始件号必须是1或以上的整数", "如：12；留空则接着已编的档号编")
    assert year is not None  # noqa: S101 - one of the years above
    return ArchiveStart(fonds, year, retention, first)
