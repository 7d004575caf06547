"""The closed list of tables a template may ask for, and the columns each can show, by the words of their headers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from counter_app.documents import day_tables, inspection_tables, statistics_tables, transfer_tables
from counter_app.documents.blocks import STRUCK_OUT
from counter_app.documents.punctuation import printed
from counter_app.domain.basics.materials import Material
from counter_app.domain.basics.records import frozen
from counter_app.domain.filing.changes import ItemChange, RowChange, RowChangeKind
from counter_app.domain.papers.noticed_items import NoticedItem, noticed_items, numbered
from counter_app.domain.papers.papers import PaperFacts
from counter_app.domain.papers.papers_of_visit import SHOWN, handed_in, named, treatment
from counter_app.domain.statistics.words import GROUP_COLUMNS

ORDER: Final = "序号"
FORMER_NAMES: Final[Mapping[str, str]] = {
    "最后一日": "截止日期",
    "已等": "已等待天数",
    "剩余": "剩余天数",
    "台次": "设备序号",
    "怎么补": "补正方式",
}
"""What a column was called before: templates of papers issued then, and an office's own, still ask for it so."""

CENTRED: Final = frozenset(
    {
        ORDER,
        "份数",
        "页数",
        "原件或复印件",
        "核对结果",
        "处理",
        "变更",
        "设备序号",
        "出具",
        "作废",
        "本年累计",
        "件数",
        "件号",
        "收件日期",
        "截止日期",
        "扫描件",
        "准确性",
        "完整性",
        "可用性",
        "安全性",
        *GROUP_COLUMNS,
    }
)


@frozen
class Source:
    """Where the rows of a table come from, and what each column shows of a row."""

    rows: Callable[[PaperFacts], Sequence[Any]]
    columns: Mapping[str, Callable[[Any], str]]

    def column(self, name: str) -> Callable[[Any], str] | None:
        """What the column `name` shows, by its name of today or of before; None where there is none."""
        return self.columns.get(name) or self.columns.get(FORMER_NAMES.get(name, ""))

    def cells(self, facts: PaperFacts, columns: Sequence[str]) -> list[tuple[str, ...]]:
        """The rows, each with the wanted columns; rows without a number of their own are counted from 1."""
        shown = [(column, self.column(column) or _order) for column in columns]
        return [
            tuple(cell(row) or (str(number) if column == ORDER else "") for column, cell in shown)
            for number, row in enumerate(self.rows(facts), start=1)
        ]


def _materials(facts: PaperFacts) -> list[tuple[str, Material, str]]:
    return [(named(facts, [key]), material, treatment(facts, key)) for key, material in handed_in(facts).items()]


def _numbers(line: NoticedItem) -> str:
    return numbered(line.numbers)


def _order(_row: object) -> str:
    return ""


def _changes(facts: PaperFacts) -> Sequence[ItemChange]:
    return facts.changes


def _row_changes(facts: PaperFacts) -> list[tuple[RowChange, str]]:
    """Each row with the word for what became of it; 拆除 was 撤除 on papers issued before."""
    before = {RowChangeKind.REMOVED: "撤除"} if facts.revision == 0 else {}
    return [(row, before.get(row.kind, row.kind.label)) for item in facts.changes for row in item.rows]


def _place(row: RowChange) -> str:
    return f"原第{row.number}台" if row.kind is RowChangeKind.REMOVED else f"第{row.number}台"


SOURCES: Final[Mapping[str, Source]] = {
    **{
        name: Source(rows, {ORDER: _order, **columns})
        for name, (rows, columns) in {
            **day_tables.TABLES,
            **transfer_tables.TABLES,
            **inspection_tables.TABLES,
            **statistics_tables.TABLES,
        }.items()
    },
    "changes": Source(
        _changes,
        {
            ORDER: _order,
            "变更事项": lambda item: printed(item.label),
            "变更前": lambda item: item.before,
            "变更后": lambda item: item.after,
        },
    ),
    "row_changes": Source(
        _row_changes,
        {
            ORDER: _order,
            "变更": lambda told: told[1],
            "设备序号": lambda told: _place(told[0]),
            "设备": lambda told: told[0].what,
            "变更内容": lambda told: "；".join(told[0].parts) or STRUCK_OUT,
        },
    ),
    "deficiencies": Source(
        noticed_items,
        {
            ORDER: _numbers,
            "事项": lambda line: printed(line.words.label),
            "需补正的内容": lambda line: printed(line.words.message),
            "要求": lambda line: printed(line.words.requirement),
            "依据": lambda line: printed(line.words.basis),
            "补正方式": lambda line: printed(line.words.mend),
        },
    ),
    "materials": Source(
        _materials,
        {
            ORDER: _order,
            "材料名称": lambda row: printed(row[0]),
            "原件或复印件": lambda row: "原件" if row[1].original else "复印件",
            "份数": lambda row: STRUCK_OUT if row[2] == SHOWN else str(row[1].count),
            "页数": lambda row: STRUCK_OUT if row[2] == SHOWN else str(row[1].pages),
            "核对结果": lambda row: row[1].state.label,
            "处理": lambda row: row[2],
        },
    ),
}
