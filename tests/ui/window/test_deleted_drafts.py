"""A blank case vanishes with its tab; a draft is deleted with one act, and brought back with one."""

from counter_app.services.filing import cases
from tests.fakes.memory_backend import POST
from tests.ui.clerk import act, choose, offers, said


def is_deleted(backend, reference):
    return backend.store.filing(reference).deleted


def new_case(running):
    act(running, "new")
    running.settle()
    return running.shell.workspace.session.reference


def test_a_blank_case_vanishes_with_its_tab_and_one_with_a_name_stays(running, backend):
    blank = new_case(running)
    act(running, "close")
    running.settle()
    assert is_deleted(backend, blank)
    named = new_case(running)
    choose(running.shell.workspace.page.form.editors["unit.name"], "大关县示例商贸有限公司")
    act(running, "close")
    running.settle()
    assert not is_deleted(backend, named)


def test_a_draft_is_deleted_and_brought_back(running, backend, qtbot):
    reference = new_case(running)
    choose(running.shell.workspace.page.form.editors["unit.name"], "大关县示例商贸有限公司")
    act(running, "delete_draft")
    running.settle()
    assert (is_deleted(backend, reference), running.shell.workspace.session) == (True, None)
    assert said(running) == "草稿已删除"
    offers(running)["撤销删除"].click()
    running.settle()
    assert (is_deleted(backend, reference), said(running)) == (False, "草稿已恢复")
    assert running.shell.workspace.page.form.value("unit.name") == "大关县示例商贸有限公司"


def test_a_deleted_draft_that_is_scanned_is_read_and_can_be_brought_back(running, backend):
    reference = cases.open_case(backend, post=POST).filing.reference
    cases.delete_draft(backend, reference, post=POST)
    running.shell.acts.open_case(reference)
    running.settle()
    assert not running.shell.workspace.session.filing.open_for_changes
    act(running, "restore_draft")
    running.settle()
    assert running.shell.workspace.session.filing.open_for_changes
