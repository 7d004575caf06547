"""What the settings remind of, by the names under which the reminder is settled."""

from typing import Final

RECOVERY_SHEET: Final = "recovery sheet"
