"""Reading a filled workbook. Floor: calamine's bare read of the same file."""

from __future__ import annotations

import tempfile
from pathlib import Path

import python_calamine
import xlsxwriter

from counter_app.exchange.files import Files
from tests.benchmarks.office import FORM, row
from tests.benchmarks.timing import runs


def measure() -> dict[str, object]:
    """Milliseconds for 2,000 and 20,000 devices."""
    with tempfile.TemporaryDirectory() as folder:
        return {f"{devices}_devices": _measure(Path(folder) / f"{devices}.xlsx", devices) for devices in (2000, 20_000)}


def _measure(path: Path, devices: int) -> dict[str, object]:
    _write(path, devices)
    files = Files()
    assert len(files.read(path, FORM).answers.all_rows()["devices"]) == devices
    times = 9 if devices <= 2000 else 3
    ours = runs(lambda: files.read(path, FORM), times)
    floor = runs(lambda: _bare(path), times)
    return {
        "read_ms": ours,
        "floor_calamine_ms": floor,
        "ratio": round(ours["median"] / floor["median"], 2),
        "budget": "500 ms" if devices <= 2000 else "ratio 2.5",
    }


def _bare(path: Path) -> None:
    workbook = python_calamine.CalamineWorkbook.from_path(path)
    for name in workbook.sheet_names:
        workbook.get_sheet_by_name(name).to_python()


def _write(path: Path, devices: int) -> None:
    fields = list(FORM.groups["devices"].fields)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet("基本信息")
        for number, field in enumerate(FORM.fields.values()):
            sheet.write_row(number, 0, [field.label, ""])
        sheet = workbook.add_worksheet("图像采集设备清单")
        sheet.write_row(0, 0, [field.label for field in fields])
        for number in range(devices):
            values = row(number)
            sheet.write_row(number + 1, 0, [values.get(field.name, "") for field in fields])
