"""The trees that these tests share go with them: the tests of windows after them need the memory."""

from collections.abc import Iterator

import pytest

from tests.architecture.source_trees import tree_of


@pytest.fixture(scope="package", autouse=True)
def _trees() -> Iterator[None]:
    yield
    tree_of.cache_clear()
