"""What is done with one inspection: its templates printed, its record issued, voided, or the whole cancelled."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from counter_app.domain.inspection.inspections import Inspection, InspectionState
from counter_app.services.inspection import inspections
from counter_app.services.ports import Backend, IssuedPaper
from counter_app.ui.base.acts import with_key
from counter_app.ui.base.station import Station
from counter_app.ui.inspection.draft import InspectionDraft
from counter_app.ui.widgets.dialogs import ask
from counter_app.ui.widgets.line_dialog import LineDialog, LineField

_REASONS: Final = ("检查时间录错，已收回重办", "检查结果录错，已收回重办")


class RecordCommands(QWidget):
    """Acts upon the current inspection; what was keyed is kept before each."""

    refused = Signal(object)
    confirmed = Signal(str)
    print_wanted = Signal(object)
    lacking = Signal(str)
    """The part of the record that lacks something."""
    changed = Signal(str)
    """An inspection, by its id, stands otherwise now."""

    def __init__(self, station: Station, draft: InspectionDraft, page: QWidget) -> None:
        """Questions lie within the window of `page`."""
        super().__init__(page)
        self.hide()
        self._station = station
        self._draft = draft
        self._page = page

    def issue(self) -> None:
        """Issue the record under its number and print it; what it lacks is told first. A second press is none."""
        inspection = self._draft.inspection
        if inspection is None:
            return
        if missing := inspections.lacks(self._station.backend, inspection, self._station.facts()):
            self.refused.emit(inspections.IncompleteRecord([one.message for one in missing]))
            self.lacking.emit(missing[0].key)
            return
        inspection_id, post = inspection.inspection_id, self._station.post

        def issued(paper: IssuedPaper) -> None:
            self.changed.emit(inspection_id)
            self.print_wanted.emit((paper,))

        self._draft.flush(
            lambda: self._station.write(
                lambda backend: inspections.record_inspection(backend, inspection_id, post=post),
                done=issued,
                owner=self,
                once="issue",
            ),
            self.refused.emit,
        )

    def print_template(self) -> None:
        """Print the transcript to be filled in by hand, prefilled or blank."""
        inspection = self._draft.inspection
        if inspection is None or not inspection.open_for_changes:
            return
        inspection_id, post = inspection.inspection_id, self._station.post

        def draw(*, blank: bool) -> None:
            self._station.write(
                lambda backend: inspections.templates(backend, [inspection_id], blank=blank, post=post),
                done=self.print_wanted.emit,
                owner=self,
            )

        def blank() -> None:
            dialog.reject()
            self._draft.flush(lambda: draw(blank=True))

        dialog = ask(
            self._page,
            "打印检查笔录模板",
            "预填模板印好单位、系统和设备摘录；空白模板只印检查人员和条码。扫描模板上的条码，可以回到这里录入结果。",
            act=with_key("预填模板", "Return"),
            then=lambda: self._draft.flush(lambda: draw(blank=False)),
            back=with_key("返回", "Esc"),
        )
        dialog.add_choice("空白模板", blank)

    def give_up(self) -> None:
        """Cancel an inspection that did not take place, or void the number of a faulty record."""
        inspection = self._draft.inspection
        if inspection is None or inspection.state is InspectionState.CANCELLED:
            return
        inspection_id, post = inspection.inspection_id, self._station.post

        def cancel() -> None:
            self._act(lambda backend: inspections.cancel(backend, inspection_id, post=post), "已取消这次检查")

        def void(answers: dict[str, str]) -> None:
            self._act(
                lambda backend: inspections.void_record(backend, inspection_id, answers["reason"], post=post),
                "编号已作废，可以重新录入",
            )

        if inspection.open_for_changes:
            words = "检查没有进行的，取消后不再列入待检查；录入的内容保留在记录中。"
            ask(
                self._page,
                "取消这次检查？",
                words,
                act="取消检查",
                then=partial(self._draft.flush, cancel),
                danger=True,
            )
            return
        LineDialog(
            "作废检查笔录的编号",
            "编号作废后不再使用；改好后重新出具，取新的编号。",
            [LineField("reason", "原因", "", "填写作废的原因")],
            "作废",
            void,
            self._page,
            usual=_REASONS,
            danger=True,
        ).open()

    def _act(self, act: Callable[[Backend], Inspection], words: str) -> None:
        def done(inspection: Inspection) -> None:
            self.confirmed.emit(words)
            self.changed.emit(inspection.inspection_id)

        self._station.write(act, done=done, owner=self)
