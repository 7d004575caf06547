"""The dialogs for files and folders: what they offer, and what comes of a choice."""

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from counter_app.ui.widgets.file_dialogs import (
    SCANS,
    ask_for_file,
    ask_for_files,
    ask_for_folder,
    ask_where_to_save,
)


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(parent):
    """The dialog that stands open."""

    def found():
        [one] = parent.findChildren(QFileDialog)
        return one

    yield found
    for one in parent.findChildren(QFileDialog):
        one.close()


def test_a_file_is_saved_under_its_name(parent, dialog, tmp_path):
    chosen = []
    ask_where_to_save(parent, "另存为", "BG2026-0001.docx", chosen.append, tmp_path)
    asked = dialog()
    assert asked.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert (asked.defaultSuffix(), asked.nameFilters()) == ("docx", ["Word (*.docx)"])
    assert asked.directory().absolutePath() == str(tmp_path)
    asked.fileSelected.emit("BG2026-0001.docx")
    assert [path.name for path in chosen] == ["BG2026-0001.docx"]


@pytest.mark.parametrize(
    ("ask", "mode"),
    [
        (lambda parent, then: ask_for_file(parent, "打开", SCANS, then), QFileDialog.FileMode.ExistingFile),
        (lambda parent, then: ask_for_folder(parent, "打开", then), QFileDialog.FileMode.Directory),
    ],
)
def test_one_that_is_there_is_chosen(parent, dialog, ask, mode):
    chosen = []
    ask(parent, chosen.append)
    assert dialog().fileMode() is mode
    dialog().fileSelected.emit("scan.pdf")
    assert [path.name for path in chosen] == ["scan.pdf"]


def test_several_are_chosen_at_once(parent, dialog, tmp_path):
    chosen = []
    ask_for_files(parent, "添加附件", SCANS, chosen.append, tmp_path)
    assert dialog().directory().absolutePath() == str(tmp_path)
    dialog().filesSelected.emit(["1.jpg", "2.jpg"])
    assert [[path.name for path in paths] for paths in chosen] == [["1.jpg", "2.jpg"]]
