"""Scans on the page of a case: dropped, pasted, chosen; looked at beside the form; turned and removed by keys."""

import threading

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QPushButton

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import Custody, FilingState
from counter_app.services.scans import scans
from counter_app.ui.scans.which_material import WhichMaterial
from counter_app.ui.widgets.dialogs import Dialog
from tests.fakes import scan_samples as samples
from tests.ui.clerk import Key, Mod, focus, press
from tests.ui.intake.reading import LARGE


@pytest.fixture
def file(tmp_path):
    def write(name="身份证.jpg", content=None):
        path = tmp_path / name
        path.write_bytes(samples.jpeg() if content is None else content)
        return path

    return write


@pytest.fixture
def attach(qtbot, backend):
    """Attach through the page and wait until it is done."""

    def attach_it(page, *sources, key="agent_id"):
        with qtbot.waitSignal(page.scans.queue.idle, timeout=5_000):
            page.scans.attach(key, sources)
        return kept(backend, page)

    return attach_it


def kept(backend, page):
    return scans.scans_of_case(backend, page.session.reference)


def row(page, key="agent_id"):
    return page.side.materials.row(key)


def dialog_of(page, kind=Dialog):
    return next(dialog for dialog in page.findChildren(kind) if dialog.isVisible())


def mime(*paths, image=None):
    data = QMimeData()
    if paths:
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    if image is not None:
        data.setImageData(image)
    return data


def drop(page, data, place):
    """Drag `data` over the page and let go at `place` of it; False where the page does not want it."""
    actions, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Mod.NoModifier
    enter = QDragEnterEvent(place, actions, data, buttons, keys)
    enter.ignore()
    page.dragEnterEvent(enter)
    if enter.isAccepted():
        page.dropEvent(QDropEvent(QPointF(place), actions, data, buttons, keys))
    return enter.isAccepted()


def middle_of(page, key):
    of_row = row(page, key)
    return of_row.mapTo(page, of_row.rect().center())


def test_a_scan_dropped_on_a_paper_is_attached_and_judges_nothing(qtbot, backend, page, file):
    before = page.session.findings
    with qtbot.waitSignal(page.scans.queue.idle):
        assert drop(page, mime(file()), middle_of(page, "authorization_letter"))
    [scan] = kept(backend, page)
    assert scan.material == "authorization_letter"
    assert row(page, "authorization_letter").strip.words == "1个扫描件 · V 查看"
    assert "扫描件已附到委托办理备案授权书" in page.messages.words
    assert page.session.findings == before
    assert page.session.filing.materials == {}


def test_a_scan_of_an_identity_document_is_taken_and_wants_a_basis(qtbot, backend, page, file):
    with qtbot.waitSignal(page.scans.queue.idle):
        assert drop(page, mime(file()), middle_of(page, "agent_id"))
    assert [scan.material for scan in kept(backend, page)] == ["agent_id"]
    assert "复印、扫描证件应有本机关的依据；没有依据的，查看后移除" in page.messages.words


def test_the_paper_under_what_is_dragged_is_marked(page):
    place = page.mapToGlobal(middle_of(page, "device_list"))
    page.scans.hover(place)
    assert [r.spec.key for r in page.side.materials.rows() if r.property("target")] == ["device_list"]
    page.scans.hover(None)
    assert not any(r.property("target") for r in page.side.materials.rows())


def test_several_files_dropped_at_once_are_all_attached(qtbot, backend, page, file):
    paths = [file("1.jpg"), file("2.png", samples.png()), file("3.pdf", samples.pdf(2))]
    with qtbot.waitSignal(page.scans.queue.idle):
        drop(page, mime(*paths), middle_of(page, "agent_id"))
    assert [scan.media_type for scan in kept(backend, page)] == ["image/jpeg", "image/png", "application/pdf"]
    assert "3个扫描件已附到" in page.messages.words


def test_a_scan_dropped_beside_the_papers_asks_which(qtbot, backend, page, file):
    assert drop(page, mime(file()), QPoint(60, 60))
    question = dialog_of(page, WhichMaterial)
    with qtbot.waitSignal(page.scans.queue.idle):
        qtbot.keyClick(question, Key.Key_2)
    assert [scan.material for scan in kept(backend, page)] == ["authorization_letter"]


def test_a_picture_dragged_from_another_program_is_attached_to_its_paper(qtbot, backend, page):
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    with qtbot.waitSignal(page.scans.queue.idle):
        assert drop(page, mime(image=image), middle_of(page, "agent_id"))
    assert kept(backend, page)[0].media_type == "image/png"


def test_a_workbook_dropped_still_fills_the_case(page, file):
    read = []
    page.files.read = read.append
    path = file("登记.xlsx", b"PK")
    assert drop(page, mime(path), middle_of(page, "agent_id"))
    assert read == [path]
    assert not page.scans.queue.is_busy


def test_what_is_neither_is_refused_in_words(qtbot, backend, page, file):
    with qtbot.waitSignal(page.scans.queue.idle):
        drop(page, mime(file("清单.docx", b"PK")), middle_of(page, "agent_id"))
    assert "清单.docx：只能附 PDF、JPG、PNG、TIFF 文件" in page.messages.words
    assert kept(backend, page) == []


def test_several_refusals_are_a_list_to_be_read(attach, page, file):
    attach(page, file("空.jpg", b""), file("好.jpg"), file("坏.pdf", b"%PDF-1.7"))
    question = dialog_of(page)
    assert question.windowTitle() == "有2个文件没有附上"
    assert "空.jpg：这个文件是空的" in question._words.text()
    assert "坏.pdf：这个 PDF 不完整" in question._words.text()
    question.reject()


def test_ctrl_v_on_a_row_pastes_files_or_a_picture(qtbot, backend, page, file):
    row(page).setFocus()
    QGuiApplication.clipboard().setMimeData(mime(file()))
    with qtbot.waitSignal(page.scans.queue.idle):
        press((Key.Key_V, Mod.ControlModifier))
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(image)
    with qtbot.waitSignal(page.scans.queue.idle):
        press((Key.Key_V, Mod.ControlModifier))
    assert [scan.media_type for scan in kept(backend, page)] == ["image/jpeg", "image/png"]


def test_ctrl_v_without_a_picture_says_what_to_do(qtbot, page):
    row(page).setFocus()
    QGuiApplication.clipboard().setText("只有文字")
    press((Key.Key_V, Mod.ControlModifier))
    assert "剪贴板里没有图像" in page.messages.words


def test_s_on_a_row_asks_for_files(qtbot, backend, page, file):
    row(page).setFocus()
    press(Key.Key_S)
    dialog = page.findChild(QFileDialog)
    assert dialog.windowTitle() == "附扫描件：经办人身份证件"
    with qtbot.waitSignal(page.scans.queue.idle):
        dialog.filesSelected.emit([str(file())])
    dialog.reject()
    assert len(kept(backend, page)) == 1


def test_the_same_file_twice_is_said_and_attached_once(attach, page, file):
    attach(page, file("1.jpg"))
    assert len(attach(page, file("2.jpg"))) == 1
    assert "2.jpg 已附在经办人身份证件上，没有重复附" in page.messages.words


def test_a_file_that_takes_long_says_how_far_it_is_and_can_be_stopped(qtbot, backend, page, file, monkeypatch):
    monkeypatch.setattr(page.scans.queue._patience, "start", lambda: None)
    go_on, there = threading.Event(), threading.Event()

    def slowly(source, watch):
        watch(50, 100)
        there.set()
        assert go_on.wait(10)
        watch(60, 100)
        raise AssertionError("not stopped")

    monkeypatch.setattr(backend.scan_files, "take_in", slowly)
    page.scans.attach("agent_id", [file()])
    qtbot.waitUntil(there.is_set)
    qtbot.waitUntil(lambda: page.scans.queue._per_cent == 50)
    page.scans.queue._say_progress()
    assert "正在附 身份证.jpg（50%）" in page.messages.words
    with qtbot.waitSignal(page.scans.queue.idle):
        qtbot.keyClick(page, Key.Key_Escape)
    go_on.set()
    assert "已停止" in page.messages.words
    qtbot.waitUntil(lambda: not page.session.tasks.is_busy)
    assert kept(backend, page) == []


def test_typing_goes_on_while_a_file_is_read(qtbot, backend, page, file, monkeypatch):
    go_on = threading.Event()
    real = backend.scan_files.take_in

    def slowly(source, watch):
        assert go_on.wait(10)
        return real(source, watch)

    monkeypatch.setattr(backend.scan_files, "take_in", slowly)
    page.scans.attach("agent_id", [file()])
    page.form.focus_key("unit.name")
    qtbot.keyClicks(focus(), "abc")
    assert page.session.filing.answers.raw["unit.name"] == "abc"
    with qtbot.waitSignal(page.scans.queue.idle):
        go_on.set()
    assert len(kept(backend, page)) == 1


def test_a_file_on_its_way_arrives_though_the_window_closes(qtbot, backend, page, file, monkeypatch):
    reference, tasks = page.session.reference, page.session.tasks
    there, go_on = threading.Event(), threading.Event()
    real = backend.scan_files.take_in

    def slowly(source, watch):
        there.set()
        assert go_on.wait(10)
        return real(source, watch)

    monkeypatch.setattr(backend.scan_files, "take_in", slowly)
    page.scans.attach("agent_id", [file()])
    qtbot.waitUntil(there.is_set)
    threading.Timer(0.1, go_on.set).start()
    assert tasks.close()
    assert len(scans.scans_of_case(backend, reference)) == 1


def test_a_full_disk_is_said_at_the_file(attach, backend, page, file):
    backend.scan_files.refuse = Refusal("磁盘已满，扫描件没有附上", "腾出磁盘空间后再附一次")
    assert attach(page, file()) == []
    assert page.messages.words == "身份证.jpg：磁盘已满，扫描件没有附上。腾出磁盘空间后再附一次"


def test_what_is_on_its_way_arrives_though_its_page_made_room(qtbot, backend, open_page, file, monkeypatch):
    page = open_page()
    reference = page.session.reference
    go_on = threading.Event()
    real = backend.scan_files.take_in

    def slowly(source, watch):
        assert go_on.wait(10)
        return real(source, watch)

    monkeypatch.setattr(backend.scan_files, "take_in", slowly)
    page.scans.attach("agent_id", [file()])
    page.scans.setParent(None)
    page.scans.queue.setParent(None)
    from shiboken6 import delete

    tasks = page.session.tasks
    delete(page.scans.queue)
    go_on.set()
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert len(scans.scans_of_case(backend, reference)) == 1


# Looking -----------------------------------------------------------------------------------------------------------


def drawn(qtbot, page):
    qtbot.waitUntil(lambda: page.scans.viewer is not None and page.scans.viewer.canvas.is_drawn, timeout=5_000)
    return page.scans.viewer


def test_v_opens_the_viewer_beside_the_form_and_escape_goes_back(qtbot, attach, page, file):
    attach(page, file("2.pdf", samples.pdf(3)))
    row(page).setFocus()
    press(Key.Key_V)
    viewer = drawn(qtbot, page)
    assert viewer.canvas.hasFocus()
    form, shown = (w.rect().translated(w.mapTo(page, QPoint())) for w in (page.form, viewer))
    assert not form.intersects(shown)
    assert viewer.words.startswith("经办人身份证件 PDF 3页")
    press(Key.Key_PageDown)
    assert viewer.canvas.page == 2
    press(Key.Key_Escape)
    assert row(page).hasFocus()
    assert page.scans.viewer is viewer


def test_on_a_wide_page_the_viewer_has_a_column_of_its_own(qtbot, attach, open_page, file):
    page = open_page(size=LARGE)
    attach(page, file())
    page.scans.toggle()
    viewer = drawn(qtbot, page)
    assert page.form.geometry().right() < viewer.geometry().left()
    assert viewer.geometry().right() < page.side.geometry().left()
    page.resize(1_200, 640)
    qtbot.waitUntil(lambda: page.side.isAncestorOf(viewer))
    assert "扫描件" in viewer.accessibleName()


def test_the_viewer_opens_without_taking_the_focus_and_goes_again(qtbot, attach, page, file):
    attach(page, file())
    page.form.focus_key("unit.name")
    field = focus()
    page.scans.toggle()
    drawn(qtbot, page)
    assert focus() is field
    page.scans.toggle()
    assert page.scans.viewer is None
    assert focus() is field


def test_without_scans_it_says_how_to_attach_one(page):
    page.scans.toggle()
    assert page.scans.viewer is None
    assert "该件还没有扫描件" in page.messages.words
    page.scans.view("agent_id")
    assert "经办人身份证件还没有扫描件" in page.messages.words


@pytest.mark.parametrize("larger", [Key.Key_Plus, Key.Key_Equal])
def test_plus_and_minus_zoom_whether_plus_needs_shift_or_not(qtbot, attach, page, file, larger):
    attach(page, file())
    page.scans.view("agent_id")
    canvas = drawn(qtbot, page).canvas
    before = canvas.per_cent
    press(larger)
    assert canvas.per_cent > before
    press(Key.Key_Minus)
    assert canvas.per_cent == before


def test_r_turns_for_good(qtbot, backend, attach, page, file):
    attach(page, file())
    page.scans.view("agent_id")
    viewer = drawn(qtbot, page)
    press(Key.Key_R)
    qtbot.waitUntil(lambda: kept(backend, page)[0].rotation == 90)
    press((Key.Key_R, Mod.ShiftModifier))
    qtbot.waitUntil(lambda: kept(backend, page)[0].rotation == 0)
    assert viewer.canvas.hasFocus()


def test_delete_asks_and_removes(qtbot, backend, attach, page, file):
    attach(page, file("1.jpg"), file("2.png", samples.png()))
    page.scans.view("agent_id")
    viewer = drawn(qtbot, page)
    press(Key.Key_Delete)
    question = dialog_of(page)
    assert question.windowTitle() == "移除经办人身份证件的这个扫描件？"
    next(b for b in question.findChildren(QPushButton) if b.text() == "移除").click()
    qtbot.waitUntil(lambda: [scan.media_type for scan in page.scans.scans] == ["image/png"])
    assert [scan.media_type for scan in kept(backend, page)] == ["image/png"]
    assert viewer.scan_id == page.scans.scans[0].scan_id


def test_removing_the_last_one_takes_the_viewer_away(qtbot, attach, page, file):
    attach(page, file())
    page.scans.view("agent_id")
    drawn(qtbot, page)
    page.scans._remove(page.scans.scans[0].scan_id)
    qtbot.waitUntil(lambda: page.scans.viewer is None)
    assert row(page).strip.isHidden()


def test_n_and_b_go_from_scan_to_scan(qtbot, attach, page, file):
    attach(page, file("1.jpg"), file("2.png", samples.png()))
    page.scans.view("agent_id")
    viewer = drawn(qtbot, page)
    assert "1/2" in viewer.words
    press(Key.Key_N)
    assert "2/2 · PNG" in viewer.words
    press(Key.Key_B)
    assert "1/2 · JPG" in viewer.words


def test_a_small_picture_comes_and_opens_its_scan(qtbot, attach, page, file):
    attach(page, file("1.jpg"), file("2.png", samples.png()))
    last = page.scans.scans[1].scan_id
    button = row(page).strip._buttons[last]
    qtbot.waitUntil(lambda: not button.icon().isNull())
    button.click()
    assert page.scans.viewer.scan_id == last


def test_small_pictures_are_decoded_on_the_window_s_thread(qtbot, attach, page, file, monkeypatch):
    decode, threads = QImage.fromData, []

    def watched(*given):
        threads.append(threading.current_thread())
        return decode(*given)

    monkeypatch.setattr(QImage, "fromData", watched)
    attach(page, file())
    qtbot.waitUntil(lambda: bool(threads))
    assert set(threads) == {threading.main_thread()}


def test_a_missing_file_is_said_in_the_viewer(qtbot, backend, attach, page, file):
    [scan] = attach(page, file())
    backend.scan_files._place(scan.sha256).unlink()
    page.scans.view("agent_id")
    viewer = page.scans.viewer
    qtbot.waitUntil(lambda: "从备份恢复" in viewer._trouble.text())
    assert viewer._trouble.isVisible()


def test_a_page_built_anew_shows_what_is_attached(qtbot, attach, open_page, file):
    first = open_page()
    attach(first, file())
    again = open_page(reference=first.session.reference)
    qtbot.waitUntil(lambda: len(again.scans.scans) == 1)
    assert row(again).strip.words == "1个扫描件 · V 查看"


# Once the case is decided ------------------------------------------------------------------------------------------


def decide(backend, page, state, custody):
    with backend.work() as work:
        filing = work.filings.get(page.session.reference)
        filing.state, filing.custody = state, custody
        work.filings.save(filing)
        work.commit()


def test_while_the_paper_lies_here_scans_come_but_none_goes(qtbot, backend, attach, open_page, file):
    first = open_page()
    attach(first, file())
    decide(backend, first, FilingState.COMPLETE, Custody.AT_WINDOW)
    page = open_page(reference=first.session.reference)
    assert drop(page, mime(file("2.png", samples.png())), middle_of(page, "agent_id"))
    qtbot.waitUntil(lambda: len(page.scans.scans) == 2)
    assert len(kept(backend, page)) == 2
    row(page).setFocus()
    press(Key.Key_V)
    drawn(qtbot, page)
    press(Key.Key_Delete)
    assert page.findChildren(Dialog) == []
    row(page).setFocus()
    press(Key.Key_Space)
    assert page.session.filing.materials == {}


def test_once_the_paper_is_gone_they_can_only_be_looked_at(qtbot, backend, attach, open_page, file):
    first = open_page()
    attach(first, file())
    decide(backend, first, FilingState.FILED, Custody.ARCHIVED)
    page = open_page(reference=first.session.reference)
    qtbot.waitUntil(lambda: len(page.scans.scans) == 1)
    assert not drop(page, mime(file("2.png", samples.png())), middle_of(page, "agent_id"))
    row(page).setFocus()
    press(Key.Key_S)
    assert "纸质材料已不在窗口" in page.messages.words
    press(Key.Key_V)
    viewer = drawn(qtbot, page)
    press(Key.Key_R)
    qtbot.waitUntil(lambda: viewer.canvas._rotation == 90)
    assert kept(backend, page)[0].rotation == 0


def test_a_broken_picture_from_the_clipboard_is_refused_under_its_name(attach, page):
    attach(page, QImage())
    assert page.messages.words.startswith("剪贴板中的图像：这个图像无法读取")
