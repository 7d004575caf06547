"""What is known of the unit that is being keyed: an offer to fill from it, and what may be the same system.

Asked for when the clerk moves on from the unit's code, its name or the address. Advisory: nothing is filled, stopped
or changed without a key of the clerk's.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from counter_app.domain.basics.reading import chinese_date
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import FilingState
from counter_app.domain.filing.prefill import PrefillPart, offers, prefilled, taken_back
from counter_app.services.office.noting import CASE, Viewing
from counter_app.ui.base.acts import Act, Action, Placement
from counter_app.ui.base.page_acts import PageActs
from counter_app.ui.widgets.messages import Rank, Tone

if TYPE_CHECKING:
    from counter_app.domain.forms.answers import Answers
    from counter_app.services.filing.known_units import KnownMatches, KnownUnit, PossibleDuplicate
    from counter_app.ui.intake.duplicates import DuplicatesPanel
    from counter_app.ui.intake.session import CaseSession
    from counter_app.ui.widgets.messages import MessageBoard

TELLING: Final = ("unit.name", "unit.uscc", "system.address")
"""The keys by which a unit and its system are known again."""
_NAMED: Final = 4


class KnownUnits(QObject):
    """Watches one first filing: fills it part after part, takes that back, and compares it with a duplicate."""

    ACTS: ClassVar[tuple[Act[KnownUnits], ...]]

    open_wanted = Signal(str)
    """The clerk wants to see the case with this reference."""
    change_wanted = Signal(str)
    """The clerk wants to change the filed case with this reference instead."""
    left = Signal()
    """The comparison was put away: the focus goes back to where it was."""

    def __init__(self, session: CaseSession, board: MessageBoard, column: QVBoxLayout, parent: QWidget) -> None:
        """What is found is said on `board`; the comparison stands above `column`; keys work in `parent`."""
        super().__init__(parent)
        self._parent = parent
        self._session = session
        self._looked: tuple[object, ...] = ()
        self._asked = 0
        self._unit: KnownUnit | None = None
        self._duplicates: tuple[PossibleDuplicate, ...] = ()
        self._filled: list[tuple[Answers, Answers]] = []
        self.offer = board.channel(Rank.OFFER)
        self.alike = board.channel(Rank.OFFER)
        self.duplicates: DuplicatesPanel | None = None
        self._column = column
        self.alike.closed.connect(self._hide_duplicates)
        self._session.state_changed.connect(self._hide_when_done)
        self.acts = PageActs(self, self.ACTS, parent, in_window=True)

    def _hide_duplicates(self) -> None:
        if self.duplicates is not None:
            self.duplicates.hide()

    # Asking ----------------------------------------------------------------------------------------------------------

    def field_left(self, key: str) -> None:
        """The clerk moved on from the field `key`."""
        if key in TELLING:
            self.look()

    def look(self) -> None:
        """Ask what is known, where something that tells changed since it was asked last."""
        filing = self._session.filing
        telling = tuple(filing.answers.raw.get(key) for key in TELLING)
        if telling == self._looked or not filing.open_for_changes:
            return
        from counter_app.services.filing import known_units

        self._looked = telling
        self._asked += 1
        asked, backend, copy = self._asked, self._session.backend, replace(filing)

        def take(known: KnownMatches) -> None:
            if isValid(self) and asked == self._asked:
                self._take(known)

        self._session.tasks.run(lambda: known_units.find_known(backend, copy), done=take, failed=_ignore, owner=self)

    def _take(self, known: KnownMatches) -> None:
        unit, duplicates = self._unit, self._duplicates
        self._unit, self._duplicates = known.unit, known.duplicates
        if not self._filled and (known.unit is None or unit is None or unit.known != known.unit.known):
            self._offer()
        if [duplicate.known for duplicate in known.duplicates] != [duplicate.known for duplicate in duplicates]:
            self._say_alike(known.duplicates)
        if self.duplicates is not None:
            self.duplicates.show_duplicates(known.duplicates)

    def _hide_when_done(self, _state: object) -> None:
        if not self._session.filing.open_for_changes:
            self._unit, self._duplicates = None, ()
            self.offer.clear()
            self.alike.clear()

    # Filling ---------------------------------------------------------------------------------------------------------

    def _open_parts(self) -> tuple[PrefillPart, ...]:
        unit = self._unit
        return offers(self._session.filing.answers, unit.answers) if unit is not None else ()

    def _offer(self) -> None:
        parts, unit = self._open_parts(), self._unit
        if not parts or unit is None:
            self.offer.clear()
            return
        when = chinese_date(unit.known.filed_on or unit.known.received_on)
        self.offer.say(
            f"该单位{when}登记过（{unit.known.state.label}）",
            tone=Tone.NOTE,
            actions=(self._offer_of("fill", f"带出已有信息（{parts[0].words}）"),),
        )

    def _offer_of(self, name: str, words: str) -> Action:
        """An act under other words, from now on."""
        self.acts.say(name, words)
        return self.acts.offer(name)

    @property
    def may_fill(self) -> bool:
        """Whether a part has something to fill."""
        return bool(self._open_parts()) and self._session.filing.open_for_changes

    @property
    def may_take_back(self) -> bool:
        """Whether something was filled that can be taken back."""
        return bool(self._filled) and self._session.filing.open_for_changes

    @property
    def may_compare(self) -> bool:
        """Whether there is a possible duplicate, or one is shown."""
        return bool(self._duplicates) or (self.duplicates is not None and self.duplicates.isVisible())

    def fill(self) -> None:
        """Fill the next part that has something to fill; nothing typed is replaced."""
        self._fill(self._open_parts()[0], replace_typed=False)

    def _fill(self, part: PrefillPart, *, replace_typed: bool) -> None:
        unit = self._unit
        if unit is None:
            return
        filing = self._session.filing
        taken = prefilled(filing.answers, unit.answers, part, replace=replace_typed)
        self._session.record_looks(Viewing(CASE, unit.known.reference))
        self._filled.append((filing.answers, taken.answers))
        self._put(taken.answers)
        self._say_filled(part, taken.filled, () if replace_typed else taken.differing)

    def _say_filled(self, part: PrefillPart, filled: tuple[str, ...], differing: tuple[str, ...]) -> None:
        actions = [self._offer_of("fill", f"带出已有信息（{more.words}）") for more in self._open_parts()[:1]]
        if differing:
            actions.append((f"{len(differing)}项改为原有内容", lambda: self._fill(part, replace_typed=True)))
        actions.append(self.acts.offer("take_back"))
        kept = f"已录入的{_names(differing)}与原有的不同，没有改动" if differing else "与申请人核对后继续"
        self.offer.say(f"已带出已有信息（{part.words}）{len(filled)}项", kept, tone=Tone.DONE, actions=tuple(actions))

    def take_back(self) -> None:
        """Take the last filling back; what was typed since stays."""
        self._put(taken_back(self._session.filing.answers, *self._filled.pop()))
        self._offer()

    def _put(self, answers: Answers) -> None:
        filing = self._session.filing
        self._session.fill(answers, filing.materials, filing.received_on)

    # Duplicates ------------------------------------------------------------------------------------------------------

    def _say_alike(self, duplicates: tuple[PossibleDuplicate, ...]) -> None:
        if not duplicates:
            self.alike.clear()
            return
        known = duplicates[0].known
        day = chinese_date(known.filed_on or known.received_on)
        more = f"等{len(duplicates)}件" if len(duplicates) > 1 else ""
        self.alike.say(
            f"疑似重复：同一单位在同一位置已有一件（{day}，{known.state.label}）{more}",
            "不影响办理",
            tone=Tone.CAUTION,
            actions=(self.acts.offer("compare"),),
        )

    def compare(self) -> None:
        """Show the two side by side, or put them away again."""
        if self.duplicates is not None and self.duplicates.isVisible():
            self.duplicates.leave()
        else:
            panel = self._panel()
            panel.show_duplicates(self._duplicates)
            self.alike.hide(hidden=True)  # the panel says it all
            panel.begin(first_filing=self._session.filing.state is FilingState.DRAFT)

    def _panel(self) -> DuplicatesPanel:
        """Built when it is first wanted: most cases have no duplicate."""
        if self.duplicates is None:
            from counter_app.ui.intake.duplicates import DuplicatesPanel

            self.duplicates = DuplicatesPanel(self._parent)
            self._column.insertWidget(0, self.duplicates)
            self.duplicates.open_wanted.connect(self.open_wanted)
            self.duplicates.change_wanted.connect(self.change_wanted)
            self.duplicates.left.connect(self._left_duplicates)
        return self.duplicates

    def _left_duplicates(self) -> None:
        self.alike.hide(hidden=False)
        self._say_alike(self._duplicates)
        self.left.emit()


KnownUnits.ACTS = (
    Act(
        "fill",
        "带出已有信息（单位）",
        ("Ctrl+U",),
        KnownUnits.fill,
        lambda known: known.may_fill,
        place=Placement.KEY,
        told="带出单位已有信息；再次执行，带出经办人、系统",
    ),
    Act(
        "take_back",
        "撤销",
        ("Ctrl+Shift+Z",),
        KnownUnits.take_back,
        lambda known: known.may_take_back,
        place=Placement.KEY,
        told="撤销带出",
    ),
    Act(
        "compare",
        "并排查看",
        ("Ctrl+J",),
        KnownUnits.compare,
        lambda known: known.may_compare,
        place=Placement.KEY,
        told="并排查看疑似重复的件",
    ),
)


def _names(labels: tuple[str, ...]) -> str:
    return "、".join(labels[:_NAMED]) + (f"等{len(labels)}项" if len(labels) > _NAMED else "")


def _ignore(_refusal: Refusal) -> None:
    """What was asked was a service to the clerk, who did not ask for it: no word when it fails."""
