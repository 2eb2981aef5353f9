"""Countries and dates: what words name, as values."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from ..match.matcher import Found, Matcher, Reading
from ..model import Country, Date, Mention
from ..rules.ruleset import LexiconRow
from ..values.countries import country_of, iso
from ..values.dates import Told, dateline, resolve, told_after

# By which kind of name a lexicon row's label speaks of a country.
VIA = {"Country": "name", "Demonym": "demonym", "Capital": "city", "NationalBody": "seat"}
_CONTEXT = 60  # characters before and after a date that may tell how to read it


def countries(matcher: Matcher, reading: Reading) -> tuple[Mention[Country], ...]:
    """Return every word that names a country, also inside the names of persons and offices.

    A capital counts as the country's name (``via="capital"``) where a rule found it to act as the government,
    else as a place of the country (``via="city"``). Inside an Opaque mention (Bank of China) there is none.
    """
    hidden = _covered(matcher, reading, "Opaque")
    acting = _covered(matcher, reading, "Government")
    found: list[Mention[Country]] = []
    for start, stop, row in _named(matcher, reading):
        via = VIA[row.label]
        if start in hidden or row.id not in iso():
            continue
        country = country_of(row.id, "capital" if via == "city" and start in acting else via)
        if found and found[-1].span.start == reading.offsets.start(start):
            continue
        span = reading.offsets.span(start, stop)
        sentence = reading.sentence_span(start)
        found.append(Mention(span, reading.text[span.start : span.stop], "Country", country, sentence, row.label))
    return tuple(found)


def _named(matcher: Matcher, reading: Reading) -> Iterator[tuple[int, int, LexiconRow]]:
    """The words and phrases that some lexicon says to be of a country."""
    phrases = reading.phrases
    for match in matcher.finder(tuple(VIA)).finditer(phrases.symbols):
        start, stop = phrases.starts[match.start()], phrases.starts[match.end()]
        for first, after, row in reading.hits(start, stop):
            if row.label in VIA:
                yield first, after, row


def _covered(matcher: Matcher, reading: Reading, label: str) -> frozenset[int]:
    """The tokens inside mentions with a label."""
    below = matcher.alphabet.below(label)
    return frozenset(t for found in reading.found if found.label in below for t in range(found.start, found.stop))


def dates(matcher: Matcher, reading: Reading, reference: datetime.date | None) -> tuple[Mention[Date], ...]:
    """Return every time expression with its value; one that turns out to be none is left out."""
    result: list[Mention[Date]] = []
    # Agencies republish: the day of writing, not of the download, is what "on Tuesday" counts from.
    reference = dateline(reading.text, reference=reference) or reference
    told = Told()
    for found in _in_order(matcher, reading):
        sentence = reading.sentence_span(found.start)
        span = reading.offsets.span(found.start, found.stop)
        before = reading.text[max(sentence.start, span.start - _CONTEXT) : span.start]
        after = reading.text[span.stop : min(max(sentence.stop, span.stop), span.stop + _CONTEXT)]
        words = reading.words(found.start, found.stop)
        value = resolve(words, reference=reference, before=before, after=after, anchor=told)
        if value is not None:
            text = reading.text[span.start : span.stop]
            result.append(Mention(span, text, "Date", value, sentence, found.rule))
            told = told_after(told, words, value)
    return tuple(result)


def _in_order(matcher: Matcher, reading: Reading) -> Iterator[Found]:
    labels = matcher.alphabet.below("Date")
    yield from sorted((found for found in reading.found if found.label in labels), key=lambda found: found.start)
