"""Builds the catalogue of inspection items (第十条, 第二十一条); a faulty file is refused with key and reason."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Sequence
from typing import Final

from counter_app.catalogue.inspection_files import WrittenBreach, WrittenItem, WrittenItems, WrittenLocalItems
from counter_app.catalogue.toml_files import Folders, read_toml
from counter_app.domain.basics.refusal import CatalogueError
from counter_app.domain.inspection.inspections import Breach, InspectionCatalogue, InspectionItem

FOLDER: Final = "inspection"
"""Where the editions stand within `forms/`."""

ITEMS_OF_THE_LAW: Final = 13
"""第十条 has so many items."""

_KEY: Final = re.compile(r"[a-z][a-z0-9_]*")
_MONEY: Final = re.compile(r"罚款|[0-9〇一二三四五六七八九十百千万]元")


class InspectionCatalogues:
    """`CatalogueSource`: each edition is read and checked once."""

    def __init__(self, folders: Folders) -> None:
        """`folders` are the shipped forms under the office's own."""
        self._folders = folders
        self._loaded: dict[str, InspectionCatalogue] = {}
        self._lock = threading.Lock()

    def current(self) -> InspectionCatalogue:
        """The newest edition. Raises `CatalogueError`."""
        known = self._folders.editions(FOLDER)
        if not known:
            raise CatalogueError(FOLDER, "", "没有任何版本的检查事项")
        return self.edition(known[-1])

    def edition(self, edition: str) -> InspectionCatalogue:
        """One edition; an inspection keeps the one it was begun under. Raises `CatalogueError`."""
        with self._lock:
            if edition not in self._loaded:
                self._loaded[edition] = load_inspection_items(self._folders, edition)
            return self._loaded[edition]


def load_inspection_items(folders: Folders, edition: str) -> InspectionCatalogue:
    """The items of one edition: those of 第十条 in their order, then the office's own. Raises `CatalogueError`."""
    name = f"{FOLDER}/{edition}/items.toml"
    written = read_toml(folders, name, WrittenItems)
    law = _File(str(folders.find(name)), written.item)
    if written.catalogue.edition != edition:
        raise law.refused("catalogue.edition", f"与文件夹名 {edition} 不一致")
    if not written.catalogue.law.strip():
        raise law.refused("catalogue.law", "写明法律依据")
    law.refuse_out_of_order()
    items = law.items(taken=())
    local_name = f"{FOLDER}/{edition}/local_items.toml"
    if folders.has(local_name):
        local = _File(str(folders.find(local_name)), read_toml(folders, local_name, WrittenLocalItems).item)
        local.refuse_numbered()
        items += local.items(taken=[item.key for item in items])
    return InspectionCatalogue(written.catalogue.edition, written.catalogue.law, items)


class _File:
    """One file of items in the making."""

    def __init__(self, path: str, written: Sequence[WrittenItem]) -> None:
        self._path = path
        self._written = written

    def refused(self, key: str, reason: str) -> CatalogueError:
        return CatalogueError(self._path, key, reason)

    def refuse_out_of_order(self) -> None:
        """第十条 has thirteen items, each once and in order: the record counts them as the law does."""
        for place, item in enumerate(self._written, start=1):
            if item.number in [other.number for other in self._written[: place - 1]]:
                raise self.refused(f"{item.key}.number", f"序号 {item.number} 写了两次")
            if item.number != place:
                raise self.refused(f"{item.key}.number", f"应为 {place}：按《规定》第十条的顺序排列")
        if len(self._written) != ITEMS_OF_THE_LAW:
            raise self.refused("item", f"《规定》第十条有{ITEMS_OF_THE_LAW}项，写了{len(self._written)}项")

    def refuse_numbered(self) -> None:
        for item in self._written:
            if item.number in range(1, ITEMS_OF_THE_LAW + 1):
                raise self.refused(
                    f"{item.key}.number", f"序号 {item.number} 已是《规定》第十条的事项，地方事项不写序号"
                )
            if item.number:
                raise self.refused(f"{item.key}.number", "地方事项不写序号")

    def items(self, taken: Iterable[str]) -> tuple[InspectionItem, ...]:
        known = set(taken)
        made = []
        for item in self._written:
            if item.key in known:
                raise self.refused(item.key, "同一个事项写了两次")
            known.add(item.key)
            made.append(self._item(item))
        return tuple(made)

    def _item(self, written: WrittenItem) -> InspectionItem:
        self._refuse_key(written.key, written.key)
        self._demand_words(written.key, {"label": written.label, "short": written.short, "basis": written.basis})
        if not written.kinds:
            raise self.refused(f"{written.key}.kinds", "至少写一种检查")
        for kind in written.stressed_in:
            if kind not in written.kinds:
                raise self.refused(f"{written.key}.stressed_in", f"{kind.value} 不在 kinds 中")
        keys = [breach.key for breach in written.breach]
        for key in keys:
            if keys.count(key) > 1:
                raise self.refused(f"{written.key}.{key}", "同一种情形写了两次")
        return InspectionItem(
            key=written.key,
            number=written.number,
            label=written.label,
            short=written.short,
            basis=written.basis,
            kinds=frozenset(written.kinds),
            stressed_in=frozenset(written.stressed_in),
            look_at=written.look_at,
            evidence=written.evidence,
            breaches=tuple(self._breach(written, breach) for breach in written.breach),
        )

    def _breach(self, item: WrittenItem, written: WrittenBreach) -> Breach:
        place = f"{item.key}.{written.key}"
        self._refuse_key(written.key, place)
        words = {"fact": written.fact, "violated": written.violated, "basis": written.basis, "mend": written.mend}
        self._demand_words(place, words)
        for key, text in {**words, "warns": written.warns}.items():
            if _MONEY.search(text):
                raise self.refused(f"{place}.{key}", "不写罚款和金额：处罚由办案部门决定")
        if not written.forms or len(set(written.forms)) != len(written.forms):
            raise self.refused(f"{place}.forms", "写 at_once、by_date 之一或两者，各写一次")
        for kind in written.kinds:
            if kind not in item.kinds:
                raise self.refused(f"{place}.kinds", f"{kind.value} 不在该事项的 kinds 中")
        return Breach(
            key=written.key,
            fact=written.fact,
            violated=written.violated,
            basis=written.basis,
            mend=written.mend,
            forms=written.forms,
            consequence=written.consequence,
            warns=written.warns,
            kinds=frozenset(written.kinds),
        )

    def _refuse_key(self, key: str, place: str) -> None:
        if not _KEY.fullmatch(key):
            raise self.refused(place, "键只用小写字母、数字和下划线，以字母开头")

    def _demand_words(self, place: str, words: dict[str, str]) -> None:
        for key, text in words.items():
            if not text.strip():
                raise self.refused(f"{place}.{key}", "不能为空" if key != "basis" else "写明依据（《规定》第二十一条）")
