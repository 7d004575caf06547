"""What every test stands on: no display needed, and nobody's real cases touched."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# No deadline: a busy machine is no fault of the code. On CI the same examples each time, so that a failure repeats.
settings.register_profile("house", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("house")


@pytest.fixture(autouse=True)
def _own_data(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test an empty data folder of its own and no office overlay."""
    fresh: Path = tmp_path_factory.mktemp("counter-data")
    monkeypatch.setenv("COUNTER_APP_DATA", str(fresh))
    monkeypatch.delenv("COUNTER_APP_OVERLAY", raising=False)
