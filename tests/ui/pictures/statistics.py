"""The statistics: a year with much business, a month, one without any, in the dark, and as large letters."""

import dataclasses
from datetime import date

from counter_app.documents.statistics_sample import sample_statistics
from counter_app.domain.basics.counted import Dimension
from counter_app.domain.statistics.periods import PeriodKind
from counter_app.ui.style import theme
from tests.fakes.memory_backend import MemoryBackend
from tests.small_office import at, make_small_office
from tests.ui.pictures.album import SIZES, SMALL, Album, settle, with_shell
from tests.ui.shell_fakes import Running


def statistics(album: Album) -> None:
    """A year of sample figures, then the small office of the tests."""
    backend = MemoryBackend.make()
    make_small_office(backend)

    def act(running: Running) -> None:
        running.shell.show("statistics")
        settle(running)
        page = running.shell.window.page("statistics")
        album.take(running, "statistics-month", {"1366": SIZES["1366"]})
        page.period.choose(PeriodKind.DAYS)
        album.take(running, "statistics-days", {"1366": SIZES["1366"]})
        page.period.choose(PeriodKind.YEAR)
        year = dataclasses.replace(sample_statistics(date(2027, 1, 1)))
        groups = dict.fromkeys(Dimension, year.groups[Dimension.WINDOW])

        def stage() -> None:
            page._take(dataclasses.replace(year, groups=groups))

        album.take(running, "statistics-year", {**SIZES, **SMALL}, stage=stage)
        for name in (theme.ThemeName.DARK, theme.ThemeName.HIGH_CONTRAST):
            theme.current().use(name)
            album.take(running, f"statistics-{name}", {"1366": SIZES["1366"]}, stage=stage)
        album.dress()

        def lower() -> None:
            stage()
            bar = page.area.verticalScrollBar()
            bar.setValue(bar.maximum() * 3 // 5)

        album.take(running, "statistics-lower", {"1366": SIZES["1366"]}, stage=lower)
        page.period.choose(PeriodKind.MONTH)
        for _ in range(14):
            page.period.move_by(-1)
        album.take(running, "statistics-empty", {"1366": SIZES["1366"]})

    with_shell(at(backend, 2, 4), act)


CHAPTERS = (statistics,)
