"""The shipped form, a blank workbook filled by another program, and a way to judge what was read."""

import io
from datetime import date
from types import SimpleNamespace

import openpyxl
import pytest

from counter_app.catalogue.loader import load_form
from counter_app.catalogue.toml_files import Folders
from counter_app.catalogue.working_day_tables import load_working_calendar
from counter_app.domain.basics.materials import ACCEPTED
from counter_app.domain.forms.facts import Facts
from counter_app.domain.forms.judging import judge
from counter_app.exchange.intake.workbook_blank import blank_workbook
from counter_app.exchange.intake.workbook_reading import read_workbook
from counter_app.paths import forms_dir, resources_dir

VALUES = {
    "单位名称": "大关县青禾商贸有限公司",
    "单位类型": "企业",
    "统一社会信用代码": "91530624MA6K3R7Q38",
    "经办人姓名": "周文",
    "证件类型": "居民身份证",
    "证件号码": "530624199003071217",
    "场所类别": "商贸中心",
    "系统建设位置": "大关县翠华镇人民路12号青禾广场",
    "投入使用日期": "2026-02-10",
    "图像采集设备数量": 2,
    "功能类型": "视频监控、人脸采集",
    "视频图像信息存储期限(天)": 30,
}
DEVICES = (("一楼东门", "半球"), ("停车场入口", "枪机"))
PAPERS = {"agent_id": ACCEPTED, "authorization_letter": ACCEPTED}


@pytest.fixture(scope="session")
def form():
    return load_form(Folders(forms_dir()))


@pytest.fixture(scope="session")
def facts():
    return Facts(date(2026, 3, 2), load_working_calendar(Folders(resources_dir())))


@pytest.fixture(scope="session")
def blank(form):
    return blank_workbook(form)


@pytest.fixture
def judged(facts):
    """Judge what was read; a workbook holds no papers, so the two demanded ones are taken as accepted."""

    def judged(intake, materials=None):
        return judge(intake.answers, PAPERS if materials is None else materials, facts)

    return judged


@pytest.fixture
def filled(blank):
    """The blank as an applicant fills it in, opened in another program: `basic` and `devices` are its sheets."""
    book = openpyxl.load_workbook(io.BytesIO(blank))
    sheets = SimpleNamespace(book=book, basic=book["基本信息"], devices=book["图像采集设备清单"])
    rows = {str(row[0].value).removesuffix(" *"): row[0].row for row in sheets.basic.iter_rows()}
    for label, value in VALUES.items():
        sheets.basic.cell(rows[label], 2).value = value
    for row, device in enumerate(DEVICES, 2):
        for column, value in enumerate(device, 1):
            sheets.devices.cell(row, column).value = value
    sheets.row_of = rows
    return sheets


@pytest.fixture
def sheets():
    """A workbook from nothing: sheet name to rows of cells."""

    def made(**by_name):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in by_name.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        return book

    return made


@pytest.fixture
def read(form):
    """Read an openpyxl workbook, or the bytes of one."""

    def read(book):
        content = book if isinstance(book, bytes) else saved(book)
        return read_workbook(content, form)

    return read


def saved(book):
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
