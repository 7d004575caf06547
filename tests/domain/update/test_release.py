"""Whether a release can be taken up by what is installed: one sentence for each reason against it."""

from dataclasses import replace
from datetime import date

import pytest

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.update.release import (
    Installation,
    ProgramVersion,
    Release,
    ReleasePackage,
    TargetSystem,
    package_for,
)

DEB = ReleasePackage("counter-app_0.6.0_amd64.deb", "debian-amd64", "0.6.0", "a" * 64, 70_000_000)
SETUP = ReleasePackage("counter-app-0.6.0-setup.exe", "windows-amd64", "0.6.0", "b" * 64, 57_000_000)
RELEASE = Release("0.6.0", date(2026, 12, 1), ("新增统计",), "0014", "0003", "0.4.0", (DEB, SETUP))
HERE = Installation(ProgramVersion(0, 5, 0), TargetSystem.DEBIAN, "0012")


@pytest.mark.parametrize(
    ("text", "version"),
    [("0.5.0", (0, 5, 0)), ("10.0.12", (10, 0, 12)), ("0.5", None), ("0.5.0+12", None), ("٠.5.0", None), ("", None)],
)
def test_a_version_is_three_numbers(text, version):
    assert ProgramVersion.read(text) == (None if version is None else ProgramVersion(*version))


def test_versions_are_compared_as_numbers():
    assert ProgramVersion(0, 10, 0) > ProgramVersion(0, 9, 12)


@pytest.mark.parametrize(("system", "package"), [(TargetSystem.DEBIAN, DEB), (TargetSystem.WINDOWS, SETUP)])
def test_the_package_of_the_own_system_is_taken(system, package):
    assert package_for(RELEASE, replace(HERE, system=system)) is package


@pytest.mark.parametrize("schema", [None, "0003", "0014"])
def test_data_from_the_least_revision_on_are_taken_over_and_none_need_be_there(schema):
    assert package_for(RELEASE, replace(HERE, schema=schema)) is DEB


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"version": ProgramVersion(0, 7, 0)}, "升级文件的版本 0.6.0 比本机的 0.7.0 旧，不能装回旧版本"),
        ({"version": ProgramVersion(0, 6, 0)}, "本机已经是 0.6.0 版，不需要升级"),
        ({"version": ProgramVersion(0, 3, 9)}, "不能从本机的 0.3.9 版直接升级到 0.6.0 版。先升级到 0.4.0 版"),
        ({"schema": "0015"}, "本机的数据版本 0015 比升级文件的 0014 新，0.6.0 版不能打开"),
        ({"schema": "0002"}, "本机的数据版本 0002 太旧"),
        ({"system": TargetSystem.UOS}, "没有适合本机（统信 UOS）的安装包"),
        ({"system": None}, "没有适合本机（其他系统或处理器）的安装包"),
    ],
)
def test_each_reason_against_it_has_its_sentence(change, words):
    with pytest.raises(Refusal) as caught:
        package_for(RELEASE, replace(HERE, **change))
    assert words in str(caught.value)
    assert caught.value.remedy


def test_what_the_publishers_tool_writes_is_usable():
    RELEASE.refuse_unusable()


@pytest.mark.parametrize(
    "change",
    [
        {"packages": ()},
        {"packages": (replace(DEB, name="../counter-app_0.6.0_amd64.deb"),)},
        {"packages": (replace(DEB, name="a/b.deb"),)},
        {"packages": (replace(DEB, name="-rf.deb"),)},
        {"packages": (replace(DEB, name="a'; rm -rf ~'.deb"),)},
        {"packages": (replace(DEB, name="a.deb\n"),)},
        {"packages": (DEB, replace(SETUP, name=DEB.name))},
        {"packages": (DEB, replace(SETUP, system=DEB.system))},
        {"packages": (replace(DEB, sha256="A" * 64),)},
        {"packages": (replace(DEB, size=0),)},
        {"packages": (replace(DEB, size=1 << 31),)},
        {"notes": ("长" * 4001,)},
        {"notes": ("新",) * 101},
        {"schema": "14"},
        {"least_schema": "0015"},
        {"program": "0.6"},
        {"least_program": "0.7.0"},
    ],
)
def test_what_no_publisher_writes_is_refused(change):
    with pytest.raises(Refusal, match="升级清单的内容不能采用"):
        replace(RELEASE, **change).refuse_unusable()
