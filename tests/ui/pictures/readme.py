"""The three pictures of README.md: the intake of a deficient case, its notice, and a queue. All names are invented."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QPainter

from counter_app import paths
from counter_app.bootstrap import lazy_renderer
from counter_app.catalogue.toml_files import Folders
from counter_app.domain.basics.office import Office, Post
from counter_app.domain.calendar.waiting import Queue
from counter_app.domain.forms.findings import Verdict
from counter_app.services.filing import cases
from counter_app.services.office.workstation import Workstation
from counter_app.services.papers import issuing, printing
from counter_app.services.ports import WindowState
from counter_app.ui.style import theme
from counter_app.ui.widgets import pdf_pages
from tests.fakes.memory_backend import NOON, MemoryBackend, intake_of, on_a_later_day, shipped_form
from tests.ui.pictures.album import settle, with_shell
from tests.ui.shell_fakes import MemoryWorkstations, Running

WIDTH: Final = 1280
HEIGHT: Final = 800
COLOURS: Final = 256
GREYS: Final = 16
INCHES: Final = 8.27
"""The width of A4."""

OFFICE: Final = Office(
    "青禾县公安局",
    "999999",
    "青公(视)",
    "0999-1234567",
    address="青禾县政务服务中心3号窗口",
    department="青禾县公安局科技信息化大队",
)
POST: Final = Post("林晓", "3号窗口")
CASES: Final = (
    (33, "青禾县云杉百货有限公司", "周文", "commerce"),
    (27, "青禾县望川客运有限责任公司", "李𬱖", "coach"),
    (12, "青禾县石桥中学", "何青", "education"),
    (9, "青禾县临溪停车服务有限公司", "欧阳木", "parking"),
    (3, "青禾县安平医院", "方言", "medical"),
    (1, "青禾县云上民宿", "沈一", "outside_article_7"),
)
"""Days before today, unit, agent, category of the place."""


def _content(unit: str, agent: str, place: str) -> dict[str, object]:
    return {
        "unit": {
            "name": unit,
            "kind": "enterprise",
            "uscc": "91999999MA6K3R7Q3F",
            "address": "青禾县石桥镇松林路12号",
        },
        "agent": {
            "name": agent,
            "id_type": "resident_id",
            "id_number": "999999199003071234",
            "phone": "13800000000",
        },
        "system": {
            "place_category": place,
            "address": "青禾县石桥镇松林路12号",
            "in_use_since": "2026-02-10",
            "device_count": 3,
            "function_types": ["video"],
            "retention_days": 30,
        },
        "devices": [
            {"location": "一楼东门", "device_type": "dome"},
            {"location": "地下停车场入口", "device_type": "bullet"},
            {"location": "三楼扶梯口", "device_type": "ptz"},
        ],
        "materials": {"agent_id": {"state": "accepted"}, "authorization_letter": {"state": "accepted"}},
    }


def _deficient(content: dict[str, object]) -> dict[str, object]:
    """What an ordinary first visit lacks: the code, the days of retention, a seal."""
    unit, system = content["unit"], content["system"]
    assert isinstance(unit, dict)
    assert isinstance(system, dict)
    del unit["uscc"], system["retention_days"]
    letter = {"state": "rejected", "defects": ["not_sealed"]}
    return {**content, "materials": {"agent_id": {"state": "accepted"}, "authorization_letter": letter}}


def _backend() -> MemoryBackend:
    backend = MemoryBackend.make(office=OFFICE)
    return replace(backend, renderer=lazy_renderer(Folders(paths.forms_dir()), backend.forms))


def _open(backend: MemoryBackend, content: Mapping[str, object]) -> cases.OpenCase:
    return cases.open_case(backend, post=POST, intake=intake_of(content, shipped_form()))


def _month_of_cases() -> MemoryBackend:
    backend = _backend()
    for place, (days, *words) in enumerate(CASES):
        then = on_a_later_day(backend, NOON - timedelta(days=days, minutes=7 * place))
        case = _open(then, _content(*words))
        assert case.filing.findings(case.facts).verdict is Verdict.COMPLETE
        issuing.issue_receipt(then, case.filing.reference, post=POST)
    return replace(backend, clock=lambda: NOON)


def _write(image: QImage, path: Path, colours: int = COLOURS) -> None:
    """Write a picture with a palette of `colours`: a third of its size."""
    octets = QBuffer()
    octets.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(octets, "PNG")
    picture = Image.open(io.BytesIO(octets.data().data())).convert("RGB")
    picture.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path}  {path.stat().st_size // 1024} kB")


def _window(running: Running) -> QImage:
    window = running.shell.window
    window.showNormal()
    window.resize(WIDTH, HEIGHT)
    settle(running, 200)
    image = QImage(window.size(), QImage.Format.Format_RGB32)
    window.render(image)
    return image


def write(folder: Path) -> None:
    """Write `intake.png`, `notice.png` and `queue.png` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    workstation = Workstation(POST.clerk, POST.window, OFFICE.name)
    at_window = {"workstations": MemoryWorkstations(workstation)}

    backend = _backend()
    case = _open(backend, _deficient(_content(*CASES[0][1:])))
    backend.store.kept.window_states[POST.window] = WindowState((case.filing.reference,), case.filing.reference)
    with_shell(backend, lambda running: _write(_window(running), folder / "intake.png"), **at_window)

    notice = issuing.issue_notice(backend, case.filing.reference, post=POST, kept=())
    pdf = printing.pdf_of(backend, notice.paper_id, post=POST)
    page = pdf_pages.render_page(pdf, 0, WIDTH / INCHES)
    painter = QPainter(page)
    painter.setPen(theme.current().colours["edge"])
    painter.drawRect(page.rect().adjusted(0, 0, -1, -1))
    painter.end()
    _write(page, folder / "notice.png", GREYS)

    def queue(running: Running) -> None:
        running.shell.show("today")
        running.shell.window.page("today").show_queue(Queue.TRANSFER)
        _write(_window(running), folder / "queue.png")

    with_shell(_month_of_cases(), queue, **at_window)
