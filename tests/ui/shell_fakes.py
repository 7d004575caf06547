"""The whole window on fakes: a counter in memory, printers that note their jobs, a workstation in memory."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from shiboken6 import delete

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.office.workstation import Workstation
from counter_app.services.papers.printing import PrintJob
from counter_app.services.ports import Backend
from counter_app.services.ports.backup import BackupPorts
from counter_app.ui.base.errors import ErrorReporter
from counter_app.ui.base.printer_state import PrinterCondition, PrinterState
from counter_app.ui.base.station import Station
from counter_app.ui.base.tasks import Tasks
from counter_app.ui.shell.shell import Shell
from counter_app.ui.shell.startup import StartupWindow
from tests.fakes.memory_backend import OFFICE, POST

AT_WORK = Workstation(POST.clerk, POST.window, OFFICE.name)


class MemoryWorkstations:
    """`WorkstationStore` in memory; `refusal` keeps it from writing."""

    def __init__(self, workstation: Workstation = AT_WORK) -> None:
        self.kept = workstation
        self.refusal: Refusal | None = None
        self.trouble: Refusal | None = None
        self.names_are_open = False

    def load(self) -> Workstation:
        return self.kept

    def save(self, workstation: Workstation) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.kept = workstation


@dataclass
class RecordingPrinters:
    """Notes the jobs; `printer_names` are those of the machine, `refusal` is raised by `send`."""

    printer_names: tuple[str, ...] = ("窗口打印机",)
    refusal: Refusal | None = None
    condition: PrinterCondition = PrinterCondition.READY
    jobs: list[PrintJob] = field(default_factory=list)
    tested: list[str] = field(default_factory=list)

    def printers(self) -> list[str]:
        return [*self.printer_names]

    def printer(self, wanted: str) -> str | None:
        if wanted in self.printer_names:
            return wanted
        return self.printer_names[0] if self.printer_names else None

    def state(self, wanted: str) -> PrinterState:
        name = self.printer(wanted)
        if name is None:
            return PrinterState(PrinterCondition.NONE)
        return PrinterState(self.condition, name)

    def send_test_page(self, printer: str) -> None:
        self.tested.append(printer)

    def send(self, job: PrintJob, printer: str) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.jobs.append(job)


@dataclass
class Running:
    """A shell at work and what it stands on."""

    shell: Shell
    station: Station
    printers: RecordingPrinters
    workstations: MemoryWorkstations

    def end(self) -> None:
        """End the window without its closing acts, as a power cut would, but leave Qt tidy."""
        self.station.tasks.close()
        self.shell.window.hide()
        delete(self.shell.window)
        delete(self.shell)
        delete(self.station.tasks)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def start_shell(
    connect: Callable[[], Backend],
    folder: Path,
    *,
    workstations: MemoryWorkstations | None = None,
    printers: RecordingPrinters | None = None,
    early: Callable[[], Backend] | None = None,
    demo: bool = False,
    backups: Callable[[], BackupPorts] | None = None,
) -> Running:
    """Begin as `start.run` does, within the application that is there."""
    stores = workstations or MemoryWorkstations()
    noting = printers or RecordingPrinters()
    station = Station(Tasks(ErrorReporter(folder / "reports")), stores, folder)
    station.backups = backups
    picture = StartupWindow(station, demo=demo)
    picture.show()
    return Running(picture.build_shell(connect, noting, early), station, noting, stores)
