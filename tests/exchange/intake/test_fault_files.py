"""Files that were once judged wrongly, read and judged whole."""

from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.domain.forms.judging import judge
from counter_app.exchange.files import Files

FAULTS = Path(__file__).parents[2] / "faults"


@pytest.fixture
def findings(form, facts):
    def of(name):
        intake = Files().read(FAULTS / name, form)
        day = intake.received_on or facts.received_on
        return judge(intake.answers, intake.materials, replace(facts, received_on=day))

    return of


@pytest.mark.parametrize(
    ("name", "codes"),
    [("02_hm_permit_non_chinese_HA.json", []), ("20_uscc_bad_check_reason_slash.json", ["unit.uscc.checksum"])],
)
def test_a_file_has_its_deficiencies(findings, name, codes):
    assert findings(name).codes == codes


def test_the_inside_of_every_room_of_article_8_is_advised(findings):
    (advisory,) = (a for a in findings("23a_prohibited_not_flagged.json").advisories)
    assert advisory.code == "device.prohibited_area"
    assert advisory.message.startswith("第1、2、3、4、5、6台设备等12处")


def test_places_beside_such_rooms_are_not_advised(findings):
    assert findings("23b_beside_wrongly_flagged.json").advisories == ()


def test_unseen_signs_around_values_are_no_deficiencies(findings):
    assert findings("06_invisible_lrm.xlsx").codes == []
