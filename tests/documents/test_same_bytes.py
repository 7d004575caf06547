"""A paper drawn again is the same to the byte: packages of one batch have one digest, whenever they are packed."""

from concurrent.futures import ThreadPoolExecutor

from counter_app.domain.papers.drawn_pages import pages_drawn
from tests.documents.conftest import pages_of

PAPERS = ("material_receipt", "deficiency_notice", "transfer_list")


def test_a_paper_drawn_again_is_the_same_to_the_byte_on_other_threads_too(renderer, sample):
    facts = [sample(name) for name in PAPERS]
    first = [renderer.pdf(one) for one in facts]
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(renderer.pdf, facts * 2)) == first * 2


def test_pages_are_counted_in_a_paper_as_it_was_drawn(renderer, sample):
    for name in PAPERS:
        drawn = renderer.pdf(sample(name))
        assert pages_drawn(drawn) == len(pages_of(drawn)) >= 1
