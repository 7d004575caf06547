"""The pictures of the manual: those of other chapters that it shows, at one size, in few colours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PIL import Image
from PySide6.QtGui import QColor

from counter_app.ui.manual.files import chapters
from counter_app.ui.style import theme
from tests.ui.pictures import (
    changes,
    filing,
    holidays,
    inspections,
    intake,
    papers,
    queues,
    return_visits,
    scans,
    search,
    setting_up,
    statistics,
    transfer,
)
from tests.ui.pictures.album import Album, sample_office, settle, with_shell
from tests.ui.shell_fakes import Running

SIZE: Final = (1100, 720)
COLOURS: Final = 48
CHAPTERS: Final = (
    *(setting_up.first_start, setting_up.settings, setting_up.office_pack),
    *(setting_up.update, setting_up.broken, setting_up.key_lost),
    *(intake.busy, intake.troubles, papers.papers, filing.platform, queues.queues, queues.end_of_day),
    *(holidays.holidays, transfer.hand_over, inspections.planning, inspections.recording, inspections.ordering),
    *(inspections.overlooking, return_visits.return_visit, return_visits.serving, scans.with_scans),
    *(search.finding, changes.changes_of_what_is_filed, statistics.statistics),
)


def wanted() -> set[str]:
    """The names of the pictures that the manual shows."""
    return {Path(name).stem for chapter in chapters() for name in chapter.pictures}


class ManualAlbum(Album):
    """Takes only what the manual shows."""

    def take(
        self,
        running: Running,
        name: str,
        sizes: dict[str, tuple[int, int]] | None = None,
        *,
        stage: Callable[[], None] = lambda: None,
    ) -> None:
        """Write the picture at the manual's size; where it does not want it, set the scene alone."""
        if name not in wanted():
            stage()
            return
        super().take(running, name, {"manual": SIZE}, stage=stage)
        large = self.folder / f"{name}-manual.png"
        with Image.open(large) as picture:
            few = in_few_colours(picture.convert("RGB"))
        few.save(self.folder / f"{name}.png", optimize=True)
        large.unlink()


def in_few_colours(picture: Image.Image) -> Image.Image:
    """`picture` in the colours of the theme, however little of each there is, and in the most frequent others."""
    own = [number for colour in theme.current().colours.tokens.values() for number in QColor(colour).getRgb()[:3]]
    others = picture.quantize(COLOURS, dither=Image.Dither.NONE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([*own, *others[: 3 * COLOURS]])
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


def write(folder: Path) -> None:
    """Take all pictures of the manual anew."""
    album = ManualAlbum(folder)
    for chapter in CHAPTERS:
        chapter(album)


def manual(album: Album) -> None:
    """F1 on a case, a search in it, and the tour on the sample office."""

    def act(running: Running) -> None:
        window = next(one for one in running.shell.features if "keys" in one.acts()).manual
        running.shell.act("keys")
        window.resize(1180, 700)
        album.take(running, "manual")
        window.search.setText("补打")
        album.take(running, "manual-found", {"1366": (1366, 728)})
        window.close()
        running.shell.begin_tour()
        settle(running)
        album.take(running, "tour")

    with_shell(sample_office(), act, demo=True)
