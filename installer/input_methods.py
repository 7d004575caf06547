"""The input methods that Chinese is typed with in a trial: how each is had, started and asked for pinyin."""

import shlex
from dataclasses import dataclass

BUS = "unix:path=$HOME/session-bus"
"""A session bus of a trial: a path, for programs that are started one by one without network meet there."""


_PINYIN_OF_FCITX_5 = """\
[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=keyboard-us
Layout=

[Groups/0/Items/1]
Name=pinyin
Layout=

[GroupOrder]
0=Default
"""
_PINYIN_OF_FCITX_4 = """\
[Profile]
IMName=pinyin
EnabledIMList=fcitx-keyboard-us:True,pinyin:True
"""


@dataclass(frozen=True)
class InputMethod:
    """One input method with pinyin, as a Chinese desktop has it."""

    name: str
    packages: tuple[str, ...]
    """What a desktop has installed."""
    module: str
    """What the session names to programs."""
    command: str
    answers: str
    """A command that ends well once it is ready."""
    pinyin: str
    """A command that switches the window with the keyboard to pinyin."""
    profile: tuple[str, str] | None = None
    """A file below the home, and what the user chose in it."""

    @property
    def environment(self) -> dict[str, str]:
        """What the session gives to each program."""
        return {"QT_IM_MODULE": self.module, "XMODIFIERS": f"@im={self.module}", "GSETTINGS_BACKEND": "memory"}

    def session(self, program: str) -> str:
        """Return a script for `sh` that opens a session with the input method and `program` in it."""
        given = [f"export {name}={shlex.quote(value)}" for name, value in self.environment.items()]
        lines = ["rm -f $HOME/session-bus", f"export DBUS_SESSION_BUS_ADDRESS={BUS}", *given]
        lines.append("dbus-daemon --session --nofork --nopidfile --address=$DBUS_SESSION_BUS_ADDRESS >bus.log 2>&1 &")
        lines.append("until test -S $HOME/session-bus; do sleep 0.1; done")
        if self.profile is not None:
            path, words = self.profile
            lines += [f"mkdir -p $(dirname {path})", f"printf %s {shlex.quote(words)} >{path}"]
        lines += [f"{self.command} >session.log 2>&1 &", f"until {self.answers} >/dev/null 2>&1; do sleep 0.2; done"]
        lines.append(f"exec {program} >program.log 2>&1")
        return "\n".join(lines)

    def asked(self, words: str) -> str:
        """Return a script for `sh` that does `words` in the session that was opened."""
        return f"export DBUS_SESSION_BUS_ADDRESS={BUS}\n{words}"


FCITX_5 = InputMethod(
    "fcitx5",
    ("fcitx5", "fcitx5-pinyin"),
    "fcitx",
    "fcitx5 --disable=notifications",
    # fcitx5-remote would let the bus start a second one.
    "dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner"
    " string:org.fcitx.Fcitx5 | grep -q true",
    "fcitx5-remote -s pinyin && fcitx5-remote -o",
    (".config/fcitx5/profile", _PINYIN_OF_FCITX_5),
)
FCITX_4 = InputMethod(
    "fcitx4",
    ("fcitx", "fcitx-module-dbus", "fcitx-module-x11", "fcitx-pinyin", "fcitx-ui-classic"),
    "fcitx",
    "fcitx -D",
    "fcitx-remote",
    "fcitx-remote -s pinyin && fcitx-remote -o",
    (".config/fcitx/profile", _PINYIN_OF_FCITX_4),
)
IBUS = InputMethod(
    "ibus",
    ("ibus", "ibus-libpinyin"),
    "ibus",
    "ibus-daemon --panel=disable --emoji-extension=disable",
    "sh -c 'ibus list-engine --name-only | grep -q libpinyin'",
    "ibus engine libpinyin",
)
