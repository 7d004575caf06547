"""The field of one choice: typed into, narrowed by what is typed, its list opened and used without leaving it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit, QListView, QWidget

from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.choice_matching import (
    Choices,
    number_is_final,
    numbered_place,
    place_of,
    places_holding,
)
from counter_app.ui.widgets.overlay import Overlay

_MOST_ROWS: Final = 20
_PLACE: Final = Qt.ItemDataRole.UserRole
_FIGURE_SPACE: Final = "\u2007"

_Key = Qt.Key


class _ChoiceList(QListView):
    """Entries with their numbers. Never has the focus: the field tells it what to show and what to mark."""

    def __init__(self, field: QWidget) -> None:
        super().__init__()
        mark(self, role="choices")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(field)  # so that it tells assistive technology what is marked
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setModel(QStandardItemModel(self))

    def fill(self, entries: Sequence[tuple[int, str]], marked: int | None) -> None:
        """Show `entries`, place and words of each; `marked` is the place of the one that Enter takes."""
        model = QStandardItemModel(self)
        digits = len(str(max((place for place, _ in entries), default=0) + 1))
        here = QModelIndex()
        for place, words in entries:
            item = QStandardItem(f"{str(place + 1).rjust(digits, _FIGURE_SPACE)}  {words}")
            item.setData(place, _PLACE)
            item.setData(words, Qt.ItemDataRole.AccessibleTextRole)
            model.appendRow(item)
            if place == marked:
                here = item.index()
        before = self.model()
        self.ensurePolished()  # else the rows are measured before they are polished
        self.setModel(model)
        before.deleteLater()
        self.setCurrentIndex(here)
        self.scrollTo(here)

    @property
    def marked(self) -> int | None:
        """The place of the entry that Enter takes."""
        here = self.currentIndex()
        return int(here.data(_PLACE)) if here.isValid() else None

    def step(self, rows: int) -> None:
        """Mark the entry so many rows further down, or the last there is."""
        here = self.currentIndex()
        start = here.row() if here.isValid() else -1 if rows > 0 else self.model().rowCount()
        self.setCurrentIndex(self.model().index(min(max(start + rows, 0), self.model().rowCount() - 1), 0))

    def page(self) -> int:
        """How many entries are in sight, less one."""
        return max(1, self.viewport().height() // max(1, self.sizeHintForRow(0)) - 1)

    def sizeHint(self) -> QSize:
        """All entries, up to twenty."""
        rows = min(self.model().rowCount(), _MOST_ROWS)
        around = 2 * self.frameWidth()
        width = self.sizeHintForColumn(0) + self.verticalScrollBar().sizeHint().width() + around
        return QSize(width, rows * self.sizeHintForRow(0) + around)

    def minimumSizeHint(self) -> QSize:
        """Three entries."""
        return QSize(grid.px(80), min(self.sizeHint().height(), 3 * self.sizeHintForRow(0) + 2 * self.frameWidth()))


class ChoiceBox(QComboBox):
    """A line with a list. What Enter takes depends on the keys alone, never on how fast they came.

    Down or a click opens the list, typing narrows it, Escape closes it; `settle` takes what is marked.
    """

    changed = Signal()
    """The clerk changed what stands here, by typing or by choosing."""
    clicked_on = Signal()
    """The clerk clicked on an entry of the list: nothing more is written here."""

    def __init__(self, choices: Choices, parent: QWidget | None = None) -> None:
        """`choices` are numbered from 1 in the order given."""
        super().__init__(parent)
        self.line = QLineEdit(self)
        mark(self.line, role="in_box")
        self.setLineEdit(self.line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        for code, name in choices:
            self.addItem(name, code)
        self.setCurrentIndex(-1)
        self.setCompleter(None)  # type: ignore[arg-type] # Qt takes none; its own opens a window that takes the keyboard
        self.line.textEdited.connect(self._typed)
        self.line.installEventFilter(self)
        self._list: _ChoiceList | None = None
        self._overlay: Overlay | None = None

    def setAccessibleName(self, name: str) -> None:
        """Name the line in it too: a screen reader meets that one."""
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def setAccessibleDescription(self, description: str) -> None:
        """Describe the line in it too."""
        super().setAccessibleDescription(description)
        self.line.setAccessibleDescription(description)

    @property
    def choices(self) -> Choices:
        """Code and label of every entry, as they stand in the list."""
        return [(str(self.itemData(place)), self.itemText(place)) for place in range(self.count())]

    @property
    def is_open(self) -> bool:
        """Whether the list is in sight."""
        return self._overlay is not None and self._overlay.is_open

    @property
    def marked(self) -> int | None:
        """The place in the list of the entry that Enter takes; None where none is marked or the list is closed."""
        return self._list.marked if self._list is not None and self.is_open else None

    def settle(self) -> None:
        """Take the marked entry; where none is, turn what was typed into the one entry that it can mean."""
        place = self.marked
        if place is None:
            place = place_of(self.choices, self.currentText())
        self.hidePopup()
        if place is not None and self.currentText() != self.itemText(place):
            self._choose(place)
            self.changed.emit()

    def showPopup(self) -> None:
        """Open the whole list, with what stands here marked."""
        self._offer(range(self.count()), place_of(self.choices, self.currentText()))

    def hidePopup(self) -> None:
        """Close the list and leave what stands here as it is."""
        if self._overlay is not None:
            self._overlay.close_overlay()

    def _offer(self, places: Sequence[int], marked: int | None) -> None:
        if not places:
            self.hidePopup()
            return
        if self._list is None or self._overlay is None:  # made when first wanted: twelve of them cost 20 ms
            self._list = _ChoiceList(self)
            self._list.clicked.connect(self._clicked)
            self._overlay = Overlay(self, self._list)
        self._list.setAccessibleName(f"{self.accessibleName()}：可选项")
        self._list.fill([(place, self.itemText(place)) for place in places], marked)
        self._overlay.open()

    def _typed(self, text: str) -> None:
        choices = self.choices
        place = numbered_place(choices, text.strip())
        if place is not None and number_is_final(choices, place):
            self._choose(place)
        else:
            self._offer(places_holding(choices, text), place_of(choices, text))
        self.changed.emit()

    def _choose(self, place: int) -> None:
        self.hidePopup()
        self.setCurrentIndex(place)
        self.setEditText(self.itemText(place))
        self.line.selectAll()

    def _clicked(self, index: QModelIndex) -> None:
        self._choose(int(index.data(_PLACE)))
        self.changed.emit()
        self.clicked_on.emit()

    # Qt ------------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list, move in it, close it; every other key is the line's."""
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.AltModifier)
        key = _Key(event.key())
        if plain and key in (_Key.Key_Down, _Key.Key_Up):
            self._move_by(1 if key == _Key.Key_Down else -1)
        elif plain and key in (_Key.Key_PageDown, _Key.Key_PageUp):
            if self._list is None or not self.is_open:
                event.ignore()  # Qt would choose another entry; the page may scroll instead
                return
            self._move_by(self._list.page() * (1 if key == _Key.Key_PageDown else -1))
        elif key == _Key.Key_Escape and self.is_open:
            self.hidePopup()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _move_by(self, rows: int) -> None:
        if self._list is None or not self.is_open:
            self.showPopup()
        else:
            self._list.step(rows)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The list belongs to the focused field."""
        self.hidePopup()
        super().focusOutEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The arrow opens the list and closes it."""
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
        elif self.is_open:
            self.hidePopup()
        else:
            self.showPopup()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click on the words opens the list as the arrow does; one more closes it and sets the caret."""
        if watched is self.line and isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton:
            if event.type() == QEvent.Type.MouseButtonPress and not self.is_open and self.isEnabled():
                self.setFocus(Qt.FocusReason.MouseFocusReason)
                self.showPopup()
                self.line.selectAll()
                return True
            if event.type() == QEvent.Type.MouseButtonPress:
                self.hidePopup()
        return super().eventFilter(watched, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: a choice must not change while it scrolls under the pointer."""
        event.ignore()
