"""This program started once more, in a process that outlives the window."""

from PySide6.QtCore import QProcess

from counter_app import paths
from counter_app.domain.basics.refusal import Refusal


def begin_program(*words: str, otherwise: Refusal) -> None:
    """Start it with these words of its command line. Raises `otherwise` where it does not start."""
    program, *arguments = paths.own_command()
    started, _number = QProcess.startDetached(program, [*arguments, *words])
    if not started:
        raise otherwise
