"""What every page of the window has, save the cases themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from counter_app.ui.base.acts import Act, Placement
from counter_app.ui.base.shortcuts import keys_of

if TYPE_CHECKING:  # the startup window needs no service
    from counter_app.services.lists.registers import ExportRequest
    from counter_app.services.ports import Backend


BACK: Final = ("Esc", "回到受理")
"""F1's line for the way back, the same on every page of the rail."""


class Page(QWidget):
    """A page of the rail, or one that stands in its place for a while."""

    way_changed = Signal()
    """`way` leads elsewhere now."""
    export_wanted = Signal()
    """What the page lists is wanted as Excel, as by the window's key for that."""

    def resume(self) -> None:
        """Bring the focus to where the clerk was, or to where one begins."""
        self.setFocus()

    def record_looks(self) -> None:
        """Put it down that whoever sits here sees the names and numbers in sight, where that is not recorded yet.

        Asked when the page comes to the front, and when another clerk sits down before it.
        """

    def show_first(self) -> None:
        """The clerk chose the section that is in front already: show its first page."""
        self.resume()

    def way(self) -> list[tuple[str, Callable[[], object]]]:
        """The steps from the section's first page to what is in sight: their words, and what leads there."""
        return []

    def list_out(self) -> tuple[str, Callable[[Backend], ExportRequest]] | None:
        """The list in sight, to be written as Excel (Ctrl+Shift+E): its name, and how it is asked for."""
        return None

    def export_list(self) -> bool:
        """Whether this page writes its list itself (Ctrl+Shift+E): it has one that is not of cases."""
        return False

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The page's own keys for F1: headings, each with keys and words."""
        return []


def export_act(told: str) -> Act[Any]:
    """The act by which a page wants its list as Excel; `told` are F1's words. The window hears the key."""
    return Act(
        "export",
        "导出 Excel",
        (keys_of("export_list"),),
        lambda page: page.export_wanted.emit(),
        place=Placement.HINT,
        told=told,
        bound=False,
    )
