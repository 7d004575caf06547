"""Who works at this window by turns: names that are offered, and the PIN that locks the screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.office import clerks
from counter_app.services.office.clerks import KnownClerk
from counter_app.services.office.pins import SHAPE, read_pin
from counter_app.services.office.workstation import Workstation
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.base.shortcuts import label_of
from counter_app.ui.base.station import Station
from counter_app.ui.papers.supervisor_dialog import ask_supervisor, pin_editor
from counter_app.ui.settings.person_row import person_row
from counter_app.ui.style import grid, layouts
from counter_app.ui.widgets import moving
from counter_app.ui.widgets.dialogs import Dialog
from counter_app.ui.widgets.field_block import FieldBlock
from counter_app.ui.widgets.message_bar_notifier import MessageBarNotifier
from counter_app.ui.widgets.rows import show_rows, side_by_side
from counter_app.ui.widgets.section_card import SectionCard

_LABEL_WIDTH = 96


class ClerksCard(SectionCard):
    """What is changed here holds at once."""

    change_wanted = Signal()
    lock_wanted = Signal()

    def __init__(self, station: Station, notifier: MessageBarNotifier, parent: QWidget | None = None) -> None:
        """Shows those who worked at this window."""
        super().__init__("轮流办理的人员", "仅限本机；设了 PIN 的，换人和解锁时输入", parent=parent)
        self._station = station
        self._notifier = notifier
        self._rows = QVBoxLayout()
        grid.space(self._rows, spacing=4)
        self.change_button, self.lock_button = (QPushButton(label_of(name)) for name in ("change_clerk", "lock"))
        when_pressed(self.change_button, self.change_wanted.emit)
        when_pressed(self.lock_button, self.lock_wanted.emit)
        holder = QWidget()
        column = QVBoxLayout(holder)
        grid.space(column, spacing=8)
        layouts.nest(column, self._rows)
        column.addWidget(side_by_side(self.change_button, self.lock_button))
        self.add_wide(holder)
        station.workstation_changed.connect(self.show_kept)
        self.show_kept()

    def show_kept(self) -> None:
        """Show the names that are kept."""
        show_rows(self._rows, map(self._row, clerks.known_clerks(self._station.workstation)))

    def _row(self, clerk: KnownClerk) -> QWidget:
        acts: list[tuple[str, Callable[[], None]]] = [
            ("重设 PIN" if clerk.has_pin else "设置 PIN", partial(self._ask_pin, clerk))
        ]
        if clerk.has_pin:
            acts.append(("取消 PIN", partial(self._allowed, clerk, partial(self._set_pin, clerk.name, ""))))
        if clerk.name != self._station.workstation.clerk:
            acts.append(("移除", partial(self._allowed, clerk, partial(self._forget, clerk.name))))
        return person_row(clerk.name, acts)

    def _ask_pin(self, clerk: KnownClerk) -> None:
        keep = partial(self._set_pin, clerk.name)
        self._allowed(clerk, lambda: NewPin(clerk.name, keep, self.window()).open())

    def _allowed(self, clerk: KnownClerk, then: Callable[[], None]) -> None:
        """A PIN that is set is taken away or changed by a supervisor only: else anybody could unlock the screen."""
        if not clerk.has_pin:
            then()
            return
        sentence = f"修改{clerk.name}的 PIN。由负责人输入 PIN。"
        ask_supervisor(self.window(), self._station, sentence, (), lambda _given: then(), with_reason=False)

    def _set_pin(self, name: str, pin: str) -> None:
        words = f"已设置{name}的 PIN" if pin else f"已取消{name}的 PIN"
        pepper = self._station.backend.office_key.pepper() if pin else None
        self._keep(clerks.set_pin(self._station.workstation, name, pin, pepper), words)
        self._notifier.settle(f"short PIN {name}")

    def _forget(self, name: str) -> None:
        self._keep(clerks.forget_clerk(self._station.workstation, name), f"已移除{name}")

    def _keep(self, workstation: Workstation, words: str) -> None:
        refusal = self._station.save_workstation(workstation)
        if refusal is not None:
            self._notifier.refuse(refusal)
        else:
            self._notifier.confirm(words)


class NewPin(Dialog):
    """The PIN twice: it cannot be seen while it is typed."""

    def __init__(self, name: str, keep: Callable[[str], None], parent: QWidget | None = None) -> None:
        """`keep` hears the PIN. Raises nothing: what is wrong is said at the field."""
        super().__init__(f"设置 PIN：{name}", "由本人输入，不告诉别人。忘记的，由负责人解锁后重设。", parent)
        self._keep = keep
        self.pin = pin_editor("pin", "PIN")
        self.again = pin_editor("pin_again", "再输一次", "与上面相同")
        for editor in (self.pin, self.again):
            self.body.addWidget(FieldBlock(editor, label_width=_LABEL_WIDTH))
            editor.edited.connect(lambda editor=editor: editor.set_problem(None))
        self.add_button("返回", self.reject, keys="Esc")
        self.button = self.add_button("保存", self.submit, kind="primary")
        moving.make_stop(self.button)
        self.pin.focus_field()

    def submit(self) -> None:
        """Keep it where both are the same."""
        pin = read_pin(self.pin.value() or "")
        if pin != read_pin(self.again.value() or ""):
            self.again.set_problem("两次输入必须相同")
            self.again.focus_field()
            return
        if not pin:
            self.pin.set_problem(f"填写{SHAPE}")
            self.pin.focus_field()
            return
        try:
            self._keep(pin)
        except Refusal as refusal:
            self.pin.set_problem(refusal.sentence)
            self.pin.focus_field()
            return
        self.accept()
