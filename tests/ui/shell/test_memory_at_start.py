"""What Python does about memory while the window starts, in a process of its own."""

import subprocess
import sys

import pytest

SCRIPT = """
import gc, os, sys
from pathlib import Path
from counter_app import bootstrap, cli
from counter_app.domain.basics.refusal import Refusal
from counter_app.services.headless.headless import DEMO_WORKSTATION, create_sample_office
from counter_app.settings import WorkstationFile
from counter_app.ui.shell import start, startup

data, opens = Path(sys.argv[1]), sys.argv[2] == "opens"
with bootstrap.keeping_backend(data) as backend:
    create_sample_office(backend)
WorkstationFile(data).save(DEMO_WORKSTATION)
if not opens:
    def refuse(*_told, **_named):
        raise Refusal("无法打开")
    bootstrap.Opening.open = refuse
    start._OPENED_AT_LAST = 2_000
collect, show = start._collect_from_now_on, startup.StartupWindow.show
def looked_after(collector):
    collect(collector)
    print("looked after", collector.is_running, gc.isenabled(), gc.get_freeze_count() > 50_000, flush=True)
    os._exit(0)
def shown(picture):
    print("starting", gc.isenabled())
    show(picture)
start._collect_from_now_on, startup.StartupWindow.show = looked_after, shown
cli.main(["--data", str(data)])
"""


@pytest.mark.parametrize("how", ["opens", "cannot open"])
def test_memory_is_looked_after_once_the_window_stands(tmp_path, how):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path / "data"), how],
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )
    assert done.stdout.splitlines() == ["starting False", "looked after True False True"], done.stderr
