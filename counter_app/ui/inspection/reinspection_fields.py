"""When and by whom it was looked at again, what was concluded, and how the record was signed (第十五条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.domain.basics.reading import read_date, read_text
from counter_app.domain.inspection.correction import Conclusion
from counter_app.domain.inspection.inspections import Officer, SignedAs, Signing
from counter_app.domain.inspection.reading import moment_words, officers_words, read_moment, read_names, read_officers
from counter_app.ui.inspection.fields import SIGNING
from counter_app.ui.style import grid
from counter_app.ui.widgets.editor import Editor
from counter_app.ui.widgets.field_block import FieldBlock, FieldSpec, editor_for
from counter_app.ui.widgets.scrolled import scrolled
from counter_app.ui.widgets.section_card import SectionCard

_CONCLUSIONS: Final = tuple((one.value, one.label) for one in Conclusion)
_NARROW: Final = 96
_CARDS: Final = {
    "复查结论": (
        FieldSpec("conclusion", "复查结论", "choice", _CONCLUSIONS),
        FieldSpec("prolonged_to", "延长到", "date", hint="新的改正期限，如 2026-10-30"),
        FieldSpec("reason", "理由", hint="写明复查时看到的情况"),
    ),
    "时间和人员": (
        FieldSpec("at", "复查时间", hint="如 9:30；不是今天的，连日期写", latin=True),
        FieldSpec("officers", "复查人员", hint="至少两名，如 王某530001、李某530002"),
        FieldSpec("present", "在场人员"),
        FieldSpec("camera", "执法记录仪"),
        FieldSpec("recordings", "录像文件", hint="文件名，多个用顿号隔开"),
    ),
    "签名": (
        FieldSpec("signing", "记录签名", "choice", SIGNING),
        FieldSpec("why", "拒签原因", hint="拒绝签名或无人在场的，写明原因"),
        FieldSpec("witness", "见证人"),
    ),
}


class ReinspectionFields(QWidget):
    """The fields beside the items; what was typed is never cleared."""

    edited = Signal()

    def __init__(self, last: Sequence[QWidget] = (), parent: QWidget | None = None) -> None:
        """`last` are widgets of the last card (the attachments)."""
        super().__init__(parent)
        self.editors: dict[str, Editor] = {}
        self._now: datetime | None = None
        cards = []
        for title, specs in _CARDS.items():
            card = SectionCard(title, columns=1)
            for spec in specs:
                self.editors[spec.key] = editor = editor_for(spec)
                card.add(FieldBlock(editor, label_width=_NARROW))
                editor.edited.connect(lambda editor=editor: self._edited(editor))
            cards.append(card)
        for widget in last:
            cards[-1].add_wide(widget)
        self.editors["at"].left.connect(self._tidy)
        box = QVBoxLayout(self)
        grid.space(box)
        box.addWidget(scrolled(*cards))

    def begin(self, officers: Sequence[Officer], now: datetime) -> None:
        """A fresh record: the officers of the order, the time now at the office."""
        self._now = now
        for editor in self.editors.values():
            editor.set_problem(None)
            editor.set_value(None)
        self.editors["at"].set_value(moment_words(now))
        self.editors["officers"].set_value(officers_words(officers))
        self._show_needed()

    def conclude(self, conclusion: Conclusion) -> None:
        """Propose a conclusion where none was chosen, or where this is the only one that can be."""
        self.editors["conclusion"].set_value(conclusion.value)
        self._show_needed()

    @property
    def conclusion(self) -> Conclusion | None:
        """What is chosen."""
        said = self.text("conclusion")
        return Conclusion(said) if said in {one.value for one in Conclusion} else None

    @property
    def at(self) -> datetime | None:
        """When it was looked at again; None where that cannot be read."""
        now = self._now
        return read_moment(self.text("at"), now.date(), now.tzinfo) if now is not None and now.tzinfo else None

    @property
    def officers(self) -> tuple[Officer, ...]:
        """The officers who re-inspected."""
        return read_officers(self.text("officers"))

    @property
    def prolonged_to(self) -> date | None:
        """The new last day."""
        return read_date(self.text("prolonged_to"))

    @property
    def recordings(self) -> tuple[str, ...]:
        """Names of the files of the body camera."""
        return read_names(self.text("recordings"))

    @property
    def signing(self) -> Signing:
        """How the record was signed."""
        how = self.text("signing")
        if how not in {member.value for member in SignedAs}:
            return Signing()
        signed = SignedAs(how)
        return Signing(signed) if signed is SignedAs.SIGNED else Signing(signed, self.text("why"), self.text("witness"))

    def content(self) -> dict[str, object]:
        """Everything that was typed, by field."""
        return {name: editor.value() for name, editor in self.editors.items() if editor.value()}

    def restore(self, content: Mapping[str, object]) -> None:
        """Put back what was typed."""
        for name, value in content.items():
            if name in self.editors and isinstance(value, str):
                self.editors[name].set_value(value)
        self._show_needed()

    def text(self, name: str) -> str:
        """What stands in a field."""
        value = self.editors[name].value()
        return read_text(value) if isinstance(value, str) else ""

    def refuse(self, name: str, words: str) -> None:
        """Say at a field what is wrong with it, and go there."""
        self.editors[name].set_problem(words)
        self.editors[name].focus_field()

    def _edited(self, editor: Editor) -> None:
        editor.set_problem(None)
        self._show_needed()
        self.edited.emit()

    def _tidy(self) -> None:
        typed = self.text("at")
        self.editors["at"].set_problem("时间写成 9:30、0930，或 2026-03-02 9:30" if typed and self.at is None else None)
        if self.at is not None:
            self.editors["at"].set_value(moment_words(self.at))

    def _show_needed(self) -> None:
        conclusion = self.conclusion
        self._show("prolonged_to", shown=conclusion is Conclusion.PROLONGED)
        self._show("reason", shown=conclusion not in (None, Conclusion.CLOSED))
        apart = self.signing.how in (SignedAs.REFUSED, SignedAs.ABSENT)
        self._show("why", shown=apart)
        self._show("witness", shown=apart)

    def _show(self, name: str, *, shown: bool) -> None:
        block = self.editors[name].parentWidget()
        if block is not None:
            block.setVisible(shown)
