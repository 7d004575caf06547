"""A database of any size, as years of work at a busy counter would leave it: a million cases in minutes.

Rows go in through the driver in batches, with the indexes of the big tables made afterwards. The index of words is left
to the program itself (`finding.enter_cases`), for how long that takes is one of the figures.
"""

from __future__ import annotations

import json
import os
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from counter_app import paths
from counter_app.bootstrap import keeping_backend
from counter_app.persistence.base.engine import connector
from counter_app.persistence.database import FILE_NAME
from counter_app.services.headless.headless import create_sample_office
from counter_app.services.ports import Backend
from counter_app.services.search import search
from tests.cases_kept import key_of

DEVICES = 5
BATCH = 5_000
FIRST_DAY = date(2021, 1, 4)
NEWEST_FIRST = 1_000_000_000

COUNTIES = ("大关县",) * 12 + ("昭阳区", "鲁甸县", "巧家县", "盐津县", "永善县", "绥江县", "镇雄县", "彝良县", "水富市")
TOWNS = ("翠华镇", "玉碗镇", "吉利镇", "天星镇", "木杆镇", "悦乐镇", "寿山镇", "高桥镇", "上高桥乡")
ROADS = (
    "人民路",
    "文屏路",
    "笔山路",
    "顺城街",
    "银河路",
    "长安街",
    "解放路",
    "环城东路",
    "滨江路",
    "重阳街",
    "乐居巷",
    "龙泉路",
)
TRADES = (
    *(
        "商贸",
        "餐饮服务",
        "酒店管理",
        "物业管理",
        "建筑工程",
        "农业开发",
        "文化传媒",
        "网络科技",
        "汽车销售",
        "旅行社",
        "药房连锁",
    ),
    *(
        "百货",
        "宾馆",
        "超市",
        "幼儿园",
        "中学",
        "医院",
        "停车场管理",
        "加油站",
        "银行",
        "影视",
        "健身",
        "图文设计",
        "劳务",
        "运输",
    ),
)
ENDS = ("有限公司",) * 8 + ("有限责任公司",) * 3 + ("分公司", "经营部", "中心", "店", "门市部", "合作社")
BRANDS = (
    "青禾云岭金沙鑫源恒信天宇华盛瑞丰博雅东方永兴德胜福满家园新世纪红日阳光明珠佳美和谐顺达宏图万利百川海纳星辰朝晖"
    "长乐重光行远单枫解语仇池绿洲雅居安泰康宁同仁济世育才启智龙腾虎跃凤凰飞翔竹林松柏梅兰菊香茶马古道石门清泉"
)
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢单仇解"
)
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英华文斌建国志红梅晓东海燕鹏辉玲宇浩然子轩欣怡"
PLACES = ("commerce",) * 10 + (
    "education",
    "medical",
    "service_hall",
    "park",
    "parking",
    "culture_sport",
    "coach",
    "outside_article_7",
)
_PAPER = '{"state":"accepted","defects":[],"note":""}'
MATERIALS = f'{{"agent_id":{_PAPER},"authorization_letter":{_PAPER}}}'
KINDS = ("enterprise", "individual_business", "institution")
CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CASES_A_RECORD = 5
"""A fifth as many inspections as cases can be found."""
RECORDS = """
    INSERT INTO search_record (doc, kind, record_id, opens, unit, address, title, state, form, day, entered, series,
        year, ordinal)
    SELECT {newest} - row_number() OVER (ORDER BY received_at), 'inspection', 'JC' || substr(reference, 3),
        'JC' || substr(reference, 3), unit_name, system_address, '', 'recorded', 'general', received_on, 0, '视检',
        CAST(substr(received_on, 1, 4) AS INTEGER), row_number() OVER (ORDER BY received_at)
    FROM filing WHERE rowid % {each} = 0"""
FILING = (
    "reference, kind, form_kind, edition, state, custody, received_at, received_on, zone, answers, "
    "row_groups, materials, clerk, window, focus, version, saved_at, unit_name, unit_key, uscc, system_address, "
    "address_key, agent_masked, "
    "changes, platform_number, filed_on, place_category, state_since, held_since"
)
"""The columns that are filled; whatever other columns there are keep what they have by themselves."""


def big_counter_folder(filings: int) -> Path:
    """Where the database of this size lies, made if it is not there yet."""
    folder = Path(tempfile.gettempdir()) / f"counter-app-benchmark-{filings}"
    os.environ[paths.CONFIG_VARIABLE] = f"{folder}-settings"  # the key is wanted at the next run too
    done = folder / "done.json"
    if not done.exists():
        taken = _make(folder, filings)
        done.write_text(json.dumps(taken))
    return folder


def bare_driver(folder: Path) -> Any:
    """A connection to the database in `folder` by the driver itself, without the layers above."""
    file = folder / FILE_NAME
    return connector(file, key_of(folder))()


def how_it_was_made(filings: int) -> dict[str, Any]:
    """Seconds and sizes of the making."""
    made: dict[str, Any] = json.loads((big_counter_folder(filings) / "done.json").read_text())
    return made


def _make(folder: Path, filings: int) -> dict[str, float]:
    with keeping_backend(folder, sample=True) as backend:
        create_sample_office(backend)
        search.enter_cases(backend, 1)
    file = folder / FILE_NAME
    begun = time.perf_counter()
    connection = bare_driver(folder)
    if connection.execute("SELECT count(*) FROM filing").fetchone()[0] == 0:
        _fill(connection, filings)
    connection.close()
    rows = time.perf_counter()
    with keeping_backend(folder, sample=True) as backend:
        entered = _enter(backend)
    done = time.perf_counter()
    return {
        "rows_s": round(rows - begun, 1),
        "index_s": round(done - rows, 1),
        "index_cases_per_s": round(filings / max(entered, 1e-9)),
        "tidying_s": round(done - rows - entered, 1),
        "file_mb": round(file.stat().st_size / 1e6),
    }


def _enter(backend: Backend) -> float:
    """Enter every case; returns the seconds until all could be found."""
    begun, found_all = time.perf_counter(), 0.0
    while True:
        state = search.enter_cases(backend, 2_000)
        if not state.missing and not found_all:
            found_all = time.perf_counter() - begun
        if state.ready:
            return found_all


def _fill(connection: Any, filings: int) -> None:
    for pragma in ("cipher_log_level = NONE", "synchronous = OFF", "cache_size = -200000"):
        connection.execute(f"PRAGMA {pragma}")
    indexes = connection.execute(  # those of issued_paper stay: what refuses replacing looks into them at each row
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
        "AND tbl_name IN ('filing', 'capture_device', 'state_change', 'history')"
    ).fetchall()
    for name, _sql in indexes:
        connection.execute(f'DROP INDEX "{name}"')
    last = {}
    for batch in _batches(filings, last):
        connection.execute("BEGIN")
        for statement, rows in batch.items():
            connection.executemany(statement, rows)
        connection.execute("COMMIT")
    connection.execute("BEGIN")
    connection.execute(
        "UPDATE search_state SET opened = ?, next_doc = ?, phase = 'entering'", (filings, NEWEST_FIRST - filings)
    )
    connection.execute(RECORDS.format(newest=NEWEST_FIRST, each=CASES_A_RECORD))
    connection.execute("UPDATE search_state SET records = (SELECT count(*) FROM search_record)")
    connection.execute("UPDATE number_series SET last = 0")
    for (series, year), ordinal in last.items():
        connection.execute("UPDATE number_series SET last = ? WHERE series = ? AND year = ?", (ordinal, series, year))
    for _name, sql in indexes:
        connection.execute(sql)
    connection.execute("COMMIT")


def _batches(filings: int, last: dict[tuple[str, int], int]) -> Iterator[dict[str, list[tuple[Any, ...]]]]:
    """The rows in order of receipt; `last` takes the highest numbers."""
    draw = random.Random(20260302)
    marks = ", ".join("?" for _ in FILING.split(","))
    statements = (
        f"INSERT INTO filing ({FILING}) VALUES ({marks})",  # noqa: S608 - our own words
        """INSERT INTO capture_device (filing_reference, group_key, position, answers, location, device_type, code,
           code_reversed) VALUES (?, 'devices', ?, ?, ?, 'bullet', ?, ?)""",
        "INSERT INTO number_series VALUES (?, ?, 0)",
        "INSERT INTO issued_number (series, year, ordinal, taken_at, zone) VALUES (?, ?, ?, ?, 'Asia/Shanghai')",
        """INSERT INTO issued_paper (paper_id, document, series, year, ordinal, reference, issued_at, zone, edition,
           content, prints) VALUES (?, 'material_receipt', ?, ?, ?, ?, ?, 'Asia/Shanghai', '2025-05', '{}', 1)""",
        """INSERT INTO state_change (filing_reference, at, zone, clerk, window, state_before, state, custody_before,
           custody) VALUES (?, ?, 'Asia/Shanghai', '王敏', '3号窗口', '', 'draft', '', 'none')""",
        "INSERT INTO search_entry (doc, reference, digest) VALUES (?, ?, 0)",
    )
    days = 365 * 5
    for start in range(0, filings, BATCH):
        batch: dict[str, list[tuple[Any, ...]]] = {statement: [] for statement in statements}
        for number in range(start, min(start + BATCH, filings)):
            case = _case(draw, number, number * days // filings, recent=number > filings * 0.98)
            filing, reference, day = case[:3]
            batch[statements[0]].append(filing)
            batch[statements[1]] += case[3]
            series = ("备收", day.year)
            if series not in last:
                last[series] = 0
                batch[statements[2]].append(series)
            last[series] += 1
            at = filing[6]
            batch[statements[3]].append((*series, last[series], at))
            batch[statements[4]].append((f"p{number}", *series, last[series], reference, at))
            batch[statements[5]].append((reference, at))
            batch[statements[6]].append((NEWEST_FIRST - 1 - number, reference))
        yield {statement: rows for statement, rows in batch.items() if rows}


def _case(draw: random.Random, number: int, day_number: int, *, recent: bool) -> tuple[Any, ...]:
    day = FIRST_DAY + timedelta(days=day_number)
    moment = datetime(day.year, day.month, day.day, 1 + number % 8, number % 60, number % 59, tzinfo=UTC)
    at = f"{moment:%Y-%m-%d %H:%M:%S.000000}"
    reference = "AJ" + "".join(draw.choices("0123456789ABCDEFGHJKMNPQRSTVWXYZ", k=10))
    county, town = draw.choice(COUNTIES), draw.choice(TOWNS)
    brand = "".join(draw.choices(BRANDS, k=draw.choice((2, 2, 2, 3))))
    name = f"{county}{brand}{draw.choice(TRADES)}{draw.choice(ENDS)}"
    address = f"{county}{town}{draw.choice(ROADS)}{draw.randrange(1, 400)}号"
    agent = draw.choice(SURNAMES) + "".join(draw.choices(GIVEN, k=draw.choice((1, 2, 2))))
    uscc = "91530624" + "".join(draw.choices(CODE, k=10))
    place = draw.choice(PLACES)
    state, custody = "filed", "archived"
    if draw.random() < 0.005:
        state, custody = "withdrawn", "returned"
    elif recent and draw.random() < 0.25:
        state, custody = draw.choice(
            (("draft", "none"), ("deficient", "at_window"), ("complete", "at_window"), ("filed", "at_window"))
        )
    platform = f"53062400{number:010d}" if state == "filed" else ""
    answers = {
        "unit.name": name,
        "unit.kind": draw.choice(KINDS),
        "unit.uscc": uscc,
        "agent.name": agent,
        "agent.id_type": "resident_id",
        "agent.id_number": "530624199003071217",
        "agent.phone": f"1{draw.randrange(3, 10)}{draw.randrange(10**9):09d}",
        "system.place_category": place,
        "system.address": address,
        "system.in_use_since": str(day),
        "system.device_count": DEVICES,
        "system.function_types": ["video"],
        "system.retention_days": 30,
    }
    filing = (
        *(reference, "initial", "filing", "2025-05", state, custody, at, str(day), "Asia/Shanghai"),
        *(json.dumps(answers, ensure_ascii=False, separators=(",", ":")), '["devices"]', MATERIALS),
        *("王敏", "3号窗口", "", 3, at, name, name.lower(), uscc, address, address, agent[0] + "*", "", platform),
        *(str(day) if state == "filed" else None, place, at, str(day) if custody == "at_window" else None),
    )
    devices = []
    for position in range(1, DEVICES + 1):
        code = f"5306240000131{(number * DEVICES + position) % 10_000_000:07d}"
        location = f"{position}楼{number % 97}号通道"
        row = f'{{"devices[].location":"{location}","devices[].device_type":"枪机","devices[].code":"{code}"}}'
        devices.append((reference, position, row, location, code, code[::-1]))
    return filing, reference, day, devices
