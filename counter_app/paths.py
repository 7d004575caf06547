"""Where things are: in a source tree, in an installed wheel, in a frozen build. The only module that knows."""

import os
import sys
import tomllib
from pathlib import Path

import platformdirs

DATA_VARIABLE = "COUNTER_APP_DATA"
"""Environment variable that chooses where cases are kept."""

OVERLAY_VARIABLE = "COUNTER_APP_OVERLAY"
"""Environment variable that chooses the office's own folder of forms and resources."""

CONFIG_VARIABLE = "COUNTER_APP_CONFIG"
"""Environment variable that chooses where the user's own settings lie, apart from the cases."""

_DISTRIBUTION = "counter-app"
_PACKAGE = Path(__file__).resolve().parent


def _base() -> Path:
    """Return the folder that holds `forms/` and `resources/`."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen)
    installed = _PACKAGE / "_data"
    return installed if installed.is_dir() else _PACKAGE.parent


def version() -> str:
    """Return this program's version; a source tree's own statement wins over what was once installed from it."""
    stated = _base() / "pyproject.toml"
    if stated.is_file():
        return str(tomllib.loads(stated.read_text("utf-8"))["project"]["version"])
    from importlib import metadata  # takes 20 ms, a tenth of a bare window; only installed copies ask

    return metadata.version(_DISTRIBUTION)


def build_file(name: str) -> Path:
    """Return a file that only a built program has: what it was built from, and what it consists of."""
    return _base() / name


def own_command() -> list[str]:
    """Return the program and its first arguments by which this program is started once more."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "counter_app"]


def forms_dir() -> Path:
    """Return the folder of the shipped forms: what the law prescribes, one folder a form and edition."""
    return _base() / "forms"


def resources_dir() -> Path:
    """Return the folder of the shipped fonts, icons, calendars and code tables."""
    return _base() / "resources"


def data_dir(override: Path | None = None) -> Path:
    """Return where cases are kept: `override`, else `COUNTER_APP_DATA`, else this system's place for user data.

    The folder need not exist yet; whoever writes into it first makes it.
    """
    if override is not None:
        return override.expanduser().absolute()
    chosen = os.environ.get(DATA_VARIABLE)
    if chosen:
        return Path(chosen).expanduser().absolute()
    return Path(platformdirs.user_data_dir(_DISTRIBUTION, appauthor=False))


def cache_dir() -> Path:
    """Return where this program keeps for one user what it can make again; it need not exist yet."""
    return Path(platformdirs.user_cache_dir(_DISTRIBUTION, appauthor=False))


def known_offices_dir() -> Path:
    """Return where it is remembered which data folders held an office: among the user's settings, apart from them."""
    return _config_dir() / "offices"


def keys_dir() -> Path:
    """Return where the keys of encrypted data folders lie: among the user's settings, apart from the data."""
    return _config_dir() / "keys"


def witnesses_dir() -> Path:
    """Return where the user's settings witness how far each office has come, apart from its data."""
    return _config_dir() / "witnesses"


def _config_dir() -> Path:
    """Return where the user's own settings lie: apart from the data, whose memory and keys may not go with them.

    Windows and macOS keep settings and data of a program in one folder: there the settings have one beside it.
    """
    chosen = os.environ.get(CONFIG_VARIABLE)
    if chosen:
        return Path(chosen).expanduser().absolute()
    settings = Path(platformdirs.user_config_dir(_DISTRIBUTION, appauthor=False))
    if settings == Path(platformdirs.user_data_dir(_DISTRIBUTION, appauthor=False)):
        return settings.with_name(f"{_DISTRIBUTION}-settings")
    return settings


def office_overlay_dir(data: Path) -> Path:
    """Return the office's own folder: `COUNTER_APP_OVERLAY`, else `<data>/office`.

    It has `forms/` and `resources/` in it and need not exist. 《规定》第二十一条 lets provinces make their own rules.
    """
    chosen = os.environ.get(OVERLAY_VARIABLE)
    return Path(chosen).expanduser().absolute() if chosen else data / "office"


def resource(name: str, overlay: Path | None = None) -> Path:
    """Return the file `name` (slashes, below `resources/`): the office's where it has one, else ours.

    Raises `FileNotFoundError` when neither has it.
    """
    if overlay is not None and (own := overlay / "resources" / name).is_file():
        return own
    shipped = resources_dir() / name
    if not shipped.is_file():
        raise FileNotFoundError(shipped)
    return shipped
