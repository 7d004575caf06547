"""Which cases an office has, the key of its data, and a notice given: for tests that look from outside."""

from counter_app import paths
from counter_app.bootstrap import demo_intakes
from counter_app.domain.calendar.waiting import Queue
from counter_app.persistence.keys.database_key import existing_key
from counter_app.persistence.keys.key_places import KeyPlaces
from counter_app.services.filing import cases
from counter_app.services.headless.headless import DEMO_WORKSTATION
from counter_app.services.lists.queues import queue_page
from counter_app.services.papers import issuing


def todays_cases(backend):
    """Those received today, newest first."""
    return [line.case for line in queue_page(backend, Queue.TODAY).lines]


def unfinished_cases(backend):
    """Those of any day that wait for something."""
    waiting = (Queue.DRAFT, Queue.DEFICIENT, Queue.COMPLETE)
    return [line.case for queue in waiting for line in queue_page(backend, queue).lines]


def give_notice(backend, post=DEMO_WORKSTATION.post):
    """Open a case whose letter was not sealed and issue its notice; the number."""
    intake = dict(demo_intakes(backend))["03-letter-not-sealed"]
    opened = cases.open_case(backend, post=post, intake=intake)
    return issuing.issue_notice(backend, opened.filing.reference, post=post).number


def key_of(data):
    """The key of the database in a data folder, None where it is plain."""
    return existing_key(data, KeyPlaces(paths.keys_dir()))
