"""Whatever bytes come: an intake file or a refusal, never anything else."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter_app.domain.basics.refusal import Refusal
from counter_app.domain.filing.intake import IntakeFile
from counter_app.exchange.files import Files
from counter_app.exchange.incoming import OLE_SIGNATURE
from tests.drawn import examples

SAMPLE = (Path(__file__).parents[2] / "samples" / "03-four-at-once.json").read_bytes()
OFTEN = settings(max_examples=examples(80), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def taken(form, tmp_path_factory):
    path = tmp_path_factory.mktemp("fuzz") / "file"

    def taken(content):
        path.write_bytes(content)
        try:
            intake = Files().read(path, form)
        except Refusal as refused:
            return refused.sentence and refused.remedy
        return isinstance(intake, IntakeFile)

    return taken


@pytest.fixture(scope="module")
def workbook(blank):
    """A filled workbook, its parts not packed, so that a changed byte changes what is read."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blank)) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name))
    return target.getvalue()


@OFTEN
@given(
    head=st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", OLE_SIGNATURE, b"{", b"[", b"\xef\xbb\xbf{"]),
    rest=st.binary(),
)
def test_random_bytes(head, rest, taken):
    assert taken(head + rest)


@OFTEN
@given(changes=st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=6)), min_size=1, max_size=8))
def test_a_workbook_with_bytes_changed(changes, taken, workbook):
    content = bytearray(workbook)
    for place, spoilt in changes:
        at = int(place * len(content))
        content[at : at + len(spoilt)] = spoilt
    assert taken(bytes(content))


@OFTEN
@given(changes=st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=6)), min_size=1, max_size=4))
def test_a_part_with_bytes_changed_and_its_checksum_right(changes, taken, workbook):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as before, zipfile.ZipFile(target, "w") as after:
        names = before.namelist()
        for number, name in enumerate(names):
            part = bytearray(before.read(name))
            for place, spoilt in changes:
                if int(place * len(names)) == number:
                    at = int(place * len(names) % 1 * len(part))
                    part[at : at + len(spoilt)] = spoilt
            after.writestr(name, bytes(part))
    assert taken(target.getvalue())


@OFTEN
@given(changes=st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=3)), min_size=1, max_size=4))
def test_a_json_file_with_bytes_changed(changes, taken):
    content = bytearray(SAMPLE)
    for place, spoilt in changes:
        at = int(place * len(content))
        content[at : at + len(spoilt)] = spoilt
    assert taken(bytes(content))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(["kind", "received_on", "unit", "agent", "system", "devices", "materials"])


@OFTEN
@given(written=st.dictionaries(KEYS, JSON | st.dictionaries(st.sampled_from(["name", "agent_id", "state"]), JSON)))
def test_any_json_under_the_known_keys(written, taken):
    assert taken(json.dumps(written).encode())


@OFTEN
@given(
    cells=st.lists(st.lists(st.none() | st.text(max_size=6) | st.integers() | st.floats() | st.booleans(), max_size=4))
)
def test_any_cells_in_the_two_sheets(cells, taken):
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "nan_inf_to_errors": True}) as book:
        for name in ("基本信息", "图像采集设备清单"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["安装位置", "设备编码", "证件号码", "启用日期"])
            for row, values in enumerate(cells, 1):
                sheet.write_row(row, 0, values)
    assert taken(target.getvalue())
