"""The first start: one page of questions, then the counter."""

from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from counter_app.ui.base.acts import Act, written
from counter_app.ui.base.page import Page
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.station import Station
from counter_app.ui.settings.office_form import OfficeForm
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets import moving
from counter_app.ui.widgets.error_summary import ErrorSummary
from counter_app.ui.widgets.messages import MessageBar
from counter_app.ui.widgets.scrolled import above


class FirstStartPage(Page):
    """Asks for office, window and clerk; `finished` once both are kept."""

    ACTS: "ClassVar[tuple[Act[FirstStartPage], ...]]"

    finished = Signal()

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """An office that another window has set up stands in the fields already."""
        super().__init__(parent)
        self._station = station
        title = QLabel("首次启动")
        mark(title, role="headline")
        words = QLabel(f"填写一次即可开始受理，以后可在设置中修改。{written('Return')} 到下一项。")
        mark(words, role="quiet")
        self.form = OfficeForm(station, (title, words))
        self.messages = MessageBar()
        self.summary = ErrorSummary()
        self.summary.chosen.connect(self.form.focus_key)
        self.acts = PageActs(self, self.ACTS)
        self._lay_out()
        if station.trouble is not None:
            self.messages.say_refusal(station.trouble)

    def resume(self) -> None:
        """Go to the first field that is still to be filled."""
        empty = [key for key, editor in self.form.editors.items() if not editor.value()]
        self.form.focus_key(empty[0] if empty else "office.name")

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1."""
        return [("首次启动", self.acts.told())]

    def save(self) -> None:
        """Judge the fields; keep office and workstation when all are right."""
        problems = self.form.problems()
        self.summary.show_problems(problems)
        if problems:
            self.form.focus_key(problems[0][0])
            return
        self.messages.clear()
        self.form.save(
            *(self.form.office(), self.form.workstation()),
            saved=self.finished.emit,
            refused=self.messages.say_refusal,
        )

    def _lay_out(self) -> None:
        bar = QWidget()
        mark(bar, role="bar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        foot = QHBoxLayout(bar)
        grid.space(foot, 16, 8, spacing=8)
        foot.addLayout(self.acts.foot())
        save = self.acts.buttons["save"]
        moving.make_stop(save)
        save.setAutoDefault(True)  # the way of Enter through the fields ends on it
        layout = QVBoxLayout(self)
        grid.space(layout, spacing=0)
        layout.addWidget(above(self.messages, self.summary))
        layout.addWidget(self.form, 1)
        layout.addWidget(bar)


FirstStartPage.ACTS = (Act("save", "保存，开始受理", ("Ctrl+S",), FirstStartPage.save, primary=True),)
