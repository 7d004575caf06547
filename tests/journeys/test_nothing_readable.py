"""After a day's work no file that the program left tells whose papers it had: in the data, the cache, anywhere.

What `grep` and `strings` would find: names (Latin ones too), identity and credit numbers, phones, addresses, in any of
the encodings that files of ours have.
"""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from counter_app.bootstrap import Opening, demo_intakes
from counter_app.cli.commands import workstation_file
from counter_app.domain.inspection.tips import Informant, TipCategory
from counter_app.services.filing import cases
from counter_app.services.headless import headless
from counter_app.services.inspection import tips
from counter_app.services.office import form_drafts, supervision
from counter_app.services.office.pins import hash_pin
from counter_app.services.office.supervision import Permission
from counter_app.services.office.workstation import Workstation
from counter_app.services.papers import issuing
from counter_app.services.ports import WindowState
from counter_app.services.scans import attachments, scans
from counter_app.services.transfer import batch_closing, batches, packing
from counter_app.ui.base.errors import ErrorReporter
from tests.fakes import scan_samples as samples

UNIT, AGENT, NUMBER, PHONE = "Kingsway Trading (Daguan) Ltd", "John Smithson", "530624199003071217", "13887654321"
ADDRESS, INFORMANT, BOSS, DRAFT = "昭通市大关县翠华镇示例路88号", "匿名者刘某某", "赵主任示例", "草稿里的周某某示例"
COLLEAGUE = "李接班示例"
INTAKE = {
    "kind": "initial",
    "received_on": "2026-03-02",
    "unit": {"name": UNIT, "kind": "enterprise", "uscc": "91530624MA6K3R7Q38", "address": ADDRESS, "phone": PHONE},
    "agent": {"name": AGENT, "id_type": "resident_id", "id_number": NUMBER, "phone": PHONE},
    "system": {
        "place_category": "commerce",
        "address": ADDRESS,
        "device_count": 1,
        "function_types": ["video"],
        "retention_days": 30,
    },
    "devices": [{"location": f"{ADDRESS}大门", "device_type": "dome"}],
    "materials": {"agent_id": {"state": "accepted"}, "authorization_letter": {"state": "accepted"}},
}
SCAN = samples.pdf_of(
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
    samples.stream(f"BT /F1 40 Tf 50 700 Td ({AGENT} {NUMBER}) Tj ET".encode()),
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
)


@pytest.fixture
def places(tmp_path, monkeypatch) -> dict[str, Path]:
    """Where the program may leave something: the data, the user's settings and cache, the temporary folder."""
    made = {name: tmp_path / name for name in ("data", "config", "cache", "tmp", "home")}
    for path in made.values():
        path.mkdir()
    monkeypatch.setenv("COUNTER_APP_CONFIG", str(made["config"]))
    monkeypatch.setenv("XDG_CACHE_HOME", str(made["cache"]))
    monkeypatch.setenv("HOME", str(made["home"]))
    monkeypatch.setenv("TMPDIR", str(made["tmp"]))
    monkeypatch.setattr("tempfile.tempdir", None)
    return made


def day(data: Path, out: Path, at_exit: ExitStack) -> None:
    """A day: the sample cases, and one with scans, an attachment, a tip, a draft, papers, a package, a fault."""
    backend = Opening(data).open(at_exit)
    headless.create_sample_cases(backend, demo_intakes(backend))
    post = headless.DEMO_WORKSTATION.post
    supervision.set_supervisor(backend, BOSS, "482915", post=post)
    file = out / "john-smithson.json"
    file.write_text(json.dumps(INTAKE, ensure_ascii=False), "utf-8")
    intake = backend.files.read(file, backend.forms.current())
    reference = cases.open_case(backend, post=post, intake=intake).filing.reference
    letter = out / "john-smithson.pdf"
    letter.write_bytes(SCAN)
    scan = scans.attach_scan(backend, reference, "authorization_letter", letter, post=post).file
    scans.thumbnail(backend, scan)
    scans.page_sizes(backend, scan)
    issuing.issue_receipt(backend, reference, post=post)
    tip = tips.new_tip(backend, next(iter(TipCategory)), f"举报{UNIT}", ADDRESS, post=post)
    tips.register_tip(backend, tip, Informant(INFORMANT, PHONE), post=post)
    tips.open_source(backend, tip.tip_id, allowed_by=Permission(BOSS, "482915", {"": "核查"}), post=post)
    attachments.attach(backend, tip.tip_id, samples.png((97, 61)), f"{AGENT}的照片", post=post)
    form_drafts.save_form_draft(backend, "tip", {"informant.name": DRAFT}, post=post)
    with backend.work() as work:
        work.window_states.save(post.window, WindowState((reference,), reference))
        work.commit()
    batch = batches.open_batch(backend, post=post).batch.batch_id
    for item in batches.propose(backend, batch, 366, post=post).view.batch.items:
        batches.scan(backend, batch, item.reference, post=post)
    batch_closing.close_batch(backend, batch, post=post)
    packing.pack(backend, batch, out / "package.zip", lambda _done, _total: None, post=post)
    backend.sealer.seal(b"content")
    clerks = f"{post.clerk}\t\n{COLLEAGUE}\t{hash_pin('482915', None)}"
    workstation = Workstation(post.clerk, post.window, headless.DEMO_OFFICE.name, clerks=clerks)
    workstation_file(data).save(workstation)
    assert workstation_file(data).load() == workstation
    ErrorReporter(data / "reports").record(ValueError(f"no row for {AGENT}, {NUMBER} in {UNIT}: {ADDRESS}"))


def needles(backend_intakes: list[dict[str, object]]) -> dict[str, list[bytes]]:
    """Each datum in each encoding."""
    clerk = headless.DEMO_WORKSTATION.clerk
    words = {UNIT, AGENT, NUMBER, PHONE, ADDRESS, INFORMANT, BOSS, DRAFT, clerk, COLLEAGUE, "Smithson", "Kingsway"}
    for intake in backend_intakes:
        for section, key in (("unit", "name"), ("agent", "name"), ("agent", "id_number"), ("system", "address")):
            value = str(intake.get(section, {}).get(key) or "")
            words |= {value} if len(value) > 2 else set()
    return {
        word: [word.encode(how) for how in ("utf-8", "utf-16-le", "gb18030")] + [json.dumps(word)[1:-1].encode()]
        for word in words
    }


def found(places: dict[str, Path]) -> Iterator[tuple[str, str]]:
    samples_of = [json.loads(path.read_bytes()) for path in Path("resources/demo").glob("*.json")]
    wanted = needles(samples_of)
    assert len(wanted) > 15
    for path in sorted(file for place in places.values() for file in place.rglob("*") if file.is_file()):
        content = path.read_bytes() + str(path).encode()
        for word, forms in wanted.items():
            if any(form in content for form in forms):
                yield path.name, word


def test_after_a_day_no_file_tells_a_name_a_number_or_a_phone(places, tmp_path):
    out = tmp_path / "stick"
    out.mkdir()
    with ExitStack() as at_exit:
        day(places["data"], out, at_exit)
        left = {path.name for path in places["data"].rglob("*") if path.is_file()}
        assert {"counter.db", "counter.db-wal", "installation.pem", "workstation.json", "workstation.names"} <= left
        assert any(name.startswith("paper-") for name in left), "papers were drawn and remembered"
        assert list(found(places)) == []
    assert list(found(places)) == []
    assert list((places["data"] / "cache").rglob("*.*")) == []
    assert list(places["tmp"].iterdir()) == []
    assert any(AGENT.encode() in path.read_bytes() for path in out.iterdir()), "the search finds what is readable"
