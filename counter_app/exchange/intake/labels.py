"""Labels as people write them in workbooks: matched to fields whatever the blanks, width, marks and brackets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from counter_app.domain.basics.reading import half_width, read_text
from counter_app.domain.forms.forms import Field, Form, Group

BASIC_SHEET: Final = "基本信息"
GUIDE_SHEET: Final = "填写说明"
LISTS_SHEET: Final = "选项"
ITEM_HEADING: Final = "项目"
VALUE_HEADING: Final = "填写内容"
NOTE_HEADING: Final = "说明"
EDITION_PROPERTY: Final = "counter-app form"
"""Name of the document property that says which edition of which form the blank was made from."""

_BRACKETS: Final = str.maketrans("〔【[﹙{", "(((((") | str.maketrans("〕】]﹚}", ")))))")
_MARKS: Final = re.compile(r"[\s:*※★☆·]+")
_NUMBERING: Final = re.compile(r"^(?:\(?[一二三四五六七八九十\d]{1,3}[)、.])+(?=.)")
_AFTERTHOUGHT: Final = re.compile(r"\([^()]*\)$")
_NO_SHEET_NAME: Final = re.compile(r"[\[\]:*?/\\']")
_LONGEST_SHEET_NAME: Final = 31


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A label without what people add to it: blanks, colon, asterisk, numbering; brackets and width made one."""
    bare = _MARKS.sub("", half_width(read_text(text)).translate(_BRACKETS)).casefold()
    return _NUMBERING.sub("", bare)


def sheet_of(group: Group) -> str:
    """The sheet of a group of rows, in the length and letters that a sheet's name may have."""
    return _NO_SHEET_NAME.sub(" ", group.label)[:_LONGEST_SHEET_NAME]


def asked_of_applicants(fields: Iterable[Field]) -> list[Field]:
    """The fields that stand in a workbook; what only the clerk ticks does not."""
    return [field for field in fields if not field.by_clerk]


def written_labels(form: Form) -> Mapping[str, str]:
    """Key to the label that stands in the workbook: where two fields outside rows share one, the section follows it."""
    fields = asked_of_applicants(form.fields.values())
    count = Counter(plain(field.label) for field in fields)
    sections = {section.key: section.label for section in form.sections}
    return {
        field.key: field.label if count[plain(field.label)] == 1 else f"{field.label}（{sections[field.section]}）"
        for field in fields
    }


class LabelIndex:
    """Finds the field that a written label means."""

    def __init__(self, fields: Iterable[Field], labels: Mapping[str, str] | None = None) -> None:
        """`labels` maps keys to labels as they are written, where these are not the fields' own."""
        self._exact: dict[str, Field] = {}
        self._short: dict[str, list[Field]] = {}
        for field in fields:
            written = plain((labels or {}).get(field.key, field.label))
            self._exact[written] = field
            for short in {plain(field.label), _AFTERTHOUGHT.sub("", written)}:
                self._short.setdefault(short, []).append(field)

    def field(self, text: str, section: str = "") -> Field | None:
        """The field meant by `text`, under the heading of `section` where several have that label."""
        label = plain(text)
        if not label:
            return None
        found = self._exact.get(label)
        return found or self._one_of(label, section) or self._one_of(_AFTERTHOUGHT.sub("", label), section)

    def _one_of(self, short: str, section: str) -> Field | None:
        fields = self._short.get(short, [])
        if len(fields) > 1:
            fields = [field for field in fields if field.section == section]
        return fields[0] if len(fields) == 1 else None
