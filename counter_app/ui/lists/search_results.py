"""Cases that were found: two lines each, the part that matches marked, and why it was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from counter_app.domain.filing.filing import FilingKind, FilingState
from counter_app.domain.search.matching import MatchReason
from counter_app.domain.search.query import SearchField
from counter_app.services.ports import SearchHit
from counter_app.ui.style import grid, theme
from counter_app.ui.style.theme import mark

TONES: Final = {
    FilingState.DRAFT: "ink",
    FilingState.DEFICIENT: "red",
    FilingState.COMPLETE: "accent",
    FilingState.FILED: "green",
    FilingState.WITHDRAWN: "quiet",
}
_NAMELESS: Final = "（未填单位名称）"
_CASE: Final = Qt.ItemDataRole.UserRole
_ROW: Final = 60
_SIDE: Final = 12
_BETWEEN: Final = 16
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()

Piece = tuple[str, bool]
"""Some text, and whether it is what was looked for."""


def name_pieces(case: SearchHit) -> list[Piece]:
    """The unit's name, with what was found in it."""
    spans = [reason for reason in case.reasons if reason.sought is SearchField.UNIT]
    return pieces(case.unit_name, spans) if case.unit_name else [(_NAMELESS, False)]


def reason_pieces(case: SearchHit) -> list[Piece]:
    """Where else it was found; the place of the system where the name says it all."""
    others = [reason for reason in case.reasons if reason.sought is not SearchField.UNIT]
    line: list[Piece] = []
    for sought in dict.fromkeys(reason.sought for reason in others):
        of_it = [reason for reason in others if reason.sought is sought]
        line += [(f"{'　' if line else ''}{sought.label} ", False), *pieces(of_it[0].text, of_it), *_how(of_it)]
    said = _how([reason for reason in case.reasons if reason.sought is SearchField.UNIT])
    if not others:
        line = [(case.address or "未填建设位置", False), *said]
    elif said:
        line = [("单位名称", False), *said, ("　", False), *line]
    return line


def pieces(text: str, spans: Sequence[MatchReason]) -> list[Piece]:
    """`text` cut where what was found begins and ends."""
    found: list[Piece] = []
    place = 0
    for reason in sorted(spans, key=lambda one: one.start):
        start = max(reason.start, place)
        if reason.end > start:
            found += [(text[place:start], False), (text[start : reason.end], True)]
            place = reason.end
    return [piece for piece in [*found, (text[place:], False)] if piece[0]]


def accessible_text(case: SearchHit, places: Mapping[str, str]) -> str:
    """A row in words, for who cannot see it."""
    name = "".join(text for text, _ in name_pieces(case))
    why = "".join(text for text, _ in reason_pieces(case))
    return f"{name}，{case.state.label}，{when(case)}，{places.get(case.place, '')}，{why}".replace("，，", "，")


def when(case: SearchHit) -> str:
    """The day of receipt; of a change that it is one."""
    day = case.received_on
    return f"{day.year}年{day.month}月{day.day}日" + ("变更" if case.kind is FilingKind.CHANGE else "")


def _how(reasons: Sequence[MatchReason]) -> list[Piece]:
    words = dict.fromkeys(reason.how.label for reason in reasons if reason.how.label)
    return [(f"（{'、'.join(words)}）", False)] if words else []


class SearchResultsModel(QAbstractListModel):
    """What was found, one case a row."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._cases: Sequence[SearchHit] = ()
        self._places: Mapping[str, str] = {}

    def show(self, cases: Sequence[SearchHit], places: Mapping[str, str]) -> None:
        """Show other cases; `places` are the labels of the place categories."""
        self.beginResetModel()
        self._cases, self._places = cases, places
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self._cases)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The case itself, or its row in words."""
        case = self._cases[index.row()]
        match role:
            case Qt.ItemDataRole.UserRole:
                return case
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return accessible_text(case, self._places)
            case _:
                return None


class SearchResultsView(QListView):
    """Never has the focus: the line in which one types tells it what to mark."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, role="choices")
        self.setAccessibleName("找到的件")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.cases = SearchResultsModel(self)
        self.setModel(self.cases)
        self.setItemDelegate(_Painter(self))
        theme.current().changed.connect(self.scheduleDelayedItemsLayout)

    @property
    def case(self) -> SearchHit | None:
        """The marked case."""
        case = self.currentIndex().data(_CASE)
        return case if isinstance(case, SearchHit) else None

    def show_cases(self, cases: Sequence[SearchHit], places: Mapping[str, str]) -> None:
        """Show other cases and mark the one marked before, else the first."""
        before = self.case.reference if self.case is not None else ""
        self.cases.show(cases, places)
        row = next((row for row, case in enumerate(cases) if case.reference == before), 0)
        self.setCurrentIndex(self.cases.index(row if self._walked else 0, 0))

    _walked = False

    def forget_moves(self) -> None:
        """Another line was typed: the first row is marked again."""
        self._walked = False

    def move_by(self, rows: int) -> None:
        """Mark another row, so many further down."""
        self._walked = True
        row = min(max(self.currentIndex().row() + rows, 0), self.cases.rowCount() - 1)
        self.setCurrentIndex(self.cases.index(row, 0))

    def page(self) -> int:
        """How many rows are in sight, less one."""
        return max(1, self.viewport().height() // grid.px(_ROW) - 1)


class _Painter(QStyledItemDelegate):
    """Paints a row: what is marked is bold and underlined, for colour alone says nothing to some people."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(grid.px(320), grid.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Name and state above, reason and day below."""
        case = index.data(_CASE)
        if not isinstance(case, SearchHit):
            return
        colours = theme.current().colours
        rect: QRect = option.rect  # type: ignore[attr-defined] # PySide6's stubs leave out QStyleOption's fields
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.save()
        painter.fillRect(rect, colours["accent_soft" if chosen else "paper"])
        if chosen:
            painter.fillRect(QRect(rect.topLeft(), QSize(grid.px(4), rect.height())), colours["accent"])
        painter.setPen(colours["line"])
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(grid.px(_SIDE), grid.px(4), -grid.px(_SIDE), -grid.px(4))
        upper = QRect(inner.topLeft(), QSize(inner.width(), inner.height() // 2))
        lower = upper.translated(0, inner.height() // 2)
        space = self._at_right(painter, upper, case.state.label, colours[TONES[case.state]])
        self._line(painter, upper.adjusted(0, 0, -space, 0), name_pieces(case), colours["ink"])
        space = self._at_right(painter, lower, when(case), colours["quiet"])
        self._line(painter, lower.adjusted(0, 0, -space, 0), reason_pieces(case), colours["quiet"])
        painter.restore()

    @staticmethod
    def _at_right(painter: QPainter, rect: QRect, words: str, colour: QColor) -> int:
        painter.setPen(colour)
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        return painter.fontMetrics().horizontalAdvance(words) + grid.px(_BETWEEN)

    @staticmethod
    def _line(painter: QPainter, rect: QRect, line: Sequence[Piece], colour: QColor) -> None:
        """The pieces one after the other; what has no space ends in an ellipsis."""
        plain = QFont(painter.font())
        found = QFont(plain)
        found.setBold(True)
        found.setUnderline(True)
        left = rect.left()
        for text, looked_for in line:
            font = found if looked_for else plain
            metrics = QFontMetrics(font)
            space = rect.right() - left
            if space <= metrics.horizontalAdvance("…"):
                break
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, space)
            painter.setFont(font)
            painter.setPen(theme.current().colours["accent"] if looked_for else colour)
            base = rect.top() + (rect.height() + metrics.ascent() - metrics.descent()) // 2
            painter.drawText(QPoint(left, base), shown)
            left += metrics.horizontalAdvance(shown)
            if shown != text:
                break
        painter.setFont(plain)
