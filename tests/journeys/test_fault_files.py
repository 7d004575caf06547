"""Every file that was once judged wrongly, through the command that a clerk would give it to."""

import json
from pathlib import Path

import pytest

from tests.journeys.reading import pdf_text

FAULTS = Path(__file__).parents[1] / "faults"

JUDGED = {
    "02_hm_permit_non_chinese_HA.json": (0, []),
    "04_power_query_customxml_utf16.xlsx": (3, []),
    "06_invisible_lrm.xlsx": (3, []),
    "07b_name_ext_I.json": (1, ["authorization_letter.not_sealed"]),
    "08_name_ivs.json": (1, ["authorization_letter.not_sealed"]),
    "09a_two_list_sheets.xlsx": (3, []),
    "10_filtered_hidden_rows.xlsx": (1, ["system.device_count.mismatch"]),
    "12a_workbook22.xlsx": (3, []),
    "20_uscc_bad_check_reason_slash.json": (1, ["unit.uscc.checksum"]),
    "22a_received_9999.json": (0, []),
    "22b_received_2036.json": (0, []),
    "23a_prohibited_not_flagged.json": (0, []),
    "23b_beside_wrongly_flagged.json": (0, []),
}
"""Exit code and deficiencies of `check`."""

ADVISED = {"23a_prohibited_not_flagged.json": ["device.prohibited_area"], "23b_beside_wrongly_flagged.json": []}

TOLD = {
    "09a_two_list_sheets.xlsx": (
        "注意：清单由工作表“图像采集设备清单A区”、“图像采集设备清单B区”合并读入，核对是否都是本次要提交的内容\n"
    ),
    "10_filtered_hidden_rows.xlsx": "注意：工作表“图像采集设备清单”有5行被隐藏，仍已读入，核对是否本次要提交的内容\n",
    "22a_received_9999.json": "注意：收件日期9999年12月31日晚于今天。改成实际收件的日期，或去掉收件日期，按今天收件\n",
    "22b_received_2036.json": "注意：收件日期2036年10月5日晚于今天。改成实际收件的日期，或去掉收件日期，按今天收件\n",
}
"""What the error stream says beside the judgement."""

_NA = (
    "工作簿有1处无法读取：“基本信息”第7行“统一社会信用代码”是错误值#N/A，改填内容。"
    "在 Excel 或 WPS 里改正并保存后再导入\n"
)
REFUSED = {
    "05a_prefixed_cells_error_NA.xlsx": _NA,
    "05d_error_pretty_printed.xlsx": _NA,
    "14a_html.xls": "文件是网页或 XML 文件，不是工作簿。用 Excel 或 WPS 打开后另存为 .xlsx 再导入\n",
    "14c_unicode_text.txt": (
        "文件是文本（如 CSV），不是工作簿，也不是 JSON 收件文件。用 Excel 或 WPS 打开后另存为 .xlsx 再导入\n"
    ),
    "21_device_code_as_float.json": (
        "收件文件无法读取：devices[1].code 按数字保存，15位以后已丢失。加上引号，重新填写后再导入\n"
    ),
    "24_date_cell_minus_1E300.xlsx": (
        "工作簿有1处无法读取：“基本信息”第24行“投入使用日期”按日期显示，里面的数字却不是日期，重新填写。"
        "在 Excel 或 WPS 里改正并保存后再导入\n"
    ),
}
"""What `check` says on the error stream, and nothing else anywhere."""

PACKAGES = {"16a_own_package_ps5_backslashes.zip"}
TRIED_ELSEWHERE = {
    "01a_eseal_signature_field.pdf": "tests/scanning",
    "01b_filled_form_field.pdf": "tests/scanning",
    "03a_pdf_4845_nul_tail.pdf": "tests/scanning",
    "11_gray16_big_endian.tif": "tests/scanning",
    "15_pdf_image_without_width.pdf": "tests/scanning",
    "18a_notice_2020_with_extension.txt": "tests/domain",
    "18b_notice_2023_dash_bullets.txt": "tests/domain",
}
"""No command reads these: the folder whose tests name them."""


def test_every_file_has_its_answer():
    assert {path.name for path in FAULTS.iterdir()} == {*JUDGED, *REFUSED, *PACKAGES, *TRIED_ELSEWHERE}
    for name, folder in TRIED_ELSEWHERE.items():
        tests = (Path(__file__).parents[2] / folder).rglob("test_*.py")
        assert any(name in path.read_text("utf-8") for path in tests), name


@pytest.mark.parametrize("name", JUDGED)
def test_a_file_is_judged_rightly(run, name):
    code, out, err = run("check", FAULTS / name, "--json")
    found = json.loads(out)
    assert (code, [item["code"] for item in found["deficiencies"]]) == JUDGED[name]
    assert err == TOLD.get(name, "")
    if name in ADVISED:
        assert [item["code"] for item in found["advisories"]] == ADVISED[name]


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_is_refused_with_a_true_reason_and_a_way_out(run, name):
    assert run("check", FAULTS / name) == (2, "", REFUSED[name])


@pytest.mark.parametrize("name", PACKAGES)
def test_a_whole_package_is_whole(run, name):
    code, out, err = run("transfer", "verify", FAULTS / name)
    assert (code, err) == (0, "")
    assert out.startswith("电子数据包完整、未被改动：BY2026-0001，6个文件")


@pytest.mark.parametrize(
    ("name", "printed", "told"),
    [("07b_name_ext_I.json", "经办人钱〓于", "“𮯰”为生僻字"), ("08_name_ivs.json", "经办人葛明于", None)],
)
def test_a_name_is_printed_and_what_no_font_has_is_told(run, tmp_path, name, printed, told):
    code, out, err = run("intake", FAULTS / name, "--out", tmp_path, "--json")
    assert code == 1
    (paper,) = json.loads(out)["documents"]
    assert printed in pdf_text(paper["pdf"])
    said = [line for line in err.splitlines() if "为生僻字" in line]
    assert len(said) == (told is not None)
    assert told is None or told in said[0]
