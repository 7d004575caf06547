"""Chapters of the manual: read from Markdown, found by words."""

import pytest

from counter_app.domain.manual.chapters import chapter_for, chapter_from, find

NOTICE = chapter_from(
    "03-notice.md",
    "# 告知\n\n<!-- pages: delivery paper -->\n\n先看[受理](02.md)。\n\n"
    "## 打印\n\n按 `F8`，编号并打印**两份**。\n\n![告知书](pictures/notice.png)\n\n"
    "## 登记送达\n\n1. 当场签收\n- 拒收\n",
)
TROUBLE = chapter_from("18-trouble.md", "# 出错怎么办\n\n## 打印机\n\n先看打印机。\n")


def test_a_chapter_knows_its_title_pages_and_pictures():
    assert (NOTICE.title, NOTICE.pages, NOTICE.pictures) == ("告知", ("delivery", "paper"), ("pictures/notice.png",))
    assert "<!--" not in NOTICE.markdown
    assert TROUBLE.pages == ()


def test_a_section_is_read_without_the_signs_of_markdown():
    assert [(section.heading, section.text) for section in NOTICE.sections] == [
        ("", "先看受理。"),
        ("打印", "按 F8，编号并打印两份。"),
        ("登记送达", "当场签收拒收"),
    ]


def test_a_file_without_a_title_is_refused():
    with pytest.raises(ValueError, match="no title"):
        chapter_from("x.md", "没有标题\n")


def test_f1_finds_the_chapter_of_a_page():
    assert chapter_for((NOTICE, TROUBLE), "paper") is NOTICE
    assert chapter_for((NOTICE, TROUBLE), "today") is None


def found(typed):
    return [(hit.chapter.title, hit.section.heading) for hit in find((NOTICE, TROUBLE), typed)]


def test_what_has_a_word_in_its_heading_comes_first():
    assert found("打印机") == [("出错怎么办", "打印机")]
    assert found("送达") == [("告知", "登记送达")]
    assert found("打印") == [("告知", "打印"), ("出错怎么办", "打印机")]
    assert found("f8") == [("告知", "打印")]


def test_every_word_has_to_be_there_and_none_finds_nothing():
    assert found("打印 两份") == [("告知", "打印")]
    assert found("打印 三份") == found("") == found("  ") == []


def test_a_hit_shows_the_text_around_the_word():
    [hit] = find((chapter_from("a.md", f"# 甲\n\n## 乙\n\n{'前' * 40}目标{'后' * 80}\n"),), "目标")
    assert hit.around == f"…{'前' * 12}目标{'后' * 34}…"


def test_the_text_around_a_word_begins_with_no_piece_of_a_key():
    [hit] = find((chapter_from("a.md", "# 甲\n\n## 乙\n\n按一下 Ctrl+Shift+P 补打\n"),), "补打")
    assert hit.around == "…补打"
