"""Which of the papers handed in stay at the window, and which go back: one key for all, a digit for one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QCheckBox, QWidget

from counter_app.domain.basics.records import frozen
from counter_app.ui.base.acts import Act, Placement
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.widgets.dialogs import Dialog

_DIGITS = range(1, 10)


@frozen
class MaterialChoice:
    """One paper that was handed in; `held` where it has lain here since an earlier visit.

    One that has to be mended goes back: it is no choice (`may_stay`).
    """

    key: str
    label: str
    held: bool = False
    may_stay: bool = True


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
            "申请人提交的材料：退还或收存",
            "勾选的由窗口收存，其余当场退还，告知书上逐份写明。收存的，一个月内移交科技信息化部门。",
            parent,
        )
        self._answered = answered
        self.boxes: dict[str, QCheckBox] = {}
        for number, paper in enumerate(papers, 1):
            digit = f"{number}  " if number in _DIGITS else "    "
            beside = "（前次已收存）" if paper.held else ""
            box = QCheckBox(f"{digit}{paper.label}{beside if paper.may_stay else '（不合格，退还补正）'}", self)
            box.setAccessibleName(f"收存：{paper.label}")
            box.setChecked(paper.held and paper.may_stay)
            box.setEnabled(paper.may_stay)
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
            words = "窗口收存"
        else:
            words = f"收存{kept}份，其余退还"
        self.acts.say("answer", words)

    def tick_all(self, *, ticked: bool) -> None:
        """All stay, or all go back; that is the answer."""
        for box in self.boxes.values():
            box.setChecked(ticked and box.isEnabled())
        self.answer()

    def turn_over(self, number: int) -> None:
        """Keep a paper that went back, or the other way round; `number` from 1."""
        [*self.boxes.values()][number - 1].toggle()

    def may_turn_over(self, number: int) -> bool:
        """Whether there is such a paper and it may stay."""
        return number <= len(self.boxes) and [*self.boxes.values()][number - 1].isEnabled()

    def answer(self) -> None:
        """Keep what is ticked."""
        self.accept()
        self._answered(tuple(key for key, box in self.boxes.items() if box.isChecked()))


def _turn_over(number: int, question: MaterialQuestion) -> None:
    question.turn_over(number)


def _may_turn_over(number: int, question: MaterialQuestion) -> bool:
    return question.may_turn_over(number)


MaterialQuestion.ACTS = (
    Act("back", "返回", ("Esc",), lambda question: question.reject()),
    Act("keep_all", "全部收存", ("L",), lambda question: question.tick_all(ticked=True)),
    Act("give_all", "全部退还", ("T",), lambda question: question.tick_all(ticked=False), place=Placement.KEY),
    Act("answer", "退还申请人", ("Return", "Enter"), MaterialQuestion.answer, primary=True),
    *(
        Act(f"paper_{n}", "", (str(n),), partial(_turn_over, n), partial(_may_turn_over, n), group="收存或退还一份")
        for n in _DIGITS
    ),
)
