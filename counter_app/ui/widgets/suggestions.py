"""What a line of text may mean, offered beneath it while it is typed; what is typed may also stay as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Final, Protocol

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.overlay import Overlay

Offers = Sequence[tuple[str, str]]
"""What is written into the line, and what is shown of it."""


class Completed(Protocol):
    """What is written into: an editor of one line, or the line of a cell."""

    line: QLineEdit
    label: str

    @property
    def is_composing(self) -> bool:
        """Whether an input method holds letters that are not yet text."""

    def set_value(self, value: str) -> None:
        """Write `value` into the line."""


_VALUE: Final = Qt.ItemDataRole.UserRole
_MOST_ROWS: Final = 12


class _OfferList(QListWidget):
    """Never has the focus: the keys come by way of the line."""

    def __init__(self, field: QWidget) -> None:
        super().__init__()
        mark(self, role="choices")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(field)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)

    def sizeHint(self) -> QSize:
        """All that is offered."""
        rows = min(self.count(), _MOST_ROWS)
        width = self.sizeHintForColumn(0) + self.verticalScrollBar().sizeHint().width() + 2 * self.frameWidth()
        return QSize(width, rows * self.sizeHintForRow(0) + 2 * self.frameWidth())

    def minimumSizeHint(self) -> QSize:
        """Three lines."""
        return QSize(grid.px(80), min(self.sizeHint().height(), 3 * self.sizeHintForRow(0) + 2 * self.frameWidth()))


class Suggestions(QObject):
    """Down and Up move in what is offered, Enter and Tab take what is marked, Esc closes, a click takes.

    The first is marked where something was typed that is no value itself; a value may be on its way to another one.
    """

    taken = Signal()
    """What was offered was written into the line."""

    def __init__(
        self,
        editor: Completed,
        find: Callable[[str], Offers],
        is_value: Callable[[str], bool],
        parent: QObject,
        *,
        leaves_arrows: bool = False,
    ) -> None:
        """`is_value` says whether what is typed is a value, or the beginning of one.

        With `leaves_arrows` the arrows do what they do without a list until Alt+Down marked a line.
        """
        super().__init__(parent)
        self._editor = editor
        self._find = find
        self._is_value = is_value
        self._leaves_arrows = leaves_arrows
        editor.line.textEdited.connect(self._offer)
        editor.line.installEventFilter(self)  # before the editor: Enter takes, then goes on

    @cached_property
    def _list(self) -> _OfferList:
        """Made with the first offer: of the lines that can be completed few are typed into."""
        offers = _OfferList(self._editor.line)
        offers.itemClicked.connect(self._take)
        offers.setAccessibleName(f"{self._editor.label}：可选项")
        return offers

    @cached_property
    def _overlay(self) -> Overlay:
        return Overlay(self._editor.line, self._list)

    @property
    def is_open(self) -> bool:
        """Whether something is offered."""
        return "_overlay" in self.__dict__ and self._overlay.is_open

    @property
    def offered(self) -> list[str]:
        """What is shown of each, empty where nothing is offered."""
        return [self._list.item(row).text() for row in range(self._list.count())] if self.is_open else []

    def is_of(self, line: QWidget) -> bool:
        """Whether it offers beneath this line."""
        return self._editor.line is line

    def close(self) -> None:
        """Offer nothing; what was typed stays."""
        if self.is_open:
            self._overlay.close_overlay()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the list, while it is open and no input method has them."""
        if event.type() == QEvent.Type.FocusOut:
            self.close()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.is_open:
            return not self._editor.is_composing and self._key(event)
        return super().eventFilter(watched, event)

    def offer_anew(self, text: str) -> None:
        """More is known now: offer again, unless something is marked already or the keyboard is elsewhere."""
        if self._editor.line.hasFocus() and self._marked is None:
            self._offer(text)

    @property
    def _marked(self) -> QListWidgetItem | None:
        return self._list.currentItem() if self.is_open else None

    def key(self, event: QKeyEvent) -> bool:
        """Do what the list does with a key, where it is open; True where that was all. For a line that is a cell."""
        return self.is_open and not self._editor.is_composing and self._key(event)

    def _key(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up if self._leaves_arrows and self._marked is None and not _alt(event):
                self.close()
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self._list.setCurrentRow(min(max(self._list.currentRow() + step, 0), self._list.count() - 1))
                return True
            case Qt.Key.Key_Escape:
                self.close()
                return True
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Tab:
                marked = self._list.currentItem()
                self.close()
                if marked is not None:
                    self._take(marked)
            case _:
                pass
        return False

    def _offer(self, text: str) -> None:
        found = self._find(text)
        if not found or [value for value, _words in found] == [text.strip()]:
            self.close()
            return
        overlay = self._overlay  # before there is a line in the list, which keeps the height of the first
        self._list.clear()
        for value, words in found:
            item = QListWidgetItem(words, self._list)
            item.setData(_VALUE, value)
        self._list.setCurrentRow(-1 if self._is_value(text) else 0)
        overlay.open()

    def _take(self, item: QListWidgetItem) -> None:
        self.close()
        self._editor.set_value(str(item.data(_VALUE)))
        self.taken.emit()


def _alt(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
