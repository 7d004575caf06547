"""Which entry of a list typed text means: its code, its label, its number, or the only label that holds it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counter_app.domain.search.pinyin import Readings

Choices = Sequence[tuple[str, str]]
"""Code and Chinese label, in the order in which they are offered."""


def place_of(choices: Choices, text: str) -> int | None:
    """Return the place in the list, counted from 0, that `text` can only mean; None where it means none or several."""
    text = text.strip()
    if not text:
        return None
    named = named_place(choices, text)
    if named is not None:
        return named
    if (numbered := numbered_place(choices, text)) is not None:
        return numbered
    holding = _holding(choices, text) or _spelt(choices, text)
    return holding[0] if len(holding) == 1 else None


def places_holding(choices: Choices, text: str) -> list[int]:
    """Return every place that `text` may be on the way to: its number or label holds it, or it is its code.

    Where no label holds it, those that are read so: pinyin, or its initials (`qy` and `qiye` for 企业).
    """
    text = text.strip()
    if not text:
        return []
    numbered = [place for place in range(len(choices)) if text.isascii() and str(place + 1).startswith(text)]
    coded = [place for place, (code, _) in enumerate(choices) if code == text]
    return sorted({*numbered, *coded, *_holding(choices, text)} or _spelt(choices, text))


def named_place(choices: Choices, text: str) -> int | None:
    """Return the place of the entry whose code or label is exactly `text`."""
    return next((place for place, (code, label) in enumerate(choices) if text in (code, label)), None)


def numbered_place(choices: Choices, text: str) -> int | None:
    """Return the place that `text` numbers, the first entry being 1."""
    if not (text.isascii() and text.isdigit()):
        return None
    place = int(text[:4]) - 1
    return place if 0 <= place < len(choices) else None


def number_is_final(choices: Choices, place: int) -> bool:
    """Whether no further digit could make another number of the list: 1 of 20 waits, 3 of 20 does not."""
    return (place + 1) * 10 > len(choices)


def _holding(choices: Choices, text: str) -> list[int]:
    return [place for place, (_, label) in enumerate(choices) if text.casefold() in label.casefold()]


_MOST_LETTERS = 24
_readings: Callable[[], Readings] | None = None


def read_labels_by(readings: Callable[[], Readings]) -> None:
    """Say how labels are read aloud; until then letters mean what they are. Asked for when letters are typed."""
    global _readings  # noqa: PLW0603 - one program reads in one way, as it has one theme
    _readings = readings


def _spelt(choices: Choices, text: str) -> list[int]:
    """The places of labels that are read as the letters `text`: those that begin so, else those that hold it."""
    letters = text.casefold()
    if _readings is None or not (letters.isascii() and letters.isalpha()) or len(letters) > _MOST_LETTERS:
        return []
    from counter_app.domain.search.completion import likeness

    readings = _readings()
    ranked = [(likeness(letters, label, readings), place) for place, (_, label) in enumerate(choices)]
    beginning = [place for rank, place in ranked if rank in (0, 2)]
    return beginning or [place for rank, place in ranked if rank is not None]
