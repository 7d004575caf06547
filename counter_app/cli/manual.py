"""`manual`: the manual as PDF and HTML, for handing out."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from counter_app.cli.commands import Commands, OfficeCheck
from counter_app.domain.basics.refusal import Refusal


def describe(below: Commands) -> None:
    """Declare the command."""
    manual = below.add("manual", "把使用手册写成 PDF 和 HTML", _manual, OfficeCheck.NONE)
    manual.add_argument("--out", type=Path, required=True, metavar="DIR")


def _manual(parsed: argparse.Namespace, _data: Path) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from counter_app.ui.base import application
    from counter_app.ui.manual.printing import write_manual

    if QApplication.instance() is None:
        application.create(["counter-app"], bundled_font=True)
    try:
        for path in write_manual(parsed.out):
            print(path)
    except OSError as error:
        raise Refusal(f"手册没有写好：{error.strerror}", f"检查 {parsed.out} 的写入权限和剩余空间后再试") from error
    return 0
