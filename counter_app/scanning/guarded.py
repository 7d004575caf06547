"""Files from outside are read in a child process: one that asks for gigabytes or hours ends it, not the window.

See docs/decisions/0007.
"""

from __future__ import annotations

from typing import Final

from counter_app.child_process import ChildProcess, Limits
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.ports import Raster, RenderRequest, ScanFacts, Watch

MOST_SECONDS: Final = 15.0
"""For one page."""
MOST_MEMORY: Final = 1 << 30
_REMEDY: Final = "打印后重新扫描，再附上"


class GuardedFormats:
    """Implements `ports.ScanReader`. One process, started with the first file, answers one question at a time."""

    def __init__(self, seconds: float = MOST_SECONDS) -> None:
        """`seconds` are given to each page."""
        limits = Limits(
            seconds,
            MOST_MEMORY,
            too_long=Refusal(f"这个文件有一页{seconds:.0f}秒仍未读取完，已停止读取", _REMEDY),
            too_much=Refusal("读取这个文件所需的内存过大，没有读取完", _REMEDY),
            not_started=Refusal("读取扫描件的程序没有启动，这个文件没有读取", "关闭其他程序后再试一次"),
        )
        self._child = ChildProcess(_formats, limits)

    def examine(self, content: bytes, named: str, watch: Watch) -> ScanFacts:
        """Read a file to its end; `named` is the ending of its name. Raises `Refusal`."""
        found: ScanFacts = self._child.ask("examine", content, named, watch=watch)
        return found

    def sizes(self, content: bytes, media_type: str) -> list[tuple[float, float]]:
        """Width and height of each page in its own dots. Raises `Refusal`."""
        found: list[tuple[float, float]] = self._child.ask("sizes", content, media_type)
        return found

    def render(self, content: bytes, media_type: str, request: RenderRequest) -> Raster:
        found: Raster = self._child.ask("render", content, media_type, request)
        return found

    def thumbnail(self, content: bytes, media_type: str) -> bytes:
        found: bytes = self._child.ask("thumbnail", content, media_type)
        return found

    def close(self) -> None:
        """End the process; the next question starts another."""
        self._child.close()


def _formats() -> object:
    from counter_app.scanning.formats import ScanFormats  # Pillow and pdfium, in the child only

    return ScanFormats()
