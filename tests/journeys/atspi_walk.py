"""Looks at the program through AT-SPI, as a screen reader does; run by the system's Python, which has the bindings.

Reads commands from standard input, one JSON list a line, and answers each with one JSON value a line:
`["focusable", PID]`: role, name and description of everything in sight that takes the focus;
`["heard"]`: what was announced since the last time.
"""

from __future__ import annotations

import json
import sys
import threading

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - the version has to be said before

_DEEPEST = 60
_HEARD: list[str] = []


def main() -> None:
    """Answer until the input ends."""
    Atspi.init()
    listener = Atspi.EventListener.new(_hear)
    listener.register("object:announcement")
    loop = GLib.MainLoop()
    threading.Thread(target=_answer_all, args=(loop,), daemon=True).start()
    loop.run()


def _hear(event: Atspi.Event) -> None:
    _HEARD.append(str(event.any_data))


def _answer_all(loop: GLib.MainLoop) -> None:
    for line in sys.stdin:
        done = threading.Event()
        GLib.idle_add(_answer, json.loads(line), done)
        done.wait()
    GLib.idle_add(loop.quit)


def _answer(command: list[object], done: threading.Event) -> bool:
    try:
        answer: object = _focusable(int(str(command[1]))) if command[0] == "focusable" else _taken()
    except Exception as error:  # noqa: BLE001 - told to the test, which fails
        answer = {"error": repr(error)}
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    done.set()
    return False


def _taken() -> list[str]:
    taken = list(_HEARD)
    _HEARD.clear()
    return taken


def _focusable(pid: int) -> list[list[str]]:
    desktop = Atspi.get_desktop(0)
    programs = [desktop.get_child_at_index(place) for place in range(desktop.get_child_count())]
    found: list[list[str]] = []
    for program in programs:
        if program is not None and program.get_process_id() == pid:
            _collect(program, found, 0)
    return found


def _collect(node: Atspi.Accessible, found: list[list[str]], depth: int) -> None:
    states = node.get_state_set()
    if depth > 1 and not states.contains(Atspi.StateType.SHOWING):
        return
    if states.contains(Atspi.StateType.FOCUSABLE):
        found.append([node.get_role_name(), node.get_name() or "", node.get_description() or ""])
    if states.contains(Atspi.StateType.MANAGES_DESCENDANTS) or depth > _DEEPEST:
        return  # the cells of a table are read by its model
    for place in range(node.get_child_count()):
        child = node.get_child_at_index(place)
        if child is not None:
            _collect(child, found, depth + 1)


if __name__ == "__main__":
    main()
