"""What can be read by everybody: contrast, size, zoom, and one colour for each meaning."""

import re
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontDatabase
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from counter_app.paths import resources_dir
from counter_app.ui.style import fonts, grid
from counter_app.ui.style.theme import ZOOM_STEPS, ThemeName, colours, contrast, current, mark, style_sheet

PAIRS = tomllib.loads((resources_dir() / "theme/pairs.toml").read_text("utf-8"))
STYLE = (resources_dir() / "theme/counter.qss").read_text("utf-8")
RULES = re.findall(r"\{([^}]*)\}", STYLE)
RULES_TEXT = " ".join(RULES)

every_theme = pytest.mark.parametrize("name", list(ThemeName))


@every_theme
def test_every_text_stands_out_from_its_ground_by_four_and_a_half_to_one(name):
    chosen = colours(name)
    weak = {
        f"{ink} on {ground}": round(ratio, 2)
        for ink, grounds in PAIRS["text"].items()
        for ground in grounds
        if (ratio := contrast(chosen[ink], chosen[ground])) < 4.5
    }
    assert weak == {}


@every_theme
def test_every_edge_and_focus_ring_stands_out_by_three_to_one(name):
    chosen = colours(name)
    weak = {
        f"{edge} on {ground}": round(ratio, 2)
        for edge, grounds in PAIRS["edge"].items()
        for ground in grounds
        if (ratio := contrast(chosen[edge], chosen[ground])) < 3
    }
    assert weak == {}


def test_the_contrast_is_that_of_wcag():
    assert contrast(QColor("#ffffff"), QColor("#000000")) == pytest.approx(21)
    assert contrast(QColor("#767676"), QColor("#ffffff")) == pytest.approx(4.54, abs=0.01)


def test_every_colour_of_a_text_in_the_style_sheet_is_among_the_pairs():
    used = {token for rule in RULES for token in re.findall(r"(?<![-\w])color:\s*@(\w+)", rule)}
    assert used <= set(PAIRS["text"])


def test_every_pair_that_stands_in_one_rule_is_among_the_pairs():
    unheld = set()
    for rule in RULES:
        ink = re.search(r"(?<![-\w])color:\s*@(\w+)", rule)
        ground = re.search(r"background(?:-color)?:\s*@(\w+)", rule)
        if ink and ground and ground[1] not in PAIRS["text"][ink[1]]:
            unheld.add((ink[1], ground[1]))
    assert unheld == set()


def test_no_rule_for_a_widget_of_which_there_are_many_asks_what_it_lies_in():
    """Qt goes up to the window from each label and each field to see: a twentieth of the time until the first key."""
    selectors = [
        one.strip()
        for rule in re.findall(r"([^{}]+)\{", re.sub(r"/\*.*?\*/", "", STYLE, flags=re.DOTALL))
        for one in rule.split(",")
    ]
    many = {"QLabel", "QLineEdit", "QPushButton", "QComboBox", "QFrame", "QWidget"}
    within = {one for one in selectors if " " in one and re.split(r"[\[:#]", one.split()[-1])[0] in many}
    assert within == {
        'QScrollArea > QWidget > QWidget[role="page"]',  # the role is looked at first
        "QCalendarWidget QWidget#qt_calendar_navigationbar",  # the name is
    }


def test_all_themes_have_the_same_colours():
    assert len({frozenset(colours(name).tokens) for name in ThemeName}) == 1


@every_theme
@pytest.mark.parametrize("zoom", [80, 100, 150, 200])
def test_the_style_sheet_is_whole_and_no_text_in_it_is_smaller_than_eleven_points(name, zoom):
    text = style_sheet(colours(name), zoom / 100)
    assert not re.search(r"@\w|\b(px|pt|icon)\(", text)
    assert min(float(size) for size in re.findall(r"font-size:\s*([\d.]+)pt", text)) >= 11
    assert not re.search(r"font-size:\s*[\d.]+px", text)


@every_theme
def test_the_icons_are_drawn_in_the_colours_of_their_theme(name):
    allowed = set(colours(name).tokens.values())
    icons = list((resources_dir() / "icons" / name).glob("*.svg"))
    assert {path.name for path in icons} >= {f"{icon}.svg" for icon in re.findall(r"icon\(([a-z-]+)\)", RULES_TEXT)}
    for path in icons:
        assert set(re.findall(r"#[0-9a-f]{6}", path.read_text("utf-8"))) <= allowed


def test_the_zoom_goes_in_steps_from_80_to_200_and_back(theme):
    for _ in ZOOM_STEPS:
        theme.zoom_in()
    assert theme.zoom == 200
    assert QApplication.font().pointSizeF() == pytest.approx(22)
    for _ in ZOOM_STEPS:
        theme.zoom_out()
    assert theme.zoom == 80
    assert QApplication.font().pointSizeF() == pytest.approx(11), "text is never smaller"
    theme.zoom_reset()
    assert theme.zoom == 100


def test_distances_follow_the_zoom(qtbot, theme):
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    grid.space(column, 16, 8, spacing=4)
    label = QLabel("单位名称", page)
    grid.fix(label, width=120)
    theme.set_zoom(150)
    assert column.contentsMargins().left() == 24
    assert column.spacing() == 6
    assert label.maximumWidth() == 180


def test_distances_lie_on_the_grid_of_four_pixels_or_its_half():
    for path in (Path(grid.__file__).parents[1] / "widgets").glob("*.py"):
        for numbers in re.findall(r"grid\.space\(\w[\w.]*((?:, \d+)*)", path.read_text("utf-8")):
            assert all(int(number) % 2 == 0 for number in re.findall(r"\d+", numbers)), path.name


def test_a_theme_is_put_on_in_one_go(qtbot, theme):
    with qtbot.waitSignal(theme.changed):
        theme.use(ThemeName.DARK)
    assert QApplication.palette().window().color() == current().colours["ground"]


def test_a_role_given_later_dresses_the_widget_anew(qtbot):
    label = QLabel("缺1项")
    qtbot.addWidget(label)
    label.ensurePolished()
    mark(label, tone="red")
    assert label.palette().windowText().color() == current().colours["red"]


def test_our_own_typeface_comes_in_two_weights_and_writes_chinese(qapp):
    family = fonts.load_bundled()
    assert QFontDatabase.WritingSystem.SimplifiedChinese in QFontDatabase.writingSystems(family)
    assert {QFontDatabase.weight(family, style) for style in QFontDatabase.styles(family)} >= {400, 700}


def test_a_chinese_face_of_the_system_is_taken_before_ours(qapp, monkeypatch):
    monkeypatch.setattr(QFontDatabase, "families", lambda *_: ["AR PL UKai", "WenQuanYi Micro Hei"])
    assert fonts.family() == "WenQuanYi Micro Hei"
    monkeypatch.setattr(QFontDatabase, "families", lambda *_: ["AR PL UKai"])
    assert fonts.family() == "AR PL UKai"
    monkeypatch.setattr(QFontDatabase, "families", lambda *_: [])
    assert fonts.family() == fonts.load_bundled()


def test_a_filled_button_keeps_its_size_and_its_edge_when_the_focus_comes(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    box = QVBoxLayout(window)
    here, there = QPushButton("保存"), QPushButton("还原")
    for button in (here, there):
        mark(button, kind="primary")
        box.addWidget(button)
    window.show()
    window.activateWindow()
    there.setFocus()
    qtbot.waitUntil(there.hasFocus)
    before = here.sizeHint()
    here.setFocus()
    qtbot.waitUntil(here.hasFocus)
    assert here.sizeHint() == before
    edge = here.grab().toImage()
    accent, ring = current().colours["accent"], current().colours["focus_on_accent"]
    assert edge.pixelColor(0, here.height() // 2) == accent
    assert edge.pixelColor(2, here.height() // 2) == ring


def styled(kind):
    """A button or a field of one look."""
    if kind == "line":
        return QLineEdit()
    if kind == "choice":
        return QComboBox()
    button = QPushButton("保存")
    mark(button, **{"role" if kind in {"tab", "segment", "rail"} else "kind": kind})
    return button


@pytest.mark.parametrize("zoom", ZOOM_STEPS)
def test_the_focus_moves_nothing_and_buttons_beside_each_other_are_of_one_height_at_every_zoom(qtbot, theme, zoom):
    window = QWidget()
    qtbot.addWidget(window)
    box = QVBoxLayout(window)
    looks = ["", "primary", "danger", "quiet", "warning", "tab", "segment", "rail", "line", "choice"]
    shown = {kind: styled(kind) for kind in looks}
    for one in shown.values():
        box.addWidget(one)
    theme.set_zoom(zoom)
    window.show()
    window.activateWindow()
    shown["line"].setFocus()
    qtbot.waitUntil(shown["line"].hasFocus)
    without = {kind: one.sizeHint() for kind, one in shown.items() if kind != "line"}
    shown["rail"].setFocus()
    without["line"] = shown["line"].sizeHint()
    with_focus = {}
    for kind, one in shown.items():
        one.setFocus()
        assert one.hasFocus()
        with_focus[kind] = one.sizeHint()
    assert with_focus == without
    assert len({without[kind].height() for kind in looks[:5]}) == 1
    shown["segment"].setCheckable(True)
    shown["segment"].setChecked(True)
    assert shown["segment"].sizeHint().height() == without["segment"].height()


@pytest.mark.parametrize("kind", ["", "danger", "tab", "segment", "check"])
def test_what_has_the_focus_has_one_mark_also_after_a_key_was_pressed(qtbot, kind):
    window = QWidget()
    qtbot.addWidget(window)
    box = QVBoxLayout(window)
    button = QCheckBox("　" * 8) if kind == "check" else styled(kind)
    button.setText("　" * 8)
    box.addWidget(button)
    window.show()
    window.activateWindow()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(button.hasFocus)
    window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    image = button.grab().toImage()
    middle = {image.pixel(x, image.height() // 2) for x in range(image.width() // 3, image.width() * 2 // 3)}
    down = {image.pixel(image.width() // 2, y) for y in range(5, image.height() - 5)}
    assert len(middle | down) == 1
