"""A counter in memory and the sample intakes."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from counter_app.domain.basics.office import Post
from tests.fakes.memory_backend import MemoryBackend, intake_of

SAMPLES = Path(__file__).parents[1] / "samples"
POST = Post("陈示例", "3号窗口")


@pytest.fixture
def backend():
    return MemoryBackend.make()


@pytest.fixture
def sample(backend):
    """Read one sample by its number."""

    def read(number: str):
        path = next(SAMPLES.glob(f"{number}-*.json"))
        content = json.loads(path.read_text(encoding="utf-8"))
        intake = intake_of(content, backend.forms.current())
        return replace(intake, received_on=date.fromisoformat(content["received_on"]))

    return read
