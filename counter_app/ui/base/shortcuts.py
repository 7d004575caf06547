"""Every act of the window and its keys, in one table: the keys work from it, F1 lists it, the buttons quote it."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from counter_app.domain.basics.records import frozen
from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.base.acts import said_with_key, when_pressed, with_key

EVERYWHERE: Final = "在任何页面"
CASES: Final = "受理"
ONE_CASE: Final = "当前业务"
TABS: Final = 9
"""How many tabs have a key of their own."""


@frozen
class Shortcut:
    """An act by its name in code, its words, its keys (Qt's portable text; there may be none) and where it works."""

    name: str
    words: str
    keys: str
    where: str


SHORTCUTS: Final = (
    Shortcut("new", "新建受理", "Ctrl+N", EVERYWHERE),
    Shortcut("from_file", "从文件受理（Excel、JSON）", "Ctrl+O", EVERYWHERE),
    Shortcut("find", "查找", "Ctrl+K", EVERYWHERE),
    Shortcut("change", "办理备案变更", "Ctrl+Shift+N", EVERYWHERE),
    Shortcut("by_number", "按凭证编号打开（扫码直接打开）", "Ctrl+G", EVERYWHERE),
    Shortcut("cases", "受理", "Ctrl+1", EVERYWHERE),
    Shortcut("today", "待办队列", "Ctrl+2", EVERYWHERE),
    Shortcut("settings", "设置", "Ctrl+3", EVERYWHERE),
    Shortcut("closing", "日终核对、窗口业务日结表", "Ctrl+4", EVERYWHERE),
    Shortcut("handover", "移交批次", "Ctrl+5", EVERYWHERE),
    Shortcut("inspections", "检查、责令改正、复查、举报", "Ctrl+6", EVERYWHERE),
    Shortcut("statistics", "统计", "Ctrl+7", EVERYWHERE),
    Shortcut("holidays", "年度放假安排", "Ctrl+Shift+H", EVERYWHERE),
    Shortcut("templates", "文书模板、法制审核", "Ctrl+Shift+T", EVERYWHERE),
    Shortcut("trail", "办理记录：查看、核对、导出", "Ctrl+Shift+R", EVERYWHERE),
    Shortcut("park", "暂存当前业务，切换业务", "F12", EVERYWHERE),
    Shortcut("change_clerk", "换人办理", "Ctrl+Shift+K", EVERYWHERE),
    Shortcut("lock", "锁定", "Ctrl+Alt+L", EVERYWHERE),
    Shortcut("continuous", "打印后自动新建（开、关）", "Ctrl+Shift+F9", EVERYWHERE),
    Shortcut("export_list", "列表或台账导出为 Excel", "Ctrl+Shift+E", EVERYWHERE),
    Shortcut("keys", "帮助（手册、按键、导览）", "F1", EVERYWHERE),
    Shortcut("zoom_in", "放大", "Ctrl++", EVERYWHERE),
    Shortcut("zoom_out", "缩小", "Ctrl+-", EVERYWHERE),
    Shortcut("zoom_reset", "恢复大小", "Ctrl+0", EVERYWHERE),
    Shortcut("next_case", "下一件", "Ctrl+Tab", CASES),
    Shortcut("previous_case", "上一件", "Ctrl+Shift+Tab", CASES),
    *(Shortcut(f"case_{n}", f"第{n}件", f"Alt+{n}", CASES) for n in range(1, TABS + 1)),
    Shortcut("close", "关闭（已保存）", "Ctrl+W", ONE_CASE),
    Shortcut("notice", "打印一次性告知书", "F8", ONE_CASE),
    Shortcut("confirm", "与证件一致、与证照一致", "Ctrl+R", ONE_CASE),
    Shortcut("large_notice", "打印大字版告知书", "Ctrl+Shift+L", ONE_CASE),
    Shortcut("delivery", "登记告知书送达", "Ctrl+Shift+D", ONE_CASE),
    Shortcut("receipt", "打印收件凭证和平台录入单", "F9", ONE_CASE),
    Shortcut("platform", "录入备案平台、备案", "F11", ONE_CASE),
    Shortcut("preview", "预览文书", "Ctrl+P", ONE_CASE),
    Shortcut("word", "导出 Word", "Ctrl+E", ONE_CASE),
    Shortcut("reprint", "补打", "Ctrl+Shift+P", ONE_CASE),
    Shortcut("void_receipt", "作废收件凭证后重改", "", ONE_CASE),
    Shortcut("information_sheet", "打印备案基本信息表", "Ctrl+Shift+B", ONE_CASE),
    Shortcut("authorization_letter", "打印委托办理备案授权书", "Ctrl+Shift+A", ONE_CASE),
    Shortcut("scans", "打开、收起扫描件", "Ctrl+Shift+S", ONE_CASE),
    Shortcut("attach_new_scan", "附上刚扫描的文件", "F3", ONE_CASE),
    Shortcut("chain", "备案历史", "Ctrl+H", ONE_CASE),
    Shortcut("inspect", "安排检查", "Ctrl+Shift+J", ONE_CASE),
    Shortcut("unit_history", "单位历史记录", "Ctrl+Shift+U", ONE_CASE),
    Shortcut("withdraw", "申请人撤回", "Ctrl+Shift+W", ONE_CASE),
    Shortcut("delete_draft", "删除草稿", "Ctrl+Shift+Del", ONE_CASE),
    Shortcut("restore_draft", "恢复草稿", "", ONE_CASE),
    Shortcut("more", "更多", "F10", ONE_CASE),
)
"""In the order in which F1 lists them."""

ZOOM: Final = ("Ctrl+加号、减号、0", "放大、缩小、原大小")
"""The three keys of the zoom in one line."""

_BY_NAME: Final = {shortcut.name: shortcut for shortcut in SHORTCUTS}


def keys_of(name: str) -> str:
    """The keys of an act as they are written on its button."""
    return _BY_NAME[name].keys


def words_of(name: str) -> str:
    """The words of an act."""
    return _BY_NAME[name].words


def label_of(name: str, words: str = "") -> str:
    """The words of an act's button, or other `words` for it, with its keys."""
    return with_key(words or words_of(name), keys_of(name))


def tip_of(name: str) -> str:
    """What the tool tip of an act's button says: its words and its keys."""
    return said_with_key(words_of(name), keys_of(name))


def remedy_of(refusal: Refusal) -> str:
    """What to do next, with the key of the act that does it."""
    return said_with_key(refusal.remedy, keys_of(refusal.act) if refusal.act else "")


def text_of(refusal: Refusal, between: str = "。") -> str:
    """Both halves of a refusal, the remedy with its key."""
    return between.join(part for part in (refusal.sentence, remedy_of(refusal)) if part)


def listed(*where: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Keys and words for F1, grouped by where they work; the nine tabs in one line."""
    groups = []
    for place in where:
        told = [s for s in SHORTCUTS if s.where == place and s.keys and not s.name.startswith(("case_", "zoom"))]
        lines = [(s.keys, s.words) for s in told]
        if place == CASES:
            lines.append((f"Alt+1…Alt+{TABS}", "切换到第几件"))
        if place == EVERYWHERE:
            lines.append(ZOOM)
        groups.append((place, lines))
    return groups


def install(window: QWidget, acts: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """Give `window` an action for each of `acts`; the result is by name. Raises `KeyError` for an act without keys."""
    actions = {}
    for name, act in acts.items():
        action = QAction(_BY_NAME[name].words, window)
        action.setObjectName(name)
        if keys_of(name):
            action.setShortcut(QKeySequence(keys_of(name)))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setAutoRepeat(name.startswith("zoom") or name.endswith("_case"))
        when_pressed(action, act)
        window.addAction(action)
        actions[name] = action
    return actions


def trigger(widget: QWidget, name: str) -> None:
    """Do the act `name` of the window in which `widget` is, as its key would; nothing where the window has it not."""
    place: QWidget | None = widget
    while place is not None:
        action = place.findChild(QAction, name, Qt.FindChildOption.FindDirectChildrenOnly)
        if action is not None:
            action.trigger()
            return
        place = place.parentWidget()
