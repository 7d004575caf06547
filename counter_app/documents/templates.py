"""Templates: words and structure of a paper, read strictly: what nobody knows is refused with file, key and reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

import msgspec

from counter_app.documents.blocks import Fit, Layout, TimePrecision
from counter_app.documents.statistics_tables import CHARTS
from counter_app.documents.table_sources import SOURCES
from counter_app.documents.variables import CONDITIONS, FORMATS, VARIABLES
from counter_app.domain.basics.refusal import CatalogueError
from counter_app.domain.forms.forms import Form
from counter_app.typed_data import read_record
from counter_app.written_tables import read_toml_table

Shape = TypeVar("Shape", bound="TemplateNode")

BLANK: Final = re.compile(r"\{([^{}|]*)(?:\|([^{}|]*))?\}")
"""`{name}` or `{name|format}`."""


class TemplateNode(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A table of a template in which every key must be known."""


class TemplateBlock(TemplateNode, frozen=True, kw_only=True):
    """What every block may have: the name of a condition under which alone it stands."""

    when: str = ""


class TemplateParagraph(TemplateBlock, frozen=True, kw_only=True):
    """`paragraph = "…"`; `**…**` is emphasised. A `large` one is never set smaller to save a page."""

    paragraph: str
    indent: bool = True
    small: bool = False
    large: bool = False


class TemplateHeading(TemplateBlock, frozen=True, kw_only=True):
    """`heading = "…"`."""

    heading: str


class TemplateTable(TemplateBlock, frozen=True, kw_only=True):
    """`table = "deficiencies"` with the columns that are wanted of it.

    `dense` sets it in 五号, `dense_over = 6` where it has more rows than that; `fine` and `fine_over` in 小五.
    `title` is a heading over it; where there are no rows, a line of that title and `无` stands instead of both.
    """

    table: str
    columns: tuple[str, ...]
    title: str = ""
    dense: bool = False
    dense_over: int = 0
    fine: bool = False
    fine_over: int = 0


class TemplateList(TemplateBlock, frozen=True, kw_only=True):
    """`list = "deficiencies"`: its rows as numbered paragraphs, the first of the columns emphasised."""

    list: str
    columns: tuple[str, ...]


class TemplateGrid(TemplateBlock, frozen=True, kw_only=True):
    """`grid = [["标签", "{值}"], …]`.

    Where a value is left open for the pen, an entry named in `wide` has the whole width, one in `lines` room for so
    many lines of handwriting.
    """

    grid: tuple[tuple[str, str], ...]
    title: str = ""
    wide: tuple[str, ...] = ()
    lines: Mapping[str, int] = msgspec.field(default_factory=dict)


class TemplateForm(TemplateBlock, frozen=True, kw_only=True):
    """`form = "grid"` or `"checklist"`: every field of the form, section by section, in its order.

    `form = "added"`: the fields that an office has added to a form of inspections, but for those that the template
    names itself.
    """

    form: str


class TemplateGroups(TemplateBlock, frozen=True, kw_only=True):
    """`groups = "annex"` or `"checklist"`: the rows of every group of the form.

    `groups = "inline"` is where a short list stands on the page itself; `annex` is then for long ones alone.
    """

    groups: str
    title: str


class TemplateBox(TemplateBlock, frozen=True, kw_only=True):
    """`writing_box = "…"`."""

    writing_box: str
    hint: str = ""


class TemplateSignatory(TemplateNode, frozen=True, kw_only=True):
    """`{ label = "…", name = "{clerk}", signed_at = "{issued_at}" }`."""

    label: str
    name: str = ""
    signed_at: str = ""


class TemplateSignatures(TemplateBlock, frozen=True, kw_only=True):
    """`signatures = ["…", …]`, each a label or a table."""

    signatures: tuple[str | TemplateSignatory, ...]
    moment: TimePrecision = TimePrecision.DAY
    refusal: str = ""


class TemplateLines(TemplateBlock, frozen=True, kw_only=True):
    """`signature_lines = ["…", …]`: a line for each, to be signed on."""

    signature_lines: tuple[str | TemplateSignatory, ...]
    moment: TimePrecision = TimePrecision.DAY


class TemplateSeal(TemplateBlock, frozen=True, kw_only=True):
    """`seal = "{office.name}"`; with `signatures` a ruled box, boxes for those beside it, and `qr` between them."""

    seal: str
    day: str
    hint: str = ""
    signatures: tuple[str | TemplateSignatory, ...] = ()
    moment: TimePrecision = TimePrecision.DAY
    refusal: str = ""
    qr: str = ""
    qr_note: str = ""


class TemplateAnnex(TemplateBlock, frozen=True, kw_only=True):
    """`annex = "…"`: what follows begins a new page, turned where it is `landscape`."""

    annex: str
    landscape: bool = False


class TemplateCode(TemplateBlock, frozen=True, kw_only=True):
    """`qr = "{package.sha256_code}"` with lines of text beside it."""

    qr: str
    lines: tuple[str, ...] = ()


class TemplateCases(TemplateBlock, frozen=True, kw_only=True):
    """`cases = "contents"`: the contents of each case of a batch; `cases = "labels"`: a label for each."""

    cases: str


class TemplateDiagram(TemplateBlock, frozen=True, kw_only=True):
    """`chart = "course"`: a bar chart of the statistics; nothing where it has no bars."""

    chart: str


AnyBlock: TypeAlias = (
    TemplateParagraph
    | TemplateHeading
    | TemplateTable
    | TemplateList
    | TemplateGrid
    | TemplateForm
    | TemplateGroups
    | TemplateBox
    | TemplateSignatures
    | TemplateLines
    | TemplateSeal
    | TemplateAnnex
    | TemplateCode
    | TemplateCases
    | TemplateDiagram
)

_KINDS: Final[Mapping[str, type[AnyBlock]]] = {
    "paragraph": TemplateParagraph,
    "heading": TemplateHeading,
    "table": TemplateTable,
    "list": TemplateList,
    "grid": TemplateGrid,
    "form": TemplateForm,
    "groups": TemplateGroups,
    "writing_box": TemplateBox,
    "seal": TemplateSeal,
    "signatures": TemplateSignatures,
    "signature_lines": TemplateLines,
    "annex": TemplateAnnex,
    "qr": TemplateCode,
    "cases": TemplateCases,
    "chart": TemplateDiagram,
}
_BESIDE_A_SEAL: Final = ("signatures", "qr")
_SHAPES: Final = {
    "form": ("grid", "checklist", "added"),
    "groups": ("annex", "checklist", "inline"),
    "cases": ("contents", "labels"),
}


class TemplateHead(TemplateNode, frozen=True, kw_only=True):
    """The keys above the blocks.

    `fit` says how far the paper may be set closer where that saves a page; `page_count` prints `第1页　共3页` at each
    foot; `joined` puts heading and title on one line where they have room there.
    """

    title: str
    copies: int
    copies_note: str
    block: tuple[dict[str, Any], ...]
    heading: str = ""
    page_note: str = ""
    layout: Layout = Layout.NOTICE
    fit: Fit = Fit.LINES
    page_count: bool = False
    joined: bool = False


class Template(TemplateNode, frozen=True, kw_only=True):
    """One template, checked: whatever it names is known."""

    title: str
    copies: int
    copies_note: str
    page_note: str
    heading: str
    layout: Layout
    fit: Fit
    page_count: bool
    joined: bool
    blocks: tuple[AnyBlock, ...]
    named: frozenset[str]
    """Every name in braces in it."""


def load_template(find: Callable[[str], Path], form: Form, document: str) -> Template:
    """Read the template of `document` that stands beside `form`, or beside the form it extends.

    `find` turns a name below `forms/` into a file, the office's own before ours. Raises `CatalogueError`.
    """
    try:
        path = find(f"{form.folder}/{document}.toml")
    except CatalogueError:
        if not form.extends:
            raise
        path = find(f"{form.extends}/{document}.toml")
    return read_template(read_toml_table(path), file=str(path), form=form)


def read_template(content: Mapping[str, Any], *, file: str, form: Form) -> Template:
    """Check a template that was read from `file`. Raises `CatalogueError`."""
    reader = _Reader(file, form)
    head = reader.shaped(content, TemplateHead, "")
    if head.copies < 1:
        raise CatalogueError(file, "copies", "份数必须为1或以上")
    for key in ("title", "heading", "copies_note", "page_note"):
        reader.check_blanks(getattr(head, key), key)
    blocks = tuple(reader.block(raw, f"block[{number}]") for number, raw in enumerate(head.block, start=1))
    return Template(
        title=head.title,
        copies=head.copies,
        copies_note=head.copies_note,
        page_note=head.page_note,
        heading=head.heading,
        layout=head.layout,
        fit=head.fit,
        page_count=head.page_count,
        joined=head.joined,
        blocks=blocks,
        named=frozenset(match[1] for block in blocks for text in _texts(block) for match in BLANK.finditer(text)),
    )


class _Reader:
    """Checks one file against what is known."""

    def __init__(self, file: str, form: Form) -> None:
        self._file = file
        self._variables = frozenset(VARIABLES) | frozenset(form.fields)

    def shaped(self, raw: Mapping[str, Any], shape: type[Shape], where: str) -> Shape:
        """`raw` as `shape`; a key it does not have is refused by name."""
        known = {field.encode_name for field in msgspec.structs.fields(shape)}
        for key in raw:
            if key not in known:
                raise self._refuse(f"{where}.{key}".lstrip("."), f"不认识的键，可用的有：{'、'.join(sorted(known))}")
        try:
            return read_record(raw, shape)
        except msgspec.ValidationError as error:
            raise self._refuse(where, f"写法不对：{error}") from error

    def block(self, raw: Mapping[str, Any], where: str) -> AnyBlock:  # noqa: C901 - a case a block
        """One `[[block]]`, its kind told by the one key that names it."""
        kind = self._kind_of(raw, where)
        block = self.shaped(raw, _KINDS[kind], where)
        self._known("条件", block.when, CONDITIONS, f"{where}.when", empty=True)
        for text in _texts(block):
            self.check_blanks(text, f"{where}.{kind}")
        match block:
            case TemplateTable(table=name) | TemplateList(list=name):
                self._known("表格", name, SOURCES, f"{where}.{kind}")
                source = SOURCES[name]
                for column in block.columns:
                    if source.column(column) is None:
                        self._known("列", column, source.columns, f"{where}.columns")
            case TemplateDiagram(chart=name):
                self._known("图表", name, CHARTS, f"{where}.{kind}")
            case TemplateForm(form=shape) | TemplateGroups(groups=shape) | TemplateCases(cases=shape):
                self._known("样式", shape, _SHAPES[kind], f"{where}.{kind}")
            case TemplateGrid():
                for label in (*block.wide, *block.lines):
                    self._known("标签", label, [label for label, _value in block.grid], f"{where}.grid")
            case TemplateSignatures(signatures=()) | TemplateLines(signature_lines=()):
                raise self._refuse(f"{where}.{kind}", "至少一个签名")
            case TemplateSeal(signatures=(), qr=content) if content:
                raise self._refuse(f"{where}.qr", "有签名栏时才能放二维码，请补上 signatures")
            case _:
                pass
        return block

    def _kind_of(self, raw: Mapping[str, Any], where: str) -> str:
        kinds = [key for key in raw if key in _KINDS and not ("seal" in raw and key in _BESIDE_A_SEAL)]
        if len(kinds) != 1:
            raise self._refuse(where, f"每个 [[block]] 要有且只有一种内容：{'、'.join(_KINDS)}")
        return kinds[0]

    def check_blanks(self, text: str, key: str) -> None:
        """Refuse a name, a format or a brace in `text` that nobody knows."""
        for match in BLANK.finditer(text):
            if match[1] not in self._variables:
                raise self._refuse(key, f"不认识的变量 {{{match[1]}}}")
            self._known("格式", match[2] or "", FORMATS, key, empty=True)
        if re.search(r"[{}]", BLANK.sub("", text)):
            raise self._refuse(key, "花括号不成对")

    def _known(self, what: str, name: str, names: Collection[str], key: str, *, empty: bool = False) -> None:
        if name not in names and not (empty and not name):
            raise self._refuse(key, f"不认识的{what} {name}，可用的有：{'、'.join(names)}")

    def _refuse(self, key: str, reason: str) -> CatalogueError:
        return CatalogueError(self._file, key, reason)


def _texts(block: AnyBlock) -> list[str]:  # noqa: C901, PLR0911 - one return a block
    """Every text of a block in which variables may stand."""
    match block:
        case TemplateParagraph(paragraph=text) | TemplateHeading(heading=text) | TemplateGroups(title=text):
            return [text]
        case TemplateAnnex(annex=text):
            return [text]
        case TemplateCode(qr=content, lines=lines):
            return [content, *lines]
        case TemplateGrid(grid=entries, title=title):
            return [title, *(part for entry in entries for part in entry)]
        case TemplateBox(writing_box=label, hint=hint):
            return [label, hint]
        case TemplateSignatures(signatures=signatories, refusal=refusal):
            return [refusal, *_signed(signatories)]
        case TemplateLines(signature_lines=signatories):
            return _signed(signatories)
        case TemplateSeal(signatures=signatories):
            said = (block.seal, block.day, block.hint, block.refusal, block.qr, block.qr_note)
            return [*said, *_signed(signatories)]
        case TemplateTable(title=title):
            return [title]
        case TemplateList() | TemplateForm() | TemplateCases() | TemplateDiagram():
            return []


def _signed(signatories: Iterable[str | TemplateSignatory]) -> list[str]:
    return [part for who in map(signatory, signatories) for part in (who.label, who.name, who.signed_at)]


def signatory(written: str | TemplateSignatory) -> TemplateSignatory:
    """A signatory of whom perhaps only the label was written."""
    return TemplateSignatory(label=written) if isinstance(written, str) else written
