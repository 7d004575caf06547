"""Every sample intake comes to the verdict that stands beside it."""

import json

import pytest

from counter_app.domain.forms.findings import Verdict
from counter_app.services.filing.cases import judge_intake
from tests.services.conftest import SAMPLES

EXPECTED = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_comes_to_its_verdict(backend, sample, name):
    intake = sample(name[:2])
    findings = judge_intake(backend, intake, backend.clock().date())
    assert findings.verdict is Verdict(EXPECTED[name]["verdict"])
    assert sorted(findings.codes) == sorted(EXPECTED[name]["deficiencies"])
    assert sorted(findings.advisory_codes) == sorted(EXPECTED[name]["advisories"])
    assert sorted(findings.unreviewed) == sorted(EXPECTED[name]["unreviewed"])
