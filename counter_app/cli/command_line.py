"""The parser with all commands, and what stands around each: encodings, modes of files, refusals."""

import argparse
import os
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

from counter_app import paths
from counter_app.cli import window
from counter_app.cli.commands import CANCELLED, UNREADABLE, Cancelled, Commands, OfficeCheck
from counter_app.domain.basics.refusal import Refusal
from counter_app.private_files import private_by_default

INTERRUPTED: Final = 128 + 2
"""The exit code after Ctrl+C where nothing was asked, as a shell has it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; 2 where something cannot be read or done, with a Chinese sentence."""
    if getattr(sys, "frozen", False):
        from counter_app.cli import built_program

        built_program.begin(os.environ)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    words = sys.argv[1:] if arguments is None else arguments
    if _names_no_command(words):
        parsed = _parser()[0].parse_args(words)
    else:
        parser, commands = _described()
        parsed = parser.parse_args(with_open(words, commands.names))
    data = paths.data_dir(getattr(parsed, "data", None))
    try:
        with private_by_default():
            parsed.check.refuse(data)
            code: int = parsed.run(parsed, data)
            return code
    except Cancelled as cancelled:
        print(cancelled, file=sys.stderr)
        return CANCELLED
    except KeyboardInterrupt:
        print("\n已中断", file=sys.stderr)
        return INTERRUPTED
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return UNREADABLE


def with_open(arguments: Sequence[str], commands: Collection[str]) -> list[str]:
    """Return `arguments` with the command `open` before files that are named without one, as a desktop names them."""
    words = [*arguments]
    place = 0
    while place < len(words) and words[place].startswith("-"):
        place += 2 if words[place] == "--data" else 1
    if place < len(words) and words[place] not in commands and _looks_like_a_file(words[place]):
        words.insert(place, "open")
    return words


def _looks_like_a_file(word: str) -> bool:
    """Whether a word is a path, and no mistyped command."""
    return any(sign in word for sign in (".", os.sep, os.altsep or os.sep)) or Path(word).exists()


def _names_no_command(words: Sequence[str]) -> bool:
    """Whether the window is wanted, at most with its data folder: it stands sooner where no command is described."""
    named = [word for word in words if not word.startswith("--data=")]
    return not (named[2:] if named[:1] == ["--data"] else named)


def _parser() -> tuple[argparse.ArgumentParser, argparse.ArgumentParser]:
    """The parser of the window, and the options that every command has too."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", type=Path, default=argparse.SUPPRESS, metavar="DIR", help="数据文件夹")
    parser = argparse.ArgumentParser("counter-app", description="公共安全视频系统备案窗口", parents=[shared])
    parser.set_defaults(run=window.open_window, check=OfficeCheck.NONE)
    return parser, shared


def _described() -> tuple[argparse.ArgumentParser, Commands]:
    from counter_app.cli import (
        audit,
        backup,
        dates,
        doctor,
        documents,
        filing,
        key,
        lists,
        manual,
        office_pack,
        signers,
        supervisor,
        transfer,
        update,
    )

    parser, shared = _parser()
    parser.add_argument("--version", action="version", version=paths.version())
    commands = Commands(parser, shared, required=False)
    for group in (
        filing,
        documents,
        dates,
        lists,
        transfer,
        office_pack,
        signers,
        update,
        backup,
        doctor,
        audit,
        key,
        supervisor,
        manual,
        window,
    ):
        group.describe(commands)
    return parser, commands
