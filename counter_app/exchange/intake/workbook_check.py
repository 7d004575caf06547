"""Looks a workbook over before it is opened: nothing in it may exhaust the machine, and what the reader drops is noted.

The reader lays each sheet out as a full rectangle from the first to the last cell that has a value. A file of a few
hundred bytes with a value in the last row or column would ask for gigabytes and end the program, so the rectangle is
measured first. The reader also gives error values (`#REF!`) and formulas without a stored result as blanks, and gives
up at a number in a date cell that no calendar holds; these are noted here by their place. A fault of a sheet is held
against it only when that sheet is to be read.
"""

from __future__ import annotations

from dataclasses import field
from functools import partial

from counter_app.domain.basics.records import mutable
from counter_app.exchange.archive import damaged
from counter_app.exchange.intake.sheet_parsing import CellPosition, SheetSeen, in_utf_8
from counter_app.exchange.intake.sheet_scan import look_over
from counter_app.exchange.intake.workbook_parts import WorkbookPackage, open_package


@mutable
class CheckedWorkbook:
    """What was seen in a workbook."""

    package: WorkbookPackage
    sheets: dict[str, SheetSeen] = field(default_factory=dict)

    @property
    def edition(self) -> str:
        """Which edition of which form the workbook says it was made from."""
        return self.package.edition

    @property
    def dates_from_1904(self) -> bool:
        """Whether days are counted from 1904."""
        return self.package.dates_from_1904

    def sheet(self, name: str) -> SheetSeen:
        """What was seen in the sheet of this name. Raises `Refusal` where it cannot be read."""
        seen = self.sheets.get(name)
        if seen is None:
            raise damaged()
        if seen.refusal is not None:
            raise seen.refusal
        return seen

    def blanked_on(self, sheet: str) -> dict[CellPosition, str]:
        """The places of one sheet that hold an error value or a formula without result."""
        return self.sheet(sheet).blanked

    def for_reader(self, content: bytes) -> bytes:
        """The workbook as the reader can take it."""
        changes = {self.package.sheets[name]: seen.changes for name, seen in self.sheets.items()}
        return self.package.for_reader(content, changes)


def inspect(content: bytes) -> CheckedWorkbook:
    """Look over a workbook (a zip archive). Raises `Refusal` where it is none, is damaged, or would be too much."""
    package = open_package(content)
    limits = package.date_limits()
    by_part: dict[str, SheetSeen] = {part: SheetSeen() for part in package.sheets.values()}
    for name, pieces in package.archive.parts():
        part = name.lower()
        if part in by_part:
            by_part[part] = look_over(pieces, partial(package.archive.pieces, name), limits)
        else:
            for piece in in_utf_8(pieces) if part in (package.strings, package.styles) else pieces:
                del piece
    return CheckedWorkbook(package, {name: by_part[part] for name, part in package.sheets.items()})
