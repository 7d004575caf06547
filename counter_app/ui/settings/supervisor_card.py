"""The supervisors (负责人) in the settings: the first is set freely, the rest with a supervisor's PIN.

Where all PINs are forgotten the recovery code of the office sets one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from functools import partial

from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from counter_app.domain.basics.office import Post
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.office import supervision
from counter_app.services.office.pins import read_pin
from counter_app.services.office.supervision import Permission, WrongCode
from counter_app.services.ports import Backend
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.base.station import Station
from counter_app.ui.papers.supervisor_dialog import ask_supervisor, pin_editor
from counter_app.ui.settings.person_row import person_row
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.input_method import Script
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets import moving
from counter_app.ui.widgets.dialogs import Dialog
from counter_app.ui.widgets.field_block import FieldBlock
from counter_app.ui.widgets.message_bar_notifier import MessageBarNotifier
from counter_app.ui.widgets.rows import show_rows, side_by_side
from counter_app.ui.widgets.section_card import SectionCard
from counter_app.ui.widgets.text_editors import TextEditor

_BY_ONESELF = "PIN 由负责人自己输入，程序不保存 PIN 本身。"
_BY_CODE = "取出封存的恢复单，输入恢复码，再由负责人设置新的 PIN。每次都记入办理记录；办完把恢复单重新封存。"
_NO_CODE = Refusal(
    "还没有打印过恢复单，没有恢复码", "由管理这台电脑的人用命令 counter-app supervisor reset 姓名 重设，再打印恢复单"
)
_NOBODY = "还没有登记。登记后，前次告知遗漏的事项和撤销备案才能批准；登记两名，一人忘了 PIN 时另一人可以重设。"
_LABEL_WIDTH = 96
_WIDTH_OF_A_CODE = 880


class SupervisorCard(SectionCard):
    """Who may let an exception pass. What is changed here holds at once."""

    def __init__(self, station: Station, notifier: MessageBarNotifier, parent: QWidget | None = None) -> None:
        """Asks for the names off the window's thread."""
        super().__init__("负责人", "前次告知遗漏的事项、撤销备案，由负责人输入 PIN 批准", parent=parent)
        self._station = station
        self._notifier = notifier
        self.names: list[str] = []
        self._unprinted = False
        self._rows = QVBoxLayout()
        grid.space(self._rows, spacing=4)
        self.add_one, self.by_code = QPushButton("登记负责人"), QPushButton("PIN 都忘了，用恢复码设置")
        when_pressed(self.add_one, lambda: self._begin("登记负责人", self._ask_new))
        when_pressed(self.by_code, self._ask_code)
        self.by_code.setEnabled(False)  # until it is known whether there is a code
        holder = QWidget()
        column = QVBoxLayout(holder)
        grid.space(column, spacing=8)
        layouts.nest(column, self._rows)
        column.addWidget(side_by_side(self.add_one, self.by_code))
        self.add_wide(holder)
        self.refresh()

    def refresh(self) -> None:
        """Ask who there is, and show them."""
        self._station.read(
            lambda backend: (
                supervision.supervisors(backend),
                supervision.may_anybody_set_one(backend),
                backend.office_key.is_beside(),
            ),
            done=lambda read: self._show(*read),
            owner=self,
        )

    def _show(self, names: list[str], anybody: bool, unprinted: bool) -> None:  # noqa: FBT001 - as it was read
        self.names = names
        self._unprinted = unprinted
        self.by_code.setEnabled(True)
        self.by_code.setVisible(not anybody)
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
        title = "重设 PIN" if name else "登记负责人"
        dialog = NewSupervisor(title, self._station, partial(_set, allowed_by), self._set, self.window())
        dialog.name.set_value(name or None)
        dialog.name.set_read_only(bool(name))
        dialog.ask()

    def _ask_code(self) -> None:
        if self._unprinted:
            self._notifier.note(_NO_CODE)
            return
        dialog = NewSupervisor("用恢复码设置负责人", self._station, _recover, self._set, self.window(), with_code=True)
        dialog.name.set_value(self.names[0] if len(self.names) == 1 else None)
        dialog.ask()

    def _set(self, name: str) -> None:
        self._notifier.settle(f"short PIN {name}")
        self._kept(f"已设置{name}的 PIN")

    def _remove(self, allowed_by: Permission, name: str) -> None:
        post = self._station.post
        self._station.write(
            lambda backend: supervision.remove_supervisor(backend, name, post=post, allowed_by=allowed_by),
            done=lambda _none: self._kept(f"已取消{name}的登记"),
        )

    def _kept(self, words: str) -> None:
        self._notifier.confirm(words)
        self.refresh()


@frozen
class Entered:
    """What was typed into the dialog; `code` is empty where it is not asked for."""

    name: str
    pin: str = field(repr=False)
    code: str = field(repr=False)


class NewSupervisor(Dialog):
    """Name and PIN, the PIN twice: it cannot be seen while it is typed; the recovery code where that allows it."""

    def __init__(
        self,
        title: str,
        station: Station,
        keep: Callable[[Backend, Post, Entered], None],
        kept: Callable[[str], None],
        parent: QWidget | None = None,
        *,
        with_code: bool = False,
    ) -> None:
        """`keep` gets what was entered off the window's thread and may refuse it; `kept` hears the name then."""
        super().__init__(title, _BY_CODE if with_code else _BY_ONESELF, parent)
        self._station = station
        self._keep = keep
        self._tell = kept
        self.code = TextEditor("recovery_code", "恢复码", hint="13组，每组5位", script=Script.CODE)
        self.name = TextEditor("supervisor", "负责人姓名")
        self.pin = pin_editor("pin", "PIN")
        self.again = pin_editor("pin_again", "再输一次", "与上面相同")
        self._asked = [*([self.code] if with_code else []), self.name, self.pin, self.again]
        for editor in self._asked:
            self.body.addWidget(FieldBlock(editor, label_width=_LABEL_WIDTH))
            editor.edited.connect(lambda editor=editor: editor.set_problem(None))
        if with_code:
            grid.fix(self, width=_WIDTH_OF_A_CODE)
        self.add_button("返回", self.reject, keys="Esc")
        self.button = self.add_button("保存", self.submit, kind="primary")
        moving.make_stop(self.button)

    def ask(self) -> None:
        """Open it at the first field that is still blank."""
        self.open()
        next(editor for editor in self._asked if not editor.value()).focus_field()

    def submit(self) -> None:
        """Keep it; what the service refuses is said at the PIN, or at the name while that is blank."""
        entered = Entered((self.name.value() or "").strip(), self.pin.value() or "", self.code.value() or "")
        if read_pin(entered.pin) != read_pin(self.again.value() or ""):
            self._complain(self.again, "两次输入必须相同")
            return
        post = self._station.post
        self._station.write(
            lambda backend: self._keep(backend, post, entered),
            done=lambda _none: self._kept(entered.name),
            failed=lambda refusal: self._complain(self._wrong(entered, refusal), refusal.sentence),
            owner=self,
            once="keep",
        )

    def _wrong(self, entered: Entered, refusal: Refusal) -> TextEditor:
        """Where it is said what was refused."""
        if isinstance(refusal, WrongCode):
            return self.code
        return self.pin if entered.name else self.name

    def _kept(self, name: str) -> None:
        self.accept()
        self._tell(name)

    def _complain(self, editor: TextEditor, words: str) -> None:
        editor.set_problem(words)
        editor.focus_field()


def _set(allowed_by: Permission, backend: Backend, post: Post, entered: Entered) -> None:
    by = allowed_by if allowed_by.supervisor else None
    supervision.set_supervisor(backend, entered.name, entered.pin, post=post, allowed_by=by)


def _recover(backend: Backend, post: Post, entered: Entered) -> None:
    supervision.recover_supervisor(backend, entered.name, entered.pin, entered.code, post=post)


def _quiet(words: str) -> QLabel:
    label = QLabel(words)
    label.setWordWrap(True)
    mark(label, role="quiet")
    return label
