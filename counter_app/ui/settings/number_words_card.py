"""The words in the numbers of the office's papers (字): folded away, as an office seldom changes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from counter_app.domain.basics.numbering import SERIES, WORDS, faults_of_words, own_words
from counter_app.domain.basics.reading import read_text
from counter_app.domain.papers.titles import TITLES
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.field_block import FieldBlock
from counter_app.ui.widgets.section_card import SectionCard
from counter_app.ui.widgets.text_editors import TextEditor

_KEY: Final = "office.series_words."


class NumberWordsCard(SectionCard):
    """A field a series of numbers; they are kept with the rest of the office."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Folded: the words alone are in sight."""
        super().__init__("编号用字", "印在编号前缀之后，修改后用于以后出具的文书", parent=parent)
        self.editors = {
            series: TextEditor(f"{_KEY}{document}", TITLES[document], hint=WORDS[series])
            for document, (series, _letters) in SERIES.items()
        }
        self._in_short = QLabel()
        mark(self._in_short, role="quiet")
        self._fold = QPushButton()
        mark(self._fold, kind="quiet")
        when_pressed(self._fold, lambda: self.unfold(unfolded=not self.is_unfolded))
        self.add_to_head(self._fold)
        self.add_wide(self._in_short)
        self._blocks = [FieldBlock(editor) for editor in self.editors.values()]
        for block in self._blocks:
            self.add(block)
        self.unfold(unfolded=False)

    @property
    def is_unfolded(self) -> bool:
        """Whether the fields are in sight."""
        return self._in_short.isHidden()

    @property
    def in_short(self) -> str:
        """The words that are kept, as they are said while folded away."""
        return self._in_short.text()

    def unfold(self, *, unfolded: bool) -> None:
        """Bring the fields in sight, or fold them away."""
        self._fold.setText("收起" if unfolded else "修改编号用字")
        self._in_short.setVisible(not unfolded)
        for block in self._blocks:
            block.setVisible(unfolded)

    def show_words(self, words: Mapping[str, str]) -> None:
        """Show the office's own `words`, by series, and those that ship for the others."""
        shown = {**WORDS, **words}
        for series, editor in self.editors.items():
            editor.set_value(shown[series])
            editor.set_problem(None)
        self._in_short.setText("、".join(shown[series] for series in self.editors))

    def words(self) -> dict[str, str]:
        """The office's own words, by series, as they are kept."""
        return own_words(self._typed())

    def problems(self) -> list[tuple[str, str]]:
        """What is wrong with them, by the key of the field; the fields come in sight."""
        faults = faults_of_words(self._typed())
        for series, editor in self.editors.items():
            editor.set_problem(faults.get(series))
        if faults:
            self.unfold(unfolded=True)
        return [(editor.key, faults[series]) for series, editor in self.editors.items() if series in faults]

    def _typed(self) -> dict[str, str]:
        return {series: read_text(editor.value() or "") for series, editor in self.editors.items()}
