"""Putting a backup back: what it replaces, which numbers were given since; the recovery code where the key lacks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from counter_app.domain.backup.last_papers import LastPaperQuestion
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.backup import restores
from counter_app.services.ports.backup import Restoration
from counter_app.services.ports.keys import KeyLost
from counter_app.ui.base.acts import when_ticked
from counter_app.ui.base.shortcuts import text_of
from counter_app.ui.style import grid, layouts
from counter_app.ui.widgets.dialogs import Dialog
from counter_app.ui.widgets.file_dialogs import ask_for_folder
from counter_app.ui.widgets.placeholder import say_what_to_write
from counter_app.ui.widgets.problem_line import ProblemLine
from counter_app.ui.widgets.selectable import scrolled_by_keys, selectable

_WIDTH: Final = 680


def ask_for_backup(parent: QWidget, known: str, chosen: Callable[[Path], object]) -> None:
    """Ask where the backup lies; `known` is the place of backups that is set, empty for none."""
    ask_for_folder(parent, "选择备份位置，或其中以日期时间命名的一份备份", chosen, Path(known) if known else None)


class AnswerRow(QWidget):
    """One question for the last papers: their numbers, or that none of it was given out."""

    def __init__(self, what: Restoration, question: LastPaperQuestion) -> None:
        """Says which kinds are asked for, and how far the backup has come with them."""
        super().__init__()
        self.question = question
        words = restores.question_words(what, question)
        label = selectable(words)
        self.number = QLineEdit()
        self.number.setAccessibleName(f"{words}。最后发出的编号")
        several = len(question.series) > 1
        say_what_to_write(self.number, "最后发出的编号，几种的用顿号隔开" if several else "最后发出的编号")
        self.none = QCheckBox("都没有再发出" if several else "没有再发出")
        self.none.setAccessibleDescription(words)
        when_ticked(self.none, lambda ticked: self.number.setEnabled(not ticked))
        box = QVBoxLayout(self)
        grid.space(box, spacing=4)
        box.addWidget(label)
        row = QHBoxLayout()
        grid.space(row, spacing=12)
        row.addWidget(self.number, 1)
        row.addWidget(self.none)
        layouts.nest(box, row)

    @property
    def typed(self) -> list[str]:
        """What was typed, unless it is said that there is none."""
        return [] if self.none.isChecked() else [self.number.text()]


class RestoreDialog(Dialog):
    """Everything is told before anything is done. Where nothing knows the numbers since, each kind is asked for."""

    def __init__(
        self, what: Restoration, wanted: Callable[[Restoration], object], parent: QWidget | None = None
    ) -> None:
        """`wanted` gets it with what was answered."""
        super().__init__("从备份恢复", "核对后再恢复。恢复时这份数据的全部窗口都要退出。", parent)
        self._what = what
        self._wanted = wanted
        self._doubted = what
        self.told = selectable("\n".join(restores.lines(what)))
        self._scroll = scrolled_by_keys(self.told)
        self.body.addWidget(self._scroll)
        self.rows: list[AnswerRow] = []
        self.problem = ProblemLine()
        if what.questions:
            grid.space(self._scroll.column, spacing=12)
            self.body.addWidget(self.problem)
            self._ask(what)
        self.add_button("返回", self.reject, keys="Esc", default=True)
        self.go_on = self.add_button("恢复这份备份", self._go_on, kind="danger")
        if self.rows:
            self.rows[0].number.setFocus()
        grid.fix(self, width=_WIDTH)

    def _ask(self, what: Restoration) -> None:
        """Show a row for each question that has none yet."""
        shown = [row.question for row in self.rows]
        for question in what.questions:
            if question not in shown:
                row = AnswerRow(what, question)
                self._scroll.column.addWidget(row)
                self.rows.append(row)

    def _go_on(self) -> None:
        what = self._what
        try:
            for row in self.rows:
                what = restores.with_last_numbers(what, row.typed)
        except Refusal as refusal:
            self._refuse(refusal, row.number)
            return
        for row in self.rows:
            if row.none.isChecked():
                what = restores.with_none_of(what, row.question)
        doubt = restores.many(self._doubted, what)
        if doubt is not None:
            self._doubted = what
            self._refuse(Refusal(doubt.sentence, "核对编号和年份；确是这样的，再按一次“恢复这份备份”"), self.go_on)
            return
        if what.questions:
            self._ask(what)
            first = next(row for row in self.rows if row.question == what.questions[0])
            open_kinds = restores.question_names(what)
            self._refuse(Refusal(f"还没有写明：{open_kinds}", "填写最后发出的编号，或者勾选没有再发出"), first.number)
            return
        self.accept()
        self._wanted(what)

    def _refuse(self, refusal: Refusal, at: QWidget) -> None:
        self.problem.say(text_of(refusal))
        at.setFocus()


class RecoveryCodeDialog(Dialog):
    """The backup was made with a key that is not at this computer."""

    def __init__(self, lost: KeyLost, then: Callable[[], object], parent: QWidget | None = None) -> None:
        """`then` is called once the key was taken back."""
        super().__init__("输入恢复码", "这台电脑上没有这份备份的密钥。取出封存的恢复单，输入恢复单上的恢复码。", parent)
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
