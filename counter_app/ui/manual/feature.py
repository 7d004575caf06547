"""F1: the manual, loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.base.page import Page
from counter_app.ui.window.feature import Feature, WindowContext

if TYPE_CHECKING:  # made when it is looked at
    from counter_app.ui.manual.window import ManualWindow


class ManualFeature(Feature):
    """F1 opens the manual at the page in front, also where no data are open yet."""

    def __init__(self, context: WindowContext) -> None:
        """Loads nothing yet."""
        super().__init__(context)
        self._made: ManualWindow | None = None

    def acts(self) -> dict[str, Callable[[], object]]:
        """F1."""
        return {"keys": self.open}

    @property
    def manual(self) -> ManualWindow:
        """The window, made when it is first asked for."""
        if self._made is None:
            from counter_app.ui.manual.window import ManualWindow

            self._made = ManualWindow(self.context.window)
            self._made.tour_wanted.connect(self._begin_tour)
            self._made.pdf_wanted.connect(self._ask_for_pdf)
        return self._made

    def open(self) -> None:
        """Show the chapter and the keys of the page in front."""
        from counter_app.ui.intake.page import IntakePage
        from counter_app.ui.manual.page_keys import groups_for

        shown = self.context.window.shown
        page = self.context.workspace.page if shown == "cases" else self.context.window.page(shown)
        own = page.keys() if isinstance(page, (Page, IntakePage)) else None
        self.manual.show_page(shown, groups_for(shown, own))

    def _begin_tour(self) -> None:
        self.manual.close()
        self.context.begin_tour()

    def _ask_for_pdf(self) -> None:
        from counter_app.ui.manual.printing import PDF_NAME
        from counter_app.ui.widgets.file_dialogs import ask_where_to_save

        ask_where_to_save(self.manual, "手册另存为", PDF_NAME, self.write_pdf)

    def write_pdf(self, path: Path) -> None:
        """Write the manual as pages to be printed."""
        from counter_app.ui.manual.printing import write_pdf

        try:
            write_pdf(path)
        except OSError:
            self.context.notifier.refuse(Refusal("手册没有存好", f"检查 {path.parent} 的写入权限和剩余空间后再试"))
            return
        self.context.notifier.confirm(f"手册已存为 {path}")
