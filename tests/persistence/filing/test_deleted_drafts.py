"""A deleted draft on a real file: in no list, in no search, not in the register; its row and history stay."""

from datetime import date

from counter_app.domain.calendar.waiting import Queue
from counter_app.domain.filing.filing import FilingState
from counter_app.domain.search.query import read_query
from counter_app.services.ports import RegisterFilter

TODAY = date(2026, 3, 2)


def seen(database):
    with database.work() as work:
        queues = [work.queues.count(queue, day=TODAY, most=9) for queue in (Queue.TODAY, Queue.DRAFT)]
        return [*queues, work.register.count(RegisterFilter()), sum(work.queues.states_of(TODAY).values())]


def found(database, text):
    with database.work() as work:
        return work.search.find(read_query(text), limit=9).cases


def test_a_deleted_draft_is_nowhere_and_comes_back_everywhere(database, keep, save, make_filing, read):
    filing = keep(make_filing())
    assert (seen(database), len(found(database, "示例商贸"))) == ([1, 1, 1, 1], 1)
    filing.delete()
    save(filing)
    assert (seen(database), len(found(database, "示例商贸"))) == ([0, 0, 0, 0], 0)
    again = read()
    assert (again.state, again.deleted) == (FilingState.DRAFT, True)
    again.restore()
    save(again)
    assert (seen(database), len(found(database, "示例商贸"))) == ([1, 1, 1, 1], 1)
