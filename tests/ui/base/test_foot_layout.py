"""The foot of a page: its space is asked for as it is used."""

from PySide6.QtWidgets import QLabel, QWidget

from counter_app.ui.base.foot_layout import FootLayout


def test_a_line_asks_for_as_much_height_as_it_takes(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    foot = FootLayout()
    for words in ("F11 录入备案编号", "退格 取消勾选"):
        hint = QLabel(words)
        hint.setMinimumHeight(4)  # as a style sheet may say
        foot.add_left(hint)
    page.setLayout(foot)
    page.show()
    assert page.minimumSizeHint().height() == foot.heightForWidth(1000) > 15
