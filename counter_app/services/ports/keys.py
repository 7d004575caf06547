"""What the acts need of the key of the office."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from counter_app.domain.basics.refusal import Refusal


class KeyLost(Refusal):
    """The data are encrypted, and their key is not at this computer or is another one's.

    `take_back` keeps the key that a recovery code gives, so that the data can be opened; it raises `Refusal` for a
    code that is none or another one's.
    """

    def __init__(self, sentence: str, remedy: str, take_back: Callable[[str], object]) -> None:
        super().__init__(sentence, remedy)
        self.take_back = take_back


@dataclass(frozen=True, slots=True)
class SecretKey:
    """The key of the office for its recovery code: a name that tells nothing, and 32 bytes."""

    id: str
    secret: bytes = field(repr=False)


class OfficeKeys(Protocol):
    """The key of this office's data."""

    def get(self) -> SecretKey | None:
        """The key; None where the data are not encrypted. Raises `KeyLost`."""

    def pepper(self) -> bytes | None:
        """The key that hashes of PINs are made with; None where the data are not encrypted. Raises `KeyLost`."""

    def is_beside(self) -> bool:
        """Whether it still lies in the data folder."""

    def take_out(self) -> None:
        """Have it nowhere but among the user's settings: its recovery code is on paper. Raises `Refusal`."""
