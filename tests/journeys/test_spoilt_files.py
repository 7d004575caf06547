"""Settings and office files that hold anything at all are told with file, key and reason, never with a traceback."""

import json

import pytest

from counter_app.catalogue.loader import load_form
from counter_app.catalogue.toml_files import Folders
from counter_app.domain.basics.refusal import CatalogueError, Refusal
from counter_app.exchange.bag.index import read_index
from counter_app.paths import forms_dir, resources_dir
from counter_app.services.office.workstation import Workstation
from counter_app.services.transfer import results
from counter_app.settings import FILE_NAME, WorkstationFile
from counter_app.written_tables import LARGEST, read_json_object, read_toml_table
from tests.fakes.memory_backend import MemoryBackend
from tests.journeys.program import main

DEEP = 90_000


def arrays(depth):
    return "[" * depth + "]" * depth


SPOILT_TOML = {
    "nested arrays": ("title = 'x'\nrows = " + arrays(DEEP), "rows", "括号嵌套超过64层"),
    "nested arrays over lines": ("rows = [\n" + "[\n" * DEEP, "rows", "括号嵌套超过64层"),
    "nested tables": ("a = " + "{b=" * 300 + "1" + "}" * 300, "a", "括号嵌套超过64层"),
    "arrays never closed": ("rows = " + "[" * DEEP, "rows", "括号嵌套超过64层"),
    "one key of 20,000 parts": (".".join("a" * 20_000) + " = 1", "a.a.a.a.a.a.a.a.a", "键的层数超过8层"),
    "a table of many parts": ("[" + ".".join(["b"] * 500) + "]", "b.b.b.b.b.b.b.b.b", "键的层数超过8层"),
    "a key with blanks between its parts": (" . ".join("a" * 20) + " = 1", "a . a", "键的层数超过8层"),
    "a key in quotes": (".".join(['"a"'] * 20) + " = 1", '"a"."a"', "键的层数超过8层"),
    "20,001 dotted keys": ("\n".join(f"a.k{at} = 1" for at in range(20_001)), "", "超过20000个键"),
    "50 megabytes": ("# " + "x" * (50 << 20), "", "超过1兆字节"),
    "no TOML": ("[form", "", "不是正确的TOML"),
    "a string that never ends": ('a = "' + '\\"' * 300_000, "", "不是正确的TOML"),
    "many quotes": ("a = " + "'\"" * 300_000, "", "不是正确的TOML"),
}


@pytest.mark.parametrize("what", SPOILT_TOML)
def test_an_office_file_is_refused_with_file_key_and_reason(tmp_path, what):
    content, key, reason = SPOILT_TOML[what]
    path = tmp_path / "filing/2025-05/form.toml"
    path.parent.mkdir(parents=True)
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CatalogueError) as refused:
        load_form(Folders(forms_dir(), tmp_path))
    assert refused.value.file == str(path)
    assert refused.value.key.startswith(key)
    assert reason in refused.value.reason


@pytest.mark.parametrize(
    "name", ["filing/2025-05/form.toml", "filing/2025-05/deficiency_notice.toml", "office/2025-05/office.toml"]
)
def test_a_command_says_it_in_one_sentence(tmp_path, monkeypatch, capsys, name):
    path = tmp_path / "forms" / name
    path.parent.mkdir(parents=True)
    path.write_text("rows = " + arrays(DEEP), encoding="utf-8")
    monkeypatch.setenv("COUNTER_APP_OVERLAY", str(tmp_path))
    assert main(["--data", str(tmp_path / "data"), "register", "--out", str(tmp_path / "list.xlsx")]) == 2
    said = capsys.readouterr().err
    assert said == f"{path} 中 rows：括号嵌套超过64层。改正该文件后重新启动\n"


@pytest.mark.parametrize("path", sorted([*forms_dir().rglob("*.toml"), *resources_dir().rglob("*.toml")]), ids=str)
def test_every_file_that_ships_is_read(path):
    assert read_toml_table(path) or path.name == "publishers.toml"  # nobody publishes yet


def test_brackets_in_strings_and_remarks_are_no_depth(tmp_path):
    path = tmp_path / "a.toml"
    path.write_text("a = '" + "[" * 100 + '\'\nb = """\n' + "{\n" * 100 + '"""\n# ' + "[" * 100 + "\n")
    assert set(read_toml_table(path)) == {"a", "b"}
    path.write_text(json.dumps({"a": '["' * 100}))
    assert read_json_object(path) == {"a": '["' * 100}


SPOILT_SETTINGS = {
    "nested arrays": ('{"clerk": "陈", "zoom": ' + arrays(DEEP) + "}", "zoom", "括号嵌套超过64层"),
    "nested objects": ('{"theme": ' + '{"a":' * DEEP, "theme", "括号嵌套超过64层"),
    "no JSON": ('{"clerk": ', "文件", "第1行第11个字符处不是正确的JSON"),
    "a list": ("[]", "文件", "最外层应是一个对象"),
    "a long number": ('{"zoom": ' + "9" * 10_000 + "}", "文件", "数字太长"),
    "megabytes": ('{"clerk": "' + "x" * LARGEST + '"}', "文件", "超过1兆字节"),
    "no UTF-8": (b'{"clerk": "\xff"}', "文件", "不是UTF-8编码的文本"),
}


@pytest.mark.parametrize("what", SPOILT_SETTINGS)
def test_settings_that_cannot_be_read_are_told_and_put_aside(tmp_path, what):
    content, key, reason = SPOILT_SETTINGS[what]
    path = tmp_path / FILE_NAME
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    file = WorkstationFile(tmp_path)
    assert file.load() == Workstation()
    assert str(path) in str(file.trouble)
    assert f"中 {key}" in str(file.trouble)
    assert reason in str(file.trouble)
    before = path.read_bytes()
    file.save(Workstation(clerk="陈示例", window="3号窗口"))
    assert (tmp_path / "workstation.damaged").read_bytes() == before
    assert WorkstationFile(tmp_path).load().clerk == "陈示例"


def test_one_setting_of_another_kind_is_told_by_its_key_and_the_others_hold(tmp_path):
    (tmp_path / FILE_NAME).write_text(json.dumps({"clerk": "陈示例", "zoom": "large", "later": 1}), "utf-8")
    file = WorkstationFile(tmp_path)
    assert file.load() == Workstation(clerk="陈示例")
    assert "中 zoom：写法不对" in str(file.trouble)


def test_settings_that_are_right_or_absent_are_not_talked_about(tmp_path):
    file = WorkstationFile(tmp_path)
    assert (file.load(), file.trouble) == (Workstation(), None)
    file.save(Workstation(clerk="陈示例"))
    assert (file.load(), file.trouble) == (Workstation(clerk="陈示例"), None)
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


def test_an_index_of_a_package_that_is_nested_without_end_is_refused():
    with pytest.raises(Refusal, match="移交目录"):
        read_index(b'{"version": 1, "cases": [], "later": ' + arrays(DEEP).encode() + b"}")


def test_a_result_that_is_nested_without_end_is_refused():
    with pytest.raises(Refusal):
        results.read(MemoryBackend.make(), b'{"format": ' + arrays(DEEP).encode() + b"}")
