"""The closed list of tables a template may ask for, and the columns each can show, by the words of their headers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from counter_app.documents.punctuation import printed
from counter_app.documents.variables import handed_in
from counter_app.domain.findings import Deficiency
from counter_app.domain.forms import MaterialKind
from counter_app.domain.materials import Material, MaterialState
from counter_app.domain.papers import PaperFacts

ORDER: Final = "序号"
CENTRED: Final = frozenset({ORDER, "份数", "页数", "原件或复印件", "核对结果"})
_STATES: Final = {MaterialState.ACCEPTED: "合格", MaterialState.REJECTED: "不合格"}


@dataclass(frozen=True, slots=True)
class Source:
    """Where the rows of a table come from, and what each column shows of a row."""

    rows: Callable[[PaperFacts], Sequence[Any]]
    columns: Mapping[str, Callable[[Any], str]]

    def cells(self, facts: PaperFacts, columns: Sequence[str]) -> list[tuple[str, ...]]:
        """The rows, each with the wanted columns; the order counts from 1."""
        return [
            tuple(str(number) if column == ORDER else self.columns[column](row) for column in columns)
            for number, row in enumerate(self.rows(facts), start=1)
        ]


def _deficiencies(facts: PaperFacts) -> Sequence[Deficiency]:
    return facts.findings.deficiencies


def _materials(facts: PaperFacts) -> list[tuple[MaterialKind, Material]]:
    kinds = facts.answers.form.material_kinds
    return [(kinds[key], material) for key, material in handed_in(facts).items()]


def _order(_row: object) -> str:
    return ""


SOURCES: Final[Mapping[str, Source]] = {
    "deficiencies": Source(
        _deficiencies,
        {
            ORDER: _order,
            "事项": lambda deficiency: printed(deficiency.label),
            "需补正的内容": lambda deficiency: printed(deficiency.message),
            "要求": lambda deficiency: printed(deficiency.requirement),
            "依据": lambda deficiency: printed(deficiency.basis),
            "怎么补": lambda deficiency: printed(deficiency.mend),
        },
    ),
    "materials": Source(
        _materials,
        {
            ORDER: _order,
            "材料名称": lambda row: printed(row[0].label),
            "原件或复印件": lambda row: "原件" if row[1].original else "复印件",
            "份数": lambda row: str(row[1].count),
            "页数": lambda row: str(row[1].pages),
            "核对结果": lambda row: _STATES[row[1].state],
        },
    ),
}
