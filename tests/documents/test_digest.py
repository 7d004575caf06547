"""The digest of a template: of its words and of those of the forms it prints, the same on every system."""

import functools
import shutil

import pytest

from counter_app import paths
from counter_app.catalogue.loader import load_form
from counter_app.catalogue.toml_files import Folders
from counter_app.documents.renderer import DocumentRenderer
from counter_app.domain.papers.titles import TITLES


def renderer_of(overlay):
    folders = Folders(paths.forms_dir(), overlay)
    return DocumentRenderer(folders, functools.cache(functools.partial(load_form, folders)))


@pytest.fixture
def own(tmp_path):
    """Put a shipped file into the office's folder, in other words."""

    def put(name, words, instead):
        to = tmp_path / name
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(paths.forms_dir() / name, to)
        text = to.read_text("utf-8")
        assert words in text
        to.write_bytes(text.replace(words, instead).encode())
        return renderer_of(tmp_path)

    return put


def test_every_document_has_a_digest_of_its_own(renderer):
    digests = [renderer.digest(document) for document in TITLES]
    assert len(set(digests)) == len(TITLES)
    assert digests == [renderer_of(None).digest(document) for document in TITLES]


@pytest.mark.parametrize(
    ("name", "words", "changed"),
    [
        ("inspection/2025-05/correction_order.toml", "如不服", {"correction_order"}),
        (
            "inspection/2025-05/items.toml",
            "视频图像信息保存少于30日",
            {"correction_order", "inspection_guide", "inspection_record", "reinspection_record"},
        ),
        ("filing/2025-05/platform_sheet.toml", "平台录入单", {"platform_sheet"}),
        ("change/2025-05/platform_sheet.toml", "备案变更", {"platform_sheet"}),
    ],
)
def test_other_words_are_another_digest(renderer, own, name, words, changed):
    of_office = own(name, words, "别的话")
    assert {one for one in TITLES if of_office.digest(one) != renderer.digest(one)} == changed


def test_the_ends_of_lines_are_no_words(renderer, own):
    assert own("filing/2025-05/filing_receipt.toml", "\n", "\r\n").digest("filing_receipt") == renderer.digest(
        "filing_receipt"
    )
