"""Personal data are masked in one place."""

import pytest

from counter_app.domain.basics.masking import masked, masked_but, masked_name


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("530624199003071217", "530624********1217"),
        ("13800000000", "138****0000"),
        ("周文", "周*"),
        ("欧阳示例", "欧***"),
        ("A12345", "A1**45"),
        ("", ""),
    ],
)
def test_personal_data_show_their_ends(text, shown):
    assert masked(text) == shown


def test_a_list_shows_the_first_character_of_a_name_and_not_its_length():
    assert [masked_name(name) for name in ("周文", "欧阳示例", "周", "")] == ["周*", "欧*", "周*", ""]


def test_only_the_places_that_are_named_are_shown():
    assert masked_but("13800000000", range(3, 5)) == "***00******"
