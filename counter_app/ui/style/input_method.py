"""Input methods: which one Qt loads, and for which field it is switched off."""

from collections.abc import Callable, Mapping, MutableMapping
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodQueryEvent
from PySide6.QtWidgets import QWidget

from counter_app.ui.style import fcitx_plugin

_MODULE = "QT_IM_MODULE"
_MODULES = "QT_IM_MODULES"
_FCITX = "fcitx"
_IBUS = "ibus"
_PORTAL = "IBUS_USE_PORTAL"
_FILTERED = "withoutInputMethod"
_MISSED = "inputMethodMissed"

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


def _portal_answers() -> bool:
    from counter_app.ui.style import ibus_portal  # a session without input method needs no bus

    return ibus_portal.answers()


def choose_module(
    environment: MutableMapping[str, str],
    plugins: Path,
    offer_the_systems: Callable[[Mapping[str, str]], bool] = fcitx_plugin.offer,
    portal_answers: Callable[[], bool] = _portal_answers,
) -> bool:
    """Choose the module through which Qt reaches the input method that the session asks for.

    For fcitx, which UOS and Kylin sessions name, that is its own where `plugins` (Qt's folder of plugins) or the system
    has it: the built program brings one along. The PyPI wheel has only ibus's, whose protocol fcitx 5 supports as well.

    Qt's ibus plugin is told to use the portal's name on the bus, to which fcitx 5 and ibus both answer. Otherwise it
    switches itself off where no program `ibus-daemon` is found, where there is one it looks for a file that fcitx 5
    writes a second after it started, only once, and it drops most letters once ibus has ended (Qt 6.9.3).

    Has to be called before the application object exists. Any other choice is left alone. Return whether the input
    method can be reached; False only where ibus's plugin is chosen and nothing answers to the portal's name.
    """
    listed = [name.strip() for name in environment.get(_MODULES, "").split(";") if name.strip()]
    asked = environment.get(_MODULE, "")
    if not asked and not listed:
        asked = environment.get("XMODIFIERS", "").removeprefix("@im=")
    if any(_is_fcitx(name) for name in (asked, *listed)):
        if any((plugins / "platforminputcontexts").glob("*fcitx*")) or offer_the_systems(environment):
            if _is_fcitx(asked):
                environment[_MODULE] = _FCITX
            return True
        _ask_ibus_instead(environment, asked, listed)
        return portal_answers()
    if _IBUS in listed or (asked == _IBUS and _takes_modules(environment)):
        return _ask_ibus(environment, asked, portal_answers)
    return True


def _ask_ibus_instead(environment: MutableMapping[str, str], asked: str, listed: list[str]) -> None:
    if any(_is_fcitx(name) for name in listed):
        kept = [name for name in listed if not _is_fcitx(name)]
        environment[_MODULES] = ";".join(kept if _IBUS in kept else [*kept, _IBUS])
    if _is_fcitx(asked):
        environment[_MODULE] = _IBUS
    environment.setdefault(_PORTAL, "1")


def _ask_ibus(environment: MutableMapping[str, str], asked: str, portal_answers: Callable[[], bool]) -> bool:
    if asked:
        environment[_MODULE] = asked
    if not portal_answers():
        return False
    environment.setdefault(_PORTAL, "1")
    return True


def _takes_modules(environment: Mapping[str, str]) -> bool:
    """Whether a session that names its input method to X alone means Qt too: Wayland has a way of its own to it."""
    return bool(environment.get(_MODULE)) or fcitx_plugin.draws_on_x11(environment)


def remember(application: QCoreApplication, *, reached: bool) -> None:
    """Keep with `application` what `choose_module` said before it was made."""
    application.setProperty(_MISSED, not reached)


def tell_when_late(parent: QObject, tell: Callable[[], None]) -> None:
    """Call `tell` when an input method that did not answer at the start does, for as long as `parent` exists.

    Qt does not look for it a second time (6.9.3): only a new start of the program brings it.
    """
    application = QCoreApplication.instance()
    if application is None or not application.property(_MISSED):
        return
    from counter_app.ui.style import ibus_portal

    ibus_portal.Watch(parent).came.connect(tell)


def _is_fcitx(name: str) -> bool:
    return name.strip().lower() in {"fcitx", "fcitx5"}
