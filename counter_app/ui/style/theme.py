"""How the window looks: colours and style sheet from `resources/theme`, zoom, and the words for a widget's role."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from counter_app.domain.basics.labelled import Labelled
from counter_app.domain.basics.records import frozen
from counter_app.paths import resource
from counter_app.services.office.workstation import Workstation
from counter_app.ui.style import grid

ZOOM_STEPS = (80, 90, 100, 110, 125, 150, 175, 200)
"""Per cent. At 80 % the text is set in 11 points still and only the distances shrink."""

_CALL = re.compile(r"\b(px|pt)\((\d+(?:\.\d+)?)\)")
_SUM = re.compile(r"\d+px(?: [-+] \d+px)+")
_TOKEN = re.compile(r"@([a-z_]+)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ICON = re.compile(r"icon\(([a-z-]+)\)")


class ThemeName(Labelled):
    """The three sets of colours."""

    LIGHT = "light", "浅色"
    DARK = "dark", "深色"
    HIGH_CONTRAST = "high_contrast", "高对比度"


@frozen
class Colours:
    """The colours of one theme by name: `#rrggbb`."""

    name: ThemeName
    tokens: Mapping[str, str]

    def __getitem__(self, token: str) -> QColor:
        """Raises `KeyError` for a token the theme has not."""
        return QColor(self.tokens[token])


@cache
def colours(name: ThemeName) -> Colours:
    """Read the colours of a theme."""
    return Colours(name, tomllib.loads(resource(f"theme/{name}.toml").read_text("utf-8")))


@cache
def _style_source() -> str:
    return resource("theme/counter.qss").read_text("utf-8")


def style_sheet(palette: Colours, zoom: float) -> str:
    """Return the style sheet with every token, `px()`, `pt()` and `icon()` put in, and the sums made."""

    def scaled(match: re.Match[str]) -> str:
        unit, number = match[1], float(match[2])
        if unit == "pt":
            return f"{max(number * zoom, grid.BASE_POINTS):g}pt"
        return f"{max(round(number * zoom), 1) if number else 0}px"

    def added(match: re.Match[str]) -> str:
        lengths = re.findall(r"([-+]?) ?(\d+)px", match[0])
        return f"{sum(-int(length) if sign == '-' else int(length) for sign, length in lengths)}px"

    def icon(match: re.Match[str]) -> str:
        return f'url("{resource(f"icons/{palette.name}/{match[1]}.svg").as_posix()}")'

    text = _ICON.sub(icon, _SUM.sub(added, _CALL.sub(scaled, _COMMENT.sub("", _style_source()))))
    return _TOKEN.sub(lambda match: palette.tokens[match[1]], text)


class Theme(QObject):
    """The looks in force. One for the application; `changed` tells whoever paints by hand."""

    changed = Signal()

    def __init__(
        self,
        application: QApplication,
        family: str,
        *,
        name: ThemeName = ThemeName.LIGHT,
        zoom: int = 100,
    ) -> None:
        """`family` is the typeface, `zoom` in per cent."""
        super().__init__(application)
        self.setObjectName("theme")
        self._application = application
        self._family = family
        self._name = name
        self._zoom = _nearest(zoom)
        self._apply()

    @property
    def name(self) -> ThemeName:
        """The set of colours in force."""
        return self._name

    @property
    def zoom(self) -> int:
        """The zoom in per cent."""
        return self._zoom

    @property
    def colours(self) -> Colours:
        """The colours in force, for what is painted by hand."""
        return colours(self._name)

    def use(self, name: ThemeName) -> None:
        """Change the colours."""
        if name != self._name:
            self._name = name
            self._apply()

    def set_zoom(self, per_cent: int) -> None:
        """Zoom to the step nearest to `per_cent`."""
        if _nearest(per_cent) != self._zoom:
            self._zoom = _nearest(per_cent)
            self._apply()

    def zoom_in(self) -> None:
        """One step larger (Ctrl+plus)."""
        self.set_zoom(ZOOM_STEPS[min(ZOOM_STEPS.index(self._zoom) + 1, len(ZOOM_STEPS) - 1)])

    def zoom_out(self) -> None:
        """One step smaller (Ctrl+minus)."""
        self.set_zoom(ZOOM_STEPS[max(ZOOM_STEPS.index(self._zoom) - 1, 0)])

    def zoom_reset(self) -> None:
        """Back to 100 % (Ctrl+0)."""
        self.set_zoom(100)

    def _apply(self) -> None:
        font = QFont(self._family)
        font.setPointSizeF(max(grid.BASE_POINTS * self._zoom / 100, grid.BASE_POINTS))
        self._application.setFont(font)
        self._application.setPalette(_palette(self.colours))
        self._application.setStyleSheet(style_sheet(self.colours, self._zoom / 100))
        grid.set_zoom(self._zoom / 100)
        grid.rescale(self._application.topLevelWidgets())
        self.changed.emit()


def current() -> Theme:
    """Return the theme of the running application. Raises `LookupError` where none was put on."""
    application = QApplication.instance()
    theme = None if application is None else application.findChild(Theme, "theme")
    if theme is None:
        raise LookupError("theme")
    return theme


def mark(widget: QWidget, **properties: str | bool) -> None:
    """Set the properties by which the style sheet knows `widget` (`role="title"`) and have it polished again."""
    changed = False
    for name, value in properties.items():
        if (widget.property(name) or "") != (value or ""):  # the style sheet asks for none that is unset or false
            widget.setProperty(name, value)
            changed = True
    # A widget that was never shown is polished when it is: polishing it twice cost a third of building a page.
    if changed and widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
        QWidget.update(widget)  # item views have an `update` of their own


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two colours after WCAG 2.1, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _nearest(per_cent: int) -> int:
    return min(ZOOM_STEPS, key=lambda step: abs(step - per_cent))


def _palette(chosen: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for which, token in {
        role.Window: "ground",
        role.WindowText: "ink",
        role.Base: "paper",
        role.AlternateBase: "ground",
        role.Text: "ink",
        role.Button: "paper",
        role.ButtonText: "ink",
        role.BrightText: "red",
        role.Highlight: "accent",
        role.HighlightedText: "on_accent",
        role.Link: "accent",
        role.LinkVisited: "accent",
        role.PlaceholderText: "quiet",
        role.ToolTipBase: "paper",
        role.ToolTipText: "ink",
        role.Light: "paper",
        role.Midlight: "line",
        role.Mid: "edge",
        role.Dark: "edge",
        role.Shadow: "line",
        role.Accent: "accent",
    }.items():
        palette.setColor(which, chosen[token])
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, chosen["disabled"])
    return palette


_THEMES: Final = {"light": ThemeName.LIGHT, "dark": ThemeName.DARK, "contrast": ThemeName.HIGH_CONTRAST}


def theme_of(workstation: Workstation) -> ThemeName | None:
    """The theme the workstation chose; None where it follows the system, or chose one that is not known."""
    return _THEMES.get(workstation.theme)


def system_theme() -> ThemeName:
    """Dark where the system is dark, else light. An application has to be there."""
    dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return ThemeName.DARK if dark else ThemeName.LIGHT
