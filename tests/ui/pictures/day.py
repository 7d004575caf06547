"""Nothing open, the keys, and the looks one can choose."""

from counter_app.ui.style import theme
from tests.fakes.memory_backend import MemoryBackend
from tests.ui.pictures.album import SIZES, SMALL, Album, clear_dialogs, sample_office, settle, with_shell
from tests.ui.shell_fakes import Running


def empty(album: Album) -> None:
    """Nothing open, nothing received."""

    def act(running: Running) -> None:
        album.take(running, "empty", {**SIZES, **SMALL})

    with_shell(MemoryBackend.make(), act)


def keys(album: Album) -> None:
    """F1 on a case and on the list."""

    def act(running: Running) -> None:
        for page in ("cases", "today", "settings"):
            running.shell.show(page)
            for label, size in {**SIZES, **SMALL}.items():
                running.shell.window.resize(*size)
                settle(running)
                running.shell.act("keys")
                album.take(running, f"keys-{page}", {label: size})
                clear_dialogs(running)

    with_shell(sample_office(), act)


def looks(album: Album) -> None:
    """Dark, high contrast, larger."""

    def act(running: Running) -> None:
        for name in theme.ThemeName:
            theme.current().use(name)
            for page in ("cases", "today", "settings"):
                running.shell.show(page)
                album.take(running, f"{page}-{name}")
        album.dress()
        for zoom in (125, 150, 200):
            theme.current().set_zoom(zoom)
            for page in ("cases", "today", "settings"):
                running.shell.show(page)
                album.take(running, f"{page}-zoom-{zoom}")
        theme.current().set_zoom(100)

    with_shell(sample_office(), act)


CHAPTERS = (empty, keys, looks)
