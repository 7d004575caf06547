"""`office-pack` from the outside: a city exports, a county looks, imports, and goes back."""

import io
import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.bootstrap import keeping_backend
from counter_app.paths import forms_dir
from counter_app.services.headless.headless import DEMO_OFFICE, DEMO_WORKSTATION
from counter_app.services.office import offices, supervision
from tests.journeys.program import BUILT, PROGRAM, main

FORM = "forms/filing/2025-05/form.toml"
POST = DEMO_WORKSTATION.post


@pytest.fixture
def run(monkeypatch, capsys):
    """Do one command; returns its code, its output and its complaints."""

    def call(*words, entered=""):
        if BUILT:
            done = subprocess.run(
                [*PROGRAM, *map(str, words)],
                input=entered,
                capture_output=True,
                text=True,
                encoding="utf-8",
                check=False,
                timeout=120,
                env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            )
            return done.returncode, done.stdout, done.stderr
        monkeypatch.setattr("sys.stdin", io.StringIO(entered))
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def desks(tmp_path):
    """A city with a field of its own, and a county with a supervisor."""
    for name in ("昭通市公安局", "大关县公安局"):
        with keeping_backend(tmp_path / name) as backend:
            office = replace(DEMO_OFFICE, name=name, platform_number_format="#{18}" if "市" in name else "")
            offices.save_office(backend, office, post=POST)
            supervision.set_supervisor(backend, "赵主任", "135790", post=POST)
    own = tmp_path / "昭通市公安局" / "office" / FORM
    own.parent.mkdir(parents=True)
    field = '\n[[field]]\nkey = "unit.fire_grade"\nlabel = "消防安全等级"\ntype = "text"\n'
    own.write_text((forms_dir().parent / FORM).read_text("utf-8") + field, "utf-8")
    return tmp_path / "昭通市公安局", tmp_path / "大关县公安局"


def test_a_city_hands_its_pack_to_a_county(run, desks, tmp_path):
    city, county = desks
    pack = tmp_path / "昭通.office-pack"
    code, said, _err = run("office-pack", "export", pack, "--data", city)
    assert (code, said.splitlines()[0]) == (0, f"{pack}\t1个文件")
    told = said.splitlines()[1].partition(" ")[2]

    code, said, _err = run("office-pack", "check", pack, "--data", county)
    assert code == 0
    assert told in said
    assert "增加 field[unit.fire_grade] 消防安全等级" in said
    assert "设置 备案编号格式：无 → #{18}" in said

    code, _said, err = run("office-pack", "import", pack, "--data", county)
    assert code == 2
    assert told in err
    assert "第一次收到“昭通市公安局”签名的配置包" in err
    assert not (county / "office" / FORM).exists()

    allowed = ("--supervisor", "赵主任", "--fingerprint", told)
    code, said, _err = run("office-pack", "import", pack, *allowed, "--data", county, entered="135790\n")
    assert code == 0
    assert (county / "office" / FORM).read_bytes() == (city / "office" / FORM).read_bytes()
    with keeping_backend(county) as backend:
        office = offices.load_office(backend)
        assert (office.name, office.platform_number_format) == ("大关县公安局", "#{18}")
        assert "unit.fire_grade" in backend.forms.current().fields

    code, said, _err = run("office-pack", "check", pack, "--json", "--data", county)
    assert json.loads(said)["trusted"] is True
    assert json.loads(said)["settings"] == []

    assert run("office-pack", "restore", "--data", county)[0] == 0
    with keeping_backend(county) as backend:
        assert offices.load_office(backend).platform_number_format == ""
        assert "unit.fire_grade" not in backend.forms.current().fields

    code, said, _err = run("signers", "list", "--data", county)
    assert (code, "昭通市公安局\t配置包" in said, told in said) == (0, True, True)
    assert run("signers", "withdraw", told[:4], "--data", county)[0] == 2
    code, said, _err = run("signers", "withdraw", told[:9], "--data", county)
    assert (code, said.startswith("已撤销对昭通市公安局的信任")) == (0, True)
    code, _said, err = run("office-pack", "import", pack, "--data", county)
    assert code == 2
    assert "对“昭通市公安局”所用密钥的信任已于" in err
    assert json.loads(run("signers", "list", "--json", "--data", county)[1]) == []


def test_a_pack_with_a_changed_byte_names_its_file_and_a_folder_without_an_office_is_refused(run, desks, tmp_path):
    city, county = desks
    pack = tmp_path / "昭通.office-pack"
    run("office-pack", "export", pack, "--data", city)
    pack.write_bytes(pack.read_bytes().replace("消防安全等级".encode(), "消防安全登记".encode()))
    code, _said, err = run("office-pack", "check", pack, "--data", county)
    assert (code, err.strip()) == (2, f"配置包中的 {FORM} 被改动过。向制作配置包的机关重新索取")
    code, _said, err = run("office-pack", "export", tmp_path / "x.office-pack", "--data", tmp_path / "nobody")
    assert code == 2
    assert "还没有机关的数据" in err
    assert not Path(tmp_path / "nobody").exists()
