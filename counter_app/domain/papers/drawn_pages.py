"""How many pages a paper of our own drawing has."""

from __future__ import annotations

import re
from typing import Final

_PAGE: Final = re.compile(rb"/Type\s*/Page\b")


def pages_drawn(drawn: bytes) -> int:
    """Pages of a PDF of our own drawing, whose pages stand in it as plain objects."""
    return len(_PAGE.findall(drawn))
