"""Holds the trail against its key and against its witness, and names what does not fit, the first entry first.

A link is checked with the MAC that stands before it, so that one entry that was changed makes no other one wrong. What
the whole chain cannot show is asked of the witness outside: a chain whose end was cut off is a sound chain.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, LargeBinary, cast, func, select, text

from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.trail.report import TrailFault, TrailFinding, TrailGap, TrailReport
from counter_app.domain.trail.witness import Witness
from counter_app.persistence.base import exact_json
from counter_app.persistence.base.engine import engine_on
from counter_app.persistence.base.schema import NEWEST, REVISIONS, stored_revision
from counter_app.persistence.base.tables import HistoryRow, SeriesRow
from counter_app.persistence.trail.chain import RAW_ENTRY
from counter_app.persistence.trail.macs import ALGORITHMS, FIRST, Field, link_mac
from counter_app.persistence.trail.tables import TrailHeadRow, TrailLinkRow
from counter_app.persistence.trail.witness_files import SignedWitnessFiles
from counter_app.services.ports.trail import ROLLED_BACK

MOST: Final = 100
"""How many findings are named."""

_MOST_COMPARED: Final = 40
"""Among how many wrong entries those are looked for that changed places."""

_TRIGGERS: Final = frozenset(
    f"{table}_no_{act}" for table in ("history", "trail_link") for act in ("update", "delete", "replace")
)
_RAW_LINK: Final = (
    TrailLinkRow.ordinal,
    TrailLinkRow.history_position,
    cast(TrailLinkRow.algorithm, LargeBinary).label("algorithm"),
    cast(TrailLinkRow.mac, LargeBinary).label("mac"),
)


@frozen
class _Link:
    ordinal: int
    before: bytes
    algorithm: str
    mac: bytes
    entry: tuple[Field, ...]
    fits: bool

    def would_fit(self, key: bytes, entry: tuple[Field, ...]) -> bool:
        """Whether it was made for `entry`."""
        return link_mac(key, self.algorithm, self.before, self.ordinal, entry) == self.mac


def verify_file(file: Path, database_key: bytes | None, key: bytes, files: SignedWitnessFiles) -> TrailReport:
    """The trail of a database as it lies there; nothing of it is changed. Raises `Refusal` where it cannot be read."""
    witness = files.read()
    with engine_on(file, database_key) as engine, engine.connect() as connection:
        stored = stored_revision(connection)
        if stored != NEWEST:
            older = stored in REVISIONS
            raise Refusal(
                "这份数据由旧版本的程序保存，还没有防篡改链" if older else "这份数据由更新版本的程序保存，无法核对",
                "先打开一次程序，升级数据后再核对" if older else "安装新版本的程序后再核对",
            )
        return verify(connection, key, witness)


def verify(connection: Connection, key: bytes, witness: Witness | None) -> TrailReport:
    """Look at every entry. `witness` was read before the transaction of `connection` began."""
    return _Verification(connection, key, witness).report()


class _Verification:
    def __init__(self, connection: Connection, key: bytes, witness: Witness | None) -> None:
        self._connection = connection
        self._key = key
        self._witness = witness
        self._findings: list[TrailFinding] = []
        self._gaps: list[TrailGap] = []
        self._witnessed: bytes | None = None
        self._last: tuple[Field, ...] = ()

    def report(self) -> TrailReport:
        wrong: list[_Link] = []
        ordinal, mac, entries = 0, FIRST, 0
        for link in self._links():
            follows = link.ordinal == ordinal + 1
            if not follows:
                self._missing(ordinal + 1, link)
            if not link.entry:
                self._find(TrailFault.REMOVED, link.ordinal)
            elif not link.fits and follows:  # with the MAC before it gone, nothing can be said of it
                wrong.append(link)
            ordinal, mac, entries, self._last = link.ordinal, link.mac, entries + 1, link.entry
            if self._witness is not None and self._witness.head is not None and ordinal == self._witness.head.ordinal:
                self._witnessed = mac
        self._name(wrong)
        self._find_loose()
        self._check_head(ordinal, mac)
        self._check_witness(ordinal)
        self._check_triggers()
        self._findings.sort(key=lambda finding: finding.first or ordinal + 1)
        return TrailReport(entries, tuple(self._findings[:MOST]), tuple(self._gaps))

    def _links(self) -> Iterator[_Link]:
        joined = TrailLinkRow.__table__.outerjoin(
            HistoryRow.__table__, HistoryRow.position == TrailLinkRow.history_position
        )
        asked = select(*_RAW_LINK, *RAW_ENTRY).select_from(joined).order_by(TrailLinkRow.ordinal)
        before = FIRST
        for row in self._connection.execution_options(stream_results=True, yield_per=2000).execute(asked):
            ordinal, _position, algorithm, mac, *entry = row
            name = (algorithm or b"").decode("ascii", "replace")
            there = tuple(entry) if entry[0] is not None else ()
            fits = name in ALGORITHMS and link_mac(self._key, name, before, ordinal, there) == mac
            yield _Link(ordinal, before, name, mac or b"", there, fits)
            before = mac or b""

    def _missing(self, first: int, link: _Link) -> None:
        """Entries from `first` up to `link` have no link: it says so itself, or somebody took them out."""
        if link.fits and link.entry and _act(link.entry) == ROLLED_BACK:
            with suppress(ValueError, KeyError, TypeError):
                said = exact_json.decode(_bytes(link.entry[7]))
                if (said["from"], said["to"]) == (first - 1, link.ordinal - 1):
                    if said.get("cut"):
                        self._find(TrailFault.CUT_OFF, first, link.ordinal - 1)
                        return
                    self._gaps.append(TrailGap(first, link.ordinal - 1))
                    return
        self._find(TrailFault.REMOVED, first, link.ordinal - 1)

    def _name(self, wrong: list[_Link]) -> None:
        """Tell what was done to entries that do not fit."""
        named: set[int] = set()
        for link in wrong:
            if link.ordinal in named or link.algorithm not in ALGORITHMS:
                continue
            other = next((one for one in wrong[:_MOST_COMPARED] if self._changed_places(link, one)), None)
            if other is not None:
                named |= {link.ordinal, other.ordinal}
                self._find(TrailFault.REORDERED, link.ordinal, other.ordinal, link.entry)
        ordinals = {link.ordinal for link in wrong}
        for link in wrong:
            if link.ordinal in named:
                continue
            # A link that was forged too leaves the one behind it without the MAC that it was made with.
            forged = link.ordinal + 1 in ordinals and link.ordinal + 1 not in named
            named |= {link.ordinal, link.ordinal + 1} if forged else {link.ordinal}
            self._find(TrailFault.REPLACED if forged else TrailFault.CHANGED, link.ordinal, entry=link.entry)

    def _changed_places(self, link: _Link, other: _Link) -> bool:
        """Whether `link` was made for what stands at `other` now: at its place, or moved to the place of `link`."""
        if other is link or not other.entry or not link.entry:
            return False
        moved = (link.entry[0], *other.entry[1:])
        return link.would_fit(self._key, other.entry) or link.would_fit(self._key, moved)

    def _find_loose(self) -> None:
        """Entries of the history that no link belongs to, or two links."""
        linked = select(TrailLinkRow.history_position)
        loose = select(*RAW_ENTRY).where(HistoryRow.position.not_in(linked)).order_by(HistoryRow.position).limit(MOST)
        last = func.max(TrailLinkRow.ordinal)
        for entry in self._connection.execute(loose).all():
            before = select(last).where(TrailLinkRow.history_position < entry[0])
            place = (self._connection.execute(before).scalar() or 0) + 1
            self._find(TrailFault.INSERTED, place, entry=tuple(entry))

    def _check_head(self, ordinal: int, mac: bytes) -> None:
        head = self._connection.execute(select(TrailHeadRow.ordinal, TrailHeadRow.mac)).one_or_none()
        if head is None:
            self._find(TrailFault.NO_TRAIL)
        elif head.ordinal > ordinal:
            self._find(TrailFault.CUT_OFF, ordinal + 1, head.ordinal)
        elif (head.ordinal, bytes(head.mac)) != (ordinal, mac):
            self._find(TrailFault.HEAD)

    def _check_witness(self, ordinal: int) -> None:
        if self._witness is None or self._witness.head is None:
            self._find(TrailFault.NO_WITNESS)
            return
        head = self._witness.head
        if head.ordinal <= ordinal:
            if self._witnessed != bytes.fromhex(head.mac) and not self._findings:
                self._find(TrailFault.DIFFERS, head.ordinal)
            return
        if any(finding.fault in {TrailFault.CUT_OFF, TrailFault.NO_TRAIL} for finding in self._findings):
            return
        if self._is_cut(self._witness):
            self._find(TrailFault.CUT_OFF, ordinal + 1, head.ordinal)
        else:
            self._find(TrailFault.ROLLED_BACK, ordinal + 1, head.ordinal, self._last)

    def _is_cut(self, witness: Witness) -> bool:
        """Whether entries were removed from a database that is not older as a whole.

        A witness of an older version does not know the schema: then only what lacks numbers is known to be older.
        """
        if witness.schema is not None:
            return witness.knows_a_cut(self._connection.execute(text("PRAGMA schema_version")).scalar_one())
        known = self._connection.execute(select(SeriesRow.series, SeriesRow.year, SeriesRow.last)).all()
        return not witness.numbers_above({(series, year): last for series, year, last in known})

    def _check_triggers(self) -> None:
        asked = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'")
        if not {name for (name,) in self._connection.execute(asked)} >= _TRIGGERS:
            self._find(TrailFault.UNPROTECTED)

    def _find(self, fault: TrailFault, first: int = 0, last: int = 0, entry: tuple[Field, ...] = ()) -> None:
        at, act = (_time(entry), _act(entry)) if entry else (None, "")
        self._findings.append(TrailFinding(fault, first, max(first, last), at, act))


def _bytes(field: Field) -> bytes:
    return field if isinstance(field, bytes) else b""


def _act(entry: tuple[Field, ...]) -> str:
    return _bytes(entry[5]).decode("ascii", "replace")


def _time(entry: tuple[Field, ...]) -> datetime | None:
    with suppress(ValueError):
        return datetime.fromisoformat(_bytes(entry[1]).decode("ascii", "replace")).replace(tzinfo=UTC)
    return None
