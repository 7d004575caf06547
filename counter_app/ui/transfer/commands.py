"""What is done with whole batches from the list: a package received, a result brought back, what was late."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from counter_app.domain.basics.fingerprints import grouped
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.ports import Backend, Reception
from counter_app.services.transfer import receptions, reports, results
from counter_app.services.transfer.batches import BatchView
from counter_app.services.transfer.receptions import AnotherPackage, FaultyPackage, OpenedPackage
from counter_app.services.transfer.reports import TransferReport
from counter_app.services.transfer.results import UnknownKey
from counter_app.ui.base.shortcuts import remedy_of
from counter_app.ui.base.station import Station
from counter_app.ui.base.tasks import Steps
from counter_app.ui.widgets.dialogs import Dialog, ask, inform
from counter_app.ui.widgets.file_dialogs import ask_for_file, ask_for_folder, ask_where_to_save
from counter_app.ui.widgets.messages import BusyState

_NAMED = 15
_OFFERED = 5


class TransferCommands(QObject):
    """Asks where, works off the window's thread, says what came of it."""

    refused = Signal(Refusal)
    confirmed = Signal(str)
    batch_opened = Signal(str)
    reception_opened = Signal(Reception)

    def __init__(self, station: Station, page: QWidget) -> None:
        """Questions lie within the window of `page`."""
        super().__init__(page)
        self._station = station
        self._page = page
        self.progress = BusyState()
        self.progress.hide()

    # A package -------------------------------------------------------------------------------------------------------

    def ask_for_package(self) -> None:
        """One that was begun, or folder or zip, then which."""
        self._station.read(receptions.receptions, done=self._ask_which, owner=self)

    def _ask_which(self, known: list[Reception]) -> None:
        dialog = Dialog("接收电子数据包", "打开移交窗口移交的电子数据包，先核对是否完整、未被改动。", self._page)
        for reception in known[:_OFFERED]:
            state = "已写出结果" if reception.settled_at is not None else "尚未办结"
            words = f"{reception.number}  {reception.office}  {state}"
            dialog.add_choice(words, partial(self._go_on, dialog, reception))
        dialog.add_button("返回", dialog.reject, keys="Esc")

        def chosen(*, zipped: bool) -> None:
            dialog.accept()
            if zipped:
                ask_for_file(self._page.window(), "打开电子数据包", "电子数据包 (*.zip)", self.open_package)
            else:
                ask_for_folder(self._page.window(), "打开电子数据包", self.open_package)

        dialog.add_button("打开ZIP包", lambda: chosen(zipped=True))
        dialog.add_button("打开文件夹", lambda: chosen(zipped=False), kind="primary", default=True)
        dialog.open()

    def _go_on(self, dialog: Dialog, reception: Reception) -> None:
        dialog.accept()
        self.reception_opened.emit(reception)

    def open_package(self, path: Path, *, instead: bool = False) -> None:
        """Verify a package and open it; can be cancelled."""
        post = self._station.post

        def work(backend: Backend, steps: Steps) -> OpenedPackage:
            def watch(done: int, total: int) -> None:
                steps.check()
                steps.advance(done, total, f"正在核对电子数据包… {100 * done // total if total else 100}%")

            return receptions.open_package(backend, path, watch, instead=instead, post=post)

        def done(opened: OpenedPackage) -> None:
            self.progress.hide()
            if opened.batch_id:
                self.confirmed.emit("电子数据包完整，与本批次清单上的摘要一致")
                self.batch_opened.emit(opened.batch_id)
            elif opened.reception is not None:
                self.reception_opened.emit(opened.reception)

        def failed(refusal: Refusal) -> None:
            self.progress.hide()
            self._not_opened(path, refusal)

        token = self._station.job(
            work, done=done, failed=failed, progress=self.progress.advance, owner=self, once="open"
        )
        self.progress.begin("正在核对电子数据包…", token)
        self.progress.show()

    def _not_opened(self, path: Path, refusal: Refusal) -> None:
        if isinstance(refusal, FaultyPackage):
            faults, count = refusal.report.faults, refusal.report.count
            lines = [f"{number}. {fault.sentence}" for number, fault in enumerate(faults[:_NAMED], 1)]
            if count > _NAMED:
                lines.append(f"……共{count}处")
            words = "\n".join([*lines, "", remedy_of(refusal)])
            inform(self._page, f"电子数据包不能接收，有{count}处问题", words)
        elif isinstance(refusal, AnotherPackage):
            ask(
                self._page,
                refusal.sentence,
                remedy_of(refusal),
                act="该电子数据包有效，打开",
                then=lambda: self.open_package(path, instead=True),
                danger=True,
            )
        else:
            self.refused.emit(refusal)

    # A result --------------------------------------------------------------------------------------------------------

    def ask_for_result(self) -> None:
        """Ask for the file of a signed result, then import it."""
        ask_for_file(self._page.window(), "导入接收结果", "接收结果 (*.json)", self.import_result)

    def import_result(self, path: Path, *, trust: str = "") -> None:
        """Record what the department decided."""
        post = self._station.post

        def act(backend: Backend, _steps: Steps) -> BatchView:
            return results.import_result(backend, results.load(path), trust=trust, post=post)

        def done(view: BatchView) -> None:
            left = len(view.batch.undecided)
            more = f"，还有{left}件没有结果" if left else "，批次办结"
            self.confirmed.emit(f"接收结果已导入{more}。退回的件已回到待移交，期限照原日期计算")
            self._station.acted.emit(view.batch.batch_id)
            self.batch_opened.emit(view.batch.batch_id)

        def failed(refusal: Refusal) -> None:
            if isinstance(refusal, UnknownKey):
                self._ask_to_trust(path, refusal)
            else:
                self.refused.emit(refusal)

        self._station.job(act, done=done, failed=failed, owner=self, once="result")

    def _ask_to_trust(self, path: Path, unknown: UnknownKey) -> None:
        words = f"{unknown.name}\n密钥指纹：{grouped(unknown.fingerprint)}\n\n{remedy_of(unknown)}。仅首次确认。"
        ask(
            self._page,
            unknown.sentence,
            words,
            act="已电话核对一致，导入",
            then=lambda: self.import_result(path, trust=unknown.fingerprint),
            danger=True,
        )

    # Reports ---------------------------------------------------------------------------------------------------------

    def show_report(self) -> None:
        """Month by month: on time, late; and what is on hand."""
        self._station.read(reports.transfer_report, done=self._report, owner=self)

    def _report(self, report: TransferReport) -> None:
        kept = report.on_hand
        oldest = f"，最早{kept.oldest.month}月{kept.oldest.day}日收存" if kept.oldest is not None else ""
        lines = [f"窗口现有{kept.cases}件：超期{kept.past}件，5天内到期{kept.soon}件{oldest}", ""]
        for month in report.months:
            gone = month.on_time + month.late
            if gone or month.refused:
                waiting = f"，待接收{month.undecided}件" if month.undecided else ""
                lines.append(
                    f"{month.year}年{month.month}月  移交{gone}件：按期{month.on_time}件，超期{month.late}件"
                    f"；退回{month.refused}件{waiting}"
                )
        if len(lines) == len(("on hand", "")):
            lines.append("最近12个月还没有移交过")
        dialog = Dialog("移交统计", "\n".join(lines), self._page)
        dialog.add_button("返回", dialog.reject, keys="Esc")
        dialog.accepted.connect(lambda: self._ask_export(report))
        dialog.add_button("导出明细 Excel", dialog.accept, kind="primary", default=True)
        dialog.open()

    def _ask_export(self, report: TransferReport) -> None:
        ask_where_to_save(
            self._page.window(), "移交明细另存为", "移交明细.xlsx", lambda path: self.export(path, report)
        )

    def export(self, path: Path, report: TransferReport) -> None:
        """Write the report case by case."""
        post = self._station.post
        self._station.job(
            lambda backend, _steps: reports.write_report(backend, path, report, post=post),
            done=lambda rows: self.confirmed.emit(f"移交明细{rows}件已写到 {path}"),
            owner=self,
        )
