"""What the acts need of the key of the office."""

from collections.abc import Callable
from dataclasses import field
from enum import Enum
from typing import Protocol

from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal


class KeyLost(Refusal):
    """The data are encrypted, and their key is not at this computer or is another one's.

    `take_back` keeps the key that a recovery code gives, so that the data can be opened; it raises `Refusal` for a
    code that is none or another one's. `may_return`: the key store of the system has it and cannot be read now.
    """

    def __init__(
        self, sentence: str, remedy: str, take_back: Callable[[str], object], *, may_return: bool = False
    ) -> None:
        super().__init__(sentence, remedy)
        self.take_back = take_back
        self.may_return = may_return


class KeyPlace(Enum):
    """Where the key of the data lies; the value is how people read it."""

    FILE = "本用户的密钥文件"
    STORE = "系统密钥环"


@frozen
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

    def was_typed(self) -> bool:
        """Whether its recovery code was typed on this computer: then it is on paper."""

    def take_out(self) -> None:
        """Have it nowhere in the data folder, in the key store of the system where there is one. Raises `Refusal`.

        Its recovery code is on paper.
        """

    def place(self) -> KeyPlace:
        """Where the next start reads it. Raises `Refusal`."""

    def store_trouble(self) -> str:
        """Why the key store of the system would not give or keep it now; empty where it would. Takes two seconds."""

    def into_store(self) -> None:
        """Move it from its file into the key store of the system. Raises `Refusal`."""

    def into_file(self) -> None:
        """Move it from the key store of the system into a file that only its owner reads. Raises `Refusal`."""
