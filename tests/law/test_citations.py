"""Whatever the product cites exists: each article, paragraph and item of the two laws, each other law in its list."""

import re
import tomllib

import pytest

from counter_app.domain.inspection.tips import TipCategory
from tests.law.statutes import FULL_NAMES, Citation, citations, number, short_name, statutes
from tests.law.told import CODE, FORMS, code_files, code_texts, everything, form_files, form_texts

DOCS = FORMS.parent / "docs"
NAMED = re.compile(r"《[^》]+》")
STANDARD = re.compile(r"(?:GB|GA|DA)(?:/T)? \d+(?:-\d{4})?")
OUTER = re.compile(r"中华人民共和国.+法|.+法典|.+法|.+条例|.+规定|.+办法|.+解释")
"""The name of a law between 《》, and not of a paper or a heading."""
HERE = {*FULL_NAMES, *FULL_NAMES.values()}


def wrong_places(text: str) -> list[Citation]:
    """What `text` cites and no law has; an article without the name of its law must be one of 《规定》 or 《条例》."""
    return [one for one in citations(text) if not _exists(one)]


def _exists(citation: Citation) -> bool:
    if citation.law and citation.law not in statutes():
        return True  # of another law: its list below
    return any(_has(short, citation) for short in ([citation.law] if citation.law else statutes()))


def _has(short: str, citation: Citation) -> bool:
    try:
        return bool(statutes()[short].words(citation))
    except LookupError:
        return False
    except ValueError:  # an item of an article of which no paragraph, or more than one, has items
        return False


def test_both_laws_are_read_whole():
    laws = statutes()
    assert (len(laws["《条例》"].articles), len(laws["《规定》"].articles)) == (34, 22)
    assert laws["《规定》"].words(Citation("《规定》", 10, 0, 13)).startswith("是否采取规范内部人员")
    assert laws["《条例》"].words(Citation("《条例》", 16, 2, 3)).startswith("建立信息调用登记制度")
    assert number("三十一") == 31


def test_citations_are_read_as_deep_as_they_say():
    assert list(citations("依据《条例》第十六条第二款第一项、第三项，{law}第八条第二款")) == [
        Citation("《条例》", 16, 2, 1),
        Citation("《条例》", 16, 2, 3),
        Citation("《规定》", 8, 2),
    ]
    assert list(citations("《条例》第七条第一款、第二款、第二十四条第一款")) == [
        Citation("《条例》", 7, 1),
        Citation("《条例》", 7, 2),
        Citation("《条例》", 24, 1),
    ]
    wrong = "《规定》第二十三条、第九条第二款，《条例》第十四条第四款、第八条第一款第五项"
    assert len(wrong_places(wrong)) == 4


@pytest.mark.parametrize("path", form_files(), ids=lambda path: path.relative_to(FORMS).as_posix())
def test_what_a_form_or_paper_cites_exists(path):
    assert {text: wrong for text in form_texts(path) if (wrong := wrong_places(text))} == {}


@pytest.mark.parametrize("path", form_files(), ids=lambda path: path.relative_to(FORMS).as_posix())
def test_a_form_or_paper_names_the_law_of_each_article(path):
    nameless = [text for text in form_texts(path) for one in citations(text) if not one.law]
    assert nameless == []


def test_what_the_code_tells_of_the_laws_exists():
    found = [
        f"{path.relative_to(CODE)}:{line}: {text}"
        for path in code_files()
        for line, text in code_texts(path)
        if wrong_places(text)
    ]
    assert found == []


def test_what_comments_and_documentation_cite_exists():
    files = [*code_files(), *form_files()]
    lines = [(path, line) for path in files for line in path.read_text("utf-8").splitlines()]
    assert [
        f"{path.relative_to(FORMS.parent)}: {line.strip()}" for path, line in lines if _wrong_in_comment(line)
    ] == []


def _wrong_in_comment(line: str) -> bool:
    """Comments say `第七条 of 《条例》` too, so that the law before the article is not always its own."""
    return any(not _exists(Citation("", one.article, one.paragraph, one.item)) for one in citations(line) if _ours(one))


CIVIL_CODE = 200
"""Its articles on periods begin here; comments name them without their law."""


def _ours(one: Citation) -> bool:
    return one.law in statutes() or (not one.law and one.article < CIVIL_CODE)


def test_both_laws_have_their_full_names_and_numbers():
    """`《公共安全视频…》` with a letter wrong would be another law; a number in brackets is the promulgated one."""
    texts = [text for _place, text in everything()]
    similar = {name for text in texts for name in NAMED.findall(text) if "公共安全视频" in name}
    assert {name for name in similar if OUTER.fullmatch(name[1:-1])} <= set(FULL_NAMES.values())
    numbers = {found for text in texts for found in re.findall(r"公通字〔\d+〕\d+号|国务院令第\d+号", text)}
    assert numbers <= {"公通字〔2025〕11号", "国务院令第799号"}


# Other laws -----------------------------------------------------------------------------------------------------------


def listed():
    content = tomllib.loads((FORMS / "other_laws.toml").read_text("utf-8"))
    return content["law"], content["standard"]


def test_every_other_law_on_a_form_or_paper_is_in_the_list():
    laws, _standards = listed()
    known = {law["name"] for law in laws}
    unknown = {
        (place, name)
        for place, text in everything()
        for name in NAMED.findall(text)
        if OUTER.fullmatch(name[1:-1]) and name not in HERE | known
    }
    assert unknown == set()


def test_the_list_says_which_other_laws_a_form_or_paper_names():
    laws, _standards = listed()
    named = {name for path in form_files() for text in form_texts(path) for name in NAMED.findall(text)}
    assert {law["name"] for law in laws if law["cited"]} == {law["name"] for law in laws} & named


def test_every_article_of_another_law_is_in_the_list():
    laws, _standards = listed()
    listed_articles = {law["name"]: law["articles"] for law in laws}
    cited = {
        (place, one.law, one.article)
        for place, text in everything()
        for one in citations(text)
        if one.law and short_name(one.law) not in statutes() and OUTER.fullmatch(one.law[1:-1])
    }
    missing = [
        (place, law, article)
        for place, law, article in cited
        if not any(number(each[1 : each.index("条")]) == article for each in listed_articles.get(law, ()))
    ]
    assert missing == []


def test_every_standard_on_a_form_or_paper_is_in_the_list():
    _laws, standards = listed()
    told = {name for path in form_files() for text in form_texts(path) for name in STANDARD.findall(text)}
    assert told - {"GB/T 9704"} == {one["name"] for one in standards if one["cited"]}


def test_the_page_on_other_laws_lists_the_same():
    laws, standards = listed()
    page = (DOCS / "laws.md").read_text("utf-8")
    rows = {tuple(row.split(" | ")) for row in re.findall(r"^\| (.+) \|$", page, re.MULTILINE)}
    for one in (*laws, *standards):
        articles = "、".join(one.get("articles", ())) or "—"
        assert (one["name"], articles, "是" if one["cited"] else "否", one["said"], one["source"]) in rows
    assert len([row for row in rows if row[0].startswith(("《", "GB"))]) == len(laws) + len(standards)


def test_what_is_said_to_rest_on_memory_is_marked_so_in_words():
    laws, standards = listed()
    assert all(one["said"] and one["source"] for one in (*laws, *standards))
    assert "凭记忆" in next(law["source"] for law in laws if law["name"] == "《公安机关办理行政案件程序规定》")


# The same words -------------------------------------------------------------------------------------------------------


def items():
    return tomllib.loads((FORMS / "inspection/2025-05/items.toml").read_text("utf-8"))["item"]


def words_of(text: str) -> str:
    """The law's own words at all places that `text` cites."""
    return "".join(statutes()[one.law].words(one) for one in citations(text) if one.law in statutes())


def test_the_thirteen_items_have_the_words_of_the_law():
    regulation = statutes()["《规定》"]
    for item in items():
        place = Citation("《规定》", 10, 0, item["number"])
        assert item["label"] == regulation.words(place).rstrip("；。")
        assert [*citations(item["basis"])] == [place]


def test_what_is_stressed_is_what_the_law_stresses():
    """第十一条第二款, 第十二条."""
    stressed = {
        kind: [item["number"] for item in items() if kind in item["stressed_in"]]
        for kind in ("general", "professional", "other_place")
    }
    assert stressed == {"general": [*range(1, 8)], "professional": [*range(8, 14)], "other_place": [1, 2, 3]}


def breaches():
    return [pytest.param(breach, item["basis"], id=breach["key"]) for item in items() for breach in item["breach"]]


SAME = 4
"""Characters in a row that make a quotation."""


def quoted_share(said: str, law: str) -> float:
    """How much of `said` stands in runs of `SAME` characters or more that the law has."""
    taken = [False] * len(said)
    for start in range(len(said) - SAME + 1):
        if said[start : start + SAME] in law:
            taken[start : start + SAME] = [True] * SAME
    return sum(taken) / len(said)


@pytest.mark.parametrize(("breach", "inspected"), breaches())
def test_a_breach_is_told_in_the_words_of_the_articles_it_violates(breach, inspected):
    """Those of the item of 第十条 it is found under count too."""
    said = NAMED.sub("", breach["fact"])
    law = words_of(breach["violated"]) + words_of(breach["basis"]) + words_of(inspected)
    assert quoted_share(said, law) >= 0.5, f"{breach['fact']}\n{law}"


@pytest.mark.parametrize(("breach", "inspected"), breaches())
def test_an_order_has_the_form_that_its_article_names(breach, inspected):
    """「责令限期改正」 is no order at once (第二十六条、第二十九条)."""
    law = words_of(breach["basis"].replace("《规定》第十四条", ""))
    if "责令限期改正" in law:
        assert breach["forms"] == ["by_date"]


@pytest.mark.parametrize(("breach", "inspected"), breaches())
def test_a_warning_names_what_its_article_threatens(breach, inspected):
    law = words_of(breach.get("warns", ""))
    if "拒不改正" in breach.get("warns", ""):
        assert "拒不改正" in law
    if "造成严重后果" in breach.get("warns", ""):
        assert "造成严重后果" in law
    if breach.get("consequence") == "warning_at_once":
        assert "给予警告" in law


def test_a_tip_is_about_what_the_law_lets_people_report():
    """《条例》第二十四条第二款."""
    law = statutes()["《条例》"].words(Citation("《条例》", 24, 2)).replace("本条例", "《条例》")
    named = {category.basis for category in TipCategory if category.basis}
    places = {place for basis in named for place in citations(basis)}
    assert places == {Citation("《条例》", 7, 3), Citation("《条例》", 8, 1), Citation("《条例》", 9, 1)}
    assert all(f"第{basis.partition('第')[2]}" in law for basis in named)
