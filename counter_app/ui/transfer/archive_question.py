"""Asks how archive numbers (档号) are to be given: one question for batches and for packages received."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.transfer.archive_numbering import ArchiveStart, read_archive_start
from counter_app.domain.transfer.batch import Retention
from counter_app.ui.widgets.line_dialog import LineDialog, LineField


def ask_archive_start(
    page: QWidget,
    *,
    fonds: str,
    year: str,
    answered: Callable[[ArchiveStart], object],
    refused: Callable[[Refusal], object],
) -> None:
    """Ask within the window of `page`; `fonds` and `year` are proposed. What cannot be read is `refused`."""

    def read(written: dict[str, str]) -> None:
        try:
            start = read_archive_start(written)
        except Refusal as refusal:
            refused(refusal)
        else:
            answered(start)

    lines = [
        LineField("fonds", "全宗号", fonds, "填写全宗号"),
        LineField("year", "年度", year, "填写年度"),
        LineField("retention", "保管期限（永久、30年、10年）", Retention.THIRTY_YEARS.label, "填写保管期限"),
        LineField("first", "起始件号（留空接着编）"),
    ]
    LineDialog("编档号", "给已接收、还没有档号的件依次编号。", lines, "编档号", read, page).open()
