"""Every page on every screen: nothing outside the window, the bars in sight, what needs more space scrolls."""

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton

from counter_app.domain.basics.office import Post
from counter_app.domain.inspection.inspections import InspectedPlace, InspectionKind, Officer
from counter_app.services.filing import cases
from counter_app.services.inspection import inspections
from counter_app.services.office.workstation import Workstation
from counter_app.services.ports import WindowState
from counter_app.ui.style.theme import ThemeName, current, system_theme, theme_of
from counter_app.ui.window.main_window import SMALLEST
from counter_app.ui.window.page_area import fitting
from tests.fakes.memory_backend import NOON, POST
from tests.ui import legible
from tests.ui.clerk import resize
from tests.ui.shell.test_menus import complete, deficient, opened

SCHOOL = InspectedPlace("大关县示例小学", "翠华镇示例路3号", category="education")
OFFICERS = (Officer("王警官", "530001"), Officer("李警官", "530002"))
OF_CASES = ("platform", "preview", "chain")
PAGES = ("today", "closing", "handover", "inspections", "statistics", "settings", "holidays", "templates", "switcher")
OF_INSPECTIONS = ("record", "plan", "calendar", "tip", "unit_history")


@pytest.fixture
def window(begin, backend, theme):
    """A window with three cases open and one inspection planned; `go` shows a page."""
    open_cases = (complete(backend), deficient(backend), opened(backend, "03"))
    [planned] = inspections.plan(
        backend, InspectionKind.GENERAL, [SCHOOL], OFFICERS, "翠华派出所", NOON.date(), post=POST
    )
    backend.store.kept.window_states[POST.window] = WindowState(open_cases, open_cases[0])
    running = begin(backend)
    running.planned = planned.inspection_id
    shell = running.shell

    def go(name):
        if name.startswith("case"):
            shell.workspace.show_place(int(name[4:]))
        elif name in OF_CASES:
            shell.show("cases")
            shell.act(name)
        elif name in OF_INSPECTIONS:
            shell.show("inspections")
            shell.window.page("inspections").open(name, running.planned if name in ("record", "unit_history") else "")
        elif name == "batch":
            shell.show("handover")
            shell.window.page("handover").acts.trigger("new")
        else:
            shell.show(name)
        running.settle()

    running.go = go
    return running


EVERY = ("case0", "case1", "case2", *OF_CASES, *PAGES, "batch", *OF_INSPECTIONS)


def inside(window, widget):
    return window.rect().contains(widget.rect().translated(widget.mapTo(window, widget.rect().topLeft())))


def test_at_the_least_size_every_page_has_all_it_needs_and_its_bar_in_sight(window, qtbot):
    shown = window.shell.window
    assert shown.minimumSize().width() <= SMALLEST.width()
    resize(window, SMALLEST.width(), SMALLEST.height())
    assert (shown.width(), shown.height()) == (SMALLEST.width(), SMALLEST.height())
    area = shown._area
    for name in EVERY:
        window.go(name)
        page = shown._area._watched
        qtbot.waitUntil(lambda page=page: page.size() == area.viewport().size())
        least, space = page.minimumSizeHint(), area.viewport().size()
        assert (least.boundedTo(space), name) == (least, name)
        qtbot.waitUntil(lambda page=page: out_of_sight(page) == [])
        qtbot.waitUntil(lambda: legible.faults() == [])
        if name.startswith("case"):
            bars = [button for button in shown._bar.findChildren(QPushButton) if button.isVisible()]
            assert all(inside(shown, button) for button in bars), name


def test_with_many_cases_open_the_form_is_never_wider_than_its_space(window, backend):
    shell = window.shell
    resize(window, SMALLEST.width(), SMALLEST.height())
    for place in range(8):
        shell.workspace.add_case(cases.load_case(backend, opened(backend, "03" if place % 2 else "01")))
        for _turn in range(3):  # as it is first drawn, and as it comes to rest
            QApplication.processEvents()
            form = shell.workspace.page.form
            flows = [card._main for card in form.cards.values()]
            assert form.widget().width() == form.viewport().width()
            assert all(flow.width() <= form.viewport().width() for flow in flows if flow.isVisible())


def test_on_a_screen_lower_than_the_least_window_there_is_space_for_its_title(begin, backend, monkeypatch):
    screen = QGuiApplication.primaryScreen()
    monkeypatch.setattr(QGuiApplication, "primaryScreen", staticmethod(lambda: screen))
    monkeypatch.setattr(type(screen), "availableGeometry", lambda _screen: QRect(0, 0, 910, 485))
    least = begin(backend).shell.window.minimumSize()
    assert (least.width(), least.height()) == (894, 437)


def out_of_sight(page):
    """The buttons that are cut off and cannot be scrolled to; a page is laid out a moment after it is shown."""
    buttons = [button for button in page.findChildren(QPushButton) if button.isVisible()]
    return [button.text() for button in buttons if button.visibleRegion().isEmpty() and not scrolled(button)]


def scrolled(widget):
    """Whether it lies in something that scrolls within its page."""
    link = widget.parentWidget()
    while link is not None and not link.inherits("QScrollArea"):
        link = link.parentWidget()
    return link is not None and link.verticalScrollBar().maximum() > 0


@pytest.mark.parametrize("size", [(1366, 728), (683, 352)], ids=["zoom 200", "scale 200"])
def test_where_a_page_needs_more_it_scrolls_and_what_has_the_focus_is_seen(window, theme, size, qtbot):
    shown = window.shell.window
    shown.setMinimumSize(0, 0)
    theme.set_zoom(200 if size[0] > 1000 else 100)
    resize(window, *size)
    for name in ("case1", "record", "plan"):
        window.go(name)
        page = shown._area._watched
        qtbot.waitUntil(lambda page=page: page.minimumSizeHint().boundedTo(page.size()) == page.minimumSizeHint())
    assert inside(shown, shown._area.viewport())
    window.go("case1")
    assert inside(shown, shown._bar)
    window.shell.workspace.page.focus_item("authorization_letter")
    row = window.shell.workspace.page.side.materials.row("authorization_letter")
    assert row.hasFocus()
    qtbot.waitUntil(lambda: not row.visibleRegion().isEmpty(), timeout=5_000)


@pytest.mark.parametrize(("zoom", "said"), [(150, "青禾商贸 · 待补正"), (200, "青禾…")])
def test_the_tab_in_front_says_its_name_at_the_least_size_also_when_all_is_large(window, theme, qtbot, zoom, said):
    theme.set_zoom(zoom)
    resize(window, 960, 600)
    window.go("case1")
    tabs, bar = window.shell.window.tabs, window.shell.window.top
    qtbot.waitUntil(lambda: tabs._tabs[1].text() == said)
    edges = [(one.geometry().left(), one.geometry().right()) for one in (tabs._tabs[1], tabs._rest, tabs._new)]
    assert edges == sorted(edges)
    assert edges[-1][1] <= tabs.width()
    assert tabs._rest.text() == "2件"
    assert tabs._rest.accessibleName() == "还有2件"
    assert bar.search.geometry().right() < bar.width()


@pytest.mark.parametrize(
    ("space", "least", "page"),
    [
        ((800, 500), (600, 400), (800, 500)),
        ((800, 500), (600, 700), (788, 700)),
        ((800, 500), (795, 700), (795, 700)),  # the upright bar takes what the width needed: both bars
        ((800, 500), (900, 490), (900, 490)),
    ],
)
def test_a_page_is_as_large_as_its_space_or_as_it_needs(space, least, page):
    assert fitting(QSize(*space), QSize(*least), (12, 12)) == QSize(*page)


# Colours as the desktop has them -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "theme"),
    [("system", None), ("dark", ThemeName.DARK), ("contrast", ThemeName.HIGH_CONTRAST), ("unknown", None)],
)
def test_a_workstation_follows_the_system_unless_it_chose(chosen, theme):
    assert theme_of(Workstation(theme=chosen)) is theme
    assert Workstation().theme == "system"


def test_the_window_turns_dark_with_the_desktop_and_light_again(window, monkeypatch):
    hints = QGuiApplication.styleHints()

    class Hints:
        def __init__(self, scheme):
            self.colorScheme = lambda: scheme

    assert current().name is ThemeName.LIGHT
    for scheme, theme in ((Qt.ColorScheme.Dark, ThemeName.DARK), (Qt.ColorScheme.Light, ThemeName.LIGHT)):
        monkeypatch.setattr(QGuiApplication, "styleHints", staticmethod(lambda scheme=scheme: Hints(scheme)))
        hints.colorSchemeChanged.emit(scheme)
        assert system_theme() is theme
        assert current().name is theme


def test_who_chose_colours_keeps_them_whatever_the_desktop_does(window, monkeypatch):
    station = window.station
    station.save_workstation(Workstation(clerk="王敏", window="3号窗口", theme="contrast"))
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert current().name is ThemeName.HIGH_CONTRAST
    assert station.post == Post("王敏", "3号窗口")
