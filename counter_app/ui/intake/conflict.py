"""What is said where two windows wrote in one case: both values of a field, and what was put together."""

from collections.abc import Iterable, Sequence
from typing import Final

from counter_app.domain.filing.merging import RECEIVED_ON, MergeConflict
from counter_app.domain.forms.forms import Form

_MOST: Final = 8
_LONGEST: Final = 60


def clash_lines(clashes: Sequence[MergeConflict]) -> list[str]:
    """One line for each field that both windows wrote, with what stands in both."""
    lines = [f"{clash.label}：这里“{_short(clash.here)}”，另一窗口“{_short(clash.there)}”" for clash in clashes[:_MOST]]
    return [*lines, f"另有{len(clashes) - _MOST}项不一致"] if len(clashes) > _MOST else lines


def merged_labels(form: Form, keys: Iterable[str]) -> str:
    """The names of the fields, papers and lists that were taken over."""
    return "、".join(_label(form, key) for key in keys)


def _label(form: Form, key: str) -> str:
    if key == RECEIVED_ON:
        return "收件日期"
    for known in (form.fields, form.groups, form.material_kinds):
        if key in known:
            return known[key].label
    return key


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
