"""An office whose data have a witness outside the database."""

import shutil

import pytest

from counter_app.persistence.database import open_database
from counter_app.persistence.trail.trail import Trail
from counter_app.persistence.trail.witness_files import SignedWitnessFiles

KEY = bytes(range(32))


@pytest.fixture
def witness(folder, tmp_path):
    return SignedWitnessFiles.of(folder, tmp_path / "settings", "0123456789abcdef", KEY)


@pytest.fixture
def database(folder, forms, clock, blank, witness):
    folder.mkdir(mode=0o700)
    shutil.copy2(blank, folder)
    opened = open_database(folder, forms, clock=clock)
    opened.keep_trail(Trail(witness))
    yield opened
    opened.close()
