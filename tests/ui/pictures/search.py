"""The search: empty, by characters and pinyin, narrowed, nothing found, no answer, half an index."""

from PySide6.QtTest import QTest

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.inspection.inspections import InspectionKind, Officer
from counter_app.services.inspection import inspections
from counter_app.services.ports import IndexState
from counter_app.services.search import search
from tests.fakes.memory_backend import NOON, POST
from tests.fakes.memory_search import MemorySearch
from tests.ui.pictures.album import SIZES, SMALL, Album, clear_dialogs, sample_office, settle, with_shell
from tests.ui.shell_fakes import Running


def finding(album: Album) -> None:
    """Each state of the list."""

    def looked_for(running: Running, words: str) -> None:
        page = next(feature for feature in running.shell.features if "find" in feature.acts()).open_list
        page.line.setText(words)
        settle(running)

    def opened(running: Running) -> None:
        running.shell.act("find")
        settle(running)
        album.take(running, "finding-empty")
        typed = {"one-character": "大", "initials": "qhsm", "code": "91530624", "two-words": "大关 周"}
        for name, words in typed.items():
            looked_for(running, words)
            album.take(running, f"finding-{name}", {**SIZES, **SMALL} if name == "one-character" else SIZES)
        officers = (Officer("王警官", "530001"), Officer("李警官", "530002"))
        wanted = search.find_cases(running.station.backend, "青禾").cases[0].reference
        plan = (InspectionKind.GENERAL, [wanted], officers, "翠华派出所", NOON.date())
        (planned,) = inspections.plan(running.station.backend, *plan, post=POST)
        looked_for(running, "青禾")
        album.take(running, "finding-kinds", {**SIZES, **SMALL})
        looked_for(running, "没有这一家")
        album.take(running, "finding-nothing")
        page = next(feature for feature in running.shell.features if "find" in feature.acts()).open_list
        looked_for(running, "大关")
        page.state.setFocus()
        settle(running)
        QTest.keyClicks(page.state.line, "3")
        album.take(running, "finding-narrowed")
        page.place.setFocus()
        page.place.showPopup()
        album.take(running, "finding-places")
        page.place.hidePopup()
        MemorySearch.state_now = IndexState(412_000, 1_000_000, ready=False)
        looked_for(running, "青禾")
        album.take(running, "finding-half-an-index")
        MemorySearch.state_now = None
        page._fail(Refusal("数据文件被另一个程序占用", "关闭占用它的程序"))
        album.take(running, "finding-failed")
        clear_dialogs(running)
        running.shell.show("inspections")
        running.shell.window.page("inspections").open("record", planned.inspection_id)
        running.shell.window.page("inspections").open("unit_history", planned.inspection_id)
        settle(running)
        album.take(running, "finding-way", {**SIZES, **SMALL})

    with_shell(sample_office(), opened)


CHAPTERS = (finding,)
