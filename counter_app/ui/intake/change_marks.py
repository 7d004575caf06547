"""A change filing on its page: what is on file at every changed field, and the list of changes beside the verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.changes import ItemChange, RowChange, changes_between, list_changes
from counter_app.services.filing import changes
from counter_app.ui.intake.changes_panel import ChangesPanel
from counter_app.ui.intake.judging import is_long
from counter_app.ui.intake.verdict_panel import VerdictItem

if TYPE_CHECKING:
    from counter_app.domain.forms.answers import Answers
    from counter_app.ui.intake.form import IntakeForm
    from counter_app.ui.intake.session import CaseSession
    from counter_app.ui.widgets.messages import MessageChannel


class ChangeMarks(QObject):
    """Marks what differs from what is on file, as soon as that has been read."""

    def __init__(self, session: CaseSession, form: IntakeForm, messages: MessageChannel, parent: QWidget) -> None:
        """`session` has a change filing, `form` shows it; the panel belongs to `parent`."""
        super().__init__(parent)
        self._session = session
        self._form = form
        self._messages = messages
        self._filed: Answers | None = None
        self._compared: Mapping[str, Sequence[Answers]] = {}
        self._lists: Mapping[str, tuple[RowChange, ...]] = {}
        self._comparing = False
        self.items: tuple[ItemChange, ...] = ()
        self.panel = ChangesPanel(parent)
        copy = replace(session.filing)
        session.tasks.run(
            lambda: changes.on_file(session.backend, copy), done=self._take, failed=self._failed, owner=self
        )
        session.findings_changed.connect(self._show)

    def _take(self, filed: Answers | None) -> None:
        if isValid(self):
            self._filed = filed
            self._show()

    def _failed(self, refusal: Refusal) -> None:
        if isValid(self):
            self._messages.say_refusal(refusal)

    def _show(self, _findings: object = None) -> None:
        filed, now = self._filed, self._session.filing.answers
        if filed is None or not self._are_compared(filed, now):
            return
        self.items = changes_between(filed, now, self._lists)
        self._form.show_changes(self.items)
        said = [VerdictItem(item.key, _words(item)) for item in self.items]
        self.panel.show_items(said, "" if said else "改动有变化的项目，其余保持备案内容")

    def _are_compared(self, filed: Answers, now: Answers) -> bool:
        """Whether the rows as they stand are held against those on file; of a long list only a while later."""
        rows = {group: now.list_of(group) for group in now.form.groups}
        if not self._comparing and all(self._compared.get(group) is known for group, known in rows.items()):
            return True
        if is_long(now) or is_long(filed):
            if not self._comparing:
                self._comparing = True
                self._session.tasks.run(
                    lambda: list_changes(filed, now),
                    done=lambda lists: self._take_lists(rows, lists),
                    failed=self._failed,
                    owner=self,
                )
            return False
        self._compared, self._lists = rows, list_changes(filed, now)
        return True

    def _take_lists(self, rows: Mapping[str, Sequence[Answers]], lists: Mapping[str, tuple[RowChange, ...]]) -> None:
        if isValid(self):
            self._comparing = False
            self._compared, self._lists = rows, lists
            self._show()  # begins anew where the rows have changed meanwhile


def _words(item: ItemChange) -> str:
    rows = f"（{item.summary}）" if item.rows and item.summary not in item.after else ""
    return f"{item.label}：{item.before} → {item.after}{rows}"
