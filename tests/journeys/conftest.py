"""Journeys within this process dress their window as the widget tests do; what most of them begin with stands here."""

import os
from pathlib import Path

import pytest

from counter_app.bootstrap import keeping_backend
from counter_app.services.headless.headless import DEMO_WORKSTATION, create_sample_office
from counter_app.settings import WorkstationFile
from tests.journeys.printer import Printer
from tests.journeys.program import main
from tests.ui.conftest import qapp

__all__ = ["qapp"]


@pytest.fixture
def run(capsys):
    """Run one command; return its exit code, what it said and what it complained of."""

    def call(*arguments):
        code = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def data():
    """A data folder of a set-up office."""
    folder = Path(os.environ["COUNTER_APP_DATA"])
    with keeping_backend(folder) as backend:
        create_sample_office(backend)
    WorkstationFile(folder).save(DEMO_WORKSTATION)
    return folder


@pytest.fixture
def printer(tmp_path):
    """A printer that keeps what it is given."""
    folder = tmp_path / "printer"
    folder.mkdir()
    return Printer(folder)
