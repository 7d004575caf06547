"""Labels of two lines: of like length, nothing left alone, none wider than its cell."""

import pytest

from counter_app.documents.labels import label_lines
from counter_app.documents.proportions import width_of


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("联系电话", ("联系电话",)),
        ("统一社会信用代码", ("统一社会", "信用代码")),
        ("图像采集设备数量", ("图像采集", "设备数量")),
        ("视频图像信息存储期限（天）", ("视频图像信息", "存储期限（天）")),
    ],
)
def test_a_label_is_parted_into_lines_of_like_length(label, lines):
    assert label_lines(label, 7.28) == lines


def test_no_line_is_wider_than_its_cell_and_nothing_is_lost():
    for label in ("公共安全视频图像信息系统建设单位的上级主管部门名称", "GB/T 28181设备编码（20位）", "一"):
        for ems in (4.0, 5.5, 7.28, 12.0):
            lines = label_lines(label, ems)
            assert "".join(lines) == label
            assert len(lines) == 1 or max(map(width_of, lines)) <= ems
