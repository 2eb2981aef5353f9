"""Countries, dates and quotes alone give what the whole gives."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import relex
from relex import Quote, alone
from relex.extract.outline import quoted_stretches
from relex.text.folding import fold
from relex.text.quotation import may_quote

SEEDS = sorted((Path(__file__).resolve().parent.parent / "seeds").glob("*.txt"))
DAY = "2026-11-24"
# What makes and hides countries and dates, in any order.
WORDS = (
    "Jordan Michael met Chad on Monday , in May 2020 . Bank of China Georgia voters “ Paris ” said French teaches US "
    "US$ last week 's Russian-speaking Mexico City daily People's Daily Dr. U.S. \n\n \u200b Côte d'Ivoire 5 % the may"
).split(" ")
# What makes quotes: marks of all kinds, cues and speakers, over several paragraphs.
SAID = (
    "“ ” \" ' ‘ ’ `` '' “We will go home,” ‘It ended.’ he said Wang Yi said that , . : he she the minister told "
    "reporters it was late According to witnesses calling “a lie” \n\n \n Reuters on Monday ministers' 's They\u200b"
).split(" ")
said = st.lists(st.sampled_from(SAID), max_size=40).map(" ".join)
texts = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.text(max_size=80)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_a_part_gives_what_the_whole_gives(path: Path) -> None:
    text = path.read_text("utf-8")
    found = relex.extract(text, date=DAY)
    assert relex.countries(text) == found.countries
    assert relex.dates(text, date=DAY) == found.dates
    assert relex.quotes(text, date=DAY) == found.quotes


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
@pytest.mark.parametrize("kinds", [("direct", "mixed"), ("direct",), ("indirect",), ()])
def test_quotes_of_some_kinds_are_those_of_the_whole(path: Path, kinds: tuple[str, ...]) -> None:
    text = path.read_text("utf-8")
    wanted = tuple(quote for quote in relex.extract(text, date=DAY).quotes if quote.kind in kinds)
    assert relex.quotes(text, date=DAY, kinds=kinds) == wanted


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
@pytest.mark.parametrize("kinds", [("direct", "mixed"), ("direct", "mixed", "indirect")])
def test_quotes_whose_speakers_are_not_resolved_are_the_same_but_for_who_is_meant(
    path: Path, kinds: tuple[str, ...]
) -> None:
    text = path.read_text("utf-8")
    wanted = [quote for quote in relex.extract(text, date=DAY).quotes if quote.kind in kinds]
    found = relex.quotes(text, date=DAY, kinds=kinds, resolve=False)
    assert [as_written(quote) for quote in found] == [as_written(quote) for quote in wanted]
    assert all(quote.speaker is None for quote in found)


def as_written(quote: Quote) -> tuple[object, ...]:
    """A quote without the entities that it tells of."""
    told = [part and part.span for part in (quote.addressee, quote.via, quote.date)]
    return dataclasses.replace(quote, speaker=None, addressee=None, via=None, date=None), *told


@given(texts | said)
def test_quotes_alone_are_those_of_the_whole_in_any_text(text: str) -> None:
    found = relex.extract(text, date=DAY).quotes
    assert relex.quotes(text, date=DAY) == found
    wanted = tuple(quote for quote in found if quote.kind != "indirect")
    assert relex.quotes(text, date=DAY, kinds=("direct", "mixed")) == wanted


@given(said)
def test_the_paragraphs_that_are_not_read_tell_nothing_of_quoted_words(text: str) -> None:
    found = relex.quotes(text, kinds=("direct", "mixed"), resolve=False)
    whole = relex.quotes(text, resolve=False)
    assert found == tuple(quote for quote in whole if quote.kind != "indirect")


@given(said | st.text("“”\"„«»‘’'`(a s.’\u200b\n", max_size=20))
def test_a_text_that_may_not_quote_has_no_quoted_stretch(text: str) -> None:
    if not may_quote(fold(text).text):
        matcher = alone._matcher(alone._QUOTES)
        assert quoted_stretches(matcher, matcher.begun(text)) == ()


@given(texts | said)
def test_quotes_whose_speakers_are_not_resolved_are_slices_in_order(text: str) -> None:
    found = relex.quotes(text, kinds=("direct", "mixed"), resolve=False)
    assert all(quote.text == text[quote.span.start : quote.span.stop] for quote in found)
    starts = [quote.span.start for quote in found]
    assert starts == sorted(starts)


def test_the_speaker_of_words_that_go_on_is_read_in_the_paragraph_before() -> None:
    text = "Rain fell.\n\nWang Yi opened the meeting. He said it was late.\n\n“We will all go home in the rain.”"
    (quote,) = relex.quotes(text, kinds=("direct",), resolve=False)
    (resolved,) = relex.quotes(text, kinds=("direct",))
    assert quote.mention is not None
    assert quote.mention == resolved.mention


def test_a_kind_of_quotes_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="there are direct, mixed, indirect"):
        relex.quotes("He left.", kinds=("free",))


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
