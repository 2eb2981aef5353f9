"""Countries alone and dates alone give what the whole gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import relex

SEEDS = sorted((Path(__file__).resolve().parent.parent / "seeds").glob("*.txt"))
DAY = "2026-11-24"
# What makes and hides countries and dates, in any order.
WORDS = (
    "Jordan Michael met Chad on Monday , in May 2020 . Bank of China Georgia voters “ Paris ” said French teaches US "
    "US$ last week 's Russian-speaking Mexico City daily People's Daily Dr. U.S. \n\n \u200b Côte d'Ivoire 5 % the may"
).split(" ")
texts = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.text(max_size=80)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_a_part_gives_what_the_whole_gives(path: Path) -> None:
    text = path.read_text("utf-8")
    found = relex.extract(text, date=DAY)
    assert relex.countries(text) == found.countries
    assert relex.dates(text, date=DAY) == found.dates


@given(texts)
def test_every_mention_is_its_slice_and_they_stand_in_order(text: str) -> None:
    for mentions in (relex.countries(text), relex.dates(text, date=DAY)):
        starts = [mention.span.start for mention in mentions]
        assert starts == sorted(starts)
        assert all(mention.text == text[mention.span.start : mention.span.stop] for mention in mentions)


@given(texts)
def test_sentences_that_are_not_read_hold_nothing(text: str) -> None:
    found = relex.extract(text, date=DAY)
    assert relex.countries(text) == found.countries


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="write it as in 2020-12-29"):
        relex.dates("They met on Tuesday.", date="Tuesday")
