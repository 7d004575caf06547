"""The office pack on the screen: exported, seen before it is imported, confirmed by a supervisor, taken back."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel

from counter_app.domain.basics.fingerprints import grouped
from counter_app.services.office import office_packs, supervision
from counter_app.ui.papers.supervisor_dialog import SupervisorDialog
from counter_app.ui.settings.office_pack_card import PackDialog
from counter_app.ui.settings.signers_dialog import SignersDialog
from counter_app.ui.widgets.dialogs import Dialog
from tests.fakes.memory_backend import OFFICE, POST, MemoryBackend
from tests.ui.clerk import choose, click, dialog_of, dialogs, said


@pytest.fixture
def pack(tmp_path):
    """The pack of a city that sets how the platform writes its numbers."""
    city = MemoryBackend.make(office=replace(OFFICE, name="昭通市公安局", platform_number_format="#{18}"))
    path = tmp_path / "昭通.office-pack"
    office_packs.export_pack(city, path, program="0.5.0", printer="", post=POST)
    return path


@pytest.fixture
def card(running, qtbot):
    supervision.set_supervisor(running.station.backend, "赵主任", "135790", post=POST)
    running.shell.show("settings")
    page = running.shell.window.page("settings")
    qtbot.waitUntil(lambda: not running.station.tasks.is_busy)
    return page.office_pack


def words_of(dialog):
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_a_pack_is_seen_confirmed_by_a_supervisor_and_shown_on_the_page(running, card, pack, qtbot):
    card.look_at(pack)
    seen = dialog_of(qtbot, PackDialog)
    assert "昭通市公安局" in words_of(seen)
    assert "设置 备案编号格式：无 → #{18}" in seen.changes.text()
    assert seen.import_button.text() == "已电话核对一致，由负责人确认"
    seen.import_button.click()
    asked = dialog_of(qtbot, SupervisorDialog)
    qtbot.waitUntil(lambda: asked.name.value() is not None)
    choose(asked.pin, "135790")
    asked.submit()
    told = dialog_of(qtbot, Dialog)
    qtbot.waitUntil(lambda: "配置包已导入" in words_of(dialog_of(qtbot, Dialog)))
    told = dialog_of(qtbot, Dialog)
    assert "重新启动后使用" in words_of(told)
    click(told, "知道了")
    assert running.station.office.platform_number_format == "#{18}"
    assert running.shell.window.page("settings").platform.format() == "#{18}"

    card.look_at(pack)
    again = dialog_of(qtbot, PackDialog)
    assert again.import_button.text() == "导入"
    again.reject()
    card.restore()
    qtbot.waitUntil(lambda: running.station.office.platform_number_format == "")


def test_what_is_not_saved_is_not_taken_away_by_an_import(running, card, qtbot):
    page = running.shell.window.page("settings")
    choose(page.sides["area.west"], "100")
    card.choose()
    assert said(running).startswith("设置有修改还没有保存")


def test_a_changed_pack_is_refused_on_the_page(running, card, pack, qtbot):
    pack.write_bytes(pack.read_bytes().replace(b"#{18}", b"#{19}"))
    card.look_at(pack)
    qtbot.waitUntil(lambda: said(running).startswith("配置包被改动过，或没有拷贝完整，签名不符"))


def test_an_export_tells_the_fingerprint(running, card, tmp_path, qtbot):
    path = tmp_path / "大关.office-pack"
    card.write(path)
    qtbot.waitUntil(path.exists)
    told = dialog_of(qtbot, Dialog)
    assert "本机密钥指纹" in words_of(told)
    click(told, "知道了")


def test_the_keys_that_are_trusted_are_listed_and_trust_is_withdrawn(running, card, pack, qtbot):
    backend = running.station.backend
    content = pack.read_bytes()
    fingerprint = office_packs.read(backend, content).fingerprint
    click(card, "已确认的密钥")
    listed = dialog_of(qtbot, SignersDialog)
    qtbot.waitUntil(lambda: "没有确认过任何密钥" in words_of(listed))
    click(listed, "关闭")
    running.settle()

    allowed = supervision.Permission("赵主任", "135790")
    office_packs.import_pack(backend, content, allowed_by=allowed, trust=fingerprint, post=POST)
    click(card, "已确认的密钥")
    listed = dialog_of(qtbot, SignersDialog)
    qtbot.waitUntil(lambda: "昭通市公安局　配置包　2026-03-02确认" in words_of(listed))
    assert grouped(fingerprint) in words_of(listed)
    click(listed, "撤销信任")
    qtbot.waitUntil(lambda: "撤销对“昭通市公安局”的信任？" in [one.windowTitle() for one in dialogs(running)])
    asked = next(one for one in dialogs(running) if one.windowTitle().startswith("撤销对"))
    click(asked, "撤销信任")
    qtbot.waitUntil(lambda: "没有确认过任何密钥" in words_of(listed))
    listed.accept()

    card.look_at(pack)
    seen = dialog_of(qtbot, PackDialog)
    assert "对这个密钥的信任已于2026-03-02撤销" in words_of(seen)
    assert seen.import_button.text() == "已电话核对一致，由负责人确认"
    seen.reject()
