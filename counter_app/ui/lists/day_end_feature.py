"""The end of the day: what is checked before going home, the day sheet, and numbers that are voided."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from counter_app.ui.window.feature import Feature


class DayEndFeature(Feature):
    """Ctrl+4 shows the end of the day."""

    def pages(self) -> dict[str, Callable[[], QWidget]]:
        """The page of the day's end."""
        return {"closing": self._make}

    def _make(self) -> QWidget:
        from counter_app.services.lists import day_end
        from counter_app.ui.lists.day_end import DayEndPage
        from counter_app.ui.window.voiding import ask_to_void

        context = self.context
        page = DayEndPage(context.station)
        page.open_wanted.connect(self._open)
        page.print_wanted.connect(
            lambda: context.flow.print_sheet(
                lambda backend: day_end.print_day_sheet(backend, post=context.station.post)
            )
        )
        page.file_wanted.connect(
            lambda suffix: context.files.save_as(
                f"{day_end.DAY_SHEET}.{suffix}",
                lambda backend: day_end.day_sheet_file(backend, suffix, post=context.station.post),
            )
        )
        page.void_wanted.connect(
            lambda one: ask_to_void(
                context, one.reference, one.paper_id, f"{one.title}{context.station.written(one.number)}"
            )
        )
        return page

    def _open(self, reference: str) -> None:
        """A number belongs to a case, a batch, an inspection, an order or a tip."""
        self.context.barcodes.open_wanted.emit(reference)
