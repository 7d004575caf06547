"""接收电子数据包: a package of another installation, decided upon case by case, answered with a signed file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from counter_app.domain.basics.fingerprints import grouped
from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.transfer.archive_numbering import ArchiveStart
from counter_app.domain.transfer.batch import ItemDecision
from counter_app.services.office.files import write_atomically
from counter_app.services.ports import Backend, IndexFile, PackedCase, Reception
from counter_app.services.transfer import receptions
from counter_app.ui.base.acts import Act
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.station import Station
from counter_app.ui.base.tasks import Steps
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.transfer.archive_question import ask_archive_start
from counter_app.ui.transfer.receiving import RefuseDialog
from counter_app.ui.widgets.file_dialogs import ask_where_to_save
from counter_app.ui.widgets.line_dialog import LineDialog, LineField
from counter_app.ui.widgets.list_panel import ListPanel
from counter_app.ui.widgets.table_model import Row

COLUMNS = ("件号", "单位", "题名", "编号", "状态", "收到", "移交期限", "页数", "文件", "接收")
_TITLE = 2


class ReceptionPage(QWidget):
    """Each decision is kept at once; F9 writes the signed result."""

    ACTS: ClassVar[tuple[Act[ReceptionPage], ...]]

    left = Signal()
    refused = Signal(Refusal)
    confirmed = Signal(str)

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Shows nothing before `show_reception`."""
        super().__init__(parent)
        self.acts = PageActs(self, self.ACTS)
        self._station = station
        self._reception: Reception | None = None
        self.lines: ListPanel[PackedCase[IndexFile]] = ListPanel(
            station, "电子数据包中的材料", lambda case: case.reference, columns=COLUMNS
        )
        self.view = self.lines.view
        self._title = QLabel()
        self._words = QLabel()
        self._digest = QLabel()
        self._receiver = ""
        self._lay_out()
        self.lines.open_wanted.connect(self.open_files)

    def show_reception(self, reception: Reception) -> None:
        """Show a package that was received."""
        self._reception = reception
        decisions = reception.decisions
        cases = reception.cases
        left = sum(case.reference not in decisions for case in cases)
        settled = "，结果文件已写出" if reception.settled_at is not None else ""
        self._title.setText(f"接收电子数据包  {reception.number}")
        self._words.setText(f"{reception.office}移交{len(cases)}件，还有{left}件没有登记接收结果{settled}")
        self._digest.setText(f"已核对，电子数据包完整、未被改动。与移交清单上的摘要比对：SHA-256 {reception.sha256}")
        self.lines.show_lines(cases, [_row(case, decisions.get(case.reference)) for case in cases], wide=_TITLE)
        self.view.setFocus()

    def handle_barcode(self, text: str) -> bool:
        """A scan marks its case; False where it is none of this package."""
        found = next((case for case in self.lines.lines if text in (case.barcode, case.reference)), None)
        if found is not None:
            self.lines.mark(found.reference)
            self.view.setFocus()
        return found is not None

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of the page for F1."""
        return [("接收电子数据包", [("扫码", "选中该件"), *self.acts.told()])]

    # Acts ------------------------------------------------------------------------------------------------------------

    def accept(self) -> None:
        """Accept the marked case."""
        if (case := self.lines.marked) is not None:
            self._decide({case.reference: ItemDecision(accepted=True)})
            self.view.selectRow(min(self.view.currentIndex().row() + 1, len(self.lines.lines) - 1))

    def refuse(self) -> None:
        """Ask why the marked case is refused."""
        if (case := self.lines.marked) is not None:
            RefuseDialog(lambda decision: self._decide({case.reference: decision}), self).open()

    def accept_rest(self) -> None:
        """Accept all that is undecided."""
        if self._reception is not None:
            known = self._reception.decisions
            left = [case.reference for case in self._reception.cases if case.reference not in known]
            self._decide({reference: ItemDecision(accepted=True) for reference in left})

    def _decide(self, decisions: dict[str, ItemDecision]) -> None:
        post, reception = self._station.post, self._reception
        if reception is not None and decisions:
            self._do(lambda backend: receptions.decide(backend, reception, decisions, post=post))

    def _do(self, act: Callable[[Backend], Reception]) -> None:
        self._station.write(act, done=self.show_reception, owner=self)

    def number(self) -> None:
        """Give the accepted cases their archive numbers."""
        reception, post = self._reception, self._station.post
        if reception is None:
            return

        def answered(start: ArchiveStart) -> None:
            self._do(lambda backend: receptions.number_in_archive(backend, reception, start, post=post))

        ask_archive_start(
            self,
            fonds="",
            year=str(reception.cases[0].held_since.year),
            answered=answered,
            refused=self.refused.emit,
        )

    def open_files(self) -> None:
        """Open the folder of the marked case with the system's own viewer; of a zip, the zip."""
        case = self.lines.marked
        if self._reception is None or case is None:
            return
        path = Path(self._reception.path)
        folder = path / "data" / f"{case.position:04d}"
        wanted = folder if folder.is_dir() else path
        if not wanted.exists():
            self.refused.emit(Refusal("电子数据包已不在原处", "插好U盘，或重新打开电子数据包"))
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(wanted)))

    def ask_where_to_write(self) -> None:
        """Ask who received it, and where the result goes."""
        reception = self._reception
        if reception is None:
            return

        def answered(lines: dict[str, str]) -> None:
            self._receiver = lines["by"]
            ask_where_to_save(self.window(), "接收结果另存为", f"{reception.batch}-result.json", self.write)

        words = "结果文件由本机签名，交回移交窗口导入。签名密钥的指纹第一次使用时由双方电话核对。"
        line = LineField("by", "接收人", self._receiver or self._station.post.clerk, "填写接收人")
        LineDialog("写出接收结果", words, [line], "选择保存位置", answered, self).open()

    def write(self, path: Path) -> None:
        """Write the signed result."""
        reception, post, by = self._reception, self._station.post, self._receiver
        if reception is None:
            return

        def act(backend: Backend, _steps: Steps) -> tuple[Reception, str]:
            content, settled = receptions.result_file(backend, reception, by=by, post=post)
            write_atomically(path, content)
            return settled, backend.sealer.fingerprint(backend.sealer.seal(b"").public_key)

        def done(found: tuple[Reception, str]) -> None:
            settled, fingerprint = found
            self.show_reception(settled)
            self.confirmed.emit(f"接收结果已写到 {path}。本机密钥指纹 {grouped(fingerprint)}")

        self._station.job(act, done=done, owner=self, once="write")

    # Looks -----------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        mark(self._title, role="headline")
        mark(self._words, role="title")
        card = QFrame()
        mark(card, role="message", tone="accent")
        inside = QVBoxLayout(card)
        grid.space(inside, 16, 8, spacing=4)
        for label in (self._words, self._digest):
            label.setWordWrap(True)
            inside.addWidget(label)
        self._digest.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        grid.space(column, 24, 16, 24, 12, spacing=12)
        column.addWidget(self._title)
        column.addWidget(card)
        column.addWidget(self.lines, 1)
        layouts.nest(column, self.acts.foot())


ReceptionPage.ACTS = (
    Act("back", "全部批次", ("Esc",), lambda page: page.left.emit(), told="回到全部批次"),
    Act("refuse", "退回所选", ("Del",), ReceptionPage.refuse),
    Act("open", "打开文件", ("Return", "Enter"), ReceptionPage.open_files, told="打开该件的文件"),
    Act("archive", "编档号", ("F10",), ReceptionPage.number),
    Act("accept", "接收所选", ("F6",), ReceptionPage.accept),
    Act("accept_rest", "其余全部接收", ("F11",), ReceptionPage.accept_rest),
    Act("write", "写出接收结果", ("F9",), ReceptionPage.ask_where_to_write, primary=True),
)


def _row(case: PackedCase[IndexFile], decision: ItemDecision | None) -> Row:
    decided, tone = "", "ink"
    if decision is not None:
        decided, tone = ("接收", "green") if decision.accepted else (f"退回：{decision.reason}", "red")
    if decision is not None and decision.archive is not None:
        decided = f"{decided}  {decision.archive.written}"
    about = (case.position, case.unit, case.title, case.number, case.state, chinese_date(case.held_since))
    more = (chinese_date(case.due), case.pages, len(case.files))
    return (*((str(cell), "ink") for cell in (*about, *more)), (decided, tone))
