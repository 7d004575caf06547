"""Filling the open case from a workbook or a JSON file: read in the background, ask before replacing, take back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.intake import IntakeFile
from counter_app.domain.forms.judging import judge
from counter_app.services.filing.cases import day_of_receipt
from counter_app.ui.base.shortcuts import text_of
from counter_app.ui.base.tasks import CancelToken
from counter_app.ui.intake.session import CaseSession
from counter_app.ui.widgets.dialogs import inform
from counter_app.ui.widgets.file_dialogs import ask_for_file
from counter_app.ui.widgets.messages import MessageChannel, Tone

if TYPE_CHECKING:  # lists and their tables come with the first file that is read
    from counter_app.ui.intake.import_merge import Contents, ImportChange

_KINDS: Final = "登记文件 (*.xlsx *.json);;所有文件 (*)"
_LONG: Final = 120
"""Characters of a refusal from which on it is shown as a list to be read, not as a line in passing."""


class FileImport(QObject):
    """The way of one file into one case."""

    def __init__(self, session: CaseSession, messages: MessageChannel, page: QWidget) -> None:
        """`messages` shows its messages; dialogs belong to `page`."""
        super().__init__(page)
        self._session = session
        self._messages = messages
        self._page = page
        self._reading: CancelToken | None = None

    def choose(self) -> None:
        """Ctrl+I: ask for a file."""
        if not self._session.filing.open_for_changes:
            self._messages.say(f"该件{self._session.filing.state.label}，不能再改", "需要变更的，办理备案变更")
            return
        ask_for_file(self._page, "用文件填入本件", _KINDS, self.read)

    def read(self, path: Path) -> None:
        """Read `path` off this thread; a second file takes the place of one still being read."""
        if self._reading is not None:
            self._reading.cancel()
        session = self._session
        self._messages.say(f"正在读取 {path.name}…", actions=(("取消", self._cancel),))
        form, facts = session.form, session.facts

        def read() -> IntakeFile:
            intake = session.backend.files.read(path, form)
            day_of_receipt(intake, session.today)
            judge(intake.answers, intake.materials, facts)  # each row remembers what it came to: the window need not
            return intake

        self._reading = session.tasks.run(
            read,
            done=lambda intake: self._came(path.name, intake),
            failed=lambda refusal: self._refused(path.name, refusal),
            owner=self,
        )

    def _cancel(self) -> None:
        if self._reading is not None:
            self._reading.cancel()

    def _refused(self, name: str, refusal: Refusal) -> None:
        if not isValid(self):
            return
        if len(str(refusal)) > _LONG or "\n" in refusal.sentence:
            self._messages.clear()
            inform(self._page, f"{name} 没有读入", text_of(refusal, "\n"))
        else:
            self._messages.say_refusal(refusal)

    def _came(self, name: str, intake: IntakeFile) -> None:
        if not isValid(self):
            return
        from counter_app.ui.intake.import_merge import ImportQuestion, merged

        self._messages.clear()
        session = self._session
        contents, changes = merged(session.filing, intake, session.post, session.backend.clock())
        if not changes:
            self._messages.say(f"{name} 与本件内容相同，没有改动")
        elif intake.warnings or any(change.replaces for change in changes):
            ImportQuestion(
                name, changes, intake.warnings, lambda: self._fill(name, contents, changes), self._page
            ).open()
        else:
            self._fill(name, contents, changes)

    def _fill(self, name: str, contents: Contents, changes: list[ImportChange]) -> None:
        from counter_app.ui.intake.import_merge import Contents

        before = Contents.of(self._session.filing)
        if not self._put(contents):
            return
        self._messages.say(
            f"已从 {name} 填入{len(changes)}项",
            "核对后继续",
            tone=Tone.DONE,
            actions=(("撤销填入", lambda: self._put(before)),),
        )

    def _put(self, contents: Contents) -> bool:
        if not self._session.filing.open_for_changes:
            self._messages.say(f"该件{self._session.filing.state.label}，不能再改", "需要变更的，办理备案变更")
            return False
        self._session.fill(contents.answers, contents.materials, contents.received_on, contents.confirmed)
        return True


def dropped_file(data: QMimeData) -> Path | None:
    """The one local file that is being dropped, None where there is none or more than one."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].suffix.lower() in (".xlsx", ".json") else None
