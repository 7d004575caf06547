"""Files that come and go, as the acts of the counter ask for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import assert_never

from counter_app.domain.basics.listing import ListCell, ListColumn, ListSheet
from counter_app.domain.filing.intake import IntakeFile
from counter_app.domain.forms.forms import Form
from counter_app.exchange.incoming import Content, read_bounded, recognise
from counter_app.exchange.intake.intake_json import read_intake
from counter_app.exchange.outgoing import write_whole


class Files:
    """Reads intake files by what stands in them, whatever they are called, and writes the blank workbook."""

    def read(self, path: Path, form: Form) -> IntakeFile:
        """Read a JSON intake file or a workbook. Raises `Refusal` naming sheet, row and label, or the JSON key."""
        content = read_bounded(path)
        match recognise(content):
            case Content.JSON:
                return read_intake(content, form)
            case Content.ZIP | Content.OLE:
                # The reader of workbooks is loaded by whoever has one: the first window needs it not.
                from counter_app.exchange.intake.workbook_reading import read_workbook

                return read_workbook(content, form)
            case _ as never:
                assert_never(never)

    def write_blank_workbook(self, path: Path, form: Form) -> None:
        from counter_app.exchange.intake.workbook_blank import blank_workbook

        write_whole(path, blank_workbook(form))

    def write_list(
        self, path: Path, title: str, columns: Sequence[ListColumn], rows: Iterable[Sequence[ListCell]]
    ) -> None:
        from counter_app.exchange.lists.register import write_list

        write_list(path, title, columns, rows)

    def write_sheets(self, path: Path, sheets: Sequence[ListSheet]) -> None:
        from counter_app.exchange.lists.register import write_sheets

        write_sheets(path, sheets)
