"""`backup` from the outside: one is made, verified and recorded; what cannot be done is said by the exit code."""

from counter_app.bootstrap import keeping_backend


def test_a_backup_is_made_and_recorded(run, data, tmp_path):
    stick = tmp_path / "stick"
    code, said, err = run("backup", "--out", stick, "--data", data)
    assert (code, err) == (0, "")
    (record,) = stick.rglob("backup.json")
    assert said.startswith(f"已备份：{record.parent}\n数据库")
    assert "已核对，可以恢复" in said
    with keeping_backend(data) as backend, backend.work() as work:
        assert [entry.details["backup"] for entry in work.history.of_case("") if entry.act == "backup.made"] == [
            record.parent.name
        ]


def test_a_place_that_cannot_be_written_is_1_and_no_data_are_2(run, data, tmp_path):
    file = tmp_path / "file"
    file.write_bytes(b"")
    code, _said, err = run("backup", "--out", file, "--data", data)
    assert code == 1
    assert err.startswith(f"备份位置 {file} ")
    assert run("backup", "--out", tmp_path, "--data", tmp_path / "none")[0] == 2
    assert run("backup", "--data", data)[0] == 1
