"""Records do what dataclasses do; only their constructor is written later."""

import copy
import dataclasses
import functools
import pickle
from typing import Generic, TypeVar

import pytest

from counter_app.domain.basics.records import frozen, mutable, ordered

T = TypeVar("T")


@frozen
class Plain:
    """A record."""

    name: str
    count: int = 0
    notes: list[str] = dataclasses.field(default_factory=list)
    secret: str = dataclasses.field(default="", repr=False)
    aside: object = dataclasses.field(default=None, compare=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Peer:
    """The same by `dataclasses`."""

    name: str
    count: int = 0
    notes: list[str] = dataclasses.field(default_factory=list)
    secret: str = dataclasses.field(default="", repr=False)
    aside: object = dataclasses.field(default=None, compare=False)


@frozen
class Checked(Generic[T]):
    """A record that looks at what it was given."""

    value: T

    def __post_init__(self) -> None:
        """Refuse nothing at all."""
        if self.value is None:
            raise ValueError("value")


@frozen
class Named:
    """A record with words of its own."""

    name: str

    def __repr__(self) -> str:
        return "***"


@frozen
class Longer(Named):
    """A record that has more."""

    more: int = 1


@ordered
class Ranked:
    """A record that comes before another or after it."""

    year: int
    name: str = ""


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class RankedPeer:
    """The same by `dataclasses`."""

    year: int
    name: str = ""


@mutable
class Open:
    """A record whose fields change."""

    name: str
    notes: list[str] = dataclasses.field(default_factory=list)


class Cached:
    """Gives a record a place beside its fields."""


@frozen
class Found(Cached):
    """A record that keeps what it found out."""

    name: str

    @functools.cached_property
    def upper(self) -> list[str]:
        """Made once."""
        return [self.name.upper()]


@frozen
class ByName:
    """A record of which one field is only given by its name."""

    aside: int = dataclasses.field(default=1, kw_only=True)
    name: str


@frozen
class Empty:
    """Nothing in it."""


GIVEN = [{"name": "a"}, {"name": "a", "count": 2, "notes": ["x"], "secret": "s", "aside": 3}]


@pytest.mark.parametrize("given", GIVEN)
def test_a_record_is_made_shown_and_taken_apart_as_a_dataclass_is(given):
    one, peer = Plain(**given), Peer(**given)
    assert repr(one) == repr(peer).replace("Peer", "Plain")
    assert dataclasses.asdict(one) == dataclasses.asdict(peer)
    assert dataclasses.astuple(Plain(*given.values())) == dataclasses.astuple(Peer(*given.values()))
    assert [field.name for field in dataclasses.fields(one)] == list(Plain.__match_args__)
    assert dataclasses.replace(one, count=9) == Plain(**{**given, "count": 9})


@pytest.mark.parametrize("kind", [Plain, Peer])
def test_what_a_constructor_refuses_it_names(kind):
    for wrong in ({}, {"name": "a", "other": 1}):
        with pytest.raises(TypeError, match=rf"^{kind.__name__}\.__init__\(\) (missing 1 required|got an unexpected)"):
            kind(**wrong)


def test_records_are_compared_by_the_fields_that_count():
    assert Plain("a", aside=1) == Plain("a", aside=2)
    assert Plain("a") != Plain("b")
    assert Plain("a") != Peer("a")
    assert Named("a") != Longer("a")
    assert (Empty(), hash(Empty())) == (Empty(), hash(Empty()))
    assert len({Named("a"), Named("a"), Named("b")}) == 2
    with pytest.raises(TypeError, match="unhashable"):
        hash(Plain("a"))  # its notes are a list


def test_a_field_that_goes_by_its_name_stands_behind_the_others():
    assert ByName("a", aside=2) == ByName(name="a", aside=2)
    with pytest.raises(TypeError, match="positional"):
        ByName("a", 2)


def test_each_record_has_its_own_default_list():
    assert Plain("a").notes is not Plain("a").notes


def test_a_record_cannot_be_changed():
    one = Plain("a")
    with pytest.raises(dataclasses.FrozenInstanceError, match="name"):
        one.name = "b"
    with pytest.raises(dataclasses.FrozenInstanceError, match="other"):
        one.other = "b"
    with pytest.raises(dataclasses.FrozenInstanceError, match="name"):
        del one.name
    assert not hasattr(one, "__dict__")


def test_a_record_crosses_to_another_process_and_is_copied():
    one = Plain("a", notes=["x"])
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - our own
    assert copy.deepcopy(one) == one
    assert copy.deepcopy(one).notes is not one.notes


def test_a_record_unpickled_before_any_was_made_has_its_fields():
    class_of = frozen(type("Late", (), {"__annotations__": {"name": "str"}}))
    one = object.__new__(class_of)
    one.__setstate__(["a"])
    assert (one.name, one.__getstate__()) == ("a", ["a"])
    assert "name='a'" in repr(one)


def test_a_record_looks_at_its_values_and_can_be_generic():
    assert Checked[int](3) == Checked(3)
    with pytest.raises(ValueError, match="value"):
        Checked(None)


def test_a_method_of_its_own_is_kept_and_what_inherits_is_a_dataclass():
    assert repr(Named("a")) == "***"
    assert (Longer("a", more=2).name, Longer("a", more=2).more) == ("a", 2)
    assert Longer("a") == Longer("a", 1)
    assert len({Longer("a"), Longer("a", 1), Longer("a", 2)}) == 2
    assert repr(Longer("a")) == "Longer(name='a', more=1)"
    assert dataclasses.replace(Longer("a"), name="b") == Longer("b")
    with pytest.raises(dataclasses.FrozenInstanceError):
        Longer("a").name = "b"
    with pytest.raises(TypeError, match="frozen"):
        dataclasses.dataclass(type("Open", (Plain,), {"__annotations__": {}}))


def test_records_come_in_the_order_of_their_fields():
    years = [(2026, "b"), (2025, "z"), (2026, "a")]
    assert [(one.year, one.name) for one in sorted(Ranked(*year) for year in years)] == sorted(years)
    one, other = Ranked(2025), Ranked(2026)
    assert (one < other, one <= other, one > other, one >= other) == (True, True, False, False)
    assert (one <= Ranked(2025), one >= Ranked(2025), one < Ranked(2025)) == (True, True, False)
    for kind in (Ranked, RankedPeer):
        with pytest.raises(TypeError, match="not supported"):
            kind(2025) < ("2025", "")  # noqa: B015 - that it cannot be asked


def test_a_mutable_record_is_changed_and_never_a_key():
    one = Open("a")
    one.name = "b"
    one.notes.append("x")
    assert one == Open("b", ["x"])
    assert one != Open("b")
    assert repr(one) == "Open(name='b', notes=['x'])"
    assert copy.deepcopy(one) == pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - our own
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)
    with pytest.raises(AttributeError):
        one.other = 1


def test_a_record_keeps_what_it_found_out_beside_its_fields():
    one = Found("a")
    assert one.upper is one.upper
    assert one == Found("a")
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.name = "b"


def test_a_record_is_matched_by_its_fields():
    match Plain("a", 3):
        case Plain(name, count):
            assert (name, count) == ("a", 3)
