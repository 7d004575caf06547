"""The witness outside the database: one small signed file beside it, one among the user's own settings.

A file has a few slots of fixed size, each a whole witness under its own MAC, overwritten in turn: what a cut tears is
one slot, and the one before it holds. Nothing is renamed and no file grows, so that a witness costs one flush.
All slots are read together, since nothing in a witness ever goes back. No SQLAlchemy here, so that a restore, which has
no database yet, can ask it.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from counter_app.domain.trail.witness import TrailHead, Witness, merged
from counter_app.persistence.base.office_traces import DATABASE
from counter_app.private_files import make_private_folder, open_private

BESIDE: Final = "counter.witness"
"""The one in the data folder. A restore leaves it where it is: it knows what was done since the backup."""

_SLOTS: Final = 8
_SLOT_BYTES: Final = 4096
_MAC_LETTERS: Final = 64
_flush: Final = getattr(os, "fdatasync", os.fsync)
"""Without the times of the file, which nothing depends on."""


class SignedWitnessFiles:
    """Written by one or several windows at once, each after its commit."""

    def __init__(self, files: Sequence[Path], key: bytes) -> None:
        """`key` (32 bytes) signs."""
        self._files = files
        self._key = key

    @classmethod
    def of(cls, data: Path, folder: Path | None, key_id: str, key: bytes) -> SignedWitnessFiles:
        """The witness of a data folder; `folder` is where the user's own settings have those of all (None: nowhere)."""
        elsewhere = (folder / f"{key_id}.witness",) if folder is not None else ()
        return cls((data / BESIDE, *elsewhere), key)

    def read(self) -> Witness | None:
        """What all slots of all files say together; None where none can be believed."""
        return merged(witness for file in self._files for witness in self._slots(file))

    def write(self, witness: Witness, *, lasting: bool) -> None:
        """Add a witness to each file that can be written. `lasting`: the first one is on the disk when this returns.

        That is what a power cut asks for; the other ones find a folder that was put back as a whole.
        """
        content = _written(witness)
        slot = f"{self._mac(content)}\n".encode("ascii") + content
        count = sum(witness.highest.values()) + (witness.head.ordinal if witness.head is not None else 0)
        start = count % _SLOTS * _SLOT_BYTES
        for file in self._files:
            with contextlib.suppress(OSError):  # a full disk or a folder gone must not undo what is committed
                _put(file, start, slot.ljust(_SLOT_BYTES - 1) + b"\n", lasting=lasting and file == self._files[0])

    def _slots(self, file: Path) -> Iterator[Witness]:
        try:
            whole = file.read_bytes()
        except OSError:
            return
        for start in range(0, len(whole), _SLOT_BYTES):
            mac, _, content = whole[start : start + _SLOT_BYTES].partition(b"\n")
            content = content.rstrip()
            if hmac.compare_digest(mac.decode("ascii", "replace").encode(), self._mac(content).encode()):
                with contextlib.suppress(ValueError, KeyError, TypeError):  # written by another version
                    yield _read(content)

    def _mac(self, content: bytes) -> str:
        return hmac.digest(self._key, content, "sha256").hex()


def _put(file: Path, start: int, slot: bytes, *, lasting: bool) -> None:
    try:
        descriptor = os.open(file, os.O_WRONLY | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        if file.name != BESIDE:
            make_private_folder(file.parent)
        elif not (file.parent / DATABASE).exists():
            raise  # the disk is gone: nothing is left in the place where it was
        descriptor = open_private(file, os.O_WRONLY)
    with os.fdopen(descriptor, "wb", buffering=0) as opened:
        opened.seek(start)
        opened.write(slot)
        if lasting:
            _flush(descriptor)


def _written(witness: Witness) -> bytes:
    """Without the oldest years where there is no room for them: nothing is given in them any more."""
    highest = dict(sorted(witness.highest.items(), key=lambda one: one[0][1]))
    while True:
        years: dict[str, dict[str, int]] = {}
        for (series, year), ordinal in highest.items():
            years.setdefault(series, {})[str(year)] = ordinal
        head = [witness.head.ordinal, witness.head.mac] if witness.head is not None else None
        latest = witness.latest.astimezone(UTC).isoformat()
        plain: dict[str, Any] = {"numbers": years, "head": head, "latest": latest, "schema": witness.schema}
        content = json.dumps(plain, ensure_ascii=True, separators=(",", ":")).encode("ascii")
        if len(content) < _SLOT_BYTES - _MAC_LETTERS - 2:
            return content
        highest.pop(next(iter(highest)))


def _read(content: bytes) -> Witness:
    """One that was signed by us."""
    plain = json.loads(content)
    numbers: dict[str, dict[str, int]] = plain["numbers"]
    highest = {(series, int(year)): years[year] for series, years in numbers.items() for year in years}
    head = TrailHead(*plain["head"]) if plain["head"] is not None else None
    return Witness(highest, head, datetime.fromisoformat(plain["latest"]), plain.get("schema"))
