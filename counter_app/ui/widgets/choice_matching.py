"""Which entry of a list typed text means: its code, its label, its number, or the only label that holds it."""

from collections.abc import Sequence

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
    holding = [place for place, (_, label) in enumerate(choices) if text in label]
    return holding[0] if len(holding) == 1 else None


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
