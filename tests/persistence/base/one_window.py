"""A window in a process of its own, to be killed at any moment: saves drafts and issues papers until it is stopped.

Run as `one_window.py FOLDER WINDOW ROUNDS`; says on standard output what it has been told is lasting.
"""

import sys
import uuid
from datetime import UTC, date, datetime
from pathlib import Path

from counter_app.bootstrap import Editions, form_folders
from counter_app.domain.filing.filing import Filing, FilingState
from counter_app.domain.forms.answers import Answers
from counter_app.persistence.database import open_database
from counter_app.persistence.trail.chain import Chain
from counter_app.persistence.trail.trail import Trail
from counter_app.persistence.trail.witness_files import SignedWitnessFiles
from counter_app.services.ports import HistoryEntry, IssuedPaper, WindowState

KEY = bytes(range(32))
SAVES = 4
"""Drafts saved before the notice."""


def _now():
    return datetime.now(UTC)


def _tell(*words):
    print(*words, flush=True)


def one_case(database, forms, window):
    """Open a case, save it as it grows, issue its notice."""
    form = forms.current()
    reference = "AJ" + uuid.uuid4().hex[:10]
    rows = [Answers.row(form, {"location": f"{n}号机位", "device_type": "dome"}) for n in range(20)]
    filing = Filing(reference, Answers(form, {}, {"devices": rows}), _now(), date(2026, 3, 2), window=window)
    with database.work() as work:
        work.filings.add(filing)
        work.window_states.save(window, WindowState((reference,), reference))
        work.commit()
    for typed in range(1, SAVES + 1):
        filing.answer("unit.name", "名" * typed)
        rows[typed] = rows[typed].with_answer("devices[].location", f"改{typed}")
        filing.key_rows(rows)
        with database.work() as work:
            work.filings.save(filing)
            work.commit()
        _tell("saved", reference, filing.version)
    issue_notice(database, reference)


def issue_notice(database, reference):
    """As the service does: the state, the number, the paper and the history in one transaction."""
    with database.work() as work:
        filing = work.filings.get(reference)
        filing.move_to(FilingState.DEFICIENT)
        work.filings.save(filing)
        number = work.numbers.take("deficiency_notice", year=2026)
        paper = IssuedPaper(
            uuid.uuid4().hex, "deficiency_notice", number, reference, _now(), "2025-05", {"n": "x" * 5000}
        )
        work.papers.add(paper)
        entry = HistoryEntry(_now(), "Asia/Shanghai", "", filing.window, "notice.issued", reference)
        work.history.record(entry)
        work.commit()
    with database.work() as work:
        work.papers.count_print(paper.paper_id)
        work.commit()
    _tell("issued", reference, number.ordinal)


def trail_of(folder):
    """The trail of the data in `folder`, whose witness lies beside them and in the folder above."""
    return Trail(Chain(KEY), SignedWitnessFiles.of(folder, folder.parent / "settings", "0123456789abcdef", KEY))


def main():
    """Work until told to stop, or for so many rounds."""
    folder, window, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    forms = Editions(form_folders(folder))
    database = open_database(folder, forms)
    database.keep_trail(trail_of(folder))
    _tell("open", window, 0)
    for _ in range(rounds):
        one_case(database, forms, window)
    database.close()


if __name__ == "__main__":
    main()
