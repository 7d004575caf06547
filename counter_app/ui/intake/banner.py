"""The line above a case that is no longer a plain draft: its state, its paper, and what can be done with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget
from shiboken6 import isValid

from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.filing.filing import FilingState
from counter_app.domain.papers.titles import NOTICE
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.base.shortcuts import label_of, tip_of
from counter_app.ui.intake.paper_words import chinese_day, named
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.fitting_label import FittingLabel

if TYPE_CHECKING:
    from counter_app.services.ports import IssuedPaper
    from counter_app.ui.intake.session import CaseSession

COPY: Final = "copy"
_GIVEN: Final = {FilingState.DEFICIENT: NOTICE, FilingState.COMPLETE: "material_receipt"}
"""The paper that a case in this state was given."""


def paper_given(session: CaseSession) -> IssuedPaper | None:
    """The paper by which the case came to its state, as far as the papers are known; None for none."""
    held = session.held(_GIVEN.get(session.filing.state, ""))
    return held[-1] if held else None


def banner_words(session: CaseSession) -> tuple[str, ...]:
    """The state with the case's paper or number, in parts, the least needed last; nothing for a draft."""
    filing = session.filing
    if filing.deleted:
        return (filing.state_label, "不在任何列表中")
    match filing.state:
        case FilingState.DRAFT:
            return ()
        case FilingState.FILED:
            parts = [filing.platform_number, chinese_date(filing.filed_on) if filing.filed_on is not None else ""]
        case FilingState.WITHDRAWN:
            parts = ["内容保留备查"]
        case _:
            paper = paper_given(session)
            parts = [named(paper), f"{chinese_day(paper)}出具"] if paper is not None else []
            if paper is not None and paper.document == NOTICE:
                served = session.served.get(paper.paper_id)
                parts.append(served.way.label if served is not None else "送达未登记")
    return (filing.state.label, *(part for part in parts if part))


def links(session: CaseSession) -> list[tuple[str, str]]:
    """What can be done with a case in this state, by name and in words."""
    filing = session.filing
    if filing.deleted:
        return [("restore_draft", label_of("restore_draft"))]
    match filing.state:
        case FilingState.DEFICIENT:
            paper = paper_given(session)
            unserved = paper is not None and paper.paper_id not in session.served
            return [("delivery", label_of("delivery", "登记送达" if unserved else "更正送达"))]
        case FilingState.COMPLETE:
            return [("void_receipt", label_of("void_receipt", "录错了？作废收件凭证后重改"))]
        case FilingState.FILED:
            copied = [(COPY, "复制编号")] if filing.platform_number else []
            return [*copied, ("change", label_of("change", "备案变更")), ("chain", label_of("chain", "备案历史"))]
        case FilingState.WITHDRAWN:
            return [("new", label_of("new", "新建受理"))]
        case _:
            return []


class StateBanner(QFrame):
    """One line; empty for a draft, and out of sight while a message has its place."""

    wanted = Signal(str)
    """An act of the window, by its name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, role="message", tone="accent")
        self._session: CaseSession | None = None
        self._gives_way = False
        self._links: dict[str, QPushButton] = {}
        self._state = FittingLabel(self)
        mark(self._state, role="strong")
        self._row = QHBoxLayout()
        grid.space(self._row, spacing=4)
        row = QHBoxLayout(self)
        grid.space(row, 12, 2, spacing=16)
        row.addWidget(self._state, 1)
        layouts.nest(row, self._row)
        self.hide()

    def show_case(self, session: CaseSession | None) -> None:
        """Stand above another case, or above none."""
        if self._session is not None and isValid(self._session):
            self._session.state_changed.disconnect(self._say)
            self._session.documents_changed.disconnect(self._say)
        self._session = session
        if session is not None:
            session.state_changed.connect(self._say)
            session.documents_changed.connect(self._say)
        self._say()

    def give_way(self, give_way: bool) -> None:  # noqa: FBT001 - fits the signal of the message bar
        """A message has the line, or leaves it."""
        self._gives_way = give_way
        self.setVisible(bool(self.words) and not give_way)

    @property
    def words(self) -> str:
        """What is said."""
        return self._state.accessibleName()

    def _say(self, _state: object = None) -> None:
        session = self._session
        words = banner_words(session) if session is not None else ()
        self._state.set_text([" · ".join(words[:kept]) for kept in range(len(words), 0, -1)])
        self.setAccessibleName(" · ".join(words))
        layouts.empty(self._row)
        self._links = {}
        for name, label in links(session) if session is not None else []:
            self._links[name] = button = QPushButton(label, self)
            mark(button, kind="link")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            if name != COPY:
                button.setToolTip(tip_of(name))
            when_pressed(button, partial(self._act, name, button))
            self._row.addWidget(button)
        self.give_way(self._gives_way)

    def _act(self, name: str, button: QPushButton) -> None:
        if self._session is None:
            return
        if name == COPY:
            QGuiApplication.clipboard().setText(self._session.filing.platform_number)
            button.setMinimumWidth(button.width())
            button.setText("已复制")
        else:
            self.wanted.emit(name)
