"""The program as a screen reader has it: looked at from outside, through AT-SPI."""

from counter_app.bootstrap import keeping_backend
from counter_app.services.filing import cases
from tests.cases_kept import todays_cases
from tests.journeys.display import until
from tests.journeys.sight import can_be_seen, seen_screen

PAGES = {"ctrl+2": "待办", "ctrl+3": "设置", "ctrl+4": "日终核对", "ctrl+5": "移交", "ctrl+6": "检查", "ctrl+7": "统计"}
UNITS = ("first unit of all", "another unit")
pytestmark = can_be_seen


def test_everything_that_takes_the_focus_has_a_name_and_a_changed_verdict_is_heard(data):
    with seen_screen() as (screen, reader):
        program = screen.open_window(data)
        screen.press("ctrl+n")
        until(lambda: "单位名称" in names(reader, program), "the new case is not to be read")
        assert nameless(reader, program) == []
        reader.ask("heard")
        screen.type("A")
        screen.press("Return")
        heard = []
        until(lambda: any("项" in words for words in heard.extend(reader.ask("heard")) or heard), "nothing was heard")
        for keys, page in PAGES.items():
            screen.press(keys)
            until(lambda page=page: page in names(reader, program), f"{page} is not to be read")
            screen.until_idle(program)
            assert (page, nameless(reader, program)) == (page, [])
        screen.press("ctrl+n")
        screen.until_idle(program)
        for unit in UNITS:  # the key for the next case right behind the name, as fast as a scanner
            screen.xdotool("type", "--delay", "0", "--args", "1", unit, "key", "ctrl+n")
            screen.until_idle(program)
        assert set(UNITS) <= names_kept(data)


def names_kept(data):
    """The names of units as they are kept in the cases of the day."""
    with keeping_backend(data) as backend:
        filings = [cases.load_case(backend, line.reference).filing for line in todays_cases(backend)]
    return {filing.answers.text("unit.name") for filing in filings}


def names(reader, program):
    return [name.partition("，")[0] for _role, name, _described in reader.ask("described", program.pid)]


def nameless(reader, program):
    return [one for one in reader.ask("described", program.pid) if not one[1].strip()]
