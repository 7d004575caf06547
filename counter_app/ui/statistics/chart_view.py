"""A bar chart painted from the same rectangles as on paper, in the colours of the theme."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter_app.domain.statistics.charts import Anchor, BarFill, Chart, ChartDirection, ChartText, drawn, least_height
from counter_app.ui.style import grid, theme

_EMPTY: Final = Chart("", (), ())


class ChartView(QWidget):
    """Says what it shows to those who do not see it. The focus comes to it, so that it can be heard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing is shown yet."""
        super().__init__(parent)
        self._chart = _EMPTY
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.current().changed.connect(self.update)

    @property
    def chart(self) -> Chart:
        """What is shown."""
        return self._chart

    def show_chart(self, chart: Chart) -> None:
        """Show another chart."""
        self._chart = chart
        self.setAccessibleName(f"图表：{chart.title}")
        self.setAccessibleDescription(chart.words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as the chart is on paper, and a little more."""
        size = float(self.fontMetrics().height())
        height = least_height(self._chart, size)
        return QSize(grid.px(320), round(height if self._chart.direction is ChartDirection.LYING else height * 1.15))

    def minimumSizeHint(self) -> QSize:
        """No lower than what can be read."""
        return QSize(grid.px(200), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Lines, bars, texts; a frame where the focus is."""
        colours = theme.current().colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(self.font())
        size = metrics.height() * 0.8
        made = drawn(self._chart, self.width() - 1.0, self.height() - 1.0, size, metrics.horizontalAdvance)
        for line in made.lines:
            painter.setPen(QPen(colours["line" if line.quiet else "quiet"], 1))
            painter.drawLine(QPointF(line.x1, line.y1), QPointF(line.x2, line.y2))
        accent = colours["accent"]
        for box in made.boxes:
            where = QRectF(box.left, box.top, box.width, box.height)
            painter.setPen(QPen(accent, 1))
            painter.fillRect(where, accent if box.fill is BarFill.SOLID else QBrush(accent, Qt.BrushStyle.BDiagPattern))
            painter.drawRect(where)
        for text in made.texts:
            self._write(painter, text, metrics, colours["quiet" if text.quiet else "ink"])
        if self.hasFocus():
            painter.setPen(QPen(colours["focus"], 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _write(self, painter: QPainter, text: ChartText, metrics: QFontMetricsF, colour: QColor) -> None:
        width = metrics.horizontalAdvance(text.text)
        back = {Anchor.LEFT: 0.0, Anchor.MIDDLE: width / 2, Anchor.RIGHT: width}[text.anchor]
        baseline = text.y + (metrics.ascent() - metrics.descent()) / 2
        painter.setPen(colour)
        painter.drawText(QPointF(text.x - back, baseline), text.text)
