"""`python -m tests.ui.pictures DIR [CHAPTER…]`, without chapters all of them.

`--size 1280x640` takes each picture at that size alone, `--scale 1.5` as a display of that scale shows it,
`--theme dark` in those colours. `--faults` also says of each picture which words are cut off or hard to read.
`--readme DIR` writes those of README.md, `--manual DIR` those of the manual.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch

from PySide6.QtWidgets import QApplication

from counter_app.ui.base import application
from counter_app.ui.shell import shell
from counter_app.ui.style.theme import ThemeName
from tests.ui.pictures import (
    changes,
    day,
    filing,
    holidays,
    inspections,
    intake,
    manual,
    papers,
    queues,
    readme,
    return_visits,
    scans,
    search,
    setting_up,
    statistics,
    templates,
    trail,
    transfer,
)
from tests.ui.pictures.album import SIZES, Album

CHAPTERS = (
    *setting_up.CHAPTERS,
    *day.CHAPTERS,
    *statistics.CHAPTERS,
    *intake.CHAPTERS,
    *papers.CHAPTERS,
    *filing.CHAPTERS,
    *queues.CHAPTERS,
    *holidays.CHAPTERS,
    *templates.CHAPTERS,
    *trail.CHAPTERS,
    *transfer.CHAPTERS,
    *inspections.CHAPTERS,
    *return_visits.CHAPTERS,
    *scans.CHAPTERS,
    *search.CHAPTERS,
    *changes.CHAPTERS,
    manual.manual,
)

TASK_BAR = 40


def _options(arguments: list[str]) -> argparse.Namespace:
    epilog = ", ".join(chapter.__name__ for chapter in CHAPTERS)
    parser = argparse.ArgumentParser("tests.ui.pictures", description=__doc__, epilog=epilog)
    parser.add_argument("--size", type=lambda text: tuple(int(number) for number in text.split("x")))
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--theme", type=ThemeName, default=ThemeName.LIGHT)
    parser.add_argument("--faults", action="store_true")
    parser.add_argument("--readme", action="store_true")
    parser.add_argument("--manual", action="store_true")
    parser.add_argument("folder", type=Path)
    parser.add_argument("chapters", nargs="*", metavar="CHAPTER")
    return parser.parse_intermixed_args(arguments)


def _screen(size: tuple[int, int], scale: float, folder: str) -> None:
    """Give Qt a screen: that on which a window of `size` fills all but the task bar."""
    wide, high = (round(length * scale) for length in (size[0], size[1] + TASK_BAR))
    shape = {"name": "counter", "x": 0, "y": 0, "width": wide, "height": high, "logicalDpi": 96, "dpr": 1}
    described = Path(folder) / "screen.json"
    described.write_text(json.dumps({"screens": [shape | {"logicalBaseDpi": 96}]}), "utf-8")
    os.environ["QT_SCALE_FACTOR"] = str(scale)
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={described}"


def main(arguments: list[str]) -> None:
    """Write all pictures, those of the chapters named, or those of README.md or the manual."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as folder, patch.object(shell, "system_theme", lambda: options.theme):
        _screen(options.size or SIZES["1920"], options.scale, folder)
        app = QApplication.instance() or QApplication(["pictures", *application.STYLE])
        application.apply_style(app, bundled_font=True, theme=options.theme)
        if options.readme:
            readme.write(options.folder)
        elif options.manual:
            manual.write(options.folder)
        else:
            album = Album(options.folder, size=options.size, colours=options.theme, faults=options.faults)
            for chapter in CHAPTERS:
                if not options.chapters or chapter.__name__ in options.chapters:
                    chapter(album)
            print("\n".join(album.found))


if __name__ == "__main__":
    main(sys.argv[1:])
