"""Workbooks and JSON from outside are read in a child process, as scans are.

See docs/decisions/0007.
"""

from __future__ import annotations

import stat
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from counter_app.child_process import MOST_SECONDS, ChildProcess, limits_of_files
from counter_app.domain.basics.materials import Material
from counter_app.domain.basics.records import frozen
from counter_app.domain.filing.filing import FilingKind
from counter_app.domain.filing.intake import IntakeFile
from counter_app.domain.forms.answers import Answers, Raw
from counter_app.domain.forms.forms import Form
from counter_app.exchange.files import Files

_READ_HERE: Final = 64 * 1024
"""Octets of a JSON file that cannot ask for much."""


class GuardedFiles(Files):
    """Reads intake files in a process that ends with each of them; writes as `Files` does."""

    def __init__(self, seconds: float = MOST_SECONDS) -> None:
        """`seconds` are given to a file."""
        self._limits = limits_of_files(seconds, "只留下需要的内容，另存为新的工作簿后再导入")

    def read(self, path: Path, form: Form) -> IntakeFile:
        """Read a JSON intake file or a workbook. Raises `Refusal` naming sheet, row and label, or the JSON key."""
        if _is_small_text(path):
            return super().read(path, form)
        child = ChildProcess(Plain, self._limits)
        try:
            found: PlainIntake = child.ask("read", path, form)
        finally:
            child.close()
        return found.bound_to(form)


@frozen
class PlainIntake:
    """An intake file without its form, which is equal only to itself."""

    raw: Mapping[str, Raw]
    rows: Mapping[str, list[Mapping[str, Raw]]]
    materials: Mapping[str, Material]
    kind: FilingKind
    received_on: date | None
    warnings: tuple[str, ...]
    changes: str

    def bound_to(self, form: Form) -> IntakeFile:
        """The intake file of `form`."""
        rows = {group: [Answers.row(form, row, group) for row in listed] for group, listed in self.rows.items()}
        answers = Answers(form, self.raw, rows)
        return IntakeFile(answers, self.materials, self.kind, self.received_on, self.warnings, self.changes)


class Plain:
    """What the child answers with."""

    def read(self, path: Path, form: Form) -> PlainIntake:
        """Read a file as `Files` does."""
        found = Files().read(path, form)
        return PlainIntake(
            dict(found.answers.raw),
            {group: [dict(row.raw) for row in rows] for group, rows in found.answers.all_rows().items()},
            dict(found.materials),
            found.kind,
            found.received_on,
            found.warnings,
            found.changes,
        )


def _is_small_text(path: Path) -> bool:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return True  # said in words by whoever reads it
        with path.open("rb") as file:
            head = file.read(_READ_HERE + 1)
    except (OSError, ValueError):
        return True  # likewise
    return len(head) <= _READ_HERE and head.lstrip()[:1] in (b"{", b"\xef")
