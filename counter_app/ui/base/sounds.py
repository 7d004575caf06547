"""The three sounds of scanning: right, already in, wrong. What cannot be played is silent; colour and words say it too.

The system's own player is asked, once for each sound: QtMultimedia would add 400 MB (docs/decisions/0004).
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import QObject, QProcess

from counter_app.domain.transfer.batch import ScanOutcome

PLAYERS: Final = ("pw-play", "paplay", "aplay", "afplay")
"""Asked for in this order: PipeWire, PulseAudio, ALSA, macOS."""


class Player(Protocol):
    """Plays a file, or does nothing."""

    def play(self, path: Path) -> None:
        """Begin to play; returns at once."""


class SystemPlayer(QObject):
    """`Player` by whatever this system has."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Looks for a player once."""
        super().__init__(parent)
        self._program = next((found for name in PLAYERS if (found := shutil.which(name))), None)

    def play(self, path: Path) -> None:
        """Begin to play; a system without sound is left alone."""
        if sys.platform == "win32":
            import winsound  # Windows only

            winsound.PlaySound(str(path), winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
        elif self._program is not None:
            QProcess.startDetached(self._program, [str(path)])


class Sounds:
    """Plays the sound of a scan outcome."""

    def __init__(self, folder: Path, player: Player, *, wanted: Callable[[], bool] = lambda: True) -> None:
        """`folder` holds `right.wav`, `already.wav` and `wrong.wav`; `wanted` is asked at each sound."""
        self._folder = folder
        self._player = player
        self._wanted = wanted

    def play(self, outcome: ScanOutcome) -> None:
        """Play the sound of `outcome`."""
        path = self._folder / f"{outcome.value}.wav"
        if self._wanted() and path.is_file():
            self._player.play(path)
