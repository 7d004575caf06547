"""Whatever shows names and numbers of people records who saw them: every page, window and dialog is judged."""

import ast
from pathlib import Path

import pytest

from tests.architecture.source_trees import tree_of

UI = Path(__file__).parents[2] / "counter_app/ui"

ROOTS = {"Page", "InspectionSubpage", "Dialog", "QDialog"}
WINDOWS = {"IntakePage", "HomePage", "BatchPage", "ReceptionPage", "StripWindow", "ManualWindow", "MainWindow"}
"""What is shown to people like a page though it is built on a bare widget."""

BY_ITSELF = {
    "IntakePage": "case.viewed; scan.viewed where scans stand beside",
    "PlatformPage": "case.viewed, scan.viewed; its narrow window too",
    "FilingHistoryPage": "case.viewed of each case of the chain",
    "IssuedPapersPage": "case.viewed, paper.viewed",
    "InspectionsPage": "what its page in front records",
    "InspectionRecordPage": "inspection.viewed",
    "CorrectionOrderPage": "order.viewed",
    "ReinspectionPage": "order.viewed",
    "TipPage": "tip.viewed; tip.source_opened for who gave it",
    "InspectionPapersPage": "paper.viewed; inspection.viewed for the preview",
    "ActsPage": "trail.read, for each reader: it is put away when another clerk sits down",
    "InspectionSubpage": "what the page built on it records",
    "Page": "nothing of its own",
}
"""Defines `record_looks` or `looks`; what that records."""

ELSEWHERE = {
    "StripWindow": "the items of the platform page, which is in front as long as it stands",
    "_Viewer": "attachment.viewed, as each file comes in sight",
    "ReadAloud": "a notice of the case in front",
    "RefusalToSign": "a notice of the case in front",
    "DeliveryQuestion": "a notice of the case in front",
    "ImportQuestion": "the case in front",
    "MaterialQuestion": "the case in front",
}
"""Stands on what was recorded before it was opened."""

MASKED = {
    "QueuesPage": "names of people are masked in lists",
    "DayEndPage": "names of people are masked in lists",
    "SearchDialog": "names of people are masked in lists; of what was sought only what was typed is shown",
    "CaseSwitcher": "units and numbers",
    "FiledChooser": "units and numbers",
    "FiledUnit": "units and addresses",
    "HomePage": "counts",
    "InspectionHomePage": "units and days",
    "InspectionCalendarPage": "units and days",
    "InspectionPlanPage": "units, addresses and officers",
    "UnfiledPlace": "a unit and an address, as they are typed",
    "UnitHistoryPage": "what happened, without persons",
    "TransferPage": "units and numbers",
    "BatchPage": "units and numbers",
    "ReceptionPage": "units and numbers",
    "RefuseDialog": "a reason, as it is typed",
}

NOBODY = {
    *("ChangeClerk", "LockedScreen", "NewPin", "NewSupervisor", "SupervisorDialog", "SignersDialog", "SettingsPage"),
    *("FirstStartPage", "OpenFailedPage", "RestoreDialog", "RecoveryCodeDialog", "UpdateDialog", "InstallDialog"),
    *("HolidaysPage", "TemplatesPage", "StatisticsPage", "PackDialog", "LicencesDialog", "ManualWindow"),
    *("ExportQuestion", "ExportProgress", "NumberQuestion", "WhichMaterial", "ErrorDialog", "LineDialog", "Dialog"),
    "MainWindow",
}
"""Shows no applicant: settings, counts, the staff of the office, questions."""


def shown():
    """Every class that is a page, a window or a dialog, and the names that its body defines."""
    found, grew = {}, True
    classes = [node for path in UI.rglob("*.py") for node in tree_of(path).body if isinstance(node, ast.ClassDef)]
    roots = set(ROOTS)
    while grew:
        grew = False
        for node in classes:
            bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
            if node.name not in found and (node.name in roots | WINDOWS or bases & roots):
                found[node.name] = {one.name for one in node.body if isinstance(one, ast.FunctionDef)}
                roots.add(node.name)
                grew = True
    return found


@pytest.fixture(scope="module")
def pages():
    return shown()


def test_every_page_and_dialog_is_judged(pages):
    judged = [*BY_ITSELF, *ELSEWHERE, *MASKED, *NOBODY]
    assert sorted(pages) == sorted(judged)


def test_what_shows_people_records_it(pages):
    recording = {name for name, defined in pages.items() if defined & {"record_looks", "looks"}}
    assert recording == BY_ITSELF.keys()
