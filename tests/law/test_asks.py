"""No paper and no screen asks an applicant for more than 第六条: an ID to be seen, a sealed letter, information."""

import re
import tomllib

import pytest

from tests.law.told import CODE, FORMS, code_texts

FILING = "filing/2025-05"
PAPERS = sorted(
    path
    for folder in (FILING, "change/2025-05")
    for path in (FORMS / folder).glob("*.toml")
    if path.stem not in ("form", "materials", "day_sheet")
)
SEAL = re.compile(r"加盖|盖章|公章")
SIGNED_BY_HEAD = re.compile(r"法定代表人[^，。；]*(?:签字|签名)|(?:签字|签名)[^，。；]*法定代表人")
NOT_DEMANDED = re.compile(r"不作要求|不要求")
TO_BRING = re.compile(
    r"(?<!不要求)(?<!不必)(?<!无需)(?:带|携带|提交|出具|提供)[^，。；]*?(?:执照|证书|证照|证明|合同|发票)"
)


def template(path):
    return tomllib.loads(path.read_text("utf-8"))


def blocks(path):
    return template(path)["block"]


def labels(block):
    """Who signs or seals."""
    return [one if isinstance(one, str) else one["label"] for one in block.get("signatures", ())]


def sentences(content):
    """Every text of a template, by sentence."""
    match content:
        case dict():
            return [one for value in content.values() for one in sentences(value)]
        case list():
            return [one for value in content for one in sentences(value)]
        case str():
            return [part for part in re.split(r"[。；\n]", content) if part]
    return []


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_only_the_letter_asks_the_applicant_for_a_seal(path):
    """第六条: 「加盖单位公章的委托办理备案授权书」."""
    asked = [one for one in sentences(template(path)) if SEAL.search(one) and not NOT_DEMANDED.search(one)]
    if path.stem != "authorization_letter":
        assert [one for one in asked if "授权书" not in one] == []
    else:
        assert any("公章" in one for one in asked)


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_no_paper_asks_for_the_signature_of_the_head_of_the_unit(path):
    """第六条 asks the agent and the seal; who may sign is told that he need not."""
    signing = [one for block in blocks(path) for one in labels(block) if "法定代表人" in one]
    assert [one for one in signing if not NOT_DEMANDED.search(one)] == []
    told = [one for one in sentences(template(path)) if SIGNED_BY_HEAD.search(one)]
    assert [one for one in told if not NOT_DEMANDED.search(one)] == []


def form_words():
    """What the form tells an applicant to do: of fields, groups and rules."""
    form = template(FORMS / FILING / "form.toml")
    for kind in ("field", "group", "rule"):
        for one in form[kind]:
            for key in ("missing", "malformed", "unlisted", "message", "requirement", "mend", "hint"):
                if key in one:
                    yield one.get("key", one.get("on")), key, one[key]


def test_no_item_of_information_is_asked_for_on_paper():
    """第六条: 「如实填写以下备案信息或者提交备案材料」: who fills in need not bring a licence or certificate for it."""
    assert [found for found in form_words() if TO_BRING.search(found[2])] == []


def test_only_what_article_six_names_is_demanded():
    """《规定》第六条; an office may add its own with its own citation."""
    materials = template(FORMS / FILING / "materials.toml")["material"]
    assert {one["key"] for one in materials if one.get("demanded") and one.get("enabled", True)} == {
        "agent_id",
        "authorization_letter",
    }
    form = template(FORMS / FILING / "form.toml")
    assert {one["key"] for one in form["field"] if one.get("demanded")} == {
        "unit.name",
        "unit.kind",
        "unit.uscc",
        "system.address",
        "system.device_count",
        "system.function_types",
        "system.retention_days",
        "devices[].location",
        "devices[].device_type",
    }


def test_the_screen_asks_for_no_other_seal_or_signature():
    """What the clerk is told to have done by the applicant."""
    asked = [
        f"{path.relative_to(CODE)}:{line}: {text}"
        for path in sorted((CODE / "ui").rglob("*.py"))
        for line, text in code_texts(path)
        for one in re.split(r"[。；\n]", text)
        if (SEAL.search(one) and "授权书" not in one and "本机关" not in one) or SIGNED_BY_HEAD.search(one)
        if not NOT_DEMANDED.search(one)
    ]
    assert asked == []
