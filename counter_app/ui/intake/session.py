"""One open case: the page's own copy of it, judged at each change and kept in the background.

Nothing is lost: what was typed is on its way to the disk at most a second later, one save at a time, and stays here
when saving fails. The session judges through the domain and saves through the services; it knows no widget.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from counter_app.domain.basics.materials import Material, kept_track_of
from counter_app.domain.basics.office import Post
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.filing import Filing, FilingState
from counter_app.domain.forms.answers import Answers, Raw
from counter_app.domain.forms.confirmations import Confirmation, still_confirmed
from counter_app.domain.forms.facts import Facts
from counter_app.domain.forms.findings import Findings
from counter_app.domain.forms.forms import Form
from counter_app.domain.forms.judging import judge_in_steps
from counter_app.services.filing import cases
from counter_app.services.filing.cases import Overwritten
from counter_app.services.office.noting import CASE, Viewing
from counter_app.services.ports import ChangedElsewhere
from counter_app.ui.base.looks import Seen
from counter_app.ui.base.tasks import Lane, Tasks
from counter_app.ui.intake.autosave import CaseAutosave
from counter_app.ui.intake.judging import CaseJudge, Steps
from counter_app.ui.intake.keyed_rows import keyed_rows

if TYPE_CHECKING:  # a new case has no papers
    from counter_app.domain.filing.delivery import Delivery
    from counter_app.domain.filing.merging import MergeConflict, MergeResult
    from counter_app.domain.papers.papers import PaperFacts
    from counter_app.services.ports import Backend, IssuedPaper

_DUPLICATE_KEYS: Final = frozenset({"unit.name", "unit.uscc", "system.address"})
"""The keys by which a case filed before is found (`unit.duplicate`)."""


class CaseSession(QObject):
    """A case as it stands open in this window. Belongs to the UI thread."""

    findings_changed = Signal(Findings)
    """`Findings`, after every change, once a turn of the event loop; of a long list as soon as it is judged."""
    changed = Signal(str)
    """The key that was answered, keyed or judged; empty when everything may have changed."""
    saved = Signal(datetime)
    """Aware `datetime` of the save that reached the disk."""
    save_failed = Signal(Refusal)
    """`Refusal` that kept the case from the disk; what was typed is still here."""
    state_changed = Signal(FilingState)
    """`FilingState`, after the case was read again."""
    merged = Signal(object, str)
    """Keys (`tuple[str, ...]`) that were taken over from another window, and who wrote there."""
    documents_changed = Signal()
    """The papers issued for the case are known or have changed."""

    def __init__(
        self,
        backend: Backend,
        case: cases.OpenCase,
        *,
        post: Post,
        tasks: Tasks,
        zone: tzinfo | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Take over `case`, as `open_case` or `load_case` gave it. `zone` is the office's, the computer's if none."""
        super().__init__(parent)
        self._backend = backend
        self._post = post
        self._tasks = tasks
        self.zone = zone
        """Of the clock of the office."""
        self._filing = case.filing
        self._facts = case.facts
        self._documents: tuple[IssuedPaper, ...] = ()
        self._seen = Seen()
        self._seen.remember(post.clerk, [self._look])  # recorded by the service that opened it
        self.served: Mapping[str, Delivery] = {}
        """How each of its notices was served, by the id of the paper, as far as it is recorded."""
        self._autosave = CaseAutosave(lambda: self._filing, backend, post=post, tasks=tasks, parent=self)
        self._autosave.saved.connect(self.saved)
        self._autosave.failed.connect(self.save_failed)
        self._autosave.conflict_found.connect(
            lambda _refusal: self._read_again(self._settle, lambda _: self._autosave.give_up())
        )
        self.clashes: tuple[MergeConflict, ...] = ()
        """The fields in which this window and another wrote something else, while a clerk has to choose."""
        self.last_notice: PaperFacts | None = None
        """The last notice of the case, as far as the page has asked for it."""
        self._compared_with = self._duplicate_values()
        self._judge = CaseJudge(self._judge_in_steps, case.findings, self)
        self._judge.found.connect(self.findings_changed)

    # What stands here ----------------------------------------------------------------------------------------------

    @property
    def filing(self) -> Filing:
        """The case as it stands on the page. Change it through the session only."""
        return self._filing

    @property
    def today(self) -> date:
        """The day at the office."""
        return self._backend.clock().astimezone(self.zone).date()

    @property
    def facts(self) -> Facts:
        """What the case is judged with beside its answers."""
        return self._facts

    @property
    def findings(self) -> Findings:
        """What the case came to when it was last judged (`is_judged`)."""
        return self._judge.findings

    @property
    def is_judged(self) -> bool:
        """Whether the findings are those of the case as it stands: nearly always, at most a turn of the loop later."""
        return not self._judge.is_under_way

    @property
    def reference(self) -> str:
        """The name of the case."""
        return self._filing.reference

    @property
    def form(self) -> Form:
        """The edition the case was opened under."""
        return self._filing.form

    @property
    def backend(self) -> Backend:
        """The counter at which the case stands."""
        return self._backend

    @property
    def tasks(self) -> Tasks:
        """Runs work off the UI thread."""
        return self._tasks

    @property
    def post(self) -> Post:
        """Who works on it, and where."""
        return self._post

    def set_post(self, post: Post) -> None:
        """Somebody else sits at the window from now on: what is saved next is theirs."""
        self._post = post
        self._autosave.set_post(post)

    @property
    def _look(self) -> Viewing:
        return Viewing(CASE, self.reference)

    def record_looks(self, *more: Viewing) -> None:
        """Put it down that whoever sits here sees the case, and `more` of it, once while it stands open."""
        if not self._filing.is_blank:
            self._seen.record([self._look, *more], self._backend, self._tasks, self._post)

    @property
    def documents(self) -> tuple[IssuedPaper, ...]:
        """The papers issued so far, oldest first, as far as `load_documents` has brought them."""
        return self._documents

    def held(self, document: str) -> list[IssuedPaper]:
        """Those of one kind that are not void, oldest first."""
        return [paper for paper in self._documents if paper.document == document and not paper.is_void]

    @property
    def is_dirty(self) -> bool:
        """Whether something that was typed has not reached the disk yet."""
        return self._autosave.is_dirty

    @property
    def conflict(self) -> ChangedElsewhere | None:
        """Why saving stopped for good: another window has changed the case. `keep_mine` or `reload` ends it."""
        return self._autosave.conflict

    # What the clerk does -------------------------------------------------------------------------------------------

    def answer(self, key: str, raw: Raw) -> None:
        """Record what was typed under `key`. Raises `StateForbids`."""
        if self._filing.answers.raw.get(key) == raw:
            return
        self._filing.answer(key, raw)
        self._changed_key(key)

    def key_rows(self, rows: Sequence[Mapping[str, Raw]], group: str = "devices") -> None:
        """Replace the rows of `group`; keys are short (`location`) or whole. Raises `StateForbids`.

        Rows that did not change keep their objects, so that each is judged only once.
        """
        keyed = keyed_rows(self.form, group, rows, known=self._filing.answers.list_of(group))
        if keyed is not None:
            self._filing.key_rows(keyed, group)
            self._changed_key(group)

    def review(self, key: str, material: Material) -> None:
        """Record how a paper was judged. Raises `Refusal` for 不合格 without a defect of that paper."""
        if self._filing.materials.get(key) == material:
            return
        self._filing.review(key, material)
        self._changed_key(key)

    def withdraw_review(self, key: str) -> None:
        """Forget that a paper was judged. Raises `StateForbids`."""
        if key in self._filing.materials:
            self._filing.withdraw_review(key)
            self._changed_key(key)

    def confirm(self, key: str) -> None:
        """Record that the window saw the value under `key` on the document. Raises `Refusal`, `StateForbids`."""
        self._filing.confirm(key, self._post, self._backend.clock())
        self._changed_key(key)

    def receive_on(self, day: date) -> None:
        """Record the day of receipt. Every row is judged anew, since the day is one of the facts."""
        if day == self._filing.received_on or not self._filing.open_for_changes:
            return
        self._filing.received_on = day
        self._facts = replace(self._facts, received_on=day)
        self._changed_key("received_on")

    def fill(
        self,
        answers: Answers,
        materials: Mapping[str, Material],
        received_on: date,
        confirmed: Mapping[str, Confirmation] | None = None,
    ) -> None:
        """Put a whole case in place of what stands here, as an import or its undoing does.

        What was confirmed here holds for the values that stay, where `confirmed` does not say otherwise.
        """
        self._filing.answers = answers
        self._filing.confirmed = still_confirmed(self._filing.confirmed if confirmed is None else confirmed, answers)
        self._filing.materials = kept_track_of(materials, self._filing.materials)
        self._filing.received_on = received_on
        if received_on != self._facts.received_on:
            self._facts = replace(self._facts, received_on=received_on)
        self._changed_key("")
        self.leave("unit.name")

    def set_focus(self, key: str) -> None:
        """Remember the field in which the clerk is, so that a power cut brings the clerk back there.

        Moving on to another field has what was typed in the last one saved at once, save within the rows of a list,
        where a save may hold 2,000 of them.
        """
        if key == self._filing.focus or not self._filing.open_for_changes:
            return
        at_once = self._autosave.is_dirty and "[" not in key
        self._filing.focus = key
        self._autosave.mark_dirty()
        if at_once:
            self._autosave.save()

    def leave(self, key: str) -> None:
        """The clerk moved on from `key`: look for a case filed before when it is one that tells them apart."""
        if (
            key not in _DUPLICATE_KEYS
            or self._compared_with == self._duplicate_values()
            or not self._filing.open_for_changes
        ):
            return
        self._compared_with = self._duplicate_values()
        self._look_up_facts()

    def _look_up_facts(self) -> None:
        copy = replace(self._filing)
        self._tasks.run(lambda: cases.refresh_facts(self._backend, copy), done=self._take_facts, failed=_ignore)

    def open_at(self, backend: Backend, zone: tzinfo) -> None:
        """The data are open, at which the case was begun before: hear what they say of it."""
        self._backend, self.zone = backend, zone
        self._look_up_facts()

    def judge_now(self) -> Findings:
        """Judge without waiting for the event loop, and return what the case comes to."""
        return self._judge.finish()

    def when_judged(self, done: Callable[[], None]) -> None:
        """Call `done` once the findings are those of the case as it stands: now, unless a long list takes longer."""
        self._judge.when_done(done)

    # Keeping -------------------------------------------------------------------------------------------------------

    def enter(self) -> None:
        """Have a case that was begun before the data were open entered as soon as they are."""
        self._autosave.mark_dirty()
        self._autosave.save()

    def save_now(self) -> None:
        """Send what is unsaved to the disk without waiting (parking, closing). Does nothing where nothing is."""
        self._autosave.save(queue=True)

    def flush(self, done: Callable[[], None], failed: Callable[[Refusal], None]) -> None:
        """Call `done` as soon as everything is on disk, `failed` when that cannot be.

        To be done before whatever reads the case from the disk: notice, receipt, withdrawal, closing.
        """
        self._autosave.flush(done, failed)

    def act(self, act: Callable[[], None], failed: Callable[[Refusal], None]) -> None:
        """Flush, then start `act`, which changes the case on the disk; what is typed meanwhile waits.

        Afterwards `reload` (the act is done) or `act_failed` lets it go to the disk.
        """

        def begin() -> None:
            self._autosave.suspend()
            act()

        self._autosave.flush(begin, failed)

    def act_failed(self) -> None:
        """The act was refused: what was typed meanwhile goes to the disk."""
        self._autosave.resume()

    def _read_again(self, take: Callable[[cases.OpenCase], None], failed: Callable[[Refusal], None]) -> None:
        def given(case: cases.OpenCase) -> None:
            if isValid(self):
                take(case)

        def refused(refusal: Refusal) -> None:
            if isValid(self):
                failed(refusal)

        self._tasks.run(
            lambda: cases.load_case(self._backend, self.reference), done=given, failed=refused, lane=Lane.WRITE
        )

    def reload(self, done: Callable[[], None] | None = None, failed: Callable[[Refusal], None] | None = None) -> None:
        """Read the case again, after an act changed it or to take over what another window saved."""

        def take(case: cases.OpenCase) -> None:
            if self._autosave.is_dirty and self.conflict is None and case.filing.open_for_changes:
                self._settle(case)  # typed while the case was being read: never lost
            else:
                self._autosave.rebase(case.filing)
                self._take_case(case)
            if done is not None:
                done()

        def refused(refusal: Refusal) -> None:
            self._autosave.resume()
            (failed if failed is not None else self.save_failed.emit)(refusal)

        self._read_again(take, refused)

    def keep_mine(self, failed: Callable[[Refusal], None]) -> None:
        """Where both windows wrote, keep what stands here; what that writes over goes into the history, masked.

        Refused where the case is no longer open. Where the other window went on writing, both are shown again.
        """

        def adopt(case: cases.OpenCase) -> None:
            if not case.filing.open_for_changes:
                failed(Refusal(f"该件已是{case.filing.state.label}，不能再改", "改用另一窗口的内容"))
                return
            from counter_app.domain.filing.merging import merge

            found = merge(self._autosave.base, self._filing, case.filing)
            if not {clash.key: clash.there for clash in found.clashes}.items() <= self._shown().items():
                self._ask(case, found)
            else:
                over = Overwritten(found.clashes, case.filing.clerk, case.filing.window)
                self._adopt(case, found, (over,) if found.clashes else ())
                self._autosave.save()

        self._read_again(adopt, failed)

    def take_theirs(self, failed: Callable[[Refusal], None]) -> None:
        """Where both windows wrote, take what the other wrote; what was written here elsewhere stays."""

        def adopt(case: cases.OpenCase) -> None:
            from counter_app.domain.filing.merging import merge

            if case.filing.open_for_changes:
                self._adopt(case, merge(self._autosave.base, self._filing, case.filing, prefer_there=True))
                self._autosave.save()
            else:
                self._autosave.rebase(case.filing)
                self._take_case(case)

        self._read_again(adopt, failed)

    def load_documents(self) -> None:
        """Fetch the papers issued for the case; `documents_changed` tells when they are here."""

        def ask() -> tuple[list[IssuedPaper], dict[str, Delivery]]:
            from counter_app.services.papers import delivery, printing

            papers = printing.papers_of_case(self._backend, self.reference)
            return papers, delivery.deliveries_of(self._backend, papers)

        def take(found: tuple[list[IssuedPaper], dict[str, Delivery]]) -> None:
            if isValid(self):
                self._documents, self.served = tuple(found[0]), found[1]
                self.documents_changed.emit()

        self._tasks.run(ask, done=take, failed=_ignore)

    # Inside --------------------------------------------------------------------------------------------------------

    def _judge_in_steps(self) -> Steps:
        return judge_in_steps(self._filing.answers, self._filing.materials, self._facts, self._filing.confirmed)

    def _changed_key(self, key: str) -> None:
        self._judge.judge()
        self._autosave.mark_dirty()
        self.changed.emit(key)

    def _duplicate_values(self) -> tuple[Raw, ...]:
        return tuple(self._filing.answers.raw.get(key) for key in sorted(_DUPLICATE_KEYS))

    def _take_facts(self, found: Facts) -> None:
        if not isValid(self):
            return
        # The same object where nothing changed: the rows remember with which facts they were judged.
        facts = replace(self._facts, filed_before=found.filed_before, area=found.area, shared_keys=found.shared_keys)
        if facts != self._facts:
            self._facts = facts
            self._judge.judge()

    def _settle(self, case: cases.OpenCase) -> None:
        """Put together what was written here and what `case` has on the disk, or ask where both wrote the same."""
        from counter_app.domain.filing.merging import merge

        found = merge(self._autosave.base, self._filing, case.filing)
        if found.clashes or not case.filing.open_for_changes:
            self._ask(case, found)
        else:
            self._adopt(case, found)
            self._autosave.save()

    def _shown(self) -> dict[str, str]:
        return {clash.key: clash.there for clash in self.clashes}

    def _ask(self, case: cases.OpenCase, found: MergeResult) -> None:
        self.clashes = found.clashes if case.filing.open_for_changes else ()
        who = f"{case.filing.window or '另一窗口'}（{case.filing.clerk}）"
        self._autosave.stop(self.conflict or ChangedElsewhere(f"{who}保存过这一件", "选择保留哪一份"))
        self._autosave.give_up()

    def _adopt(self, case: cases.OpenCase, found: MergeResult, over: tuple[Overwritten, ...] = ()) -> None:
        """Go on with what both windows wrote, upon the state and version that `case` has on the disk."""
        mine, kept, before = self._filing, case.filing, self._filing.state
        mine.state, mine.custody = kept.state, kept.custody
        mine.answers, mine.received_on = found.answers, found.received_on
        mine.materials = kept_track_of(found.materials, kept.materials)
        mine.confirmed = found.confirmed
        self._facts = replace(self._facts, received_on=found.received_on)
        self.clashes = ()
        self._autosave.rebase(kept, over)
        self._autosave.mark_dirty()
        if found.taken:
            self._judge.judge()
            self.merged.emit(found.taken, f"{kept.window}（{kept.clerk}）")
            self.leave("unit.name")
        self.load_documents()
        if self._filing.state is not before:
            self.state_changed.emit(self._filing.state)

    def _take_case(self, case: cases.OpenCase) -> None:
        before = self._filing.state
        self._filing, self._facts = case.filing, case.facts
        self.clashes = ()
        self._compared_with = self._duplicate_values()
        self._judge.take(case.findings)
        self.changed.emit("")
        self.load_documents()
        if self._filing.state is not before:
            self.state_changed.emit(self._filing.state)


def _ignore(_refusal: Refusal) -> None:
    """What was asked was a service to the clerk, who did not ask for it: no word when it fails."""
