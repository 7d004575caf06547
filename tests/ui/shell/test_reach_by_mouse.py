"""Every act has a place that a mouse finds: a button, the menu of a right click, or for a step what one steps through.

A right click offers all acts of what lies under it that belong to no group (tests/ui/window/test_context_menu.py). What
is left, a group of steps and the keys of a line of text, is named here with what does the same by mouse; a new one
fails until it is.
"""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

from counter_app import ui
from counter_app.ui.base.acts import Act
from counter_app.ui.base.shortcuts import SHORTCUTS
from counter_app.ui.intake import case_menu
from counter_app.ui.shell import shell
from counter_app.ui.window.main_window import ENTRIES

PACKAGE = Path(ui.__file__).parent

STEPS = {
    "切换列表": "the buttons of the lists",
    "切换队列": "the buttons of the queues",
    "不符合的情形": "the boxes beside the item",
    "从第一行回到查找": "a click into the line",
    "按钮": "the buttons themselves",
    "勾选不合格的原因": "the boxes of the paper",
    "在待补正内容中：转到第几项": "a click on the item",
    "翻看": "the wheel and the scroll bar",
    "进入明细、回到项目": "a click on the other list",
    "选择核对项目": "a click on the item",
    "直接打开": "a double click on the line",
    "收存或退还一份": "the boxes of the papers",
    "上一页、下一页": "the wheel and the buttons of the viewer",
    "第一页、最后一页": "the wheel",
    "放大、缩小": "the wheel with Ctrl, and the buttons of the viewer",
    "移动": "the page is dragged",
    "在日历上移动": "a click on the day",
    "换一类设置": "a click on the index of the settings",
    "统计期间：月、季度、年、起止日期": "the buttons of the periods",
}
"""Groups of acts: what does the same by mouse."""

LINES = {
    "PlanPlaces.FIELD_ACTS": "clicks on the list, and the cross in the line",
    "NotedList.NOTE_ACTS": "a click on the next item",
    "FilingHistoryPage.LINE_ACTS": "clicks on the list",
    "FiledChooser.LINE_ACTS": "clicks on the list",
    "QueuesPage.FILTER_ACTS": "clicks on the list, and the cross in the line",
    "SearchDialog.LINE_ACTS": "clicks on the list, its scroll bar",
    "NumberStrip.FIELD_ACTS": "a click on the items",
    "BatchPage.FIELD_ACTS": "the button beside the line, a click on the list",
}
"""Acts of a line of text, where a right click has the line's own menu."""

ELSEWHERE = {
    "next_case": "the tabs",
    "previous_case": "the tabs",
    "more": "its button in the bar",
    **{f"case_{place}": "the tabs" for place in range(1, 10)},
}
"""Acts of the window that stand in neither menu."""


def records():
    """Name and acts of every record of acts in the package."""
    for found in pkgutil.walk_packages(ui.__path__, "counter_app.ui."):
        module = importlib.import_module(found.name)
        owners = [("", module), *((f"{n}.", c) for n, c in vars(module).items() if inspect.isclass(c))]
        for prefix, owner in owners:
            if prefix and owner.__module__ != found.name:
                continue
            for name, value in vars(owner).items():
                if isinstance(value, tuple) and value and all(isinstance(one, Act) for one in value):
                    yield f"{prefix}{name}", value


def test_every_group_of_steps_is_gone_through_by_mouse_too():
    groups = {act.group for _name, acts in records() for act in acts if act.group}
    assert groups == set(STEPS)


def test_what_is_heard_by_a_line_of_text_is_done_by_mouse_beside_it():
    heard = set()
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text("utf-8")
        for acts, place in re.findall(r"PageActs\(self, (?:self\.)?(\w+), self\.(\w+)\)", text):
            if place in {"field", "note", "words", "line", "filter", "scan_field"}:
                heard.add(acts)
    known = {name.split(".")[1] for name in LINES}
    assert heard <= known
    assert {name for name, _acts in records() if name.split(".")[-1] in known} <= set(LINES)


def test_every_act_of_the_window_stands_in_a_menu_or_has_a_button():
    placed = {name for group in (*case_menu._MENU, *shell._MENU) for name in group}
    placed |= {entry.name for entry in ENTRIES} | set(ELSEWHERE)
    assert {shortcut.name for shortcut in SHORTCUTS} - placed == set()
