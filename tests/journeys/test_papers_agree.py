"""The papers of the sample office beside each other: none says what another of the same case denies."""

import re
from dataclasses import replace
from datetime import timedelta

import pypdfium2
import pytest

from counter_app.bootstrap import demo_intakes, keeping_backend
from counter_app.domain.basics.numbering import SERIES
from counter_app.services.headless import headless

NUMBER = re.compile(r"大公（视）\w{1,3}字〔\d{4}〕\d+号")
"""A number as it is printed; without leading zeros (GB/T 9704)."""
DAY = r"\d{4}年\d{1,2}月\d{1,2}日"
NAMES = ("经办人身份证件", "委托办理备案授权书", "图像采集设备清单", "备案基本信息表")


def squeezed(path):
    opened = pypdfium2.PdfDocument(path)
    try:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in opened)
    finally:
        opened.close()


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    """Folder -> document -> its text, and the papers as they were written."""
    out, data = tmp_path_factory.mktemp("papers"), tmp_path_factory.mktemp("office")
    with keeping_backend(data, sample=True) as backend:
        written = headless.sample_day(backend, demo_intakes(backend), out)
    papers = {}
    for paper in written:
        papers.setdefault(paper.pdf.parent.name, {})[paper.document] = squeezed(paper.pdf)
    return papers, written


def told(text, label, pattern):
    """What stands behind `label`."""
    found = re.search(re.escape(label) + pattern, text)
    assert found, (label, text)
    return found[1]


def receipts(papers):
    return {folder: texts for folder, texts in papers.items() if "material_receipt" in texts}


def numbers_of(papers):
    """Folder and document -> the number at the head of each paper that has a series of its own."""
    return {
        (folder, document): NUMBER.search(text[:200])[0]
        for folder, texts in papers.items()
        for document, text in texts.items()
        if document in SERIES
    }


def test_no_two_papers_have_one_number_and_each_number_that_is_named_was_issued(day):
    papers, _written = day
    own = numbers_of(papers)
    templates = ("inspection-blank", "inspection-prefilled")  # the same transcript before it was signed
    issued = [number for (folder, _document), number in own.items() if folder not in templates]
    assert len(set(issued)) == len(issued)
    named = {number for texts in papers.values() for text in texts.values() for number in NUMBER.findall(text)}
    assert named == set(issued)


def kept_by(receipt):
    """The names of the materials that the table of a receipt says are kept."""
    table = receipt.partition("处理")[2].partition("后续办理")[0]
    places = sorted((table.index(name), name) for name in NAMES if name in table)
    ends = [place for place, _name in places[1:]] + [len(table)]
    return {name for (place, name), end in zip(places, ends, strict=True) if "收存" in table[place:end]}


def test_what_the_receipt_says_is_kept_lies_in_the_folder_and_nothing_else_does(day):
    papers, _written = day
    contents = papers["transfer"]["case_contents"]
    for texts in receipts(papers).values():
        number = NUMBER.search(texts["material_receipt"])[0]
        [part] = [one for one in contents.split("卷内目录")[1:] if number in one[:200]]
        assert kept_by(texts["material_receipt"]) == {name for name in NAMES if name in part}


def test_no_paper_keeps_the_identity_card(day):
    papers, _written = day
    for texts in papers.values():
        for document, text in texts.items():
            assert not re.search(r"经办人身份证件[^，。；\d]{0,8}(?:收存|留存|收取)", text), document
    assert "身份证件" not in papers["transfer"]["case_contents"]


def test_no_notice_returns_what_it_keeps(day):
    papers, _written = day
    notices = [texts["deficiency_notice"] for texts in papers.values() if "deficiency_notice" in texts]
    assert notices
    for text in notices:
        after = text.partition("除上列内容外")[2]
        sentences = re.split(r"[。；]", after)
        back = {name for one in sentences if "退还" in one for name in NAMES if name in one}
        here = {name for one in sentences if re.search("收存|留存", one) for name in NAMES if name in one}
        assert not back & here
        assert back | here or "提交" in text


def test_the_dates_of_a_case_are_one(day):
    """The day by which paper goes to the department, of the receipt, the list and its explanation."""
    papers, _written = day
    given = [texts["material_receipt"] for texts in receipts(papers).values()]
    due = {told(text, "窗口收存的材料", rf"(?:最迟于|将于)({DAY})") for text in given}
    listed = papers["transfer"]["transfer_list"]
    assert told(listed, "最早一件的移交期限为", f"({DAY})") in due
    received = {told(text, "收件时间", f"({DAY})") for text in given}
    assert told(listed, "材料收件日期", f"({DAY})") in received
    filed = papers["01-complete"]["filing_receipt"]
    assert told(filed, "备案日期", f"({DAY})") in papers["transfer"]["case_contents"]


def test_what_was_filed_is_what_was_keyed_and_what_the_change_changed(day):
    papers, _written = day
    case, change = papers["01-complete"], papers["01-complete-change"]
    number = told(case["filing_receipt"], "备案编号", r"(\d+)")
    assert number in change["change_receipt"]
    assert number in papers["inspection"]["inspection_record"]
    for label in (r"存储期限（天）", r"设备数量"):
        said = {
            re.search(rf"{label}(\d+)", case[one])[1]
            for one in ("filing_receipt", "information_sheet", "platform_sheet")
        }
        assert len(said) == 1, label
    days = str(headless.DEMO_RETENTION)
    assert re.search(rf"存储期限（天）{days}", change["change_receipt"])
    assert f"{days}天" in papers["inspection"]["inspection_record"]


def test_the_papers_of_one_inspection_name_each_other(day):
    papers, _written = day
    record, order, again = (
        papers["inspection"][one] for one in ("inspection_record", "correction_order", "reinspection_record")
    )
    assert NUMBER.search(record)[0] in order
    assert NUMBER.search(order)[0] in again
    due = told(again, "复查截止日期", f"({DAY})")
    ordered = told(again, "责令日期", f"({DAY})")
    assert ordered in order
    assert due in order or "3个工作日内" in order
    for paper in ("inspection-blank", "inspection-prefilled"):
        assert NUMBER.search(record)[0] in papers[paper]["inspection_record"]


def test_a_case_received_on_an_earlier_day_has_no_invented_time_of_day(tmp_path):
    """A20: the day alone, on every paper of the visit."""
    with keeping_backend(tmp_path / "office", sample=True) as backend:
        post = headless.create_sample_office(backend)
        today = backend.clock().date()
        earlier = today - timedelta(days=3)
        said = f"{earlier.year}年{earlier.month}月{earlier.day}日"
        for name, intake in demo_intakes(backend):
            dated = replace(intake, received_on=earlier)
            headless.intake_and_issue(backend, dated, tmp_path / name, post=post, beside=("information_sheet",))
    texts = {path.name: squeezed(path) for path in tmp_path.glob("*/*.pdf")}
    assert sum(said in text for text in texts.values()) >= 6
    assert [name for name, text in texts.items() if re.search(rf"{said}\d+时", text)] == []
