"""`update` from the outside: a stick is checked, the data copied, and data of a newer version taken back."""

import json
import subprocess

import pytest

from counter_app.bootstrap import demo_intakes, keeping_backend
from counter_app.domain.update.release import Publisher
from counter_app.exchange.results.sealing import InstallationKey
from counter_app.persistence.base.engine import sqlite_engine
from counter_app.persistence.base.schema import NEWEST
from counter_app.services.filing import cases
from counter_app.services.headless.headless import DEMO_WORKSTATION
from counter_app.services.papers import issuing
from tests.cases_kept import key_of
from tests.fakes.signed_updates import DEB, manifest, put_manifest, put_update
from tests.journeys.program import PROGRAM, in_this_process

POST = DEMO_WORKSTATION.post


@pytest.fixture
def stick(tmp_path):
    """A stick with an update to a far later version, and the key that it is signed by."""
    key, folder = InstallationKey(tmp_path / "publisher"), tmp_path / "stick"
    put_update(folder, key)
    return folder, put_manifest(folder, key, manifest(program="99.0.0", schema="9999"))


def test_a_key_that_no_release_knows_is_not_believed(stick, data):
    words = [*PROGRAM, "update", "check", str(stick[0]), "--data", str(data)]
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == 2
    assert "不要安装" in done.stderr or "由管理员核对来源后安装" in done.stderr
    assert not list(data.glob("*.revision-*"))


@in_this_process
def test_an_update_is_checked_and_the_data_are_copied_before_it(run, stick, data, monkeypatch):
    folder, public = stick
    publishers = (Publisher("市局科信支队", public),)
    monkeypatch.setattr("counter_app.catalogue.publishers.load_publishers", lambda _resources: publishers)
    code, said, _err = run("update", "check", folder, "--json", "--data", data)
    assert (code, json.loads(said)["version"], json.loads(said)["publisher"]) == (0, "99.0.0", "市局科信支队")
    assert not list(data.glob("*.revision-*"))
    code, said, _err = run("update", "prepare", folder, "--data", data)
    assert code == 0
    assert f"数据已另存：{data / f'counter.db.revision-{NEWEST}'}" in said
    assert f"2. 由管理员在终端执行下面的命令\n3. 重新打开程序\nsudo apt install {folder / DEB}\n" in said
    with keeping_backend(data) as backend, backend.work() as work:
        assert [entry.act for entry in work.history.of_case("")][-1] == "update.prepared"
    (folder / DEB).write_bytes(b"bad")
    code, said, err = run("update", "check", folder, "--data", data)
    assert (code, said) == (2, "")
    assert err.startswith(f"安装包 {DEB} 与清单不符")


def test_data_of_a_newer_version_are_refused_and_taken_back_to_the_copy(run, data):
    with keeping_backend(data) as backend:
        intake = dict(demo_intakes(backend))["03-letter-not-sealed"]
        backend.updates.copies.copy()
        opened = cases.open_case(backend, post=POST, intake=intake)
        number = issuing.issue_notice(backend, opened.filing.reference, post=POST).number
    engine = sqlite_engine(data / "counter.db", key_of(data))
    with engine.connect() as connection:
        connection.connection.driver_connection.execute("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()

    code, _said, err = run("register", "--out", data / "x.xlsx", "--data", data)
    assert code == 2
    assert "由更新版本的程序保存，这个版本无法打开" in err
    code, said, err = run("update", "go-back", "--data", data)
    assert (code, err) == (1, "")
    assert "此后办理过1件" in said
    assert number.written("示公（视）")[-8:] in said
    assert "没有改动" in said
    code, said, _err = run("update", "go-back", "--yes", "--data", data)
    assert code == 0
    assert "已退回。换下的数据：" in said
    with keeping_backend(data) as backend:
        with backend.work() as work:
            assert "退回升级前的数据" in work.numbers.void_reason(number)
        opened = cases.open_case(backend, post=POST, intake=intake)
        again = issuing.issue_notice(backend, opened.filing.reference, post=POST).number
        assert again.ordinal == number.ordinal + 1
    code, _said, err = run("update", "go-back", "--data", data)
    assert code == 2
    assert "不需要退回" in err
