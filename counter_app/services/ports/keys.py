"""What the acts need of the key of the office."""

from collections.abc import Callable

from counter_app.domain.basics.refusal import Refusal


class KeyLost(Refusal):
    """The data are encrypted, and their key is not at this computer or is another one's.

    `take_back` keeps the key that a recovery code gives, so that the data can be opened; it raises `Refusal` for a
    code that is none or another one's.
    """

    def __init__(self, sentence: str, remedy: str, take_back: Callable[[str], object]) -> None:
        super().__init__(sentence, remedy)
        self.take_back = take_back
