"""Codes are what is recorded; each has its words."""

import msgspec
import pytest

from counter_app.domain.basics.labelled import Labelled
from counter_app.domain.filing.filing import FilingState
from counter_app.domain.search.matching import MatchKind

WITHOUT_WORDS = {MatchKind.EXACT}
"""Nothing stands behind a match of what was typed."""


def kinds():
    import counter_app.bootstrap  # noqa: F401 - with it every layer below the window

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
