"""Lists that go out as Excel: the one on the page in front, else the register."""

from collections.abc import Callable

from counter_app.ui.base.page import Page
from counter_app.ui.window.feature import Feature


class ExportFeature(Feature):
    """Exports the list in front, else the register."""

    def acts(self) -> dict[str, Callable[[], object]]:
        """Writing a list."""
        return {"export_list": self.export}

    def export(self) -> None:
        """Ask for what is needed, then write the list of the page in front, or the register where it has none."""
        from counter_app.ui.window.list_export import ListExport

        if not self.context.station.is_open:
            return
        page = self.context.window.page(self.context.window.shown)
        if isinstance(page, Page) and page.export_list():
            return
        offered = page.list_out() if isinstance(page, Page) else None
        if offered is None:
            ListExport(self.context, "台账").ask()
        else:
            ListExport(self.context, *offered).ask()
