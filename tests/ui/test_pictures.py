"""Every picture that is looked at after a change of a screen can still be taken, and can be read."""

import pytest

from tests.ui.pictures.__main__ import CHAPTERS
from tests.ui.pictures.album import Album


@pytest.mark.soak
@pytest.mark.parametrize("chapter", CHAPTERS, ids=[chapter.__name__ for chapter in CHAPTERS])
def test_the_pictures_of_a_chapter_are_taken_and_can_be_read(chapter, qapp, tmp_path):
    album = Album(tmp_path, faults=True)
    chapter(album)
    assert album.found == []
    assert list(tmp_path.glob("*.png"))
