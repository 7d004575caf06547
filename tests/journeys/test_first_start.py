"""The first start by keyboard alone, from an empty folder to the first case."""

import os
from pathlib import Path

import pytest

from counter_app.bootstrap import keeping_backend
from counter_app.cli.commands import workstation_file
from counter_app.services.office import offices
from tests.cases_kept import todays_cases
from tests.journeys.display import MISSING, Screen, until

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {' '.join(MISSING)}")


def test_from_an_empty_folder_through_the_assistant_to_the_first_case(tmp_path):
    data = Path(os.environ["COUNTER_APP_DATA"])
    with Screen() as screen:
        screen.learn("大关县公安局王敏")
        process = screen.open_window(data)
        screen.until_idle(process)
        # Name of the office; code and prefix are filled from it; the telephone.
        for words in ("大关县公安局", "", "", "0870-5620110"):
            screen.type_and_go_on(words)
        screen.press("alt+Right", "alt+Right")
        screen.until_idle(process)
        screen.type_and_go_on("王敏")
        screen.press("ctrl+s")

        def opened():
            screen.press("ctrl+n")
            with keeping_backend(data) as backend:
                return bool(todays_cases(backend))

        until(opened, "no case was opened")
        screen.picture(tmp_path / "end.png")
        with keeping_backend(data) as backend:
            office = offices.load_office(backend)
    assert (office.name, office.division, office.prefix) == ("大关县公安局", "530624", "大公（视）")
    assert (office.phone, office.reconsideration) == ("0870-5620110", "大关县人民政府")
    assert workstation_file(data).load().clerk == "王敏"
