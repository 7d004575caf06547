"""Pictures of change filings, their chain, and of what is known of a unit."""

from datetime import date

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from counter_app.domain.filing.filing import FilingState
from counter_app.services.filing import cases, changes
from counter_app.services.papers import issuing
from counter_app.ui.changes.filed_chooser import FiledChooser
from tests.fakes.memory_backend import POST, MemoryBackend
from tests.ui.pictures.album import SIZES, Album, backend_of_a_day, clear_dialogs, sample, settle, with_shell
from tests.ui.shell_fakes import Running

_ONE = {"1366": SIZES["1366"]}
_CODE = "91530624MA6K3R7Q38"


def _file(backend: MemoryBackend, reference: str) -> None:
    with backend.work() as work:
        filing = work.filings.get(reference)
        if filing.state is not FilingState.COMPLETE:
            filing.move_to(FilingState.COMPLETE)
        filing.move_to(FilingState.FILED)
        filing.filed_on, filing.platform_number = date(2026, 3, 2), "530624202600000123"
        work.filings.save(filing)
        work.commit()


def _filed() -> tuple[MemoryBackend, str]:
    """A counter with a system that was filed and changed once; the reference of the change."""
    backend = backend_of_a_day()
    first = cases.open_case(backend, post=POST, intake=sample("01")).filing.reference
    issuing.issue_receipt(backend, first, post=POST)
    _file(backend, first)
    change = changes.open_change(backend, first, POST).case.filing
    change.answer("system.retention_days", "60")
    cases.save_draft(backend, change, post=POST)
    _file(backend, change.reference)
    return backend, change.reference


def changes_of_what_is_filed(album: Album) -> None:
    """A change from its begin to its chain, and the question which one."""
    backend, filed = _filed()
    with_shell(backend, lambda running: _change(album, running, filed))


def known_units(album: Album) -> None:
    """A unit that is known, and a case that may be the same system."""
    backend, _ = _filed()
    with_shell(backend, lambda running: _known(album, running))


def _change(album: Album, running: Running, filed: str) -> None:
    shell, feature = running.shell, _feature(running)
    feature.open_change(filed)
    settle(running)
    album.take(running, "change-begun")
    session, page = shell.workspace.session, shell.workspace.page
    session.answer("system.retention_days", "90")
    session.answer("unit.legal_representative", "吴示例")
    rows = [{key.rpartition(".")[2]: raw for key, raw in row.raw.items()} for row in session.filing.answers.rows()]
    session.key_rows([{**rows[1], "device_type": "ptz"}, rows[2], {"location": "仓库", "device_type": "bullet"}])
    session.changed.emit("")
    settle(running)
    album.take(running, "change-with-changes")
    page.form.focus_key("devices")
    album.take(running, "change-devices")
    session.save_now()  # the history is read from the disk
    settle(running)
    feature.show_chain()
    album.take(running, "change-chain")
    shell.show("cases")
    feature.change()
    album.take(running, "change-which-nothing-yet", _ONE)
    chooser = next(d for d in QApplication.allWidgets() if isValid(d) and isinstance(d, FiledChooser))
    QTest.keyClicks(chooser.words, _CODE)
    settle(running, 200)
    album.take(running, "change-which")
    chooser.words.clear()
    QTest.keyClicks(chooser.words, "999")
    settle(running, 200)
    album.take(running, "change-which-not-found", _ONE)
    clear_dialogs(running)


def _known(album: Album, running: Running) -> None:
    shell = running.shell
    shell.act("new")
    settle(running)
    session, page = shell.workspace.session, shell.workspace.page
    session.answer("unit.uscc", _CODE)
    session.changed.emit("")
    page.known.look()
    album.take(running, "known-unit")
    page.known.fill()
    album.take(running, "known-unit-filled")
    session.answer("system.address", "大关县翠华镇人民路12号")
    session.answer("system.retention_days", "45")
    session.changed.emit("")
    page.known.look()
    album.take(running, "duplicate", _ONE)
    page.known.compare()
    album.take(running, "duplicate-side-by-side")


def _feature(running: Running):
    return next(feature for feature in running.shell.features if type(feature).__name__ == "ChangesFeature")


CHAPTERS = (changes_of_what_is_filed, known_units)
