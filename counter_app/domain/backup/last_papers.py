"""The last papers given out since a backup, as people answer it where no data know: each kind has to be answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import Final

from counter_app.domain.basics.numbering import WORDS, Number
from counter_app.domain.basics.records import frozen

RESTORED: Final = "backup.restored"
"""The act that is recorded once a backup was put back."""
LAST_NUMBERS: Final = "last_numbers"
NONE_SINCE: Final = "none_since"
"""What people answered, in its details."""

_ANSWERS: Final = ((LAST_NUMBERS, "最后发出"), (NONE_SINCE, "没有再发出"))
_NONE: Final = 0


def answers_in(details: Mapping[str, object]) -> str:
    """What people answered when a backup was put back, by the details of that act; empty where nothing was asked."""
    return "，".join(f"{words}{details[key]}" for key, words in _ANSWERS if details.get(key))


@frozen
class LastPaperQuestion:
    """What is still to be answered: the last number of each of `series`; where `year` is given, that of this year."""

    series: tuple[str, ...]
    year: int | None = None


@frozen
class LastPapers:
    """The last number given out of each series and year, 0 where none was. A later answer replaces an earlier one."""

    answered: Mapping[tuple[str, int], int] = field(default_factory=dict)

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The last numbers, in order."""
        return tuple(sorted(Number(*series, ordinal) for series, ordinal in self.answered.items() if ordinal))

    @property
    def without(self) -> tuple[tuple[str, int], ...]:
        """The series and years of which nothing was given out."""
        return tuple(series for series, ordinal in self.answered.items() if not ordinal)

    def with_number(self, number: Number) -> LastPapers:
        """The same, `number` being the last of its series and year; that there was none of the series holds no more."""
        others = {
            (series, year): last for (series, year), last in self.answered.items() if last or series != number.series
        }
        return LastPapers({**others, (number.series, number.year): number.ordinal})

    def with_none(self, series: str, years: Iterable[int]) -> LastPapers:
        """The same, nothing of `series` having been given out in these years."""
        return LastPapers({**self.answered, **{(series, year): _NONE for year in years}})

    def questions(self, years: Sequence[int], used: Iterable[str]) -> list[LastPaperQuestion]:
        """What is still open of the `years` since the backup, those series apart that the backup has `used`.

        Where the last number of a series is of some year, nothing was given out in a later one.
        """
        asked: list[LastPaperQuestion] = []
        unused: list[str] = []
        known = set(used)
        for series in WORDS:
            given = [year for year in years if self.answered.get((series, year))]
            open_years = [year for year in years if (series, year) not in self.answered]
            if given:
                asked += [LastPaperQuestion((series,), year) for year in open_years if year < max(given)]
            elif open_years == list(years):
                if series in known:
                    asked.append(LastPaperQuestion((series,)))
                else:
                    unused.append(series)
            else:
                asked += [LastPaperQuestion((series,), year) for year in open_years]
        if unused:
            asked.append(LastPaperQuestion(tuple(unused)))
        return asked
