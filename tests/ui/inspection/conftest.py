"""The window at the page of inspections."""

import pytest


@pytest.fixture
def running(begin, backend):
    """The window at the page of inspections."""
    one = begin(backend)
    one.shell.show("inspections")
    one.page = one.shell.window.page("inspections")
    one.settle()
    return one
