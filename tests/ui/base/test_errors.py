"""Our own faults: what the report holds, and what it must not."""

import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from traceback import FrameSummary

import pytest

from counter_app.ui.base import errors
from counter_app.ui.base.errors import ErrorReporter, report_text
from counter_app.ui.base.report_words import place, scrubbed
from counter_app.ui.widgets.dialogs import ErrorDialog

NOW = datetime(2026, 3, 2, 2, 42, tzinfo=UTC)


@pytest.mark.parametrize(
    ("message", "left"),
    [
        ("no row for 530624199003071217", "no row for #"),
        ("no row for 53062419900307121X", "no row for #"),
        ("unit 91530624MA6K3R7Q38 twice", "unit # twice"),
        ("name 张三龑𬱖 is too long", "name … is too long"),
        ("invalid literal for int(): 'fifteen days'", "invalid literal for int(): '…'"),
        ("list index out of range", "list index out of range"),
        ("13800000000", "#"),
        ("no row for John Smith", "no row for …"),
        ("John Smith is unknown", "… is unknown"),
        ("cannot open zhang-san-id.jpg", "cannot open …"),
        ("cannot open /home/zhangsan/身份证/zhang_san.pdf: Permission denied", "cannot open … Permission denied"),
        (r"cannot open C:\Users\lisi\Desktop\li-si.docx", "cannot open …"),
        ("mail to john.smith@example.com failed", "… to … failed"),
        ("Петров Иван, Nguyễn Văn An", "…"),
        ("call 0870 2123 456 or 138-0000-0000", "call # or #"),
        ("530624 1990 0307 1217", "#"),
        ("name Long He is too long", "name … is too long"),
        ("[Errno 28] No space left on device: '/data/张三.jpg'", "[Errno 28] No … on device: '…'"),
        (
            "(psycopg.errors.UniqueViolation) duplicate key value\nDETAIL:  Key (unit)=(John Smith) already exists.",
            "… key value … Key … already exists.",
        ),
        ("(sqlcipher3.dbapi2.OperationalError) disk I/O error", "(sqlcipher3.dbapi2.OperationalError) disk … error"),
    ],
)
def test_a_report_holds_no_names_and_no_numbers_of_people(message, left):
    assert scrubbed(message) == left


def test_only_the_newest_reports_stay(tmp_path, monkeypatch):
    monkeypatch.setattr(errors, "MOST_REPORTS", 3)
    reporter = ErrorReporter(tmp_path)
    (tmp_path / "kept.txt").write_text("of somebody else")
    written = [reporter.record(ValueError("x")).report for _ in range(5)]
    assert sorted(tmp_path.glob("error-*")) == sorted(written[2:])
    monkeypatch.setattr(errors, "MOST_OCTETS", 1)
    last = reporter.record(ValueError("x")).report
    assert list(tmp_path.glob("error-*")) == [last]
    assert (tmp_path / "kept.txt").exists()


def caught(act):
    try:
        act()
    except Exception as error:  # noqa: BLE001 - any will do
        return error
    raise AssertionError


def test_a_report_says_where_it_happened_and_what_led_to_it():
    def inner():
        raise KeyError("李示例")

    def outer():
        try:
            inner()
        except KeyError as error:
            raise ValueError("530624199003071217") from error

    text = report_text(caught(outer), now=NOW)
    assert "builtins.KeyError" in text
    assert "builtins.ValueError: #" in text
    assert 'File "…"' in text
    assert "in inner" not in text, "this file is none of the program's"
    assert "time: 2026-03-02T02:42:00+00:00" in text
    assert "program: 0." in text


def test_a_report_names_our_files_and_no_folder_of_whoever_works_here():
    try:
        dict.fromkeys([1], 2)[2]
    except KeyError as error:
        inner = error
    source = compile("def act():\n    raise ValueError('x')\n", "/home/zhangsan/身份证/zhang-san.py", "exec")
    names: dict[str, object] = {}
    exec(source, names)  # noqa: S102 - a file that is not ours
    text = report_text(caught(names["act"]), now=NOW) + report_text(caught(lambda: scrubbed(None)), now=NOW)
    assert inner.args == (2,)
    assert 'File "…", line 2' in text
    assert 'File "counter_app/ui/base/report_words.py"' in text
    assert not any(word in text for word in ("zhang", "/home", "/root"))
    assert str(Path(__file__).parent) not in text


@pytest.mark.parametrize(
    ("filename", "shown"),
    [
        ("/opt/counter/counter_app/ui/shell/shell.py", "counter_app/ui/shell/shell.py"),
        (r"C:\Users\lisi\counter\counter_app\ui\shell\shell.py", "counter_app/ui/shell/shell.py"),
        ("/home/lisi/.venv/lib/python3.11/site-packages/sqlalchemy/engine/base.py", "sqlalchemy/engine/base.py"),
        ("/usr/lib/python3.11/json/decoder.py", "json/decoder.py"),
        ("<frozen importlib._bootstrap>", "<frozen importlib._bootstrap>"),
        ("/home/lisi/li-si.py", "…"),
        ("<李四>", "…"),
    ],
)
def test_a_frame_tells_only_what_is_ours_or_a_librarys(filename, shown):
    assert f'File "{shown}", line 3' in place(FrameSummary(filename, 3, "act", line="pass"))


def test_an_exception_on_any_thread_ends_in_a_report(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    reporter = ErrorReporter(tmp_path / "reports")
    reporter.install()
    with qtbot.waitSignal(reporter.happened) as happened:
        thread = threading.Thread(target=lambda: {}[1])
        thread.start()
        thread.join()
    assert "KeyError" in happened.args[0].report.read_text("utf-8")
    with qtbot.waitSignal(reporter.happened):
        sys.excepthook(ValueError, ValueError("x"), None)
    assert len(list((tmp_path / "reports").iterdir())) == 2


def test_where_no_report_can_be_written_the_clerk_is_told_all_the_same(qtbot, tmp_path):
    (tmp_path / "file").write_text("in the way")
    reporter = ErrorReporter(tmp_path / "file")
    with qtbot.waitSignal(reporter.happened) as happened:
        reporter.record(ValueError("x"))
    assert happened.args[0].report is None
    assert "已录入的内容仍在" in str(happened.args[0])


def test_the_dialog_says_that_work_is_kept_and_where_the_report_lies(qtbot, tmp_path):
    told = errors.ProgramError(tmp_path / "error-1.txt")
    dialog = ErrorDialog.show_once(told)
    qtbot.addWidget(dialog)
    assert dialog.windowTitle() == "程序出错"
    assert str(tmp_path) in dialog.accessibleDescription()
    assert ErrorDialog.show_once(errors.ProgramError(None)) is dialog, "one at a time, however many follow"
    with qtbot.waitSignal(dialog.finished):
        dialog.accept()
    assert ErrorDialog._open is None
