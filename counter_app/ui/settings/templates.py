"""文书模板: every template with its edition, and whether the legal department of the office has confirmed it."""

from __future__ import annotations

from typing import ClassVar, Final

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from counter_app.domain.basics.reading import chinese_date, read_date
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.forms.forms import FieldType
from counter_app.services.papers import confirmations
from counter_app.services.papers.confirmations import BINDING, TemplateStatus
from counter_app.ui.base.acts import Act, Placement
from counter_app.ui.base.page import BACK, Page
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.station import Station
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.dialogs import ask
from counter_app.ui.widgets.line_dialog import LineDialog, LineField
from counter_app.ui.widgets.list_panel import ListPanel
from counter_app.ui.widgets.message_bar_notifier import MessageBarNotifier
from counter_app.ui.widgets.table_model import Row

_COLUMNS: Final = ("文书", "版本", "法制审核", "审核人", "审核日期", "登记人")
_WORDS: Final = 0
_ABOUT: Final = (
    "由本机关法制部门审核后登记，全机关共用。检查笔录、责令改正通知书的模板未经审核的，打印时提示，不影响打印。"
)


class TemplatesPage(Page):
    """A line a document; the confirmation of the marked one is recorded or taken back, for the whole office."""

    ACTS: ClassVar[tuple[Act[TemplatesPage], ...]]

    def __init__(self, station: Station, notifier: MessageBarNotifier, parent: QWidget | None = None) -> None:
        """Asks whenever it is shown, and after each act of its own."""
        super().__init__(parent)
        self._station = station
        self._notifier = notifier
        self.acts = PageActs(self, self.ACTS)
        self.lines: ListPanel[TemplateStatus] = ListPanel(
            station,
            "文书模板",
            lambda status: status.document,
            columns=_COLUMNS,
            again=self.acts.offer("refresh"),
        )
        self._lay_out()
        self.lines.marked_changed.connect(self.acts.refresh)
        self.lines.open_wanted.connect(lambda: self.acts.trigger("confirm"))
        self.lines.keep_fresh(self.refresh)

    def resume(self) -> None:
        """The focus goes to the list."""
        self.lines.view.setFocus()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1."""
        return [("文书模板", [("↑ ↓", "选择"), *self.acts.told(), BACK])]

    def refresh(self) -> None:
        """Read the templates and their confirmations again."""
        self.lines.read(confirmations.templates, self._take)

    # Acts ------------------------------------------------------------------------------------------------------------

    def can_withdraw(self) -> bool:
        """Whether the marked template has a confirmation."""
        return (marked := self.lines.marked) is not None and marked.confirmation is not None

    def confirm(self) -> None:
        """Ask who confirmed the marked template, and when."""
        status = self.lines.marked
        if status is None:
            return
        today = self._station.now().date()

        def answered(lines: dict[str, str]) -> None:
            self._confirm(status, lines["by"], lines["on"])

        LineDialog(
            f"登记法制审核：{status.title}",
            f"审核的是今天的模板（版本{status.edition}）。模板以后有改动的，需重新审核。",
            [
                LineField("by", "法制部门审核人", "", "填写法制部门的审核人"),
                LineField("on", "审核日期", today.isoformat(), "填写审核日期", kind=FieldType.DATE),
            ],
            "登记",
            answered,
            self.window(),
        ).open()

    def _confirm(self, status: TemplateStatus, confirmed_by: str, typed: str) -> None:
        day = read_date(typed)
        if day is None:
            self._notifier.refuse(Refusal("审核日期不是日期", "如：2026-03-02"))
            return
        post = self._station.post
        self._station.write(
            lambda backend: confirmations.confirm(backend, status.document, confirmed_by, day, post=post),
            done=lambda _status: self._acted(f"已登记{status.title}模板的法制审核"),
            owner=self,
            once="confirm",
        )

    def withdraw(self) -> None:
        """Take the confirmation of the marked template back, when asked."""
        status = self.lines.marked
        if status is None:
            return
        post = self._station.post

        def act() -> None:
            self._station.write(
                lambda backend: confirmations.withdraw(backend, status.document, post=post),
                done=lambda _none: self._acted(f"已撤销{status.title}模板的法制审核"),
                owner=self,
                once="withdraw",
            )

        ask(self.window(), "撤销法制审核？", f"{status.title}的模板将显示为未审核。", act="撤销", then=act, danger=True)

    def _acted(self, words: str) -> None:
        self._notifier.confirm(words)
        self.refresh()

    # Inside ----------------------------------------------------------------------------------------------------------

    def _take(self, statuses: list[TemplateStatus]) -> None:
        self.lines.show_lines(statuses, [_row(status) for status in statuses], wide=_WORDS)
        self.acts.refresh()
        if self.isVisible():
            self.resume()

    def _lay_out(self) -> None:
        title = QLabel("文书模板")
        mark(title, role="headline")
        about = QLabel(_ABOUT)
        about.setWordWrap(True)
        mark(about, role="quiet")
        column = QVBoxLayout(self)
        grid.space(column, 24, 16, 24, 12, spacing=8)
        column.addWidget(title)
        column.addWidget(about)
        column.addWidget(self.lines, 1)
        layouts.nest(column, self.acts.foot("↑ ↓ 选择"))


def _row(status: TemplateStatus) -> Row:
    kept = status.confirmation
    if status.is_confirmed:
        said = ("✓ 已审核", "green")
    elif status.was_changed:
        said = ("模板已修改，需重新审核", "amber")
    else:
        said = ("未审核", "amber" if status.document in BINDING else "quiet")
    return (
        (status.title, "ink"),
        (status.edition, "quiet"),
        said,
        (kept.confirmed_by if kept else "", "ink"),
        (chinese_date(kept.confirmed_on) if kept else "", "ink"),
        (f"{kept.window} {kept.clerk}" if kept else "", "quiet"),
    )


TemplatesPage.ACTS = (
    Act("withdraw", "撤销审核", ("Del",), TemplatesPage.withdraw, TemplatesPage.can_withdraw),
    Act(
        "confirm",
        "登记法制审核",
        ("Return", "Enter"),
        TemplatesPage.confirm,
        lambda page: page.lines.has_marked(),
        primary=True,
    ),
    Act("refresh", "刷新", ("F5",), TemplatesPage.refresh, place=Placement.HINT),
)
