"""Paper out of the machine: through CUPS where there is CUPS, as pictures elsewhere, and a plain word where neither."""

import io
import os
import sys

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter

from counter_app.domain.basics.refusal import Refusal
from counter_app.ui.base.printer_state import PrinterCondition, PrinterState
from counter_app.ui.papers import cups_printing
from counter_app.ui.papers.printers import SystemPrinters
from counter_app.ui.widgets import pdf_pages


@pytest.fixture(scope="module")
def pdf():
    document = pypdfium2.PdfDocument.new()
    for _ in range(2):
        document.new_page(595.3, 841.9)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture
def cups(tmp_path, monkeypatch):
    """Stand-ins for `lp` and `lpstat` that write down what they were asked."""
    if not sys.platform.startswith("linux"):
        pytest.skip("CUPS is for Linux")
    place = tmp_path / "bin"
    place.mkdir()

    def command(name, script):
        path = place / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    command(
        "lpstat", 'case "$1" in -e) echo Window_1; echo Office ;; -d) echo "system default destination: Office" ;; esac'
    )
    command("lp", f'printf "%s\\n" "$@" > {tmp_path}/asked; cat > {tmp_path}/printed')
    monkeypatch.setenv("PATH", f"{place}{os.pathsep}/usr/bin{os.pathsep}/bin")
    return tmp_path, command


def test_the_default_printer_comes_first(cups):
    assert cups_printing.printers() == ("Office", "Window_1")


def test_cups_gets_the_pdf_as_it_is_with_the_copies_and_the_number_of_the_paper(cups, pdf):
    folder, _ = cups
    assert cups_printing.print_pdf(pdf, copies=2, printer="Window_1", title="补字〔2026〕1号") == "Window_1"
    assert (folder / "printed").read_bytes() == pdf
    assert (folder / "asked").read_text("utf-8").split() == ["-d", "Window_1", "-n", "2", "-t", "补字〔2026〕1号"]


def test_a_printer_that_was_looked_up_is_not_looked_up_again(cups, pdf):
    folder, command = cups
    command("lpstat", f"echo asked >> {folder}/looked_up")
    cups_printing.print_pdf(pdf, printer="Window_1")
    assert not (folder / "looked_up").exists()


def test_without_a_choice_the_default_printer_is_used(cups, pdf):
    assert cups_printing.print_pdf(pdf) == "Office"


def test_a_printer_that_is_gone_is_named(cups, pdf):
    _, command = cups
    command("lp", 'echo "lp: The printer or class does not exist." >&2; exit 1')
    with pytest.raises(Refusal, match="打印机“旧打印机”不在本机上"):
        cups_printing.print_pdf(pdf, printer="旧打印机")


def test_a_printer_that_takes_nothing_is_named(cups, pdf):
    _, command = cups
    command("lp", "exit 1")
    with pytest.raises(Refusal, match="打印机“Office”没有接收。检查打印队列"):
        cups_printing.print_pdf(pdf)


def test_a_printer_that_does_not_answer_is_named(cups, pdf, monkeypatch):
    _, command = cups
    command("lp", "exec tail -f /dev/null")
    monkeypatch.setattr(cups_printing, "_PATIENCE", 0.2)
    monkeypatch.setattr(cups_printing, "printers", lambda: ("Office",))
    with pytest.raises(Refusal, match="没有响应"):
        cups_printing.print_pdf(pdf)


def test_no_printer_is_one_sentence_and_what_to_do(monkeypatch, pdf):
    monkeypatch.setattr(cups_printing, "printers", tuple)
    with pytest.raises(Refusal) as refused:
        cups_printing.print_pdf(pdf)
    assert refused.value.sentence == "本机没有安装打印机"
    assert "导出 PDF" in refused.value.remedy


def test_without_cups_every_page_is_drawn_edge_to_edge(qapp, pdf, tmp_path):
    out = tmp_path / "out.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(out))
    cups_printing._draw(pdf, printer)
    sizes = pdf_pages.sizes(out.read_bytes())
    assert len(sizes) == 2
    assert sizes[0].width() == pytest.approx(595, abs=2)
    assert sizes[0].height() == pytest.approx(842, abs=2)


def test_a_page_becomes_a_picture_of_its_size(pdf):
    image = pdf_pages.render_page(pdf, 0, 100)
    assert (image.width(), image.height()) == (827, 1170)
    assert image.pixelColor(10, 10).name() == "#ffffff"


_LPSTAT = """case "$1" in
-e) echo Window_1; echo Office ;;
-d) echo "system default destination: Office" ;;
-p) case "$2" in
    Window_1) printf "printer Window_1 disabled since Sun Mar  1 09:00:00 2026 -\\n\\tPaused\\n" ;;
    *) echo "printer $2 is idle.  enabled since Sun Mar  1 09:00:00 2026" ;; esac ;;
-a) case "$2" in
    Old) printf "Old not accepting requests since Sun Mar  1 09:00:00 2026 -\\n\\tRejecting Jobs\\n" ;;
    *) echo "$2 accepting requests since Sun Mar  1 09:00:00 2026" ;; esac ;;
esac"""


def test_the_state_of_a_printer_is_what_cups_says_of_it(cups):
    _, command = cups
    command("lpstat", _LPSTAT)
    printers = SystemPrinters()
    assert printers.state("") == PrinterState(PrinterCondition.READY, "Office")
    assert printers.state("Window_1") == PrinterState(PrinterCondition.PAUSED, "Window_1")
    assert printers.state("Other") == PrinterState(PrinterCondition.GONE, "Other")
    command("lpstat", _LPSTAT.replace("echo Window_1;", "echo Old;"))
    assert printers.state("Old") == PrinterState(PrinterCondition.REFUSING, "Old")
    command("lpstat", "true")
    assert printers.state("") == PrinterState(PrinterCondition.NONE)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (PrinterState(PrinterCondition.READY, "HP"), "打印机 HP"),
        (PrinterState(PrinterCondition.NONE), "这台电脑没有可用的打印机"),
        (PrinterState(PrinterCondition.GONE, "HP"), "设置中选的打印机“HP”不在本机上"),
        (PrinterState(PrinterCondition.PAUSED, "HP"), "打印机“HP”已暂停"),
    ],
)
def test_a_state_says_which_printer_and_what_is_wrong(state, words):
    assert state.words == words
