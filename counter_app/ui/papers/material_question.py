"""Which of the papers handed in stay at the window, and which go back: one key for all, a digit for one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from counter_app.ui.base.acts import with_key
from counter_app.ui.widgets.dialogs import Dialog

_DIGITS = range(1, 10)


@dataclass(frozen=True, slots=True)
class MaterialChoice:
    """One paper that was handed in; `held` where it has lain here since an earlier visit."""

    key: str
    label: str
    held: bool = False


class MaterialQuestion(Dialog):
    """Enter does what is ticked (at first everything goes back), L keeps all, a digit turns one over."""

    def __init__(
        self,
        papers: Sequence[MaterialChoice],
        answered: Callable[[tuple[str, ...]], None],
        parent: QWidget | None = None,
    ) -> None:
        """`answered` gets the keys of the papers that stay, and is not called when the clerk goes back."""
        super().__init__(
            "当事人交来的材料，退还还是留存？",
            "勾选的留在窗口，其余当场退还，告知书上逐份写明。留存的，一个月内移交科技信息化部门。",
            parent,
        )
        self._answered = answered
        self.boxes: dict[str, QCheckBox] = {}
        for number, paper in enumerate(papers, 1):
            digit = f"{number}  " if number in _DIGITS else "    "
            box = QCheckBox(f"{digit}{paper.label}{'（前次已留存）' if paper.held else ''}", self)
            box.setAccessibleName(f"留存：{paper.label}")
            box.setChecked(paper.held)
            box.toggled.connect(self._say)
            self.boxes[paper.key] = box
            self.body.addWidget(box)
        self.add_button("返回", self.reject, keys="Esc")
        self.add_button("全部留存  L", self._keep_all)
        self.button = self.add_button("", self._answer, kind="primary", default=True)
        self._say()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """L keeps all, T gives all back, a digit turns one paper over."""
        match event.key():
            case Qt.Key.Key_L:
                self._keep_all()
            case Qt.Key.Key_T:
                self._tick_all(False)
                self._answer()
            case key if Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and key - Qt.Key.Key_1 < len(self.boxes):
                [*self.boxes.values()][key - Qt.Key.Key_1].toggle()
            case _:
                super().keyPressEvent(event)

    def _say(self) -> None:
        kept = sum(box.isChecked() for box in self.boxes.values())
        if kept == 0:
            words = "退还申请人"
        elif kept == len(self.boxes):
            words = "窗口留存"
        else:
            words = f"留存{kept}份，其余退还"
        self.button.setText(with_key(words, "Return"))

    def _tick_all(self, ticked: bool) -> None:  # noqa: FBT001 - as Qt's setters
        for box in self.boxes.values():
            box.setChecked(ticked)

    def _keep_all(self) -> None:
        self._tick_all(True)
        self._answer()

    def _answer(self) -> None:
        self.accept()
        self._answered(tuple(key for key, box in self.boxes.items() if box.isChecked()))
