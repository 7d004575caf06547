"""What a file that came in holds, whatever its format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from counter_app.domain.basics.materials import Material
from counter_app.domain.basics.records import frozen
from counter_app.domain.filing.filing import FilingKind
from counter_app.domain.forms.answers import Answers


@frozen
class IntakeFile:
    """What a file that came in holds. `warnings` are Chinese sentences on what was read but is doubtful.

    `received_on` is None where the file does not say. Answers are as written; nothing is judged. `changes` says, for a
    change filing, which filed system is changed: a number of its papers, its platform number or its reference.
    `confirmed` are the keys of the fields of which the window saw the very value on a document.
    """

    answers: Answers
    materials: Mapping[str, Material] = field(default_factory=dict)
    kind: FilingKind = FilingKind.INITIAL
    received_on: date | None = None
    warnings: tuple[str, ...] = ()
    changes: str = ""
    confirmed: tuple[str, ...] = ()
