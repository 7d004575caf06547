"""Paper: PDF bytes to a printer. Through `lp` where there is CUPS, which keeps them vector; else as 300 dpi pictures.

Everything here may take seconds and belongs into `Tasks.run`.
"""

import os
import shutil
import subprocess
import sys

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.widgets import pdf_pages

RESOLUTION = 300
"""Dots per inch where a page goes to the printer as a picture."""

_PATIENCE = 60
_NO_PRINTER = "本机没有安装打印机"
_OTHER_WAYS = "安装打印机后在设置中选择，或导出 PDF、Word"


def printers() -> tuple[str, ...]:
    """Return the names of the printers this machine knows, the default one first."""
    known = _known_to_cups() if _cups() else tuple(QPrinterInfo.availablePrinterNames())
    first = _default_of_cups() if _cups() else QPrinterInfo.defaultPrinterName()
    return tuple(sorted(known, key=lambda name: name != first))


def is_paused(printer: str) -> bool:
    """Whether `printer` takes papers and brings none out: stopped by hand, or by its system after a fault."""
    if _cups():
        return any(f"printer {printer} disabled" in line for line in _asked("lpstat", "-p", printer))
    return QPrinterInfo.printerInfo(printer).state() in (QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Error)


def is_refusing(printer: str) -> bool:
    """Whether `printer` takes no papers."""
    if not _cups():
        return False
    return any(line.startswith(f"{printer} not accepting") for line in _asked("lpstat", "-a", printer))


def print_pdf(pdf: bytes, *, copies: int = 1, printer: str = "", title: str = "") -> str:
    """Print `pdf` and return the printer used; without `printer` it is the machine's default one.

    `title` is what the queue shows: the paper's number, nobody's name. Raises `Refusal` when there is no printer, or
    not this one, or it does not take the paper.
    """
    program = _cups()
    known = () if printer and program else printers()  # whoever names a printer of CUPS has looked, and `lp` knows
    if not known and not (printer and program):
        raise Refusal(_NO_PRINTER, _OTHER_WAYS)
    chosen = printer or known[0]
    if known and chosen not in known:
        raise Refusal(f"打印机“{chosen}”不在本机上", "在设置中选择打印机，或导出 PDF、Word")
    if program:
        _print_by_cups(program, pdf, chosen, copies, title)
    else:
        device = QPrinter(QPrinter.PrinterMode.HighResolution)
        device.setPrinterName(chosen)
        device.setDocName(title)
        device.setCopyCount(copies)
        _draw(pdf, device)
    return chosen


def _cups() -> str:
    """Return the path of `lp`, empty where there is none."""
    return shutil.which("lp") or "" if sys.platform.startswith("linux") else ""


def _asked(*command: str) -> list[str]:
    """Return what a CUPS command says, line by line; nothing when it fails or does not answer."""
    program = shutil.which(command[0])
    if program is None:
        return []
    try:
        answer = subprocess.run(  # noqa: S603 - fixed words, no shell
            [program, *command[1:]],
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return answer.stdout.splitlines() if answer.returncode == 0 else []


def _known_to_cups() -> tuple[str, ...]:
    return tuple(name for line in _asked("lpstat", "-e") if (name := line.strip()))


def _default_of_cups() -> str:
    said = " ".join(_asked("lpstat", "-d"))
    return said.partition("destination: ")[2].strip()


def _print_by_cups(program: str, pdf: bytes, printer: str, copies: int, title: str) -> None:
    command = [program, "-d", printer, "-n", str(copies), *(["-t", title] if title else [])]
    try:
        answer = subprocess.run(  # noqa: S603 - no shell; a printer's name and a paper's number
            command,
            input=pdf,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
    except subprocess.TimeoutExpired as late:
        raise Refusal(f"打印机“{printer}”没有响应", "检查打印机电源和连接后重新打印，或导出 PDF") from late
    if b"does not exist" in answer.stderr:
        raise Refusal(f"打印机“{printer}”不在本机上", "在设置中选择打印机，或导出 PDF、Word")
    if answer.returncode != 0:
        raise Refusal(f"打印机“{printer}”没有接收", "检查打印队列后重新打印，或在设置中另选打印机")


def _draw(pdf: bytes, device: QPrinter) -> None:
    """Draw every page of `pdf` as a picture, edge to edge."""
    pages = pdf_pages.sizes(pdf)
    device.setResolution(RESOLUTION)
    device.setFullPage(True)
    device.setPageLayout(_layout(pages[0]))
    painter = QPainter()
    if not painter.begin(device):
        raise Refusal("打印机没有接收", "检查打印机后重新打印，或导出 PDF")
    try:
        for place in range(len(pages)):
            if place:
                device.newPage()
            picture = pdf_pages.render_page(pdf, place, RESOLUTION)
            painter.drawImage(device.pageLayout().fullRectPixels(RESOLUTION), picture)
    finally:
        painter.end()


def _layout(size: QSizeF) -> QPageLayout:
    page = QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    return QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
