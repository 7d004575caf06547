"""Every picture that is looked at after a change of a screen can still be taken."""

import pytest

from tests.ui.pictures.__main__ import CHAPTERS
from tests.ui.pictures.album import Album


@pytest.mark.soak
@pytest.mark.parametrize("chapter", CHAPTERS, ids=[chapter.__name__ for chapter in CHAPTERS])
def test_the_pictures_of_a_chapter_are_taken(chapter, qapp, tmp_path):
    chapter(Album(tmp_path))
    assert list(tmp_path.glob("*.png"))
