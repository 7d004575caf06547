"""Whose signed files are believed here: a list, from which trust is withdrawn."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from counter_app.domain.basics.fingerprints import grouped
from counter_app.services.transfer.signers import Signer, signers, withdraw_trust
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.base.station import Station
from counter_app.ui.style import grid, layouts
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.dialogs import Dialog, ask
from counter_app.ui.widgets.fitting_scroll import FittingScroll
from counter_app.ui.widgets.rows import show_rows
from counter_app.ui.widgets.selectable import selectable

_WIDTH: Final = 800
_NOBODY: Final = "没有确认过任何密钥。首次导入别的机关的配置包或接收结果时确认。"


class SignersDialog(Dialog):
    """One line a key: who, since when, the fingerprint; beside it the button that withdraws trust."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        """Asks for the keys off the window's thread."""
        words = "由这些密钥签名的文件，导入时不再询问。对方换了密钥、密钥丢失或被盗的，撤销信任。"
        super().__init__("已确认的密钥", words, parent)
        self._station = station
        self._scroll = FittingScroll()
        grid.space(self._scroll.column, spacing=12)
        self.body.addWidget(self._scroll)
        self.add_button("关闭", self.accept, keys="Esc", default=True)
        grid.fix(self, width=_WIDTH)
        self.refresh()

    def refresh(self) -> None:
        """Ask whose keys are trusted, and show them."""
        self._station.read(signers, done=self._show, owner=self)

    def withdraw(self, signer: Signer) -> None:
        """Trust a key no longer."""
        post = self._station.post
        self._station.write(
            lambda backend: withdraw_trust(backend, signer, post=post),
            done=lambda _none: self.refresh(),
            owner=self,
            once="withdraw",
        )

    def _show(self, found: list[Signer]) -> None:
        show_rows(self._scroll.column, [self._row(signer) for signer in found] or [_quiet(_NOBODY)])

    def _row(self, signer: Signer) -> QWidget:
        day = signer.key.trusted_at.astimezone(self._station.zone)
        row, texts = QWidget(), QVBoxLayout()
        grid.space(texts, spacing=4)
        said = QLabel(f"{signer.name}　{signer.signs.value}　{day:%Y-%m-%d}确认")
        said.setTextFormat(Qt.TextFormat.PlainText)
        said.setWordWrap(True)
        texts.addWidget(said)
        texts.addWidget(_quiet(grouped(signer.key.fingerprint)))
        box = QHBoxLayout(row)
        grid.space(box, spacing=8)
        layouts.nest(box, texts, 1)
        button = QPushButton("撤销信任")
        button.setAutoDefault(False)
        button.setAccessibleName(f"撤销信任：{signer.name}，{signer.signs.value}")
        when_pressed(button, self._ask, signer)
        box.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _ask(self, signer: Signer) -> None:
        words = f"由这个密钥签名的{signer.signs.value}不再采用；以前导入的仍然有效。确要恢复的，要再打电话核对指纹。"
        then = lambda: self.withdraw(signer)  # noqa: E731
        ask(self, f"撤销对“{signer.name}”的信任？", words, act="撤销信任", then=then, danger=True)


def _quiet(words: str) -> QLabel:
    label = selectable(words)
    mark(label, role="quiet")
    return label
