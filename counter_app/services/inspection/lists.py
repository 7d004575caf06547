"""The lists of 检查: what is to be inspected, what is to be inspected again, which tips wait, and what there was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from counter_app.domain.basics.labelled import Labelled
from counter_app.domain.basics.numbering import INSPECTION_LETTERS, ORDER_LETTERS
from counter_app.domain.basics.records import frozen
from counter_app.domain.calendar.periods import DueDate
from counter_app.domain.calendar.waiting import Urgency, days_left, urgency
from counter_app.domain.inspection.correction import OrderState
from counter_app.domain.inspection.inspections import InspectionState
from counter_app.domain.inspection.tips import TipState
from counter_app.services.filing.cases import find_by_number
from counter_app.services.inspection.orders import waiting_for_reinspection
from counter_app.services.inspection.unit_history import kind_words, state_words
from counter_app.services.office.offices import at_office
from counter_app.services.ports import Backend, InspectionLine, Subject

LISTED: Final = 500


class InspectionList(Labelled):
    """待检查, 待复查, 举报, 记录."""

    PLANNED = "planned", "待检查"
    AGAIN = "again", "待复查"
    TIPS = "tips", "举报"
    DONE = "done", "记录"


@frozen
class ListedLine:
    """One line of a list. `due` is its last day with its explanation, where it has one; `left` says what is left."""

    line: InspectionLine
    words: str
    state: str
    due: DueDate | None = None
    left: str = ""
    urgency: Urgency = Urgency.NORMAL


@frozen
class InspectionLists:
    """All four lists as of one day at the office, and how many lines of each are past or near their day."""

    today: date
    lists: dict[InspectionList, tuple[ListedLine, ...]]

    def urgent(self, wanted: InspectionList) -> int:
        """How many lines are past their day, or due today or on one of the next days."""
        return sum(one.urgency is not Urgency.NORMAL for one in self.lists[wanted])

    @property
    def past(self) -> bool:
        """Whether anything is past its day."""
        return any(one.urgency is Urgency.OVERDUE for lines in self.lists.values() for one in lines)


def inspection_lists(backend: Backend) -> InspectionLists:
    """Read all four lists. Raises `NoOffice`."""
    waiting = waiting_for_reinspection(backend)
    with at_office(backend) as now:
        today = now.day
        inspections = now.work.inspections.lines(list(InspectionState), limit=LISTED)
        drafts = now.work.inspections.order_lines([OrderState.DRAFT], limit=LISTED)
        settled = [state for state in OrderState if state not in (OrderState.DRAFT, OrderState.ISSUED)]
        orders = now.work.inspections.order_lines(settled, limit=LISTED)
        tips = now.work.tips.lines([TipState.OPEN, TipState.CHECKED], limit=LISTED)
        answered = now.work.tips.lines([TipState.ANSWERED], limit=LISTED)
    open_states = (InspectionState.PLANNED, InspectionState.KEYING)
    planned = [line for line in inspections if line.state in open_states]
    done = [line for line in inspections if line.state not in open_states]
    again = [replace(_plain(one.line), due=one.due, left=one.left, urgency=one.urgency) for one in waiting]
    return InspectionLists(
        today,
        {
            InspectionList.PLANNED: tuple(
                _due_by(line, line.day, today)
                for line in sorted(planned, key=lambda line: (line.day or date.max, line.id))
            ),
            InspectionList.AGAIN: (*(_plain(line) for line in drafts), *again),
            InspectionList.TIPS: tuple(
                _due_by(line, line.due if line.state == TipState.OPEN else None, today) for line in tips
            ),
            InspectionList.DONE: tuple(
                _plain(line) for line in sorted([*done, *orders, *answered], key=_newest, reverse=True)
            ),
        },
    )


def page_of(backend: Backend, subject_id: str) -> tuple[str, str]:
    """The page under 检查 that shows an inspection, order or tip, and the id. Raises `UnknownInspection`."""
    with backend.work() as work:
        if subject_id.startswith(INSPECTION_LETTERS):
            return page_of_line(Subject.INSPECTION, work.inspections.get(subject_id).inspection_id)
        if subject_id.startswith(ORDER_LETTERS):
            return page_of_line(Subject.ORDER, subject_id, work.inspections.order(subject_id).state)
        return page_of_line(Subject.TIP, work.tips.get(subject_id).tip_id)


def page_of_event(backend: Backend, subject: Subject, subject_id: str, number: str) -> tuple[str, str]:
    """The page of what a list says about `subject`, by its id, and its number where it has no page of its own.

    A re-inspection is read with the order it belongs to. Raises `UnknownInspection`, `UnknownCase`.
    """
    return page_of(backend, find_by_number(backend, number) if subject is Subject.REINSPECTION else subject_id)


def page_of_line(subject: Subject, subject_id: str, state: str = "") -> tuple[str, str]:
    """The page under 检查 for something in this state: its name, and what it is asked for."""
    match subject:
        case Subject.INSPECTION:
            return "record", subject_id
        case Subject.TIP:
            return "tip", subject_id
        case Subject.ORDER | Subject.REINSPECTION:
            return ("again" if state == OrderState.ISSUED else "order"), subject_id


def _newest(line: InspectionLine) -> tuple[date, str]:
    return line.day or date.min, line.id


def _plain(line: InspectionLine) -> ListedLine:
    return ListedLine(line, kind_words(line), state_words(line))


def _due_by(line: InspectionLine, due: date | None, today: date) -> ListedLine:
    if due is None:
        return _plain(line)
    return ListedLine(line, kind_words(line), state_words(line), None, days_left(due, today), urgency(due, today))
