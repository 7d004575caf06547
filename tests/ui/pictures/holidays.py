"""The yearly holiday notice: pasted, read, doubted, replaced; the years that are known."""

from datetime import date

from counter_app.ui.style import theme
from counter_app.ui.style.theme import ThemeName
from tests.fakes.memory_backend import MemoryBackend
from tests.ui.pictures.album import SIZES, SMALL, Album, clear_dialogs, settle, with_shell
from tests.ui.shell_fakes import Running

NEXT = """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕9号
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月20日（周六）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。4月25日（周日）、5月8日（周六）上班。
五、端午节：6月9日（周三）放假1天。
六、中秋节：9月15日（周三）至17日（周五）放假调休，共3天。9月18日（周六）、9月19日（周日）上班。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
"""
DOUBTFUL = NEXT.replace("至5日（周一）放假，共3天", "至6日（周一）放假，共3天").replace(
    "10月9日（周六）上班", "10月9日（周六）补班"
)


def holidays(album: Album) -> None:
    """Each state of the page."""
    both = {**SIZES, **SMALL}

    def act(running: Running) -> None:
        running.shell.show("holidays")
        page = running.shell.window.page("holidays")
        settle(running)
        album.take(running, "holidays-empty")
        page.paste.box.setPlainText(NEXT)
        album.take(running, "holidays-pasted", {"1366": SIZES["1366"]})
        page.read()
        settle(running)
        album.take(running, "holidays-read", both)
        page.paste.box.setPlainText(DOUBTFUL)
        page.begin_paste()
        page.read()
        settle(running)
        page.turn_over(date(2027, 4, 6))
        album.take(running, "holidays-doubtful", both)
        page.adopt()
        album.take(running, "holidays-ask-doubtful", {"1366": SIZES["1366"]})
        clear_dialogs(running)
        page._adopt(replace=True)
        settle(running)
        album.take(running, "holidays-adopted", {"1366": SIZES["1366"]})
        page.show_known(2026)
        page.turn_over(date(2026, 3, 4))
        page.turn_over(date(2026, 5, 9))
        album.take(running, "holidays-changed")
        page.adopt()
        album.take(running, "holidays-replace", {"1366": SIZES["1366"]})
        clear_dialogs(running)
        page.begin_paste()
        page.paste.box.setPlainText("一、元旦：1月1日放假。")
        page.read()
        album.take(running, "holidays-refused", {"1366": SIZES["1366"]})
        page.paste.box.setPlainText(NEXT)
        page.read()
        settle(running)
        running.shell.notifier.clear()
        for name in (ThemeName.DARK, ThemeName.HIGH_CONTRAST):
            theme.current().use(name)
            album.take(running, f"holidays-{name.value}")
        album.dress()
        theme.current().set_zoom(150)
        album.take(running, "holidays-zoomed", {"1366": SIZES["1366"]})
        theme.current().set_zoom(100)

    with_shell(MemoryBackend.make(), act)


CHAPTERS = (holidays,)
