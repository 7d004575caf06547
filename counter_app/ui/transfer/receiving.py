"""Keying what the department decided: accept, refuse with a reason, accept the rest, archive numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from counter_app.domain.transfer.archive_numbering import ArchiveStart
from counter_app.domain.transfer.batch import ArchivalCheck, ItemDecision
from counter_app.services.transfer import receiving
from counter_app.services.transfer.batches import BatchView
from counter_app.ui.base.station import Station
from counter_app.ui.style import grid, layouts
from counter_app.ui.transfer.archive_question import ask_archive_start
from counter_app.ui.transfer.batch_model import BatchModel
from counter_app.ui.transfer.words import returned_words
from counter_app.ui.widgets.dialogs import Dialog
from counter_app.ui.widgets.line_dialog import LineDialog, LineField
from counter_app.ui.widgets.placeholder import say_what_to_write


class BatchReceiving(QObject):
    """Acts upon the marked case of a batch that was handed over."""

    def __init__(self, station: Station, page: QWidget, model: BatchModel) -> None:
        """Questions lie within the window of `page`."""
        super().__init__(model)
        self._station = station
        self._page = page
        self._model = model
        self._receiver = ""
        self._fonds = ""
        self.marked: Callable[[], str] = lambda: ""

    def offers(self) -> list[tuple[str, str, Callable[[], None], bool]]:
        """The acts: button, words, what it does, whether it is the main one."""
        view = self._model.view
        if view is None or not view.batch.undecided:
            return []
        return [
            ("leave_out", "退回所选", self.refuse, False),
            ("first", "接收所选", self.accept, False),
            ("third", "其余全部接收", self.accept_rest, True),
        ]

    def accept(self) -> None:
        """Accept the marked case."""
        reference = self.marked()
        if reference:
            self._with_receiver(lambda by: self._decide({reference: ItemDecision(accepted=True)}, by))

    def accept_rest(self) -> None:
        """Accept all that is undecided."""
        post = self._station.post
        self._with_receiver(
            lambda by: self._model.do(
                lambda backend: receiving.accept_rest(backend, self._model.batch_id, by=by, post=post), self._told
            )
        )

    def refuse(self) -> None:
        """Refuse the marked case: which checks failed, and why."""
        reference = self.marked()
        if reference:
            about = self._about(reference)
            self._with_receiver(
                lambda by: RefuseDialog(
                    lambda decision: self._decide({reference: decision}, by), self._page, about
                ).open()
            )

    def _about(self, reference: str) -> str:
        """Which case it is, as it stands on its paper: one must not refuse another than the one in hand."""
        view = self._model.view
        item = view.batch.item(reference) if view is not None else None
        case = view.cases.get(reference) if view is not None else None
        if view is None or item is None or case is None:
            return ""
        numbers = "、".join(view.office.written(number, prefix=False) for number in case.papers)
        return f"件号{item.position}　{case.unit_name}　{numbers}"

    def number(self) -> None:
        """Give the accepted cases their archive numbers."""
        view = self._model.view
        if view is None:
            return

        def answered(start: ArchiveStart) -> None:
            self._fonds = start.fonds
            post, batch_id = self._station.post, self._model.batch_id
            self._model.do(lambda backend: receiving.number_in_archive(backend, batch_id, start, post=post))

        ask_archive_start(
            self._page,
            fonds=self._fonds,
            year=str(view.today.year),
            answered=answered,
            refused=self._model.refused.emit,
        )

    def _with_receiver(self, then: Callable[[str], None]) -> None:
        """Ask once for each batch who received it."""
        view = self._model.view
        by = (view.batch.received_by if view is not None else "") or self._receiver
        if by:
            then(by)
            return

        def answered(lines: dict[str, str]) -> None:
            self._receiver = lines["by"]
            then(self._receiver)

        line = LineField("by", "接收人", "", "填写接收人")
        LineDialog("登记接收结果", "按双方签字的移交清单登记。", [line], "登记", answered, self._page).open()

    def _decide(self, decisions: dict[str, ItemDecision], by: str) -> None:
        post, batch_id = self._station.post, self._model.batch_id
        self._model.do(lambda backend: receiving.decide(backend, batch_id, decisions, by=by, post=post), self._told)

    def _told(self, view: BatchView) -> None:
        if not view.batch.undecided:
            self._receiver = ""
            self._model.confirmed.emit(f"全部登记完毕，批次办结。{returned_words(view.batch)}")


class RefuseDialog(Dialog):
    """Which of the four checks failed, and why."""

    def __init__(
        self, answered: Callable[[ItemDecision], None], parent: QWidget | None = None, about: str = ""
    ) -> None:
        """`answered` gets the decision; nothing is called when the clerk withdraws. `about` says which case it is."""
        words = "材料回到窗口，移交期限照原日期计算。"
        super().__init__("退回这一件", f"{about}\n{words}" if about else words, parent)
        self._answered = answered
        row = QHBoxLayout()
        grid.space(row, spacing=16)
        self.checks: dict[ArchivalCheck, QCheckBox] = {}
        for check in ArchivalCheck:
            box = QCheckBox(f"{check.label}合格")
            box.setChecked(True)
            row.addWidget(box)
            self.checks[check] = box
        layouts.nest(self.body, row)
        for reason in receiving.REASONS:
            self.add_choice(reason, partial(self._choose, reason))
        self.reason = QLineEdit()
        say_what_to_write(self.reason, "退回的原因")
        self.reason.setAccessibleName("退回的原因")
        self.reason.returnPressed.connect(self._answer)
        self.body.addWidget(self.reason)
        self.add_button("返回", self.reject, keys="Esc")
        button = self.add_button("退回", self._answer, kind="danger", keys="Return")
        button.setAutoDefault(False)
        self.reason.setFocus()

    def _choose(self, reason: str) -> None:
        self.reason.setText(reason)
        self.reason.setFocus()

    def _answer(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            say_what_to_write(self.reason, "先填写退回的原因")
            self.reason.setFocus()
            return
        passed = frozenset(check for check, box in self.checks.items() if box.isChecked())
        self.accept()
        self._answered(ItemDecision(accepted=False, passed=passed, reason=reason))
