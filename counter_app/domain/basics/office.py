"""The office, the window and the person at it, as they stand on every paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace
from typing import Final

from counter_app.domain.basics.area import CHINA, Area
from counter_app.domain.basics.numbering import Number
from counter_app.domain.basics.records import frozen

UNNAMED: Final = "县级公安机关"
"""What stands for the name of the office while nobody has set it up; it is the name of none."""

TRIAL: Final = "未设置机关，试用件，不得作为办理凭证"
"""What a paper bears that was drawn up while nobody had set the office up: it proves nothing."""


@frozen
class Office:
    """The county police office that files (县级公安机关); what the first start asks for, and the settings page keeps.

    `division` is a GB/T 2260 code, `prefix` stands before every number (`大公（视）`), `time_zone` an IANA name.
    """

    name: str
    division: str = ""
    prefix: str = ""
    phone: str = ""
    hours: str = "工作日9:00至17:00"
    address: str = ""
    department: str = "科技信息化部门"
    reconsideration: str = ""
    """The body that reviews what the office orders (行政复议机关); no order is issued without it."""

    court: str = ""
    """The court before which it is sued (人民法院); likewise."""

    online_address: str = "http://psvs.mps.gov.cn"
    """Where an applicant can file without coming (备案平台, 《规定》第五条)."""

    supervision_phone: str = ""
    """Where a citizen complains about the counter (监督电话)."""

    time_zone: str = "Asia/Shanghai"
    area: Area = CHINA
    shared_keys: frozenset[str] = frozenset()
    """Items the office obtains from other departments (《条例》第十四条第三款)."""

    platform_number_format: str = ""
    """How the national platform writes its numbers (`platform_number.NumberFormat`); empty: none set."""

    numbered_before: tuple[Number, ...] = ()
    """The last number of each series that was written in the manner of before; those that follow are written anew."""

    series_words: dict[str, str] = field(default_factory=dict)
    """The office's own words in its numbers, by the characters of their series, where they are not those that ship."""

    national_ciphers: bool = False
    """Whether what is written from here on is protected by the national ciphers (国密: SM3, SM4)."""

    @property
    def is_unnamed(self) -> bool:
        """Whether nobody has set it up yet."""
        return self.name == UNNAMED

    def written(self, number: Number | None, *, prefix: bool = True) -> str:
        """A number of this office as it stands on its paper, with or without what stands before it; empty for none."""
        if number is None:
            return ""
        head = self.prefix if prefix else ""
        before = any(last.series == number.series and number <= last for last in self.numbered_before)
        return number.written_before(head) if before else number.written(head, self.series_words)

    def written_ranges(self, numbers: Iterable[Number], *, prefix: bool = True) -> list[str]:
        """Numbers as `written`, in their order, those that follow each other as one: `补字〔2026〕3号至5号`."""
        runs: list[list[Number]] = []
        for number in numbers:
            if runs and number == replace(runs[-1][-1], ordinal=runs[-1][-1].ordinal + 1):
                runs[-1].append(number)
            else:
                runs.append([number])
        return [
            self.written(run[0], prefix=prefix) + (f"至{run[-1].ordinal}号" if len(run) > 1 else "") for run in runs
        ]


@frozen
class Post:
    """Who acts, and where: the clerk and the window of one session."""

    clerk: str
    window: str
