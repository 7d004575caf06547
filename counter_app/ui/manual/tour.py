"""The five-minute tour: a strip at the foot of the window says what to try; each step ends when it is done.

Begun on the sample office only: whoever tries something there changes nothing of the office.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from counter_app.domain.basics.materials import MaterialState
from counter_app.domain.basics.records import frozen
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.base.shortcuts import keys_of
from counter_app.ui.intake.workspace import Workspace
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.key_groups import FIELD_MOVES
from counter_app.ui.window.main_window import MainWindow

_LOOKS_EVERY: Final = 400
"""Milliseconds between two looks at whether a step was done."""

_NEXT_FIELD: Final = FIELD_MOVES[0][0]


@frozen
class TourStep:
    """What to try. `done` says whether it was; None for one that is only read."""

    words: str
    done: Callable[[], bool] | None = None


class Tour(QFrame):
    """Begins at once; gone when it is left, or after its last step."""

    def __init__(self, window: MainWindow, workspace: Workspace) -> None:
        """Stands at the foot of `window`, and takes the keyboard from nothing."""
        super().__init__()
        mark(self, role="tour")
        self.setAccessibleName("五分钟导览")
        self._window = window
        self._workspace = workspace
        self._known = {session.reference for session in workspace.sessions}
        self.steps = self._steps()
        self._place = 0
        self._count = QLabel()
        mark(self._count, role="strong")
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.next_button = QPushButton()
        mark(self.next_button, kind="primary")
        when_pressed(self.next_button, self.go_on)
        leave = QPushButton("退出导览")
        when_pressed(leave, self.leave)
        row = QHBoxLayout(self)
        grid.space(row, 16, 8, spacing=12)
        row.addWidget(self._count)
        row.addWidget(self.words, 1)
        for button in (self.next_button, leave):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(button)
        self._timer = QTimer(self, interval=_LOOKS_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self._show()
        window.put_strip(self)

    @property
    def step(self) -> TourStep:
        """What is to be tried now."""
        return self.steps[self._place]

    def look(self) -> None:
        """Go on where the step was done."""
        if self.step.done is not None and self.step.done():
            self.go_on()

    def go_on(self) -> None:
        """The next step, or the end."""
        if self._place + 1 < len(self.steps):
            self._place += 1
            self._show()
        else:
            self.leave()

    def leave(self) -> None:
        """End the tour; what was tried stays."""
        self._timer.stop()
        self.hide()
        self.deleteLater()

    def _show(self) -> None:
        self._count.setText(f"{self._place + 1}/{len(self.steps)}")
        self.words.setText(self.step.words)
        last = self._place + 1 == len(self.steps)
        self.next_button.setText("完成" if last else "下一步" if self.step.done is None else "跳过这一步")

    def _steps(self) -> tuple[TourStep, ...]:
        return (
            TourStep("这里是示例机关，怎么试都不影响真实数据。左边是各个页面，中间填写，右边是结论和材料。"),
            TourStep(
                f"新建一件：按 {keys_of('new')}，或者点上方的“新建受理”。", lambda: self._reference() not in self._known
            ),
            TourStep(
                f"在“单位名称”里随便写一个名称，按 {_NEXT_FIELD} 到下一项。内容自动存盘，不用保存。", self._is_named
            ),
            TourStep(
                "看右边：还缺的逐条列出，点一条就到那一项。现在核对材料：把一份材料判为“合格”。",
                lambda: self._has(MaterialState.ACCEPTED),
            ),
            TourStep(
                "再把另一份判为“不合格”或者“未提交”，不合格的勾选原因。",
                lambda: self._has(MaterialState.REJECTED) or self._has(MaterialState.NOT_PRESENTED),
            ),
            TourStep(
                f"按 {keys_of('preview')} 先看告知书：要补正的一次列全。预览不编号、不打印。",
                lambda: self._window.shown == "paper",
            ),
            TourStep(
                f"正式办理时，材料不齐的按 {keys_of('notice')} 打印告知书，齐全的按 {keys_of('receipt')} 打印收件凭证。"
            ),
            TourStep(
                f"看看待办：按 {keys_of('today')}，或者点左边的“待办”。每一件写着还剩几天。",
                lambda: self._window.shown == "today",
            ),
            TourStep(
                f"要找哪一件，按 {keys_of('find')}，输入名称、拼音首字母或者编号。"
                f"随时按 {keys_of('keys')} 看当前页面的手册。"
            ),
        )

    def _reference(self) -> str:
        """The case in front; one that is known where there is none."""
        session = self._workspace.session
        return session.reference if session is not None else next(iter(self._known), "")

    def _is_named(self) -> bool:
        session = self._workspace.session
        return session is not None and not session.filing.answers.is_blank("unit.name")

    def _has(self, state: MaterialState) -> bool:
        session = self._workspace.session
        return session is not None and any(material.state is state for material in session.filing.materials.values())
