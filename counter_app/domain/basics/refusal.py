"""The two kinds of "no" that are not our fault: `Refusal` to the clerk, `CatalogueError` to whoever edits the forms."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 - it is the law, the data or the machine that says no, not an error of ours
    """The law, the data or the machine says no.

    `sentence` is one plain Chinese sentence saying what happened; `remedy` says what to do next.
    Neither may hold a person's name or identity number, or name a key: `act` is the act of the window that the remedy
    ends with, and the window writes its key behind it.
    """

    def __init__(self, sentence: str, remedy: str = "", act: str = "") -> None:
        """Keep both halves apart, so that a page can set them apart."""
        super().__init__(sentence, remedy, *((act,) if act else ()))
        self.sentence = sentence
        self.remedy = remedy
        self.act = act

    def __str__(self) -> str:
        """Both halves as one line."""
        return f"{self.sentence}。{self.remedy}" if self.remedy else self.sentence


class CatalogueError(Refusal):
    """A file of `forms/` or `resources/` that cannot be accepted; names the file, the key in it, and the reason."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        """`file` as the office knows it, `key` as a path within the file, `reason` in Chinese."""
        super().__init__(f"{file} 中 {key or '文件'}：{reason}", "改正该文件后重新启动")
        self.file = file
        self.key = key
        self.reason = reason


class Unfinished(Refusal):
    """What is entered so far does not do: true until something else is entered."""


class StateForbids(Refusal):
    """The state of the case does not allow the act."""
