"""What the screen says of papers: issued where they have a number, else only drawn up."""

from counter_app.services.filing import cases
from counter_app.services.papers import issuing
from counter_app.ui.intake.paper_words import kept_words, named
from tests.fakes.memory_backend import POST, MemoryBackend
from tests.ui.intake.reading import sample


def test_a_form_to_be_filled_in_by_hand_is_not_called_issued():
    backend = MemoryBackend.make()
    reference = cases.open_case(backend, post=POST, intake=sample("01-complete")).filing.reference
    letter = issuing.draw_up(backend, reference, "authorization_letter", post=POST)
    assert named(letter) == "委托办理备案授权书（待填写）"
    assert kept_words([letter]) == "委托办理备案授权书（待填写）已生成"
    receipt = issuing.issue_receipt(backend, reference, post=POST)
    assert kept_words(receipt) == "已出具收件凭证 大公（视）收字〔2026〕1号、平台录入单并保存"
