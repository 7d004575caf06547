"""F1: the manual at the page in front, its keys, searching both, handing it out, and the tour on the sample office."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton

from counter_app.domain.basics.materials import Material, MaterialState
from counter_app.domain.manual.chapters import chapter_from
from counter_app.services.office.workstation import Workstation
from counter_app.ui.base import shortcuts
from counter_app.ui.base.acts import Act
from counter_app.ui.manual import files, printing
from counter_app.ui.manual.window import ManualWindow
from tests.fakes.memory_backend import MemoryBackend
from tests.ui.clerk import act
from tests.ui.pictures.manual import wanted
from tests.ui.shell_fakes import MemoryWorkstations

FREE = {
    *("Enter", "Shift+Enter", "Ctrl+Enter", "Esc", "Ctrl+V", "Shift+F1", "Ctrl++", "Ctrl+-", "Ctrl+0", "dgx"),
    *("0", "1", "2", "3", "4", "X", "Ins", "N", "S", "Ctrl+S"),
}
"""Keys that no record of an act has: Qt's own, those of fields and rows; and an example."""


@pytest.fixture
def manual(running):
    act(running, "keys")
    [window] = running.shell.window.findChildren(ManualWindow)
    return window


def title(window):
    return files.chapters()[window.index.currentRow()].title


def words(window):
    return [line for _title, lines in window.keys.shown for line in lines]


# The text -------------------------------------------------------------------------------------------------------------


def test_every_page_of_the_window_has_a_chapter(running):
    pages = {page for chapter in files.chapters() for page in chapter.pages}
    assert {*running.shell.window._makers, "cases", "busy", "broken"} <= pages


def test_every_picture_is_there_none_is_left_over_and_all_are_small():
    folder = files.manual_folder() / "pictures"
    assert {path.stem for path in folder.iterdir()} == wanted()
    assert sum(path.stat().st_size for path in folder.iterdir()) < 3_000_000
    assert QImage(str(next(folder.iterdir()))).size() == QSize(1100, 720)


def test_every_link_leads_to_a_chapter():
    names = {chapter.name for chapter in files.chapters()}
    assert {
        link for chapter in files.chapters() for link in re.findall(r"\]\(([^)]+\.md)\)", chapter.markdown)
    } <= names


def all_acts():
    """Every record of an act in the modules of the window."""
    import importlib
    import pkgutil

    import counter_app.ui

    for found in pkgutil.walk_packages(counter_app.ui.__path__, "counter_app.ui."):
        module = importlib.import_module(found.name)
        for owner in vars(module).values():
            yield from (one for one in getattr(owner, "ACTS", ()) if isinstance(one, Act))


def test_every_key_that_the_manual_names_is_one():
    known = {shortcut.keys for shortcut in shortcuts.SHORTCUTS} | {one.key for one in all_acts()} | FREE
    named = {key for chapter in files.chapters() for key in re.findall(r"`([^`]+)`", chapter.markdown)}
    assert named - known == set()


# The window -----------------------------------------------------------------------------------------------------------


def test_f1_opens_at_the_page_in_front_with_its_keys(running, manual):
    assert title(manual) == "受理"
    assert ("Ctrl+N", "新建受理") in words(manual)
    assert not any(keys == "F8" for keys, _words in words(manual))
    running.shell.show("today")
    act(running, "keys")
    assert title(manual) == "待办、查找和暂存"
    assert manual.keys.shown[0][0] == "待办"


def test_f1_works_on_the_very_first_page(begin):
    running = begin(MemoryBackend.make(office=None), workstations=MemoryWorkstations(Workstation()))
    assert running.shell.window.shown == "first_start"
    act(running, "keys")
    [window] = running.shell.window.findChildren(ManualWindow)
    assert window.isVisible()
    assert title(window) == "首次启动"


def test_the_chapter_that_the_index_begins_with_is_shown_too(begin):
    running = begin(MemoryBackend.make(office=None), workstations=MemoryWorkstations(Workstation()))
    act(running, "keys")
    [window] = running.shell.window.findChildren(ManualWindow)
    assert (window.index.currentRow(), title(window)) == (0, "首次启动")
    assert window.reader.toPlainText().startswith("首次启动")


def test_one_search_for_chapters_and_keys(manual, qtbot):
    manual.search.setText("台账")
    hits = [manual.index.item(row).text() for row in range(manual.index.count())]
    assert hits[0].startswith("统计和台账 · ")
    assert words(manual) == [("Ctrl+Shift+E", "列表或台账导出为 Excel")]
    assert manual.reader.document().firstBlock().text() == "统计和台账"
    manual.search.setText("没有这个词")
    assert manual.index.count() == 0
    assert "没有找到" in manual._none.text()


def test_escape_takes_back_the_search_then_closes(manual, qtbot):
    manual.search.setText("打印")
    qtbot.keyClick(manual.search, Qt.Key.Key_Escape)
    assert manual.search.text() == ""
    assert manual.index.count() == len(files.chapters())
    qtbot.keyClick(manual.search, Qt.Key.Key_Escape)
    assert not manual.isVisible()


def test_the_key_that_opened_it_closes_it_and_arrows_go_through_the_index(manual, qtbot):
    qtbot.keyClick(manual.search, Qt.Key.Key_Down)
    assert title(manual) == "告知"
    qtbot.keyClick(manual.search, Qt.Key.Key_F1)
    assert not manual.isVisible()


def test_a_link_opens_its_chapter(manual):
    manual.reader.chapter_wanted.emit("12-orders.md")
    assert title(manual) == "责令改正和复查"


def test_a_picture_is_no_wider_than_the_text(manual, qtbot):
    manual.resize(900, 600)
    qtbot.waitUntil(lambda: manual.reader._width == manual.reader.viewport().width())
    assert manual.reader.document().idealWidth() <= manual.reader.viewport().width()


def test_the_manual_keeps_no_program_open(manual):
    assert not manual.testAttribute(Qt.WidgetAttribute.WA_QuitOnClose)


# For handing out ------------------------------------------------------------------------------------------------------


def test_the_manual_as_html_has_every_chapter_and_its_pictures_inside(qapp, tmp_path):
    html = printing.write_html(tmp_path / "m.html").read_text("utf-8")
    assert [chapter.title for chapter in files.chapters() if f">{chapter.title}<" not in html] == []
    assert html.count("data:image/png;base64,") == sum(len(chapter.pictures) for chapter in files.chapters())
    assert 'src="pictures' not in html
    assert 'href="#12-orders.md"' in html


def test_the_manual_as_pdf_has_a_page_a_chapter_at_least(qapp, tmp_path, monkeypatch):
    import pypdfium2

    two = files.chapters()[:2]
    monkeypatch.setattr(printing, "chapters", lambda: two)
    with pypdfium2.PdfDocument(printing.write_pdf(tmp_path / "m.pdf")) as pdf:
        texts = [page.get_textpage().get_text_bounded() for page in pdf]
    assert "使用手册" in texts[0]
    assert [name for name in ("首次启动", "受理") if not any(text.startswith(name) for text in texts[1:])] == []


def test_no_heading_stands_alone_at_the_foot_of_a_page(qapp, tmp_path, monkeypatch):
    import pypdfium2

    sections = "\n\n".join(f"## 标题{number}\n\n{'逐条说明。' * (20 + 7 * (number % 5))}" for number in range(60))
    monkeypatch.setattr(printing, "chapters", lambda: [chapter_from("a.md", f"# 章\n\n{sections}\n")])
    with pypdfium2.PdfDocument(printing.write_pdf(tmp_path / "m.pdf")) as pdf:
        pages = [page.get_textpage().get_text_bounded().splitlines() for page in pdf]
    last = [lines[-2] for lines in pages[1:-1]]  # the number of the page stands below
    assert len(last) > 4
    assert [line for line in last if line.startswith("标题")] == []


# The tour -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def tour(begin, backend):
    running = begin(backend, demo=True)
    running.shell.begin_tour()
    return running, running.shell._tour


def test_each_step_ends_when_it_was_tried(tour, qtbot):
    running, strip = tour
    strip.next_button.click()
    assert "新建一件" in strip.step.words
    act(running, "new")
    qtbot.waitUntil(lambda: running.shell.workspace.session is not None)
    strip.look()
    assert "单位名称" in strip.step.words
    session = running.shell.workspace.session
    session.answer("unit.name", "大关县青禾商贸有限公司")
    strip.look()
    session.filing.materials["authorization_letter"] = Material(MaterialState.ACCEPTED)
    strip.look()
    session.filing.materials["agent_id"] = Material(MaterialState.NOT_PRESENTED)
    strip.look()
    assert "预览" in strip.step.words


def test_a_step_can_be_left_out_and_the_tour_left_at_any_time(tour, qtbot):
    running, strip = tour
    for _step in strip.steps[1:]:
        strip.next_button.click()
    assert strip.next_button.text() == "完成"
    strip.next_button.click()
    assert not strip.isVisible()
    running.shell.begin_tour()
    again = running.shell._tour
    [leave] = [one for one in again.findChildren(QPushButton) if one.text() == "退出导览"]
    leave.click()
    assert not again.isVisible()


def test_the_tour_takes_the_keyboard_from_nothing(tour):
    _running, strip = tour
    assert {one.focusPolicy() for one in strip.findChildren(QPushButton)} == {Qt.FocusPolicy.NoFocus}


def test_elsewhere_the_tour_opens_the_sample_office(running, monkeypatch):
    from counter_app.ui.base import own_program

    opened = []
    monkeypatch.setattr(
        own_program.QProcess, "startDetached", lambda _program, words: (opened.append(words) or True, 1)
    )
    running.shell.begin_tour()
    assert opened[0][-4:] == ["demo", "--data", str(running.station.data_dir), "--tour"]
    assert isinstance(running.station.data_dir, Path)
