"""How a scan is spoken of, and how the viewer comes by its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:  # a new case has no scans
    from datetime import tzinfo

    from counter_app.services.ports import Backend, Raster, RenderRequest, StoredFile

_KINDS: Final = {"application/pdf": "PDF", "image/jpeg": "JPG", "image/png": "PNG", "image/tiff": "TIFF"}


def kind_words(file: StoredFile) -> str:
    """What kind of file it is: PDF 40页."""
    kind = _KINDS.get(file.media_type, "文件")
    return f"{kind} {file.pages}页" if file.pages > 1 else kind


def when_words(file: StoredFile, zone: tzinfo | None) -> str:
    """When it came, by the clock of the office, whose `zone` it is; of this machine where no office is known."""
    return f"{file.attached_at.astimezone(zone):%m-%d %H:%M}"


class ScanPages:
    """`scan_canvas.PageSource` of one scan."""

    def __init__(self, backend: Backend, file: StoredFile) -> None:
        """Nothing is read before it is asked for."""
        self._backend = backend
        self._file = file

    def sizes(self) -> list[tuple[float, float]]:
        """Width and height of each page. Raises `Refusal`."""
        from counter_app.services.scans import scans

        return scans.page_sizes(self._backend, self._file)

    def render(self, request: RenderRequest) -> Raster:
        """A page or a part of one. Raises `Refusal`."""
        from counter_app.services.scans import scans

        return scans.render_page(self._backend, self._file, request)
