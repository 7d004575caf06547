"""The names of the code lists that the program itself acts upon stand apart from their entries."""

from counter_app.domain.inspection.code_lists import CLOSED_LISTS
from counter_app.domain.inspection.office_fields import CLOSED_LIST_KEYS


def test_every_closed_list_is_named_for_the_loader_and_no_other():
    assert frozenset(CLOSED_LISTS) == CLOSED_LIST_KEYS
