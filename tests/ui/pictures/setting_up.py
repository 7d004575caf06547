"""Before there is anything to do: the first start, the settings, data that cannot be opened."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtWidgets import QScrollArea

from counter_app.domain.backup.age import BackupState
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.office.office_pack import OfficePack
from counter_app.domain.office.table_changes import TableChange
from counter_app.domain.update.release import (
    Installation,
    ProgramVersion,
    Publisher,
    Release,
    ReleasePackage,
    TargetSystem,
)
from counter_app.persistence.base.driver_words import RESTORE
from counter_app.services.office import offices, supervision
from counter_app.services.office.clerks import change_clerk, set_pin
from counter_app.services.office.office_packs import PackedFile, PackPreview, SignedPack
from counter_app.services.office.workstation import Workstation
from counter_app.services.ports import TrustedKey
from counter_app.services.ports.keys import KeyLost
from counter_app.services.update.updates import FoundUpdate, PreparedUpdate
from counter_app.ui.settings.clerk_dialogs import ChangeClerk, LockedScreen
from counter_app.ui.settings.office_pack_card import PackDialog
from counter_app.ui.settings.restore_dialogs import RestoreDialog
from counter_app.ui.settings.signers_dialog import SignersDialog
from counter_app.ui.settings.update_card import InstallDialog, UpdateDialog
from tests.fakes.memory_backend import NOON, OFFICE, POST, MemoryBackend
from tests.fakes.memory_backup import memory_backups
from tests.ui.pictures.album import SIZES, SMALL, Album, clear_dialogs, sample_office, with_shell
from tests.ui.shell_fakes import AT_WORK, MemoryWorkstations, Running

_PEPPER = b"p" * 32
"""That of `MemoryOfficeKey`."""


def first_start(album: Album) -> None:
    """The first start, blank and with problems."""

    def act(running: Running) -> None:
        album.take(running, "first-start", {**SIZES, **SMALL})
        page = running.shell.window.page("first_start")
        editors = page.form.editors
        album.take(running, "first-start-keys", stage=lambda: running.shell.act("keys"))
        clear_dialogs(running)
        editors["office.division"].set_value("5306")
        page.go_on()
        album.take(running, "first-start-problems", {**SIZES, **SMALL})
        editors["office.division"].set_value("")
        page.form.focus_key("office.division")
        album.take(running, "first-start-divisions", stage=lambda: editors["office.division"].line.insert("zy"))
        page.form.divisions.close()
        editors["office.name"].set_value("大关县公安局")
        editors["office.phone"].set_value("0870-5620110")
        editors["office.division"].set_value("")
        editors["office.division"].edited.emit()
        editors["office.name"].edited.emit()
        album.take(running, "first-start-filled", {**SIZES, **SMALL})
        page.go_on()
        album.take(running, "first-start-papers", {**SIZES, **SMALL})
        page.go_on()
        album.take(running, "first-start-window", {**SIZES, **SMALL})
        page.messages.say_refusal(Refusal("磁盘已满，没有保存", "清理出空间后再按 Ctrl+S"))
        album.take(running, "first-start-refused")

    with_shell(MemoryBackend.make(office=None), act, workstations=MemoryWorkstations(Workstation()))


def settings(album: Album) -> None:
    """The settings, their end, with problems."""

    def act(running: Running) -> None:
        running.shell.show("settings")
        page = running.shell.window.page("settings")
        areas = page.findChildren(QScrollArea)
        bars = [area.verticalScrollBar() for area in areas]

        def to_end() -> None:
            for bar in bars:
                bar.setValue(bar.maximum())

        album.take(running, "settings", {**SIZES, **SMALL})
        album.take(running, "settings-end", stage=to_end)
        page.number_words.unfold(unfolded=True)
        album.take(running, "settings-words", stage=lambda: areas[0].ensureWidgetVisible(page.number_words))
        page.index.show_section_of(page.protection)
        album.take(running, "settings-data", {**SIZES, **SMALL})
        page.index.show_section_of(page.form.cards["office"])
        for bar in bars:
            bar.setValue(0)
        page.sides["area.west"].set_value("103,x")
        page.form.editors["office.phone"].set_value("")
        page.save()
        album.take(running, "settings-problems")

    with_shell(sample_office(), act)


def key_kept(album: Album) -> None:
    """Where the key lies once the recovery sheet was printed: in a file, in the key store; a store that is locked."""

    def act(running: Running) -> None:
        running.shell.show("settings")
        page = running.shell.window.page("settings")
        page.index.show_section_of(page.protection)
        page.protection.print_button.click()
        album.take(running, "key-in-file", {**SIZES, **SMALL})
        page.protection.move_button.click()
        album.take(running, "key-stays-in-file")
        running.station.backend.office_key.trouble = ""
        page.protection.move_button.click()
        album.take(running, "key-in-store", {**SIZES, **SMALL})

    with_shell(MemoryBackend.make(), act)

    def reminded(running: Running) -> None:
        running.shell.show("cases")
        album.take(running, "recovery-sheet-reminder", {**SIZES, **SMALL})
        running.shell.show("closing")
        page = running.shell.window.page("closing")
        album.take(running, "recovery-sheet-day-end", stage=lambda: page.list.setCurrentRow(9))

    unprinted = MemoryBackend.make()
    unprinted.office_key.beside = True
    with_shell(unprinted, reminded)

    def reset(running: Running) -> None:
        running.shell.show("cases")
        album.take(running, "pin-reset", {**SIZES, **SMALL})
        running.shell.show("settings")
        page = running.shell.window.page("settings")
        page.index.show_section_of(page.supervisors)
        album.take(running, "pin-without-code", {**SIZES, **SMALL}, stage=page.supervisors.by_code.click)

    supervision.set_supervisor(unprinted, "赵主任", "482915", post=POST)
    supervision.reset_supervisor(unprinted, "赵主任", "482916", post=POST)
    with_shell(unprinted, reset)

    def connect() -> MemoryBackend:
        remedy = "解锁系统密钥环后再试；不行的，取出封存的恢复单，输入恢复单上的恢复码"
        sentence = "密钥在系统密钥环里，密钥环没有解锁，数据没有打开"
        raise KeyLost(sentence, remedy, lambda _typed: None, may_return=True)

    with_shell(MemoryBackend.make(), lambda running: album.take(running, "key-store-locked"), connect=connect)


def clerks(album: Album) -> None:
    """Another clerk, who has a PIN; the locked screen, with a wrong PIN, and of a clerk who has none."""
    alone = AT_WORK
    two = change_clerk(set_pin(change_clerk(alone, "李示例"), "李示例", "246810", _PEPPER), alone.clerk)
    own = set_pin(two, alone.clerk, "135790", _PEPPER)

    def act(running: Running) -> None:
        running.shell.act("change_clerk")
        album.take(running, "clerk-change", {**SIZES, **SMALL})
        [asked] = running.shell.window.findChildren(ChangeClerk)
        asked.choices[1].click()
        album.take(running, "clerk-pin")
        asked.pin.set_value("1111")
        asked.submit()
        album.take(running, "clerk-wrong-pin")
        clear_dialogs(running)
        running.shell.act("lock")
        album.take(running, "locked", {**SIZES, **SMALL})
        [locked] = running.shell.window.findChildren(LockedScreen)
        locked.pin.set_value("1111")
        locked.submit()
        album.take(running, "locked-wrong-pin")

    with_shell(sample_office(), act, workstations=MemoryWorkstations(own))

    def without_pin(running: Running) -> None:
        running.shell.act("lock")
        album.take(running, "locked-without-pin")

    with_shell(sample_office(), without_pin)


def backup(album: Album) -> None:
    """No place yet, one with a backup, a stick that is away; what a restore would come to; days without one."""

    def act(running: Running) -> None:
        running.shell.show("settings")
        page = running.shell.window.page("settings")
        page.index.show_section("数据与备份")
        album.take(running, "backup-no-place")
        stick = "/media/user/备份盘"
        workstation = replace(running.station.workstation, backup_folder=stick)
        running.station.save_workstation(workstation)
        ports.log.state = BackupState(last=NOON, place=stick)
        page.backup.refresh()
        album.take(running, "backup", {**SIZES, **SMALL})
        said = "备份位置 /media/user/备份盘 没有接上，没有备份。插好U盘或接通共享文件夹后再备份"
        ports.log.state = BackupState(last=NOON - timedelta(days=2), place=stick, failed=said, failed_at=NOON)
        page.backup.refresh()
        album.take(running, "backup-away")
        what = ports.restorer.found
        album.take(running, "restore", {**SIZES, **SMALL}, stage=RestoreDialog(what, _none, page.window()).open)
        clear_dialogs(running)
        lost = replace(what, here=None, acts=None, cases=None, numbers=(), is_complete=False)
        album.take(running, "restore-elsewhere", stage=RestoreDialog(lost, _none, page.window()).open)
        clear_dialogs(running)

    def warned(running: Running) -> None:
        album.take(running, "backup-warning")
        running.shell.show("closing")
        album.take(running, "backup-day-end", stage=lambda: running.shell.window.page("closing").list.setCurrentRow(8))

    office = sample_office()
    ports = office.backups
    with_shell(office, act)
    office = sample_office()
    office.backups.log.state = BackupState(last=NOON - timedelta(days=4))
    with_shell(office, warned)


def doctor(album: Album) -> None:
    """Before, under way, and what was found."""

    def act(running: Running) -> None:
        running.shell.show("settings")
        page = running.shell.window.page("settings")
        page.index.show_section("检查")
        album.take(running, "doctor-before")
        page.doctor.begin()
        album.take(running, "doctor", {**SIZES, **SMALL})

    with_shell(sample_office(), act)


def _none(*_about: object) -> None:
    """Nothing is done for a picture."""


def broken(album: Album) -> None:
    """Nothing to open."""

    def connect() -> MemoryBackend:
        raise Refusal("数据文件已损坏，无法打开", RESTORE)

    with_shell(
        MemoryBackend.make(), lambda running: album.take(running, "broken"), connect=connect, backups=memory_backups
    )


def key_lost(album: Album) -> None:
    """The data of another computer: the recovery code is asked for."""

    def take_back(_typed: str) -> None:
        raise Refusal("恢复码第4组输入有误", "照恢复单核对这一组，0 和 O、1 和 I 不必区分")

    def connect() -> MemoryBackend:
        raise KeyLost("这台电脑上没有这份数据的密钥，数据没有打开", "取出密封的恢复单，输入恢复单上的恢复码", take_back)

    def act(running: Running) -> None:
        album.take(running, "key-lost", {**SIZES, **SMALL})
        page = running.shell.window.page("broken")
        page._code.setText("7QK2M 0XN4D 91RTC 5VB8H")
        page._again.click()
        album.take(running, "key-lost-slip")

    with_shell(MemoryBackend.make(), act, connect=connect)


def office_pack(album: Album) -> None:
    """The pack of a city is looked at before it is imported."""
    fingerprint = "3521e9d674c703ab05477567880bc642161383adb2c746a6adc3994aa5e7bd52"
    city = replace(OFFICE, name="昭通市公安局", platform_number_format="#{18}")
    added = TableChange("field[unit.fire_grade]", None, "消防安全等级")
    worded = TableChange("block[2].text", "请于补正后再次提交", "请于补正后携带原件再次提交")
    files = (
        PackedFile("forms/filing/2025-05/deficiency_notice.toml", (worded,), is_new=True),
        PackedFile("forms/filing/2025-05/form.toml", (added,), is_new=True),
        PackedFile("resources/working_days/2027.toml", None, is_new=True),
    )
    settings = (("备案编号格式", "无", "#{18}"),)
    signed = SignedPack(OfficePack(city, NOON, "0.5.0"), fingerprint)
    seen = PackPreview(signed, is_trusted=False, files=files, dropped=(), settings=settings)

    def act(running: Running) -> None:
        running.shell.show("settings")

        def show() -> None:
            PackDialog(seen, lambda: None, running.shell.window).open()

        album.take(running, "office-pack", {**SIZES, **SMALL}, stage=show)
        clear_dialogs(running)
        listed = SignersDialog(running.station, running.shell.window)
        album.take(running, "signers", {**SIZES, **SMALL}, stage=listed.open)

    backend = sample_office()
    trusted = {"fingerprint": fingerprint, "office": "昭通市公安局"}
    with offices.act(backend, POST) as now:
        now.work.trusted_keys.add(TrustedKey("0f" * 32, "大关县公安局科技信息化大队", NOON, POST.clerk, POST.window))
        now.record("office_pack.signer_trusted", f"KEY-{fingerprint[:16]}", trusted)
        now.commit()
    with_shell(backend, act)


def update(album: Album) -> None:
    """A newer version is looked at, and it is said how to install it."""
    file = Path("/media/clerk/升级U盘/counter-app_0.6.0_amd64.deb")
    notes = ("新增统计：按月、季、年看备案、告知、移交和检查", "告知书一页印下四项", "搜索检查、责令和举报")
    package = ReleasePackage(file.name, "debian-amd64", "0.6.0", "0" * 64, 71_400_000)
    release = Release("0.6.0", date(2026, 12, 1), notes, "0014", "0001", "0.1.0", (package,))
    here = Installation(ProgramVersion(0, 5, 0), TargetSystem.DEBIAN, "0012")
    found = FoundUpdate(release, package, file, Publisher("昭通市公安局科技信息化支队", "0" * 64), here)
    copied = Path("/home/clerk/.local/share/counter-app/counter.db.revision-0012")

    def act(running: Running) -> None:
        running.shell.show("settings")
        page = running.shell.window.page("settings")
        page.index.show_section_of(page.updates)
        album.take(running, "update-card")
        dialogs = (
            ("update", lambda: UpdateDialog(found, lambda: None, running.shell.window)),
            ("update-install", lambda: InstallDialog(PreparedUpdate(found, copied), print, running.shell.window)),
        )
        for name, made in dialogs:
            album.take(running, name, {**SIZES, **SMALL}, stage=lambda made=made: made().open())
            clear_dialogs(running)

    with_shell(sample_office(), act)


CHAPTERS = (first_start, settings, clerks, key_kept, backup, doctor, office_pack, update, broken, key_lost)
