"""The templates of papers and who confirmed them: their page, reached by its key and from the settings."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from counter_app.ui.window.feature import Feature


class TemplatesFeature(Feature):
    """Ctrl+Shift+T shows the templates."""

    def acts(self) -> dict[str, Callable[[], object]]:
        """The page of the templates."""
        return {"templates": lambda: self.context.show("templates")}

    def pages(self) -> dict[str, Callable[[], QWidget]]:
        """The page of the templates."""
        return {"templates": self._make}

    def _make(self) -> QWidget:
        from counter_app.ui.settings.templates import TemplatesPage

        return TemplatesPage(self.context.station, self.context.notifier)
