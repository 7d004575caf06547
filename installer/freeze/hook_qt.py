"""Run at every start of the built program on Linux: Qt's plugins are its own, wherever the desktop has others.

PySide6 itself tells Qt where it lies, once it is imported.
"""

import os
import sys

os.environ["QT_PLUGIN_PATH"] = os.path.join(str(vars(sys)["_MEIPASS"]), "PySide6", "Qt", "plugins")  # noqa: PTH118 - before pathlib
