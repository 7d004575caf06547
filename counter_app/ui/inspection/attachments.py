"""Files attached to an inspection, order or tip: added by dialog, drop or paste, looked at, taken off again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.office.noting import ATTACHMENT, Viewing
from counter_app.services.ports import Attachment, Backend
from counter_app.services.scans import attachments
from counter_app.ui.base.acts import Act
from counter_app.ui.base.looks import Seen
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.station import Station
from counter_app.ui.inspection.attachment_queue import AttachmentBar, AttachmentQueue
from counter_app.ui.intake.scans import dropped_scans
from counter_app.ui.scans.words import kind_words, when_words
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.dialogs import Dialog, ask
from counter_app.ui.widgets.file_dialogs import SCANS, ask_for_files
from counter_app.ui.widgets.line_dialog import LineDialog, LineField
from counter_app.ui.widgets.messages import MessageBar
from counter_app.ui.widgets.rows import from_the_left
from counter_app.ui.widgets.wrapped_list import WrappedList

_LOWEST: Final = 420
_HELD_ROWS: Final = 3


class Attachments(QWidget):
    """A short list with its buttons."""

    ACTS: ClassVar[tuple[Act[Attachments], ...]]

    refused = Signal(Refusal)
    """A refusal for the bar."""
    confirmed = Signal(str)
    """What was done."""

    def __init__(self, station: Station, usual: Sequence[str], parent: QWidget | None = None) -> None:
        """`usual` are names offered for a file, the first one the likeliest."""
        super().__init__(parent)
        self._station = station
        self._usual = list(usual)
        self._owner = ""
        self._folder = Path.home()
        self._files: list[Attachment] = []
        self._turned: dict[str, int] = {}
        self.setAcceptDrops(True)
        self.list = WrappedList()
        self.list.setAccessibleName("附件")
        self.list.itemActivated.connect(lambda _item: self.view())
        self._nothing = QLabel("还没有附件：把扫描件、照片拖到这里，或按“添加”")
        self._nothing.setWordWrap(True)
        mark(self._nothing, role="quiet")
        self.progress = MessageBar()
        bar = AttachmentBar(self.progress, self.confirmed.emit, self.refused.emit)
        self.queue = AttachmentQueue(station, bar, self)
        self.queue.attached.connect(self._attached)
        self.queue.idle.connect(self._ask_again)  # what was stopped may have been attached already
        self.acts = PageActs(self, self.ACTS)
        self._lay_out()

    @property
    def titles(self) -> tuple[str, ...]:
        """What the files are called."""
        return tuple(one.title for one in self._files)

    @property
    def has_files(self) -> bool:
        """Whether any file hangs there."""
        return bool(self._files)

    def show_of(self, owner: str) -> None:
        """Show the files of an inspection, order or tip; of nothing where it is empty."""
        self._owner = owner
        self.setEnabled(bool(owner))
        self._take([])
        self._ask_again()

    def add(self) -> None:
        """Choose files and name them."""
        ask_for_files(self, "添加附件", SCANS, self.attach, self._folder)

    def paste(self) -> None:
        """Attach what the clipboard holds."""
        sources = dropped_scans(QGuiApplication.clipboard().mimeData())
        if sources:
            self.attach(sources)
        else:
            self.refused.emit(Refusal("剪贴板里没有图像，也没有文件", "先复制照片或扫描的文件，再按“粘贴”"))

    def attach(self, sources: Sequence[Path | QImage]) -> None:
        """Ask what the files are called, then attach them one after the other."""
        files = [source for source in sources if isinstance(source, Path)]
        if files:
            self._folder = files[0].parent
        words = f"{len(sources)}个文件使用同一名称" if len(sources) > 1 else "笔录和清单上写这个名称"

        owner = self._owner

        def named(answers: dict[str, str]) -> None:
            self.queue.add(owner, answers["title"], sources)

        LineDialog(
            "填写附件名称",
            words,
            [LineField("title", "名称", self._usual[0], "填写附件名称")],
            "添加",
            named,
            self.window(),
            usual=self._usual,
        ).open()

    def view(self) -> None:
        """Show the marked file."""
        if (one := self._marked()) is not None:
            _Viewer(self._station, self._files, one, self._turned, self.window()).open()

    def take_off(self) -> None:
        """Take the marked file off, after a question."""
        if (one := self._marked()) is not None:
            words = f"“{one.title}”不再列入附件。"
            ask(self.window(), "移除这个附件？", words, act="移除", then=partial(self._remove, one), danger=True)

    # Inside ----------------------------------------------------------------------------------------------------------

    def _attached(self, attachment: Attachment) -> None:
        if attachment.owner == self._owner:
            self._ask_again()

    def _remove(self, one: Attachment) -> None:
        owner, post = self._owner, self._station.post
        self._station.write(
            lambda backend: attachments.remove(backend, owner, one.attachment_id, post=post),
            done=lambda _none: self._ask_again(),
            owner=self,
        )

    def _ask_again(self) -> None:
        owner = self._owner
        if not owner:
            return

        def read(backend: Backend) -> list[Attachment]:
            return attachments.attachments_of(backend, owner)

        def take(files: list[Attachment]) -> None:
            if owner == self._owner:
                self._take(files)

        self._station.read(read, done=take, owner=self)

    def _take(self, files: list[Attachment]) -> None:
        self._files = files
        self.list.clear()
        self.list.addItems([f"{one.title}　{kind_words(one)} · {when_words(one, self._station.zone)}" for one in files])
        self.list.setVisible(bool(files))
        self._nothing.setVisible(not files)
        self.acts.refresh()
        if files:
            self.list.setCurrentRow(len(files) - 1)

    def _marked(self) -> Attachment | None:
        row = self.list.currentRow()
        return self._files[row] if 0 <= row < len(self._files) else None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and pictures may be dropped."""
        if dropped_scans(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach what was dropped."""
        event.acceptProposedAction()
        self.attach(dropped_scans(event.mimeData()))

    def _lay_out(self) -> None:
        row_height = self.list.fontMetrics().height() + grid.px(8)
        grid.fix(self.list, least_height=row_height)
        self.list.setMaximumHeight(_HELD_ROWS * row_height + grid.px(8))
        buttons = [self.acts.button(name) for name in ("add", "paste", "view", "remove")]
        for button in buttons:
            mark(button, kind="quiet")
        box = QVBoxLayout(self)
        grid.space(box, spacing=4)
        box.addWidget(self._nothing)
        box.addWidget(self.list)
        box.addWidget(self.progress)
        layouts.nest(box, from_the_left(*buttons))
        self.setEnabled(False)


Attachments.ACTS = (
    Act("add", "添加", (), Attachments.add),
    Act("paste", "粘贴", (), Attachments.paste),
    Act("view", "查看", (), Attachments.view, lambda one: one.has_files),
    Act("remove", "移除", ("Del",), Attachments.take_off, lambda one: one.has_files),
)


class _Viewer(Dialog):
    """The files one after the other, the marked one first; turned on the screen only, the files stay as they came."""

    def __init__(
        self,
        station: Station,
        files: Sequence[Attachment],
        first: Attachment,
        turned: dict[str, int],
        parent: QWidget,
    ) -> None:
        """`turned` remembers how far each file is turned, by its id."""
        super().__init__(first.title, "", parent)
        from counter_app.ui.scans.viewer import ScanViewer, viewed

        self.viewer = ScanViewer(station.tasks, "Esc", on_screen_only=True)
        self.viewer.turned = turned
        self.viewer.close_wanted.connect(self.accept)
        self.viewer.left.connect(self.accept)
        seen, owner = Seen(), first.owner
        self.viewer.chosen.connect(
            lambda file_id: station.look(seen, [Viewing(ATTACHMENT, owner, (("attachment", file_id),))])
        )
        shown = [viewed(station.backend, one, one.attachment_id, one.title, 0, station.zone) for one in files]
        self.viewer.show_scans(shown, first.attachment_id)
        grid.fix(self.viewer, least_width=640, least_height=_LOWEST)
        self.body.addWidget(self.viewer, 1)
        self.add_button("返回", self.accept, default=True, keys="Esc")
        self.viewer.setFocus()
