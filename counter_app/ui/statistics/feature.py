"""The statistics: their page, their paper, their workbook. All of it is loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from counter_app.ui.window.feature import Feature

if TYPE_CHECKING:
    from counter_app.domain.basics.counted import Dimension
    from counter_app.domain.statistics.periods import StatisticsPeriod


PAGE = "statistics"


class StatisticsFeature(Feature):
    """Ctrl+7 shows the statistics."""

    def pages(self) -> dict[str, Callable[[], QWidget]]:
        """The page of the statistics."""
        return {PAGE: self._make}

    def _make(self) -> QWidget:
        from counter_app.ui.statistics.page import StatisticsPage

        page = StatisticsPage(self.context.station)
        page.refused.connect(self.context.notifier.refuse)
        page.print_wanted.connect(self.print_sheet)
        page.file_wanted.connect(self.save_sheet)
        page.workbook_wanted.connect(self.save_workbook)
        return page

    def print_sheet(self, period: StatisticsPeriod, by: Dimension) -> None:
        """Print the statistics of a period."""
        from counter_app.services.statistics import statistics

        post = self.context.station.post
        self.context.flow.print_sheet(lambda backend: statistics.print_sheet(backend, period, by, post=post))

    def save_sheet(self, period: StatisticsPeriod, by: Dimension, suffix: str) -> None:
        """Save them as `pdf` or `docx`."""
        from counter_app.services.statistics import statistics

        post = self.context.station.post
        self.context.files.save_as(
            f"业务统计表{period.words}.{suffix}",
            lambda backend: statistics.sheet_file(backend, period, by, suffix, post=post),
        )

    def save_workbook(self, period: StatisticsPeriod) -> None:
        """Ask where the workbook goes."""
        from counter_app.ui.widgets.file_dialogs import ask_where_to_save

        name = f"业务统计{period.words}.xlsx"
        ask_where_to_save(self.context.window, "导出为", name, lambda path: self.write_workbook(path, period))

    def write_workbook(self, path: Path, period: StatisticsPeriod) -> None:
        """Write it, and say so."""
        from counter_app.services.statistics import statistics

        context = self.context
        context.station.job(
            lambda backend, _steps: statistics.write_workbook(backend, path, period, post=context.station.post),
            done=lambda sheets: context.notifier.confirm(f"已导出{period.words}统计，{sheets}个工作表，存为 {path}"),
            owner=self,
        )
