"""A scan of 40 pages at 300 dpi: how long it takes to attach it and to show a page, what it costs in memory.

Floor: the same bytes copied and put on the disk. Processes of their own.
"""

from __future__ import annotations

import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from PIL import Image, ImageDraw, ImageFilter
from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication

from counter_app.persistence.scans.scan_files import ScanFiles
from counter_app.scanning.formats import ScanFormats
from counter_app.services.ports import Raster, RenderRequest, ScanContent, ScanFacts
from counter_app.ui.base import application as ui_application
from counter_app.ui.base.errors import ErrorReporter
from counter_app.ui.base.tasks import Tasks
from counter_app.ui.scans.canvas import ScanCanvas

PAGES = 40
BUDGET = 80
"""Megabytes that looking at it may cost."""
_SHEET = (2_480, 3_508)
_VIEW = (620, 640)


def measure() -> dict[str, object]:
    """Milliseconds and megabytes for a PDF of 40 colour pages at 300 dpi, and for one sheet at 600 dpi as PNG."""
    with tempfile.TemporaryDirectory() as folder:
        _write_samples(Path(folder))
        return {name: _run(name, folder) for name in ("pdf", "png", "jpg")} | {"budget_mb": BUDGET}


def _run(kind: str, folder: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", __name__, kind, folder],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, check=True, timeout=300,
    )  # fmt: skip
    return dict(json.loads(done.stdout))


def _sheet(size: tuple[int, int], seed: int) -> Image.Image:
    """Paper with its grain, lines of text, a seal: packs like a scan."""
    grain = Image.effect_noise((size[0] // 2, size[1] // 2), 14).resize(size).filter(ImageFilter.GaussianBlur(1))
    sheet = Image.merge("RGB", (grain.point(lambda v: min(255, v + 110)),) * 3)
    draw = ImageDraw.Draw(sheet)
    for line in range(30):
        y = size[1] * (line + 3) // 36
        draw.rectangle(
            (size[0] // 10, y, size[0] * (60 + (line * seed) % 30) // 100, y + size[1] // 120), fill="#303030"
        )
    draw.ellipse((size[0] // 2, size[1] * 7 // 10, size[0] * 8 // 10, size[1] * 9 // 10), outline="#c8201a", width=24)
    return sheet


def _write_samples(folder: Path) -> None:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(folder / "pdf.pdf"), pagesize=(595, 842))
    for page in range(PAGES):
        packed = io.BytesIO()
        _sheet(_SHEET, page + 1).save(packed, "JPEG", quality=60)
        packed.seek(0)
        canvas.drawImage(ImageReader(packed), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    large = _sheet((4_960, 7_016), 7)
    large.quantize(64).save(folder / "png.png")
    large.save(folder / "jpg.jpg", quality=85)


# Within the processes ---------------------------------------------------------------------------------------------


def _resident() -> float:
    return psutil.Process().memory_info().rss / 2**20


class PageSource:
    """What the canvas looks at."""

    def __init__(self, store: ScanFiles, sha256: str, media_type: str) -> None:
        self._reader = ScanFormats()
        self._store, self._sha256, self._media_type = store, sha256, media_type

    def _scan(self) -> ScanContent:
        return ScanContent(self._sha256, lambda: self._store.content(self._sha256))

    def sizes(self) -> list[tuple[float, float]]:
        return self._reader.sizes(self._scan(), self._media_type)

    def render(self, request: RenderRequest) -> Raster:
        return self._reader.render(self._scan(), self._media_type, request)


class Watcher:
    """Waits for the canvas, and notes the most memory there ever was."""

    def __init__(self, application: QApplication, canvas: ScanCanvas) -> None:
        self._application, self._canvas = application, canvas
        self.most = 0.0

    def milliseconds(self, act: Callable[[], object]) -> float:
        began = time.perf_counter()
        act()
        deadline = QDeadlineTimer(60_000)
        while not self._canvas.is_drawn:
            if deadline.hasExpired():
                raise TimeoutError
            self._application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
            self.most = max(self.most, _resident())
        return (time.perf_counter() - began) * 1000


def _attach(source: Path, store: ScanFiles) -> tuple[ScanFacts, str, dict[str, float]]:
    began = time.perf_counter()
    with source.with_suffix(".copy").open("wb") as file:
        file.write(source.read_bytes())
        os.fsync(file.fileno())
    floor = time.perf_counter() - began
    began = time.perf_counter()
    incoming = store.take_in(source, lambda _done, _total: None)
    taken = time.perf_counter() - began
    facts = ScanFormats().examine(store.received(incoming), source.suffix, lambda _done, _total: None)
    examined = time.perf_counter() - began - taken
    store.settle(incoming)
    figures = {
        "floor_copy_ms": round(floor * 1000, 1),
        "attach_ms": round((time.perf_counter() - began) * 1000, 1),
        "of_it_examining_ms": round(examined * 1000, 1),
    }
    return facts, incoming.sha256, figures


def _measure(kind: str, folder: Path) -> dict[str, float]:
    source = next(path for path in folder.glob(f"{kind}.*") if path.suffix != ".copy")
    application = ui_application.create([])
    tasks = Tasks(ErrorReporter(folder / "reports"))
    canvas = ScanCanvas(tasks)
    canvas.resize(*_VIEW)
    canvas.show()
    application.processEvents()
    ScanFormats()  # tells the C library to give back, as the first scan does
    before = _resident()
    store = ScanFiles(folder / kind, lambda: bytes(32))
    facts, sha256, figures = _attach(source, store)
    after = _resident()
    watcher = Watcher(application, canvas)
    shown = [watcher.milliseconds(lambda: canvas.show_pages(PageSource(store, sha256, facts.media_type)))]
    shown += [watcher.milliseconds(lambda page=page: canvas.go(page)) for page in range(2, facts.pages + 1)]
    shown += [watcher.milliseconds(lambda: canvas.zoom(1)) for _ in range(6)]
    tasks.close()
    return figures | {
        "megabytes": round(source.stat().st_size / 2**20, 1),
        "page_ms_median": round(statistics.median(shown), 1),
        "page_ms_worst": round(max(shown), 1),
        "attaching_cost_mb": round(after - before, 1),
        "viewing_cost_mb_most": round(watcher.most - after, 1),
        "viewing_cost_mb_end": round(_resident() - after, 1),
    }


if __name__ == "__main__":
    print(json.dumps(_measure(sys.argv[1], Path(sys.argv[2]))))
