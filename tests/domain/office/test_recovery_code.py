"""The recovery code holds the key, forgives how it is typed, and names a slip by its group."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.office.recovery_code import GROUPS, KEY_BYTES, RecoveryCodeError, key_of_code, recovery_code

KEY = bytes(range(KEY_BYTES))
FOUND_BY_THE_NOTE = 0
"""One slip in 32 gives another key: the note beside the data tells that it is not theirs."""


def wrong_group(groups):
    try:
        key_of_code(" ".join(groups))
    except RecoveryCodeError as error:
        return error.group
    return FOUND_BY_THE_NOTE


keys = st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES)


@given(keys)
def test_the_code_gives_the_key_back(key):
    code = recovery_code(key)
    assert key_of_code(code) == key
    assert [len(group) for group in code.split(" ")] == [5] * GROUPS


def test_how_it_is_typed_does_not_matter():
    code = recovery_code(KEY)
    typed = code.lower().replace("0", "o").replace("1", "l").replace(" ", " - ")
    assert key_of_code(f"  {typed}\n") == KEY
    assert key_of_code("".join(chr(ord(c) + 0xFEE0) if c.isalnum() else "　" for c in code)) == KEY


@given(keys, st.integers(0, GROUPS - 2))
def test_exchanged_groups_are_named(key, index):
    groups = recovery_code(key).split(" ")
    if groups[index][:4] == groups[index + 1][:4]:
        return
    groups[index], groups[index + 1] = groups[index + 1], groups[index]
    assert wrong_group(groups) in (index + 1, index + 2, FOUND_BY_THE_NOTE)


def test_a_slip_is_named_by_its_group():
    groups = recovery_code(KEY).split(" ")
    for index, group in enumerate(groups, 1):
        for place in range(5):
            for letter in "0123456789ABCDEFGHJKMNPQRSTVWXYZ":
                if letter == group[place]:
                    continue
                slipped = [*groups[: index - 1], group[:place] + letter + group[place + 1 :], *groups[index:]]
                assert wrong_group(slipped) in (index, FOUND_BY_THE_NOTE)


@pytest.mark.parametrize("typed", ["", "ABCDE", recovery_code(KEY)[:-1], recovery_code(KEY) + "0"])
def test_a_code_of_another_length_is_none(typed):
    with pytest.raises(RecoveryCodeError) as told:
        key_of_code(typed)
    assert told.value.group is None


def test_a_sign_that_is_no_letter_is_named():
    with pytest.raises(RecoveryCodeError) as told:
        key_of_code(recovery_code(KEY).replace(recovery_code(KEY)[12:14], "*中", 1))
    assert told.value.group == 3


def test_only_a_key_of_32_bytes_has_a_code():
    with pytest.raises(ValueError, match="32 bytes"):
        recovery_code(b"short")
