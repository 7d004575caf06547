"""The office's and the workstation's data as fields; the first start and the settings both stand on it.

It reads and sends back; an empty or ill-formed field is told at the field, in the words of the list above the page.
"""

import re
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.domain.basics.office import Office
from counter_app.domain.basics.reading import half_width, read_code, read_text
from counter_app.services.office.workstation import Workstation
from counter_app.ui.style import grid
from counter_app.ui.widgets.editor import Editor
from counter_app.ui.widgets.field_block import FieldBlock, FieldSpec, editor_for
from counter_app.ui.widgets.section_card import SectionCard

OFFICE_FIELDS: Final = (
    FieldSpec("office.name", "机关名称", hint="如：大关县公安局"),
    FieldSpec("office.division", "行政区划代码", "code", hint="6位数字，如 530624"),
    FieldSpec("office.prefix", "编号前缀", hint="印在每个编号前，如 大公(视)"),
    FieldSpec("office.phone", "联系电话", "phone", hint="告知书上给申请人的电话"),
    FieldSpec("office.hours", "办公时间"),
    FieldSpec("office.address", "窗口地址", hint="申请人补交材料时来的地方"),
    FieldSpec("office.department", "科技信息化部门", hint="材料移交给哪个部门"),
)
POST_FIELDS: Final = (
    FieldSpec("post.window", "窗口", hint="如：3号窗口"),
    FieldSpec("post.clerk", "工作人员", hint="印在凭证上的姓名"),
)
_DEMANDED: Final = {
    "office.name": "填写机关名称",
    "office.division": "填写行政区划代码",
    "office.prefix": "填写编号前缀",
    "office.phone": "填写联系电话",
    "office.hours": "填写办公时间",
    "office.department": "填写科技信息化部门的名称",
    "post.window": "填写窗口",
    "post.clerk": "填写工作人员",
}
_BRANCH: Final = re.compile(r"公安局(?P<place>.+?)(?:公安)?分局$")
_SEAT: Final = re.compile(r"^(?P<place>.+?)公安(?:局|分局|处)?$")
_REGION: Final = re.compile(r"[^省市州盟县区旗]+[省市州盟县区旗]+")


def default_prefix(office_name: str) -> str:
    """The prefix most offices use: 大公(视) for 大关县公安局, 昭公(视) for 昭通市公安局昭阳分局."""
    name = read_text(office_name)
    found = _BRANCH.search(name) or _SEAT.search(name)
    place = found["place"] if found else ""
    regions = _REGION.findall(place)
    seat = regions[-1] if regions and not _BRANCH.search(name) else place
    return f"{seat[:1]}公(视)"


def remark(key: str, text: str) -> str | None:
    """What is to be done about `text` under `key`, None where nothing is."""
    read = read_text(text)
    if not read:
        return _DEMANDED.get(key)
    if key == "office.division" and not re.fullmatch(r"\d{6}", read_code(read)):
        return "行政区划代码必须是6位数字"
    return None


class OfficeForm(QWidget):
    """Cards of fields. `edited` when the clerk changes any of them."""

    edited = Signal()

    def __init__(self, *, with_office: bool = True, with_post: bool = True, parent: QWidget | None = None) -> None:
        """The office's card, the workstation's, or both."""
        super().__init__(parent)
        self.editors: dict[str, Editor] = {}
        self._own_prefix = False
        self._layout = QVBoxLayout(self)
        grid.space(self._layout, spacing=12)
        if with_office:
            self._add_card("机关", "印在凭证上，对申请人公开", OFFICE_FIELDS, wide={"office.name", "office.address"})
            self.editors["office.name"].edited.connect(self._follow_name)
            self.editors["office.prefix"].edited.connect(self._keep_prefix)
        if with_post:
            self._add_card("本窗口", "只属于这台电脑", POST_FIELDS, wide=set())

    def show_office(self, office: Office | None) -> None:
        """Show the office, or sensible defaults where there is none yet."""
        known = office or Office("")
        for spec in OFFICE_FIELDS:
            self.editors[spec.key].set_value(str(getattr(known, spec.key.partition(".")[2])))
        self._own_prefix = bool(known.prefix)

    def show_post(self, workstation: Workstation) -> None:
        """Show who sits here."""
        self.editors["post.window"].set_value(workstation.window or "1号窗口")
        self.editors["post.clerk"].set_value(workstation.clerk)

    def office(self, before: Office | None) -> Office:
        """The office as the fields say, everything else as `before`."""
        known = before or Office("")
        return replace(
            known,
            name=self._text("office.name"),
            division=read_code(self._text("office.division")),
            prefix=self._text("office.prefix"),
            phone=half_width(self._text("office.phone")),
            hours=self._text("office.hours"),
            address=self._text("office.address"),
            department=self._text("office.department"),
        )

    def workstation(self, before: Workstation) -> Workstation:
        """The workstation as the fields say, everything else as `before`."""
        return replace(before, window=self._text("post.window"), clerk=self._text("post.clerk"))

    def problems(self) -> list[tuple[str, str]]:
        """Judge every field, write what is wrong beneath it, and return key and words in the order of the page."""
        found = []
        for key, editor in self.editors.items():
            words = remark(key, str(editor.value() or ""))
            editor.set_problem(words)
            if words:
                found.append((key, words))
        return found

    def focus_field(self, key: str) -> None:
        """Put the focus into the field `key`."""
        self.editors[key].focus_field()

    def _text(self, key: str) -> str:
        return read_text(str(self.editors[key].value() or ""))

    def _add_card(self, title: str, words: str, specs: tuple[FieldSpec, ...], wide: set[str]) -> None:
        card = SectionCard(title, words)
        for spec in specs:
            editor = editor_for(spec)
            editor.edited.connect(self.edited)
            editor.edited.connect(lambda editor=editor: editor.set_problem(None))
            card.add(FieldBlock(editor), span=2 if spec.key in wide else 1)
            self.editors[spec.key] = editor
        self._layout.addWidget(card)

    def _follow_name(self) -> None:
        """The prefix follows the name until the clerk writes one."""
        if not self._own_prefix:
            name = self._text("office.name")
            self.editors["office.prefix"].set_value(default_prefix(name) if name else "")
            self.editors["office.prefix"].set_problem(None)

    def _keep_prefix(self) -> None:
        self._own_prefix = bool(self._text("office.prefix"))
