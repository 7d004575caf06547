"""A list goes out: asked how much of it, written with its progress, stopped without leaving anything."""

import json
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.calendar.waiting import Queue
from counter_app.services.papers import issuing
from counter_app.services.ports import SearchHit
from counter_app.ui.window.export_question import ExportProgress, ExportQuestion
from counter_app.ui.window.list_export import ListExport
from tests.fakes.memory_backend import POST
from tests.ui.lists.test_queues import opened


@pytest.fixture
def running(begin, backend):
    issuing.issue_receipt(backend, opened(backend, "01"), post=POST)
    opened(backend, "03")
    return begin(backend)


def found(running, kind):
    [one] = [one for one in running.shell.window.findChildren(kind) if one.isVisible()]
    return one


def press(running):
    running.shell.act("export_list")
    return found(running, ExportQuestion)


def answer(qtbot, running, question, path):
    qtbot.keyClick(question, Qt.Key.Key_Return)
    dialog = running.shell.window.findChild(QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    running.settle()


def lines(path):
    _title, [head, *rows] = json.loads(path.read_text("utf-8"))
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_on_a_queue_its_lines_go_out_masked(running, qtbot, tmp_path):
    running.shell.show("today")
    running.shell.window.page("today").show_queue(Queue.TRANSFER)
    question = press(running)
    assert question.days == []
    answer(qtbot, running, question, tmp_path / "a.xlsx")
    [row] = lines(tmp_path / "a.xlsx")
    assert row["状态"] == "待录入"
    assert "*" in row["证件号码"]
    assert running.shell.notifier._bar.words == f"已导出1件到 {tmp_path / 'a.xlsx'}"


def test_elsewhere_the_register_goes_out_for_the_days_asked_for(running, qtbot, tmp_path, backend):
    question = press(running)
    question.whole.setChecked(True)
    question.days[0].setText("2026-3-40")
    qtbot.keyClick(question, Qt.Key.Key_Return)
    assert question.problem.text() == "收件日期必须是真实日期，如 2026-03-02"
    question.days[0].setText("2026-3-2")
    question.days[1].setText("20260301")
    qtbot.keyClick(question.days[0], Qt.Key.Key_Return)
    assert question.problem.text() == "结束日期必须不早于开始日期"
    assert question.days[0].text() == "2026年3月2日"
    question.days[1].clear()
    answer(qtbot, running, question.days[1], tmp_path / "a.xlsx")
    assert len(lines(tmp_path / "a.xlsx")) == 2
    assert backend.store.kept.history[-1].details == {"list": "台账", "rows": 2, "whole": 1, "from": "2026-03-02"}


def test_a_file_that_cannot_be_written_is_told(running, qtbot, tmp_path, backend, monkeypatch):
    def full(*_arguments):
        raise Refusal("磁盘已满，没有保存", "腾出空间或换一个磁盘后再保存")

    monkeypatch.setattr(backend.files, "write_list", full)
    ListExport(running.shell.features[0].context, "台账").write(tmp_path / "a.xlsx")
    qtbot.waitUntil(lambda: "磁盘已满" in running.shell.notifier._bar.words)


def test_escape_stops_the_writing(running, qtbot, tmp_path, backend, monkeypatch):
    begun, go_on = threading.Event(), threading.Event()

    def slow(_path, _title, _columns, rows):
        begun.set()
        go_on.wait(10)
        list(rows)

    monkeypatch.setattr(backend.files, "write_list", slow)
    ListExport(running.shell.features[0].context, "台账").write(tmp_path / "a.xlsx")
    qtbot.waitUntil(begun.is_set)
    qtbot.keyClick(found(running, ExportProgress), Qt.Key.Key_Escape)
    go_on.set()
    running.settle()
    assert running.shell.notifier._bar.words == "导出已取消。没有生成文件"
    assert backend.store.kept.history[-1].act != "register.exported"


def test_what_was_found_goes_out_from_the_list_in_front_of_the_page(running, qtbot, tmp_path):
    running.shell.act("find")
    feature = next(feature for feature in running.shell.features if "find" in feature.acts())
    finding = feature.open_list
    finding.line.setText("青禾")
    qtbot.waitUntil(lambda: not finding.is_waiting and finding.list.hit is not None)
    shown = finding.list.cases
    rows = [shown.index(row, 0).data(Qt.ItemDataRole.UserRole) for row in shown.hits]
    many = len([row for row in rows if isinstance(row.hit, SearchHit)])
    shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(finding.line, Qt.Key.Key_E, shift)
    question = found(running, ExportQuestion)
    assert question.windowTitle() == "导出查找结果为 Excel"
    answer(qtbot, running, question, tmp_path / "a.xlsx")
    assert len(lines(tmp_path / "a.xlsx")) == many
