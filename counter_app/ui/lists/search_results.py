"""What was found: two lines each, the part that matches marked, and why it was found; each kind below its head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from counter_app.domain.basics.office import Office
from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.basics.records import frozen
from counter_app.domain.filing.filing import FilingKind, FilingState
from counter_app.domain.search.matching import MatchReason
from counter_app.domain.search.query import SearchField
from counter_app.domain.search.records import RecordKind
from counter_app.services.inspection.unit_history import words_of_record
from counter_app.services.ports import RecordHit, SearchHit
from counter_app.services.search.search import Found, FoundUnit
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
_CASES: Final = "业务"
_UNITS: Final = "单位"
_ROLE: Final = Qt.ItemDataRole.UserRole
_ROW: Final = 60
_HEAD: Final = 30
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
    return chinese_date(case.received_on) + ("变更" if case.kind is FilingKind.CHANGE else "")


def _how(reasons: Sequence[MatchReason]) -> list[Piece]:
    words = dict.fromkeys(reason.how.label for reason in reasons if reason.how.label)
    return [(f"（{'、'.join(words)}）", False)] if words else []


@frozen
class Heading:
    """The head of a group of rows."""

    words: str


Hit = SearchHit | FoundUnit | RecordHit


@frozen
class ResultRow:
    """One row as it is painted: name and state above, reason and day below."""

    hit: Hit
    name: list[Piece]
    below: list[Piece]
    state: str
    tone: str
    day: str

    @property
    def key(self) -> str:
        """The same for the same hit of another answer."""
        return key_of(self.hit)


def key_of(hit: Hit) -> str:
    """The same for the same hit of another answer."""
    match hit:
        case SearchHit():
            return hit.reference
        case FoundUnit():
            return f"unit {hit.name}"
        case RecordHit():
            return f"{hit.record.kind} {hit.record.record_id}"


def groups_of(found: Found) -> list[tuple[str, list[Hit]]]:
    """What was found by its kind, cases first, each kind with its words."""
    records = found.records.records
    kinds: list[tuple[str, list[Hit]]] = [
        (_CASES, [*found.cases.cases]),
        (_UNITS, [*found.units]),
        *((kind.label, _of_kind(records, kind)) for kind in RecordKind),
    ]
    return [(words, hits) for words, hits in kinds if hits]


def _of_kind(records: Sequence[RecordHit], kind: RecordKind) -> list[Hit]:
    return [hit for hit in records if hit.record.kind is kind]


def row_of(hit: Hit, office: Office) -> ResultRow:
    """A hit as a row."""
    match hit:
        case SearchHit():
            return ResultRow(hit, name_pieces(hit), reason_pieces(hit), hit.state.label, TONES[hit.state], when(hit))
        case FoundUnit():
            below = [("单位历史记录：备案、检查、责令改正、举报", False), *_how(hit.reasons)]
            return ResultRow(hit, pieces(hit.name, hit.reasons), below, "", "quiet", "")
        case RecordHit():
            return _record_row(hit, office)


def _record_row(hit: RecordHit, office: Office) -> ResultRow:
    record = hit.record
    said, state = words_of_record(record)
    of_unit = [reason for reason in hit.reasons if reason.sought is SearchField.UNIT]
    of_title = [reason for reason in hit.reasons if reason.sought is SearchField.TITLE]
    number = next((one for one in hit.reasons if one.sought in (SearchField.NUMBER, SearchField.REFERENCE)), None)
    written = office.written(record.number, prefix=False) if record.number is not None else ""
    line = [said] if number is not None else [said, written]
    below: list[Piece] = [("　".join(word for word in line if word), False)]
    if record.kind is RecordKind.FILE:
        name = pieces(record.title, of_title)
        below = pieces(record.unit, of_unit)
    elif record.unit:
        name = pieces(record.unit, of_unit)
    else:
        name = [(written or said, False)]
    if number is not None:
        below += [("　", False), *pieces(number.text, [number])]
    of_address = [reason for reason in hit.reasons if reason.sought is SearchField.ADDRESS]
    if record.address and record.kind is not RecordKind.FILE:
        below += [("　", False), *pieces(record.address, of_address)]
    below += _how(hit.reasons)
    day = chinese_date(record.day) if record.day is not None else ""
    return ResultRow(hit, name, below, state, "ink", day)


class SearchResultsModel(QAbstractListModel):
    """What was found, one hit a row; where there are several kinds, each has a head."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: list[Heading | ResultRow] = []
        self._places: Mapping[str, str] = {}

    def show(self, found: Found | None, places: Mapping[str, str], office: Office) -> None:
        """Show other hits; `places` are the labels of the place categories.

        What stands above the first difference stays: between the two clicks of a double click more may be found.
        """
        groups = groups_of(found) if found is not None else []
        rows: list[Heading | ResultRow] = []
        self._places = places
        for words, hits in groups:
            if len(groups) > 1 or words != _CASES:
                rows.append(Heading(words))
            rows += [row_of(hit, office) for hit in hits]
        same = next((at for at, (old, new) in enumerate(zip(self._rows, rows, strict=False)) if old != new), None)
        same = min(len(self._rows), len(rows)) if same is None else same
        if same < len(self._rows):
            self.beginRemoveRows(_NOWHERE, same, len(self._rows) - 1)
            del self._rows[same:]
            self.endRemoveRows()
        if same < len(rows):
            self.beginInsertRows(_NOWHERE, same, len(rows) - 1)
            self._rows += rows[same:]
            self.endInsertRows()

    @property
    def hits(self) -> list[int]:
        """The rows that can be marked."""
        return [row for row, one in enumerate(self._rows) if isinstance(one, ResultRow)]

    def first_of(self, words: str) -> int:
        """The row of the first hit below a head; 0 where there is none."""
        return next((row + 1 for row, one in enumerate(self._rows) if one == Heading(words)), 0)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """A head is nothing to mark."""
        if index.isValid() and isinstance(self._rows[index.row()], Heading):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself, or its words."""
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.UserRole:
                return row
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return _row_words(row, self._places)
            case _:
                return None


def _row_words(row: Heading | ResultRow, places: Mapping[str, str]) -> str:
    if isinstance(row, Heading):
        return row.words
    if isinstance(row.hit, SearchHit):
        return accessible_text(row.hit, places)
    name, below = ("".join(text for text, _ in line) for line in (row.name, row.below))
    return "，".join(part for part in (name, row.state, row.day, below) if part)


class SearchResultsView(QListView):
    """Never has the focus: the line in which one types tells it what to mark."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, role="choices")
        self.setAccessibleName("找到的内容")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.cases = SearchResultsModel(self)
        self.setModel(self.cases)
        self.setItemDelegate(_Painter(self))
        self.pressed.connect(self._keep_mark)
        theme.current().changed.connect(self.scheduleDelayedItemsLayout)

    def _keep_mark(self) -> None:
        """What was marked by mouse stays marked when more is found."""
        self._walked = True

    @property
    def hit(self) -> Hit | None:
        """What is marked."""
        row = self.currentIndex().data(_ROLE)
        return row.hit if isinstance(row, ResultRow) else None

    def show_found(self, found: Found | None, places: Mapping[str, str], office: Office) -> None:
        """Show other hits and mark the one marked before, else the first."""
        before = key_of(self.hit) if self.hit is not None else ""
        self.cases.show(found, places, office)
        rows = self.cases.hits
        same = next((row for row in rows if self._walked and self._key(row) == before), None)
        self.setCurrentIndex(self.cases.index(rows[0] if same is None and rows else same or 0, 0))
        if rows and same is None:
            self.scrollToTop()

    def _key(self, row: int) -> str:
        shown = self.cases.index(row, 0).data(_ROLE)
        return shown.key if isinstance(shown, ResultRow) else ""

    _walked = False

    def forget_moves(self) -> None:
        """Another line was typed: the first row is marked again."""
        self._walked = False

    def move_by(self, rows: int) -> None:
        """Mark another hit, so many further down."""
        hits = self.cases.hits
        here = self.currentIndex().row()
        if here not in hits:
            return
        self._mark(hits[min(max(hits.index(here) + rows, 0), len(hits) - 1)])

    def move_to_group(self, words: str) -> None:
        """Mark the first hit of a group and bring its head in sight."""
        row = self.cases.first_of(words)
        self._mark(row if row in self.cases.hits else self.cases.hits[0])
        self.scrollTo(self.cases.index(max(row - 1, 0), 0), QAbstractItemView.ScrollHint.PositionAtTop)

    def next_group(self, step: int) -> None:
        """Mark the first hit of the next group, or of the one before."""
        hits = self.cases.hits
        firsts = [row for row in hits if row - 1 not in hits]
        here = self.currentIndex().row()
        others = [row for row in firsts if row > here] if step > 0 else [row for row in firsts if row < here][::-1]
        if others:
            self._mark(others[0])

    def _mark(self, row: int) -> None:
        self._walked = True
        self.setCurrentIndex(self.cases.index(row, 0))

    def page(self) -> int:
        """How many rows are in sight, less one."""
        return max(1, self.viewport().height() // grid.px(_ROW) - 1)


class _Painter(QStyledItemDelegate):
    """Paints a row: what is marked is bold and underlined, for colour alone says nothing to some people."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(grid.px(320), grid.px(_HEAD if isinstance(index.data(_ROLE), Heading) else _ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """The head of a group, or name and state above, reason and day below."""
        row = index.data(_ROLE)
        colours = theme.current().colours
        rect: QRect = option.rect  # type: ignore[attr-defined] # PySide6's stubs leave out QStyleOption's fields
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.save()
        if isinstance(row, Heading):
            painter.fillRect(rect, colours["ground"])
            head = rect.adjusted(grid.px(_SIDE), 0, -grid.px(_SIDE), 0)
            painter.setPen(colours["quiet"])
            painter.drawText(head, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, row.words)
        elif isinstance(row, ResultRow):
            painter.fillRect(rect, colours["accent_soft" if chosen else "paper"])
            if chosen:
                painter.fillRect(QRect(rect.topLeft(), QSize(grid.px(4), rect.height())), colours["accent"])
            painter.setPen(colours["line"])
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
            inner = rect.adjusted(grid.px(_SIDE), grid.px(4), -grid.px(_SIDE), -grid.px(4))
            upper = QRect(inner.topLeft(), QSize(inner.width(), inner.height() // 2))
            lower = upper.translated(0, inner.height() // 2)
            space = self._at_right(painter, upper, row.state, colours[row.tone])
            self._line(painter, upper.adjusted(0, 0, -space, 0), row.name, colours["ink"])
            space = self._at_right(painter, lower, row.day, colours["quiet"])
            self._line(painter, lower.adjusted(0, 0, -space, 0), row.below, colours["quiet"])
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
