"""Filling an open case from a file: what would change, and the question before something typed is replaced."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTableWidget, QTableWidgetItem, QWidget

from counter_app.domain.basics.materials import Material
from counter_app.domain.basics.office import Post
from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.basics.records import frozen
from counter_app.domain.filing.filing import Filing
from counter_app.domain.filing.intake import IntakeFile
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.confirmations import Confirmation, is_confirmed, still_confirmed
from counter_app.ui.base.acts import plainly
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.dialogs import Dialog
from counter_app.ui.widgets.list_view import keeps_order

_LINES = 8


@frozen
class ImportChange:
    """One thing a file would change: its label, what stands here, what the file says."""

    label: str
    before: str
    after: str

    @property
    def replaces(self) -> bool:
        """Whether something that stands here would go."""
        return bool(self.before)


@frozen
class Contents:
    """What a case holds, whole: to be filled in, or put back."""

    answers: Answers
    materials: dict[str, Material]
    received_on: date
    confirmed: Mapping[str, Confirmation]

    @classmethod
    def of(cls, filing: Filing) -> Contents:
        """What stands in `filing` now."""
        return cls(filing.answers, dict(filing.materials), filing.received_on, filing.confirmed)


def merged(filing: Filing, intake: IntakeFile, post: Post, at: datetime) -> tuple[Contents, list[ImportChange]]:
    """What `filing` would hold with what `intake` says, and what would change. What a file leaves blank stays.

    What the file says was seen on a document counts as seen at `post`.
    """
    contents, changes = Contents.of(filing), []
    answers, given = filing.answers, intake.answers
    for key, field in filing.form.fields.items():
        if given.is_blank(key) or given.raw.get(key) == answers.raw.get(key):
            continue
        before, after = answers.display(key), given.display(key)
        answers = answers.with_answer(key, given.raw[key])
        if before != after:
            changes.append(ImportChange(field.label, before, after))
    for group in filing.form.groups.values():
        rows = given.rows(group.key)
        known = answers.rows(group.key)
        if rows and [row.raw for row in rows] != [row.raw for row in known]:
            answers = answers.with_rows(rows, group.key)
            changes.append(ImportChange(group.label, f"{len(known)}行" if known else "", f"{len(rows)}行"))
    contents = replace(contents, answers=answers)
    for key, material in intake.materials.items():
        kind = filing.form.material_kinds.get(key)
        here = filing.materials.get(key)
        if kind is None or here == material:
            continue
        contents.materials[key] = material
        changes.append(ImportChange(kind.name, here.state.label if here else "", material.state.label))
    day = intake.received_on
    if day is not None and day != filing.received_on:
        contents = replace(contents, received_on=day)
        changes.append(ImportChange("收件日期", chinese_date(filing.received_on), chinese_date(day)))
    contents = replace(contents, confirmed=_confirmed(contents, intake, post, at, changes))
    return contents, changes


def _confirmed(
    contents: Contents, intake: IntakeFile, post: Post, at: datetime, changes: list[ImportChange]
) -> dict[str, Confirmation]:
    """What is confirmed of `contents`, together with what the file says was seen; that is added to `changes`."""
    answers = contents.answers
    confirmed = still_confirmed(contents.confirmed, answers)
    for key in intake.confirmed:
        if not is_confirmed(key, answers, confirmed):
            confirmed[key] = Confirmation(answers.text(key), post.clerk, post.window, at)
            field = answers.form.fields[key]
            changes.append(ImportChange(f"{field.label}核对", "", field.confirm))
    return confirmed


class ImportQuestion(Dialog):
    """Shows what a file would replace, and what was doubtful in it; Enter fills, Escape leaves everything as it is."""

    def __init__(
        self,
        name: str,
        changes: Sequence[ImportChange],
        warnings: Sequence[str],
        then: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        """`name` of the file; `then` fills."""
        replaced = [change for change in changes if change.replaces]
        words = f"{name} 有{len(changes)}项与本件不同，其中{len(replaced)}项已经录入，导入后替换为文件里的内容。"
        if not replaced:
            words = f"{name} 有{len(changes)}项可以填入本件。"
        super().__init__("把文件内容填入本件", words, parent)
        if replaced:
            self.body.addWidget(self._table(replaced))
        if warnings:
            self.body.addWidget(self._doubts(warnings))
        self.accepted.connect(plainly(then))
        self.add_button("返回", self.reject)
        self.add_button(f"填入{len(changes)}项", self.accept, kind="primary", default=True)
        grid.fix(self, least_width=640)

    def _table(self, changes: Sequence[ImportChange]) -> QTableWidget:
        table = QTableWidget(len(changes), 3, self)
        table.setHorizontalHeaderLabels(["项目", "本件现在", "文件里"])
        table.setObjectName("replaced")
        table.setAccessibleName("将要替换的内容")
        for row, change in enumerate(changes):
            for column, text in enumerate((change.label, change.before, change.after)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                table.setItem(row, column, item)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(grid.px(32))
        if len(changes) <= _LINES:
            table.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # nothing to scroll, nothing to stop at
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setTabKeyNavigation(False)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        keeps_order(table, "按备案表的项目顺序排列")
        shown = min(len(changes), _LINES)
        grid.fix(table, height=40 + 32 * shown)
        return table

    def _doubts(self, warnings: Sequence[str]) -> QLabel:
        more = f"\n另有{len(warnings) - _LINES}处" if len(warnings) > _LINES else ""
        label = QLabel("读入时有疑问，填入后核对：\n" + "\n".join(f"· {w}" for w in warnings[:_LINES]) + more, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        mark(label, tone="amber")
        return label
