"""The samples of the contract, read and judged as it says."""

import json
from datetime import date
from pathlib import Path

import pytest

from counter_app.exchange.files import Files
from counter_app.services.filing.cases import judge_intake
from tests.fakes.memory_backend import MemoryBackend

SAMPLES = Path(__file__).parents[2] / "samples"
EXPECTED = json.loads((SAMPLES / "expected.json").read_text("utf-8"))


def test_every_sample_has_its_verdict():
    assert {path.stem for path in SAMPLES.glob("[0-9]*.json")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_is_judged_as_expected(name, form):
    intake = Files().read(SAMPLES / f"{name}.json", form)
    assert intake.warnings == ()
    findings = judge_intake(MemoryBackend.make(), intake, date(2026, 3, 2))
    assert {
        "verdict": findings.verdict.value,
        "deficiencies": sorted(findings.codes),
        "advisories": sorted(findings.advisory_codes),
        "unreviewed": sorted(findings.unreviewed),
        "entries": sorted(findings.entry_codes),
    } == {"entries": [], **EXPECTED[name]}
