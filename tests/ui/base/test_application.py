"""The application before any page: its language, its log, how little it needs to open."""

import logging
import subprocess
import sys

import pytest
from PySide6.QtCore import QtMsgType, qInstallMessageHandler, qWarning
from PySide6.QtWidgets import QDialogButtonBox

from counter_app.ui.base import application

Standard = QDialogButtonBox.StandardButton


def test_the_application_speaks_chinese(qtbot):
    buttons = QDialogButtonBox(Standard.Ok | Standard.Cancel | Standard.Save)
    qtbot.addWidget(buttons)
    assert [buttons.button(which).text() for which in (Standard.Ok, Standard.Cancel)] == ["确定", "取消"]


def test_where_qts_translations_were_trimmed_the_buttons_are_chinese_all_the_same():
    words = application._StandardWords()
    assert words.translate("QPlatformTheme", "OK") == "确定"
    assert words.translate("QPlatformTheme", "Cancel") == "取消"
    assert not words.translate("QLineEdit", "Select All")
    assert not words.isEmpty()


def test_the_application_is_named_for_desktops_and_windows(qapp):
    assert qapp.applicationName() == "counter-app"
    assert qapp.desktopFileName() == "counter-app"
    assert not qapp.windowIcon().isNull()
    assert qapp.style().objectName().lower() == "fusion" or qapp.style().metaObject().className() == "QStyleSheetStyle"


@pytest.mark.parametrize(
    ("kind", "level"), [(QtMsgType.QtWarningMsg, logging.WARNING), (QtMsgType.QtCriticalMsg, logging.ERROR)]
)
def test_what_qt_says_goes_to_the_log_without_what_was_chosen(caplog, kind, level):
    caplog.set_level(logging.DEBUG, "counter_app.qt")
    application._to_the_log(kind, None, "QFile::rename: Cannot open /home/clerk/zhang-san-id.jpg")
    said = [(record.levelno, record.getMessage()) for record in caplog.records]
    assert said == [(level, "QFile::rename: Cannot open …")]


def test_the_log_is_where_qt_speaks_once_the_application_is_made(monkeypatch, caplog):
    before = qInstallMessageHandler(application._to_the_log)
    try:
        qWarning("QObject::connect: no signal")
    finally:
        qInstallMessageHandler(before)
    assert "QObject::connect: no signal" in caplog.text


def test_a_window_opens_without_database_paper_or_pdfium():
    """The first window may take three times a bare one; each of these alone would be another."""
    code = """
import sys
from counter_app.ui.base import application, errors, tasks
from counter_app.ui.intake import device_table, material_panel, verdict_panel
from counter_app.ui.papers import pdf_preview
from counter_app.ui.widgets import dialogs, field_block, key_groups, messages, section_card
heavy = {"sqlalchemy", "reportlab", "docx", "pypdfium2", "alembic", "python_calamine", "PySide6.QtPrintSupport"}
print(sorted(heavy & set(sys.modules)))
"""
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
