"""The case at the counter: answers, papers, state and custody, and which acts its state allows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from counter_app.domain.basics.labelled import Labelled
from counter_app.domain.basics.materials import Material, MaterialState
from counter_app.domain.basics.records import mutable
from counter_app.domain.basics.refusal import Refusal, StateForbids, Unfinished
from counter_app.domain.forms.answers import Answers, Raw
from counter_app.domain.forms.confirmations import Confirmation, still_confirmed
from counter_app.domain.forms.findings import Entry, Findings
from counter_app.domain.forms.judging import judge

if TYPE_CHECKING:
    from counter_app.domain.basics.office import Post
    from counter_app.domain.forms.facts import Facts
    from counter_app.domain.forms.forms import Form


class FilingKind(Labelled):
    """First filing or change of one (第九条)."""

    INITIAL = "initial", "首次备案"
    CHANGE = "change", "备案变更"


class FilingState(Labelled):
    """登记中, 待补正, 待录入, 已备案, 已撤回 (contract, section 3)."""

    DRAFT = "draft", "登记中"
    DEFICIENT = "deficient", "待补正"
    COMPLETE = "complete", "待录入"
    FILED = "filed", "已备案"
    WITHDRAWN = "withdrawn", "已撤回"


class Custody(Labelled):
    """Where the paper is: a track of its own beside the state."""

    NONE = "none", "未收材料"
    AT_WINDOW = "at_window", "窗口留存"
    IN_TRANSFER = "in_transfer", "移交中"
    ARCHIVED = "archived", "已归档"
    RETURNED = "returned", "已退还"


_TRANSITIONS: Final = {
    FilingState.DRAFT: frozenset({FilingState.DEFICIENT, FilingState.COMPLETE, FilingState.WITHDRAWN}),
    FilingState.DEFICIENT: frozenset({FilingState.COMPLETE, FilingState.WITHDRAWN}),
    FilingState.COMPLETE: frozenset({FilingState.FILED, FilingState.WITHDRAWN}),
    FilingState.FILED: frozenset[FilingState](),
    FilingState.WITHDRAWN: frozenset[FilingState](),
}
"""From a state to those it may change to (contract, section 3)."""


class NotFullyReviewed(Unfinished):
    """A notice or receipt was asked for while papers are unreviewed (第八条: all at once needs all looked at)."""

    def __init__(self, keys: Iterable[str], labels: Iterable[str]) -> None:
        """`keys` and `labels` of the papers still to be judged."""
        super().__init__("还有材料没有核对：" + "、".join(labels), "逐份判定合格、不合格或未提交后再办理")
        self.keys = tuple(keys)


class EntriesToCheck(Unfinished):
    """A receipt was asked for while what the window read off a material is missing or fails its check."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """`entries` in the order of the form."""
        entries = tuple(entries)
        said = "、".join(dict.fromkeys(entry.label for entry in entries))
        act = "confirm" if entries[0].confirm else ""
        super().__init__(f"{said}待核对，不能出具收件凭证", entries[0].mend, act)
        self.keys = tuple(entry.key for entry in entries)


class StillDeficient(Unfinished):
    """A receipt was asked for while the case lacks something."""


class NothingMissing(Unfinished):
    """A notice was asked for while the case lacks nothing."""


class CannotBeKept(Refusal):
    """A paper was to stay that goes back: an identity document, or one that has to be mended."""


NOT_KEPT: Final = -1
"""The version of a case that was begun before the data were open: its first save enters it."""


@mutable
class Filing:
    """One case. `received_on` is the day of receipt in the office's zone; the rest of the times are UTC and aware.

    `version` counts the saved changes and keeps two windows from overwriting each other. `focus` is the key of the
    field in which the clerk was last. `changes` is the reference of the filed case that a change filing changes
    (第九条); `platform_number` and `filed_on` are set when the case is filed. `confirmed` are the values that the
    window saw on a document, by the key of their field. `noticed` says that its first visit ended with a
    notice that holds (第八条). A `deleted` draft stands in no list and can be restored.
    """

    reference: str
    answers: Answers
    received_at: datetime
    received_on: date
    kind: FilingKind = FilingKind.INITIAL
    state: FilingState = FilingState.DRAFT
    custody: Custody = Custody.NONE
    materials: dict[str, Material] = field(default_factory=dict)
    clerk: str = ""
    window: str = ""
    focus: str = ""
    version: int = 0
    changes: str = ""
    platform_number: str = ""
    filed_on: date | None = None
    confirmed: dict[str, Confirmation] = field(default_factory=dict)
    noticed: bool = False
    deleted: bool = False

    @property
    def form(self) -> Form:
        """The edition the case was opened under and keeps."""
        return self.answers.form

    @property
    def open_for_changes(self) -> bool:
        """Whether answers and papers may still be changed."""
        return self.state in (FilingState.DRAFT, FilingState.DEFICIENT) and not self.deleted

    @property
    def state_label(self) -> str:
        """The state in words, 已删除 for a deleted draft."""
        return "已删除" if self.deleted else self.state.label

    def delete(self) -> None:
        """Take a draft out of every list. Raises `StateForbids`."""
        if self.deleted or self.state is not FilingState.DRAFT:
            raise StateForbids(f"该件{self.state_label}，不能删除", "只能删除登记中的业务")
        self.deleted = True

    def restore(self) -> None:
        """Bring a deleted draft back. Raises `StateForbids`."""
        if not self.deleted:
            raise StateForbids(f"该件{self.state_label}，不需要恢复", "核对所选的业务")
        self.deleted = False

    def answer(self, key: str, raw: Raw) -> None:
        """Record what was typed under `key`, as typed. Another value has to be confirmed anew."""
        self._refuse_unless_open()
        self.answers = self.answers.with_answer(key, raw)
        self.confirmed = still_confirmed(self.confirmed, self.answers)

    def confirm(self, key: str, post: Post, at: datetime) -> None:
        """Record that the window saw the value under `key` on the document. Raises `Refusal`, `StateForbids`."""
        self._refuse_unless_open()
        asked, value = self.form.fields.get(key), self.answers.text(key)
        if asked is None or not asked.confirm:
            raise Refusal("这一项不需要与证件核对", "核对证件号码或统一社会信用代码")
        if not value:
            raise Refusal(f"{asked.label}没有填写，不能确认{asked.confirm}", f"填写{asked.label}后再确认")
        self.confirmed = {**self.confirmed, key: Confirmation(value, post.clerk, post.window, at)}

    def key_rows(self, rows: Iterable[Answers], group: str = "devices") -> None:
        """Replace the rows of `group`."""
        self._refuse_unless_open()
        self.answers = self.answers.with_rows(rows, group)

    def review(self, key: str, material: Material) -> None:
        """Record how a paper was judged. Raises `Refusal` for 不合格 without a defect of that paper."""
        self._refuse_unless_open()
        kind = self.form.material_kinds.get(key)
        if kind is None:
            raise Refusal(f"表单里没有材料 {key}", "核对材料名称")
        if material.state is MaterialState.REJECTED:
            if not material.defects:
                raise Refusal(f"{kind.name}判为不合格，但没有选择问题", "至少选择一个问题")
            for code in material.defects:
                if kind.defect(code) is None:
                    raise Refusal(f"{kind.name}没有名为 {code} 的问题", "从列表中选择问题")
        self.materials = {**self.materials, key: material}

    def withdraw_review(self, key: str) -> None:
        """Forget that a paper was judged: a demanded one is unreviewed again, an alternative plays no part.

        Of a paper that lies here, or was handed in anew, that is remembered: it is to be judged again.
        """
        self._refuse_unless_open()
        kept = {k: material for k, material in self.materials.items() if k != key}
        known = self.materials.get(key)
        if known is not None and (known.held_since is not None or known.brought):
            kept[key] = replace(known, state=MaterialState.UNREVIEWED, defects=())
        self.materials = kept

    def findings(self, facts: Facts) -> Findings:
        """Judge the case as it stands."""
        return judge(self.answers, self.materials, facts, self.confirmed)

    def ready_for_notice(self, facts: Facts) -> Findings:
        """The findings a notice may freeze. Raises `NotFullyReviewed`, `NothingMissing`, `StateForbids` (第八条)."""
        if self.state is not FilingState.DEFICIENT:  # a return visit may end with a further notice
            self._refuse_transition(FilingState.DEFICIENT, "出具一次性告知书")
        findings = self.findings(facts)
        self._refuse_unreviewed(findings)
        if not findings.deficiencies:
            first = "、".join(dict.fromkeys(entry.label for entry in findings.entries))
            remedy = f"核对{first}后打印收件凭证" if first else "打印收件凭证"
            raise NothingMissing("材料齐全，没有需要补正的内容", remedy, "receipt")
        return findings

    def ready_for_receipt(self, facts: Facts) -> Findings:
        """The findings of a complete case (第八条).

        Raises `NotFullyReviewed`, `StillDeficient`, `EntriesToCheck`, `StateForbids`.
        """
        self._refuse_transition(FilingState.COMPLETE, "出具收件凭证")
        findings = self.findings(facts)
        if findings.deficiencies:
            raise StillDeficient(
                f"还需补正{len(findings.deficiencies)}项，不能出具收件凭证",
                "补正后再出具，或打印一次性告知书",
                "notice",
            )
        self._refuse_unreviewed(findings)
        if findings.entries:
            raise EntriesToCheck(findings.entries)
        return findings

    def move_to(self, state: FilingState) -> None:
        """Change the state. Raises `StateForbids` where the contract knows no such transition."""
        self._refuse_transition(state, f"转为{state.label}")
        self.state = state
        self.noticed = self.noticed or state is FilingState.DEFICIENT

    def file(self, platform_number: str, on: date) -> None:
        """The national platform has the case, under its own number (第八条). Raises `StateForbids`."""
        if self.state is FilingState.FILED:
            raise StateForbids(
                f"该件已备案，备案编号{self.platform_number}", "编号录错的由负责人撤销备案；备案回执可以补打", "reprint"
            )
        if self.state in (FilingState.DRAFT, FilingState.DEFICIENT):
            raise StateForbids(f"该件{self.state.label}，还不能备案", "录入平台之前先出具收件凭证", "receipt")
        self._refuse_transition(FilingState.FILED, "备案")
        self.state = FilingState.FILED
        self.platform_number = platform_number
        self.filed_on = on

    @property
    def is_blank(self) -> bool:
        """Whether nothing was put down in it: no answer, no row, no paper judged or handed in."""
        answers = self.answers
        answered = any(not answers.is_blank(key) for key in answers.raw)
        return not (answered or any(answers.all_rows().values()) or self.materials)

    def undo_filing(self) -> None:
        """Take a mistaken filing back: the case waits for the platform again. Raises `StateForbids`.

        No transition of `move_to`: only a supervisor does it, with a reason, never once the paper has left the window.
        """
        if self.state is not FilingState.FILED:
            raise StateForbids(f"该件{self.state.label}，没有可撤销的备案", "核对所选的业务")
        if self.custody in (Custody.IN_TRANSFER, Custody.ARCHIVED):
            raise StateForbids(
                f"该件的纸质材料{self.custody.label}，不能撤销备案", "与科技信息化部门联系，由其退回材料后再撤销"
            )
        self.state = FilingState.COMPLETE
        self.platform_number = ""
        self.filed_on = None

    def void_notice(self, *, others_hold: bool) -> None:
        """The number of its notice is voided: no notice was given, unless others hold (第八条). Raises `StateForbids`.

        No transition of `move_to`. The paper stays where it is: voiding a number moves no paper; its month goes on.
        """
        if self.state is not FilingState.DEFICIENT:
            raise StateForbids(f"该件{self.state.label}，告知书不能作废", "之后又出具凭证的，先作废其后出具的凭证")
        if not others_hold:
            self._begin_again()

    def void_receipt(self, *, notice_holds: bool) -> None:
        """The number of its receipt is voided: the case is worked on again, as before F9. Raises `StateForbids`.

        It waits for its papers again where a notice holds, and is a draft where none was given. As for `void_notice`
        the paper stays where it lies.
        """
        if self.state is not FilingState.COMPLETE:
            raise StateForbids(f"该件{self.state.label}，收件凭证不能作废", "已备案的，先由负责人撤销备案")
        if notice_holds:
            self.state = FilingState.DEFICIENT
        else:
            self._begin_again()

    def _begin_again(self) -> None:
        """No paper of it holds any more."""
        self.state, self.noticed = FilingState.DRAFT, False

    def take_materials(self, on: date | None = None, last: Mapping[str, Material] | None = None) -> None:
        """The window keeps what may stay; the month of 第八条第二款 runs from the day each came (`keep_materials`)."""
        self.keep_materials(self.may_stay, on or self.received_on, last)

    def keep_materials(self, kept: Iterable[str], on: date, last: Mapping[str, Material] | None = None) -> None:
        """Record which of the papers handed in stay at the window, and from which day; the others go back.

        `on` is the day on which came what did not lie here yet. A sheet that took the place of the one the last
        notice was given about (`last`) came on that day too. Raises `CannotBeKept`.
        """
        staying = frozenset(kept) & frozenset(self.handed_in)
        self._refuse_to_keep(staying - frozenset(self.may_stay))
        self.materials = {
            key: _kept(paper, (last or {}).get(key), on) if key in staying else _handed_back(paper)
            for key, paper in self.materials.items()
        }
        if any(self.materials[key].lies_here for key in staying):
            self.custody = Custody.AT_WINDOW
        elif self.custody is Custody.AT_WINDOW:
            self.custody = Custody.RETURNED

    def _refuse_to_keep(self, keys: Collection[str]) -> None:
        """Raise `CannotBeKept` for the first of `keys`, in the order of the form."""
        for key, kind in self.form.material_kinds.items():
            if key in keys and kind.shown_only:
                raise CannotBeKept(f"{kind.name}查验后当场退还，不能收存", "把证件还给本人，不勾选该项")
            if key in keys:
                raise CannotBeKept(f"{kind.name}不合格，需要补正，不能收存", "把该份材料退还申请人，不勾选该项")

    def hand_over(self, on: date) -> None:
        """What lies here leaves for the department (第八条第二款). Raises `StateForbids` where nothing lies here."""
        if self.custody is not Custody.AT_WINDOW:
            raise StateForbids(f"该件的纸质材料{self.custody.label}，不能移交", "核对材料与条码是否对应")
        since = self.held_since
        unnamed = not any(paper.lies_here for paper in self.materials.values())
        self.materials = {
            key: replace(paper, held_since=paper.held_since or since, left_on=on)
            if paper.lies_here or (unnamed and key in self.submitted)
            else paper
            for key, paper in self.materials.items()
        }
        self.custody = Custody.IN_TRANSFER

    def archive(self) -> None:
        """The department accepted what was handed over. Paper that came since still lies here."""
        if self.custody is Custody.IN_TRANSFER:
            self.custody = Custody.ARCHIVED

    def return_to_window(self) -> None:
        """The department refused what was handed over: it lies here again, and its month runs as if it never left.

        Earlier releases handed identity documents over: such a one goes back to its holder and not to the window.
        """
        kinds = self.form.material_kinds
        shown = {key for key in self.materials if (kind := kinds.get(key)) is not None and kind.shown_only}
        self.materials = {
            key: replace(paper, left_on=None, held_since=None if key in shown else paper.held_since)
            for key, paper in self.materials.items()
        }
        if self.custody is Custody.IN_TRANSFER:
            nothing_else = shown and not any(paper.lies_here for paper in self.materials.values())
            self.custody = Custody.RETURNED if nothing_else else Custody.AT_WINDOW

    @property
    def handed_in(self) -> tuple[str, ...]:
        """Keys of the papers that were handed in, in the order of the form."""
        return tuple(
            key
            for key in self.form.material_kinds
            if key in self.materials and self.materials[key].state in (MaterialState.ACCEPTED, MaterialState.REJECTED)
        )

    @property
    def submitted(self) -> tuple[str, ...]:
        """Keys of those that were not only shown."""
        kinds = self.form.material_kinds
        return tuple(key for key in self.handed_in if not kinds[key].shown_only)

    @property
    def may_stay(self) -> tuple[str, ...]:
        """Keys of those that the window may keep: neither only shown nor to be mended."""
        kinds = self.form.material_kinds
        return tuple(key for key in self.submitted if not kinds[key].unusable(self.materials[key]))

    @property
    def held_since(self) -> date | None:
        """The earliest day from which a paper still at the window has lain here (第八条第二款); None where none does.

        A paper that names no day came on the day of receipt.
        """
        if self.custody is not Custody.AT_WINDOW:
            return None
        days = [paper.held_since for paper in self.materials.values() if paper.held_since and paper.left_on is None]
        return min(days, default=self.received_on)

    def _refuse_unreviewed(self, findings: Findings) -> None:
        if papers := findings.papers_unreviewed:
            kinds = self.form.material_kinds
            raise NotFullyReviewed(papers, [kinds[key].name for key in papers])

    def _refuse_unless_open(self) -> None:
        if not self.open_for_changes:
            remedy = "先恢复这份草稿" if self.deleted else "需要变更的，办理备案变更"
            raise StateForbids(f"该件{self.state_label}，不能再改", remedy)

    def _refuse_transition(self, state: FilingState, act: str) -> None:
        if self.deleted or state not in _TRANSITIONS[self.state]:
            raise StateForbids(f"该件{self.state_label}，不能{act}", "在今日受理中查看该件的凭证和补打")


def _kept(paper: Material, last: Material | None, on: date) -> Material:
    """The sheet that stays, with the day on which it came; one that left for the department is not here again."""
    another = last is not None and paper.brought > last.brought
    if another or paper.held_since is None:
        return replace(paper, held_since=on, left_on=None)
    return paper


def _handed_back(paper: Material) -> Material:
    """The sheet that goes back to the applicant; what left for the department cannot."""
    return paper if paper.left_on is not None else replace(paper, held_since=None)
