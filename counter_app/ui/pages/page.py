"""What every page of the window has, save the cases themselves."""

from PySide6.QtWidgets import QWidget


class Page(QWidget):
    """A page of the rail, or one that stands in its place for a while."""

    def resume(self) -> None:
        """Bring the focus to where the clerk was, or to where one begins."""
        self.setFocus()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The page's own keys for F1: headings, each with keys and words."""
        return []
