"""Input methods: which one Qt loads, and for which field it is switched off."""

import shutil
from collections.abc import Callable, MutableMapping
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodQueryEvent
from PySide6.QtWidgets import QWidget

_MODULE = "QT_IM_MODULE"
_MODULES = "QT_IM_MODULES"
_FALLBACK = "ibus"
_DAEMON = "ibus-daemon"
_PORTAL = "IBUS_USE_PORTAL"
_FILTERED = "withoutInputMethod"

_Hint = Qt.InputMethodHint


class Script(Enum):
    """What is written into a field, and what an on-screen keyboard should offer for it."""

    CHINESE = Qt.InputMethodHint(0)
    LATIN = _Hint.ImhPreferLatin | _Hint.ImhNoPredictiveText | _Hint.ImhNoAutoUppercase
    CODE = _Hint.ImhLatinOnly | _Hint.ImhPreferUppercase | _Hint.ImhNoPredictiveText
    DIGITS = _Hint.ImhDigitsOnly
    DECIMAL = _Hint.ImhFormattedNumbersOnly
    PHONE = _Hint.ImhDialableCharactersOnly
    DATE = _Hint.ImhDate | _Hint.ImhPreferNumbers


class _NoInputMethod(QObject):
    """Answers for a field that it takes no input method, as long as the field's attribute says so.

    `QLineEdit` and `QComboBox` answer "enabled" whatever their attribute says, and ibus believes them: pinyin then
    swallows the letters of a code (seen with Qt 6.9.3 and fcitx 5).
    """

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answer the question for `ImEnabled`; a field without input method has nothing else to say."""
        if event.type() == QEvent.Type.InputMethodQuery and isinstance(event, QInputMethodQueryEvent):
            enabled = isinstance(watched, QWidget) and watched.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
            if not enabled and event.queries() & Qt.InputMethodQuery.ImEnabled:
                event.setValue(Qt.InputMethodQuery.ImEnabled, False)
                if isinstance(watched, QWidget):
                    event.setValue(Qt.InputMethodQuery.ImHints, int(watched.inputMethodHints().value))
                return True
        return False


def write(widget: QWidget, script: Script) -> None:
    """Tell Qt what is written into `widget`.

    Whatever is not Chinese takes no input method at all: hints alone do not keep pinyin from swallowing the letters
    of a code. Qt switches the method back on by itself when a field stops being read-only, so say it again then.
    """
    widget.setInputMethodHints(script.value)
    if script is not Script.CHINESE and not widget.property(_FILTERED):
        widget.setProperty(_FILTERED, True)
        widget.installEventFilter(_NoInputMethod(widget))
    widget.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, script is Script.CHINESE)


def choose_module(
    environment: MutableMapping[str, str], plugins: Path, which: Callable[[str], str | None] = shutil.which
) -> None:
    """Ask Qt for ibus where fcitx is asked for and `plugins` (Qt's folder of plugins) has no fcitx.

    UOS and Kylin sessions say fcitx; the PyPI wheel has only ibus, whose protocol fcitx 5 speaks as well.
    Qt's ibus plugin switches itself off where no program `ibus-daemon` is found (by `which`), unless it is told to
    use the portal's name on the bus; fcitx 5 answers there too.
    Has to be called before the application object exists. Any other choice is left alone.
    """
    if any((plugins / "platforminputcontexts").glob("*fcitx*")):
        return
    listed = [name.strip() for name in environment.get(_MODULES, "").split(";") if name.strip()]
    fallen_back = any(_is_fcitx(name) for name in listed)
    if fallen_back:
        kept = [name for name in listed if not _is_fcitx(name)]
        environment[_MODULES] = ";".join(kept if _FALLBACK in kept else [*kept, _FALLBACK])
    asked = environment.get(_MODULE, "")
    if not asked and not listed:
        asked = environment.get("XMODIFIERS", "").removeprefix("@im=")
    if _is_fcitx(asked):
        fallen_back = True
        environment[_MODULE] = _FALLBACK
    if fallen_back and which(_DAEMON) is None:
        environment.setdefault(_PORTAL, "1")


def _is_fcitx(name: str) -> bool:
    return name.strip().lower() in {"fcitx", "fcitx5"}
