"""Files that the window opens: the one table for its words, for Linux's file types and for those of Windows.

The installers read it without the rest of the program: nothing here imports more than Python's own library.
"""

from typing import Final

from counter_app.domain.basics.records import frozen


@frozen
class FileType:
    """A kind of file. One that is not our `own` belongs to another program, and is only offered to ours."""

    name: str
    """In code, and in the registry of Windows."""
    words: str
    """What users read."""
    suffix: str
    mime: str
    own: bool = False
    english: str = ""
    """What the desktop calls a file of our own, where it does not speak Chinese."""
    parent: str = ""
    """The MIME type of which one of our own is a special case: programs for that one open it too."""
    offered: bool = True
    """Whether Linux offers ours for it. Where no other program says it opens the kind, the desktop takes the one that
    does: editors say they open plain text, and ours would be what a click on any JSON file starts."""


FILE_TYPES: Final = (
    FileType(
        name="office-pack",
        words="机关配置包",
        suffix=".office-pack",
        mime="application/vnd.counter-app.office-pack+json",
        own=True,
        english="Office pack of the filing counter",
        parent="application/json",
    ),
    FileType(
        name="workbook",
        words="备案登记表",
        suffix=".xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    FileType(name="json", words="登记文件、接收结果", suffix=".json", mime="application/json", offered=False),
    FileType(name="package", words="电子数据包", suffix=".zip", mime="application/zip"),
)
