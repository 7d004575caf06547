"""Printing on this machine's printers; Qt's printing is imported for the first print job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.papers.titles import PRINT_TITLES
from counter_app.ui.base.printer_state import PrinterCondition, PrinterState

if TYPE_CHECKING:
    from counter_app.services.papers.printing import PrintJob

_DOTS = 300


class SystemPrinters:
    """`PrinterBackend` of the issuing flow on the printers of this machine."""

    def printers(self) -> list[str]:
        """Their names, the default one first."""
        from counter_app.ui.papers import cups_printing

        return list(cups_printing.printers())

    def printer(self, wanted: str) -> str | None:
        """The printer to use, None where this machine has none.

        Raises `Refusal` where the one chosen in the settings is gone: another may stand in another room.
        """
        known = self.printers()
        if not known:
            return None
        if wanted and wanted not in known:
            raise Refusal(f"设置中选的打印机“{wanted}”不在本机上", "接好该打印机后补打，或在设置中另选打印机")
        return wanted or known[0]

    def state(self, wanted: str) -> PrinterState:
        """How the printer stands that `printer` would use."""
        from counter_app.ui.papers import cups_printing

        known = self.printers()
        if not known:
            return PrinterState(PrinterCondition.NONE)
        name = wanted or known[0]
        if name not in known:
            return PrinterState(PrinterCondition.GONE, name)
        if cups_printing.is_paused(name):
            return PrinterState(PrinterCondition.PAUSED, name)
        if cups_printing.is_refusing(name):
            return PrinterState(PrinterCondition.REFUSING, name)
        return PrinterState(PrinterCondition.READY, name)

    def send(self, job: PrintJob, printer: str) -> None:
        """Print all copies. Raises `Refusal`."""
        from counter_app.ui.papers import cups_printing

        cups_printing.print_pdf(job.pdf, copies=job.copies, printer=printer, title=PRINT_TITLES[job.document])

    def send_test_page(self, printer: str) -> None:
        """Print one page that says which printer it came from. Raises `Refusal`."""
        from counter_app.ui.papers import cups_printing

        cups_printing.print_pdf(trial_page(printer), printer=printer, title="测试页")


def trial_page(printer: str) -> bytes:
    """One A4 page: the printer's name, and the frame in which our papers stand."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
    from PySide6.QtGui import QFont, QPageSize, QPainter, QPdfWriter

    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setResolution(_DOTS)
    painter = QPainter(writer)
    frame = QRectF(0, 0, writer.width(), writer.height())
    painter.drawRect(frame.adjusted(1, 1, -1, -1))
    font = QFont()
    font.setPointSize(16)
    painter.setFont(font)
    words = f"测试页\n\n打印机：{printer}\n\n四边的框线完整、字迹清楚，即可使用"
    painter.drawText(frame, int(Qt.AlignmentFlag.AlignCenter), words)
    painter.end()
    buffer.close()
    return bytes(content.data())


class PrinterBackend(Protocol):
    """Prints jobs. All of it is slow: called on a worker."""

    def printers(self) -> list[str]:
        """The names of the printers this machine has."""

    def printer(self, wanted: str) -> str | None:
        """The printer to use, None where this machine has none."""

    def state(self, wanted: str) -> PrinterState:
        """How the printer stands that `printer` would use."""

    def send(self, job: PrintJob, printer: str) -> None:
        """Print all copies. Raises `Refusal`."""

    def send_test_page(self, printer: str) -> None:
        """Print one page that says which printer it came from. Raises `Refusal`."""
