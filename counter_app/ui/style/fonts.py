"""One typeface in two weights: the system's Chinese one, or ours where the system has none."""

from PySide6.QtGui import QFontDatabase

from counter_app.paths import resource

PREFERRED = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "思源黑体",
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "微软雅黑",
    "WenQuanYi Micro Hei",
    "文泉驿微米黑",
    "SimHei",
)
"""Upright faces without serifs that stand on counters (UOS, Kylin, Debian, Windows), best first."""

_BUNDLED = ("fonts/NotoSansSC-Regular.ttf", "fonts/NotoSansSC-Bold-subset.ttf")


def family(*, bundled: bool = False) -> str:
    """Return the family to write Chinese with; load ours where the system has none, or where `bundled` asks for it."""
    if not bundled:
        installed = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
        for name in PREFERRED:
            if name in installed:
                return name
        if installed:
            return str(installed[0])
    return load_bundled()


def load_bundled() -> str:
    """Register the two weights we ship with Qt and return their family. Raises `OSError` when Qt takes neither."""
    families: list[str] = []
    for name in _BUNDLED:
        number = QFontDatabase.addApplicationFont(str(resource(name)))
        if number >= 0:
            families += QFontDatabase.applicationFontFamilies(number)
    if not families:
        raise OSError(_BUNDLED[0])
    return families[0]
