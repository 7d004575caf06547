"""The key stores of the systems: what they are asked, how long they are waited for, why they may not answer."""

import subprocess
import sys
import threading
import types

import pytest

from counter_app.persistence.keys.key_store import StoreTrouble, StoreUnavailable
from counter_app.persistence.keys.system_store import SystemStore, store_of_this_system

KEY_ID, SECRET = "0123456789abcdef", bytes(range(32))


def trouble_of(store):
    with pytest.raises(StoreUnavailable) as told:
        store.read(KEY_ID)
    return told.value.trouble


class Answering:
    def __init__(self, answer):
        self.read = lambda _key_id: answer()


def test_a_store_that_does_not_answer_is_not_waited_for():
    end = threading.Event()
    now, asked = [100.0], []

    def answer():
        asked.append(now[0])
        end.wait(60)

    store = SystemStore(lambda: Answering(answer), longest=0.01, seconds=lambda: now[0])
    assert trouble_of(store) is StoreTrouble.SILENT
    assert trouble_of(store) is StoreTrouble.SILENT
    assert asked == [100.0], "a start asks several times"
    now[0] += 11
    end.set()
    store._longest = 60
    assert store.read(KEY_ID) is None
    assert asked == [100.0, 111.0]


def test_a_store_whose_library_is_missing_is_none():
    def missing():
        raise ImportError("secretstorage")

    assert trouble_of(SystemStore(missing)) is StoreTrouble.ABSENT


def test_what_a_library_raises_is_a_failure_that_tells_no_secret():
    def broken():
        raise ValueError("k" * 32)

    store = SystemStore(lambda: Answering(broken))
    with pytest.raises(StoreUnavailable) as told:
        store.read(KEY_ID)
    assert (told.value.trouble, str(told.value), told.value.__cause__) == (StoreTrouble.FAILED, "FAILED", None)


def test_why_a_store_cannot_be_used_is_handed_on():
    def locked():
        raise StoreUnavailable(StoreTrouble.LOCKED)

    assert trouble_of(SystemStore(lambda: Answering(locked))) is StoreTrouble.LOCKED
    assert SystemStore(lambda: Answering(lambda: None)).read(KEY_ID) is None
    assert SystemStore(lambda: Answering(lambda: SECRET)).read(KEY_ID) == SECRET


@pytest.mark.skipif(sys.platform != "linux", reason="the session bus")
def test_without_a_session_there_is_no_store(monkeypatch):
    assert trouble_of(SystemStore()) is StoreTrouble.ABSENT
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    assert trouble_of(SystemStore()) is StoreTrouble.ABSENT


def test_nothing_of_a_store_is_imported_before_one_is_asked():
    code = (
        "import sys; from counter_app.persistence.keys.key_places import KeyPlaces, lasting_places; "
        "from pathlib import Path; lasting_places(Path('/nowhere')).key_of(Path('/nowhere')); "
        "print(sorted({'secretstorage', 'jeepney', 'win32ctypes', 'cryptography'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


class CredentialsError(Exception):
    def __init__(self, winerror):
        super().__init__(winerror)
        self.winerror = winerror


@pytest.fixture
def credentials(monkeypatch):
    """The Credential Manager as `win32ctypes` shows it: text is kept as UTF-16; `refuse` is what it raises."""
    kept, refuse = {}, []

    def may(target, kind):
        assert kind == 1
        if refuse:
            raise CredentialsError(refuse[0])
        if target is not None and target not in kept:
            raise CredentialsError(1168)

    def write(credential, flags):
        may(None, credential["Type"])
        assert (flags, credential["Persist"]) == (0, 2)
        kept[credential["TargetName"]] = credential

    def read(target, kind):
        may(target, kind)
        return kept[target] | {"CredentialBlob": kept[target]["CredentialBlob"].encode("utf-16-le")}

    def delete(target, kind):
        may(target, kind)
        del kept[target]

    win32cred = types.SimpleNamespace(
        CRED_TYPE_GENERIC=1, CRED_PERSIST_LOCAL_MACHINE=2, CredWrite=write, CredRead=read, CredDelete=delete
    )
    pywin32 = types.ModuleType("win32ctypes.pywin32")
    pywin32.win32cred, pywin32.pywintypes = win32cred, types.SimpleNamespace(error=CredentialsError)
    monkeypatch.setitem(sys.modules, "win32ctypes", types.ModuleType("win32ctypes"))
    monkeypatch.setitem(sys.modules, "win32ctypes.pywin32", pywin32)
    module = "counter_app.persistence.keys.windows_credentials"
    monkeypatch.delitem(sys.modules, module, raising=False)
    yield types.SimpleNamespace(kept=kept, refuse=refuse)
    sys.modules.pop(module, None)


def test_a_secret_is_kept_by_windows_under_the_name_of_the_key(credentials):
    store = SystemStore(lambda: store_of_this_system("nt"))
    assert store.read(KEY_ID) is None
    store.forget(KEY_ID)
    store.keep(KEY_ID, SECRET)
    assert list(credentials.kept) == [f"counter-app/{KEY_ID}"]
    assert store.read(KEY_ID) == SECRET
    credentials.kept[f"counter-app/{KEY_ID}"]["CredentialBlob"] = "no hex"
    assert store.read(KEY_ID) is None
    store.forget(KEY_ID)
    assert credentials.kept == {}


@pytest.mark.parametrize(("number", "trouble"), [(1312, StoreTrouble.ABSENT), (5, StoreTrouble.FAILED)])
def test_what_windows_refuses_is_told_apart(credentials, number, trouble):
    credentials.refuse.append(number)
    store = SystemStore(lambda: store_of_this_system("nt"))
    assert trouble_of(store) is trouble
    with pytest.raises(StoreUnavailable):
        store.keep(KEY_ID, SECRET)
