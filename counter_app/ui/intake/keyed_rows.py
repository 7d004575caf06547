"""The rows of a list as they stand in a table, each with the answers that were made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from counter_app.domain.forms.answers import Answers, Raw
from counter_app.domain.forms.forms import Form

TABLE_NAME: Final = "图像采集设备清单"
"""What the table is called, also before it stands."""


class KeyedRow(dict[str, str]):
    """Values by column as typed, blank ones left out. Never changed, only replaced.

    It remembers the answers made of it, so that a row which goes and comes back (undo) is neither read nor judged
    again.
    """

    __slots__ = ("answers",)

    def __init__(
        self, values: Mapping[str, str] | Iterable[tuple[str, str]] = (), answers: Answers | None = None
    ) -> None:
        """`answers` where the row was made of them."""
        super().__init__(values)
        self.answers = answers

    @classmethod
    def of(cls, row: Answers) -> KeyedRow:
        """The row as a table shows it."""
        shown = cls(answers=row)
        for key, raw in row.raw.items():
            text = raw if isinstance(raw, str) else _text(raw)
            if text:
                shown[key[key.rfind(".") + 1 :]] = text
        return shown


def keyed_rows(
    form: Form, group: str, rows: Sequence[Mapping[str, Raw]], *, known: Sequence[Answers]
) -> list[Answers] | None:
    """`rows` as answers; None where they are what is `known`. Rows that are known keep their objects."""
    made = [row.answers if isinstance(row, KeyedRow) else None for row in rows]
    shift = len(known) - len(rows)
    for place, answers in enumerate(made):
        if answers is not None and answers.form is form:
            continue
        row = rows[place]
        whole = {key if "[]" in key else f"{group}[].{key}": value for key, value in row.items()}
        at = next((at for at in (place, place + shift) if 0 <= at < len(known) and known[at].raw == whole), None)
        fresh = made[place] = known[at] if at is not None else Answers.row(form, whole, group)
        if isinstance(row, KeyedRow):
            row.answers = fresh
    keyed = [answers for answers in made if answers is not None]
    return None if keyed == list(known) else keyed


def _text(raw: Raw) -> str:
    match raw:
        case None:
            return ""
        case list():
            return "、".join(raw)
        case bool():
            return "是" if raw else "否"
        case float() if raw.is_integer():
            return str(int(raw))
        case _:
            return str(raw)
