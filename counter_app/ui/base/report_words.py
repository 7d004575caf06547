"""What an error report may say: words that programs use, and places in our own code. Everything else is left out.

Names of people are written in any script: what a name looks like cannot be told, what an error says can. So a word
stays where it is known, and not where it is merely harmless to look at.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from traceback import FrameSummary
from typing import Final

LEFT_OUT: Final = "…"

# Words, not compiled patterns: the report compiles them when there is one, and most days there is none.
_QUOTED = r"""(["'])(?:(?!\1).)*\1"""
_CODE = r"\d+(?:[ \-]\d+)+[Xx]?|[0-9A-Za-z]*\d[0-9A-Za-z]{5,}"
_ERROR = r"(?:[A-Za-z_][A-Za-z0-9_]*\.)*[A-Z][A-Za-z]*(?:Error|Exception|Warning|Interrupt|Exit)"
_QT = r"Q[A-Z][A-Za-z]+(?:::~?[A-Za-z_]+)*"
_EDGES = ".,:;!?()[]{}<>=+*/%-"

_WORDS: Final = """
a about access after again all allowed already and any are argument arguments as assigned associated at attribute
available bad base be been before being between bool both broken buffer busy but by byte bytes call called callable
cannot cancelled changed character characters check class closed code codec column columns comparison compiled
connection constraint contains context conversion convert could count cyclic data database datatype date day deadlock
decode decoded deep default denied depth deleted destroyed device dict dictionary did directory disk division does
during each element elements empty encode encoded end entry errno error event exceeded exception execute executed
exhausted exist existing exists expected failed field file files find first float for format found foreign from full
function generator get given goes group handle has have header i/o id in index indexed indices infinite input instance
instead int integer interrupted into invalid is it item items iterable iterator its json key keys keyword known
largest last least length line list literal local locked long lower malformed mapping match matched maximum may memory
message method misuse missing mode module more most multiple must name named negative new no none not nothing null
number object objects of off offset old on one only open opened operation operator or order ordinal out outside
overflow page parameter parameters parse parsed path pending permission pool position positional positive process
query raised range read readonly received record recursion reference refused released required resource result
returned returns row rows schema second select sequence set shorter signal signature size slice some start state
statement still stopped str stream string subscriptable supported syntax system table tables takes task temporary text
than that the there this thread time timed timeout timezone to token too transaction tuple twice type types unable
unexpected unhashable unique unit unknown unpack unpacked unsupported update use used using utf-8 valid value values
version violated was wait when where which while width window with within without write wrong yet zero
"""
_KNOWN: Final = frozenset(_WORDS.split())
_NUMBER = r"#|\d{1,5}"

_OURS: Final = ("counter_app", "installer")
_LIBRARIES: Final = ("site-packages", "dist-packages")
_STANDARD: Final = r"python3?(?:\.?\d+)?"


def scrubbed(message: str) -> str:
    """Return `message` without anything that could be an answer: quoted text, numbers of people, words not known.

    A word stands with a capital letter only where a sentence begins.
    """
    unquoted = re.sub(_QUOTED, "'…'", message, flags=re.DOTALL)
    words = re.sub(_CODE, "#", unquoted).split()
    said: list[str] = []
    begins = True
    for word in words:
        kept = _kept(word, begins=begins)
        if kept != LEFT_OUT or said[-1:] != [LEFT_OUT]:
            said.append(kept)
        begins = word.endswith((".", ":", "]", ")"))
    return " ".join(said)


def _kept(word: str, *, begins: bool) -> str:
    core = word.strip(_EDGES)
    known = core in _KNOWN or (begins and core.lower() in _KNOWN and core[1:].islower())
    if not core or known or core == "'…'" or any(re.fullmatch(pattern, core) for pattern in (_NUMBER, _ERROR, _QT)):
        return word
    return LEFT_OUT


def place(frame: FrameSummary) -> str:
    """Return where a frame stands: our file or a library's, from its package on, and its line of source.

    Of a file anywhere else nothing is told: neither its folder nor its name nor what stands in it.
    """
    known = _known_path(frame.filename)
    if known is None:
        return f'  File "{LEFT_OUT}", line {frame.lineno}'
    source = f"\n    {frame.line}" if frame.line else ""
    return f'  File "{known}", line {frame.lineno}, in {frame.name}{source}'


def _known_path(filename: str) -> str | None:
    parts = PurePath(filename.replace("\\", "/")).parts
    for at in range(len(parts) - 2, -1, -1):
        if parts[at] in _OURS:
            return "/".join(parts[at:])
        if parts[at] in _LIBRARIES or re.fullmatch(_STANDARD, parts[at], re.IGNORECASE):
            return "/".join(parts[at + 1 :])
    return filename if re.fullmatch(r"<[a-z ]+>|<frozen [\w.]+>", filename) else None
