"""`python -m tests.ui.pictures DIR [CHAPTER…]`, without chapters all of them.

`--readme DIR` writes those of README.md, `--manual DIR` those of the manual.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from counter_app.ui.base import application
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
from tests.ui.pictures.album import Album

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


def main(arguments: list[str]) -> int:
    """Write all pictures, those of the chapters named, or those of README.md."""
    if not arguments or arguments in (["--readme"], ["--manual"]):
        print(f"{__doc__}\n{', '.join(chapter.__name__ for chapter in CHAPTERS)}")
        return 2
    app = QApplication.instance() or QApplication(["pictures", *application.STYLE])
    application.apply_style(app, bundled_font=True)
    if arguments[0] == "--readme":
        readme.write(Path(arguments[1]))
        return 0
    if arguments[0] == "--manual":
        manual.write(Path(arguments[1]))
        return 0
    album = Album(Path(arguments[0]))
    for chapter in CHAPTERS:
        if not arguments[1:] or chapter.__name__ in arguments[1:]:
            chapter(album)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
