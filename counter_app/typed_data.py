"""Plain data read as records: msgspec, safe to use from several threads.

msgspec learns a type when it is first asked for it, and puts the record into its cache before its fields are known: a
second thread that takes it from there crashes the program. So each type is learnt once, behind a lock.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

Record = TypeVar("Record")

_learning = threading.Lock()
_known: set[Any] = set()


def read_record(plain: object, kind: type[Record], *, dec_hook: Callable[[type, Any], Any] | None = None) -> Record:
    """`plain` (what JSON or TOML hold, or parts of a record) as `kind`. Raises `msgspec.ValidationError`."""
    _learn(kind)
    return msgspec.convert(plain, kind, dec_hook=dec_hook)


def read_json(content: bytes | str, kind: type[Record]) -> Record:
    """A JSON text as `kind`. Raises `msgspec.DecodeError`."""
    _learn(kind)
    return msgspec.json.decode(content, type=kind)


def _learn(kind: Any) -> None:  # noqa: ANN401 - a type, or a generic one with its parameters
    if kind not in _known:
        with _learning:
            msgspec.json.Decoder(kind)
            _known.add(kind)
