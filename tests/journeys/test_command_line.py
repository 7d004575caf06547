"""The command line as the contract fixes it, from the outside: arguments in, text, files and exit code out."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from counter_app.bootstrap import keeping_backend
from counter_app.domain.basics.office import TRIAL, UNNAMED
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.papers.titles import TITLES
from counter_app.paths import forms_dir
from counter_app.services.headless.headless import DEMO_OFFICE, DEMO_WORKSTATION
from counter_app.services.papers import voiding
from counter_app.services.ports import WindowState
from counter_app.ui.shell import start
from tests.journeys.program import PROGRAM, in_this_process
from tests.journeys.reading import pdf_text, word_text

SAMPLES = Path(__file__).parents[1] / "samples"
EXPECTED = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))
EXIT = {"complete": 0, "deficient": 1, "unreviewed": 3}


@pytest.mark.parametrize("name", EXPECTED)
def test_check_judges_every_sample_as_expected(run, name):
    code, out, err = run("check", SAMPLES / f"{name}.json", "--json")
    said = json.loads(out)
    assert set(said) == {"verdict", "deficiencies", "advisories", "entries", "unreviewed"}
    assert said["verdict"] == EXPECTED[name]["verdict"]
    assert sorted(item["code"] for item in said["deficiencies"]) == sorted(EXPECTED[name]["deficiencies"])
    assert [item["code"] for item in said["advisories"]] == EXPECTED[name]["advisories"]
    assert said["unreviewed"] == EXPECTED[name]["unreviewed"]
    assert [item["code"] for item in said["entries"]] == EXPECTED[name].get("entries", [])
    for item in said["entries"]:
        assert set(item) == {"code", "label", "message", "mend"}
        assert all(item.values())
    assert code == EXIT[said["verdict"]]
    assert err == ""
    for item in said["deficiencies"]:
        assert set(item) == {"code", "label", "message", "requirement", "basis", "mend"}
        assert all(item.values())


def test_check_keeps_nothing(run):
    run("check", SAMPLES / "03-four-at-once.json")
    assert list(Path(os.environ["COUNTER_APP_DATA"]).iterdir()) == []


def test_check_says_in_words_what_the_window_has_to_check(run):
    code, out, _err = run("check", SAMPLES / "13-entry-to-check.json")
    assert code == 3
    assert "窗口待核对：证件号码末位校验不符" in out
    assert "530624199003071210" not in out


def test_check_says_in_words_what_to_do(run):
    code, out, _err = run("check", SAMPLES / "03-four-at-once.json")
    assert code == 1
    assert "需补正4项" in out
    assert "填写统一社会信用代码" in out
    assert "《规定》第六条第一项" in out


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"kind": "other"}', b"\xff\xfe\x00", b"PK\x03\x04broken"])
def test_a_file_that_cannot_be_read_is_one_sentence_and_exit_2(run, tmp_path, content):
    path = tmp_path / "来件.json"
    path.write_bytes(content)
    code, out, err = run("check", path, "--json")
    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err


def test_a_file_that_is_not_there_is_exit_2(run, tmp_path):
    assert run("check", tmp_path / "没有.json")[0] == 2
    assert run("intake", tmp_path / "没有.json", "--out", tmp_path / "out")[0] == 2


def test_intake_of_a_deficient_case_writes_the_notice(run, tmp_path):
    code, out, _err = run("intake", SAMPLES / "03-four-at-once.json", "--out", tmp_path, "--json")
    said = json.loads(out)
    assert code == 1
    assert [paper["document"] for paper in said["documents"]] == ["deficiency_notice"]
    for text in (pdf_text(said["documents"][0]["pdf"]), word_text(said["documents"][0]["word"])):
        for item in said["deficiencies"]:
            for part in (item["message"], item["requirement"], item["basis"], item["mend"]):
                assert "".join(part.split()) in text
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".docx", ".pdf"]


def test_intake_of_a_complete_case_writes_receipt_and_platform_sheet(run, tmp_path):
    code, out, _err = run("intake", SAMPLES / "01-complete.json", "--out", tmp_path, "--json")
    documents = json.loads(out)["documents"]
    assert code == 0
    assert [paper["document"] for paper in documents] == ["material_receipt", "platform_sheet"]
    assert "91530624MA6K3R7Q38" in pdf_text(documents[1]["pdf"])


@pytest.mark.parametrize("name", ["03-four-at-once", "01-complete"])
def test_without_an_office_every_paper_says_that_it_proves_nothing(run, tmp_path, name):
    _code, out, err = run("intake", SAMPLES / f"{name}.json", "--out", tmp_path, "--json")
    for paper in json.loads(out)["documents"]:
        assert TRIAL in pdf_text(paper["pdf"])
        assert TRIAL in word_text(paper["word"])
        assert UNNAMED not in pdf_text(paper["pdf"])[:60]
    assert err.count(TRIAL) == 1
    assert run("intake", SAMPLES / f"{name}.json", "--out", tmp_path, "--json")[2].count(TRIAL) == 1


def test_numbers_given_without_an_office_fall_once_it_is_set_up(run, tmp_path):
    run("intake", SAMPLES / "03-four-at-once.json", "--out", tmp_path)
    with keeping_backend(Path(os.environ["COUNTER_APP_DATA"])) as backend:
        voiding.set_office_up(backend, DEMO_OFFICE, post=DEMO_WORKSTATION.post)
    _code, out, err = run("intake", SAMPLES / "03-four-at-once.json", "--out", tmp_path, "--json")
    [paper] = json.loads(out)["documents"]
    assert paper["number"].endswith("-0002")
    assert TRIAL not in pdf_text(paper["pdf"]) + err
    assert "大公（视）补字" in pdf_text(paper["pdf"])


def test_intake_of_an_unreviewed_case_issues_nothing(run, tmp_path):
    code, out, _err = run("intake", SAMPLES / "09-not-yet-reviewed.json", "--out", tmp_path, "--json")
    assert (code, json.loads(out)["documents"]) == (3, [])
    assert list(tmp_path.iterdir()) == []


def test_intake_of_a_case_with_an_entry_issues_nothing_till_it_is_confirmed(run, tmp_path):
    code, out, _err = run("intake", SAMPLES / "13-entry-to-check.json", "--out", tmp_path, "--json")
    assert (code, json.loads(out)["documents"], json.loads(out)["unreviewed"]) == (3, [], ["agent.id_number"])
    code, out, _err = run("intake", SAMPLES / "14-entry-confirmed.json", "--out", tmp_path, "--json")
    documents = [paper["document"] for paper in json.loads(out)["documents"]]
    assert (code, documents) == (0, ["material_receipt", "platform_sheet"])


def test_numbers_run_on_from_one_intake_to_the_next(run, tmp_path):
    numbers = []
    for name in ("02-letter-not-sealed", "03-four-at-once", "06-count-differs"):
        _code, out, _err = run("intake", SAMPLES / f"{name}.json", "--out", tmp_path, "--json")
        numbers += [paper["number"] for paper in json.loads(out)["documents"]]
    assert [number[-4:] for number in numbers] == ["0001", "0002", "0003"]


def test_a_folder_that_cannot_be_written_takes_no_number(run, tmp_path):
    blocked = tmp_path / "文件"
    blocked.write_text("", encoding="utf-8")
    assert run("intake", SAMPLES / "03-four-at-once.json", "--out", blocked / "x")[0] == 2
    _code, out, _err = run("intake", SAMPLES / "03-four-at-once.json", "--out", tmp_path, "--json")
    assert json.loads(out)["documents"][0]["number"].endswith("0001")


def test_file_names_hold_no_personal_data(run, tmp_path):
    run("intake", SAMPLES / "03-four-at-once.json", "--out", tmp_path)
    names = "".join(path.name for path in tmp_path.iterdir())
    assert "周文" not in names
    assert "530624" not in names


def test_the_blank_workbook_filled_in_is_judged(run, tmp_path):
    path = tmp_path / "备案表.xlsx"
    assert run("template", path)[0] == 0
    code, out, _err = run("check", path, "--json")
    assert code == 1
    assert "unit.name.missing" in [item["code"] for item in json.loads(out)["deficiencies"]]


def test_documents_lists_and_renders_each_one(run, tmp_path):
    _code, out, _err = run("documents")
    assert [line.split("\t")[0] for line in out.splitlines()] == list(TITLES)
    for name in TITLES:
        assert run("documents", name, "--sample", "--out", tmp_path)[0] == 0
        # What names no person has no rare character in its sample.
        plain = {
            "filing_receipt": "备案编号",
            "change_receipt": "备案编号",
            "inspection_guide": "内部使用",
            "deficiency_notice_large": "大字版",
            "statistics_sheet": "业务统计表",
        }
        assert plain.get(name, "𬱖") in pdf_text(tmp_path / f"{name}.pdf")
        assert (tmp_path / f"{name}.docx").stat().st_size > 0
    assert run("documents", "permit", "--sample", "--out", tmp_path)[0] == 2


def test_due_explains_itself(run):
    code, out, _err = run("due", "--from", "2026-09-30", "--workdays", "3", "--json")
    assert code == 0
    assert json.loads(out) == {
        "due": "2026-10-10",
        "explanation": "3个工作日:10月8日、9日、10日(跳过国庆节10月1日至7日;10月10日为调休上班)",
        "calendar_complete": True,
    }


@pytest.mark.parametrize(
    ("arguments", "due", "complete"),
    [
        (["--from", "2026-01-31", "--months", "1"], "2026-02-28", True),
        (["--from", "2026年3月2日", "--days", "30"], "2026-04-01", True),
        (["--from", "20270105", "--workdays", "3"], "2027-01-08", False),
    ],
)
def test_due_knows_months_days_and_years_without_a_table(run, arguments, due, complete):
    said = json.loads(run("due", *arguments, "--json")[1])
    assert (said["due"], said["calendar_complete"]) == (due, complete)


@pytest.mark.parametrize(
    "arguments", [["--from", "2026-02-30", "--days", "1"], ["--from", "2026-03-02", "--days", "0"]]
)
def test_due_refuses_what_is_no_date_or_no_period(run, arguments):
    code, _out, err = run("due", *arguments)
    assert code == 2
    assert err.strip()


def test_a_spoilt_office_folder_is_named_by_file_key_and_reason(run, tmp_path, monkeypatch):
    spoilt = tmp_path / "forms/filing/2025-05/form.toml"
    spoilt.parent.mkdir(parents=True)
    spoilt.write_text("[form]\nkind = 'filing'\n", encoding="utf-8")
    monkeypatch.setenv("COUNTER_APP_OVERLAY", str(tmp_path))
    code, _out, err = run("check", SAMPLES / "01-complete.json")
    assert code == 2
    assert "form.toml" in err
    assert "缺少必需的键" in err


def test_a_document_that_names_an_unknown_variable_stops_the_start(run, tmp_path, monkeypatch):
    name = "filing/2025-05/deficiency_notice.toml"
    spoilt = tmp_path / "forms" / name
    spoilt.parent.mkdir(parents=True)
    text = (forms_dir() / name).read_text(encoding="utf-8")
    spoilt.write_text(text.replace("{addressee}", "{adressee}", 1), encoding="utf-8")
    monkeypatch.setenv("COUNTER_APP_OVERLAY", str(tmp_path))
    code, _out, err = run("intake", SAMPLES / "03-four-at-once.json", "--out", tmp_path / "out")
    assert code == 2
    assert "deficiency_notice.toml" in err
    assert "adressee" in err
    assert not (tmp_path / "out").exists()


def test_data_may_be_chosen_before_or_after_the_command(run, tmp_path):
    for place, arguments in (
        ("a", ["--data", tmp_path / "a", "intake", SAMPLES / "03-four-at-once.json"]),
        ("b", ["intake", "--data", tmp_path / "b", SAMPLES / "03-four-at-once.json"]),
    ):
        run(*arguments, "--out", tmp_path / "out")
        assert (tmp_path / place / "counter.db").is_file()


def test_a_command_leaves_the_database_in_one_file(tmp_path):
    done = subprocess.run(
        [*PROGRAM, "--data", tmp_path / "data",
         "intake", SAMPLES / "03-four-at-once.json", "--out", tmp_path / "out"],
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert [path.name for path in (tmp_path / "data").glob("counter.db*")] == ["counter.db"]


def test_a_counter_that_is_done_leaves_the_database_in_one_file(tmp_path):
    with keeping_backend(tmp_path) as backend:
        with backend.work() as work:
            work.window_states.save("5", WindowState())
            work.commit()
        assert (tmp_path / "counter.db-wal").stat().st_size > 0
    assert [path.name for path in tmp_path.glob("counter.db*")] == ["counter.db"]


@in_this_process
def test_the_window_leaves_the_database_in_one_file_and_no_picture(run, tmp_path, monkeypatch):
    seen = []

    def work_and_close(connect, _workstations, *, data_dir, **_named):
        backend = connect()
        with backend.work() as work:
            work.window_states.save("5", WindowState())
            work.commit()
        backend.scan_files.cache("page-1", b"picture")
        seen.append((data_dir / "counter.db-wal").stat().st_size)
        seen.append(len(list((data_dir / "cache").rglob("page-1"))))
        return 0

    monkeypatch.setattr(start, "run", work_and_close)
    assert run("--data", tmp_path / "data")[0] == 0
    assert seen[0] > 0
    assert seen[1] == 1
    assert [path.name for path in (tmp_path / "data").glob("counter.db*")] == ["counter.db"]
    assert list((tmp_path / "data" / "cache").rglob("*")) == []


@in_this_process
def test_the_module_is_an_entry_point_too():
    done = subprocess.run(
        [*PROGRAM, "check", SAMPLES / "01-complete.json"],
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0
    assert "材料齐全,可以备案" in done.stdout


def test_without_a_display_the_window_says_what_to_do(monkeypatch):
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    done = subprocess.run(
        PROGRAM, env=environment,
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
    if sys.platform == "linux":
        assert done.returncode != 0
        assert "demo --out" in done.stdout + done.stderr


def test_demo_writes_every_document_of_the_day(run, tmp_path):
    code, out, _err = run("demo", "--out", tmp_path)
    assert code == 0
    written = [line.split("\t") for line in out.splitlines()]
    assert {title for title, _number, _path in written} == set(TITLES.values())
    everything = "".join(pdf_text(path) for _title, _number, path in written)
    assert "龑" in everything
    assert "𬱖" in everything
    assert len(list(tmp_path.rglob("*.docx"))) == len(list(tmp_path.rglob("*.pdf"))) == len(written)


def test_a_character_that_no_paper_can_show_is_named_on_stderr(run, tmp_path):
    content = json.loads((SAMPLES / "01-complete.json").read_text("utf-8"))
    content["unit"]["name"] = "大关县𠮷祥商店"
    path = tmp_path / "来件.json"
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    code, out, err = run("intake", path, "--out", tmp_path / "out", "--json")
    assert code == 0
    numbers = [written["number"] for written in json.loads(out)["documents"]]
    lines = [line for line in err.splitlines() if "𠮷" in line]
    assert lines == [
        f"注意：{title} {number} 中的“𠮷”为生僻字，PDF 上打印为〓；请在纸上手写"
        for title, number in zip(("收件凭证", "平台录入单"), numbers, strict=True)
    ]


@pytest.mark.parametrize("name", ["22a_received_9999", "22b_received_2036"])
def test_a_file_received_on_a_day_to_come_is_taken_in_by_no_command(run, tmp_path, name):
    code, _out, err = run("intake", SAMPLES.parent / "faults" / f"{name}.json", "--out", tmp_path)
    assert code == 2
    assert "晚于今天" in err
    assert list(tmp_path.iterdir()) == []
    assert "没有可导出的业务" in run("register", "--out", tmp_path / "list.xlsx")[2]


@pytest.mark.parametrize("day", ["0001-01-01", "1970-01-01", "2025-03-31"])
def test_a_file_received_before_the_law_was_is_taken_in_by_no_command(run, tmp_path, day):
    content = json.loads((SAMPLES / "01-complete.json").read_text("utf-8")) | {"received_on": day}
    path = tmp_path / "来件.json"
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    code, _out, err = run("intake", path, "--out", tmp_path / "out")
    assert code == 2
    assert "早于《条例》施行的2025年4月1日" in err
    assert list((tmp_path / "out").iterdir()) == []
    code, _out, err = run("check", path, "--json")
    assert code in (0, 1, 3)  # born after that day, the agent's number is to be checked
    assert "早于《条例》施行的2025年4月1日" in err
    assert "没有可导出的业务" in run("register", "--out", tmp_path / "list.xlsx")[2]


_EVERY_COMMAND = (
    (),
    ("check", SAMPLES / "01-complete.json"),
    ("intake", SAMPLES / "01-complete.json", "--out", "OUT"),
    ("template", "OUT/blank.xlsx"),
    ("documents", "deficiency_notice", "--sample", "--out", "OUT"),
    ("due", "--from", "2026-03-02", "--days", "3"),
    ("register", "--out", "OUT/list.xlsx"),
    ("transfer", "verify", "OUT/bag.zip"),
    ("transfer", "pack", "YJ-1", "--out", "OUT/bag.zip"),
)


@pytest.mark.parametrize(
    "arguments", _EVERY_COMMAND, ids=lambda arguments: " ".join(map(str, arguments[:2])) or "window"
)
@pytest.mark.parametrize("lost", ["missing", "empty", "text", "gone"])
def test_every_command_refuses_an_office_whose_database_is_lost(run, tmp_path, monkeypatch, arguments, lost):
    monkeypatch.setattr(start, "run", lambda *_said, **_named: pytest.fail("a window is opened"))
    data, out = tmp_path / "data", tmp_path / "out"
    out.mkdir()
    with keeping_backend(data):
        pass
    match lost:
        case "missing":
            (data / "counter.db").unlink()
        case "empty":
            (data / "counter.db").write_bytes(b"")
        case "text":
            (data / "counter.db").write_text("这不是数据\n" * 500, "utf-8")
        case "gone":
            shutil.rmtree(data)
    before = sorted(tmp_path.rglob("*"))
    code, said, err = run("--data", data, *(str(word).replace("OUT", str(out)) for word in arguments))
    assert (code, said, len(err.splitlines())) == (2, "", 1)
    assert "程序出错" not in err
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("arguments", _EVERY_COMMAND[1:], ids=lambda words: " ".join(map(str, words[:2])))
def test_every_command_without_a_window_refuses_a_damaged_page(run, tmp_path, arguments):
    data, out = tmp_path / "data", tmp_path / "out"
    out.mkdir()
    with keeping_backend(data):
        pass
    with (data / "counter.db").open("r+b") as file:
        file.seek(11 * 4096)
        file.write(b"\xa5" * 4096)
    before = sorted(tmp_path.rglob("*"))
    code, said, err = run("--data", data, *(str(word).replace("OUT", str(out)) for word in arguments))
    assert (code, said, len(err.splitlines())) == (2, "", 1)
    assert "第12页已损坏" in err
    assert sorted(tmp_path.rglob("*")) == before


@in_this_process
def test_the_sample_office_is_not_remembered_and_begins_anew_where_it_was_cleared_away(run, tmp_path, monkeypatch):
    def work_and_close(connect, _workstations, *, data_dir, **_named):
        connect()
        return 0

    monkeypatch.setattr(start, "run", work_and_close)
    assert run("--data", tmp_path, "demo")[0] == 0
    shutil.rmtree(tmp_path / "demo")
    assert run("--data", tmp_path, "demo")[0] == 0
    (tmp_path / "demo" / "counter.db").unlink()
    assert run("--data", tmp_path, "demo")[0] == 2


@in_this_process
def test_a_window_whose_data_were_refused_ends_with_2(run, tmp_path, monkeypatch):
    def broken(connect, _workstations, *, data_dir, **_named):
        with pytest.raises(Refusal):
            connect()
        return 0

    monkeypatch.setattr(start, "run", broken)
    (tmp_path / "counter.db").write_text("这不是数据\n" * 500, "utf-8")
    assert run("--data", tmp_path)[0] == 2
