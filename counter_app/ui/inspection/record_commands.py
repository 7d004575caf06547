"""What is done with one inspection: its templates printed, its record issued, voided, or the whole cancelled."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.inspection.inspections import Inspection, InspectionState
from counter_app.domain.papers.titles import TITLES
from counter_app.services.inspection import inspections
from counter_app.services.ports import Backend, IssuedPaper
from counter_app.ui.base.acts import with_key
from counter_app.ui.base.station import Station
from counter_app.ui.inspection.draft import InspectionDraft
from counter_app.ui.widgets.dialogs import ask
from counter_app.ui.widgets.line_dialog import ask_why

_REASONS: Final = ("检查时间录错，已收回重办", "检查结果录错，已收回重办")
_NOT_HELD: Final = ("检查没有进行，检查笔录已收回", "改为与其他检查合并进行，检查笔录已收回")


class RecordCommands(QWidget):
    """Acts upon the current inspection; what was keyed is kept before each."""

    refused = Signal(Refusal)
    confirmed = Signal(str)
    print_wanted = Signal(object)
    """Papers that were issued, a tuple of `IssuedPaper`."""
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
        """Print the transcript to be filled in by hand, prefilled or blank, or what to look at."""
        inspection = self._draft.inspection
        if inspection is None or not inspection.open_for_changes:
            return
        inspection_id, post = inspection.inspection_id, self._station.post

        def drawn(papers: tuple[IssuedPaper, ...]) -> None:
            self.changed.emit(inspection_id)  # its number is reserved
            self.print_wanted.emit(papers)

        def draw(*, blank: bool) -> None:
            self._station.write(
                lambda backend: inspections.templates(backend, [inspection_id], blank=blank, post=post),
                done=drawn,
                owner=self,
            )

        def blank() -> None:
            dialog.reject()
            self._draft.flush(lambda: draw(blank=True), self.refused.emit)

        def guide() -> None:
            dialog.reject()
            self._station.write(
                lambda backend: (inspections.guide(backend, inspection_id, post=post),),
                done=self.print_wanted.emit,
                owner=self,
            )

        dialog = ask(
            self._page,
            "打印检查笔录，现场填写",
            "预填的印好单位、系统和设备摘录，空白的只印检查人员。打印时取得编号，录入后出具的笔录用同一编号；"
            "扫描笔录上的条码，可以回到这里录入结果。",
            act=with_key("检查笔录（预填）", "Return"),
            then=lambda: self._draft.flush(lambda: draw(blank=False), self.refused.emit),
            back=with_key("返回", "Esc"),
        )
        dialog.add_choice("检查笔录（空白）", blank)
        dialog.add_choice(TITLES["inspection_guide"], guide)

    def give_up(self) -> None:
        """Cancel an inspection that did not take place, or void the number of a faulty record."""
        inspection = self._draft.inspection
        if inspection is None or inspection.state is InspectionState.CANCELLED:
            return
        inspection_id, post = inspection.inspection_id, self._station.post

        def cancel(reason: str = "") -> None:
            self._act(
                lambda backend: inspections.cancel(backend, inspection_id, post=post, reason=reason), "已取消这次检查"
            )

        def void(reason: str) -> None:
            self._act(
                lambda backend: inspections.void_record(backend, inspection_id, reason, post=post),
                "编号已作废，可以重新录入",
            )

        if inspection.open_for_changes and inspection.number is not None:
            ask_why(
                self._page,
                "取消这次检查，作废编号",
                "检查笔录打印时已经编号。取消后编号作废，原因记入编号登记；录入的内容保留在记录中。",
                act="取消检查",
                then=lambda reason: self._draft.flush(partial(cancel, reason)),
                usual=_NOT_HELD,
            )
            return
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
        ask_why(
            self._page,
            "作废检查笔录的编号",
            "编号作废后不再使用；改好后重新出具，取新的编号。",
            act="作废",
            then=void,
            usual=_REASONS,
        )

    def _act(self, act: Callable[[Backend], Inspection], words: str) -> None:
        def done(inspection: Inspection) -> None:
            self.confirmed.emit(words)
            self.changed.emit(inspection.inspection_id)

        self._station.write(act, done=done, owner=self)
