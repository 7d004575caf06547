"""A supervisor (负责人) allows what the clerk alone may not: the items, a reason for each, name and PIN."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from shiboken6 import isValid

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.office import supervision
from counter_app.services.office.pins import SHAPE
from counter_app.services.office.supervision import NoSupervisor, Permission
from counter_app.ui.base.acts import with_key
from counter_app.ui.base.shortcuts import remedy_of, text_of, trigger
from counter_app.ui.base.station import Station
from counter_app.ui.style import grid
from counter_app.ui.style.input_method import Script
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets import moving
from counter_app.ui.widgets.choice_editors import ChoiceEditor
from counter_app.ui.widgets.dialogs import Dialog, ask
from counter_app.ui.widgets.editor import Editor
from counter_app.ui.widgets.field_block import FieldBlock
from counter_app.ui.widgets.fitting_scroll import FittingScroll
from counter_app.ui.widgets.text_editors import TextEditor

_LABEL_WIDTH = 72
_WIDTH = 620


def ask_supervisor(
    parent: QWidget | None,
    station: Station,
    sentence: str,
    items: Sequence[tuple[str, str]],
    answered: Callable[[Permission], None],
    *,
    with_reason: bool = True,
) -> SupervisorDialog:
    """Ask a supervisor to allow an act; `answered` gets the permission once its PIN was found right.

    `sentence` says what is to be allowed and why a supervisor is asked. `items` are keys and words of what needs a
    reason each; where there are none, one reason stands for the whole act, save `with_reason` is False.
    The service checks the PIN again within the act. Nothing is called when the clerk withdraws.
    """
    dialog = SupervisorDialog(station, sentence, items, answered, parent, with_reason=with_reason)
    dialog.open()
    window = parent if parent is not None else dialog

    def found(names: list[str]) -> None:
        if not isValid(dialog):
            return
        if names:
            dialog.offer(names)
        else:
            dialog.reject()
            nobody = NoSupervisor()
            ask(
                parent,
                nobody.sentence,
                remedy_of(nobody),
                act="去设置",
                then=lambda: trigger(window, nobody.act),
                back=with_key("返回", "Esc"),
            )

    station.read(supervision.supervisors, done=found)
    return dialog


def pin_editor(key: str, label: str, hint: str = SHAPE) -> TextEditor:
    """A line for a PIN, which shows dots."""
    editor = TextEditor(key, label, hint=hint, script=Script.DIGITS)
    editor.line.setEchoMode(QLineEdit.EchoMode.Password)
    return editor


class SupervisorDialog(Dialog):
    """Stays until the PIN is right, so that a typing error costs no reason that was typed."""

    def __init__(
        self,
        station: Station,
        sentence: str,
        items: Sequence[tuple[str, str]],
        answered: Callable[[Permission], None],
        parent: QWidget | None = None,
        *,
        with_reason: bool = True,
    ) -> None:
        """As `ask_supervisor`. It stands at once, and names the supervisors as soon as they are known."""
        super().__init__("由负责人批准", sentence, parent)
        self._station = station
        self._answered = answered
        self.reasons: dict[str, TextEditor] = {}
        if with_reason:
            self._ask_reasons(items or [("", "")])
        self.name = ChoiceEditor("supervisor", "负责人", [])
        self.pin = pin_editor("pin", "PIN", "由负责人自己输入")
        for editor in (self.name, self.pin):
            self.body.addWidget(FieldBlock(editor, label_width=_LABEL_WIDTH))
        for field in self._editors():
            field.edited.connect(lambda field=field: field.set_problem(None))
        self.add_button("返回", self.reject, keys="Esc")
        self.button = self.add_button("负责人批准", self.submit, kind="primary")
        moving.make_stop(self.button)
        grid.fix(self, width=_WIDTH)
        self._editors()[0].focus_field()

    def offer(self, names: Sequence[str]) -> None:
        """Name the supervisors; one alone is chosen, where nobody was chosen yet."""
        typed = self.name.value()
        self.name.box.clear()
        for name in names:
            self.name.box.addItem(name, name)
        self.name.set_value(typed or (names[0] if len(names) == 1 else None))

    def submit(self) -> None:
        """Look whether all is there and the PIN is right, then hand the permission over."""
        lacking = self._lacking()
        if lacking is not None:
            lacking.focus_field()
            return
        permission = Permission(self.name.value() or "", self.pin.value() or "", self._given())
        self.button.setEnabled(False)
        post = self._station.post
        self._station.write(
            lambda backend: supervision.try_pin(backend, permission.supervisor, permission.pin, post=post),
            done=lambda is_short: self._allowed(permission, is_short=is_short),
            failed=self._refused,
            owner=self,
        )

    def _ask_reasons(self, items: Sequence[tuple[str, str]]) -> None:
        scroll = FittingScroll()
        grid.space(scroll.column, spacing=8)
        for place, (key, words) in enumerate(items):
            if words:
                said = QLabel(words)
                said.setWordWrap(True)
                mark(said, role="strong")
                scroll.column.addWidget(said)
            hint = "如：首次办理时未看清证件" if place == 0 else "不填即同上"
            editor = TextEditor(f"reason.{key}", f"理由：{words}" if words else "理由", hint=hint if words else "")
            self.reasons[key] = editor
            scroll.column.addWidget(FieldBlock(editor, label="理由", label_width=_LABEL_WIDTH))
        self.body.addWidget(scroll)

    def _editors(self) -> list[Editor]:
        return [*self.reasons.values(), self.name, self.pin]

    def _given(self) -> dict[str, str]:
        """Each reason; one left blank is the same as the one before."""
        given: dict[str, str] = {}
        before = ""
        for key, editor in self.reasons.items():
            before = (editor.value() or "").strip() or before
            given[key] = before
        return given

    def _lacking(self) -> Editor | None:
        """Say what is still to be filled in; the first such field."""
        lacking: list[Editor] = []
        first = next(iter(self.reasons.values()), None)
        if first is not None and not (first.value() or "").strip():
            first.set_problem("填写理由，理由记入办理记录")
            lacking.append(first)
        if self.name.value() is None:
            self.name.set_problem("选择负责人")
            lacking.append(self.name)
        if self.pin.value() is None:
            self.pin.set_problem("由负责人输入 PIN")
            lacking.append(self.pin)
        return lacking[0] if lacking else None

    def _allowed(self, permission: Permission, *, is_short: bool) -> None:
        self.accept()
        if is_short:
            self._station.short_pin_used.emit(permission.supervisor)
        self._answered(permission)

    def _refused(self, refusal: Refusal) -> None:
        self.button.setEnabled(True)
        self.pin.set_value(None)
        self.pin.set_problem(text_of(refusal))
        self.pin.focus_field()
