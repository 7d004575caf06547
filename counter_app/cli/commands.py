"""What the commands share: how one is declared, what is asked of the data folder before it, how it answers."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from counter_app import paths
from counter_app.domain.basics.reading import read_date
from counter_app.domain.basics.refusal import Refusal

if TYPE_CHECKING:
    from counter_app.domain.basics.office import Post
    from counter_app.services.headless.headless import WrittenPaper
    from counter_app.services.office.workstation import Workstation
    from counter_app.services.ports import Backend
    from counter_app.services.ports.keys import KeyLost
    from counter_app.settings import WorkstationFile

UNREADABLE: Final = 2
"""The exit code where something cannot be read or done."""

CANCELLED: Final = 1
"""The exit code where whoever was asked breaks off."""


class Cancelled(Refusal):
    """Whoever was asked broke off, with Ctrl+C or the end of the input."""

    def __init__(self) -> None:
        """Commands ask before they change anything."""
        super().__init__("已取消，没有改动")


Run = Callable[[argparse.Namespace, Path], int]
"""Arguments and data folder -> exit code."""


class OfficeCheck(Enum):
    """What is asked of the data folder before a command runs."""

    NONE = "none"
    LOST = "lost"
    """Whether the database of an office that was here is gone; damage is told where the command opens it."""

    DAMAGED = "damaged"
    """Also whether the database is whole: for a command that does not open it."""

    def refuse(self, data: Path) -> None:
        """Raise `Refusal` where it is not well."""
        if self is not OfficeCheck.NONE:
            refuse_lost_office(data)
        if self is OfficeCheck.DAMAGED:
            from counter_app.persistence.base.office_traces import DATABASE
            from counter_app.persistence.base.page_check import refuse_damaged
            from counter_app.persistence.keys.database_key import existing_key
            from counter_app.persistence.keys.key_places import lasting_places

            refuse_damaged(data / DATABASE, existing_key(data, lasting_places(paths.keys_dir())))


def refuse_lost_office(data: Path, *, sample: bool = False) -> None:
    """Raise `Refusal` where an office was kept in `data` and its database is not there: nothing is done in its place.

    A `sample` office is set up before it has a database, and is not remembered.
    """
    # Not from bootstrap: the window asks this before its startup window.
    from counter_app.persistence.base import office_traces
    from counter_app.persistence.keys.database_key import existing_key
    from counter_app.persistence.keys.key_places import lasting_places
    from counter_app.settings import WorkstationFile

    known = office_traces.KnownOffices(None if sample else paths.known_offices_dir())
    key = existing_key(data, lasting_places(paths.keys_dir()))
    office_traces.refuse_lost_office(data, known, set_up=not sample and WorkstationFile(data).was_set_up, key=key)


class Commands:
    """The commands below a parser; `shared` holds the options that each has."""

    def __init__(self, parser: argparse.ArgumentParser, shared: argparse.ArgumentParser, *, required: bool) -> None:
        self._shared = shared
        self._parsers = parser.add_subparsers(title="命令", metavar="命令", required=required)

    @property
    def names(self) -> tuple[str, ...]:
        """The commands declared so far."""
        return tuple(self._parsers.choices)

    def add(self, name: str, words: str, run: Run, check: OfficeCheck = OfficeCheck.DAMAGED) -> argparse.ArgumentParser:
        """Return the parser of a new command, without arguments of its own."""
        made = self._parsers.add_parser(name, help=words, description=words, parents=[self._shared])
        made.set_defaults(run=run, check=check)
        return made

    def group(self, name: str, words: str) -> Commands:
        """Return the commands below a new one that does nothing by itself."""
        made = self._parsers.add_parser(name, help=words, description=words, parents=[self._shared])
        return Commands(made, self._shared, required=True)


def demand_data(data: Path) -> None:
    """Raise `Refusal` where nobody has kept anything in `data`: none is made for the asking."""
    from counter_app.bootstrap import has_data

    if not has_data(data):
        raise Refusal(
            "这个数据文件夹里还没有机关的数据",
            "打开程序填写机关资料，或用 counter-app restore 从备份恢复；--data 指错了的，核对文件夹",
        )


def take_back(lost: KeyLost) -> None:
    """Take the key of the data back by its recovery code, from the keyboard or the input stream. Raises `Refusal`.

    At the keyboard one that is mistyped is asked for again.
    """
    while sys.stdin.isatty():
        typed = asked("恢复码：")
        if not typed:
            raise Refusal("没有输入恢复码", "取出封存的恢复单再执行一次")
        try:
            lost.take_back(typed)
        except Refusal as refusal:
            print(refusal, file=sys.stderr)
        else:
            return
    lost.take_back(sys.stdin.readline())


def asked(words: str) -> str:
    """What whoever sits at the terminal answers. Raises `Cancelled`."""
    with _until_cancelled():
        return input(words).strip()


def asked_secretly(words: str) -> str:
    """The same, not shown on the screen; without a terminal a line of the input stream. Raises `Cancelled`."""
    import getpass

    with _until_cancelled():
        return getpass.getpass(words) if sys.stdin.isatty() else sys.stdin.readline().strip()


@contextmanager
def _until_cancelled() -> Iterator[None]:
    try:
        yield
    except (EOFError, KeyboardInterrupt) as broken_off:
        print()
        raise Cancelled from broken_off


def record_where_possible(data: Path, revision: str | None, record: Callable[[Backend, Post], None]) -> None:
    """Put something down in the history, where the data are of this version and an office is set up in them."""
    from counter_app.bootstrap import keeping_backend
    from counter_app.persistence.base.schema import NEWEST
    from counter_app.services.office import offices

    if revision != NEWEST:
        return
    with keeping_backend(data) as backend:
        if offices.load_office(backend) is not None:
            record(backend, post(data))


def begin_apart(*words: str) -> None:
    """Begin a command of this program in a process that outlives this one."""
    import subprocess

    subprocess.Popen(  # noqa: S603 - this program itself
        [*paths.own_command(), *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def print_json(content: object) -> None:
    """Print `content` as a command's `--json` does."""
    print(json.dumps(content, ensure_ascii=False, indent=1))


def warn(words: object) -> None:
    """Say on the error stream what the user should know beside the answer."""
    print(f"注意：{words}", file=sys.stderr)


def warn_of_rollback(backend: Backend) -> None:
    """Say where the data are older than their witness: which numbers were given since, and what to do."""
    from counter_app.services.trail.rollbacks import found_rollback

    told = found_rollback(backend)
    if told is not None:
        warn(told)


def warn_of_missing_characters(papers: Iterable[WrittenPaper]) -> None:
    """Say which characters are to be written in by hand: on paper they stand as an empty mark."""
    for paper in papers:
        if paper.lacking:
            said = f"{paper.title} {paper.number} 中的“{'、'.join(paper.lacking)}”为生僻字，PDF 上打印为〓"
            warn(f"{said}；请在纸上手写")


def day(written: str | None) -> date | None:
    """A day as written on the command line. Raises `Refusal`."""
    read = read_date(written) if written is not None else None
    if written is not None and read is None:
        raise Refusal(f"日期 {written} 不是真实日期", "写成 2026-03-02 的样子")
    return read


def workstation_file(data: Path) -> WorkstationFile:
    """What this workstation keeps for itself, the names sealed with the key of the data."""
    # Not from bootstrap: the window reads it before its startup window.
    from counter_app.persistence.keys.kept_key import KeptKey
    from counter_app.persistence.keys.key_places import lasting_places
    from counter_app.persistence.keys.office_key import Purpose
    from counter_app.settings import WorkstationFile

    key = KeptKey(data, lasting_places(paths.keys_dir()))
    return WorkstationFile(data, lambda: key.derived(Purpose.NAMES))


def workstation(data: Path) -> Workstation:
    """Who works here; what of it cannot be read is told on the error stream."""
    file = workstation_file(data)
    read = file.load()
    if file.trouble is not None:
        warn(file.trouble)
    return read


def post(data: Path) -> Post:
    """Who answers for what a command records; a name without a person where none is set up here."""
    from counter_app.services.headless.headless import UNNAMED_POST

    here = workstation(data)
    return here.post if here.is_set_up else UNNAMED_POST
