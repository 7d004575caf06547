"""The yearly holiday notices: their page, reached by its key, from the settings and from beside a date."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from counter_app.ui.window.feature import Feature


class HolidaysFeature(Feature):
    """Ctrl+Shift+H shows the years that are known and takes in another."""

    def acts(self) -> dict[str, Callable[[], object]]:
        """The page of the years."""
        return {"holidays": lambda: self.context.show("holidays")}

    def pages(self) -> dict[str, Callable[[], QWidget]]:
        """The page of the years."""
        return {"holidays": self._make}

    def _make(self) -> QWidget:
        from counter_app.ui.settings.holidays import HolidaysPage

        page = HolidaysPage(self.context.station, self.context.notifier)
        page.adopted.connect(lambda _year: self.context.workspace.count_day())
        return page
