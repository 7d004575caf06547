"""What was found of the trail, in the words of the counter."""

from __future__ import annotations

from datetime import UTC, tzinfo

from counter_app.domain.trail.report import TrailFinding
from counter_app.services.trail.act_words import ACTS


def words_of(finding: TrailFinding, zone: tzinfo = UTC) -> str:
    """One finding in a line: what is so and, where an entry stands there, its time in `zone` and what it was."""
    if finding.at is None:
        return finding.sentence
    at = f"{finding.at.astimezone(zone):%Y-%m-%d %H:%M}{' UTC' if zone is UTC else ''}"
    return f"{finding.sentence}（{at}，{ACTS.get(finding.act, finding.act)}）"
