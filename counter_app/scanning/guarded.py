"""Files from outside are read in a child process: one that asks for gigabytes or hours ends it, not the window.

See docs/decisions/0007.
"""

from __future__ import annotations

from typing import Any, Final

from counter_app.child_process import ChildProcess, Limits
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.ports import Raster, RenderRequest, ScanContent, ScanFacts, Watch

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
        self._child = ChildProcess(HeldFormats, limits)

    def examine(self, content: bytes, named: str, watch: Watch) -> ScanFacts:
        """Read a file to its end; `named` is the ending of its name. Raises `Refusal`."""
        found: ScanFacts = self._child.ask("examine", content, named, watch=watch)
        return found

    def sizes(self, scan: ScanContent, media_type: str) -> list[tuple[float, float]]:
        """Width and height of each page in its own dots. Raises `Refusal`."""
        found: list[tuple[float, float]] = self._ask("sizes", scan, media_type)
        return found

    def render(self, scan: ScanContent, media_type: str, request: RenderRequest) -> Raster:
        found: Raster = self._ask("render", scan, media_type, request)
        return found

    def thumbnail(self, scan: ScanContent, media_type: str) -> bytes:
        found: bytes = self._ask("thumbnail", scan, media_type)
        return found

    def _ask(self, method: str, scan: ScanContent, *more: object) -> Any:  # noqa: ANN401 - as it answers
        """Ask about a file that the process may hold from the question before; else it is handed over."""
        try:
            return self._child.ask(method, scan.name, None, *more)
        except NotHeldError:
            return self._child.ask(method, scan.name, scan.read(), *more)

    def close(self) -> None:
        """End the process; the next question starts another."""
        self._child.close()


class NotHeldError(Exception):
    """The process holds another file, or none."""


class HeldFormats:
    """`ScanFormats` in the child process: the last file is held for the next question, since one looks at its pages."""

    def __init__(self) -> None:
        from counter_app.scanning.formats import ScanFormats  # Pillow and pdfium, in the child only

        self._formats = ScanFormats()
        self._held = "", b""

    def examine(self, content: bytes, named: str, watch: Watch) -> ScanFacts:
        """As `ScanFormats.examine`; what comes in is not looked at yet."""
        return self._formats.examine(content, named, watch)

    def sizes(self, name: str, content: bytes | None, media_type: str) -> list[tuple[float, float]]:
        """As `ScanFormats.sizes`. Raises `NotHeldError` where `content` is None and another file is held."""
        return self._formats.sizes(self._given(name, content), media_type)

    def render(self, name: str, content: bytes | None, media_type: str, request: RenderRequest) -> Raster:
        """As `ScanFormats.render`, and as `sizes`."""
        return self._formats.render(self._given(name, content), media_type, request)

    def thumbnail(self, name: str, content: bytes | None, media_type: str) -> bytes:
        """As `ScanFormats.thumbnail`, and as `sizes`."""
        return self._formats.thumbnail(self._given(name, content), media_type)

    def _given(self, name: str, content: bytes | None) -> ScanContent:
        if content is not None:
            self._held = name, content
        held_name, held = self._held
        if held_name != name:
            raise NotHeldError
        return ScanContent(name, lambda: held)
