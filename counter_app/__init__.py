"""The counter: filing public-security video systems at a police window."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    __version__: str
else:

    def __getattr__(name: str) -> str:
        """Read `__version__` when somebody asks: importing this package stays free of file access."""
        if name != "__version__":
            raise AttributeError(name)
        from counter_app.paths import version

        return version()
