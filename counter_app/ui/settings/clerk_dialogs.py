"""Who sits here now, and a screen that shows nothing until the right one is back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.office.clerks import KnownClerk, PinTries
from counter_app.services.office.workstation import Workstation
from counter_app.ui.base.acts import when_pressed, with_key
from counter_app.ui.base.shortcuts import text_of
from counter_app.ui.papers.supervisor_dialog import pin_editor
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets import moving
from counter_app.ui.widgets.dialogs import Dialog
from counter_app.ui.widgets.field_block import FieldBlock
from counter_app.ui.widgets.text_editors import TextEditor

_LABEL_WIDTH = 96


class ChangeClerk(Dialog):
    """A digit a name; another name is written. Whoever has a PIN is asked for it."""

    def __init__(
        self,
        clerks: tuple[KnownClerk, ...],
        tries: PinTries,
        chosen: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        """`clerks` begin with the one who sits here; `chosen` hears who does from now on."""
        super().__init__("换人办理", "此后出具的凭证印选定的姓名，已打开的业务接着办。", parent)
        self._tries = tries
        self._chosen = chosen
        self._asked: KnownClerk | None = None
        self.choices: list[QPushButton] = []
        for place, clerk in enumerate(clerks, 1):
            now = "（现在）" if place == 1 else ""
            action = QAction(clerk.name, self, shortcut=QKeySequence(f"{place}"))
            when_pressed(action, partial(self._choose, clerk))
            self.addAction(action)
            button = QPushButton(with_key(f"{clerk.name}{now}", f"{place}"))
            button.setAutoDefault(False)
            when_pressed(button, partial(self._choose, clerk))
            self.body.addWidget(button)
            self.choices.append(button)
        self._known = {clerk.name: clerk for clerk in clerks}
        self.name = TextEditor("clerk", "其他姓名")
        self.pin = pin_editor("pin", "PIN", "由本人输入")
        self._name_block, self._pin_block = (FieldBlock(one, label_width=_LABEL_WIDTH) for one in (self.name, self.pin))
        for block in (self._name_block, self._pin_block):
            self.body.addWidget(block)
        self._pin_block.hide()
        for editor in (self.name, self.pin):
            editor.edited.connect(lambda editor=editor: editor.set_problem(None))
        self.add_button("返回", self.reject, keys="Esc")
        self.button = self.add_button("换人", self.submit, kind="primary")
        moving.make_stop(self.button)
        if self.choices:
            self.choices[0].setFocus()
        else:
            self.name.focus_field()

    def submit(self) -> None:
        """Take the name that is written, or look at the PIN that was asked for."""
        if self._asked is not None:
            if _is_right(self.pin, self._asked, self._tries):
                self._done(self._asked.name)
            return
        name = (self.name.value() or "").strip()
        if not name:
            self.name.set_problem("填写工作人员姓名")
            self.name.focus_field()
        else:
            self._choose(self._known.get(name, KnownClerk(name)))

    def _choose(self, clerk: KnownClerk) -> None:
        if not clerk.has_pin:
            self._done(clerk.name)
            return
        self._asked = clerk
        for button in self.choices:
            button.hide()
        for action in self.actions():
            self.removeAction(action)
        self._name_block.hide()
        self._pin_block.show()
        self._words.setText(f"{clerk.name}，输入 PIN。")
        self.pin.focus_field()

    def _done(self, name: str) -> None:
        self.accept()
        self._chosen(name)


class LockedScreen(Dialog):
    """Covers the whole window and shows nothing of it. No key and no scan goes through."""

    def __init__(
        self,
        workstation: Workstation,
        clerk: KnownClerk,
        tries: PinTries,
        ask_supervisor: Callable[[Callable[[], None]], object],
        parent: QWidget | None = None,
    ) -> None:
        """`ask_supervisor` has a supervisor allow it where the PIN is forgotten."""
        who = " · ".join(part for part in (workstation.window, clerk.name) if part)
        how = "输入 PIN 解锁。" if clerk.has_pin else "没有设置 PIN，可以直接解锁；PIN 在设置的“窗口与人员”中设置。"
        super().__init__("已锁定", f"{who}\n已录入的内容都已保存。{how}", parent)
        self._clerk = clerk
        self._tries = tries
        self._is_open = False
        self.pin = pin_editor("pin", "PIN", "由本人输入")
        self.pin.edited.connect(lambda: self.pin.set_problem(None))
        block = FieldBlock(self.pin, label_width=_LABEL_WIDTH)
        block.setVisible(clerk.has_pin)
        self.body.addWidget(block)
        if clerk.has_pin:
            self.by_supervisor = self.add_button("忘记 PIN，由负责人解锁", lambda: ask_supervisor(self.unlock))
        self.button = self.add_button("解锁", self.submit, kind="primary", default=True, keys="Return")
        moving.make_stop(self.button)
        if clerk.has_pin:
            self.pin.focus_field()

    def open(self) -> None:
        """Nothing of the page is to be seen around it."""
        super().open()
        if self._sheet is not None:
            mark(self._sheet, role="locked")

    def submit(self) -> None:
        """Look at the PIN."""
        if not self._clerk.has_pin or _is_right(self.pin, self._clerk, self._tries):
            self.unlock()

    def unlock(self) -> None:
        """Show the window again."""
        self._is_open = True
        self.accept()

    def reject(self) -> None:
        """Escape is no way back to what nobody may see."""
        if self._is_open:
            super().reject()


def _is_right(pin: TextEditor, clerk: KnownClerk, tries: PinTries) -> bool:
    """Whether the PIN of `clerk` was typed; else say at the field what is wrong, and have it typed again."""
    try:
        tries.check(clerk, pin.value() or "")
    except Refusal as refusal:
        pin.set_value(None)
        pin.set_problem(text_of(refusal))
        pin.focus_field()
        return False
    return True
