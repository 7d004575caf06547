"""The settings in sections: office, window and clerks, printing, scanning, looks, forms, data, updates."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from counter_app.domain.basics.area import Area
from counter_app.domain.basics.office import Office
from counter_app.domain.basics.reading import read_decimal
from counter_app.domain.forms.forms import Form
from counter_app.domain.office.office_form import lacking_for_orders
from counter_app.services.filing import intake_files
from counter_app.services.office.clerks import change_clerk
from counter_app.services.office.workstation import Workstation
from counter_app.ui.base.acts import Act, Placement, when_pressed
from counter_app.ui.base.page import BACK, Page
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.base.shortcuts import keys_of
from counter_app.ui.base.station import Station
from counter_app.ui.papers.printers import PrinterBackend
from counter_app.ui.settings.about_card import AboutCard
from counter_app.ui.settings.backup_card import BackupCard
from counter_app.ui.settings.clerks_card import ClerksCard
from counter_app.ui.settings.doctor_card import DoctorCard
from counter_app.ui.settings.holiday_card import HolidayCard
from counter_app.ui.settings.index import SettingsIndex
from counter_app.ui.settings.number_words_card import NumberWordsCard
from counter_app.ui.settings.office_form import OfficeForm
from counter_app.ui.settings.office_pack_card import OfficePackCard
from counter_app.ui.settings.platform_format_card import PlatformFormatCard
from counter_app.ui.settings.printer_card import PrinterCard
from counter_app.ui.settings.protection_card import ProtectionCard
from counter_app.ui.settings.scan_folder_card import ScanFolderCard
from counter_app.ui.settings.sound_card import SoundCard
from counter_app.ui.settings.supervisor_card import SupervisorCard
from counter_app.ui.settings.update_card import UpdateCard
from counter_app.ui.style import grid, layouts, theme
from counter_app.ui.style.theme import mark
from counter_app.ui.widgets.choice_editors import ChoiceEditor, MultiChoiceEditor
from counter_app.ui.widgets.editor import Editor
from counter_app.ui.widgets.error_summary import ErrorSummary
from counter_app.ui.widgets.field_block import FieldBlock
from counter_app.ui.widgets.file_dialogs import ask_where_to_save
from counter_app.ui.widgets.message_bar_notifier import MessageBarNotifier
from counter_app.ui.widgets.rows import side_by_side
from counter_app.ui.widgets.scrolled import above, keep_left
from counter_app.ui.widgets.section_card import SectionCard
from counter_app.ui.widgets.text_editors import IntegerEditor

THEMES: Final = (("system", "跟随系统"), ("light", "浅色"), ("dark", "深色"), ("contrast", "高对比度"))
_CLERK: Final = "post.clerk"
_STEPS: Final = "换一类设置"
_SIDES: Final = (
    ("area.west", "西边经度", -180, 180),
    ("area.east", "东边经度", -180, 180),
    ("area.south", "南边纬度", -90, 90),
    ("area.north", "北边纬度", -90, 90),
)


def shareable(form: Form) -> list[tuple[str, str]]:
    """Key and label of everything that is demanded, and may be obtained from another department instead."""
    found = [(f.key, f.label) for f in form.fields.values() if f.demand is not None]
    found += [(group.key, group.label) for group in form.groups.values() if group.demand is not None]
    return found + [(kind.key, kind.label) for kind in form.materials if kind.demanded]


class SettingsPage(Page):
    """Looks hold at once; everything else when it is saved (Ctrl+S)."""

    ACTS: "ClassVar[tuple[Act[SettingsPage], ...]]"

    backed_up = Signal()
    """A backup was made here and now."""
    test_page_wanted = Signal(str)
    """A test page is wanted on the printer with this name, empty for the system's default."""
    holidays_wanted = Signal()
    """The page of the yearly holiday notices is wanted."""
    recovery_sheet_wanted = Signal(object)
    """The recovery sheet is to be printed, as this `Permission` (or None) allows."""
    trail_wanted = Signal()
    """The page of the trail is wanted."""
    templates_wanted = Signal()
    """The page of the templates and their confirmations is wanted."""

    def __init__(
        self,
        station: Station,
        notifier: MessageBarNotifier,
        printers: PrinterBackend,
        parent: QWidget | None = None,
    ) -> None:
        """`printers` knows those of this machine; slow, so it is asked off the window's thread."""
        super().__init__(parent)
        self._station = station
        self._notifier = notifier
        title = QLabel("设置")
        mark(title, role="headline")
        self.form = OfficeForm(station, (title,))
        self.printing = PrinterCard(station, printers)
        self.printing.test_page_wanted.connect(self.test_page_wanted)
        self.theme = ChoiceEditor("theme", "颜色", THEMES)
        self.zoom = ChoiceEditor("zoom", "大小", [(str(step), f"{step}%") for step in theme.ZOOM_STEPS])
        self.sides: dict[str, Editor] = {
            key: IntegerEditor(key, label, hint="度，如 103.8912", decimal=True) for key, label, _least, _most in _SIDES
        }
        self.shared = MultiChoiceEditor(
            "shared", "通过部门共享获取，免于提供", shareable(station.backend.forms.current()), columns=3
        )
        self.number_words = NumberWordsCard()
        self.platform = PlatformFormatCard()
        self.supervisors = SupervisorCard(station, notifier)
        self.clerks = ClerksCard(station, notifier)
        self._clerk = station.workstation.clerk
        self.scan_folder = ScanFolderCard(station, notifier)
        self.sounds = SoundCard(station, notifier)
        self.holidays = HolidayCard(station)
        self.holidays.wanted.connect(self.holidays_wanted)
        self.office_pack = OfficePackCard(station, notifier, lambda: bool(self._changes.text()))
        self.office_pack.imported.connect(self.show_kept)
        self.backup = BackupCard(station, notifier)
        self.backup.made.connect(self.backed_up)
        self.doctor = DoctorCard(station, notifier)
        self.updates = UpdateCard(station, notifier)
        self.about = AboutCard(station, notifier)
        self.protection = ProtectionCard(station, notifier)
        self.protection.sheet_wanted.connect(self.recovery_sheet_wanted)
        self.summary = ErrorSummary(self._editor)
        self.summary.chosen.connect(self.go_to)
        self._changes = QLabel()
        self.acts = PageActs(self, self.ACTS)
        self._lay_out()
        self.show_kept()
        self._watch()

    # Showing ---------------------------------------------------------------------------------------------------------

    def show_kept(self) -> None:
        """Show what is kept, as after an undo."""
        office, workstation = self._station.office or Office(""), self._station.workstation
        self.form.show_kept()
        self.theme.set_value(workstation.theme)
        self.zoom.set_value(str(theme.current().zoom))
        self.printing.show_kept()
        for key, editor in self.sides.items():
            editor.set_value(format(getattr(office.area, key.partition(".")[2]), "f"))
        self.shared.set_value(sorted(office.shared_keys))
        self.number_words.show_words(office.series_words)
        self.platform.show_format(office.platform_number_format)
        self.summary.show_problems([])
        for editor in self.sides.values():
            editor.set_problem(None)
        self._say_changes(changed=bool(self.form.unsaved()))

    def resume(self) -> None:
        """Begin at what no order is issued without, while the office has none; else at the first field."""
        office = self._station.office
        lacking = lacking_for_orders(office) if office is not None else ()
        if lacking:
            self.go_to(lacking[0])
        else:
            self.index.setFocus()

    def go_to(self, key: str) -> None:
        """Bring the section of a field in sight, and the focus to it."""
        editor = self._editor(key)
        self.index.show_section_of(editor)
        if not self.form.focus_key(key):
            editor.focus_field()

    def keys(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The keys of this page for F1."""
        return [("设置", [*self.acts.told(), BACK])]

    # Saving ----------------------------------------------------------------------------------------------------------

    def problems(self) -> list[tuple[str, str]]:
        """Judge every field and return what is wrong, in the order of the page."""
        found = self.form.problems()
        for key, label, least, most in _SIDES:
            editor = self.sides[key]
            read = read_decimal(str(editor.value() or ""))
            words = None
            if read is None:
                words = f"{label}必须是数字，如 103.8912"
            elif not least <= read <= most:
                words = f"{label}必须在 {least} 到 {most} 之间"
            editor.set_problem(words)
            if words:
                found.append((key, words))
        return (found or self._crossed()) + self.number_words.problems() + self.platform.problems()

    def save(self) -> None:
        """Judge; keep the office and the workstation when all is right."""
        problems = self.problems()
        self.summary.show_problems(problems)
        if problems:
            self.go_to(problems[0][0])
            return
        self.form.save(self._office(), self._workstation(), saved=self._saved, refused=self._notifier.refuse)

    def _saved(self) -> None:
        self._say_changes(changed=False)
        self._notifier.confirm("设置已保存，从下一件起使用")

    def _office(self) -> Office:
        degrees = {
            key.partition(".")[2]: read_decimal(str(editor.value() or "")) or Decimal(0)
            for key, editor in self.sides.items()
        }
        return replace(
            self.form.office(),
            area=Area(**degrees),
            shared_keys=frozenset(self.shared.value() or ()),
            platform_number_format=self.platform.format(),
            series_words=self.number_words.words(),
        )

    def _workstation(self) -> Workstation:
        wanted = replace(self.form.workstation(), printer=self.printing.chosen)
        kept = self._station.workstation.clerk
        return wanted if wanted.clerk == kept else change_clerk(replace(wanted, clerk=kept), wanted.clerk)

    def _crossed(self) -> list[tuple[str, str]]:
        """The box must have an inside."""
        degrees = {key: read_decimal(str(editor.value() or "")) or Decimal(0) for key, editor in self.sides.items()}
        for key, less, words in (
            ("area.east", "area.west", "东边经度必须大于西边经度"),
            ("area.north", "area.south", "北边纬度必须大于南边纬度"),
        ):
            if degrees[key] <= degrees[less]:
                self.sides[key].set_problem(words)
                return [(key, words)]
        return []

    def _editor(self, key: str) -> Editor:
        kept_beside = (self.platform.editor, *self.number_words.editors.values())
        own = {**self.sides, **{editor.key: editor for editor in kept_beside}}
        return own.get(key) or self.form.editors[key]

    # Acts ------------------------------------------------------------------------------------------------------------

    def _use_looks(self) -> None:
        chosen, zoom = self.theme.value(), self.zoom.value()
        known = dict(THEMES)
        if zoom and zoom.isdigit():
            theme.current().set_zoom(int(zoom))
        wanted = chosen if chosen in known else self._station.workstation.theme
        self._station.save_workstation(replace(self._station.workstation, theme=wanted, zoom=theme.current().zoom))

    def _follow_looks(self) -> None:
        """Ctrl+plus zooms too."""
        self.zoom.set_value(str(theme.current().zoom))

    def _ask_blank_workbook(self) -> None:
        ask_where_to_save(self, "导出空白Excel表", "备案登记表.xlsx", self.write_blank_workbook)

    def write_blank_workbook(self, path: Path) -> None:
        """Write the blank workbook and say where it lies."""
        self._station.job(
            lambda backend, _steps: intake_files.write_blank_workbook(backend, path),
            done=lambda _none: self._notifier.confirm(f"空白Excel表已存为 {path}"),
        )

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._station.data_dir)))

    # Layout ----------------------------------------------------------------------------------------------------------

    def _watch(self) -> None:
        self.form.changed.connect(lambda: self._say_changes(changed=True))
        words = self.number_words.editors.values()
        for editor in (*self.sides.values(), self.shared, self.printing.editor, self.platform.editor, *words):
            editor.edited.connect(lambda: self._say_changes(changed=True))
        for editor in (*self.sides.values(), *words):
            editor.edited.connect(lambda editor=editor: editor.set_problem(None))
        for editor in (self.theme, self.zoom):
            editor.edited.connect(self._use_looks)
            editor.left.connect(self._use_looks)
        theme.current().changed.connect(self._follow_looks)
        self._station.workstation_changed.connect(self._follow_clerk)

    def _follow_clerk(self) -> None:
        """Somebody else sits here since: what is not saved of the field of the name gives way."""
        now = self._station.workstation.clerk
        if now != self._clerk:
            self._clerk = now
            self.form.set_value(_CLERK, now)

    def _say_changes(self, *, changed: bool) -> None:
        self._changes.setText("有修改还没有保存" if changed else "")
        mark(self._changes, tone="amber")

    def _lay_out(self) -> None:
        looks = SectionCard("显示", "立即生效，仅限本机")
        looks.add(FieldBlock(self.theme))
        looks.add(FieldBlock(self.zoom))
        area = SectionCard("辖区范围", "系统的经纬度不在其中时提示，不影响备案")
        for editor in self.sides.values():
            area.add(FieldBlock(editor))
        shared = SectionCard(
            "部门共享", "《条例》第十四条：能够通过部门间信息共享获得的，不要求当事人提供，也不列入待补正内容"
        )
        shared.add_wide(self.shared)
        data = SectionCard("数据", str(self._station.data_dir))
        data.add_wide(_row(("打开数据文件夹", self._open_folder), ("导出空白Excel表", self._ask_blank_workbook)))
        templates = SectionCard("文书模板", "全部文书的模板版本，是否经本机关法制部门审核")
        templates.add_wide(_row((f"查看或登记法制审核  {keys_of('templates')}", self.templates_wanted.emit)))
        trail = SectionCard("办理记录", "每一次办理、查看、打印、导出和 PIN 输入，逐条校验，改动、删除都能发现")
        trail.add_wide(_row((f"查看、核对或导出  {keys_of('trail')}", self.trail_wanted.emit)))
        column = QVBoxLayout(self)
        grid.space(column, spacing=0)
        own = (self.printing, self.scan_folder, self.sounds, looks)
        of_office = (area, self.number_words, self.platform, shared, self.supervisors, templates, self.office_pack)
        last = (data, self.backup, self.protection, trail, self.doctor, self.updates, self.about)
        for card in (self.clerks, *own, self.holidays, *of_office, *last):
            self.form.add_card(card)
        self.index = SettingsIndex(
            {
                "机关": (self.form.cards["office"], area, self.number_words, shared),
                "窗口与人员": (self.form.cards["post"], self.clerks, self.supervisors),
                "打印": (self.printing,),
                "扫描": (self.scan_folder, self.sounds),
                "显示": (looks,),
                "表单与模板": (templates, self.holidays, self.platform, self.office_pack),
                "数据与备份": (self.backup, self.protection, trail, data),
                "检查": (self.doctor,),
                "程序更新": (self.updates, self.about),
            }
        )
        self.index.section_shown.connect(lambda _name: self.form.verticalScrollBar().setValue(0))
        middle = QHBoxLayout()
        grid.space(middle, 16, 16, 0, 0, spacing=0)
        middle.addWidget(self.index)
        beside = QVBoxLayout()
        grid.space(beside, spacing=0)
        beside.addWidget(keep_left(above(self.summary)))
        beside.addWidget(self.form, 1)
        keep_left(self.form.widget())
        layouts.nest(middle, beside, 1)
        layouts.nest(column, middle, 1)
        bar = QWidget()
        mark(bar, role="bar")
        foot = QHBoxLayout(bar)
        grid.space(foot, 16, 8, spacing=8)
        foot.addWidget(self._changes, 1)
        layouts.nest(foot, self.acts.foot())
        column.addWidget(bar)


SettingsPage.ACTS = (
    Act("before", "上一类", ("Ctrl+PgUp",), lambda page: page.index.step(-1), place=Placement.KEY, group=_STEPS),
    Act("after", "下一类", ("Ctrl+PgDown",), lambda page: page.index.step(1), place=Placement.KEY, group=_STEPS),
    Act("undo", "还原", (), SettingsPage.show_kept),
    Act("save", "保存", ("Ctrl+S",), SettingsPage.save, primary=True),
)


def _row(*buttons: tuple[str, Callable[[], None]]) -> QWidget:
    made = []
    for words, act in buttons:
        button = QPushButton(words)
        when_pressed(button, act)
        made.append(button)
    return side_by_side(*made)
