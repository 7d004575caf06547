"""Which layer may import which: ui → services → domain ← catalogue; persistence → ports; only bootstrap imports all."""

import ast
import re
import sys
from pathlib import Path

import pytest
from pytest_archon import archrule

from tests.architecture.source_trees import tree_of

PACKAGE = Path(__file__).parents[2] / "counter_app"

LAYERS = {
    "domain": ("stdnum",),
    "catalogue": ("counter_app.domain", "counter_app.paths", "msgspec"),
    "services": (
        *("counter_app.domain", "msgspec"),
        "cryptography.hazmat.primitives.kdf",  # scrypt: Python's own is missing where it was built without OpenSSL
    ),
    "persistence": (
        "counter_app.domain",
        "counter_app.services.ports",
        "sqlalchemy",
        "sqlcipher3",
        "alembic",
        "msgspec",
        "cryptography",
        *("secretstorage", "win32ctypes"),  # the key store of the system
    ),
    "documents": (
        *("counter_app.domain", "counter_app.paths"),
        *("reportlab", "docx", "PIL", "uniseg", "pypdfium2", "msgspec", "segno"),
    ),
    "exchange": (
        *("counter_app.domain", "counter_app.services.ports"),
        *("xlsxwriter", "python_calamine", "msgspec", "cryptography"),
    ),
    "scanning": ("counter_app.domain", "counter_app.paths", "counter_app.services.ports", "PIL", "pypdfium2"),
    "ui": (
        *("counter_app.services", "counter_app.domain", "counter_app.paths", "PySide6", "shiboken6"),
        "counter_app.scanning.pdfium",  # the only access to pdfium, which cannot be asked from two threads at once
    ),
}
"""Layer -> what it may import beside itself and the standard library."""

FILES = (
    "counter_app.private_files",
    "counter_app.written_tables",
    "counter_app.child_process",
    "counter_app.typed_data",
    "counter_app.file_types",
)
"""Files for their owner only, files that people write, files from outside, data as records: not for the domain."""

ENTRY_POINTS = ("counter_app.cli*", "counter_app.__main__", "counter_app.bootstrap")

OUTSIDE_WORLD = {
    *("asyncio", "concurrent", "ctypes", "glob", "http", "io", "logging", "multiprocessing", "os", "pathlib"),
    *("random", "secrets", "shutil", "socket", "sqlite3", "subprocess", "tempfile", "threading", "time", "tomllib"),
    *("urllib", "zipfile"),
}
"""Parts of the standard library that reach for files, clocks, threads or the network: not for the domain."""


def _any_of(*names: str) -> str:
    """Return a pattern for imports of `names` and of what lies below them."""
    return rf"^(?:{'|'.join(map(re.escape, names))})(?:\.|$)"


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_imports_only_what_it_may(layer):
    own = f"counter_app.{layer}"
    library = sys.stdlib_module_names - (OUTSIDE_WORLD if layer == "domain" else set())
    files = () if layer == "domain" else FILES
    (
        archrule(f"{layer} imports only what it may", use_regex=True)
        .match(_any_of(own))
        .should_not_import("^")
        .may_import(_any_of(own, *LAYERS[layer], *files), _any_of(*library), "^counter_app$")
        .check("counter_app", only_direct_imports=True)
    )


def test_only_the_entry_points_import_bootstrap():
    (
        archrule("nothing imports bootstrap but the entry points")
        .match("counter_app*")
        .exclude(*ENTRY_POINTS)
        .should_not_import("counter_app.bootstrap*", "counter_app.cli*", "counter_app.__main__")
        .check("counter_app", only_direct_imports=True)
    )


def test_every_module_lies_in_a_layer_or_is_an_entry_point():
    loose = {path.stem for path in PACKAGE.glob("*.py")}
    entry_points = {"__init__", "__main__", "bootstrap"}
    helpers = {name.partition(".")[2] for name in FILES}
    assert loose <= {*entry_points, *helpers, "paths", "settings"}
    layers = {path.name for path in PACKAGE.iterdir() if path.is_dir() and any(path.glob("*.py"))}
    assert layers <= {*LAYERS, "cli"}


def test_the_domain_has_no_clock():
    asked = [
        f"{path.name}:{node.lineno}"
        for path in (PACKAGE / "domain").rglob("*.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "today", "utcnow"}
        and isinstance(node.ctx, ast.Load)
        if isinstance(node.value, ast.Name) and node.value.id in {"date", "datetime"}
    ]
    assert asked == []


def test_plain_data_become_records_in_one_place():
    """`msgspec.convert` and `decode(type=…)` crash where two threads ask for a new type at once."""
    for path in PACKAGE.rglob("*.py"):
        calls = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
        typed = [
            ast.unparse(call)
            for call in calls
            if ast.unparse(call.func) == "msgspec.convert"
            or (ast.unparse(call.func) == "msgspec.json.decode" and any(word.arg == "type" for word in call.keywords))
        ]
        assert typed == [] or path.name == "typed_data.py", path
