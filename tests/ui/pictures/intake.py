"""A case: blank, busy, with errors, with 2,000 devices, with lists and questions open over it."""

from dataclasses import replace

from counter_app.domain.basics.refusal import Refusal
from counter_app.services.filing import cases
from counter_app.ui.base.errors import ProgramError
from counter_app.ui.widgets.dialogs import ErrorDialog
from counter_app.ui.widgets.messages import Tone
from tests.fakes.memory_backend import POST
from tests.ui.pictures.album import SIZES, SMALL, Album, clear_dialogs, sample, sample_office, settle, with_shell
from tests.ui.shell_fakes import RecordingPrinters, Running


def to_end(running: Running):
    """Scroll the form to its end."""

    def stage() -> None:
        bar = running.shell.workspace.page.form.verticalScrollBar()
        bar.setValue(bar.maximum())

    return stage


def blank(album: Album) -> None:
    """A new case before a key was pressed, asked about, and among many others."""

    def act(running: Running) -> None:
        shell = running.shell
        shell.acts.new_case()
        settle(running)
        album.take(running, "case-blank", {**SIZES, **SMALL})
        album.take(running, "case-blank-end", stage=to_end(running))
        shell.acts.notice()
        settle(running)
        album.take(running, "case-unreviewed")
        for place in range(8):
            shell.workspace.add_case(cases.open_case(running.station.backend, post=POST), in_front=place == 7)
        album.take(running, "many-tabs", {**SIZES, **SMALL})

    with_shell(sample_office(), act)


def busy(album: Album) -> None:
    """Cases at work: deficient, complete, told, received."""

    def act(running: Running) -> None:
        shell = running.shell
        album.take(running, "case", {**SIZES, **SMALL})
        album.take(running, "case-end", stage=to_end(running))
        shell.acts.notice()
        settle(running)
        album.take(running, "return-question")
        clear_dialogs(running)
        shell.workspace.show_place(1)
        album.take(running, "case-complete")
        shell.acts.receipt()
        settle(running)
        album.take(running, "receipt-printed")
        album.take(running, "receipt-printed-end", stage=to_end(running))
        shell.workspace.show_place(2)
        settle(running)
        shell.acts.notice()
        album.take(running, "notice-again")
        shell.bar.open_menu()
        album.take(running, "menu", stage=shell.bar.open_menu)

    with_shell(sample_office(), act)


def advised(album: Album) -> None:
    """What is no deficiency; a paper under judgement with all its parts open."""

    def act(running: Running) -> None:
        shell = running.shell
        for name in ("11-filed-late", "10-prohibited", "09-not-yet", "07-device-without"):
            shell.workspace.add_case(cases.open_case(running.station.backend, post=POST, intake=sample(name)))
            settle(running)
            album.take(running, f"case-{name}")
        rows = shell.workspace.page.side.materials.rows()
        rows[1].setFocus()
        rows[1].toggle_defect("not_sealed")
        rows[1].open_amounts()
        album.take(running, "materials-open")

    with_shell(sample_office(), act)


def entries(album: Album) -> None:
    """What the window has to check: alone, with deficiencies, asked for by the receipt, confirmed."""

    def act(running: Running) -> None:
        shell = running.shell
        for name in ("13-entry", "17-code"):
            intake = replace(sample(name), confirmed=())
            shell.workspace.add_case(cases.open_case(running.station.backend, post=POST, intake=intake))
            settle(running)
            album.take(running, f"entry-{name}", {**SIZES, **SMALL})
        session, page = shell.workspace.session, shell.workspace.page
        session.answer("agent.id_number", "530624199003071210")
        session.answer("agent.name", "")
        page.form.show_answers(session.filing.answers)
        settle(running)
        album.take(running, "entry-beside-deficiency")
        page.focus_item("unit.uscc")
        shell.act("confirm")
        settle(running)
        shell.acts.receipt()
        settle(running)
        album.take(running, "entry-receipt-refused", {**SIZES, **SMALL})
        page.focus_item("agent.id_number")
        shell.act("confirm")
        settle(running)
        album.take(running, "entry-confirmed")

    with_shell(sample_office(), act)


def devices(album: Album) -> None:
    """The table: many rows, a cell in hand, changed in bulk."""

    def act(running: Running) -> None:
        shell = running.shell
        shell.workspace.add_case(cases.open_case(running.station.backend, post=POST, intake=sample("03")))
        settle(running)
        page = shell.workspace.page
        table = page.form.devices["devices"].table
        rows = [
            {"location": f"{n // 40 + 1}楼{n % 40 + 1}号通道东侧立柱" if n % 9 else "", "device_type": "dome"}
            for n in range(2_000)
        ]
        rows[3]["device_type"] = "bollard"
        rows[4]["code"] = "5306240000132000000"
        table.editing.insert(table.model.rowCount(), rows, "导入设备")
        settle(running)
        page.ask()
        album.take(running, "devices-2000", stage=to_end(running))
        table.focus_cell(6, "device_type")
        table.edit()
        album.take(running, "devices-cell", stage=to_end(running))
        table.view.setFocus()
        table.view.selectAll()
        table.edit_in_bulk()
        album.take(running, "devices-bulk")

    with_shell(sample_office(), act)


def lists(album: Album) -> None:
    """An open list, suggestions, a calendar."""

    def act(running: Running) -> None:
        running.shell.acts.new_case()
        settle(running)
        page = running.shell.workspace.page
        editors = page.form.editors
        album.take(running, "list-open", stage=editors["system.place_category"].open_list)
        editors["system.place_category"].box.hidePopup()
        kind = editors["system.place_category"]

        def suggest() -> None:
            kind.focus_field()
            kind.line.setText("客运")
            kind.line.textEdited.emit("客运")

        album.take(running, "suggestions", stage=suggest)
        kind.box.hidePopup()
        album.take(running, "calendar", stage=editors["system.in_use_since"].open_calendar)

    with_shell(sample_office(), act)


def questions(album: Album) -> None:
    """Every dialog, every tone of the message bar."""

    def act(running: Running) -> None:
        shell = running.shell
        window, page = shell.window, shell.workspace.page
        shell.acts.withdraw()
        album.take(running, "ask-withdraw")
        clear_dialogs(running)
        shell._ask_to_discard([Refusal("磁盘已满，没有保存", "清理出空间后再试")])
        album.take(running, "ask-to-lose")
        clear_dialogs(running)
        page.files._came("青禾商贸.xlsx", sample("11", "大关县翠屏客运有限责任公司"))
        album.take(running, "ask-replace")
        clear_dialogs(running)
        faults = "\n".join(f"第{n}行“设备类型”：列表中没有“半球机{n}”，从下拉列表中选择" for n in range(4, 16))
        shell.acts._not_read("青禾商贸.xlsx", Refusal(faults, "改好后重新导入"))
        album.take(running, "file-faults")
        clear_dialogs(running)
        report = shell.station.data_dir / "reports" / "2026-03-02-103000.txt"
        ErrorDialog.show_once(ProgramError(report), window)
        album.take(running, "program-error")
        clear_dialogs(running)
        for tone in Tone:
            page.messages.say("该件已由2号窗口的赵示例修改", "重新打开该件，核对后再改", tone=tone)
            album.take(running, f"message-{tone}", {"1366": SIZES["1366"]})

    with_shell(sample_office(), act)


def troubles(album: Album) -> None:
    """No printer; the disk is full."""

    def no_printer(running: Running) -> None:
        running.shell.workspace.show_place(1)
        running.shell.acts.receipt()
        settle(running)
        album.take(running, "no-printer", {**SIZES, **SMALL})

    with_shell(sample_office(), no_printer, printers=RecordingPrinters(printer_names=()))

    def full(running: Running) -> None:
        store = running.station.backend.store
        store.refuse_commits = Refusal("磁盘已满，没有保存", "清理出空间，程序会自动再存")
        session = running.shell.workspace.session
        session.answer("unit.phone", "0870-1234567")
        session.save_now()
        settle(running)
        album.take(running, "disk-full")
        store.refuse_commits = None

    with_shell(sample_office(), full)


CHAPTERS = (blank, busy, advised, entries, devices, lists, questions, troubles)
