"""How much a case may hold: one measure for the files that come in and for what is pasted at the window."""

from __future__ import annotations

from typing import Final

MOST_ROWS: Final = 20_000
"""Rows of one list."""

LONGEST_TEXT: Final = 4000
"""Characters of one answer."""
