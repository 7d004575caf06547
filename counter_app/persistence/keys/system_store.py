"""The key store of this system: the Credential Manager of Windows, the Secret Service of a Linux desktop.

There is nothing to choose: no plugins, no configuration. What the stores need is imported when one is asked.
"""

from __future__ import annotations

import math
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final, TypeVar

from counter_app.persistence.keys.key_store import KeyStore, StoreTrouble, StoreUnavailable

LONGEST_WAIT: Final = 2.0
"""Seconds: a store that does not answer, or that asks the user something of its own, is as none."""

LEFT_ALONE: Final = 10.0
"""Seconds: so long one that did not answer is not asked again, since a start asks for the key four times."""

Answer = TypeVar("Answer")


def store_of_this_system(system: str = os.name) -> KeyStore:
    """The store that this system has, if it has one. Imports what it needs."""
    if system == "nt":
        from counter_app.persistence.keys.windows_credentials import WindowsCredentials

        return WindowsCredentials()
    from counter_app.persistence.keys.secret_service import SecretService

    return SecretService()


class SystemStore:
    """Implements `KeyStore` by the one of this system, each time in a thread that is not waited for any longer."""

    def __init__(
        self,
        make: Callable[[], KeyStore] = store_of_this_system,
        longest: float = LONGEST_WAIT,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """`longest` is the wait in seconds, `seconds` a clock that nobody can set back."""
        self._make = make
        self._longest = longest
        self._seconds = seconds
        self._silent_until = -math.inf

    def read(self, key_id: str) -> bytes | None:
        return self._ask(lambda store: store.read(key_id))

    def keep(self, key_id: str, secret: bytes) -> None:
        self._ask(lambda store: store.keep(key_id, secret))

    def forget(self, key_id: str) -> None:
        self._ask(lambda store: store.forget(key_id))

    def _ask(self, question: Callable[[KeyStore], Answer]) -> Answer:
        if self._seconds() < self._silent_until:
            raise StoreUnavailable(StoreTrouble.SILENT)
        try:
            store = self._make()
        except ImportError as error:
            raise StoreUnavailable(StoreTrouble.ABSENT) from error
        answers: list[Answer] = []
        troubles: list[StoreTrouble] = [StoreTrouble.FAILED]

        def ask() -> None:
            with suppress(Exception):  # of a library that is not ours: what it holds is never written into a report
                try:
                    answers.append(question(store))
                except StoreUnavailable as unavailable:
                    troubles.append(unavailable.trouble)

        asking = threading.Thread(target=ask, name="key store", daemon=True)
        asking.start()
        asking.join(self._longest)
        if answers:
            return answers[0]
        if asking.is_alive():
            self._silent_until = self._seconds() + LEFT_ALONE
            raise StoreUnavailable(StoreTrouble.SILENT)
        raise StoreUnavailable(troubles[-1])
