"""An office that chose the national ciphers: what is recorded from then on is linked by SM3, what was stays."""

from counter_app.domain.basics.office import Office
from counter_app.persistence.trail.macs import SHA256, SM3, link_mac
from tests.persistence.trail.conftest import KEY, entry, record


def choose(database, *, national):
    with database.work() as work:
        work.office.save(Office("大关县公安局", national_ciphers=national))
        work.history.record(entry("office.ciphers"))
        work.commit()


def test_each_link_says_by_what_it_was_made(database, begin):
    record(database, entry())
    choose(database, national=True)
    record(database, entry())
    choose(database, national=False)
    with database.engine.connect() as connection:
        made = [name for (name,) in connection.exec_driver_sql("SELECT algorithm FROM trail_link ORDER BY ordinal")]
    assert made == [SHA256, SM3, SM3, SHA256]
    _again, trail = begin()
    assert trail.verify().is_sound


def test_a_mac_is_over_the_parts_and_not_over_their_letters():
    at = (1, b"2026", None, b"")
    macs = {
        link_mac(KEY, SHA256, b"", 1, at),
        link_mac(KEY, SM3, b"", 1, at),
        link_mac(KEY, SHA256, b"", 2, at),
        link_mac(KEY, SHA256, b"x", 1, at),
        link_mac(bytes(32), SHA256, b"", 1, at),
        link_mac(KEY, SHA256, b"", 1, (1, b"202", b"6", b"")),
        link_mac(KEY, SHA256, b"", 1, (1, b"2026", b"", b"")),
        link_mac(KEY, SHA256, b"", 1, (1, b"2026", None)),
    }
    assert len(macs) == 8
    assert {len(mac) for mac in macs} == {32}
