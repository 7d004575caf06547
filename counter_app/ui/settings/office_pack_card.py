"""The office pack in the settings: written, imported once its changes were seen, and what was before put back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from counter_app import paths
from counter_app.domain.basics.fingerprints import grouped
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.office import office_packs
from counter_app.services.office.office_packs import ImportedPack, PackPreview, SignedPack
from counter_app.services.office.supervision import Permission
from counter_app.services.ports import Backend
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.base.station import Station
from counter_app.ui.base.tasks import Steps
from counter_app.ui.papers.supervisor_dialog import ask_supervisor
from counter_app.ui.settings.signers_dialog import SignersDialog
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.dialogs import Dialog, ask, inform
from counter_app.ui.widgets.file_dialogs import ask_for_file, ask_where_to_save
from counter_app.ui.widgets.message_bar_notifier import MessageBarNotifier
from counter_app.ui.widgets.rows import side_by_side
from counter_app.ui.widgets.section_card import SectionCard
from counter_app.ui.widgets.selectable import scrolled_by_keys, selectable

_KIND: Final = f"机关配置包 (*{office_packs.SUFFIX})"
_WIDTH: Final = 720
_MOST_LINES: Final = 400


class OfficePackCard(SectionCard):
    """What is imported holds for the whole office: the settings at once, the forms from the next start."""

    imported = Signal()
    """The settings of the office are other ones now."""

    def __init__(
        self, station: Station, notifier: MessageBarNotifier, unsaved: Callable[[], bool], parent: QWidget | None = None
    ) -> None:
        """`unsaved` says whether something on the page is not saved yet, which an import would take away."""
        super().__init__("机关配置包", "自定的表单、文书模板、代码表和设置，一个签名文件", parent=parent)
        self._station = station
        self._notifier = notifier
        self._unsaved = unsaved
        self.export_button = QPushButton("导出配置包")
        when_pressed(self.export_button, self.export)
        self.import_button = QPushButton("导入配置包")
        when_pressed(self.import_button, self.choose)
        self.restore_button = QPushButton("恢复导入前的配置")
        when_pressed(self.restore_button, self.ask_to_restore)
        self.signers_button = QPushButton("已确认的密钥")
        when_pressed(self.signers_button, self.show_signers)
        buttons = (self.export_button, self.import_button, self.restore_button, self.signers_button)
        self.add_wide(side_by_side(*buttons))

    def show_signers(self) -> None:
        """Show whose packs and results are believed."""
        SignersDialog(self._station, self.window()).open()

    # Export ----------------------------------------------------------------------------------------------------------

    def export(self) -> None:
        """Ask where to."""
        office = self._station.office
        name = f"{office.name if office is not None else '机关'}{office_packs.SUFFIX}"
        ask_where_to_save(self, "导出配置包", name, self.write)

    def write(self, path: Path) -> None:
        """Write the pack, and tell the fingerprint that the other office will ask for."""
        post, printer = self._station.post, self._station.workstation.printer

        def act(backend: Backend, _steps: Steps) -> SignedPack:
            return office_packs.export_pack(backend, path, program=paths.version(), printer=printer, post=post)

        def done(signed: SignedPack) -> None:
            words = f"{path}\n\n本机密钥指纹：{grouped(signed.fingerprint)}\n\n对方首次导入时会打电话核对指纹。"
            inform(self.window(), f"配置包已导出，{len(signed.pack.files)}个自定文件", words)

        self._station.job(act, done=done, owner=self, once="export")

    # Import ----------------------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for the file."""
        if not self._refused():
            ask_for_file(self, "导入配置包", _KIND, self.look_at)

    def _refused(self) -> bool:
        if self._unsaved():
            self._notifier.refuse(Refusal("设置有修改还没有保存", "保存或还原后再导入配置包"))
        return self._unsaved()

    def look_at(self, path: Path) -> None:
        """Read a pack and show what it would change."""
        if self._refused():
            return

        def query(backend: Backend, _steps: Steps) -> tuple[bytes, PackPreview]:
            content = office_packs.load(path)
            return content, office_packs.preview(backend, content)

        self._station.job(query, done=lambda found: self._show(*found), owner=self, once="look")

    def _show(self, content: bytes, seen: PackPreview) -> None:
        def wanted() -> None:
            if seen.is_trusted:
                self._import(content, None, "")
            else:
                words = f"确认“{seen.signed.pack.office.name}”的密钥。密钥指纹已打电话核对一致，以后不再询问。"
                allow = lambda permission: self._import(content, permission, seen.signed.fingerprint)  # noqa: E731
                ask_supervisor(self.window(), self._station, words, (), allow, with_reason=False)

        PackDialog(seen, wanted, self.window()).open()

    def _import(self, content: bytes, allowed_by: Permission | None, trust: str) -> None:
        post = self._station.post

        def act(backend: Backend, _steps: Steps) -> ImportedPack:
            return office_packs.import_pack(backend, content, allowed_by=allowed_by, trust=trust, post=post)

        self._station.job(act, done=lambda done: self._told("配置包已导入", done), owner=self, once="import")

    # Back ------------------------------------------------------------------------------------------------------------

    def ask_to_restore(self) -> None:
        """Ask, then put back what was before."""
        if self._unsaved():
            self._notifier.refuse(Refusal("设置有修改还没有保存", "保存或还原后再恢复"))
            return
        words = "表单、文书模板、代码表和随包导入的设置恢复为上一次导入前的内容；现在的配置留在旁边，可以再换回来。"
        ask(self.window(), "恢复导入前的配置？", words, act="恢复", then=self.restore, danger=True)

    def restore(self) -> None:
        """Put back what was before the last import."""
        post = self._station.post
        self._station.job(
            lambda backend, _steps: office_packs.put_back(backend, post=post),
            done=lambda done: self._told("已恢复导入前的配置", done),
            owner=self,
            once="import",
        )

    def _told(self, headline: str, done: ImportedPack) -> None:
        workstation = self._station.workstation
        printer = workstation.printer or done.printer
        refusal = self._station.save_office(done.office, replace(workstation, printer=printer))
        if refusal is not None:
            self._notifier.refuse(refusal)
        self.imported.emit()
        words = f"设置立即生效；表单和文书模板在各窗口重新启动后使用。\n原来的配置保存在数据文件夹的 {done.kept}。"
        inform(self.window(), headline, words)


def _standing(seen: PackPreview) -> str:
    """Whether the one who signed is believed, in words."""
    if seen.is_trusted:
        return "本机已确认过这个密钥。"
    if seen.withdrawn_on is not None:
        return (
            f"对这个密钥的信任已于{seen.withdrawn_on}撤销：向该机关索取用新密钥签名的配置包；"
            "确要恢复信任的，打电话核对指纹，由负责人确认。"
        )
    return "第一次收到这个密钥签名的配置包：打电话向该机关核对指纹，一致的由负责人确认。"


class PackDialog(Dialog):
    """Who signed a pack and what it would change; the act is only offered beneath."""

    def __init__(self, seen: PackPreview, wanted: Callable[[], None], parent: QWidget | None = None) -> None:
        """`wanted` is called once the clerk wants the import."""
        pack = seen.signed.pack
        made = f"{pack.office.name}　{pack.made_at:%Y-%m-%d} 导出，程序版本 {pack.program}"
        key = f"密钥指纹：{grouped(seen.signed.fingerprint)}"
        super().__init__("导入配置包", f"{made}\n{key}\n{_standing(seen)}", parent)
        lines = seen.lines()
        more = [f"……另有{len(lines) - _MOST_LINES}行"] if len(lines) > _MOST_LINES else []
        self.changes = selectable("\n".join([*lines[:_MOST_LINES], *more]))
        head = QLabel("与出厂版本的不同，导入后的变化")
        mark(head, role="strong")
        self.body.addWidget(head)
        self.body.addWidget(scrolled_by_keys(self.changes))
        self.accepted.connect(wanted)
        self.add_button("返回", self.reject, keys="Esc", default=True)
        words = "导入" if seen.is_trusted else "已电话核对一致，由负责人确认"
        self.import_button = self.add_button(words, self.accept, kind="primary")
        grid.fix(self, width=_WIDTH)
