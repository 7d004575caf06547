"""What is wrong with what was entered in a dialog."""

from PySide6.QtWidgets import QLabel

from counter_app.ui.style.theme import mark


class ProblemLine(QLabel):
    """Takes no room before there is something to say."""

    def __init__(self) -> None:
        """Nothing is wrong yet."""
        super().__init__()
        mark(self, role="problem")
        self.setWordWrap(True)
        self.hide()

    def say(self, words: str) -> None:
        """Show `words` from now on."""
        self.setText(words)
        self.show()
