"""The keys of the page in front, then those that work everywhere, as a table that is searched."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtWidgets import QTextBrowser, QWidget

from counter_app.ui.style import grid
from counter_app.ui.style.theme import current, mark
from counter_app.ui.widgets.key_groups import KeyGroup, KeyLine


class KeyTable(QTextBrowser):
    """Keys at the left, what they do at the right, in groups."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Empty until `show_groups`."""
        super().__init__(parent)
        mark(self, role="manual")
        self.setAccessibleName("本页按键")
        self.document().setDocumentMargin(grid.px(12))
        self._groups: Sequence[KeyGroup] = ()
        self._words: list[str] = []
        current().changed.connect(self._draw)

    def show_groups(self, groups: Sequence[KeyGroup]) -> None:
        """List keys in the order of how often they are wanted; empty groups are left out."""
        self._groups = groups
        self._draw()

    def narrow(self, typed: str) -> None:
        """Show the lines that hold every word of `typed`, all for none."""
        self._words = typed.casefold().split()
        self._draw()

    @property
    def shown(self) -> list[tuple[str, list[KeyLine]]]:
        """The headings and lines in sight."""
        found = ((group.title, [line for line in group.lines if self._holds(group, line)]) for group in self._groups)
        return [(title, lines) for title, lines in found if lines]

    def _holds(self, group: KeyGroup, line: KeyLine) -> bool:
        said = " ".join((group.title, *line)).casefold()
        return all(word in said for word in self._words)

    def _draw(self) -> None:
        rows = []
        # The longest key that is written in one piece, which no column breaks.
        widest = self.fontMetrics().horizontalAdvance("Ctrl+Shift+Enter") + grid.px(8)
        for title, lines in self.shown:
            rows.append(f'<tr><td colspan="2"><b>{escape(title)}</b></td></tr>')
            rows += [
                f'<tr><td class="keys" width="{widest}">{escape(keys)}</td><td>{escape(words)}</td></tr>'
                for keys, words in lines
            ]
        self.document().setDefaultStyleSheet(f".keys {{ color: {current().colours['accent'].name()}; }}")
        space = grid.px(4)
        table = f'<table width="100%" cellpadding="{space}" cellspacing="0">{"".join(rows)}</table>'
        self.setHtml(table if rows else "本页没有这样的按键")
