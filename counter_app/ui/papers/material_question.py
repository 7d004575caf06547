"""Which of the papers handed in stay at the window, and which go back: one key for all, a digit for one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QCheckBox, QWidget

from counter_app.ui.base.acts import Act, Placement
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.widgets.dialogs import Dialog

_DIGITS = range(1, 10)


@dataclass(frozen=True, slots=True)
class MaterialChoice:
    """One paper that was handed in; `held` where it has lain here since an earlier visit."""

    key: str
    label: str
    held: bool = False


class MaterialQuestion(Dialog):
    """What is ticked stays, at first nothing."""

    ACTS: ClassVar[tuple[Act[MaterialQuestion], ...]]

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
        self.acts = PageActs(self, self.ACTS)
        self.add_acts(self.acts)
        self.acts.buttons["answer"].setFocus()
        self._say()

    def _say(self) -> None:
        kept = sum(box.isChecked() for box in self.boxes.values())
        if kept == 0:
            words = "退还申请人"
        elif kept == len(self.boxes):
            words = "窗口留存"
        else:
            words = f"留存{kept}份，其余退还"
        self.acts.say("answer", words)

    def tick_all(self, *, ticked: bool) -> None:
        """All stay, or all go back; that is the answer."""
        for box in self.boxes.values():
            box.setChecked(ticked)
        self.answer()

    def turn_over(self, number: int) -> None:
        """Keep a paper that went back, or the other way round; `number` from 1."""
        [*self.boxes.values()][number - 1].toggle()

    def answer(self) -> None:
        """Keep what is ticked."""
        self.accept()
        self._answered(tuple(key for key, box in self.boxes.items() if box.isChecked()))


def _turn_over(number: int, question: MaterialQuestion) -> None:
    question.turn_over(number)


def _has(number: int, question: MaterialQuestion) -> bool:
    return number <= len(question.boxes)


MaterialQuestion.ACTS = (
    Act("back", "返回", ("Esc",), lambda question: question.reject()),
    Act("keep_all", "全部留存", ("L",), lambda question: question.tick_all(ticked=True)),
    Act("give_all", "全部退还", ("T",), lambda question: question.tick_all(ticked=False), place=Placement.KEY),
    Act("answer", "退还申请人", ("Return", "Enter"), MaterialQuestion.answer, primary=True),
    *(
        Act(f"paper_{n}", "", (str(n),), partial(_turn_over, n), partial(_has, n), group="留存或退还一份")
        for n in _DIGITS
    ),
)
