"""Codes are what is recorded; each has its words."""

import importlib
from pathlib import Path

import msgspec
import pytest

import counter_app
from counter_app.domain.basics.labelled import Labelled
from counter_app.domain.filing.filing import FilingState
from counter_app.domain.search.matching import MatchKind

WITHOUT_WORDS = {MatchKind.EXACT}
"""Nothing stands behind a match of what was typed."""


def kinds():
    """Every enumeration of codes, whatever other tests imported before."""
    root = Path(counter_app.__file__).parent
    for path in sorted(root.rglob("*.py")):
        if "(Labelled)" in path.read_text("utf-8"):
            importlib.import_module(".".join(("counter_app", *path.relative_to(root).with_suffix("").parts)))
    return Labelled.__subclasses__()


def test_every_code_has_its_words():
    found = [member for kind in kinds() for member in kind if member not in WITHOUT_WORDS]
    assert len(found) > 60
    assert [member for member in found if not member.label] == []
    assert [member for member in found if str(member) != member.value] == []


def test_a_code_is_read_and_written_without_its_words():
    assert FilingState("deficient") is FilingState.DEFICIENT
    assert (FilingState.DEFICIENT, FilingState.DEFICIENT.label) == ("deficient", "待补正")
    assert msgspec.to_builtins(FilingState.FILED) == "filed"
    assert msgspec.convert("filed", FilingState) is FilingState.FILED
    with pytest.raises(ValueError, match="已备案"):
        FilingState("已备案")
