"""A case filled from a workbook or a JSON file."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QDialog, QWidget

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.intake import IntakeFile
from counter_app.domain.forms.answers import Answers
from tests.ui.clerk import Mod, take_up, type_text
from tests.ui.intake.reading import SAMPLES

# Files ---------------------------------------------------------------------------------------------------------------


def fill_from(page, name):
    page.files.read(SAMPLES / f"{name}.json")


def test_a_file_fills_a_blank_case_and_can_be_taken_back(qtbot, page):
    fill_from(page, "01-complete")
    qtbot.waitUntil(lambda: page.form.editors["unit.name"].value() == "大关县青禾商贸有限公司", timeout=2_000)
    assert page.form.editors["system.function_types"].value() == ["video"]
    assert len(page.form.devices["devices"].rows()) == 3
    assert "填入" in page.messages.words
    take_up(page.messages, "撤销填入")
    assert page.form.editors["unit.name"].value() is None
    assert page.form.devices["devices"].rows() == []


def test_before_anything_typed_is_replaced_the_clerk_sees_what(qtbot, page):
    type_text("别的名称")
    fill_from(page, "01-complete")
    qtbot.waitUntil(lambda: bool(page.findChildren(QDialog)), timeout=2_000)
    (question,) = page.findChildren(QDialog)
    table = question.findChild(QWidget, "replaced")
    assert table.item(0, 1).text() == "别的名称"
    assert table.item(0, 2).text() == "大关县青禾商贸有限公司"
    question.reject()
    assert page.form.editors["unit.name"].value() == "别的名称"
    fill_from(page, "01-complete")
    qtbot.waitUntil(lambda: any(d.isVisible() for d in page.findChildren(QDialog)), timeout=2_000)
    next(d for d in page.findChildren(QDialog) if d.isVisible()).accept()
    assert page.form.editors["unit.name"].value() == "大关县青禾商贸有限公司"


def test_a_file_that_cannot_be_read_is_one_clear_sentence(qtbot, backend, page):
    backend.files.ready["坏.xlsx"] = Refusal("坏.xlsx 无法打开:文件已损坏", "让申请人重新保存后再拿来")
    page.files.read(Path("坏.xlsx"))
    qtbot.waitUntil(lambda: "文件已损坏" in page.messages.words, timeout=2_000)
    assert page.session.filing.answers.raw == {}


def test_a_file_received_on_a_day_to_come_fills_nothing(qtbot, backend, page):
    fixed = IntakeFile(Answers(page.session.form, {"unit.name": "甲"}), received_on=date(2036, 10, 5))
    backend.files.ready["来件.json"] = fixed
    page.files.read(Path("来件.json"))
    qtbot.waitUntil(lambda: "收件日期2036年10月5日晚于今天" in page.messages.words, timeout=2_000)
    assert page.session.filing.answers.raw == {}


def test_a_file_dropped_on_the_page_is_read(qtbot, page):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(SAMPLES / "01-complete.json"))])
    drop = QDropEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Mod.NoModifier)
    page.dropEvent(drop)
    qtbot.waitUntil(lambda: page.form.editors["unit.name"].value() == "大关县青禾商贸有限公司", timeout=2_000)
