"""The sample office, in a window and a data folder of its own: nothing of it reaches the office that is set up here."""

from pathlib import Path

from PySide6.QtCore import QProcess

from counter_app import paths
from counter_app.domain.basics.refusal import Refusal


def open_sample_office(data_dir: Path, *, tour: bool = False) -> None:
    """Start this program once more as `demo`, with the `tour` if wanted. Raises `Refusal` where it does not start."""
    program, *arguments = paths.own_command()
    words = ["demo", "--data", str(data_dir), *(["--tour"] if tour else [])]
    started, _number = QProcess.startDetached(program, [*arguments, *words])
    if not started:
        raise Refusal("示例机关没有打开", "关闭其他程序后再试；也可以先填写本机关，以后再看")
