"""The search: empty, by characters and pinyin, narrowed, nothing found, no answer, half an index."""

from PySide6.QtTest import QTest

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.ports import IndexState
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
        looked_for(running, "没有这一家")
        album.take(running, "finding-nothing")
        page = next(feature for feature in running.shell.features if "find" in feature.acts()).open_list
        looked_for(running, "大关")
        page.state.setFocus()
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

    with_shell(sample_office(), opened)


CHAPTERS = (finding,)
