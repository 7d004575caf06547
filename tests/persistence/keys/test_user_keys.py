"""A key moves between its file and the key store of the system, and is never in neither."""

import itertools

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.office.recovery_code import recovery_code
from counter_app.persistence.keys import key_files, user_keys
from counter_app.persistence.keys.key_places import KeyPlaces
from counter_app.persistence.keys.key_store import StoreTrouble, StoreUnavailable
from counter_app.persistence.keys.office_key import OfficeKey
from counter_app.services.ports.keys import KeyLost, KeyPlace


class MemoryStore:
    """A key store; `trouble` says why it cannot be used, `wrong` what it gives in the place of what it was given."""

    def __init__(self):
        self.kept = {}
        self.trouble = None
        self.wrong = None

    def _refuse(self):
        if self.trouble is not None:
            raise StoreUnavailable(self.trouble)

    def read(self, key_id):
        self._refuse()
        return self.wrong or self.kept.get(key_id)

    def keep(self, key_id, secret):
        self._refuse()
        self.kept[key_id] = secret

    def forget(self, key_id):
        self._refuse()
        self.kept.pop(key_id, None)


@pytest.fixture
def store():
    return MemoryStore()


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "config" / "keys"


@pytest.fixture
def places(folder, store):
    return KeyPlaces(folder, store)


@pytest.fixture
def anew(folder, store):
    """The next start."""
    return lambda: KeyPlaces(folder, store)


def names(folder):
    return sorted(path.suffix for path in folder.iterdir())


def secrets_in(*folders):
    return [path.name for folder in folders for path in folder.rglob("*") if path.is_file() and hexed(path)]


def hexed(path):
    return key_files.read_secret(path) is not None


def test_until_the_sheet_is_printed_the_store_is_not_asked(places, folder, data, store, anew):
    store.trouble = StoreTrouble.FAILED
    made = places.make(data)
    assert anew().key_of(data) == made
    assert (names(folder), store.kept) == ([".key"], {})
    assert places.place_of(data) is KeyPlace.FILE


def test_once_it_is_printed_the_key_is_in_the_store_and_in_no_file(places, folder, data, store, anew):
    made = places.make(data)
    places.take_out(data)
    assert (names(folder), store.kept) == ([".store"], {made.id: made.secret})
    assert secrets_in(folder, data) == []
    assert anew().key_of(data) == made
    assert anew().place_of(data) is KeyPlace.STORE
    assert anew().trouble_of_store(data) == ""


@pytest.mark.parametrize("trouble", StoreTrouble)
def test_where_there_is_no_store_the_key_stays_in_its_file(places, folder, data, store, anew, trouble):
    made = places.make(data)
    store.trouble = trouble
    places.take_out(data)
    assert not places.is_beside(data)
    assert names(folder) == [".key"]
    assert anew().key_of(data) == made
    assert anew().trouble_of_store(data) == trouble.value
    with pytest.raises(Refusal, match="密钥仍在本用户的密钥文件里") as refused:
        places.into_store(data)
    assert refused.value.sentence.startswith(trouble.value)


def test_a_store_that_gives_back_another_secret_gets_no_key(places, folder, data, store, anew):
    made = places.make(data)
    store.wrong = b"w" * 32
    places.take_out(data)
    assert names(folder) == [".key"]
    assert anew().key_of(data) == made


def test_there_and_back(places, folder, data, store, anew):
    made = places.make(data)
    places.take_out(data)
    anew().into_file(data)
    assert (names(folder), store.kept) == ([".key"], {})
    assert anew().place_of(data) is KeyPlace.FILE
    anew().into_store(data)
    assert (names(folder), store.kept) == ([".store"], {made.id: made.secret})
    assert anew().key_of(data) == made


def test_printing_again_does_not_undo_the_way_back(places, data, store, anew):
    places.make(data)
    places.take_out(data)
    places.into_file(data)
    anew().take_out(data)
    assert anew().place_of(data) is KeyPlace.FILE
    assert store.kept == {}


@pytest.mark.parametrize(
    ("trouble", "said", "remedy"),
    [
        (StoreTrouble.ABSENT, "不在登录桌面的会话里", "移回文件"),
        (StoreTrouble.LOCKED, "没有解锁", "解锁系统密钥环后再试"),
        (StoreTrouble.SILENT, "2秒内没有答复", "稍等再试"),
        (StoreTrouble.FAILED, "读写出错", "重新登录"),
    ],
)
def test_a_store_that_cannot_be_read_is_told_and_the_code_is_the_way(data, store, anew, folder, trouble, said, remedy):
    made = anew().make(data)
    anew().take_out(data)
    store.trouble = trouble
    with pytest.raises(KeyLost, match=said) as lost:
        anew().key_of(data)
    assert lost.value.may_return
    assert remedy in lost.value.remedy
    assert "恢复码" in lost.value.remedy
    lost.value.take_back(recovery_code(made.secret))
    assert names(folder) == [".key", ".sheet", ".store"]
    assert anew().key_of(data) == made
    assert anew().place_of(data) is KeyPlace.FILE


def test_a_store_that_lost_the_key_gets_it_again_by_the_code(places, data, store, anew, folder):
    made = places.make(data)
    places.take_out(data)
    store.kept.clear()
    assert places.trouble_of_store(data) == "系统密钥环里没有这份数据的密钥"
    with pytest.raises(KeyLost, match="系统密钥环里没有这份数据的密钥") as lost:
        anew().key_of(data)
    assert not lost.value.may_return
    lost.value.take_back(recovery_code(made.secret))
    assert (names(folder), store.kept) == ([".sheet", ".store"], {made.id: made.secret})
    assert anew().key_of(data) == made


def test_a_lost_note_is_laid_anew_by_the_key_of_the_store(places, data, anew, folder):
    made = places.make(data)
    places.take_out(data)
    (data / "keys" / "office-key.json").unlink()
    assert anew().find_by_trying(data, lambda key: key.secret == made.secret) == made
    assert anew().key_of(data) == made
    assert names(folder) == [".store"]


class Cut(BaseException):
    """The power fails."""


def cut_after(monkeypatch, store, count):
    """The power fails before the step of this number: of the store, of a file, of the octets of one."""
    left = itertools.count()

    def counted(step):
        def run(*given, **named):
            if next(left) == count:
                raise Cut
            return step(*given, **named)

        return run

    for module, name in itertools.product((user_keys, key_files), ("sync_folder", "write_private")):
        monkeypatch.setattr(module, name, counted(getattr(module, name)))
    monkeypatch.setattr("os.fsync", counted(lambda _file: None))
    for name in ("read", "keep", "forget"):
        monkeypatch.setattr(store, name, counted(getattr(store, name)))


@pytest.mark.parametrize("move", ["take_out", "into_store", "into_file"])
def test_a_cut_at_any_step_of_a_move_loses_no_key(tmp_path, monkeypatch, move):
    """Each step is cut once; the next start finds the key, and the move can be done again."""
    monkeypatch.setattr("os.fsync", lambda _file: None)  # 25 moves of some 20 each
    for count in range(40):
        store, data, folder = MemoryStore(), tmp_path / f"data{count}", tmp_path / f"keys{count}"
        data.mkdir()
        made = KeyPlaces(folder, store).make(data)
        if move != "take_out":
            KeyPlaces(folder, store).take_out(data)
        if move == "into_store":
            KeyPlaces(folder, store).into_file(data)
        with monkeypatch.context() as patched:
            cut_after(patched, store, count)
            try:
                getattr(KeyPlaces(folder, store), move)(data)
            except Cut:
                cut = True
            else:
                cut = False
        assert KeyPlaces(folder, store).key_of(data) == made, count
        getattr(KeyPlaces(folder, store), move)(data)
        assert KeyPlaces(folder, store).key_of(data) == made
        place = KeyPlace.FILE if move == "into_file" else KeyPlace.STORE
        assert KeyPlaces(folder, store).place_of(data) is place, count
        assert (made.id in store.kept) is (place is KeyPlace.STORE)
        assert bool(secrets_in(folder, data)) is (place is KeyPlace.FILE)
        if not cut:
            assert count > 4
            return
    raise AssertionError("the move never came to its end")


def test_a_file_that_was_written_over_and_not_removed_counts_as_none(places, folder, data, anew):
    made = places.make(data)
    places.take_out(data)
    (folder / f"{made.id}.key").write_bytes(bytes(65))
    assert anew().key_of(data) == made
    assert anew().place_of(data) is KeyPlace.STORE


def test_a_key_that_is_kept_nowhere_is_in_no_store(data, store):
    nowhere = KeyPlaces(None, store)
    made = nowhere.make(data)
    nowhere.take_out(data)
    nowhere.into_file(data)
    with pytest.raises(Refusal):
        nowhere.into_store(data)
    assert (nowhere.key_of(data), store.kept) == (made, {})
    assert nowhere.trouble_of_store(data) == StoreTrouble.ABSENT.value


def test_a_short_secret_in_the_store_is_no_key(places, data, store, anew):
    made = places.make(data)
    places.take_out(data)
    store.kept[made.id] = b"short"
    with pytest.raises(KeyLost, match="系统密钥环里没有"):
        anew().key_of(data)
    store.kept[made.id] = OfficeKey.make().secret
    with pytest.raises(KeyLost, match="不是这份数据的密钥"):
        anew().key_of(data)
