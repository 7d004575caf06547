"""Beside the calendar of a year: the box for the notice, or what was read of it and the acts upon it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from counter_app.domain.basics.punctuation import printed
from counter_app.domain.calendar.holiday_draft import YearDraft
from counter_app.domain.calendar.holiday_notice import NoticeDoubt
from counter_app.ui.base.acts import Act
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.settings.holiday_words import differences, holiday_lines
from counter_app.ui.settings.year_calendar import day_words
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.placeholder import say_what_to_write
from counter_app.ui.widgets.rows import from_the_left, side_by_side

_EXAMPLE: Final = "一、元旦：1月1日（周五）至3日（周日）放假，共3天。\n二、春节：……"


class PasteSide(QWidget):
    """Where the notice is pasted. Ctrl+Enter reads it."""

    ACTS: ClassVar[tuple[Act[PasteSide], ...]]

    read_wanted = Signal()
    file_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        words = QLabel("从中国政府网复制国务院办公厅的通知全文，粘贴到这里；本程序的年度文件（YYYY.toml）也可以打开。")
        words.setWordWrap(True)
        mark(words, role="quiet")
        self.box = QPlainTextEdit()
        self.box.setAccessibleName("放假通知全文")
        self.box.setPlaceholderText(_EXAMPLE)
        self.box.setTabChangesFocus(True)
        self.acts = PageActs(self, self.ACTS, self.box)
        column = QVBoxLayout(self)
        grid.space(column, spacing=8)
        column.addWidget(words)
        column.addWidget(self.box, 1)
        layouts.nest(column, from_the_left(self.acts.button("read"), self.acts.button("file")))
        self.setFocusProxy(self.box)


PasteSide.ACTS = (
    Act(
        "read",
        "读取",
        ("Ctrl+Return", "Ctrl+Enter"),
        lambda side: side.read_wanted.emit(),
        primary=True,
        told="读取粘贴的通知",
    ),
    Act("file", "打开文件", (), lambda side: side.file_wanted.emit()),
)


class CalendarSide(QWidget):
    """What was read: the holidays in words, what is doubtful, what differs from what is in use."""

    def __init__(self, turn: QPushButton, adopt: QPushButton) -> None:
        """`show_draft` fills it; the buttons belong to acts of the calendar and of the page."""
        super().__init__()
        self.number = QLineEdit()
        self.number.setAccessibleName("文号")
        say_what_to_write(self.number, "文号，如 国办发明电〔2026〕7号")
        self.may_adopt = False
        """Whether what is shown differs from what is in use."""
        self.of_year, self.doubts, self.list = QLabel(), QLabel(), QLabel()
        self.changes, self.day = QLabel(), QLabel()
        mark(self.of_year, role="title")
        mark(self.doubts, role="advice")
        mark(self.day, role="strong")
        for label in (self.of_year, self.doubts, self.list, self.changes, self.day):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        grid.space(column, spacing=8)
        column.addWidget(self.of_year)
        column.addWidget(self.number)
        column.addWidget(_scrolling(self.doubts, self.list), 1)
        column.addWidget(_legend())
        column.addWidget(self.day)
        layouts.nest(column, from_the_left(turn))
        column.addWidget(self.changes)
        layouts.nest(column, from_the_left(adopt))

    def show_draft(self, draft: YearDraft, doubts: tuple[NoticeDoubt, ...], in_use: YearDraft | None) -> None:
        """Say what `draft` holds; `in_use` is the table of its year that is used now."""
        lines = holiday_lines(draft)
        self.list.setText("\n".join(lines) if lines else "没有识别到放假日期，在日历上标注，或重新录入通知")
        self.of_year.setText(f"{draft.year}年：放假{len(draft.off)}天，调休上班{len(draft.on)}天")
        self.doubts.setText("\n".join([f"{len(doubts)}处不一致或无法识别，核对后在日历上改正：", *map(_said, doubts)]))
        self.doubts.setVisible(bool(doubts))
        self._say_changes(draft, in_use)

    def show_day(self, draft: YearDraft, day: date) -> None:
        """Say what the marked day is."""
        self.day.setText(day_words(draft, day))

    def _say_changes(self, draft: YearDraft, in_use: YearDraft | None) -> None:
        differ = differences(in_use, draft) if in_use is not None else []
        same = in_use is not None and not differ and self.number.text().strip() == in_use.number
        if in_use is None:
            words, tone = "还没有采用，核对后确认采用", "amber"
        elif same:
            words, tone = "正在使用；要改的，在日历上改后再确认", "quiet"
        elif differ:
            words, tone = f"与正在使用的有{len(differ)}天不同：{'、'.join(differ)}", "amber"
        else:
            words, tone = "日期与正在使用的相同，仅文号不同", "amber"
        mark(self.changes, tone=tone)
        self.changes.setText(words)
        self.may_adopt = not same


def _said(doubt: NoticeDoubt) -> str:
    return printed(f"第{doubt.line}行：{doubt.reason}" if doubt.line else doubt.reason)


def _scrolling(*labels: QLabel) -> QScrollArea:
    holder = QWidget()
    mark(holder, role="page")
    inner = QVBoxLayout(holder)
    grid.space(inner, 0, 0, 8, 0, spacing=8)
    for label in labels:
        inner.addWidget(label)
    inner.addStretch(1)
    area = QScrollArea()
    area.setWidget(holder)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def _legend() -> QWidget:
    """What the colours and characters of the calendar mean."""
    shown = []
    for sign, words, tone in (("1休", "放假", "off"), ("1班", "调休上班", "made_up"), ("1", "周末", "weekend")):
        label = QLabel(sign)
        mark(label, role="day", tone=tone)
        shown += [label, QLabel(words)]
    return side_by_side(*shown)
