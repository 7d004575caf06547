"""The verdict and the papers: always the words of the notice, every judgement one key."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton, QToolButton

from counter_app.domain.basics.materials import ACCEPTED, Material, MaterialState, rejected
from counter_app.domain.forms.findings import Verdict
from counter_app.ui.intake.material_panel import MaterialPanel
from counter_app.ui.intake.material_row import MaterialSpec
from counter_app.ui.intake.verdict_panel import FindingRow, VerdictItem, VerdictPanel
from counter_app.ui.widgets.act_menu import ActMenu
from counter_app.ui.window.main_window import MainWindow
from tests.ui.clerk import click_by_mouse

Key = Qt.Key
LETTER = "authorization_letter"
FOUR = [
    VerdictItem("unit.uscc", "填写统一社会信用代码", "第六条第一项"),
    VerdictItem("agent.id_number", "证件号码末位校验不符,核对后重填", "第六条"),
    VerdictItem("system.retention_days", "填写视频图像信息存储期限", "第六条第二项"),
    VerdictItem("agent_id", "提交经办人身份证件", "第六条"),
]


@pytest.fixture
def verdict(qtbot):
    panel = VerdictPanel()
    qtbot.addWidget(panel)
    panel.resize(400, 500)
    panel.show()
    panel.activateWindow()
    return panel


def words(panel):
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisibleTo(panel)]


@pytest.mark.parametrize(
    ("what", "lacking", "unjudged", "headline"),
    [
        (Verdict.COMPLETE, [], [], "材料齐全，可以备案"),
        (Verdict.DEFICIENT, FOUR, [], "材料不齐全，需补正4项"),
        (Verdict.UNREVIEWED, [], FOUR[:2], "还有 2 份材料未核对"),
    ],
)
def test_the_headline_says_it_in_one_line(verdict, what, lacking, unjudged, headline):
    verdict.show_verdict(what, lacking, unreviewed=unjudged)
    assert verdict.headline == headline
    assert verdict.accessibleName().startswith(headline)


def test_a_deficient_case_with_papers_unjudged_says_both(verdict):
    verdict.show_verdict(Verdict.DEFICIENT, FOUR, unreviewed=[VerdictItem("agent_id", "经办人身份证件")])
    assert "还有 1 份材料未核对，核对后出具告知书" in words(verdict)


def test_every_item_is_a_click_from_its_field(qtbot, verdict):
    verdict.show_verdict(Verdict.DEFICIENT, FOUR)
    rows = verdict.findChildren(FindingRow)
    assert [row.accessibleName() for row in rows] == [f"第{n}项：{item.message}" for n, item in enumerate(FOUR, 1)]
    with qtbot.waitSignal(verdict.item_chosen) as chosen:
        qtbot.mouseClick(rows[1], Qt.MouseButton.LeftButton)
    assert chosen.args == ["agent.id_number"]


def test_one_key_goes_from_item_to_item_and_round(qtbot, verdict):
    verdict.show_verdict(Verdict.DEFICIENT, FOUR[:2])
    chosen = []
    verdict.item_chosen.connect(chosen.append)
    for _ in range(3):
        verdict.next_item()
    assert chosen == ["unit.uscc", "agent.id_number", "unit.uscc"]


def test_the_list_is_gone_through_by_arrows_and_chosen_from_by_enter_or_number(qtbot, verdict):
    verdict.show_verdict(Verdict.DEFICIENT, FOUR)
    chosen = []
    verdict.item_chosen.connect(chosen.append)
    verdict.focus_list()
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), FindingRow))
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Down)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_4)
    assert chosen == ["agent.id_number", "agent_id"]


def test_advisories_stand_apart_and_take_no_room_when_there_are_none(verdict):
    verdict.show_verdict(Verdict.COMPLETE)
    assert not any("提示" in text for text in words(verdict))
    verdict.show_verdict(
        Verdict.COMPLETE, advisories=[VerdictItem("x", "视频图像信息保存期限少于30天", "《条例》第十七条")]
    )
    assert "提示（不影响备案）" in words(verdict)
    assert "视频图像信息保存期限少于30天" in words(verdict)


def test_the_same_verdict_rebuilds_nothing(verdict):
    verdict.show_verdict(Verdict.DEFICIENT, FOUR)
    before = verdict.findChildren(FindingRow)
    verdict.show_verdict(Verdict.DEFICIENT, list(FOUR))
    assert verdict.findChildren(FindingRow) == before


def test_two_thousand_items_are_listed_on_demand(qtbot, verdict):
    many = [VerdictItem(f"devices[{n}].location", f"第{n}台设备:填写安装位置") for n in range(1, 2001)]
    verdict.show_verdict(Verdict.DEFICIENT, many)
    assert len(verdict._rows) == 30
    more = next(button for button in verdict.findChildren(QPushButton) if "另有" in button.text())
    assert more.text() == "另有 1970 项，再列 200 项"
    more.click()
    assert len(verdict._rows) == 230
    assert [one.key for one in verdict._rows[228:]] == ["devices[229].location", "devices[230].location"]
    verdict.show_verdict(Verdict.DEFICIENT, many[:40])
    more = next(button for button in verdict.findChildren(QPushButton) if button.text() == "另有 10 项，全部列出")
    more.click()
    assert len(verdict._rows) == 40


def test_thousands_of_remarks_are_listed_on_demand_and_lead_to_their_places(qtbot, verdict):
    many = [VerdictItem(f"devices[{n}].longitude", f"第{n}台设备:经度") for n in range(1, 2001)]
    verdict.show_verdict(Verdict.DEFICIENT, [VerdictItem("unit.name", "填写单位名称")], advisories=many)
    assert len(verdict._rows) == 31
    next(button for button in verdict.findChildren(QPushButton) if "再列" in button.text()).click()
    assert len(verdict._rows) == 231
    with qtbot.waitSignal(verdict.item_chosen) as chosen:
        verdict._rows[-1].click()
    assert chosen.args == ["devices[230].longitude"]
    with qtbot.waitSignal(verdict.item_chosen) as chosen:
        verdict.next_item()
    assert chosen.args == ["unit.name"], "what is only to be noted leads nobody astray"


@pytest.fixture
def papers(qtbot):
    defects = [("not_sealed", "未加盖单位公章"), ("illegible", "无法辨认")]
    panel = MaterialPanel(
        [
            MaterialSpec("agent_id", "经办人身份证件", "应提交", [("expired", "已过有效期")]),
            MaterialSpec(LETTER, "加盖单位公章的委托办理备案授权书", "应提交", defects),
            MaterialSpec("information_sheet", "备案基本信息表", "可替代填写"),
        ]
    )
    qtbot.addWidget(panel)
    panel.resize(400, 600)
    panel.show()
    panel.activateWindow()
    panel.focus_material(LETTER)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is panel.rows()[1])
    return panel


@pytest.mark.parametrize(
    ("key", "state"),
    [
        (Key.Key_Space, MaterialState.ACCEPTED),
        (Key.Key_X, MaterialState.REJECTED),
        (Key.Key_0, MaterialState.NOT_PRESENTED),
    ],
)
def test_a_paper_is_judged_by_one_key_and_taken_back_by_another(qtbot, papers, key, state):
    with qtbot.waitSignal(papers.judged) as judged:
        qtbot.keyClick(papers.rows()[1], key)
    assert judged.args == [LETTER, Material(state)]
    assert STATE_NAMES[state] in papers.rows()[1].accessibleName()
    qtbot.keyClick(papers.rows()[1], Key.Key_Backspace)
    assert papers.material(LETTER).state is MaterialState.UNREVIEWED


STATE_NAMES = {
    MaterialState.ACCEPTED: "合格",
    MaterialState.REJECTED: "不合格",
    MaterialState.NOT_PRESENTED: "未提交",
}


def test_a_defect_is_ticked_by_its_number_and_the_tick_taken_away_by_it(qtbot, papers):
    row = papers.rows()[1]
    qtbot.keyClick(row, Key.Key_X)
    assert row._problem.text() == "按数字勾选不合格的原因"
    at = row.defect_part.y()
    qtbot.keyClick(row, Key.Key_2)
    qtbot.keyClick(row, Key.Key_1)
    assert papers.material(LETTER) == rejected("not_sealed", "illegible")
    assert row._problem.text() == "不合格的原因"
    assert row.defect_part.y() == at, "the defects stand still while they are ticked"
    qtbot.keyClick(row, Key.Key_1)
    assert papers.material(LETTER) == rejected("illegible")
    qtbot.keyClick(row, Key.Key_9)
    assert papers.material(LETTER) == rejected("illegible"), "a number that stands for nothing does nothing"


def test_numbers_mean_nothing_before_the_paper_is_rejected(qtbot, papers):
    qtbot.keyClick(papers.rows()[1], Key.Key_1)
    assert papers.material(LETTER).state is MaterialState.UNREVIEWED


def test_ticks_are_kept_when_the_clerk_thinks_twice(qtbot, papers):
    row = papers.rows()[1]
    for key in (Key.Key_X, Key.Key_1, Key.Key_Space, Key.Key_X):
        qtbot.keyClick(row, key)
    assert papers.material(LETTER) == rejected("not_sealed")


def test_the_free_note_is_kept_beside_the_code(qtbot, papers):
    row = papers.rows()[1]
    qtbot.keyClick(row, Key.Key_X)
    qtbot.keyClick(row, Key.Key_1)
    qtbot.keyClicks(row.defect_part.note.line, "p.2")
    assert papers.material(LETTER) == rejected("not_sealed", note="p.2")


def test_escape_comes_back_from_the_note_to_the_paper(qtbot, papers):
    row = papers.rows()[1]
    qtbot.keyClick(row, Key.Key_X)
    row.defect_part.note.focus_field()
    qtbot.keyClick(row.defect_part.note.line, Key.Key_Escape)
    assert QApplication.focusWidget() is row


def test_arrows_move_between_papers_and_enter_goes_on(qtbot, papers):
    qtbot.keyClick(papers.rows()[1], Key.Key_Up)
    assert QApplication.focusWidget() is papers.rows()[0]
    qtbot.keyClick(papers.rows()[0], Key.Key_Up)
    assert QApplication.focusWidget() is papers.rows()[0]
    qtbot.keyClick(papers.rows()[0], Key.Key_Return)
    assert QApplication.focusWidget() is papers.rows()[1]
    qtbot.keyClick(papers.rows()[1], Key.Key_Down)
    assert QApplication.focusWidget() is papers.rows()[2]


def test_a_click_judges_and_a_second_takes_it_back(qtbot, papers):
    button = papers.rows()[1]._segments[MaterialState.ACCEPTED]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert papers.material(LETTER) == ACCEPTED
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert papers.material(LETTER).state is MaterialState.UNREVIEWED
    assert not button.isChecked()


def test_copies_and_pages_are_counted(qtbot, papers):
    row = papers.rows()[1]
    qtbot.keyClick(row, Key.Key_Space)
    qtbot.keyClick(row, Key.Key_P)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is row.amount_part.count.line)
    qtbot.keyClicks(row.amount_part.count.line, "02")
    qtbot.keyClick(row.amount_part.count.line, Key.Key_Return)
    assert row.amount_part.count.line.text() == "2"
    assert papers.material(LETTER).count == 2
    assert "原件2份1页" in row._note.text()


def test_a_count_that_is_none_leaves_the_old_one_and_says_so(qtbot, papers):
    row = papers.rows()[1]
    qtbot.keyClick(row, Key.Key_Space)
    qtbot.keyClick(row, Key.Key_P)
    qtbot.keyClicks(row.amount_part.pages.line, "x")
    row.amount_part.commit()
    assert papers.material(LETTER).pages == 1
    assert row.amount_part.pages.problem.endswith("必须是1或以上的整数")


def test_showing_a_case_tells_nothing(qtbot, papers):
    with qtbot.assertNotEmitted(papers.judged):
        papers.set_materials({LETTER: rejected("illegible", note="第2页")})
    assert papers.material(LETTER).note == "第2页"
    assert papers.material("agent_id").state is MaterialState.UNREVIEWED
    assert papers.rows()[1].defect_part.note.value() == "第2页"


def test_a_problem_of_a_paper_is_said_at_it(papers):
    row = papers.rows()[1]
    papers.set_problems({LETTER: "提交加盖单位公章的委托办理备案授权书"})
    assert row.accessibleDescription().startswith("提交加盖单位公章")
    assert not row._problem.isVisibleTo(row), "未提交 says itself: the papers beneath stand still"
    papers.set_materials({LETTER: rejected("not_sealed")})
    papers.set_problems({LETTER: "委托办理备案授权书未加盖单位公章"})
    assert row._problem.isVisibleTo(row)
    assert row._problem.text() == "委托办理备案授权书未加盖单位公章"


def test_where_nothing_can_be_judged_any_more_no_keys_are_named(qtbot):
    panel = MaterialPanel([MaterialSpec("agent_id", "经办人身份证件", "应提交")])
    qtbot.addWidget(panel)
    panel.show()
    assert panel._keys.isVisible()
    panel.setEnabled(False)
    assert not panel._keys.isVisible()
    panel.setEnabled(True)
    assert panel._keys.isVisible()


def test_a_right_click_on_a_paper_offers_what_can_be_done_with_it(qtbot, tmp_path, papers):
    window = MainWindow(tmp_path)
    qtbot.addWidget(window)
    window.add_page("papers", papers)
    window.show_page("papers")
    with qtbot.waitActive(window):
        window.show()

    def offered():
        row, at = papers.rows()[1], QPoint(5, 5)
        row.setFocus()
        QApplication.sendEvent(row, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, row.mapToGlobal(at)))
        menu = next(menu for menu in window.findChildren(ActMenu) if menu.is_open)
        lines = menu.lines
        menu.close_overlay()
        return {line.words: line for line in lines}

    assert [*offered()] == ["合格", "不合格", "未提交", "回到未核对", "附扫描件", "粘贴扫描件", "看扫描件"]
    offered()["合格"].act()
    assert papers.material(LETTER) == ACCEPTED
    assert "份数、页数" in offered()
    papers.set_read_only(True)
    assert [*offered()] == ["附扫描件", "粘贴扫描件", "看扫描件"]
    papers.setParent(None)  # its fixture ends it


def test_the_rarer_acts_of_a_paper_stand_behind_its_button(qtbot, tmp_path, papers):
    window = MainWindow(tmp_path)
    qtbot.addWidget(window)
    window.add_page("papers", papers)
    window.show_page("papers")
    with qtbot.waitActive(window):
        window.show()
    row = papers.row(LETTER)
    row.judge(MaterialState.ACCEPTED)
    click_by_mouse(row.findChild(QToolButton))
    [menu] = [menu for menu in window.findChildren(ActMenu) if menu.is_open]
    assert {"S", "Ctrl+V", "V", "P"} <= {line.keys for line in menu.lines}
    wanted = []
    papers.scan_wanted.connect(wanted.append)
    item = menu._lines.findItems("附扫描件", Qt.MatchFlag.MatchExactly)[0]
    click_by_mouse(menu._lines.viewport(), menu._lines.visualItemRect(item).center())
    assert wanted == [LETTER]
    papers.setParent(None)  # its fixture ends it


def test_a_tick_keeps_its_space_bar(qtbot, papers):
    row = papers.rows()[1]
    qtbot.keyClick(row, Key.Key_X)
    [box] = [box for box in row.findChildren(QCheckBox) if "未加盖" in box.text()]
    box.setFocus()
    qtbot.keyClick(box, Key.Key_Space)
    assert papers.material(LETTER) == rejected("not_sealed")
