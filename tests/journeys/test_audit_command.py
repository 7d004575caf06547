"""`audit verify` from the outside: sound, bent at one entry, and what cannot be read, by exit code and words."""

import json
from pathlib import Path

from counter_app.persistence.base.engine import connector
from counter_app.persistence.base.office_traces import DATABASE
from tests.cases_kept import key_of

SAMPLES = Path(__file__).parents[1] / "samples"


def _change_an_entry(data):
    raw = connector(data / DATABASE, key_of(data))()
    sql = raw.execute("SELECT sql FROM sqlite_master WHERE name = 'history_no_update'").fetchone()[0]
    raw.execute("DROP TRIGGER history_no_update")
    raw.execute("UPDATE history SET act = 'case.opened' WHERE position = (SELECT max(position) FROM history)")
    raw.execute(sql)
    raw.close()


def test_a_trail_is_sound_until_somebody_changes_an_entry(run, data, tmp_path):
    assert run("backup", "--out", tmp_path, "--data", data)[0] == 0
    code, said, err = run("audit", "verify", "--data", data)
    assert (code, err) == (0, "")
    assert said.startswith("办理记录完整、未被改动，共")
    entries = json.loads(run("audit", "verify", "--json", "--data", data)[1])["entries"]
    _change_an_entry(data)
    code, said, _err = run("audit", "verify", "--data", data)
    assert code == 1
    assert f"1. 办理记录第{entries}条内容被改动" in said
    code, said, _err = run("audit", "verify", "--json", "--data", data)
    report = json.loads(said)
    assert (code, report["sound"], report["gaps"]) == (1, False, [])
    assert (report["first"]["code"], report["first"]["first"]) == ("changed", entries)


def test_what_cannot_be_read_is_2(run, data, tmp_path):
    assert run("audit", "verify", "--data", tmp_path / "none")[0] == 2
    (data / DATABASE).write_bytes(b"no database" * 1000)
    code, _said, err = run("audit", "verify", "--data", data)
    assert code == 2
    assert err


def test_numbers_go_on_above_those_given_when_an_old_copy_is_put_back(run, data, tmp_path):
    def intake():
        code, said, err = run("intake", SAMPLES / "03-four-at-once.json", "--out", tmp_path, "--data", data, "--json")
        assert code == 1
        return json.loads(said)["documents"][0]["number"], err

    older = (data / DATABASE).read_bytes()
    given, err = intake()
    assert (given, "见证" in err) == ("BG2026-0001", False)
    (data / DATABASE).write_bytes(older)
    given, err = intake()
    assert given == "BG2026-0002"
    assert "补字〔2026〕1号已经编出而没有记录" in err
    code, _said, err = run("audit", "verify", "--data", data)
    assert code == 0
    assert "数据退回过，其后的记录已经注明" in err
