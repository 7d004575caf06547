"""Files made to fill the memory or to take for ever end their own process, and the window goes on."""

import zipfile
from pathlib import Path

import pytest

from counter_app.child_process import ChildProcess, Limits
from counter_app.domain.basics.refusal import Refusal
from counter_app.exchange.bag.bags import BagFiles
from counter_app.exchange.bag.guarded import GuardedBags
from counter_app.exchange.files import Files
from counter_app.exchange.guarded_files import GuardedFiles
from counter_app.exchange.intake.remarks import UnreadableCells
from tests.exchange.intake.test_sheet_xml import NAMESPACE, rewritten

FAULTS = Path(__file__).parents[1] / "faults"
SAMPLES = Path(__file__).parents[1] / "samples"
SHEET = "xl/worksheets/sheet1.xml"


def plain(intake):
    rows = {group: [row.raw for row in rows] for group, rows in intake.answers.all_rows().items()}
    return intake.answers.raw, rows, intake.materials, intake.kind, intake.received_on, intake.warnings, intake.changes


@pytest.mark.parametrize(
    "path",
    [
        FAULTS / "10_filtered_hidden_rows.xlsx",
        FAULTS / "12a_workbook22.xlsx",
        SAMPLES / "01-complete.json",
        SAMPLES / "12-tolerant-input.json",
    ],
    ids=lambda path: path.name,
)
def test_a_file_is_read_as_without_the_guard(path, form, tmp_path):
    read = GuardedFiles().read(path, form)
    assert plain(read) == plain(Files().read(path, form))
    assert read.answers.form is form
    assert {row.form for row in read.answers.rows()} == {form}


def test_json_of_any_size_is_read_as_without_the_guard(form, tmp_path):
    path = tmp_path / "来件.json"
    rows = ",".join('{"location": "一楼大门", "device_type": "dome"}' for _ in range(3000))
    path.write_text(f'{{"received_on": "2026-03-02", "devices": [{rows}]}}', "utf-8")
    assert plain(GuardedFiles().read(path, form)) == plain(Files().read(path, form))


def test_what_cannot_be_read_is_named_as_without_the_guard(form, tmp_path):
    with pytest.raises(UnreadableCells) as refused:
        GuardedFiles().read(FAULTS / "05a_prefixed_cells_error_NA.xlsx", form)
    assert refused.value.places == ("“基本信息”第7行“统一社会信用代码”是错误值#N/A，改填内容",)
    refused_for = {tmp_path: "是文件夹", tmp_path / "none.xlsx": "找不到这个文件", FAULTS / "14a_html.xls": "是网页"}
    for path, words in refused_for.items():
        with pytest.raises(Refusal, match=words):
            GuardedFiles().read(path, form)


def _stretched(blank, sheet):
    return rewritten(blank, SHEET, lambda _: f'<worksheet xmlns="{NAMESPACE}">'.encode() + sheet + b"</worksheet>")


@pytest.mark.parametrize(
    "sheet",
    [
        b"<!--" + b"x" * 250_000_000 + b"--><sheetData/>",
        b'<sheetData><row r="1">' + b'<c r="A1"><v>1</v></c>' * 3_000_000 + b"</row></sheetData>",
    ],
    ids=["a comment of 250 MB", "three million times one cell"],
)
def test_a_workbook_made_to_take_for_ever_is_refused_in_words_and_the_next_one_is_read(sheet, blank, form, tmp_path):
    path = tmp_path / "来件.xlsx"
    path.write_bytes(_stretched(blank, sheet))
    assert path.stat().st_size < 600_000
    reader = GuardedFiles(seconds=2)
    with pytest.raises(Refusal, match="这个文件2秒仍未读取完，已停止读取。只留下需要的内容"):
        reader.read(path, form)
    path.write_bytes(blank)
    assert reader.read(path, form).answers.raw == {}


def test_json_that_unfolds_to_gigabytes_is_refused(form, tmp_path):
    path = tmp_path / "来件.json"
    path.write_bytes(b'{"x": [' + b"{}," * 5_000_000 + b"1]}")
    with pytest.raises(Refusal):
        GuardedFiles().read(path, form)


class Greedy:
    """Asks for what it is told to, in the child."""

    def take(self, octets):
        return len(bytearray(octets))

    def fail(self):
        raise FileNotFoundError(2, "gone")

    def say(self, times, watch):
        for time_ in range(times):
            watch(time_, times)
        return "said"


LIMITS = Limits(10, 1 << 30, Refusal("太久"), Refusal("太多", "少一些"), Refusal("没有启动"))


@pytest.fixture
def child():
    child = ChildProcess(Greedy, LIMITS)
    yield child
    child.close()


def test_more_memory_than_allowed_is_a_refusal_and_the_next_question_is_answered(child):
    assert child.ask("take", 10_000_000) == 10_000_000
    with pytest.raises(Refusal, match="太多。少一些"):
        child.ask("take", 2 << 30)
    assert child.ask("take", 1000) == 1000


def test_an_error_in_the_child_is_that_error_and_no_want_of_memory(child):
    with pytest.raises(FileNotFoundError):
        child.ask("fail")
    assert child.ask("take", 1) == 1


def test_progress_comes_through_and_whoever_watches_can_stop(child):
    told = []
    assert child.ask("say", 3, watch=lambda *done: told.append(done)) == "said"
    assert told == [(0, 3), (1, 3), (2, 3)]

    def stop(_done, _total):
        raise KeyError

    with pytest.raises(KeyError):
        child.ask("say", 3, watch=stop)
    assert child.ask("say", 1, watch=lambda *_done: None) == "said"


# Packages


def ignore(_done, _total):
    pass


def test_a_package_is_verified_as_without_the_guard():
    path = FAULTS / "16a_own_package_ps5_backslashes.zip"
    told = []
    assert GuardedBags().verify(path, lambda *done: told.append(done)) == BagFiles().verify(path, ignore)
    assert told[-1][0] == told[-1][1]
    assert GuardedBags().index(path) == BagFiles().index(path)
    with pytest.raises(Refusal, match="没有电子数据包"):
        GuardedBags().verify(path.with_name("none.zip"), ignore)


@pytest.mark.parametrize("name", ["bag-info.txt", "bagit.txt"])
def test_a_tag_file_of_many_megabytes_is_named(name, tmp_path):
    target = tmp_path / "x.zip"
    with (
        zipfile.ZipFile(FAULTS / "16a_own_package_ps5_backslashes.zip") as before,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for entry in before.infolist():
            path = entry.orig_filename.replace("\\", "/")
            content = before.read(entry)
            if path.endswith(f"/{name}"):
                content += b"".join(b"A%d: x\n" % number for number in range(300_000))
            after.writestr(path, content)
    faults = GuardedBags().verify(target, ignore).faults
    assert f"{name}超出正常大小" in [fault.sentence for fault in faults]
