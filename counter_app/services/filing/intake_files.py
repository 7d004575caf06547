"""Files that come in and go out: the workbook an applicant filled beforehand, JSON, the blank workbook."""

from __future__ import annotations

from pathlib import Path

from counter_app.domain.filing.filing import FilingKind
from counter_app.domain.filing.intake import IntakeFile
from counter_app.services.ports import Backend


def read_intake(backend: Backend, path: Path) -> IntakeFile:
    """Read a JSON intake file or a workbook under the current edition of its kind. Raises `Refusal`; keeps nothing."""
    intake = backend.files.read(path, backend.forms.current())
    # The kind stands in the file itself; the change form knows all the filing form knows, and more.
    return backend.files.read(path, backend.forms.current("change")) if intake.kind is FilingKind.CHANGE else intake


def write_blank_workbook(backend: Backend, path: Path) -> None:
    """Write the blank workbook of the current edition. Raises `Refusal`."""
    backend.files.write_blank_workbook(path, backend.forms.current())
