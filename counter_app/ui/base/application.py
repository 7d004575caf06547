"""The Qt application: made once, before any widget."""

import logging
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import (
    QLibraryInfo,
    QLocale,
    QMessageLogContext,
    Qt,
    QTimer,
    QtMsgType,
    QTranslator,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from counter_app.paths import resource
from counter_app.ui.base.report_words import scrubbed
from counter_app.ui.style import fonts, input_method
from counter_app.ui.style.theme import Theme, ThemeName, system_theme

TITLE = "公共安全视频系统备案窗口"

STYLE: Final = ("-style", "Fusion")
"""Arguments for every `QApplication`. `setStyle` returns a `QStyle`, whose enumerations take PySide 5 ms."""

_LISTENED_FOR: Final = 300
"""Milliseconds from which on assistive technology is looked for: it is there once Qt asked the desktop's bus."""

_logger = logging.getLogger("counter_app.qt")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

_DIALOG_WORDS = {
    "OK": "确定",
    "&OK": "确定",
    "Cancel": "取消",
    "&Yes": "是(&Y)",
    "&No": "否(&N)",
    "Close": "关闭",
    "Save": "保存",
    "Open": "打开",
}


class _StandardWords(QTranslator):
    """The few words of Qt's own buttons, for builds that were trimmed of Qt's translations."""

    def translate(
        self, _context: str, source: str | bytes, _disambiguation: str | bytes | None = None, _number: int = -1
    ) -> str:
        """Return the Chinese word, or nothing for words that are not Qt's buttons."""
        return _DIALOG_WORDS.get(source if isinstance(source, str) else source.decode(), "")

    def isEmpty(self) -> bool:
        """Qt does not install an empty translator."""
        return False


def create(
    arguments: Sequence[str],
    *,
    theme: ThemeName | None = ThemeName.LIGHT,
    zoom: int = 100,
    bundled_font: bool = False,
) -> QApplication:
    """Return the application with its style; its theme is `counter_app.ui.style.theme.current()`, None the system's.

    The environment is put right first: the input method's module can only be chosen before Qt starts.
    """
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    reached = input_method.choose_module(os.environ, plugins)
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication([*arguments, *STYLE])
    input_method.remember(application, reached=reached)
    qInstallMessageHandler(_to_the_log)
    QTimer.singleShot(_LISTENED_FOR, application, partial(_keep_order, application))
    apply_style(application, theme=theme or system_theme(), zoom=zoom, bundled_font=bundled_font)
    return application


def _keep_order(application: QApplication) -> None:
    from counter_app.ui.base.key_order import keep_order

    keep_order(application)


def apply_style(
    application: QApplication,
    *,
    theme: ThemeName = ThemeName.LIGHT,
    zoom: int = 100,
    bundled_font: bool = False,
) -> Theme:
    """Give `application` its name, language, font and theme; tests dress the application they already have."""
    application.setApplicationName("counter-app")
    application.setApplicationDisplayName(TITLE)
    application.setDesktopFileName("counter-app")
    application.setWindowIcon(QIcon(str(resource("icons/counter-app.png"))))
    install_translations(application)
    return Theme(application, fonts.family(bundled=bundled_font), name=theme, zoom=zoom)


def install_translations(application: QApplication, folder: str | None = None) -> None:
    """Put Qt's own words (buttons, context menus, calendar) in Chinese; `folder` holds Qt's translations."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    where = folder or QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    translator = QTranslator(application)
    if not translator.load("qtbase_zh_CN", where):
        translator = _StandardWords(application)
    application.installTranslator(translator)


def _to_the_log(kind: QtMsgType, _context: QMessageLogContext, message: str | None) -> None:
    """Log what Qt says without what was typed and chosen: its warnings name files, and desktops keep what is logged."""
    said = scrubbed(message or "")
    _logger.log(_LEVELS.get(kind, logging.WARNING), "%s", said)
    if kind == QtMsgType.QtFatalMsg:
        sys.stderr.write(f"{said}\n")
