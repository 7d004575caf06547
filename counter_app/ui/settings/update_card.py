"""Updates in the settings: a stick is checked, the data are copied, and it is said how to install."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import QProcess, QStorageInfo
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from counter_app import paths
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.ports import Backend
from counter_app.services.update import updates
from counter_app.services.update.updates import FoundUpdate, PreparedUpdate
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.base.station import Station
from counter_app.ui.base.tasks import Steps
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.dialogs import Dialog
from counter_app.ui.widgets.file_dialogs import ask_for_folder
from counter_app.ui.widgets.message_bar_notifier import MessageBarNotifier
from counter_app.ui.widgets.rows import side_by_side
from counter_app.ui.widgets.section_card import SectionCard
from counter_app.ui.widgets.selectable import scrolled_by_keys, selectable

T = TypeVar("T")

_WIDTH: Final = 640


def plugged_in() -> list[Path]:
    """The roots of all volumes but the system's own; slow where one of them is."""
    volumes = QStorageInfo.mountedVolumes()
    return [Path(one.rootPath()) for one in volumes if one.isReady() and not one.isRoot()]


class UpdateCard(SectionCard):
    """Nothing is installed by the program itself, except that on Windows it starts the setup program."""

    def __init__(self, station: Station, notifier: MessageBarNotifier, parent: QWidget | None = None) -> None:
        """Nothing is looked for until it is asked."""
        super().__init__("程序更新", "不联网：从发布单位的升级U盘更新，升级前另存一份数据", parent=parent)
        self._station = station
        self._notifier = notifier
        self.version = QLabel(f"本机版本 {paths.version()}")
        self.stick_button = QPushButton("检查升级U盘")
        when_pressed(self.stick_button, self.look_for_stick)
        self.folder_button = QPushButton("检查文件夹")
        when_pressed(self.folder_button, self.ask_for_folder)
        self.under_way = QLabel()
        mark(self.under_way, role="quiet")
        self.add_wide(side_by_side(self.version, self.stick_button, self.folder_button, self.under_way))

    # Check -----------------------------------------------------------------------------------------------------------

    def look_for_stick(self) -> None:
        """Look at what is plugged in; where nothing or more than one is found, say so or ask."""

        def query(backend: Backend, _steps: Steps) -> list[Path]:
            return updates.folders_with_updates(backend.updates, plugged_in())

        self._station.job(query, done=self._found, owner=self, once="look")

    def _found(self, folders: list[Path]) -> None:
        if not folders:
            self._notifier.refuse(Refusal("没有找到升级U盘", "插入U盘再检查一次；升级文件在别处的，用“检查文件夹”选择"))
        elif len(folders) == 1:
            self.look_at(folders[0])
        else:
            self.ask_for_folder(folders[0])

    def ask_for_folder(self, folder: Path | None = None) -> None:
        """Ask where the update lies."""
        ask_for_folder(self, "选择存放升级文件的文件夹", self.look_at, folder)

    def look_at(self, folder: Path) -> None:
        """Check what lies in a folder, and show what is new."""
        self._do(
            lambda backend, steps: updates.check(backend.updates, folder, steps.advance),
            lambda found: UpdateDialog(found, lambda: self.prepare(folder), self.window()).open(),
        )

    # Prepare ---------------------------------------------------------------------------------------------------------

    def prepare(self, folder: Path) -> None:
        """Check once more, copy the data, say how to install."""
        post = self._station.post

        def act(backend: Backend, steps: Steps) -> PreparedUpdate:
            prepared = updates.prepare(backend.updates, folder, steps.advance)
            updates.record(backend, prepared, post=post)
            return prepared

        self._do(act, lambda prepared: InstallDialog(prepared, self.start, self.window()).open())

    def start(self, setup: Path) -> None:
        """Start the setup program and end this one, which it cannot replace while it runs."""
        started, _process = QProcess.startDetached(str(setup), [])
        if started:
            self.window().close()
        else:
            self._notifier.refuse(Refusal(f"{setup.name} 没有启动", "退出程序后双击安装程序安装"))

    # Inside ----------------------------------------------------------------------------------------------------------

    def _do(self, work: Callable[[Backend, Steps], T], done: Callable[[T], None]) -> None:
        def ended(result: T) -> None:
            self.under_way.clear()
            done(result)

        def refused(refusal: Refusal) -> None:
            self.under_way.clear()
            self._notifier.refuse(refusal)

        self._station.job(work, done=ended, failed=refused, progress=self._progress, owner=self, once="check")

    def _progress(self, done: int, total: int, _words: str) -> None:
        self.under_way.setText(f"正在核对安装包，{100 * done // max(total, 1)}%")


class UpdateDialog(Dialog):
    """What was checked and what is new; going on is only offered beneath."""

    def __init__(self, found: FoundUpdate, wanted: Callable[[], None], parent: QWidget | None = None) -> None:
        """`wanted` is called once the clerk wants the update."""
        words = "\n".join([found.headline(), *found.checked()])
        super().__init__(f"有新版本 {found.release.version}", words, parent)
        head = QLabel("新内容")
        mark(head, role="strong")
        self.notes = selectable("\n".join(found.release.notes) or "发布单位没有写明")
        self.body.addWidget(head)
        self.body.addWidget(scrolled_by_keys(self.notes))
        self.accepted.connect(wanted)
        self.add_button("返回", self.reject, keys="Esc", default=True)
        self.go_on = self.add_button("另存数据，准备升级", self.accept, kind="primary")
        grid.fix(self, width=_WIDTH)


class InstallDialog(Dialog):
    """Where the copy of the data lies, and step by step how to install."""

    def __init__(self, prepared: PreparedUpdate, start: Callable[[Path], None], parent: QWidget | None = None) -> None:
        """`start` is called with the setup program, where the user can start it."""
        copy = (
            f"数据已另存为 {prepared.copy}\n升级出了问题的，维护人员可以用它退回（counter-app update go-back）。"
            if prepared.copy is not None
            else ""
        )
        super().__init__("可以升级", copy, parent)
        self.steps = selectable("\n".join(f"{place}. {step}" for place, step in enumerate(prepared.steps(), start=1)))
        self.body.addWidget(self.steps)
        if prepared.is_started_here:
            self.add_button("返回", self.reject, keys="Esc")
            self.accepted.connect(lambda: start(prepared.found.file))
            self.go_on = self.add_button("退出并开始安装", self.accept, kind="primary", default=True)
        else:
            self.command = QLineEdit(prepared.command)
            self.command.setReadOnly(True)
            self.command.setCursorPosition(0)
            self.command.setAccessibleName("安装命令")
            self.body.addWidget(self.command)
            copied = lambda: QGuiApplication.clipboard().setText(prepared.command)  # noqa: E731
            self.add_button("复制命令", copied)
            self.go_on = self.add_button("知道了", self.accept, kind="primary", default=True)
        grid.fix(self, width=_WIDTH)
