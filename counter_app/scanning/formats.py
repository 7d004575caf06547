"""One reader for the four kinds of file."""

from __future__ import annotations

from counter_app.scanning import images, pdf
from counter_app.scanning.kinds import PDF, kind_of
from counter_app.scanning.large_blocks import give_back_at_once
from counter_app.services.ports import Raster, RenderRequest, ScanContent, ScanFacts, Watch


class ScanFormats:
    """Implements `ports.ScanReader`. Every method may be called from any worker thread."""

    def __init__(self) -> None:
        """Sheets are large for a moment."""
        give_back_at_once()

    def examine(self, content: bytes, named: str, watch: Watch) -> ScanFacts:
        """Read a file to its end; `named` is the ending of its name. Raises `Refusal`."""
        kind = kind_of(content, named)
        pages = pdf.examine(content, watch) if kind == PDF else images.examine(content, watch)
        return ScanFacts(kind, pages)

    def sizes(self, scan: ScanContent, media_type: str) -> list[tuple[float, float]]:
        """Width and height of each page in its own dots. Raises `Refusal`."""
        content = scan.read()
        return pdf.sizes(content) if media_type == PDF else images.sizes(content)

    def render(self, scan: ScanContent, media_type: str, request: RenderRequest) -> Raster:
        content = scan.read()
        return pdf.render(content, request) if media_type == PDF else images.render(content, request)

    def thumbnail(self, scan: ScanContent, media_type: str) -> bytes:
        content = scan.read()
        if media_type != PDF:
            return images.thumbnail(content)
        width, height = pdf.sizes(content)[0]
        scale = images.THUMBNAIL / max(width, height, 1)
        return images.jpeg(pdf.render(content, RenderRequest(0, scale)))
