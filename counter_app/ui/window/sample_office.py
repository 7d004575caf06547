"""The sample office, in a window and a data folder of its own: nothing of it reaches the office that is set up here."""

from pathlib import Path

from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.base.own_program import begin_program


def open_sample_office(data_dir: Path, *, tour: bool = False) -> None:
    """Start this program once more as `demo`, with the `tour` if wanted. Raises `Refusal` where it does not start."""
    otherwise = Refusal("示例机关没有打开", "关闭其他程序后再试；也可以先填写本机关，以后再看")
    begin_program("demo", "--data", str(data_dir), *(["--tour"] if tour else []), otherwise=otherwise)
