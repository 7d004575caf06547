"""Which cases are recorded, for tests that look from outside."""

from counter_app.domain.calendar.waiting import Queue
from counter_app.services.lists.queues import queue_page


def todays_cases(backend):
    """Those received today, newest first."""
    return [line.case for line in queue_page(backend, Queue.TODAY).lines]


def unfinished_cases(backend):
    """Those of any day that wait for something."""
    waiting = (Queue.DRAFT, Queue.DEFICIENT, Queue.COMPLETE)
    return [line.case for queue in waiting for line in queue_page(backend, queue).lines]
