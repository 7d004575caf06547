"""How many examples a property is tried on that needs many: a quarter in every run, all in a search for faults."""

from hypothesis import settings


def examples(searched: int) -> int:
    """Of `searched` examples those that are tried now: every run draws the same ones, a search others each time."""
    return max(1, searched // 4) if settings.default.derandomize else searched
