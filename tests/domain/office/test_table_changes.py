"""How an office's table differs from the one that ships, as its editor knows the places."""

from counter_app.domain.office.table_changes import table_changes


def words(before, after):
    return [change.words for change in table_changes(before, after)]


def test_equal_tables_do_not_differ():
    table = {"form": {"title": "表"}, "field": [{"key": "a", "label": "甲"}]}
    assert words(table, table) == []


def test_an_entry_is_known_by_its_key_wherever_it_stands():
    before = {"field": [{"key": "a", "label": "甲"}, {"key": "b", "label": "乙"}]}
    after = {"field": [{"key": "b", "label": "乙"}, {"key": "a", "label": "丙", "demanded": True}, {"key": "c"}]}
    assert words(before, after) == [
        "改动 field[a].label：甲 → 丙",
        "增加 field[a].demanded True",
        "增加 field[c] （1项）",
    ]


def test_what_is_gone_is_told_with_what_it_was():
    assert words({"item": [{"code": "1", "label": "路"}]}, {"item": []}) == ["去掉 item[1] 路"]


def test_two_rules_of_one_check_are_told_apart():
    rule = {"on": "a", "check": "pattern", "message": "一"}
    before, after = {"rule": [rule, rule]}, {"rule": [rule, {**rule, "message": "二"}]}
    assert words(before, after) == ["改动 rule[a pattern 2].message：一 → 二"]


def test_lists_without_names_are_told_whole_and_short():
    [change] = table_changes({"block": ["x"]}, {"block": ["长" * 100]})
    assert change.after == "长" * 60 + "…"
