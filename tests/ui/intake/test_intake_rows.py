"""Devices and papers on the intake."""

from PySide6.QtGui import QGuiApplication

from tests.ui.clerk import Key, Mod, press, type_text
from tests.ui.intake.reading import settle

# Devices -------------------------------------------------------------------------------------------------------------


def test_2000_pasted_rows_are_taken_and_one_is_keyed_over(qtbot, page):
    page.focus_item("devices")
    text = "\n".join(f"{at}号位\t半球" for at in range(2_000))
    QGuiApplication.clipboard().setText(text)
    press((Key.Key_V, Mod.ControlModifier))
    settle(qtbot, page)
    assert len(page.session.filing.answers.rows()) == 2_000
    table = page.form.devices["devices"].table
    table.focus_cell(700, "location")
    for text in "甲乙丙":
        type_text(text)
        press(Key.Key_Return)
        page.session.judge_now()
        table.focus_cell(700, "location")
    assert page.session.filing.answers.rows()[700].raw["devices[].location"] == "丙"


def test_a_list_that_is_too_long_is_refused_on_the_page(qtbot, page):
    page.focus_item("devices")
    type_text("east")
    press(Key.Key_Return)
    QGuiApplication.clipboard().setText("\n".join(f"{at}号位\t半球" for at in range(100_000)))
    press((Key.Key_V, Mod.ControlModifier))
    assert page.messages.words == "设备清单最多20000行，粘贴后会超过，没有改动。删去多余的行，每件不超过20000行"
    assert [dict(row.raw) for row in page.session.filing.answers.rows()] == [{"devices[].location": "east"}]


def test_the_number_of_rows_is_offered_and_never_put_in_silently(qtbot, page):
    page.focus_item("devices")
    QGuiApplication.clipboard().setText("东门\t半球\n西门\t枪机")
    press((Key.Key_V, Mod.ControlModifier))
    settle(qtbot, page)
    assert page.form.editors["system.device_count"].value() is None
    offer = page.form.devices["devices"]._count
    assert offer.isVisible()
    assert offer.text().startswith("数量填为2台")
    press((Key.Key_L, Mod.ControlModifier))
    settle(qtbot, page)
    assert page.form.editors["system.device_count"].value() == "2"
    assert page.session.filing.answers.get("system.device_count") == 2
    assert not offer.isVisible()


def test_a_row_being_written_is_left_alone_until_the_clerk_moves_on(qtbot, page):
    page.focus_item("devices")
    type_text("东门")
    press(Key.Key_Return)
    settle(qtbot, page)
    model = page.form.devices["devices"].table.model
    assert model.problem(0, 1) is None
    press(Key.Key_Return)
    settle(qtbot, page)
    assert model.problem(0, 1)[0] == "选择设备类型"


def test_a_jump_goes_to_the_cell(qtbot, open_page):
    page = open_page("07-device-without-place")
    press(Key.Key_F4)
    table = page.form.devices["devices"].table
    assert (table.view.currentIndex().row(), table.view.currentIndex().column()) == (1, 0)
    assert table.model.problem(1, 0)[0] == "填写安装位置"


# Papers --------------------------------------------------------------------------------------------------------------


def test_a_rejection_counts_once_its_reason_is_ticked(qtbot, open_page):
    page = open_page("01-complete")
    press(Key.Key_F7)
    press(Key.Key_Down)
    press(Key.Key_X)
    settle(qtbot, page)
    assert page.session.findings.unreviewed == ("authorization_letter",)
    press(Key.Key_1)
    settle(qtbot, page)
    assert page.session.findings.codes == ["authorization_letter.not_sealed"]
    press(Key.Key_Backspace)
    settle(qtbot, page)
    assert page.session.filing.materials.get("authorization_letter") is None


def test_what_is_being_written_into_a_cell_reaches_the_case_before_enter(qtbot, page):
    page.focus_item("devices")
    QGuiApplication.clipboard().setText("东门\t半球\n西门\t枪机")
    press((Key.Key_V, Mod.ControlModifier))
    settle(qtbot, page)
    page.form.devices["devices"].table.focus_cell(1, "location")

    def location():
        return page.session.filing.answers.rows()[1].raw["devices[].location"]

    type_text("north gate")
    qtbot.waitUntil(lambda: location() == "north gate", timeout=2_000)
    press(Key.Key_Escape)
    assert location() == "西门"
    type_text("south gate")
    press(Key.Key_Return)
    assert location() == "south gate"
