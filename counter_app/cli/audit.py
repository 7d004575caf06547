"""`audit verify`: whether the trail is whole, or the first entry that is not."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

from counter_app.cli import commands
from counter_app.cli.commands import Commands

if TYPE_CHECKING:
    from counter_app.domain.trail.report import TrailReport

SOUND: Final = 0
FINDINGS: Final = 1


def describe(below: Commands) -> None:
    """Declare the commands below `audit`."""
    audit = below.group("audit", "办理记录：核对有没有被改动")
    words = "核对办理记录：完整、未被改动的退出码为0，有问题的从第一条起列出、退出码为1"
    audit.add("verify", words, _verify).add_argument("--json", action="store_true")


def _verify(parsed: argparse.Namespace, data: Path) -> int:
    """Hold the trail against its key and its witness. Raises `Refusal` where it cannot be read."""
    from counter_app.bootstrap import trail_report
    from counter_app.domain.trail.report import REMEDY
    from counter_app.services.trail.finding_words import words_of

    commands.demand_data(data)
    report = trail_report(data)
    if parsed.json:
        commands.print_json(as_json(report))
    elif report.is_sound:
        print(f"办理记录完整、未被改动，共{report.entries}条")
    else:
        print(f"办理记录有{len(report.findings)}处问题，共核对{report.entries}条：")
        for number, finding in enumerate(report.findings, 1):
            print(f"{number:3}. {words_of(finding)}")
        print(REMEDY)
    for gap in report.gaps if not parsed.json else ():
        commands.warn(gap.sentence)
    return SOUND if report.is_sound else FINDINGS


def as_json(report: TrailReport) -> dict[str, object]:
    """What `verify --json` prints."""
    findings = [
        {
            "code": finding.fault.value,
            "first": finding.first,
            "last": finding.last,
            "back_to": finding.back_to,
            "at": finding.at.isoformat() if finding.at is not None else None,
            "act": finding.act,
            "message": finding.sentence,
        }
        for finding in report.findings
    ]
    return {
        "sound": report.is_sound,
        "entries": report.entries,
        "first": findings[0] if findings else None,
        "findings": findings,
        "gaps": [{"first": gap.first, "last": gap.last} for gap in report.gaps],
    }
