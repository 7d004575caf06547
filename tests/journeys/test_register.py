"""`counter-app register`: the register as a workbook, from the outside."""

from pathlib import Path

import openpyxl
import pytest

SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.fixture
def data(run, tmp_path):
    """A counter with a complete case, received on 2 March 2026, and a deficient one."""
    folder = tmp_path / "data"
    for name in ("01-complete", "03-four-at-once"):
        run("intake", SAMPLES / f"{name}.json", "--out", tmp_path / "papers", "--data", folder)
    return folder


def rows(path):
    head, *lines = openpyxl.load_workbook(path)["台账"].iter_rows(values_only=True)
    return [dict(zip(head, line, strict=True)) for line in lines]


def test_the_register_is_written_masked(run, data, tmp_path):
    out = tmp_path / "register.xlsx"
    code, said, err = run("register", "--out", out, "--data", data)
    assert (code, said, err) == (0, f"{out}\t2件\n", "")
    assert {row["状态"] for row in rows(out)} == {"待录入", "待补正"}
    assert all("*" in row["证件号码"] for row in rows(out))


def test_days_states_and_whole_numbers_can_be_asked_for(run, data, tmp_path):
    out = tmp_path / "register.xlsx"
    assert run("register", "--out", out, "--data", data, "--state", "complete", "--whole")[0] == 0
    [row] = rows(out)
    assert "*" not in row["证件号码"]
    assert row["收件日期"].date().isoformat() == "2026-03-02"
    code, _said, err = run("register", "--out", out, "--data", data, "--from", "2031-1-1")
    assert code == 2
    assert err == "没有可导出的业务。换一个日期范围或状态再导出\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [(("--state", "lost"), "没有名为 lost 的状态"), (("--to", "2026-02-30"), "日期 2026-02-30 不是真实日期")],
)
def test_what_cannot_be_read_is_told(run, tmp_path, words, said):
    code, _out, err = run("register", "--out", tmp_path / "a.xlsx", *words)
    assert code == 2
    assert err.startswith(said)
