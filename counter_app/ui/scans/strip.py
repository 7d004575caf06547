"""The scans of one paper in its row: small pictures and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap, QTransform
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from counter_app.domain.basics.records import frozen
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark

_MOST: Final = 3
"""So many pictures; the rest is a number."""
_SIDE: Final = 28


@frozen
class Thumbnail:
    """One scan in the strip: `note` is what kind of file it is, `rotation` in degrees clockwise."""

    scan_id: str
    note: str
    rotation: int = 0


class ScanStrip(QWidget):
    """Small pictures that open the viewer. They come later than the strip, and it does without them."""

    chosen = Signal(str)
    """The scan to look at."""

    def __init__(self, paper: str, parent: QWidget | None = None) -> None:
        """`paper` is the name of the paper they belong to."""
        super().__init__(parent)
        self._paper = paper
        self._thumbs: tuple[Thumbnail, ...] = ()
        self._buttons: dict[str, QPushButton] = {}
        self._row = QHBoxLayout(self)
        grid.space(self._row, spacing=4)
        self._words = QLabel(self)
        mark(self._words, role="quiet")
        self._row.addWidget(self._words)
        self._row.addStretch(1)

    @property
    def words(self) -> str:
        """The number beside the pictures."""
        return self._words.text()

    def show_scans(self, thumbs: Sequence[Thumbnail]) -> None:
        """Show these, with the pictures that are known already."""
        if tuple(thumbs) == self._thumbs:
            return
        self._thumbs = tuple(thumbs)
        for button in self._buttons.values():
            button.hide()
            button.deleteLater()
        self._buttons = {}
        for place, thumb in enumerate(self._thumbs[:_MOST]):
            button = QPushButton(self)
            mark(button, role="thumb")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setAccessibleName(f"{self._paper}的扫描件{place + 1}，{thumb.note}")
            button.setToolTip(f"{thumb.note}，V 查看")
            button.setIconSize(QSize(grid.px(_SIDE), grid.px(_SIDE)))
            grid.fix(button, width=_SIDE + 6, height=_SIDE + 6)
            when_pressed(button, self.chosen.emit, thumb.scan_id)
            self._row.insertWidget(place, button)
            self._buttons[thumb.scan_id] = button
        self._words.setText(f"{len(thumbs)}个扫描件 · V 查看")

    def put_picture(self, scan_id: str, picture: QImage) -> None:
        """A small picture has come; nothing where its scan is gone or not among the first."""
        button = self._buttons.get(scan_id)
        rotation = next((thumb.rotation for thumb in self._thumbs if thumb.scan_id == scan_id), 0)
        if button is not None:
            turned = picture.transformed(QTransform().rotate(rotation)) if rotation else picture
            side = round(grid.px(_SIDE) * self.devicePixelRatioF())
            small = turned.scaled(
                side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            button.setIcon(QIcon(QPixmap.fromImage(small)))

    def wants_picture(self, scan_id: str) -> bool:
        """Whether a picture of this scan has a place here."""
        return scan_id in self._buttons
