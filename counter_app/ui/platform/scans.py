"""The scans of the paper that an item is to be taken from, beside the item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal

from counter_app.domain.filing.platform_entry import PlatformItem, ValueSource
from counter_app.domain.forms.forms import Form
from counter_app.services.office.noting import SCAN, Viewing
from counter_app.services.ports import Scan
from counter_app.services.scans import scans
from counter_app.ui.base.station import Station
from counter_app.ui.intake.session import CaseSession
from counter_app.ui.platform.card import PlatformCard
from counter_app.ui.style import grid

if TYPE_CHECKING:
    from counter_app.ui.scans.viewer import ScanViewer

_READABLE: Final = 240
"""Pixels at 100 % of the viewer at least: in a low window the page scrolls, and what is on the scan can be read."""


class PlatformScans(QObject):
    """Shows what was scanned of the papers that stand for an item (第六条), and nothing for an item that was keyed."""

    left = Signal()
    """The clerk goes back to the items."""
    shown = Signal()
    """A viewer is in sight, or none any more."""

    def __init__(self, station: Station, session: CaseSession, card: PlatformCard) -> None:
        """Reads which scans there are; their pages only when they are looked at."""
        super().__init__(card)
        self._station = station
        self._session = session
        self._card = card
        self._labels = {kind.key: kind.name for kind in session.form.materials}
        self._scans: list[Scan] = []
        self._item: PlatformItem | None = None
        self._viewer: ScanViewer | None = None
        reference = session.reference
        station.read(
            lambda backend: scans.scans_of_case(backend, reference),
            done=self._take,
            failed=lambda _refusal: None,  # the paper itself is at hand
            owner=self,
        )

    @property
    def viewer(self) -> ScanViewer | None:
        """The viewer, where it stands open."""
        return self._viewer if self._viewer is not None and not self._viewer.isHidden() else None

    def show_for(self, item: PlatformItem) -> None:
        """Show the scans for `item`."""
        if item is not self._item:
            self._item = item
            self._show()

    def focus(self) -> None:
        """Put the keys into the viewer, where one is open."""
        if self.viewer is not None:
            self.viewer.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def record_looks(self) -> None:
        """Put it down that whoever sits here sees the case, and the papers whose scans are in sight."""
        own = self._of_item() if self.viewer is not None else []
        looks = (Viewing(SCAN, self._session.reference, (("material", scan.material),)) for scan in own)
        self._session.record_looks(*looks)

    def _take(self, found: list[Scan]) -> None:
        self._scans = found
        self._show()

    def _show(self) -> None:
        own = self._of_item()
        if own:
            viewer = self._made_viewer()
            viewer.show()
            from counter_app.ui.scans.viewer import viewed  # as the viewer

            backend, labels, zone = self._session.backend, self._labels, self._station.zone
            self.record_looks()
            titles = [labels.get(one.material, one.material) for one in own]
            viewer.show_scans(
                [
                    viewed(backend, one, one.scan_id, title, one.rotation, zone)
                    for one, title in zip(own, titles, strict=True)
                ]
            )
        elif self._viewer is not None:
            self._viewer.hide()
        self.shown.emit()

    def _of_item(self) -> list[Scan]:
        wanted = _papers_for(self._session.form, self._item) if self._item is not None else ()
        return [scan for scan in self._scans if scan.material in wanted]

    def _made_viewer(self) -> ScanViewer:
        if self._viewer is None:
            from counter_app.ui.scans.viewer import ScanViewer  # brings the PDF engine

            self._viewer = ScanViewer(self._station.tasks, "Esc", on_screen_only=True)
            self._viewer.left.connect(self.left)
            self._viewer.close_wanted.connect(self._viewer.hide)
            self._viewer.close_wanted.connect(self.left)
            grid.fix(self._viewer, least_height=_READABLE)
            self._card.take_viewer(self._viewer)
        return self._viewer


def _papers_for(form: Form, item: PlatformItem) -> tuple[str, ...]:
    if item.origin is not ValueSource.ON_PAPER:
        return ()
    part = form.fields[item.key].section if item.key in form.fields else item.key
    return tuple(kind.key for kind in form.papers_for.get(part, ()))
