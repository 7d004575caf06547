"""The supervisors (负责人) in the settings: the first is set freely, the rest with a supervisor's PIN."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from counter_app.services.office import supervision
from counter_app.services.office.supervision import Permission
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.base.station import Station
from counter_app.ui.papers.supervisor_dialog import ask_supervisor, pin_editor
from counter_app.ui.settings.person_row import person_row
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets import moving
from counter_app.ui.widgets.dialogs import Dialog
from counter_app.ui.widgets.field_block import FieldBlock
from counter_app.ui.widgets.message_bar_notifier import MessageBarNotifier
from counter_app.ui.widgets.rows import show_rows, side_by_side
from counter_app.ui.widgets.section_card import SectionCard
from counter_app.ui.widgets.text_editors import TextEditor

_NOBODY = "还没有登记。登记后，前次告知遗漏的事项和撤销备案才能批准；登记两名，一人忘了 PIN 时另一人可以重设。"
_LABEL_WIDTH = 96


class SupervisorCard(SectionCard):
    """Who may let an exception pass. What is changed here holds at once."""

    def __init__(self, station: Station, notifier: MessageBarNotifier, parent: QWidget | None = None) -> None:
        """Asks for the names off the window's thread."""
        super().__init__("负责人", "前次告知遗漏的事项、撤销备案，由负责人输入 PIN 批准", parent=parent)
        self._station = station
        self._notifier = notifier
        self.names: list[str] = []
        self._rows = QVBoxLayout()
        grid.space(self._rows, spacing=4)
        self.add_one = QPushButton("登记负责人")
        when_pressed(self.add_one, lambda: self._begin("登记负责人", self._ask_new))
        holder = QWidget()
        column = QVBoxLayout(holder)
        grid.space(column, spacing=8)
        column.addLayout(self._rows)
        column.addWidget(side_by_side(self.add_one))
        self.add_wide(holder)
        self.refresh()

    def refresh(self) -> None:
        """Ask who there is, and show them."""
        self._station.read(supervision.supervisors, done=self._show, owner=self)

    def _show(self, names: list[str]) -> None:
        self.names = names
        show_rows(self._rows, [self._row(name) for name in names] or [_quiet(_NOBODY)])

    def _row(self, name: str) -> QWidget:
        acts = {"重设 PIN": partial(self._ask_new, name=name), "取消登记": partial(self._remove, name=name)}
        return person_row(name, [(words, partial(self._begin, f"{words}：{name}", act)) for words, act in acts.items()])

    def _begin(self, act: str, then: Callable[[Permission], None]) -> None:
        """Have a supervisor allow it, where there is one already."""
        if self.names:
            sentence = f"{act}。由一名已登记的负责人输入 PIN。"
            ask_supervisor(self.window(), self._station, sentence, (), then, with_reason=False)
        else:
            then(Permission("", ""))

    def _ask_new(self, allowed_by: Permission, name: str = "") -> None:
        NewSupervisor(self._station, allowed_by, name, self._kept, self.window()).open()

    def _remove(self, allowed_by: Permission, name: str) -> None:
        post = self._station.post
        self._station.write(
            lambda backend: supervision.remove_supervisor(backend, name, post=post, allowed_by=allowed_by),
            done=lambda _none: self._kept(f"已取消{name}的登记"),
        )

    def _kept(self, words: str) -> None:
        self._notifier.confirm(words)
        self.refresh()


class NewSupervisor(Dialog):
    """Name and PIN, the PIN twice: it cannot be seen while it is typed."""

    def __init__(
        self,
        station: Station,
        allowed_by: Permission,
        name: str,
        kept: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        """`name` of the supervisor who gets a new PIN, empty for a new one; `kept` gets what was done, in words."""
        super().__init__("重设 PIN" if name else "登记负责人", "PIN 由负责人自己输入，程序不保存 PIN 本身。", parent)
        self._station = station
        self._allowed_by = allowed_by
        self._tell = kept
        self.name = TextEditor("supervisor", "负责人姓名")
        self.name.set_value(name or None)
        self.name.set_read_only(bool(name))
        self.pin = pin_editor("pin", "PIN")
        self.again = pin_editor("pin_again", "再输一次", "与上面相同")
        for editor in (self.name, self.pin, self.again):
            self.body.addWidget(FieldBlock(editor, label_width=_LABEL_WIDTH))
            editor.edited.connect(lambda editor=editor: editor.set_problem(None))
        self.add_button("返回", self.reject, keys="Esc")
        self.button = self.add_button("保存", self.submit, kind="primary")
        moving.make_stop(self.button)
        (self.pin if name else self.name).focus_field()

    def submit(self) -> None:
        """Keep it; what the service refuses is said at the PIN, or at the name while that is blank."""
        name, pin = (self.name.value() or "").strip(), self.pin.value() or ""
        if supervision.read_pin(pin) != supervision.read_pin(self.again.value() or ""):
            self._complain(self.again, "两次输入必须相同")
            return
        allowed_by, post = self._allowed_by if self._allowed_by.supervisor else None, self._station.post
        self._station.write(
            lambda backend: supervision.set_supervisor(backend, name, pin, post=post, allowed_by=allowed_by),
            done=lambda _none: self._kept(name),
            failed=lambda refusal: self._complain(self.name if not name else self.pin, refusal.sentence),
            owner=self,
            once="keep",
        )

    def _kept(self, name: str) -> None:
        self.accept()
        self._tell(f"{name}已登记为负责人")

    def _complain(self, editor: TextEditor, words: str) -> None:
        editor.set_problem(words)
        editor.focus_field()


def _quiet(words: str) -> QLabel:
    label = QLabel(words)
    label.setWordWrap(True)
    mark(label, role="quiet")
    return label
