"""The status layer on one sentence pattern each: what stands around the words decides."""

from __future__ import annotations

import pytest

from relex.extractor import load


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("met", "held"),
        ("held talks with", "held"),
        ("will meet", "planned"),
        ("is scheduled to meet", "planned"),
        ("agreed to hold talks with", "planned"),
        ("could meet", "proposed"),
        ("offered to hold talks with", "proposed"),
        ("refused to meet", "refused"),
        ("did not meet", "refused"),
        ("cancelled a meeting with", "cancelled"),
        ("postponed a meeting with", "postponed"),
        ("is meeting", "ongoing"),
        ("was glad to meet", "held"),
        ("spoke after a meeting with", "held"),
        ("left before a meeting with", "planned"),
    ],
)
def test_words_around_a_trigger_give_its_status(words: str, status: str) -> None:
    (event,) = load()(f"Russian President Igor Melnik {words} Turkish President Selim Aydin.").events
    assert event.status == status


def test_a_finite_past_is_held_whatever_is_still_to_come() -> None:
    text = "Russian President Igor Melnik, who will retire in May, met Turkish President Selim Aydin."
    (event,) = load()(text).events
    assert (event.status, event.status_rule) == ("held", "told-as-past")


def test_what_is_denied_or_forbidden_is_no_event() -> None:
    text = "Kenya signed a trade agreement with Chile."
    assert len(load()(text).events) == 1
    assert not load()(text.replace("signed a", "has no")).events
    assert not load()(text.replace("signed", "never signed")).events


def test_what_is_denied_of_one_telling_leaves_the_others() -> None:
    text = "Kenya signed a trade agreement with Chile. Togo has no trade agreement with Peru."
    (event,) = load()(text).events
    assert event.status == "agreed"
