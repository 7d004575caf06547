"""What is found beside the cases: inspections, orders, re-inspections, tips, batches, and files by their names."""

from __future__ import annotations

from dataclasses import field
from datetime import date

from counter_app.domain.basics.labelled import Labelled
from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.reading import read_text
from counter_app.domain.basics.records import frozen
from counter_app.domain.search.query import SearchField


class RecordKind(Labelled):
    """What a record is, in the order in which the groups of a list stand."""

    INSPECTION = "inspection", "检查"
    ORDER = "order", "责令改正"
    REINSPECTION = "reinspection", "复查"
    TIP = "tip", "举报"
    BATCH = "batch", "移交批次"
    FILE = "file", "附件"


@frozen
class SearchRecord:
    """One record as it is found and listed. `state` and `form` are codes of its own kind, `day` a day at the office.

    `opens` is the id of what is opened to read it: its own, the order of a re-inspection, the owner of a file. `title`
    is the name of a file, empty for everything else.
    """

    kind: RecordKind
    record_id: str
    opens: str
    unit: str = ""
    address: str = ""
    title: str = ""
    state: str = ""
    form: str = ""
    day: date | None = None
    number: Number | None = field(default=None)

    @property
    def texts(self) -> dict[SearchField, str]:
        """What it is found by: unit, address, and its name or what it is called."""
        return texts_of_record(self.kind, unit=self.unit, address=self.address, title=self.title)


def texts_of_record(kind: RecordKind, *, unit: str, address: str, title: str) -> dict[SearchField, str]:
    """`SearchRecord.texts` of one that is kept."""
    found = {
        SearchField.UNIT: read_text(unit),
        SearchField.ADDRESS: read_text(address),
        SearchField.TITLE: read_text(title) or kind.label,
    }
    return {sought: text for sought, text in found.items() if text}
