"""An office's pack: written, held against its signature, looked at, imported whole or not at all, taken back."""

import json
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from counter_app import paths
from counter_app.domain.basics.area import Area
from counter_app.domain.basics.office import Office
from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.office.office_pack import OWN, RULES
from counter_app.services.office import office_packs, signed_files, supervision
from counter_app.services.office.office_packs import UnknownSigner, WithdrawnSigner
from counter_app.services.office.offices import act
from counter_app.services.office.pins import WrongPin
from counter_app.services.office.supervision import NoSupervisor, Permission
from counter_app.services.transfer import signers
from tests.fakes.memory_backend import NOON, OFFICE, POST, MemoryBackend

FORM = "forms/filing/2025-05/form.toml"
ADDED = """
[[field]]
key = "unit.fire_grade"
label = "消防安全等级"
type = "text"
"""
CITY = replace(
    OFFICE,
    name="昭通市公安局",
    prefix="昭公（视）",
    platform_number_format="#{18}",
    shared_keys=frozenset({"unit.uscc"}),
    area=Area(Decimal(102), Decimal(26), Decimal(106), Decimal(29)),
)
PERMISSION = Permission("赵主任", "135790")


def with_field() -> str:
    """The shipped form with one more field in the section of the unit."""
    shipped = (paths.forms_dir().parent / FORM).read_text("utf-8")
    return shipped + ADDED


def put(backend, name, text):
    path = backend.overlay._place / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


@pytest.fixture
def make(tmp_path):
    made = []

    def office(known=OFFICE):
        backend = MemoryBackend.make(office=known)
        folder = tmp_path / f"desk{len(made)}"
        backend.overlay._place = folder / "office"
        backend.sealer._place = folder / "keys" / "installation.pem"
        made.append(backend)
        return backend

    return office


@pytest.fixture
def city(make):
    backend = make(CITY)
    put(backend, FORM, with_field())
    return backend


@pytest.fixture
def county(make):
    backend = make()
    supervision.set_supervisor(backend, "赵主任", "135790", post=POST)
    return backend


@pytest.fixture
def pack(city, tmp_path):
    path = tmp_path / "out" / "昭通.office-pack"
    office_packs.export_pack(city, path, program="0.5.0", printer="HP", post=POST)
    return path.read_bytes()


def take_in(backend, content):
    fingerprint = office_packs.read(backend, content).fingerprint
    return office_packs.import_pack(backend, content, allowed_by=PERMISSION, trust=fingerprint, post=POST)


def refused(backend, content, error=Refusal):
    with pytest.raises(error) as caught:
        office_packs.import_pack(backend, content, post=POST)
    assert backend.overlay.files() == {}
    return str(caught.value)


def test_what_a_city_exports_a_county_imports(city, county, pack):
    imported = take_in(county, pack)
    assert county.overlay.files() == city.overlay.files() == {FORM: with_field()}
    office = county.store.kept.office
    assert imported.office == office
    assert (office.platform_number_format, office.shared_keys) == ("#{18}", frozenset({"unit.uscc"}))
    assert (office.name, office.prefix, office.area) == (OFFICE.name, OFFICE.prefix, OFFICE.area)
    assert imported.printer == ""
    assert [entry.act for entry in county.store.kept.history][-1] == "office_pack.imported"


def test_another_computer_of_the_same_office_takes_its_own_data_over_too(make, tmp_path):
    first = make(replace(OFFICE, phone="0870-7654321"))
    path = tmp_path / "own.office-pack"
    office_packs.export_pack(first, path, program="0.5.0", printer="HP", post=POST)
    second = make(OFFICE)
    supervision.set_supervisor(second, "赵主任", "135790", post=POST)
    imported = take_in(second, path.read_bytes())
    assert (imported.office.phone, imported.printer) == ("0870-7654321", "HP")


def test_each_setting_of_an_office_is_shared_its_own_or_stays():
    stays = {"name", "time_zone", "numbered_before", "national_ciphers"}
    assert sorted({*RULES, *OWN} | stays) == sorted(field.name for field in fields(Office))
    assert office_packs._LABELS.keys() == {*RULES, *OWN}


def test_a_pack_holds_nothing_of_supervisors_and_clerks(county, tmp_path):
    path = tmp_path / "own.office-pack"
    office_packs.export_pack(county, path, program="0.5.0", printer="", post=POST)
    text = path.read_text("utf-8")
    assert "scrypt" not in text
    assert "赵主任" not in text
    assert POST.clerk not in text


def test_a_preview_tells_what_differs_from_what_ships_and_changes_nothing(county, pack):
    put(county, "forms/code_lists/unit_kind.toml", (paths.forms_dir() / "code_lists/unit_kind.toml").read_text("utf-8"))
    seen = office_packs.preview(county, pack)
    [file] = seen.files
    assert [change.words for change in file.changes] == ["增加 field[unit.fire_grade] 消防安全等级"]
    assert seen.dropped == ("forms/code_lists/unit_kind.toml",)
    assert ("备案编号格式", "无", "#{18}") in seen.settings
    assert not seen.is_trusted
    assert any("导入后停用" in line for line in seen.lines())
    assert FORM not in county.overlay.files()


def test_an_unknown_signer_is_named_and_confirmed_once_by_a_supervisor(county, pack, city):
    with pytest.raises(UnknownSigner) as caught:
        office_packs.import_pack(county, pack, post=POST)
    assert caught.value.fingerprint == office_packs.own_fingerprint(city)
    assert "昭通市公安局" in str(caught.value)
    take_in(county, pack)
    assert office_packs.preview(county, pack).is_trusted
    office_packs.import_pack(county, pack, post=POST)


def test_trust_in_a_signer_is_withdrawn_and_old_and_new_packs_are_refused_then(county, city, pack, tmp_path):
    take_in(county, pack)
    [key] = office_packs.trusted_signers(county)
    assert (key.fingerprint, key.name, key.clerk) == (office_packs.own_fingerprint(city), "昭通市公安局", POST.clerk)
    office_packs.withdraw_trust(county, key.fingerprint, post=POST)
    assert office_packs.trusted_signers(county) == []
    assert county.overlay.files() == {FORM: with_field()}

    path = tmp_path / "newer.office-pack"
    office_packs.export_pack(city, path, program="0.5.0", printer="", post=POST)
    for content in (pack, path.read_bytes()):
        with pytest.raises(WithdrawnSigner, match="对“昭通市公安局”所用密钥的信任已于2026-03-02撤销，配置包没有导入"):
            office_packs.import_pack(county, content, post=POST)
        seen = office_packs.preview(county, content)
        assert (seen.is_trusted, seen.withdrawn_on) == (False, date(2026, 3, 2))


def test_a_supervisor_confirms_a_withdrawn_key_anew(county, pack):
    take_in(county, pack)
    fingerprint = office_packs.trusted_signers(county)[0].fingerprint
    office_packs.withdraw_trust(county, fingerprint, post=POST)
    with pytest.raises(WrongPin):
        office_packs.import_pack(county, pack, allowed_by=Permission("赵主任", "9999"), trust=fingerprint, post=POST)
    take_in(county, pack)
    assert office_packs.preview(county, pack).is_trusted
    assert [key.fingerprint for key in office_packs.trusted_signers(county)] == [fingerprint]


def test_trust_that_nobody_gave_cannot_be_withdrawn(county, pack):
    for fingerprint in ("0" * 64, office_packs.own_fingerprint(county)):
        with pytest.raises(Refusal, match="没有在本机确认过"):
            office_packs.withdraw_trust(county, fingerprint, post=POST)


def test_keys_confirmed_before_names_were_kept_are_listed_too(county, city):
    fingerprint = office_packs.own_fingerprint(city)
    with act(county, POST) as now:
        now.record("office_pack.signer_trusted", f"KEY-{fingerprint[:16]}", {"fingerprint": fingerprint})
        now.commit()
    assert [signer.name for signer in signers.signers(county)] == ["（没有记下名称）"]


def test_a_city_hands_its_counties_one_pack_after_another(make, city, county, pack, tmp_path):
    """The first is confirmed by telephone, the next is not asked about; one county trusts the city no longer."""
    other = make(replace(OFFICE, name="永善县公安局"))
    supervision.set_supervisor(other, "赵主任", "135790", post=POST)
    for one in (county, other):
        take_in(one, pack)

    text = with_field().replace("消防安全等级", "消防安全登记")
    put(city, FORM, text)
    path = tmp_path / "second.office-pack"
    office_packs.export_pack(city, path, program="0.5.0", printer="", post=POST)
    second = path.read_bytes()
    seen = office_packs.preview(county, second)
    assert seen.is_trusted
    assert [change.words for change in seen.files[0].changes] == ["增加 field[unit.fire_grade] 消防安全登记"]
    office_packs.import_pack(county, second, post=POST)
    assert county.overlay.files() == {FORM: text}

    office_packs.withdraw_trust(other, seen.signed.fingerprint, post=POST)
    with pytest.raises(WithdrawnSigner):
        office_packs.import_pack(other, second, post=POST)
    assert other.overlay.files() == {FORM: with_field()}
    assert [one.store.kept.office.name for one in (county, other)] == ["大关县公安局", "永善县公安局"]


def test_a_wrong_pin_or_another_fingerprint_confirms_nothing(county, pack):
    fingerprint = office_packs.read(county, pack).fingerprint
    with pytest.raises(WrongPin):
        office_packs.import_pack(county, pack, allowed_by=Permission("赵主任", "9999"), trust=fingerprint, post=POST)
    with pytest.raises(UnknownSigner):
        office_packs.import_pack(county, pack, allowed_by=PERMISSION, trust="0" * 64, post=POST)
    assert refused(county, pack, UnknownSigner)


def test_without_supervisors_no_signer_is_confirmed(make, pack):
    backend = make()
    with pytest.raises(NoSupervisor):
        take_in(backend, pack)
    assert backend.overlay.files() == {}


def test_a_key_believed_for_results_is_not_believed_for_packs(county, pack):
    from counter_app.services.ports import TrustedKey

    fingerprint = office_packs.read(county, pack).fingerprint
    with county.work() as work:
        work.trusted_keys.add(TrustedKey(fingerprint, "科信大队", NOON))
        work.commit()
    refused(county, pack, UnknownSigner)


def test_ones_own_pack_needs_no_confirmation(city, pack):
    office_packs.import_pack(city, pack, post=POST)
    assert city.overlay.files() == {FORM: with_field()}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda p: p["contents"].update({FORM: with_field() + "#"}), f"配置包中的 {FORM} 被改动过"),
        (lambda p: p["contents"].clear(), f"配置包缺少文件 {FORM}"),
        (lambda p: p["contents"].update({"forms/x.toml": ""}), "配置包中的 forms/x.toml 被改动过"),
        (lambda p: p["files"].update({FORM: "0" * 64}), "签名不符"),
        (lambda p: p["office"].update(platform_number_format=""), "签名不符"),
        (lambda p: p.update(signature="00" * 64), "签名不符"),
        (lambda p: p.update(version=2), "由更新版本的程序导出"),
        (lambda p: p.update(format="counter-transfer-result"), "不是配置包"),
        (lambda p: p.pop("contents"), "不是配置包"),
    ],
)
def test_a_pack_that_was_changed_is_refused_naming_the_file(county, pack, change, words):
    content = json.loads(pack)
    change(content)
    assert words in refused(county, json.dumps(content, ensure_ascii=False).encode())


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[" * 100_000, b"\xff\xfe", b'{"format": NaN}', b"null", b'"\\ud800"']
)
def test_what_is_no_pack_is_refused(county, content):
    assert "不是配置包" in refused(county, content)


def signed_as(backend, tmp_path, files, office=CITY):
    """A pack with a right signature that no export would write."""
    pack = office_packs.OfficePack(office, NOON, "0.5.0", files)
    manifest = office_packs._manifest(pack)
    seal = backend.sealer.seal(signed_files._canonical(manifest))
    signed = {**manifest, "public_key": seal.public_key, "signature": seal.signature, "contents": files}
    return json.dumps(signed, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "name",
    [
        "forms/../../counter.toml",
        "/forms/a.toml",
        "forms/a/../b.toml",
        "office.toml",
        "forms/.hidden.toml",
        "forms/a.toml/b.toml",
        "forms\\a.toml",
        "forms/con/a.toml",
        "forms/lpt1.toml",
        "forms/A.toml",
        "forms/a.py",
        "forms/a.toml\n",
        "forms/" + "a/" * 6 + "b.toml",
    ],
)
def test_a_name_that_leads_out_or_is_not_the_same_everywhere_is_refused(county, city, tmp_path, name):
    assert "文件名不能采用" in refused(county, signed_as(city, tmp_path, {name: ""}))


def test_too_many_and_too_large_files_are_refused(county, city, tmp_path):
    many = {f"forms/a/n{number}.toml": "" for number in range(501)}
    assert "超过500个文件" in refused(county, signed_as(city, tmp_path, many))
    assert "超过1兆字节" in refused(county, signed_as(city, tmp_path, {"forms/a.toml": "#" * ((1 << 20) + 1)}))
    assert "不是配置包" in refused(county, b" " * (office_packs.LARGEST + 1))


@pytest.mark.parametrize(
    "office",
    [
        replace(CITY, platform_number_format="#{"),
        replace(CITY, area=Area(Decimal("NaN"), Decimal(1), Decimal(2), Decimal(3))),
        replace(CITY, area=Area(Decimal(3), Decimal(1), Decimal(2), Decimal(3))),
        replace(CITY, address="长" * 4001),
        replace(CITY, series_words={"备收": "备字"}),
        replace(CITY, series_words={"没有": "有字"}),
        Office(""),
    ],
)
def test_settings_that_mean_nothing_are_refused(county, city, tmp_path, office):
    refused(county, signed_as(city, tmp_path, {}, office))


def test_a_pack_that_does_not_load_is_refused_with_file_key_and_reason(county, city, tmp_path):
    text = with_field().replace('type = "text"', 'type = "no_such_type"')
    assert FORM in (words := refused(county, signed_as(city, tmp_path, {FORM: text})))
    assert "no_such_type" in words
    template = "forms/filing/2025-05/deficiency_notice.toml"
    unknown = (paths.forms_dir().parent / template).read_text("utf-8").replace("{", "{no_such_name", 1)
    assert template in refused(county, signed_as(city, tmp_path, {template: unknown}))
    assert "forms/a.toml" in refused(county, signed_as(city, tmp_path, {"forms/a.toml": "[["}))


def test_an_office_whose_own_files_do_not_load_exports_nothing(city, tmp_path):
    put(city, FORM, "[[")
    with pytest.raises(Refusal, match=r"form\.toml"):
        office_packs.export_pack(city, tmp_path / "a.office-pack", program="0.5.0", printer="", post=POST)
    assert not (tmp_path / "a.office-pack").exists()


def test_years_of_working_days_that_the_pack_lacks_hold_on(county, pack):
    year = "resources/working_days/2024.toml"
    text = (paths.resources_dir().parent / year).read_text("utf-8")
    put(county, year, text)
    take_in(county, pack)
    assert county.overlay.files() == {FORM: with_field(), year: text}


def test_the_former_folder_is_kept_and_put_back_with_its_settings(county, pack):
    own = "forms/code_lists/unit_kind.toml"
    text = (paths.forms_dir() / "code_lists/unit_kind.toml").read_text("utf-8")
    put(county, own, text)
    kept = take_in(county, pack).kept
    assert (county.overlay._place.with_name(kept) / own).read_text("utf-8") == text
    office_packs.put_back(county, post=POST)
    assert county.overlay.files() == {own: text}
    assert county.store.kept.office == OFFICE
    office_packs.put_back(county, post=POST)
    assert county.overlay.files() == {FORM: with_field()}
    assert county.store.kept.office.platform_number_format == "#{18}"


def test_nothing_is_put_back_where_nothing_was_imported(county):
    with pytest.raises(Refusal, match="没有导入前的配置"):
        office_packs.put_back(county, post=POST)


def test_where_the_database_refuses_the_folder_stays_as_it_was(county, pack):
    own = "forms/code_lists/unit_kind.toml"
    text = (paths.forms_dir() / "code_lists/unit_kind.toml").read_text("utf-8")
    put(county, own, text)
    take_in(county, pack)
    office_packs.put_back(county, post=POST)
    county.store.refuse_commits = Refusal("磁盘已满")
    with pytest.raises(Refusal, match="磁盘已满"):
        office_packs.import_pack(county, pack, post=POST)
    county.store.refuse_commits = None
    assert county.overlay.files() == {own: text}
    assert county.store.kept.office == OFFICE
    office_packs.settle(county)
    assert county.store.kept.office == OFFICE


def test_the_database_follows_a_folder_that_came_before_a_cut(county, pack):
    take_in(county, pack)
    county.store.kept.office = OFFICE
    county.store.kept.history = [entry for entry in county.store.kept.history if entry.act != "office_pack.imported"]
    office_packs.settle(county)
    assert county.store.kept.office.platform_number_format == "#{18}"
    commits = county.store.commits
    office_packs.settle(county)
    assert county.store.commits == commits


def test_a_folder_that_cannot_be_written_changes_nothing(county, pack, monkeypatch):
    fingerprint = office_packs.read(county, pack).fingerprint
    place = county.overlay._place
    monkeypatch.setattr(Path, "rename", lambda *_: (_ for _ in ()).throw(PermissionError(13, "no")))
    with pytest.raises(Refusal, match="无法写入"):
        office_packs.import_pack(county, pack, allowed_by=PERMISSION, trust=fingerprint, post=POST)
    assert county.store.kept.office == OFFICE
    assert county.overlay.files() == {}
    assert [path.name for path in place.parent.iterdir() if path.name.startswith(".")] == []
