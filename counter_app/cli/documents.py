"""`documents`: the documents by name, and one of them with sample values."""

from __future__ import annotations

import argparse
from pathlib import Path

from counter_app.cli.commands import Commands
from counter_app.domain.basics.refusal import Refusal


def describe(below: Commands) -> None:
    """Declare the command."""
    documents = below.add("documents", "列出文书，或用示例内容打印一种", _documents)
    documents.add_argument("name", nargs="?", metavar="NAME")
    documents.add_argument("--sample", action="store_true")
    documents.add_argument("--out", type=Path, metavar="DIR")


def _documents(parsed: argparse.Namespace, data: Path) -> int:
    from counter_app.domain.papers.titles import TITLES

    if parsed.name is None:
        for name, title in TITLES.items():
            print(f"{name}\t{title}")
        return 0
    if parsed.name not in TITLES:
        raise Refusal(f"没有名为 {parsed.name} 的文书", "用 counter-app documents 查看全部名称")
    if not parsed.sample or parsed.out is None:
        raise Refusal("打印示例要写明 --sample 和 --out DIR", "如：counter-app documents NAME --sample --out .")
    from counter_app.bootstrap import judging_backend, sample_facts
    from counter_app.services.office.files import write_atomically

    backend = judging_backend(data)
    facts = sample_facts(backend, parsed.name)
    for suffix, content in (("pdf", backend.renderer.pdf(facts)), ("docx", backend.renderer.word(facts))):
        print(write_atomically(parsed.out / f"{parsed.name}.{suffix}", content))
    return 0
