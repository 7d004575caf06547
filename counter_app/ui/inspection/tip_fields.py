"""The fields of a tip: what was reported, who reported it, what looking into it showed, how it was answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from counter_app.domain.basics.reading import read_date, read_text
from counter_app.domain.inspection.reading import moment_words
from counter_app.domain.inspection.tips import Informant, Tip, TipCategory, TipState
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.editor import Editor
from counter_app.ui.widgets.field_block import FieldBlock, FieldSpec, editor_for
from counter_app.ui.widgets.scrolled import scrolled
from counter_app.ui.widgets.section_card import SectionCard

CHANNELS: Final = tuple((words, words) for words in ("来访", "电话", "12345热线", "网络", "信件", "转办"))
CONFIRMED: Final = (("yes", "属实"), ("no", "不属实"))
_CATEGORIES: Final = tuple((one.value, f"{one.label}　{one.basis}".strip()) for one in TipCategory)
_REPORTED: Final = (
    FieldSpec("received_at", "收到时间", hint="如 9:30；不是今天的，连日期写", latin=True),
    FieldSpec("channel", "举报方式", "choice", CHANNELS),
    FieldSpec("category", "举报类别", "choice", _CATEGORIES),
    FieldSpec("check_due", "核查期限", "date", hint="本机关自定"),
    FieldSpec("place", "被举报场所", hint="如 某宾馆三楼客房"),
    FieldSpec("address", "地址"),
    FieldSpec("content", "举报内容", "multiline", hint="在哪里、装了什么、怎样发现的"),
)
_SOURCE: Final = (
    FieldSpec("name", "举报人", hint="匿名的空着"),
    FieldSpec("phone", "联系电话", "phone"),
    FieldSpec("other", "其他联系方式"),
)
_CHECK: Final = (
    FieldSpec("handler", "核查人员", hint="如 王某、李某"),
    FieldSpec("confirmed", "是否属实", "choice", CONFIRMED),
    FieldSpec("result", "核查结果", "multiline", hint="核查的情况和处理"),
)
_REPLY: Final = (FieldSpec("reply", "答复情况", "multiline", hint="怎样答复的；匿名无法答复的，写“匿名，无法答复”"),)
STEPS: Final = tuple(spec.key for spec in (*_CHECK, *_REPLY))
"""The fields of the steps after the registration."""
_CLOSED: Final = "举报人信息已封存：按 F4 由负责人同意后查看，每次查看都有记录"
_WIDE: Final = frozenset({"content", "result", "reply", "category"})


class TipFields(QWidget):
    """Cards below each other; those of later steps come when it is their turn."""

    edited = Signal()

    def __init__(self, last: Sequence[QWidget], parent: QWidget | None = None) -> None:
        """`last` are widgets of a card of their own at the end (the attachments)."""
        super().__init__(parent)
        self.editors: dict[str, Editor] = {}
        self.closed = QLabel()
        self.closed.setWordWrap(True)
        mark(self.closed, role="quiet")
        self._reported = self._card("举报", "《规定》第十六条、《条例》第二十四条", _REPORTED)
        self._source = self._card("举报人", "只有核查需要时由负责人同意才能查看，不写入任何文书和清单", _SOURCE)
        self._source.add_wide(self.closed)
        self._check = self._card("核查", "及时核查", _CHECK)
        self._reply = self._card("答复", "", _REPLY)
        self._files = SectionCard("附件")
        for widget in last:
            self._files.add_wide(widget)
        box = QVBoxLayout(self)
        grid.space(box)
        box.addWidget(scrolled(self._reported, self._source, self._check, self._reply, self._files))

    def begin(self, received_at: str, due: str) -> None:
        """A fresh tip: received now, due on the office's own day."""
        for editor in self.editors.values():
            editor.set_value(None)
            editor.set_problem(None)
            editor.set_read_only(False)
        self.editors["received_at"].set_value(received_at)
        self.editors["check_due"].set_value(due)
        self._turn(None)

    def show_tip(self, tip: Tip, zone: ZoneInfo) -> None:
        """A registered one: what was reported can only be read, who reported it is closed."""
        shown = {
            "received_at": moment_words(tip.received_at.astimezone(zone)),
            "channel": tip.channel,
            "category": tip.category.value,
            "check_due": f"{tip.check_due:%Y-%m-%d}" if tip.check_due is not None else "",
            "place": tip.place,
            "address": tip.address,
            "content": tip.content,
            "handler": tip.handler,
            "confirmed": None if tip.confirmed is None else ("yes" if tip.confirmed else "no"),
            "result": tip.result,
            "reply": tip.reply,
            **dict.fromkeys(spec.key for spec in _SOURCE),
        }
        for name, value in shown.items():
            self.editors[name].set_problem(None)
            self.editors[name].set_value(value)
        for specs, writable in (
            (_REPORTED, False),
            (_SOURCE, False),
            (_CHECK, tip.state is not TipState.ANSWERED),
            (_REPLY, tip.state is TipState.CHECKED),
        ):
            for spec in specs:
                self.editors[spec.key].set_read_only(not writable)
        self._turn(tip)

    def text(self, name: str) -> str:
        """What stands in a field."""
        value = self.editors[name].value()
        return read_text(value) if isinstance(value, str) else ""

    def content(self) -> dict[str, object]:
        """Everything that was typed, by field."""
        return {name: editor.value() for name, editor in self.editors.items() if editor.value()}

    def restore(self, content: Mapping[str, object]) -> None:
        """Put back what was typed into fields that may be written into."""
        for name, value in content.items():
            if name in self.editors and isinstance(value, str):
                self.editors[name].set_value(value)

    @property
    def source(self) -> Informant | None:
        """Who reported, None where nothing was said."""
        said = Informant(self.text("name"), self.text("phone"), self.text("other"))
        return said if said != Informant() else None

    @property
    def category(self) -> TipCategory | None:
        """What is chosen."""
        said = self.text("category")
        return TipCategory(said) if said in {one.value for one in TipCategory} else None

    def refuse(self, name: str, words: str) -> None:
        """Say at a field what is wrong with it, and go there."""
        self.editors[name].set_problem(words)
        self.editors[name].focus_field()

    def refuse_lacking(self, lacking: Sequence[tuple[str, str, bool]]) -> bool:
        """Say at each field what it lacks (name, words, whether), go to the first; whether any lacks something."""
        wrong = [(name, words) for name, words, lacks in lacking if lacks]
        for name, words in reversed(wrong):
            self.refuse(name, words)
        return bool(wrong)

    def due_problem(self) -> bool:
        """Whether the day cannot be read; that is said at it."""
        wrong = bool(self.text("check_due")) and read_date(self.text("check_due")) is None
        if wrong:
            self.refuse("check_due", "写成 2026-3-9 这样的日期，或空着")
        return wrong

    def _turn(self, tip: Tip | None) -> None:
        self._check.setVisible(tip is not None)
        self._reply.setVisible(tip is not None and tip.state is not TipState.OPEN)
        self._files.setVisible(tip is not None)
        for spec in _SOURCE:
            block = self.editors[spec.key].parentWidget()
            if block is not None:
                block.setVisible(tip is None)
        self.closed.setVisible(tip is not None)
        if tip is not None:
            self.closed.setText("匿名举报" if tip.anonymous else _CLOSED)

    def _card(self, title: str, basis: str, specs: Sequence[FieldSpec]) -> SectionCard:
        card = SectionCard(title, basis)
        for spec in specs:
            self.editors[spec.key] = editor = editor_for(spec)
            card.add(FieldBlock(editor, label_width=96), span=2 if spec.key in _WIDE else 1)
            editor.edited.connect(lambda editor=editor: self._edited(editor))
        return card

    def _edited(self, editor: Editor) -> None:
        editor.set_problem(None)
        self.edited.emit()
