"""Papers under stress: the longest names, the most items, as an office meets them once a year."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from counter_app.domain.filing.one_time import DeficiencyOrigin
from counter_app.domain.forms.answers import Answers
from counter_app.domain.forms.findings import Deficiency, Findings
from counter_app.domain.inspection.correction import OrderedItem
from counter_app.domain.inspection.inspections import Consequence
from counter_app.domain.inspection.papers import DeviceFacts
from counter_app.domain.papers.papers import FurtherNotice, PaperFacts

LONG_NAME = (
    "大关示例（云南）跨境电子商务与现代物流产业投资开发集团有限责"
    "任公司翠华镇分公司第三综合服务中心及附属地下停车场管理处筹备组"
)
"""61 characters."""

_PROBLEMS = (
    ("填写系统建设位置", "写明乡镇、道路、门牌号和楼层", "《规定》第六条第二项", "当场补填"),
    (
        "统一社会信用代码第18位校验不符，核对后重填",
        "18位，符合GB 32100-2015，不含I、O、S、V、Z",
        "《规定》第六条第一项",
        "当场报出或者填写18位代码即可，不要求提交证照",
    ),
    ("授权书未加盖单位公章", "加盖与单位名称一致的公章", "《规定》第六条", "带回单位加盖公章后提交"),
)
_BREACHES = (
    (
        "未设置显著的提示标识：大门口、地下停车场入口均没有标识",
        "《条例》第十三条",
        "《条例》第五条第二款、第二十四条第一款，《规定》第十四条",
        "在图像采集设备安装处设置显著的提示标识",
        "拒不改正的，依照《条例》有关规定处理",
    ),
    (
        "系统投入使用满30日未向所在地县级公安机关备案",
        "《条例》第十四条",
        "《条例》第二十九条",
        "到政务服务中心公安窗口办理备案",
        "拒不改正的，依照《条例》第二十九条的规定处罚",
    ),
    (
        "视频图像信息保存期限不足30日：抽查硬盘录像机，最早录像为12日前",
        "《条例》第十七条",
        "《条例》第三十一条，《规定》第十四条",
        "调整存储设备，使保存期限不少于30日",
        "拒不改正的，依照《中华人民共和国网络安全法》的规定处罚",
    ),
)


def with_deficiencies(facts: PaperFacts, count: int) -> PaperFacts:
    """A notice of `count` items of the usual lengths."""
    items = (Deficiency(f"a.b{n}", f"a.b{n}", f"第{n}项", *_PROBLEMS[n % len(_PROBLEMS)]) for n in range(1, count + 1))
    return replace(facts, findings=Findings(tuple(items)))


def in_the_forms_words(facts: PaperFacts, count: int) -> PaperFacts:
    """A notice of `count` items in the form's own words: what is to be keyed, and at last the letter."""
    form = facts.answers.form
    letter = form.material_kinds["authorization_letter"]
    unsealed = letter.defects[0]
    seal = (unsealed.message, letter.requirement, letter.basis, unsealed.mend or letter.mend)
    asked = [
        f for key, f in form.fields.items() if f.demand is not None and not key.startswith(("unit.name", "agent."))
    ]
    of_rows = [f for group in form.groups.values() for f in group.fields if f.demand is not None]
    keyed = [(f.missing, f.requirement, f.basis, f.mend) for f in asked]
    cameras = [
        (f"第{n}台设备：{f.missing}", f.requirement, f.basis, f.mend)
        for n, f in enumerate(of_rows * count, 1)  # more than are wanted
    ]
    words = [*(keyed + cameras)[: count - 1], seal]
    keys = [*(f"a.b{n}" for n in range(1, count)), letter.key]
    items = (Deficiency(key, key, key, *said) for key, said in zip(keys, words, strict=True))
    office = replace(facts.office, hours="周一至周五9:00—12:00，13:30—17:00", online_address="http://psvs.mps.gov.cn")
    return replace(facts, office=office, findings=Findings(tuple(items)))


def told_again(facts: PaperFacts) -> PaperFacts:
    """The same as a further notice; every other item was told before."""
    kinds = (DeficiencyOrigin.CARRIED_OVER, DeficiencyOrigin.NEW_FACT)
    origins = {item.code: kinds[at % 2] for at, item in enumerate(facts.findings.deficiencies)}
    return replace(facts, further_notice=FurtherNotice("大公（视）补字〔2026〕7号", date(2026, 2, 20), origins))


def with_breaches(facts: PaperFacts, count: int) -> PaperFacts:
    """An order of `count` items of the usual lengths."""
    assert facts.order is not None
    items = (
        OrderedItem(f"i{n}", f"b{n}", f"第{n}项", fact, violated, basis, mend, Consequence.ORDER_ONLY, warns)
        for n, (fact, violated, basis, mend, warns) in ((n, _BREACHES[n % len(_BREACHES)]) for n in range(1, count + 1))
    )
    return replace(facts, order=replace(facts.order, items=tuple(items)))


def with_name(facts: PaperFacts, name: str = LONG_NAME) -> PaperFacts:
    """The same paper about a unit of a long name."""
    if facts.order is not None:
        facts = replace(facts, order=replace(facts.order, place=replace(facts.order.place, unit=name)))
    if facts.inspection is not None:
        facts = replace(facts, inspection=replace(facts.inspection, place=replace(facts.inspection.place, unit=name)))
    return replace(facts, answers=facts.answers.with_answer("unit.name", name))


_WHERE = (
    "一号楼一层东侧电梯厅",
    "地下二层停车场D区出口岗亭上方",
    "住院部十二层护士站南侧走廊尽头",
    "门诊大厅西北角自助缴费机上方立柱",
)
_KINDS = ("dome", "bullet", "ptz", "capture")
_MODELS = ("DS-2CD3T86FWDV2-I5S", "IPC-HFW5449T1-ZE-LED", "DH-SD-6C3423UE-HN", "TC-C35WS")


def device(number: int) -> dict[str, str]:
    """A camera with every column filled in, as integrators hand their lists in."""
    which = number % len(_WHERE)
    return {
        "location": f"{_WHERE[which]}{number}号",
        "device_type": _KINDS[which],
        "code": f"5306240000132{number:07d}",
        "name": f"{_WHERE[which][:6]}摄像机",
        "longitude": f"103.89{number:04d}",
        "latitude": f"27.74{number:04d}",
        "direction": ("东", "南", "西北", "北")[which],
        "brand": ("海康威视", "大华", "宇视", "天地伟业")[which],
        "model": _MODELS[which],
        "in_use_since": "2026-02-10",
    }


def with_devices(facts: PaperFacts, count: int, *, of: Callable[[int], dict[str, str]] = device) -> PaperFacts:
    """The same paper about a system of `count` cameras."""
    form = facts.answers.form
    rows = [Answers.row(form, of(number)) for number in range(1, count + 1)]
    answers = facts.answers.with_rows(rows).with_answer("system.device_count", count)
    if facts.inspection is not None:
        devices = tuple(
            DeviceFacts(n, one["name"], one["location"], "半球", one["code"])
            for n, one in ((n, of(n)) for n in range(1, count + 1))
        )
        facts = replace(facts, inspection=replace(facts.inspection, devices=devices))
    return replace(facts, answers=answers)
