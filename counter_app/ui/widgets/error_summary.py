"""What is wrong on a page, in one list above it: the same words as at the fields, each a way to its field."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from counter_app.ui.base.acts import when_pressed
from counter_app.ui.base.still import when_released
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.editor import Editor

_IN_A_ROW = 3


class ErrorSummary(QFrame):
    """Takes no space when nothing is wrong."""

    chosen = Signal(str)
    """The key of the field to go to."""

    def __init__(self, editor_of: Callable[[str], Editor], parent: QWidget | None = None) -> None:
        """`editor_of` gives the field of a key: what is mended there stands here no longer."""
        super().__init__(parent)
        self._editor_of = editor_of
        self._watched: set[str] = set()
        self._problems: list[tuple[str, str]] = []
        mark(self, role="message", tone="red")
        self._title = QLabel()
        mark(self._title, role="strong", tone="red")
        head = QHBoxLayout()
        grid.space(head, 8, 0)  # level with the words of the links, which have space for a ring around them
        head.addWidget(self._title)
        self._rows = QVBoxLayout()
        grid.space(self._rows, spacing=0)
        column = QVBoxLayout(self)
        grid.space(column, 4, 8, spacing=0)
        layouts.nest(column, head)
        layouts.nest(column, self._rows)
        self._items: list[QWidget] = []
        self.hide()

    def show_problems(self, problems: Sequence[tuple[str, str]]) -> None:
        """Show key and words of each problem; nothing for none."""
        self._problems = list(problems)
        for key, _words in problems:
            if key not in self._watched:
                self._watched.add(key)
                self._editor_of(key).problem_changed.connect(self._recount)
        when_released(self, "problems", self._show)

    @property
    def problems(self) -> Sequence[tuple[str, str]]:
        """Key and words of what is still wrong."""
        return self._problems

    def _recount(self) -> None:
        """A field was mended, or found wrong again: what is listed here is what the fields say."""
        kept = [(key, words) for key, words in self._problems if self._editor_of(key).problem]
        if kept != self._problems:
            self.show_problems(kept)

    def _show(self) -> None:
        problems = self._problems
        for item in self._items:
            item.hide()
            item.deleteLater()
        self._items = []
        self._title.setText(f"有{len(problems)}处需要改正，改正后再保存")
        for start in range(0, len(problems), _IN_A_ROW):
            self._add_row(problems[start : start + _IN_A_ROW])
        self.setAccessibleName("。".join([self._title.text(), *(words for _key, words in problems)]))
        self.setVisible(bool(problems))

    def _add_row(self, problems: Sequence[tuple[str, str]]) -> None:
        row = QWidget()
        box = QHBoxLayout(row)
        grid.space(box, spacing=4)
        for key, words in problems:
            link = QPushButton(words)
            mark(link, kind="quiet")
            when_pressed(link, self.chosen.emit, key)
            box.addWidget(link)
        box.addStretch(1)
        self._rows.addWidget(row)
        self._items.append(row)
