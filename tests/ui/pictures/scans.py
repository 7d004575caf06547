"""Scans beside the form: a letter, an identity card, forty pages, one that cannot be read, and the camera's folder."""

import io
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from PySide6.QtWidgets import QScrollArea
from reportlab.pdfgen.canvas import Canvas

from counter_app import paths
from counter_app.services.scans import scans
from tests.fakes.memory_backend import POST
from tests.ui.pictures.album import SIZES, SMALL, Album, clear_dialogs, sample_office, settle, with_shell
from tests.ui.shell_fakes import Running

FONT = next((paths.resources_dir() / "fonts").glob("*Sans*.ttf"))


def letter(size: tuple[int, int] = (1240, 1754)) -> bytes:
    """A sealed letter as a document camera takes it."""
    sheet = Image.new("RGB", size, "#fbfaf6")
    draw = ImageDraw.Draw(sheet)
    title, text = (ImageFont.truetype(str(FONT), points) for points in (64, 34))
    draw.text((size[0] // 2, 190), "委托办理备案授权书", "#222222", title, anchor="mm")
    lines = (
        "大关县公安局：",
        "　　兹委托我单位李示例办理公共安全视频系统备案。",
        "　　授权期限自2026年3月1日至2026年3月31日。",
    )
    for line, words in enumerate(lines):
        draw.text((150, 330 + 90 * line), words, "#333333", text)
    draw.ellipse((760, 1050, 1080, 1370), outline="#c8201a", width=9)
    draw.text((920, 1210), "★", "#c8201a", title, anchor="mm")
    packed = io.BytesIO()
    sheet.save(packed, "PNG")
    return packed.getvalue()


def many_pages(pages: int) -> bytes:
    """A list of devices of so many pages."""
    packed = io.BytesIO()
    canvas = Canvas(packed, pagesize=(595, 842))
    for page in range(1, pages + 1):
        for line in range(30):
            canvas.drawString(72, 780 - 24 * line, f"{page:02}-{line:02}  CAMERA 53062400001320000{line:03}")
        canvas.showPage()
    canvas.save()
    return packed.getvalue()


def attach(running: Running, key: str, name: str, content: bytes) -> None:
    """Attach a file to a paper of the case in front."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        reference = running.shell.workspace.session.reference
        scans.attach_scan(running.station.backend, reference, key, path, post=POST)


def with_scans(album: Album) -> None:
    """Rows with scans, the viewer on a narrow and on a wide page, turned, many pages, missing."""

    def act(running: Running) -> None:
        for key, name, content in (
            ("authorization_letter", "授权书.png", letter()),
            ("authorization_letter", "授权书2.png", letter((1000, 1400))),
            ("agent_id", "身份证.png", letter((1240, 800))),
            ("device_list", "清单.pdf", many_pages(40)),
        ):
            attach(running, key, name, content)
        page_scans = running.shell.workspace.page.scans
        page_scans.refresh()
        settle(running)
        album.take(running, "scans-rows", {**SIZES, **SMALL})
        page_scans.view("authorization_letter")
        album.take(running, "scans-viewer", {**SIZES, **SMALL})
        page_scans.view("device_list")
        settle(running)
        page_scans.viewer.canvas.go(7)
        album.take(running, "scans-pages")
        page_scans.view("agent_id", with_focus=False)
        settle(running)
        page_scans.viewer.turn_wanted.emit(page_scans.viewer.scan_id, 90)
        settle(running)
        page_scans.viewer.canvas.zoom(1)
        album.take(running, "scans-turned")
        running.shell.act("keys")
        album.take(running, "scans-keys")
        clear_dialogs(running)
        page_scans._ask_removal(page_scans.viewer.scan_id)
        album.take(running, "scans-remove")
        clear_dialogs(running)
        shown = next(scan for scan in page_scans.scans if scan.material == "authorization_letter")
        running.station.backend.scan_files._place(shown.sha256).unlink()
        page_scans.view("authorization_letter", shown.scan_id)
        album.take(running, "scans-missing")
        page_scans.close()
        running.shell.workspace.show_place(1)
        album.take(running, "scans-none", stage=running.shell.workspace.page.scans.toggle)

    with_shell(sample_office(), act)


def scan_troubles(album: Album) -> None:
    """What cannot be attached, one and several; what is under way; which paper; the camera's folder."""

    def act(running: Running) -> None:
        page = running.shell.workspace.page
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "空.jpg").write_bytes(b"")
            (folder / "清单.jpg").write_bytes(many_pages(1))
            page.scans.attach("agent_id", [folder / "清单.jpg"])
            settle(running)
            album.take(running, "scans-refused")
            page.scans.attach("agent_id", [folder / "清单.jpg", folder / "空.jpg"])
            album.take(running, "scans-refused-several")
            clear_dialogs(running)
            page.scans.drop([folder / "清单.jpg"], page.mapToGlobal(page.rect().topLeft()))
            album.take(running, "scans-which")
            clear_dialogs(running)
            feature = next(
                feature for feature in running.shell.features if type(feature).__name__ == "ScanFolderFeature"
            )
            feature._offer([folder / "20260302_103001.jpg", folder / "20260302_103015.jpg"])
            album.take(running, "scans-offered")
        running.shell.show("settings")
        page = running.shell.window.page("settings")
        area = page.findChild(QScrollArea)
        album.take(running, "scans-settings", stage=lambda: area.ensureWidgetVisible(page.scan_folder))

    with_shell(sample_office(), act)


CHAPTERS = (with_scans, scan_troubles)
