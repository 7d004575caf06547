"""The intake: the form in the middle, the verdict and the papers always in sight beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from counter_app.domain.basics.materials import Material
from counter_app.domain.basics.reading import chinese_date, read_date
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.calendar.periods import refuse_receipt_on
from counter_app.domain.filing.filing import Filing, FilingKind, FilingState
from counter_app.domain.forms.confirmations import still_confirmed, to_confirm
from counter_app.domain.forms.findings import Findings
from counter_app.domain.forms.judging import demanded_keys
from counter_app.ui.base.acts import Act, Placement
from counter_app.ui.base.edits import tell_edited
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.still import when_released
from counter_app.ui.intake import remarks as judging
from counter_app.ui.intake.file_import import FileImport, dropped_file
from counter_app.ui.intake.form import IntakeForm
from counter_app.ui.intake.known_units import KnownUnits
from counter_app.ui.intake.last_notice_comparison import LastNoticeComparison
from counter_app.ui.intake.remarks import RECEIVED_ON, Judging
from counter_app.ui.intake.scans import CaseScans, dropped_scans
from counter_app.ui.intake.session import CaseSession
from counter_app.ui.intake.side import IntakeSide
from counter_app.ui.intake.verdict_panel import VerdictPanel
from counter_app.ui.style import grid, layouts
from counter_app.ui.widgets import moving
from counter_app.ui.widgets.completion import Completion
from counter_app.ui.widgets.fields_card import FOLD
from counter_app.ui.widgets.key_groups import FIELD_MOVES
from counter_app.ui.widgets.menu_lines import MenuLine, lines_of
from counter_app.ui.widgets.messages import MessageBoard, Rank, Tone

_SIDE: Final = (404, 500)
"""Width of the right column in pixels at 100 %, on a small and on a large screen."""
_LARGE: Final = 1500
_SIDE_SHARE: Final = 0.42
_STACKED, _FORM_HEIGHT, _SIDE_HEIGHT = 720, 300, 480
"""Pixels at 100 %: on a page narrower than the first, less than both columns need, the right column stands beneath the
form, each of its own height, and the page scrolls: a large zoom on a small screen."""
_UNBOUNDED: Final = 16777215


class IntakePage(QWidget):
    """One open case. Shows and reports; judging is the domain's, keeping the session's."""

    ACTS: ClassVar[tuple[Act[IntakePage], ...]]

    verdict_changed = Signal(Findings)
    """`Findings`, as the panel shows them now."""

    def __init__(self, session: CaseSession, parent: QWidget | None = None, *, first_card_first: bool = False) -> None:
        """`session` exists at least as long as the page. `first_card_first`: see `IntakeForm`."""
        super().__init__(parent)
        self.session = session
        self._judging = Judging()
        self._typing = ""
        self._last = self._last_field = session.filing.focus
        self._resuming = True
        self.board = MessageBoard(self)
        """What this case has to say; the window shows it while the case is in front."""
        self.messages = self.board.channel(Rank.ACT)
        self.form = IntakeForm(session.form, self, first_card_first=first_card_first)
        self.form.open_calendars_on(lambda: session.today)
        self.completion = Completion(session.backend, session.tasks, self)
        self.form.complete(self.completion)
        self.side = IntakeSide(session.form, self)
        self.side.materials.put_in_head(self.form.day_of_receipt)
        self.files = FileImport(session, self.messages, self)
        self.scans = CaseScans(session, self.side, self.messages, self)
        self.visit = LastNoticeComparison(session, self)
        self._lay_out()
        if session.filing.kind is FilingKind.CHANGE:
            from counter_app.ui.intake.change_marks import ChangeMarks

            self.changes = ChangeMarks(session, self.form, self.messages, self)
            self.changes.panel.item_chosen.connect(self.focus_item)
            self.right.insertWidget(0, self.changes.panel)
        else:
            self.known = KnownUnits(session, self.board, self._box, self)
            self.form.left.connect(self.known.field_left)
            self.known.left.connect(self.resume)
        self.acts = PageActs(self, self.ACTS, in_window=True)
        self._verdict_acts = PageActs(self.side.verdict, VerdictPanel.ACTS, self, in_window=True)
        self._wire()
        self._show_all()
        if session.filing.state is not FilingState.DRAFT:
            session.load_documents()
        self.setAcceptDrops(True)
        self._take_drops_from_fields()

    def record_looks(self) -> None:
        """Put it down that whoever sits here sees the case, and the scans that are in sight."""
        self.session.record_looks(*self.scans.looks())

    # Going there ---------------------------------------------------------------------------------------------------

    def resume(self) -> None:
        """Bring the focus back to where the clerk was, or to the first field; nothing is judged by that.

        A line is taken up as it was left: what is typed next goes on in it, and replaces nothing.
        """
        self._resuming = True
        back = self._last and (self.side.focus_material(self._last) or self.form.resume_key(self._last))
        if not back:
            self.form.focus_first()
        self._resuming = False

    def focus_item(self, key: str) -> None:
        """Bring the focus to the field, row or paper `key`, and show what is wrong with it."""
        self._judging.move_on(key)
        self.show_findings(self.session.findings)
        self._go(key)

    def ask(self) -> Findings:
        """The clerk wants the verdict acted upon: what is still being written is taken, every remark is shown.

        Of a long list just pasted the findings come later (`CaseSession.when_judged`).
        """
        for card in self.form.devices.values():
            card.finish_cell()
        self._receive_on()
        self._typing = ""
        self._judging.ask()
        self.session.when_judged(lambda: self.show_findings(self.session.findings))
        return self.session.findings

    def confirm(self) -> None:
        """Say that the value with the focus, in its field or in the verdict, stands so on the document.

        From elsewhere it leads to the first value that may be confirmed: nobody confirms what he has not looked at.
        """
        offered = self._to_confirm(self.session.judge_now())
        here = self.form.focused_key() or self.side.verdict.focused_key
        if here in offered:
            self._confirm(here)
        elif offered:
            first = next(iter(offered))
            self.focus_item(first)
            label = self.session.form.fields[first].label
            self.messages.say(f"对照核对{label}", f"{offered[first]}的，再确认一次", tone=Tone.NOTE)
        else:
            self.messages.say("没有待确认的号码", "号码校验不符时才需要确认", tone=Tone.NOTE)

    def _confirm(self, key: str) -> None:
        self._typing = ""
        self._judging.move_on(key)
        try:
            self.session.confirm(key)
        except Refusal as refusal:
            self.messages.say_refusal(refusal)
            return
        field = self.session.form.fields[key]
        self.messages.say(f"{field.label}已确认{field.confirm}", tone=Tone.DONE)

    def _to_confirm(self, findings: Findings) -> Mapping[str, str]:
        """The values that the window may confirm, each with the words for it."""
        filing = self.session.filing
        if not filing.open_for_changes:
            return {}
        fields = filing.form.fields
        return {key: fields[key].confirm for key in to_confirm(filing.answers, findings, filing.confirmed)}

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1: headings, each with keys and words."""
        own = [*FIELD_MOVES, *self._verdict_acts.told(), *self.acts.told(), *self.side.verdict.list_acts.told()]
        if self.session.filing.kind is not FilingKind.CHANGE:
            own += self.known.acts.told()
        lists = [(card.section.label, card.keys()) for card in self.form.devices.values()]
        papers = [("材料核对", self.side.keys()), *self.scans.keys()]
        return [("登记", own), *papers, *lists]

    def menu_lines(self) -> list[MenuLine]:
        """The acts upon the case that its page has for itself, those that are possible now."""
        acts = [self.acts.actions["fill"], self.acts.actions["fill_count"]]
        if self.session.filing.kind is not FilingKind.CHANGE:
            acts += self.known.acts.actions.values()
        return lines_of(acts)

    def _go(self, key: str) -> bool:
        return self.side.focus_material(key) or self.form.focus_key(key)

    def toggle_list(self) -> None:
        """Go into the list of what is missing, and back to the field."""
        if moving.focused_within(self.side.verdict) or not self.side.focus_list():
            self._go(self._last)

    def toggle_materials(self) -> None:
        """Go to the papers, first to one nobody judged, and back to the field."""
        if moving.focused_within(self.side.materials):
            if not self.form.focus_key(self._last_field):
                self.form.focus_first()
        else:
            self.side.focus_papers()

    def next_section(self, step: int) -> None:
        """Go from section to section, from the papers round to the first."""
        sections = [*self.form.sections(), self.side.materials]
        here = next(
            (at for at, section in enumerate(sections) if moving.focused_within(section)), -1 if step > 0 else 0
        )
        for distance in range(1, len(sections) + 1):
            if moving.focus_first(sections[(here + step * distance) % len(sections)]):
                return

    # Building ------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._columns = columns = QHBoxLayout()
        grid.space(columns, spacing=8)
        columns.addWidget(self.form, 1)
        self.right = QVBoxLayout()
        grid.space(self.right, spacing=8)
        self.right.addWidget(self.side, 1)
        layouts.nest(columns, self.right)
        self.scans.attach_to_layout(columns)
        self._box = box = QVBoxLayout(self)
        grid.space(box, 16, 8, 16, 0, spacing=8)
        layouts.nest(box, columns, 1)

    def _wire(self) -> None:
        session, form, side = self.session, self.form, self.side
        form.edited.connect(self._edited)
        form.rows_edited.connect(self._rows_edited)
        form.left.connect(self._left)
        form.entered.connect(self._entered)
        side.judged.connect(self._judged)
        self.scans.width_changed.connect(self.distribute_width)
        self.scans.left.connect(self.resume)
        self.visit.last_materials_found.connect(self._show_last_notice)
        self.visit.compared.connect(lambda: self.show_findings(session.findings))
        side.entered.connect(self._entered)
        form.entered.connect(self._came_to_field)
        side.item_chosen.connect(self.focus_item)
        side.confirmed.connect(self._confirm)
        session.findings_changed.connect(self.show_findings)
        session.changed.connect(self._changed)
        session.state_changed.connect(self._show_state)
        session.documents_changed.connect(self._show_state)
        session.save_failed.connect(self._not_saved)
        session.merged.connect(self._merged)
        form.count_wanted.connect(self.fill_count)
        form.refused.connect(self.messages.say_refusal)
        form.late_cards_built.connect(self._fill_late_cards)

    def _take_drops_from_fields(self) -> None:
        """A file dropped on a field is for the case, not its path for the field."""
        for line in self.findChildren(QLineEdit):
            line.setAcceptDrops(False)

    def _fill_late_cards(self) -> None:
        self._take_drops_from_fields()
        self._show_all()

    # From the clerk ------------------------------------------------------------------------------------------------

    def _edited(self, key: str) -> None:
        self._typing = key
        if key == RECEIVED_ON:
            return  # 2026-2-3 may yet become 2026-2-30: taken when the clerk moves on
        try:
            self.session.answer(key, self.form.value(key))
        except Refusal as refusal:
            self.messages.say_refusal(refusal)

    def _receive_on(self) -> None:
        """Take the day of receipt; one that cannot be read stays as typed and leaves the old one in force."""
        editor = self.form.received_on
        day = read_date(str(editor.value() or ""))
        problem = "收件日期必须是真实日期" if day is None else None
        if day is not None:
            try:
                refuse_receipt_on(day, self.session.today)
            except Refusal as refusal:
                problem = refusal.sentence
        editor.set_problem(problem)
        if day is not None and problem is None:
            self.session.receive_on(day)
            if moving.focused_within(editor):  # it was Enter: on to the papers that came on that day
                self.side.focus_papers()

    def _rows_edited(self, group: str) -> None:
        try:
            self.session.key_rows(self.form.devices[group].rows(), group)
        except Refusal as refusal:
            self.messages.say_refusal(refusal)

    def _entered(self, key: str) -> None:
        self._last = key
        self.session.set_focus(key)

    def _came_to_field(self, key: str) -> None:
        self._last_field = key

    def _left(self, key: str) -> None:
        if self._resuming or not self.isVisible():
            return  # the page went away, not the clerk
        self._typing = ""
        if key == RECEIVED_ON:
            self._receive_on()
            return
        self._judging.move_on(key)
        self.session.leave(key)
        self.show_findings(self.session.findings)

    def _show_last_notice(self, there: Mapping[str, Material]) -> None:
        """The last notice was read: each item is held against it."""
        self.side.materials.set_last_notice(there)
        self.show_findings(self.session.findings)

    def _judged(self, key: str, material: Material) -> None:
        self._judging.move_on(key)
        try:
            self.side.put_down(self.session, key, material)
        except Refusal as refusal:
            self.messages.say_refusal(refusal)

    def fill_count(self) -> None:
        """Put the number of rows into the field for it: only when the clerk asks for it."""
        if (wanted := self.countable()) is not None:
            key, number = wanted
            self.session.answer(key, str(number))
            self._judging.move_on(key)
            self.form.editors[key].set_value(str(number))

    def countable(self) -> tuple[str, int] | None:
        """The field that counts rows, and how many there are, where the two differ and it can be put right."""
        if not self.session.filing.open_for_changes:
            return None
        answers = self.session.filing.answers
        for key, group in judging.counting_fields(self.session.form).items():
            number = len(answers.rows(group))
            if number and answers.get(key) != number and key in self.form.editors:
                return key, number
        return None

    # To the clerk --------------------------------------------------------------------------------------------------

    def _changed(self, key: str) -> None:
        tell_edited(self)
        if not key:
            self._show_all()
        elif key == RECEIVED_ON and not self.form.received_on.hasFocus():
            self.form.received_on.set_value(self.session.filing.received_on.isoformat())

    def _show_all(self) -> None:
        filing = self.session.filing
        self._judging.take_over(filing)
        self.form.received_on.set_value(filing.received_on.isoformat())
        self.form.show_answers(filing.answers)
        self.side.show_materials(filing.materials)
        self._show_state()

    def _show_state(self) -> None:
        filing = self.session.filing
        if filing.state is not FilingState.DRAFT:
            self._judging.ask()  # a notice has told everything
        self.form.set_read_only(not filing.open_for_changes)
        self.side.set_read_only(not filing.open_for_changes)
        self.show_findings(self.session.findings)

    def show_findings(self, findings: Findings) -> None:
        """Show the verdict, and at each field what is wrong with it: never between press and release of the mouse."""
        when_released(self, "findings", lambda: self._show_findings(findings))

    def _show_findings(self, findings: Findings) -> None:
        filing, answers = self.session.filing, self.session.filing.answers
        is_open = filing.open_for_changes
        is_shown = self._judging.is_shown if is_open else _is_never_shown
        confirm = self._to_confirm(findings)
        told = judging.remarks(findings.beside_lists, confirm)
        said = {key: remark for key, remark in told.items() if is_shown(key)}
        self.form.set_required(demanded_keys(answers) if is_open else frozenset())
        self.form.show_remarks(said, self._typing)
        self.form.show_confirmed(confirmed_words(self.session.filing))
        for card in self.form.devices.values():
            card.show_remarks(answers, findings, is_shown)
        self._reveal()
        self.form.show_status(self._missing(findings), judging.entries_by_section(self.session.form, findings))
        calm = not self._judging.all_asked and judging.is_untouched(self.session.filing)
        self.side.show_findings(
            findings, said, self.visit.comparison(findings), confirm, calm=calm, settled=settled_words(filing)
        )
        countable = self.countable()
        if countable is not None:
            self.acts.say("fill_count", f"数量填为{countable[1]}台")
        for card in self.form.devices.values():
            card.offer_count(self.acts.offer("fill_count")[0] if countable is not None else "")
        self.verdict_changed.emit(findings)

    def _reveal(self) -> None:
        shown = {key for key in self.form.editors if self._judging.is_shown(key)}
        for card in self.form.cards.values():
            card.reveal(self.session.filing.answers, shown)

    def _missing(self, findings: Findings) -> Mapping[str, int | None]:
        counts = judging.missing_by_section(self.session.form, findings)
        answers = self.session.filing.answers
        sections = self.session.form.sections
        return {s.key: counts[s.key] if self._judging.has_begun(s, answers) else None for s in sections}

    def _not_saved(self, refusal: Refusal) -> None:
        """Another window's save needs the clerk's word; other failures are tried again and told at the foot."""
        if self.session.conflict is None:
            return
        from counter_app.ui.intake.conflict import clash_lines

        self.messages.say(
            refusal.sentence,
            "\n".join(["这里录入的内容还在，没有保存。选择保留哪一份", *clash_lines(self.session.clashes)]),
            tone=Tone.CAUTION,
            actions=(
                ("保留这里的内容", lambda: self.session.keep_mine(self.messages.say_refusal)),
                ("改用另一窗口的内容", lambda: self.session.take_theirs(self.messages.say_refusal)),
            ),
        )

    def _merged(self, keys: tuple[str, ...], who: str) -> None:
        """Show what another window wrote meanwhile, and leave alone what is being written here."""
        from counter_app.ui.intake.conflict import merged_labels

        filing = self.session.filing
        self.form.show_taken(keys, filing.answers)
        self.form.received_on.set_value(filing.received_on.isoformat())
        self.side.show_materials(filing.materials)
        labels = merged_labels(filing.form, keys)
        self.messages.say(f"{who}也在办理这一件，已并入：{labels}", "两个窗口填写的内容均已保留", tone=Tone.NOTE)

    # Qt ------------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """The right column takes its share, and the new one when a zoom or its content changes what it needs."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self.distribute_width()
        return super().event(event)

    def distribute_width(self) -> None:
        """Give the right column its share, or the space below the form, and the viewer of scans its place."""
        stacked = self.width() < grid.px(_STACKED)
        if stacked != (self._columns.direction() is QBoxLayout.Direction.TopToBottom):
            way = QBoxLayout.Direction
            self._columns.setDirection(way.TopToBottom if stacked else way.LeftToRight)
            self.form.setMinimumHeight(grid.px(_FORM_HEIGHT) if stacked else 0)
            self.side.setMinimumHeight(grid.px(_SIDE_HEIGHT) if stacked else 0)
            self.side.setMinimumWidth(0)
            self.side.setMaximumWidth(_UNBOUNDED)
        if stacked:
            self.scans.width_of_side(0, self.width(), beside_side=False)
            return
        large = self.width() >= grid.px(_LARGE)
        wanted = min(grid.px(_SIDE[large]), round(self.width() * _SIDE_SHARE))
        wanted = self.scans.width_of_side(wanted, self.width(), beside_side=large)
        scroll_bar = grid.px(12)
        width = max(wanted, self.side.minimumSizeHint().width() + scroll_bar)
        if (self.side.minimumWidth(), self.side.maximumWidth()) != (width, width):
            self.side.setFixedWidth(width)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the field where the clerk was, once the page stands."""
        super().showEvent(event)
        if self._resuming:
            QTimer.singleShot(0, self, self._resume_unless_begun)

    def _resume_unless_begun(self) -> None:
        """Not where the clerk writes already: the whole field would be selected, and the next key replace it.

        Nor where another page came meanwhile, whose keys would go to a field out of sight; `showEvent` asks again.
        """
        if not self.isVisible():
            return
        if not moving.focused_within(self):
            self.resume()
        self._resuming = False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A workbook or a JSON file may be dropped on the case, scans on its papers."""
        filling = dropped_file(event.mimeData()) is not None and self.session.filing.open_for_changes
        if filling or (dropped_scans(event.mimeData()) and self.scans.may_attach):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show to which paper it would be attached."""
        self.scans.hover(self.mapToGlobal(event.position().toPoint()))
        super().dragMoveEvent(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It goes elsewhere."""
        self.scans.hover(None)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Fill the case from what was dropped, or attach it to the paper under the pointer."""
        self.scans.hover(None)
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.files.read(path)
        elif scans := dropped_scans(event.mimeData()):
            event.acceptProposedAction()
            self.scans.drop(scans, self.mapToGlobal(event.position().toPoint()))


IntakePage.ACTS = (
    Act(  # Alt+D is the mnemonic of its label
        "received_on",
        "收件日期",
        ("Alt+D",),
        lambda page: page.form.received_on.focus_field(),
        place=Placement.KEY,
        bound=False,
    ),
    Act("list", "到待补正内容、返回", ("F6",), IntakePage.toggle_list, place=Placement.KEY),
    Act("materials", "到材料核对、回来", ("F7",), IntakePage.toggle_materials, place=Placement.KEY),
    Act(
        "fill",
        "从文件填入本件",
        ("Ctrl+I",),
        lambda page: page.files.choose(),
        lambda page: page.session.filing.open_for_changes,
        place=Placement.KEY,
    ),
    Act(
        "fill_count",
        "按清单填设备数量",
        ("Ctrl+L",),
        IntakePage.fill_count,
        lambda page: page.countable() is not None,
        place=Placement.KEY,
        told="按清单填设备数量",
    ),
    Act("more", "展开、收起可选项", (FOLD,), lambda page: page.form.toggle_more(), place=Placement.KEY),
    Act("next", "下一部分", ("Ctrl+Return", "Ctrl+Enter"), lambda page: page.next_section(1), place=Placement.KEY),
    Act(
        "before",
        "上一部分",
        ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"),
        lambda page: page.next_section(-1),
        place=Placement.KEY,
    ),
)


def confirmed_words(filing: Filing) -> dict[str, str]:
    """At each field whose value the window saw on a document: who said so; when, the history of the case says."""
    fields = filing.form.fields
    return {
        key: f"{seen.window}{seen.clerk}已核对，{fields[key].confirm}"
        for key, seen in still_confirmed(filing.confirmed, filing.answers).items()
    }


def settled_words(filing: Filing) -> tuple[str, str] | None:
    """What stands in the place of the verdict once a case is decided, and more about it; None while it is open."""
    if filing.deleted:
        return filing.state_label, "不在任何列表中，可以恢复"
    match filing.state:
        case FilingState.COMPLETE:
            return "材料齐全，已出具收件凭证", "录入备案平台后即完成备案"
        case FilingState.FILED:
            day = chinese_date(filing.filed_on) if filing.filed_on is not None else ""
            return "已备案", " · ".join(part for part in (filing.platform_number, day) if part)
        case FilingState.WITHDRAWN:
            return "已撤回", "内容保留备查"
        case _:
            return None


def _is_never_shown(_key: str) -> bool:
    return False
