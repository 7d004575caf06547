"""Looks at the program through AT-SPI, as a screen reader does; run by the system's Python, which has the bindings.

Reads commands from standard input, one JSON list a line, and answers each with one JSON value a line:
`["things", PID]`: everything in sight, outer before inner: role, name, its rectangle on the screen, the part of the
screen in which its surroundings can be seen, and its states;
`["described", PID]`: role, name and description of everything in sight that takes the focus;
`["heard"]`: what was announced since the last time.

The questions about one thing do not wait for the answers about another: 0.3 s for a page of 300 things, where one
question after the other takes 1.5 s.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402 - the version has to be said before

_ROOT = "/org/a11y/atspi/accessible/root"
_ACCESSIBLE = "org.a11y.atspi.Accessible"
_COMPONENT = "org.a11y.atspi.Component"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_SCREEN = GLib.Variant("(u)", (0,))
_MOST_CELLS = 600
_EVERYTHING = (-10_000, -10_000, 30_000, 30_000)
_STATES = {
    name: getattr(Atspi.StateType, name.upper())
    for name in ("showing", "focusable", "focused", "checked", "selected", "enabled")
}
_HEARD: list[str] = []


@dataclass
class _Thing:
    """One accessible and those in it."""

    address: str
    path: str
    depth: int
    role: str = ""
    name: str = ""
    description: str = ""
    place: tuple[int, int, int, int] = (0, 0, 0, 0)
    states: list[str] = field(default_factory=list)
    inner: list[_Thing] = field(default_factory=list)


class _Walk:
    """Asks for everything in sight of one program."""

    def __init__(self, bus: Gio.DBusConnection, *, described: bool) -> None:
        self._bus = bus
        self._described = described
        self._open = 0

    def of(self, pid: int) -> list[_Thing]:
        """The windows of a program, with all that is in them."""
        registry = ("org.a11y.atspi.Registry", _ROOT)
        (programs,) = self._bus.call_sync(*registry, _ACCESSIBLE, "GetChildren", None, None, 0, -1, None).unpack()
        found = [_Thing(address, path, 0) for address, path in programs if self._pid(address) == pid]
        for program in found:
            self._look(program)
        while self._open:
            GLib.MainContext.default().iteration(True)
        return [window for program in found for window in program.inner]

    def _pid(self, address: str) -> int:
        words = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
        asked = GLib.Variant("(s)", (address,))
        return int(self._bus.call_sync(*words, "GetConnectionUnixProcessID", asked, None, 0, -1, None).unpack()[0])

    def _look(self, thing: _Thing) -> None:  # noqa: C901 - one small function an answer
        def stated(answer: Any) -> None:
            low, high = answer[0]
            bits = low | high << 32
            thing.states = [name for name, state in _STATES.items() if bits >> int(state) & 1]
            if thing.depth > 1 and "showing" not in thing.states:
                return
            self._ask(thing, _PROPERTIES, "Get", GLib.Variant("(ss)", (_ACCESSIBLE, "Name")), named)
            self._ask(thing, _ACCESSIBLE, "GetRoleName", None, cast)
            self._ask(thing, _COMPONENT, "GetExtents", _SCREEN, placed)
            if self._described and "focusable" in thing.states:
                asked = GLib.Variant("(ss)", (_ACCESSIBLE, "Description"))
                self._ask(thing, _PROPERTIES, "Get", asked, described)
            self._ask(thing, _ACCESSIBLE, "GetChildren", None, filled)

        def named(answer: Any) -> None:
            thing.name = answer[0] or ""

        def described(answer: Any) -> None:
            thing.description = answer[0] or ""

        def cast(answer: Any) -> None:
            thing.role = answer[0]

        def placed(answer: Any) -> None:
            thing.place = tuple(answer[0])

        def filled(answer: Any) -> None:
            if len(answer[0]) > _MOST_CELLS or (self._described and thing.role in ("table", "list", "tree")):
                return  # the cells of a table are read by its model
            thing.inner = [_Thing(address, path, thing.depth + 1) for address, path in answer[0]]
            for one in thing.inner:
                self._look(one)

        self._ask(thing, _ACCESSIBLE, "GetState", None, stated)

    def _ask(self, of: _Thing, face: str, member: str, words: Any, told: Callable[[Any], None]) -> None:
        def answered(bus: Gio.DBusConnection, result: Gio.AsyncResult) -> None:
            self._open -= 1
            try:
                told(bus.call_finish(result).unpack())
            except GLib.Error:
                return  # it went away while it was looked at

        self._open += 1
        self._bus.call(of.address, of.path, face, member, words, None, 0, -1, None, answered)


def main() -> None:
    """Answer until the input ends."""
    Atspi.init()
    listener = Atspi.EventListener.new(_hear)
    listener.register("object:announcement")
    loop = GLib.MainLoop()
    threading.Thread(target=_answer_all, args=(loop, _accessibility_bus()), daemon=True).start()
    loop.run()


def _accessibility_bus() -> Gio.DBusConnection:
    session = Gio.bus_get_sync(Gio.BusType.SESSION)
    words = ("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
    (address,) = session.call_sync(*words, None, None, 0, -1, None).unpack()
    kind = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
    return Gio.DBusConnection.new_for_address_sync(address, kind, None, None)


def _hear(event: Atspi.Event) -> None:
    _HEARD.append(str(event.any_data))


def _answer_all(loop: GLib.MainLoop, bus: Gio.DBusConnection) -> None:
    for line in sys.stdin:
        done = threading.Event()
        GLib.idle_add(_answer, bus, json.loads(line), done)
        done.wait()
    GLib.idle_add(loop.quit)


def _answer(bus: Gio.DBusConnection, command: list[Any], done: threading.Event) -> bool:
    try:
        sys.stdout.write(json.dumps(_answer_to(bus, command), ensure_ascii=False) + "\n")
    except Exception as error:  # noqa: BLE001 - told to the test, which fails
        sys.stdout.write(json.dumps({"error": repr(error)}) + "\n")
    sys.stdout.flush()
    done.set()
    return False


def _answer_to(bus: Gio.DBusConnection, command: list[Any]) -> object:
    if command[0] == "heard":
        taken = list(_HEARD)
        _HEARD.clear()
        return taken
    described = command[0] == "described"
    windows = _Walk(bus, described=described).of(int(command[1]))
    found: list[list[object]] = []
    for window in windows:
        _collect(window, _EVERYTHING, found, described=described)
    return found


def _collect(thing: _Thing, around: tuple[int, int, int, int], found: list[list[object]], *, described: bool) -> None:
    if thing.depth > 1 and "showing" not in thing.states:
        return
    if not described:
        found.append([thing.role, thing.name, thing.place, around, thing.states])
    elif "focusable" in thing.states:
        found.append([thing.role, thing.name, thing.description])
    for one in thing.inner:
        _collect(one, _common(around, thing.place), found, described=described)


def _common(around: tuple[int, int, int, int], place: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """What can be seen of a place; its surroundings again where it is scrolled out of sight."""
    left, top = max(around[0], place[0]), max(around[1], place[1])
    right, bottom = min(around[0] + around[2], place[0] + place[2]), min(around[1] + around[3], place[1] + place[3])
    return (left, top, right - left, bottom - top) if right > left and bottom > top else around


if __name__ == "__main__":
    main()
