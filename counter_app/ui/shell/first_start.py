"""The first start: a few steps of questions, then the counter. No office is kept before the last one is answered."""

from dataclasses import replace
from typing import ClassVar, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.base.acts import Act, written
from counter_app.ui.base.page import Page
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.station import Station
from counter_app.ui.papers.printers import PrinterBackend
from counter_app.ui.settings.data_card import DataCard
from counter_app.ui.settings.office_form import OfficeForm
from counter_app.ui.settings.printer_card import PrinterCard
from counter_app.ui.settings.scan_folder_card import ScanFolderCard
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets import moving
from counter_app.ui.widgets.error_summary import ErrorSummary
from counter_app.ui.widgets.message_bar_notifier import MessageBarNotifier
from counter_app.ui.widgets.messages import MessageBoard, Rank
from counter_app.ui.widgets.rows import side_by_side
from counter_app.ui.widgets.scrolled import above
from counter_app.ui.window.sample_office import open_sample_office


@frozen
class Step:
    """What is asked together: the fields `keys`, in the order of the form."""

    title: str
    words: str
    keys: tuple[str, ...]


STEPS: Final = (
    Step(
        "机关",
        "填写机关名称后，代码、前缀、复议机关和法院自动填好，核对即可。",
        tuple(f"office.{name}" for name in ("name", "division", "prefix", "phone", "hours", "address")),
    ),
    Step(
        "文书",
        "部门、救济途径和网址印在文书上，已按机关名称填好，核对即可。",
        tuple(
            f"office.{name}"
            for name in ("department", "reconsideration", "court", "online_address", "supervision_phone")
        ),
    ),
    Step("本窗口", "填写工作人员；打印机和扫描文件夹没有的不选。", ("post.window", "post.clerk")),
)
_LAST: Final = len(STEPS) - 1
_ELSEWHERE: Final = "换了电脑、重装了系统的，不用填写，点“从备份恢复”。"


class FirstStartPage(Page):
    """Asks for office, papers and window, a step each; `finished` once all is kept."""

    ACTS: "ClassVar[tuple[Act[FirstStartPage], ...]]"

    finished = Signal()
    test_page_wanted = Signal(str)
    """A test page is wanted on the printer with this name, empty for the system's default."""

    def __init__(
        self,
        station: Station,
        notifier: MessageBarNotifier,
        printers: PrinterBackend,
        parent: QWidget | None = None,
    ) -> None:
        """An office that another window has set up stands in the fields already: only this window is asked for."""
        super().__init__(parent)
        self._station = station
        self._notifier = notifier
        self.step = _LAST if station.office is not None and not station.office.is_unnamed else 0
        title = QLabel("首次启动")
        mark(title, role="headline")
        self._places = [QLabel(f"{place + 1} {step.title}") for place, step in enumerate(STEPS)]
        self._words = QLabel()
        self._words.setWordWrap(True)
        mark(self._words, role="quiet")
        head = [title, side_by_side(*self._places, spacing=16), self._words]
        if station.office is not None and station.office.is_unnamed:
            trials = QLabel("填写机关前试用的编号，保存时一律作废，相应业务退回登记。")
            mark(trials, tone="amber")
            head.append(trials)
        self.form = OfficeForm(station, head)
        self.printing = PrinterCard(station, printers)
        self.printing.test_page_wanted.connect(self.test_page_wanted)
        self.scan_folder = ScanFolderCard(station, notifier)
        self.data = DataCard(station.data_dir)
        for card in self._cards:
            self.form.add_card(card)
        self.board = MessageBoard(self)
        """What the page has to say; the window shows it."""
        self.messages = self.board.channel(Rank.ACT)
        self.summary = ErrorSummary(lambda key: self.form.editors[key])
        self.summary.chosen.connect(self._go_to)
        self.acts = PageActs(self, self.ACTS)
        self._lay_out()
        self._show_step(self.step)
        if station.trouble is not None:
            self.messages.say_refusal(station.trouble)

    def resume(self) -> None:
        """Go to the first field of the step that has to be filled; where all are, to the way on: Enter skips."""
        fields = self.form.form.fields
        empty = [key for key in self._asked if fields[key].demand is not None and not self.form.editors[key].value()]
        if empty:
            self.form.focus_key(empty[0])
        else:
            self.acts.buttons["next" if self.can_go_on else "save"].setFocus(Qt.FocusReason.TabFocusReason)

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1."""
        return [("首次启动", self.acts.told())]

    # Steps -----------------------------------------------------------------------------------------------------------

    @property
    def can_go_back(self) -> bool:
        """Whether there is a step before."""
        return self.step > 0

    @property
    def can_go_on(self) -> bool:
        """Whether there is a step behind."""
        return self.step < _LAST

    def go_on(self) -> None:
        """Judge the fields of this step; show the next one when all are right."""
        problems = self.form.problems(STEPS[self.step].keys)
        self.summary.show_problems(problems)
        if problems:
            self.form.focus_key(problems[0][0])
        else:
            self._show_step(self.step + 1)
            self.resume()

    def go_back(self) -> None:
        """Show the step before, as it was left."""
        self.summary.show_problems([])
        self._show_step(self.step - 1)
        self.form.focus_key(self._asked[0])

    def save(self) -> None:
        """Judge all fields; keep office and workstation when all are right."""
        problems = self.form.problems()
        self.summary.show_problems(problems)
        if problems:
            self._go_to(problems[0][0])
            return
        self.messages.clear()
        self.form.save(
            self.form.office(),
            replace(self.form.workstation(), printer=self.printing.chosen),
            saved=self.finished.emit,
            refused=self.messages.say_refusal,
        )

    def open_sample(self) -> None:
        """Open the sample office beside this window."""
        try:
            open_sample_office(self._station.data_dir)
        except Refusal as refusal:
            self.messages.say_refusal(refusal)
        else:
            self._notifier.confirm("正在另一个窗口打开示例机关，其中的数据不会进入本机关")

    def restore(self) -> None:
        """Put a backup in the place of these data, in which nothing was done yet."""
        from counter_app.ui.settings.restore_after_closing import RestoreAfterClosing

        RestoreAfterClosing(self._station, self, self._say, self.messages.say_refusal).choose()

    def _say(self, words: str) -> None:
        if words:
            self.messages.say(words)
        else:
            self.messages.clear()

    def _go_to(self, key: str) -> None:
        self._show_step(next(place for place, step in enumerate(STEPS) if key in step.keys))
        self.form.focus_key(key)

    @property
    def _asked(self) -> list[str]:
        """The fields of this step, in the order of the form."""
        return [key for key in self.form.editors if key in STEPS[self.step].keys]

    @property
    def _cards(self) -> tuple[QWidget, ...]:
        """What is asked with the window and is no field of the form."""
        return self.printing, self.scan_folder, self.data

    def _show_step(self, place: int) -> None:
        self.step = place
        for number, label in enumerate(self._places):
            mark(label, role="strong" if number == place else "quiet")
            label.setAccessibleName(f"第{number + 1}步，共{len(STEPS)}步：{STEPS[number].title}")
        way = f"{written('Return')} 到下一项" + ("，" + f"{written('Esc')} 回上一步" if self.can_go_back else "")
        words = f"{STEPS[place].words}{way}；以后都可以在设置中修改。"
        self._words.setText(words if self.can_go_back else f"{words}\n{_ELSEWHERE}")
        for card in self.form.cards.values():
            card.show_only(STEPS[place].keys)
        for other in self._cards:
            other.setVisible(not self.can_go_on)
        self.form.verticalScrollBar().setValue(0)
        for name, shown in (
            ("sample", not self.can_go_back),
            ("restore", not self.can_go_back),
            ("back", self.can_go_back),
            ("next", self.can_go_on),
            ("save", not self.can_go_on),
        ):
            self.acts.show(name, shown=shown)
        self.acts.refresh()

    def _lay_out(self) -> None:
        bar = QWidget()
        mark(bar, role="bar")
        moving.make_section(bar)  # Ctrl+Enter goes to the way on
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        foot = QHBoxLayout(bar)
        grid.space(foot, 16, 8, spacing=8)
        layouts.nest(foot, self.acts.foot())
        for name in ("next", "save"):
            button = self.acts.buttons[name]
            moving.make_stop(button)
            button.setAutoDefault(True)  # the way of Enter through the fields ends on it
        layout = QVBoxLayout(self)
        grid.space(layout, spacing=0)
        layout.addWidget(above(self.summary))
        layout.addWidget(self.form, 1)
        layout.addWidget(bar)


FirstStartPage.ACTS = (
    Act("sample", "先看示例机关", (), FirstStartPage.open_sample),
    Act("restore", "从备份恢复", (), FirstStartPage.restore),
    Act("back", "上一步", ("Esc",), FirstStartPage.go_back, when=lambda page: page.can_go_back),
    Act("next", "下一步", ("Alt+Right",), FirstStartPage.go_on, when=lambda page: page.can_go_on, primary=True),
    Act("save", "保存，开始受理", ("Ctrl+S",), FirstStartPage.save, primary=True),
)
