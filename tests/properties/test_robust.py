"""Every str goes through, every offset holds, and twice the text takes twice the time."""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import relex
from relex.extractor import Extractor
from relex.model import Extraction, Span


@cache
def extractor() -> Extractor:
    return relex.load()


def spans(value: object) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from spans(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from spans(getattr(value, field.name))


def texts_at(value: object) -> Iterator[tuple[Span, str]]:
    """Yield every span of a result that says which text stands there."""
    if isinstance(value, tuple) and not isinstance(value, Span):
        for item in value:
            yield from texts_at(item)
    elif dataclasses.is_dataclass(value):
        named = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        for span, text in (("span", "text"), ("trigger_span", "trigger"), ("cue_span", "cue")):
            if isinstance(named.get(span), Span) and isinstance(named.get(text), str):
                yield named[span], named[text]
        for item in named.values():
            yield from texts_at(item)


def assert_sound(text: str, found: Extraction) -> None:
    results = (found.events, found.quotes, found.speakers, found.countries, found.dates)
    assert all(0 <= span.start <= span.stop <= len(text) for span in spans(results))
    assert all(text[span.start : span.stop] == words for span, words in texts_at(results))
    for kind in results:
        assert [each.span for each in kind] == sorted(each.span for each in kind)
    assert type(found).from_dict(json.loads(json.dumps(found.to_dict()))) == found


WORDS = (
    "Russian Foreign Minister Sergey Lavrov met Wang Yi in Sochi on Tuesday . , “ ” \" ' ’ ‘ « » said that he would "
    "not hold talks with the EU U.S. sanctions against Iran Turkey's president and agreed to sign an agreement Dec. 29 "
    "2020 ( ) - — \u200b \u00a0 \r \n \n\n \ufeff Βefore \ud800 10:30 Mr. St. No. ... ! ? : ; Russian-Turkish 北京 "
    "e\u0301 ß İ \x00 will"
).split(" ")  # fmt: skip
newsy = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", " ", " ", "", "\n"])), max_size=60).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)
anything = st.text(alphabet=st.characters(categories=None), max_size=200)
SETTINGS = settings(suppress_health_check=[HealthCheck.too_slow], max_examples=250)


@SETTINGS
@given(st.one_of(anything, newsy, newsy), st.sampled_from([None, "2020-12-29", "0001-01-01", "9999-12-31"]))
def test_every_text_goes_through_and_every_offset_holds(text: str, date: str | None) -> None:
    assert_sound(text, extractor()(text, date))


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n", "\0", "\ud800", ".", '"', "'", "“", "\ufeff", "\u200b", "a", "word " * 200_000, '"' * 100_000,
     "“" * 50_000 + "”" * 50_000, "a" * 1_000_000],
    ids=["empty", "blank", "line", "nul", "surrogate", "stop", "mark", "apostrophe", "opening", "bom", "zero-width",
         "letter", "1 MB without a stop", "100,000 marks", "100,000 curly marks", "one word of 1 MB"],
)  # fmt: skip
def test_texts_at_the_edge(text: str) -> None:
    assert_sound(text, extractor()(text))


FAMILIES = {
    "words": "word ",
    "no blanks": "a",
    "capitals": "Alpha ",
    "capitals in pairs": "Alpha Beta ",
    "titles": "president ",
    "offices": "Russian Foreign Minister ",
    "said": "said ",
    "said that": "he said that ",
    "names that say": "Wang Yi said ",
    "quoted and said": "“Yes,” he said. ",
    "straight marks": '"',
    "straight marks apart": '" ',
    "opening marks": "“",
    "closing marks": "”",
    "single marks": "'",
    "single marks apart": "‘a ",
    "open quotations": "“Yes he said. ",
    "commas": ",",
    "commas apart": ", ",
    "brackets": "(",
    "brackets apart": "( ",
    "stops": ".",
    "stops apart": ". ",
    "lines": "\n",
    "lines of a word": "Talks\n",
    "digits": "1",
    "digits apart": "1 ",
    "dates": "on Tuesday ",
    "dates in a list": "Tuesday, ",
    "months": "Dec. 29, 2020, ",
    "met": "Russia met France and ",
    "met in sentences": "Russia met France. ",
    "met by persons": "Wang Yi met Selim Aydin. ",
    "countries": "Russia, ",
    "demonyms": "Russian-Turkish ",
    "persons": "Wang Yi and ",
    "new persons": "Aba Caba Daba Efa Gaga Haka ",
    "ministers": "the Russian minister and ",
    "sanctions": "sanctions on sanctions against ",
    "sanctioned": "The EU sanctioned Iran. ",
    "agreements": "Russia and Turkey signed an agreement on trade. ",
    "will": "will would may ",
    "hyphens": "a-",
    "hyphens apart": "- ",
    "zero width": "\u200b",
    "surrogates": "\ud800",
    "combining": "e\u0301",
    "look-alikes": "Βe ",
    "no-break": "a\u00a0",
    "carriage returns": "a\r\n",
    "abbreviations": "U.S. The ",
    "initials": "J. ",
    "of the": "of the ",
    "he": "He ",
    "mixed": "The president of Russia, Wang Yi, said on Tuesday that “talks” with the EU, France and he will be held. ",
}  # fmt: skip


@pytest.mark.parametrize("family", FAMILIES)
def test_twice_the_text_takes_twice_the_time(family: str) -> None:
    part = FAMILIES[family]
    once = part * (20_000 // len(part))
    extractor()(once)
    # A small text is timed badly, and another process may disturb: then look at longer ones.
    for size in (1, 2, 4, 2, 8):
        short, long = seconds(once * size), seconds(once * size * 2)
        if long <= 2.4 * short + 0.01:
            return
    pytest.fail(f"{short:.3f} s for half the text, {long:.3f} s for all of it")


def test_a_megabyte_takes_twice_the_time_of_half_of_it() -> None:
    part = "The weather was fine and nobody said anything about it until the Russian minister came to Rome on Tuesday. "
    for _ in range(3):
        half, whole = seconds(part * (500_000 // len(part))), seconds(part * (1_000_000 // len(part)))
        if whole <= 2.4 * half:
            return
    pytest.fail(f"{half:.3f} s for half a megabyte, {whole:.3f} s for one")


def seconds(text: str) -> float:
    def once() -> float:
        began = time.process_time()
        extractor()(text)
        return time.process_time() - began

    return min(once() for _ in range(2))
