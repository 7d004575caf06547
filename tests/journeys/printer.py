"""A printer for trials from outside: `lp` and `lpstat` in front of the real ones, keeping what they are given."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

LP = """#!/bin/sh
# Each paper under the moment at which it was asked for; whole papers alone are called .pdf.
job="$COUNTER_PRINTED/$(date +%s%N)-$$"
echo "$@" > "$job.job"
cat > "$job.part"
mv "$job.part" "$job.pdf"
"""
LPSTAT = """#!/bin/sh
case "$1" in -e) echo Counter;; -d) echo "system default destination: Counter";; esac
"""


@dataclass(frozen=True)
class Job:
    """What was asked of the printer: when, with which arguments, and the paper."""

    asked_at: datetime
    arguments: str
    pdf: Path


class Printer:
    """A printer `Backend` that keeps its jobs in a folder."""

    def __init__(self, folder: Path) -> None:
        """`folder` exists."""
        self.folder = folder
        for name, script in (("lp", LP), ("lpstat", LPSTAT)):
            (folder / name).write_text(script, encoding="utf-8")
            (folder / name).chmod(0o755)

    @property
    def environment(self) -> dict[str, str]:
        """What a program has to be started with to find this printer and no other."""
        return {"PATH": f"{self.folder}:{os.environ['PATH']}", "COUNTER_PRINTED": str(self.folder)}

    def jobs(self) -> list[Job]:
        """All jobs so far, oldest first; the paper of one that is under way is not there yet."""
        return [
            Job(
                datetime.fromtimestamp(int(job.name.partition("-")[0]) / 1e9, UTC),
                job.read_text("utf-8").strip(),
                job.with_suffix(".pdf"),
            )
            for job in sorted(self.folder.glob("*.job"))
        ]
