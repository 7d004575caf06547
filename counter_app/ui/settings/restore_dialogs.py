"""Putting a backup back: what it replaces, which numbers were given since; the recovery code where the key lacks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.backup import restores
from counter_app.services.ports.backup import Restoration
from counter_app.services.ports.keys import KeyLost
from counter_app.ui.base.shortcuts import text_of
from counter_app.ui.style import grid
from counter_app.ui.widgets.dialogs import Dialog
from counter_app.ui.widgets.file_dialogs import ask_for_folder
from counter_app.ui.widgets.placeholder import say_what_to_write
from counter_app.ui.widgets.problem_line import ProblemLine
from counter_app.ui.widgets.selectable import scrolled_by_keys, selectable

_WIDTH: Final = 680
_APART: Final = re.compile(r"[、，,;；\n]+")


def ask_for_backup(parent: QWidget, known: str, chosen: Callable[[Path], object]) -> None:
    """Ask where the backup lies; `known` is the place of backups that is set, empty for none."""
    ask_for_folder(parent, "选择备份位置，或其中以日期时间命名的一份备份", chosen, Path(known) if known else None)


class RestoreDialog(Dialog):
    """Everything is told before anything is done. Where nothing knows the numbers given since, they are asked for."""

    def __init__(
        self, what: Restoration, wanted: Callable[[Restoration, Sequence[str]], object], parent: QWidget | None = None
    ) -> None:
        """`wanted` gets it with the last numbers read off papers, and these as they were typed."""
        super().__init__("从备份恢复", "核对后再恢复。恢复时这份数据的全部窗口都要退出。", parent)
        self._what = what
        self._wanted = wanted
        self.told = selectable("\n".join(restores.lines(what)))
        self.body.addWidget(scrolled_by_keys(self.told))
        self.numbers = QLineEdit()
        self.problem = ProblemLine()
        if not what.is_complete:
            self._ask_for_numbers()
        self.add_button("返回", self.reject, keys="Esc", default=True)
        self.go_on = self.add_button("恢复这份备份", self._go_on, kind="danger")
        grid.fix(self, width=_WIDTH)

    def _ask_for_numbers(self) -> None:
        label = QLabel("最后发出的文书编号，每种文书一个；备份以后没有发出过的，不填")
        label.setWordWrap(True)
        self.numbers.setAccessibleName("最后发出的文书编号")
        say_what_to_write(self.numbers, "补字〔2026〕12号、收字〔2026〕30号")
        for part in (label, self.numbers, self.problem):
            self.body.addWidget(part)

    def _go_on(self) -> None:
        typed = [one for one in _APART.split(self.numbers.text()) if one.strip()]
        try:
            what = restores.with_last_numbers(self._what, typed)
        except Refusal as refusal:
            self.problem.say(text_of(refusal))
            self.numbers.setFocus()
            return
        self.accept()
        self._wanted(what, typed)


class RecoveryCodeDialog(Dialog):
    """The backup was made with a key that is not at this computer."""

    def __init__(self, lost: KeyLost, then: Callable[[], object], parent: QWidget | None = None) -> None:
        """`then` is called once the key was taken back."""
        super().__init__("输入恢复码", "这台电脑上没有这份备份的密钥。取出封存的恢复单，输入上面的恢复码。", parent)
        self._lost = lost
        self._then = then
        self.code = QLineEdit()
        self.code.setAccessibleName("恢复码")
        say_what_to_write(self.code, "恢复码：13组，每组5位")
        self.code.returnPressed.connect(self._take_back)
        self.problem = ProblemLine()
        for part in (self.code, self.problem):
            self.body.addWidget(part)
        self.add_button("返回", self.reject, keys="Esc")
        self.add_button("继续", self._take_back, kind="primary", keys="Return").setAutoDefault(False)
        self.code.setFocus()
        grid.fix(self, width=_WIDTH)

    def _take_back(self) -> None:
        try:
            self._lost.take_back(self.code.text())
        except Refusal as refusal:
            self.problem.say(text_of(refusal))
            self.code.setFocus()
            return
        self.accept()
        self._then()
