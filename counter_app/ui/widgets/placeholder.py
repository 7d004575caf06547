"""What an empty line says is to be written into it."""

from PySide6.QtWidgets import QLineEdit


def say_what_to_write(line: QLineEdit, words: str) -> None:
    """Let the empty line say `words`; where it is too narrow for them the tool tip says them whole."""
    line.setPlaceholderText(words)
    line.setToolTip(words)
