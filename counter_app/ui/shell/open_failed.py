"""The data cannot be opened: what happened, what to do, and trying again."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.ports.keys import KeyLost
from counter_app.ui.base.acts import when_pressed, with_key
from counter_app.ui.base.page import Page
from counter_app.ui.base.shortcuts import remedy_of, text_of
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.placeholder import say_what_to_write
from counter_app.ui.widgets.rows import from_the_left

_WIDEST: Final = 760
"""Pixels at 100 % of a line of words."""


class OpenFailedPage(Page):
    """Fills the whole window: without the data there is nothing else to do."""

    again = Signal()
    leave = Signal()
    restore_wanted = Signal()
    """A backup is to be put in the place of these data."""

    def __init__(
        self,
        refusal: Refusal,
        data_dir: Path,
        parent: QWidget | None = None,
        *,
        typed: bool = False,
        restorable: bool = False,
    ) -> None:
        """`refusal` says why, `data_dir` where the data lie; `typed` that something was entered meanwhile.

        `restorable`: a backup can be put back from here.
        """
        super().__init__(parent)
        title = QLabel("数据没有打开")
        mark(title, role="headline")
        sentence = QLabel(refusal.sentence)
        mark(sentence, role="title", tone="red")
        remedy = QLabel(remedy_of(refusal))
        place = QLabel(f"数据文件夹：{data_dir}")
        mark(place, role="quiet")
        typed_words = QLabel(
            "刚录入的内容还在本窗口，数据打开后自动保存；没有打开就退出的，要重新录入" if typed else ""
        )
        typed_words.setVisible(typed)
        self._again = QPushButton(with_key("再试一次", "Return"))
        mark(self._again, kind="primary")
        self._again.setDefault(True)
        self._again.setAutoDefault(True)
        when_pressed(self._again, self._open_again)
        leave = QPushButton("退出")
        leave.setAutoDefault(True)
        when_pressed(leave, self.leave.emit)
        self.under_way = QLabel()
        mark(self.under_way, role="quiet")
        restore = QPushButton("从备份恢复")
        restore.setAutoDefault(True)
        restore.setVisible(restorable)
        when_pressed(restore, self.restore_wanted.emit)
        self._code = QLineEdit()
        self._code_wrong = QLabel()
        mark(self._code_wrong, tone="red")
        row = from_the_left(self._again, restore, leave, self.under_way)
        column = QVBoxLayout(self)
        grid.space(column, 48, 64, 48, 48, spacing=12)
        for label in (title, sentence, remedy, typed_words, place, self._code_wrong):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.fix(label, most_width=_WIDEST)
            column.addWidget(label)
        self._take_back = refusal.take_back if isinstance(refusal, KeyLost) else None
        if isinstance(refusal, KeyLost):
            self._ask_for_code(column, may_return=refusal.may_return)
        column.addSpacing(grid.px(12))
        layouts.nest(column, row)
        column.addStretch(1)
        self.setAccessibleName(f"数据没有打开。{text_of(refusal)}")

    def _ask_for_code(self, column: QVBoxLayout, *, may_return: bool) -> None:
        """Room for the recovery code, above the button that then opens the data.

        `may_return`: the key may be there the next time, so without a code the button tries again.
        """
        by_code = with_key("用恢复码打开", "Return")
        if may_return:
            again = self._again.text()
            self._code.textChanged.connect(lambda typed: self._again.setText(by_code if typed.strip() else again))
        else:
            self._again.setText(by_code)
        say_what_to_write(self._code, "恢复码：13组，每组5位")
        self._code.setAccessibleName("恢复码")
        grid.fix(self._code, most_width=_WIDEST)
        self._code.returnPressed.connect(self._again.click)
        column.insertWidget(column.indexOf(self._code_wrong), self._code)

    def _open_again(self) -> None:
        """Keep the key that the code gives, if one is asked for, and try to open the data once more."""
        if self._take_back is not None and self._code.text().strip():
            try:
                self._take_back(self._code.text())
            except Refusal as refusal:
                self._code_wrong.setText(text_of(refusal))
                self._code.setFocus()
                return
        self.again.emit()

    def resume(self) -> None:
        """Enter tries again."""
        (self._again if self._take_back is None else self._code).setFocus()
