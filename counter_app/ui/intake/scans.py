"""The scans of the case on the page: attached by drop, paste, dialog or from the camera's folder, shown beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import NOT_KEPT
from counter_app.domain.filing.scans import may_attach, may_remove, refuse_attaching
from counter_app.services.office.noting import SCAN, Viewing
from counter_app.ui.base.acts import key_of
from counter_app.ui.base.shortcuts import keys_of
from counter_app.ui.intake.material_row import MaterialRow
from counter_app.ui.intake.scan_queue import ScanQueue
from counter_app.ui.intake.session import CaseSession
from counter_app.ui.intake.side import IntakeSide
from counter_app.ui.scans.file_queue import Source
from counter_app.ui.scans.strip import Thumbnail
from counter_app.ui.scans.words import kind_words
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets import moving
from counter_app.ui.widgets.dialogs import ask
from counter_app.ui.widgets.file_dialogs import SCANS, ask_for_files
from counter_app.ui.widgets.messages import MessageChannel, Tone

if TYPE_CHECKING:
    from counter_app.services.ports import Scan
    from counter_app.ui.scans.viewer import ScanViewer, Viewed

_HOW_TO_ATTACH: Final = f"在材料上按 {key_of(MaterialRow.ACTS, 'scan')} 选择文件，或把文件拖到该材料上"
_VIEWER_SHARE: Final = 0.36
"""Of a wide page; on a narrow one the viewer stands in the right column, which then takes half."""
_HALF: Final = 0.5
_UNBOUNDED: Final = 16777215


class CaseScans(QObject):
    """Attaches, shows, turns and removes the scans of one case. Judges nothing by that."""

    width_changed = Signal()
    """The viewer came or went: the columns share their width anew."""
    left = Signal()
    """The viewer had the focus and went away."""

    def __init__(self, session: CaseSession, side: IntakeSide, messages: MessageChannel, parent: QWidget) -> None:
        """`messages` shows its messages; `side` has the papers; dialogs belong to `parent`."""
        super().__init__(parent)
        self._session = session
        self._side = side
        self._messages = messages
        self._parent = parent
        self._scans: list[Scan] = []
        self._viewer: ScanViewer | None = None
        self._columns: QHBoxLayout | None = None
        self._beside_side: bool | None = None
        self._folder = Path.home()
        self._labels = {kind.key: kind.name for kind in session.form.materials}
        self.queue = ScanQueue(session, messages, parent)
        self.queue.attached.connect(self._attached)
        self.queue.idle.connect(self.refresh)  # what was stopped may have hung already
        papers = side.materials
        papers.scan_wanted.connect(self.choose)
        papers.paste_wanted.connect(self.paste)
        papers.scan_chosen.connect(self.view)
        if session.filing.version != NOT_KEPT:
            self.refresh()

    # Attaching -----------------------------------------------------------------------------------------------------

    @property
    def may_attach(self) -> bool:
        """Whether scans may still come."""
        return may_attach(self._session.filing)

    def attach(self, key: str, sources: Sequence[Source]) -> None:
        """Attach `sources` to the paper `key`, one after the other."""
        try:
            refuse_attaching(self._session.filing)
        except Refusal as refusal:
            self._messages.say_refusal(refusal)
            return
        self.queue.add(key, self._labels[key], sources)

    def choose(self, key: str) -> None:
        """S: ask for files."""
        try:
            refuse_attaching(self._session.filing)
        except Refusal as refusal:
            self._messages.say_refusal(refusal)
            return
        title = f"附扫描件：{self._labels[key]}"
        ask_for_files(self._parent, title, SCANS, partial(self._chosen, key), self._folder)

    def _chosen(self, key: str, paths: list[Path]) -> None:
        self._folder = paths[0].parent
        self.attach(key, paths)

    def paste(self, key: str) -> None:
        """Ctrl+V: attach what is in the clipboard to the paper."""
        sources = dropped_scans(QGuiApplication.clipboard().mimeData())
        if sources:
            self.attach(key, sources)
        else:
            self._messages.say_refusal(
                Refusal(
                    "剪贴板里没有图像，也没有文件",
                    f"先复制扫描的图像或文件，再在该材料上按 {key_of(MaterialRow.ACTS, 'paste')}",
                )
            )

    def drop(self, sources: Sequence[Source], place: QPoint) -> None:
        """Attach what was dropped at `place` (on the screen) to the paper there; ask which where there is none."""
        row = self._side.materials.row_at(place)
        if row is not None:
            self.attach(row.spec.key, sources)
        else:
            self._ask_which(sources)

    def hover(self, place: QPoint | None) -> None:
        """Show to which paper it would attach what is dragged over `place` (on the screen); None: over nothing."""
        under = None if place is None else self._side.materials.row_at(place)
        for row in self._side.materials.rows():
            mark(row, target=row is under)

    def take(self, path: Path) -> None:
        """F3: attach a file of the camera folder to the current material, else to the first that waits for one."""
        key = self._in_hand() or self._awaiting()
        if key:
            self.attach(key, [path])
        else:
            self._ask_which([path])

    def _ask_which(self, sources: Sequence[Source]) -> None:
        from counter_app.ui.scans.which_material import WhichMaterial

        WhichMaterial(list(self._labels.items()), lambda key: self.attach(key, sources), self._parent).open()

    def awaiting_label(self) -> str:
        """The name of the paper that `take` would attach a file to, empty where it would ask."""
        return self._labels.get(self._in_hand() or self._awaiting(), "")

    def _in_hand(self) -> str:
        """The paper that has the focus, its scans in the viewer included."""
        viewer = self.viewer
        if viewer is not None and moving.focused_within(viewer):
            return next((scan.material for scan in self._scans if scan.scan_id == viewer.scan_id), "")
        return self._side.materials.in_hand()

    def _awaiting(self) -> str:
        """The first demanded paper without a scan; one that is only shown is not to be copied as a matter of course."""
        with_scans = {scan.material for scan in self._scans}
        kinds = self._session.form.materials
        wanted = (kind for kind in kinds if kind.demanded and not kind.shared and not kind.shown_only)
        return next((kind.key for kind in wanted if kind.key not in with_scans), "")

    def _attached(self, scan: Scan) -> None:
        if all(known.scan_id != scan.scan_id for known in self._scans):
            self._show([*self._scans, scan])
        if self._viewer is not None and self._viewer.isVisible():
            self.view(scan.material, scan.scan_id, with_focus=False)

    # Showing -------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the scans of the case."""
        from counter_app.services.scans import scans as acts

        backend, reference = self._session.backend, self._session.reference
        self._session.tasks.run(
            lambda: acts.scans_of_case(backend, reference),
            done=self._show,
            failed=self._messages.say_refusal,
            owner=self,
        )

    @property
    def scans(self) -> list[Scan]:
        """The scans as they show now."""
        return [*self._scans]

    @property
    def viewer(self) -> ScanViewer | None:
        """The viewer, where it stands open."""
        return self._viewer if self._viewer is not None and not self._viewer.isHidden() else None

    def _show(self, scans: list[Scan]) -> None:
        if not isValid(self):
            return
        self._scans = scans
        for row in self._side.materials.rows():
            own = [scan for scan in scans if scan.material == row.spec.key]
            row.show_scans([Thumbnail(scan.scan_id, kind_words(scan), scan.rotation) for scan in own])
            for scan in own:
                if row.strip.wants_picture(scan.scan_id):
                    self._ask_picture(scan)
        if (viewer := self.viewer) is not None:
            shown = next((scan.material for scan in scans if scan.scan_id == viewer.scan_id), "")
            if shown:
                self.view(shown, viewer.scan_id, with_focus=False)
            else:
                self.close()

    def _ask_picture(self, scan: Scan) -> None:
        from counter_app.services.scans import scans as acts

        backend = self._session.backend

        def put(jpeg: bytes) -> None:
            # Here, and as what it is: to recognize a picture Qt asks its SVG plugin, which makes signal connections.
            # In a background thread, which keeps Python's lock meanwhile, that waited for good now and then.
            picture = QImage.fromData(jpeg, "JPG")  # type: ignore[arg-type]  # takes a str, unlike its stub
            self._side.materials.row(scan.material).strip.put_picture(scan.scan_id, picture)

        self._session.tasks.run(
            lambda: acts.thumbnail(backend, scan),
            done=put,
            failed=lambda _refusal: None,  # the viewer says what is wrong, where somebody wants to look
            owner=self,
        )

    def toggle(self) -> None:
        """Ctrl+Shift+S: the viewer opens on the current material, else on the first that has a scan; or goes."""
        if self.viewer is not None:
            self.close()
        elif self._scans:
            hand = self._side.materials.in_hand()
            of_hand = [scan for scan in self._scans if scan.material == hand]
            material = (of_hand or self._scans)[0].material
            self.view(material, with_focus=False)
            self._session.record_looks(self._look_at(material))
        else:
            self._messages.say("该件还没有扫描件", _HOW_TO_ATTACH if self.may_attach else "")

    def view(self, key: str, scan_id: str = "", *, with_focus: bool = True) -> None:
        """V, or a click on a small picture: show the scans of a paper."""
        own = [scan for scan in self._scans if scan.material == key]
        if not own:
            self._messages.say(f"{self._labels[key]}还没有扫描件", _HOW_TO_ATTACH if self.may_attach else "")
            return
        viewer = self._made_viewer()
        if viewer.isHidden():
            viewer.show()
            self._beside_side = None
            self.width_changed.emit()
        viewer.show_scans([self._viewed(scan) for scan in own], scan_id, may_remove=may_remove(self._session.filing))
        if with_focus:
            self._session.record_looks(self._look_at(key))
        QTimer.singleShot(0, self, lambda: self._side.materials.reveal(key))
        if with_focus:
            viewer.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close(self) -> None:
        """Put the viewer away; the focus goes where the clerk was before."""
        if (viewer := self.viewer) is None:
            return
        focused = moving.focused_within(viewer)
        viewer.hide()
        viewer.show_scans([])
        self._side.take_viewer(None)
        self.width_changed.emit()
        if focused:
            self.left.emit()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of the viewer under its heading, while it stands open."""
        return [("扫描件", self.viewer.acts.told())] if self.viewer is not None else []

    def _back_to_paper(self) -> None:
        shown = self._viewer.scan_id if self._viewer is not None else ""
        key = next((scan.material for scan in self._scans if scan.scan_id == shown), "")
        self._side.materials.focus_material(key)

    def looks(self) -> list[Viewing]:
        """What is in sight of the scans."""
        shown = self.viewer.scan_id if self.viewer is not None else ""
        return [self._look_at(scan.material) for scan in self._scans if scan.scan_id == shown]

    def _look_at(self, material: str) -> Viewing:
        return Viewing(SCAN, self._session.reference, (("material", material),))

    def _viewed(self, scan: Scan) -> Viewed:
        from counter_app.ui.scans.viewer import viewed

        title = self._labels.get(scan.material, scan.material)
        return viewed(self._session.backend, scan, scan.scan_id, title, scan.rotation, self._session.zone)

    # Turning and removing ------------------------------------------------------------------------------------------

    def _turn(self, scan_id: str, by: int) -> None:
        """For good where the case is still at the window, else only on the screen."""
        from counter_app.services.scans import scans as acts

        backend, post = self._session.backend, self._session.post
        if not self.may_attach:
            known = next(scan for scan in self._scans if scan.scan_id == scan_id)
            self._turned(replace(known, rotation=(known.rotation + by) % 360))
            return
        self._session.tasks.run(
            lambda: acts.turn_scan(backend, scan_id, by, post=post),
            done=self._turned,
            failed=self._messages.say_refusal,
            owner=self,
        )

    def _turned(self, turned: Scan) -> None:
        self._show([turned if scan.scan_id == turned.scan_id else scan for scan in self._scans])

    def _ask_removal(self, scan_id: str) -> None:
        scan = next(scan for scan in self._scans if scan.scan_id == scan_id)
        ask(
            self._parent,
            f"移除{self._labels[scan.material]}的这个扫描件？",
            "移除后不再显示；文件和移除的记录留在数据中备查。",
            act="移除",
            then=lambda: self._remove(scan_id),
            danger=True,
        )

    def _remove(self, scan_id: str) -> None:
        from counter_app.services.scans import scans as acts

        backend, post = self._session.backend, self._session.post
        self._session.tasks.run(
            lambda: acts.remove_scan(backend, scan_id, post=post),
            done=lambda _none: self._removed(scan_id),
            failed=self._messages.say_refusal,
            owner=self,
        )

    def _removed(self, scan_id: str) -> None:
        gone = next((scan for scan in self._scans if scan.scan_id == scan_id), None)
        left = [scan for scan in self._scans if scan.scan_id != scan_id]
        viewer = self.viewer
        if viewer is not None and gone is not None:
            own = [scan for scan in left if scan.material == gone.material]
            if own:
                viewer.show_scans([self._viewed(scan) for scan in own], own[0].scan_id, may_remove=True)
            else:
                self._back_to_paper()
        self._show(left)
        self._messages.say("扫描件已移除", tone=Tone.DONE)

    # Standing ------------------------------------------------------------------------------------------------------

    def attach_to_layout(self, columns: QHBoxLayout) -> None:
        """The columns of the page: form first, right column last."""
        self._columns = columns

    def width_of_side(self, side: int, width: int, *, beside_side: bool) -> int:
        """Give the viewer its place and return how wide the right column becomes.

        On a wide page it stands between form and right column, on a narrow one within the latter; never over the form.
        """
        viewer = self.viewer
        if viewer is None or self._columns is None:
            return side
        if beside_side is not self._beside_side:
            focused = moving.focused_within(viewer)
            self._beside_side = beside_side
            if beside_side:
                self._side.take_viewer(None)
                self._columns.insertWidget(1, viewer)
            else:
                viewer.setMinimumWidth(0)
                viewer.setMaximumWidth(_UNBOUNDED)
                self._side.take_viewer(viewer)
            viewer.show()
            if focused:  # a widget that is given another parent loses it
                viewer.setFocus(Qt.FocusReason.OtherFocusReason)
        if beside_side:
            viewer.setFixedWidth(round(width * _VIEWER_SHARE))
            return side
        return max(side, round(width * _HALF))

    def _made_viewer(self) -> ScanViewer:
        if self._viewer is None:
            from counter_app.ui.scans.viewer import ScanViewer

            self._viewer = ScanViewer(self._session.tasks, keys_of("scans"), self._parent)
            self._viewer.hide()
            grid.fix(self._viewer, least_height=160)
            self._viewer.turn_wanted.connect(self._turn)
            self._viewer.remove_wanted.connect(self._ask_removal)
            self._viewer.left.connect(self._back_to_paper)
            self._viewer.close_wanted.connect(self.close)
        return self._viewer


def dropped_scans(data: QMimeData | None) -> list[Source]:
    """What of `data` may be scans: its local files, else the picture it holds. Files go before their own preview."""
    if data is None:  # a clipboard whose owner went away
        return []
    paths: list[Source] = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if paths or not data.hasImage():
        return paths
    image = data.imageData()
    return [image] if isinstance(image, QImage) and not image.isNull() else []
