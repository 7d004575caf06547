"""What can be done with a batch in each of its states, the key of each act, and what it asks first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from counter_app.domain.basics.reading import read_whole_number
from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.calendar.waiting import days_left
from counter_app.domain.transfer.batch import BatchState, TransferPackage
from counter_app.services.ports import Backend, IssuedPaper
from counter_app.services.transfer import batch_closing, batches, packing
from counter_app.services.transfer.batches import BatchView
from counter_app.ui.base.station import Station
from counter_app.ui.base.tasks import Steps
from counter_app.ui.transfer.batch_model import BatchModel
from counter_app.ui.transfer.receiving import BatchReceiving
from counter_app.ui.transfer.words import KEYS
from counter_app.ui.widgets.dialogs import Dialog, ask
from counter_app.ui.widgets.file_dialogs import ask_for_folder
from counter_app.ui.widgets.line_dialog import LineDialog, LineField, ask_why
from counter_app.ui.widgets.messages import BusyState

_DAYS: Final = "7"
_FIRST, _SECOND = KEYS["first"], KEYS["second"]
_NAMED: Final = 12
_REASONS: Final = ("漏编材料，需要补入", "件有改动，需要重新核对", "电子数据包需要重新生成")


@frozen
class Offer:
    """What a key of the page does in the state of the batch."""

    words: str
    act: Callable[[], None]
    primary: bool = False


class BatchCommands(QObject):
    """Acts upon the batch in sight, which is its `model`; `print_wanted` carries papers to be printed."""

    refused = Signal(Refusal)
    confirmed = Signal(str)
    noted = Signal(Refusal)
    """How things stand, where nothing was done and nothing went wrong."""
    print_wanted = Signal(object)
    """Papers that were issued, a tuple of `IssuedPaper`."""
    gone = Signal()

    def __init__(self, station: Station, page: QWidget) -> None:
        """Questions lie within the window of `page`."""
        super().__init__(page)
        self._station = station
        self._page = page
        self.offers: dict[str, Offer] = {}
        self.model = BatchModel(station, self)
        self.model.refused.connect(self.refused)
        self.model.confirmed.connect(self.confirmed)
        self.progress = BusyState()
        self.progress.hide()
        self.receiving = BatchReceiving(station, page, self.model)

    def turn_to(self, batch_id: str) -> None:
        """Act upon another batch, of which nothing is known yet."""
        self.offers = {}
        self.model.turn_to(batch_id)

    # Which acts there are --------------------------------------------------------------------------------------------

    def renew_offers(self) -> None:
        """Find out what can be done in the state in which the batch is now."""
        self.offers = self._of_state()

    def press(self, slot: str) -> None:
        """Do what `slot` offers, once it is known how the batch stands."""
        self.model.then(slot, lambda: self._do(slot))

    def _do(self, slot: str) -> None:
        if (offer := self.offers.get(slot)) is not None:
            offer.act()

    def _of_state(self) -> dict[str, Offer]:
        view = self.model.view
        if view is None:
            return {}
        papers = {
            "contents": Offer("卷内目录", lambda: self._draw_up(batch_closing.CONTENTS)),
            "labels": Offer("脊签", lambda: self._draw_up(batch_closing.LABELS)),
        }
        match view.batch.state:
            case BatchState.OPEN:
                return {
                    "reopen": Offer("撤销批次", self._dissolve),
                    "leave_out": Offer("移出", self._leave_out),
                    "first": Offer("按到期日提取", self._propose),
                    "second": Offer("锁定批次", self._close, primary=True),
                }
            case BatchState.CLOSED:
                packed = view.batch.package is not None
                due = not packed and not view.batch.issued  # once the list says that there is none, it is left at that
                return {
                    "reopen": Offer("解锁批次", self._reopen),
                    **papers,
                    "first": Offer("重新生成" if packed else "生成电子数据包", self._choose_target, primary=due),
                    "second": Offer("打印清单、封面", self._print, primary=packed and not view.batch.issued),
                    "third": Offer("登记移交", self._hand_over, primary=view.batch.issued),
                }
            case BatchState.HANDED_OVER:
                return {
                    **papers,
                    "archive": Offer("编档号", self.receiving.number),
                    "second": Offer("补打清单", self._print),
                    **{name: Offer(words, act, main) for name, words, act, main in self.receiving.offers()},
                }
            case BatchState.SETTLED | BatchState.DISSOLVED:
                archive = Offer("编档号", self.receiving.number)
                settled = {**papers, "archive": archive, "second": Offer("补打清单", self._print)}
                return settled if view.batch.state is BatchState.SETTLED else {}

    # Open ------------------------------------------------------------------------------------------------------------

    def _leave_out(self) -> None:
        if marked := self.receiving.marked():
            self.model.do(
                lambda backend: batches.leave_out(backend, self.model.batch_id, [marked], post=self._station.post)
            )

    def _propose(self) -> None:
        def answered(lines: dict[str, str]) -> None:
            days = read_whole_number(lines["days"])
            if days is None or days < 0:
                self.refused.emit(Refusal("天数必须是0或以上的整数", "如：7，提取7天内到期和已超期的件"))
                return
            post = self._station.post

            def act(backend: Backend) -> BatchView:
                return batches.propose(backend, self.model.batch_id, days, post=post).view

            before = len(self.model.view.batch.items) if self.model.view is not None else 0
            self.model.do(act, lambda view: self._told_proposed(len(view.batch.items) - before))

        LineDialog(
            "按到期日提取",
            "把几天内到期和已经超期的件列入本批次；列入后仍要逐件扫码核对纸质材料。",
            [LineField("days", "几天内到期", _DAYS, "填写天数")],
            "提取",
            answered,
            self._page,
        ).open()

    def _told_proposed(self, added: int) -> None:
        if added:
            self.confirmed.emit(f"提取了{added}件，逐件扫描材料核对")
        else:
            self.noted.emit(Refusal("没有到期的件可提取，本批次没有变化", "放宽天数再提取，或逐件扫码"))

    def _dissolve(self) -> None:
        post = self._station.post

        def then() -> None:
            self._station.write(
                lambda backend: batches.dissolve_batch(backend, self.model.batch_id, post=post),
                done=lambda _none: self.gone.emit(),
                owner=self,
            )

        ask(self._page, "撤销这个批次？", "材料回到待移交，可以另行编组批次。", act="撤销", then=then, danger=True)

    def _close(self) -> None:
        view = self.model.view
        if view is None:
            return
        if view.batch.gaps:
            self._name_gaps(view)
            return
        post = self._station.post

        def closed(view: BatchView) -> None:
            number = view.office.written(view.batch.number)
            self.confirmed.emit(
                f"已锁定，编号{number}。下一步按 {_FIRST} 生成电子数据包，或按 {_SECOND} 不附电子数据包打印清单"
            )

        self.model.do(lambda backend: batch_closing.close_batch(backend, self.model.batch_id, post=post), closed)

    def _name_gaps(self, view: BatchView) -> None:
        """Name what is in the batch and was not scanned: forgotten, or not to be found."""
        gaps = view.batch.gaps
        lines = []
        for item in gaps[:_NAMED]:
            case = view.cases.get(item.reference)
            number = (
                "、".join(view.office.written(one, prefix=False) for one in case.papers[:1]) if case is not None else ""
            )
            unit = case.unit_name if case is not None else ""
            left = days_left(item.due, view.today)
            lines.append(f"第{item.position}件  {unit or item.reference}  {number}  {left}")
        if len(gaps) > _NAMED:
            lines.append(f"……共{len(gaps)}件，其余在列表中标为未扫码")
        post = self._station.post

        def leave() -> None:
            references = [item.reference for item in gaps]
            self.model.do(
                lambda backend: batches.leave_out(backend, self.model.batch_id, references, post=post),
                lambda _view: self._close(),
            )

        dialog = Dialog(f"有{len(gaps)}件材料没有扫码", "\n".join(lines), self._page)
        dialog.accepted.connect(leave)
        dialog.add_button("继续扫描", dialog.reject, kind="primary", default=True, keys="Esc")
        if len(gaps) < len(view.batch.items):
            dialog.add_choice("移出这些件并锁定批次", dialog.accept)
        dialog.open()

    # Closed ----------------------------------------------------------------------------------------------------------

    def _reopen(self) -> None:
        post = self._station.post

        def answered(reason: str) -> None:
            self.model.do(
                lambda backend: batch_closing.reopen_batch(backend, self.model.batch_id, reason, post=post),
                lambda _view: self.confirmed.emit("批次已解锁，原编号作废；收回已打印的清单、封面和电子数据包"),
            )

        ask_why(
            self._page,
            "解锁批次？",
            "原编号、清单、封面和电子数据包都作废，重新锁定批次时用新的编号。",
            act="解锁",
            then=answered,
            usual=_REASONS,
            what="解锁批次",
        )

    def _choose_target(self) -> None:
        """Folder or zip, then where."""
        view = self.model.view
        if view is None or view.batch.number is None:
            return
        name = view.batch.number.barcode
        dialog = Dialog(
            "生成电子数据包",
            "扫描件、已出具文书和目录一并写入，写入后读回核对。可以存到U盘、光盘刻录文件夹或本机。",
            self._page,
        )
        dialog.add_button("返回", dialog.reject, keys="Esc")

        def chosen(*, zipped: bool) -> None:
            dialog.accept()
            self._ask_where(name, zipped=zipped)

        dialog.add_button("生成ZIP包", lambda: chosen(zipped=True))
        dialog.add_button("生成文件夹", lambda: chosen(zipped=False), kind="primary", default=True)
        dialog.open()

    def _ask_where(self, name: str, *, zipped: bool) -> None:
        target = f"{name}.zip" if zipped else name
        ask_for_folder(self._page.window(), "选择保存电子数据包的文件夹", lambda folder: self.pack(folder / target))

    def pack(self, target: Path) -> None:
        """Pack into `target`; can be cancelled, and goes on where it was when it is wanted again."""
        batch_id, post = self.model.batch_id, self._station.post

        def work(backend: Backend, steps: Steps) -> TransferPackage:
            def watch(done: int, total: int) -> None:
                steps.check()
                steps.advance(done, total, f"正在生成电子数据包… {100 * done // total if total else 100}%")

            return packing.pack(backend, batch_id, target, watch, post=post)

        def done(package: TransferPackage) -> None:
            self.progress.hide()
            self.confirmed.emit(
                f"电子数据包已生成并核对：{target}，{package.files}个文件。下一步按 {_SECOND} 打印清单和封面"
            )
            self.model.renew()

        def failed(refusal: Refusal) -> None:
            self.progress.hide()
            self.refused.emit(refusal)
            self.model.renew()

        token = self._station.job(
            work, done=done, failed=failed, progress=self.progress.advance, owner=self, once="pack"
        )
        self.progress.begin("正在生成电子数据包…", token)
        self.progress.cancelled.connect(self._cancelled, Qt.ConnectionType.UniqueConnection)
        self.progress.show()

    def _cancelled(self) -> None:
        self.progress.hide()
        self.refused.emit(Refusal("电子数据包没有全部生成", "已写入的部分保留，再次生成从中断处继续"))

    def _print(self) -> None:
        view = self.model.view
        if view is None:
            return
        if view.batch.package is None and not view.batch.issued:
            ask(
                self._page,
                "不附电子数据包，只移交纸质材料？",
                "清单上的摘要栏会注明不附电子数据包。清单出具后不能再生成电子数据包，除非解锁批次。",
                act="不附电子数据包，打印清单",
                then=lambda: self._issue(without_package=True),
            )
        else:
            self._issue(without_package=False)

    def _issue(self, *, without_package: bool) -> None:
        batch_id, post = self.model.batch_id, self._station.post

        def act(backend: Backend) -> tuple[IssuedPaper, ...]:
            return batch_closing.issue_papers(backend, batch_id, without_package=without_package, post=post)

        self._give(act)

    def _draw_up(self, document: str) -> None:
        batch_id, post = self.model.batch_id, self._station.post
        self._give(lambda backend: (batch_closing.draw_up(backend, batch_id, document, post=post),))

    def _give(self, act: Callable[[Backend], tuple[IssuedPaper, ...]]) -> None:
        def done(papers: tuple[IssuedPaper, ...]) -> None:
            self.model.renew()
            self.print_wanted.emit(papers)

        self._station.write(act, done=done, owner=self, once="give")

    def _hand_over(self) -> None:
        post = self._station.post

        def answered(lines: dict[str, str]) -> None:
            self.model.do(
                lambda backend: batch_closing.hand_over(backend, self.model.batch_id, by=lines["by"], post=post),
                lambda view: self.confirmed.emit(f"已登记移交{len(view.batch.items)}件，材料去向改为移交中"),
            )

        LineDialog(
            "登记移交",
            "双方在移交清单上签字后登记。登记后批次不能再解锁。",
            [LineField("by", "移交人", post.clerk, "填写移交人")],
            "登记移交",
            answered,
            self._page,
        ).open()
