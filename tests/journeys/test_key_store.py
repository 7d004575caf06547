"""The key of an office in a real key store of a desktop: GNOME Keyring on a session bus of its own."""

import io
import subprocess
from contextlib import closing

import pytest
import secretstorage

from counter_app import paths
from counter_app.bootstrap import keeping_backend
from counter_app.domain.office.recovery_code import recovery_code
from counter_app.persistence.keys.key_places import FROM_STORE, KeyPlaces, lasting_places
from counter_app.services.papers import recovery
from counter_app.services.ports.keys import KeyPlace
from tests.fakes.memory_backend import POST
from tests.journeys.display import session_bus, until
from tests.journeys.program import in_this_process

pytestmark = [pytest.mark.if_installed("gnome-keyring-daemon"), in_this_process]


def lock():
    """As where somebody is logged in without a password."""
    with closing(secretstorage.dbus_init()) as connection:
        secretstorage.Collection(connection).lock()


@pytest.fixture
def _desktop(tmp_path, monkeypatch):
    for name, variable in (("home", "HOME"), ("share", "XDG_DATA_HOME"), ("run", "XDG_RUNTIME_DIR")):
        (tmp_path / name).mkdir(mode=0o700)
        monkeypatch.setenv(variable, str(tmp_path / name))
    with session_bus() as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus)
        words = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
        with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as daemon:
            daemon.stdin.write(b"the password of the login")
            daemon.stdin.close()
            try:
                until(lambda: list((tmp_path / "share" / "keyrings").glob("login.keyring")), "no keyring")
                yield
            finally:
                daemon.kill()


@pytest.fixture
def anew(run):
    """Run a command as a program that was just started."""

    def call(*arguments):
        FROM_STORE.clear()
        return run(*arguments)

    return call


def files_with(secret):
    return [path.name for path in paths.keys_dir().parent.rglob("*") if path.is_file() and secret in path.read_bytes()]


@pytest.mark.usefixtures("_desktop")
def test_once_the_sheet_is_printed_only_an_unlocked_desktop_opens_the_data(data, anew, monkeypatch):
    key = lasting_places(paths.keys_dir()).key_of(data)
    with keeping_backend(data) as backend:
        recovery.draw_recovery_sheet(backend, post=POST)
        recovery.recovery_sheet_is_out(backend)
        assert recovery.recovery_state(backend).place is KeyPlace.STORE
    assert files_with(key.secret.hex().encode()) == []
    code, said, _ = anew("doctor", "--data", data)
    assert "密钥不在数据文件夹里，在系统密钥环里" in said

    lock()
    code, _, complained = anew("audit", "verify", "--data", data)
    assert code == 2
    assert "密钥在系统密钥环里，密钥环没有解锁，数据没有打开" in complained, "a prompt would be no answer in time"

    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    code, _, complained = anew("audit", "verify", "--data", data)
    assert code == 2
    assert "不在登录桌面的会话里" in complained
    assert complained.count("\n") == 1

    monkeypatch.setattr("sys.stdin", io.StringIO(recovery_code(key.secret)))
    assert anew("key", "recover", "--data", data)[0] == 0
    assert KeyPlaces(paths.keys_dir()).key_of(data) == key


@pytest.mark.usefixtures("_desktop")
def test_the_way_to_a_file_and_back(data):
    with keeping_backend(data) as backend:
        recovery.draw_recovery_sheet(backend, post=POST)
        recovery.recovery_sheet_is_out(backend)
        recovery.move_key(backend, KeyPlace.FILE, post=POST)
        key = KeyPlaces(paths.keys_dir()).key_of(data)
        recovery.move_key(backend, KeyPlace.STORE, post=POST)
        assert files_with(key.secret.hex().encode()) == []
        assert backend.office_key.store_trouble() == ""
