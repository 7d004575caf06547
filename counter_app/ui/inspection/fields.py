"""When, by whom and before whom it was inspected, what recorded it, and how the record was signed (第十三条)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from counter_app.domain.basics.reading import read_text
from counter_app.domain.inspection.inspections import Inspection, Officer, SignedAs, Signing
from counter_app.domain.inspection.reading import moment_words, officers_words, read_moment, read_names, read_officers
from counter_app.ui.base.acts import when_pressed
from counter_app.ui.style import grid
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.editor import Editor
from counter_app.ui.widgets.field_block import FieldBlock, FieldSpec, editor_for
from counter_app.ui.widgets.scrolled import scrolled
from counter_app.ui.widgets.section_card import SectionCard

SIGNING: Final = (
    (SignedAs.SIGNED.value, "已签名"),
    (SignedAs.REFUSED.value, "拒绝签名"),
    (SignedAs.ABSENT.value, "无人在场"),
)
_NOT_A_TIME: Final = "时间写成 9:30、0930，或 2026-03-02 9:30"
_CARDS: Final = {
    "时间和人员": (
        FieldSpec("started_at", "开始时间", hint="如 9:30；不是检查当天的，连日期写", latin=True),
        FieldSpec("ended_at", "结束时间", hint="如 10:15", latin=True),
        FieldSpec("officers", "检查人员及警号", hint="至少两名，如 王某530001、李某530002"),
        FieldSpec("team", "检查单位", hint="如 翠华派出所"),
        FieldSpec("purpose", "检查目的", hint="空着的，写“监督检查公共安全视频系统的建设、使用情况”"),
    ),
    "在场和签名": (
        FieldSpec("present", "在场人员", hint="被检查单位在场的人"),
        FieldSpec("present_role", "在场人员职务"),
        FieldSpec("signing", "笔录签名", "choice", SIGNING),
        FieldSpec("reason", "拒签、不在场原因", hint="拒绝签名或无人在场的，写明原因"),
        FieldSpec("witness", "见证人", hint="拒绝签名或无人在场的，写见证人姓名"),
    ),
    "执法记录": (
        FieldSpec("camera", "执法记录仪编号", hint="如 DSJ-530624-0012"),
        FieldSpec("recordings", "录像文件", hint="文件名，多个用顿号隔开"),
        FieldSpec("remark", "其他情况"),
    ),
}
_WIDE: Final = frozenset({"officers", "purpose", "recordings", "remark", "reason"})
_OFFERED: Final = 6
_LABEL: Final = 114


class InspectionFields(QWidget):
    """The fields of a record below each other; what was typed is never cleared."""

    edited = Signal()

    def __init__(self, last_card: Sequence[QWidget] = (), parent: QWidget | None = None) -> None:
        """`last_card` are widgets of the last card (the attachments)."""
        super().__init__(parent)
        self.editors: dict[str, Editor] = {}
        self._zone = ZoneInfo("Asia/Shanghai")
        self._day = date.min
        self._offered = QHBoxLayout()
        cards = []
        for title, specs in _CARDS.items():
            card = SectionCard(title, "《规定》第十三条")
            for spec in specs:
                self.editors[spec.key] = editor = editor_for(spec)
                card.add(FieldBlock(editor, label_width=_LABEL), span=2 if spec.key in _WIDE else 1)
                editor.edited.connect(lambda editor=editor: self._edited(editor))
                if spec.key == "officers":
                    card.add_wide(self._offers())
            cards.append(card)
        for widget in last_card:
            cards[-1].add_wide(widget)
        for name in ("started_at", "ended_at"):
            self.editors[name].left.connect(lambda name=name: self._tidy_time(name))
        column = QVBoxLayout(self)
        grid.space(column)
        column.addWidget(scrolled(*cards))

    def show_of(self, inspection: Inspection, zone: ZoneInfo, today: date) -> None:
        """Show what was kept; times stand in the office's zone, a time without a day is on the planned day."""
        self._zone, self._day = zone, inspection.planned_for or today
        local = {
            name: at.astimezone(zone) if at is not None else None
            for name, at in (("started_at", inspection.started_at), ("ended_at", inspection.ended_at))
        }
        signing = inspection.signing
        shown = {
            **{name: moment_words(at) for name, at in local.items()},
            "officers": officers_words(inspection.officers),
            "team": inspection.team,
            "purpose": inspection.purpose,
            "present": inspection.present,
            "present_role": inspection.present_role,
            "signing": None if signing.how is SignedAs.OPEN else signing.how.value,
            "reason": signing.reason,
            "witness": inspection.witness or signing.witness,
            "camera": inspection.camera,
            "recordings": "、".join(inspection.recordings),
            "remark": inspection.remark,
        }
        for name, value in shown.items():
            self.editors[name].set_problem(None)
            self.editors[name].set_value(value)
            self.editors[name].set_read_only(not inspection.open_for_changes)
        self._show_reason()

    def read_into(self, inspection: Inspection) -> None:
        """Put what stands in the fields into the inspection; a time that cannot be read is none."""
        started = self._moment("started_at")
        inspection.started_at = started
        inspection.ended_at = self._moment("ended_at")
        inspection.officers = read_officers(self._text("officers"))
        for name in ("team", "purpose", "present", "present_role", "witness", "camera", "remark"):
            setattr(inspection, name, self._text(name))
        inspection.recordings = read_names(self._text("recordings"))
        inspection.signing = self.signing()

    def signing(self) -> Signing:
        """How it was signed, as far as the fields say."""
        how = self._text("signing")
        if how not in {member.value for member in SignedAs}:
            return Signing()
        signed = SignedAs(how)
        if signed is SignedAs.SIGNED:
            return Signing(signed)
        return Signing(signed, self._text("reason"), self._text("witness"))

    def offer(self, officers: Sequence[Officer]) -> None:
        """Offer officers for choice who were named before; nothing for none."""
        self._offers_row.setVisible(bool(officers))
        while self._offered.count():
            widget = self._offered.takeAt(0).widget()
            if isinstance(widget, QWidget):  # the stretch at the end has none
                widget.deleteLater()
        for officer in officers[:_OFFERED]:
            button = QPushButton(officers_words([officer]))
            mark(button, kind="quiet")
            when_pressed(button, self.add_officer, officer)
            self._offered.addWidget(button)
        self._offered.addStretch(1)

    def add_officer(self, officer: Officer) -> None:
        """Add one to those who inspected, unless named already."""
        named = read_officers(self._text("officers"))
        if officer not in named:
            self.editors["officers"].set_value(officers_words([*named, officer]))
            self._edited(self.editors["officers"])

    def focus_field(self, part: str) -> None:
        """Bring the focus to one field; to the first where there is none of this name."""
        (self.editors.get(part) or self.editors["started_at"]).focus_field()

    # Inside ----------------------------------------------------------------------------------------------------------

    def _text(self, name: str) -> str:
        value = self.editors[name].value()
        return read_text(value) if isinstance(value, str) else ""

    def _moment(self, name: str) -> datetime | None:
        day = self._day
        if name == "ended_at" and (started := self._moment("started_at")) is not None:
            day = started.date()
        return read_moment(self._text(name), day, self._zone)

    def _tidy_time(self, name: str) -> None:
        typed, at = self._text(name), self._moment(name)
        self.editors[name].set_problem(_NOT_A_TIME if typed and at is None else None)
        if at is not None:
            self.editors[name].set_value(moment_words(at))

    def _edited(self, editor: Editor) -> None:
        editor.set_problem(None)
        if editor.key == "signing":
            self._show_reason()
        self.edited.emit()

    def _show_reason(self) -> None:
        wanted = self.signing().how in (SignedAs.REFUSED, SignedAs.ABSENT)
        block = self.editors["reason"].parentWidget()
        if block is not None:
            block.setVisible(wanted)

    def _offers(self) -> QWidget:
        self._offers_row = row = QWidget()
        box = QHBoxLayout(row)
        grid.space(box, spacing=8)
        words = QLabel("常用")
        mark(words, role="quiet")
        box.addWidget(words)
        grid.space(self._offered, spacing=4)
        box.addLayout(self._offered, 1)
        return row
