"""How a scan is spoken of."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from counter_app.services.ports import StoredFile
from counter_app.ui.scans.words import when_words


def test_when_it_came_is_told_by_the_clock_of_the_office():
    came = datetime(2026, 11, 29, 22, 30, tzinfo=UTC)
    file = StoredFile(sha256="0" * 64, media_type="image/png", size=1, pages=1, attached_at=came)
    assert when_words(file, ZoneInfo("Asia/Shanghai")) == "11-30 06:30"
    assert when_words(file, ZoneInfo("UTC")) == "11-29 22:30"
