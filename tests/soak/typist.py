"""A clerk who never stops: types into the real window, judges papers, prints, until the power is cut.

Run as `typist.py FOLDER JOURNAL SEED`. What stands in a field after each key is put down in the journal, one JSON line
each, written through to the disk: `at` (monotonic seconds when the key was pressed), `case`, `key`, `text`; the acts
are put down as `act`. The first line (`restored`) tells what stood open when the window came up.
"""

import json
import os
import random
import sys
import time
import traceback

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from counter_app import cli
from counter_app.ui.base import application
from counter_app.ui.widgets.sheet import sheet_of

Key, Mod = Qt.Key, Qt.KeyboardModifier
LETTERS = "abcdefghijklmnopqrstuvwxyz"
PATIENCE = 20
"""Seconds after which a clerk who waits for the window gives up."""
CODES = {
    "unit.uscc": "91530624MA6K3R7Q38",
    "agent.id_number": "530624199003071217",
    "system.in_use_since": "2026-3-2",
    "system.device_count": "1",
    "system.retention_days": "30",
}
CHOSEN_BY_DIGIT = ("unit.kind", "agent.id_type", "system.place_category", "system.function_types")

TICKED = ("system.sensitive_neighbour",)


class Journal:
    """What was typed, on the disk before the next key."""

    def __init__(self, path):
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(self, **line):
        os.write(self._file, f"{json.dumps(line)}\n".encode())
        os.fsync(self._file)


class Typist:
    """Presses one key a turn; `work` is the order of the keys, each `yield` the beat between two."""

    def __init__(self, journal, dice):
        self._journal = journal
        self._dice = dice
        self._turns = self.work()

    def begin(self):
        QTimer.singleShot(self._dice.randint(15, 30), self._turn)

    def _turn(self):
        try:
            next(self._turns)
        except BaseException:  # noqa: BLE001 - Qt would only write it down and go on
            traceback.print_exc()
            os._exit(3)
        self.begin()

    # Reading ---------------------------------------------------------------------------------------------------------

    @staticmethod
    def focus():
        """Where a key goes."""
        found = QApplication.focusWidget() or QApplication.activeWindow()
        assert found is not None
        return found

    @staticmethod
    def workspace():
        """The workspace as soon as it can be worked in."""
        from counter_app.ui.intake.workspace import Workspace
        from counter_app.ui.window.main_window import MainWindow

        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow) and window.shown == "cases":
                return window.findChild(Workspace)
        return None

    def place(self):
        """Page, key and text of the current field; the key is empty where no text is written."""
        page, focus = self.workspace().page, QApplication.focusWidget()
        if page is None or focus is None:
            return page, "", ""
        for key, editor in page.form.editors.items():
            if editor.isAncestorOf(focus):
                return page, key, editor.value() or ""
        view = page.form.devices["devices"].table.view
        if view is focus:
            return page, "devices", ""
        if view.isAncestorOf(focus) and isinstance(focus, QLineEdit):
            here = view.currentIndex()
            return page, f"devices[{here.row() + 1}].{('location', 'device_type')[here.column()]}", focus.text()
        return page, "", ""

    def until(self, true):
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end, f"waited in vain at {self.place()[1] if self.workspace() else 'the start'!r}"
            yield

    def has_keyboard(self):
        """Whether keys arrive; where a question went away and no window manager is there, the window is taken up."""
        if QApplication.focusWidget() is not None:
            return True
        if QApplication.activeWindow() is None and self.workspace() is not None:
            self.workspace().window().activateWindow()
            return False
        return QApplication.activeWindow() is not None

    # Hands -----------------------------------------------------------------------------------------------------------

    def press(self, key, modifier=Mod.NoModifier):
        yield from self.until(self.has_keyboard)
        QTest.keyClick(self.focus(), key, modifier)
        yield

    def type(self, text):
        yield from self.until(self.has_keyboard)
        for character in text:
            at = time.monotonic()
            QTest.keyClick(self.focus(), character)
            # A letter with which a number of ours could begin is held back until no scanner can have typed it.
            yield from self.until(lambda character=character: self.place()[2].endswith(character))
            page, key, now = self.place()
            self._journal.write(at=at, case=page.session.reference, key=key, text=now)
            yield

    def words(self, least, most):
        return "".join(self._dice.choices(LETTERS, k=self._dice.randint(least, most)))

    # Work ------------------------------------------------------------------------------------------------------------

    def work(self):
        yield from self.until(lambda: self.workspace() is not None)
        yield from self.until(self.has_keyboard)
        yield  # the page goes to its field once it stands
        yield
        window_state = self.workspace().window_state()
        self._journal.write(restored=list(window_state.cases), active=window_state.active, seen=self.place()[1])
        while True:
            yield from self.new_case()
            match self._dice.choices(("quick", "whole", "cell"), (6, 2, 2))[0]:
                case "quick":
                    yield from self.type(self.words(4, 20))
                    yield from self.to_papers()
                    yield from self.judge_and_print(complete=False)
                case "whole":
                    yield from self.whole_case()
                    yield from self.judge_and_print(complete=self._dice.random() < 0.7)
                case _:
                    yield from self.one_long_cell()

    def new_case(self):
        yield from self.press(Key.Key_N, Mod.ControlModifier)
        yield from self.until(lambda: self.place()[1:] == ("unit.name", ""))

    def to_papers(self):
        page = self.place()[0]
        rows = page.side.materials.rows()
        for _ in range(8):
            if QApplication.focusWidget() in rows:
                return
            yield from self.press(Key.Key_Return, Mod.ControlModifier)
        raise AssertionError("no way to the papers")

    def whole_case(self):
        """Field by field with Enter, whatever the order of the page is."""
        for _ in range(30):
            _page, key, _text = self.place()
            if key == "devices":
                break
            if key in CHOSEN_BY_DIGIT:
                yield from self.press(Key.Key_1)
            elif key and key not in TICKED:
                yield from self.type(CODES.get(key) or self.words(3, 9))
            yield from self.press(Key.Key_Return)
        yield from self.type(self.words(3, 9))
        yield from self.press(Key.Key_Return)
        yield from self.press(Key.Key_1)
        yield from self.press(Key.Key_Return)
        yield from self.to_papers()

    def one_long_cell(self):
        """A cell in which the clerk writes for longer than may be lost."""
        yield from self.type(self.words(3, 6))
        for _ in range(6):
            if self.place()[1] == "devices":
                break
            yield from self.press(Key.Key_Return, Mod.ControlModifier)
        yield from self.type(self.words(60, 160))
        yield from self.press(Key.Key_Return)

    def judge_and_print(self, *, complete):
        """The ID and the letter by one key each, then F8 or F9; the papers go back to the applicant with Enter."""
        yield from self.press(Key.Key_Space if complete else Key.Key_0)
        yield from self.press(Key.Key_Down)
        yield from self.press(Key.Key_Space if complete or self._dice.random() < 0.6 else Key.Key_0)
        page = self.place()[0]
        yield from self.press(Key.Key_F9 if complete else Key.Key_F8)
        self._journal.write(at=time.monotonic(), act="receipt" if complete else "notice", case=page.session.reference)
        for _ in range(40):  # where the papers go, then how the notice is served, which takes no key at once
            if sheet_of(QApplication.focusWidget()) is None:
                break
            yield from self.press(Key.Key_Return)
        if not complete and self._dice.random() < 0.4:
            yield from self.write_on(page)

    def write_on(self, page):
        """The applicant says one thing more while the notice is being issued: it is added to the name."""
        yield from self.press(Key.Key_Return, Mod.ControlModifier)
        yield from self.until(lambda: self.place()[1] == "unit.name")
        yield from self.press(Key.Key_End)
        yield from self.type(self.words(5, 15))


def main():
    """Open the counter as its command does, with a typist at it."""
    folder, journal, seed = sys.argv[1:4]
    typist = Typist(Journal(journal), random.Random(seed))
    create = application.create

    def with_a_typist(*arguments, **options):
        created = create(*arguments, **options)
        typist.begin()
        return created

    application.create = with_a_typist
    return cli.main(["--data", folder])


if __name__ == "__main__":
    sys.exit(main())
